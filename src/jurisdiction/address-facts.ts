import type { AddressFact } from './jurisdiction.ts'

/** One address of an account in one relation, as counted. Times in UNIX seconds. */
export interface Use {
  readonly ip: string
  readonly country: string
  readonly shared: string | null
  readonly registered: boolean
  readonly sightings: number
  readonly first: number | null
  readonly last: number | null
}

/** What an account's addresses say of one country and sort of network, with the address that stands for it and when it was last used so. */
export type AccountAddresses = Omit<AddressFact, 'because'> & { readonly ip: string; readonly told: number | null }

/** An address of an account over all relations; `told` is the last use in the relation that is told, the registration first. */
interface Whole {
  readonly ip: string
  readonly country: string
  readonly shared: string | null
  registered: boolean
  sightings: number
  first: number | null
  last: number | null
  told: number | null
}

const day = 86_400
const year = 31_557_600

/**
 * Sums the addresses of one account by country and sort of network. An address counts the days between its first and
 * last use, but no more days than uses, and half as much for every year it was last used before the account's last.
 * Uses of one address come together.
 */
export function addressFacts(uses: readonly Use[]): readonly AccountAddresses[] {
  const groups = new Map<string, Whole[]>()
  let latest = Number.NEGATIVE_INFINITY
  let whole: Whole | undefined
  for (const use of uses) {
    if (use.last !== null && use.last > latest) latest = use.last
    if (whole?.ip === use.ip) {
      addUse(whole, use)
      continue
    }
    whole = { ...use, told: use.last }
    const key = use.shared === null ? `${use.country} ` : `${use.country} ${use.shared}`
    const group = groups.get(key)
    if (group) group.push(whole)
    else groups.set(key, [whole])
  }
  return [...groups].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, group]) => sum(group, latest))
}

function addUse(whole: Whole, use: Use): void {
  if (use.registered === whole.registered) whole.told = most(whole.told, use.last)
  else if (use.registered) whole.told = use.last
  whole.registered ||= use.registered
  whole.sightings += use.sightings
  whole.first = least(whole.first, use.first)
  whole.last = most(whole.last, use.last)
}

function sum(group: readonly Whole[], latest: number): AccountAddresses {
  let best = group[0]!
  let thousandths = 0
  let [first, last]: [number | null, number | null] = [null, null]
  for (const one of group) {
    if (one !== best && before(one, best)) best = one
    thousandths += Math.round(1000 * daysOf(one) * 0.5 ** yearsBefore(one, latest))
    first = least(first, one.first)
    last = most(last, one.last)
  }
  return {
    country: best.country,
    shared: best.shared,
    addresses: group.length,
    recentDays: thousandths / 1000,
    registered: best.registered,
    first,
    last,
    ip: best.ip,
    told: best.told,
  }
}

/** The address registered from stands for its country before others, then the latest, then the first in order. */
function before(x: Whole, y: Whole): boolean {
  if (x.registered !== y.registered) return x.registered
  const [p, q] = [x.last ?? 0, y.last ?? 0]
  return p === q ? x.ip < y.ip : p > q
}

function daysOf({ sightings, first, last }: Whole): number {
  return first === null || last === null ? 1 : Math.min(sightings, 1 + Math.floor((last - first) / day))
}

function yearsBefore({ last }: Whole, latest: number): number {
  return last === null ? 1 : (latest - last) / year
}

function least(x: number | null, y: number | null): number | null {
  return x === null ? y : y === null ? x : Math.min(x, y)
}

function most(x: number | null, y: number | null): number | null {
  return x === null ? y : y === null ? x : Math.max(x, y)
}
