import type { AddressFact } from './jurisdiction.ts'

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

/** The addresses of one account as they are read. */
export interface AddressSum {
  /** Adds one address in one relation, as counted; those of one address come together. Times in UNIX seconds. */
  readonly add: (
    ip: string,
    network: { readonly country: string; readonly shared: string | null },
    registered: boolean,
    sightings: number,
    first: number | null,
    last: number | null,
  ) => void
  /** What was added since the last call, by country and sort of network. */
  readonly take: () => readonly AccountAddresses[]
}

/**
 * Sums the addresses of one account by country and sort of network. An address counts the days between its first and
 * last use, but no more days than uses, and half as much for every year it was last used before the account's last.
 */
export function openAddressSum(): AddressSum {
  const groups = new Map<string, Whole[]>()
  let latest = Number.NEGATIVE_INFINITY
  let whole: Whole | undefined
  return {
    add: (ip, { country, shared }, registered, sightings, first, last) => {
      if (last !== null && last > latest) latest = last
      if (whole?.ip === ip) {
        if (registered === whole.registered) whole.told = most(whole.told, last)
        else if (registered) whole.told = last
        whole.registered ||= registered
        whole.sightings += sightings
        whole.first = least(whole.first, first)
        whole.last = most(whole.last, last)
        return
      }
      whole = { ip, country, shared, registered, sightings, first, last, told: last }
      const key = shared === null ? `${country} ` : `${country} ${shared}`
      const group = groups.get(key)
      if (group) group.push(whole)
      else groups.set(key, [whole])
    },
    take: () => {
      const found = [...groups].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, group]) => sum(group, latest))
      groups.clear()
      latest = Number.NEGATIVE_INFINITY
      whole = undefined
      return found
    },
  }
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
