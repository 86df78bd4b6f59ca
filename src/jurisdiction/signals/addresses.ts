import type { AddressFact, SignalKind } from '../jurisdiction.ts'

/** However many addresses point to one country, they are one reason: most come from one line. */
const most = 4.5

/** Where the addresses are. */
export const addresses: SignalKind = {
  name: 'addresses',
  about:
    'The countries of the IP addresses an account registered from, connected from and wrote from. Counts days rather than uses, each half as much for every year before the subject was last seen; hosting and anonymising networks count a twentieth. 1.2 times the logarithm of one plus the days, plus 1 for the address it registered from, 4.5 at most for a country.',
  read: ({ addresses: facts, databaseDate }) => {
    const byCountry = new Map<string, AddressFact[]>()
    for (const fact of facts) {
      const own = byCountry.get(fact.country)
      if (own) own.push(fact)
      else byCountry.set(fact.country, [fact])
    }
    return [...byCountry].map(([country, own]) => {
      const days = own.reduce((sum, f) => sum + f.recentDays * (isExit(f) ? 0.05 : 1), 0)
      const home = own.some((f) => f.registered && !isExit(f))
      return {
        country,
        weight: Math.min(most, 1.2 * Math.log1p(days) + (home ? 1 : 0)),
        detail: inWords(own, home, databaseDate),
        asOf: databaseDate,
        because: [...own.filter((f) => !isExit(f)), ...own.filter(isExit)].flatMap((f) => f.because).slice(0, 2),
      }
    })
  },
}

function isExit(fact: AddressFact): boolean {
  return fact.shared === 'hosting' || fact.shared === 'anonymiser'
}

function inWords(facts: readonly AddressFact[], home: boolean, databaseDate: string): string {
  let [count, exits, first, last] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const fact of facts) {
    count += fact.addresses
    if (isExit(fact)) exits += fact.addresses
    first = Math.min(first, fact.first ?? first, fact.last ?? first)
    last = Math.max(last, fact.first ?? last, fact.last ?? last)
  }
  const [from, to] = first > last ? ['', ''] : [day(first), day(last)]
  const when = from === '' ? '' : from === to ? ` on ${from}` : ` from ${from} to ${to}`
  const registered = home ? ', registration among them' : ''
  const kind =
    exits === 0
      ? ''
      : exits === count
        ? ', of hosting or anonymising networks'
        : `, ${exits} of them of hosting or anonymising networks`
  return `${count} ${count === 1 ? 'address' : 'addresses'}${when}${registered}${kind} (address database of ${databaseDate})`
}

const known = new Map<number, string>()

/** The days of a board are some thousands, asked for hundreds of thousands of times. */
function day(seconds: number): string {
  const number = Math.floor(seconds / 86_400)
  const before = known.get(number)
  if (before !== undefined) return before
  if (known.size > 50_000) known.clear()
  const told = new Date(seconds * 1000).toISOString().slice(0, 10)
  known.set(number, told)
  return told
}
