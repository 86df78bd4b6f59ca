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

/** What an account's addresses say of one country and sort of network, with the address that stands for it. */
export type AccountAddresses = Omit<AddressFact, 'because'> & { readonly ip: string }

const day = 86_400
const year = 31_557_600

/**
 * Sums the addresses of one account by country and sort of network. An address counts the days between its first and
 * last use, but no more days than uses, and half as much for every year it was last used before the account's last.
 */
export function addressFacts(uses: readonly Use[]): readonly AccountAddresses[] {
  const byIp = new Map<string, Use>()
  for (const use of uses) {
    const before = byIp.get(use.ip)
    byIp.set(use.ip, before === undefined ? use : together(before, use))
  }
  const latest = uses.reduce((last, u) => Math.max(last, u.last ?? -Infinity), -Infinity)
  const groups = new Map<string, Use[]>()
  for (const use of byIp.values()) {
    const key = `${use.country} ${use.shared ?? ''}`
    const group = groups.get(key)
    if (group) group.push(use)
    else groups.set(key, [use])
  }
  return [...groups].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, group]) => sum(group, latest))
}

function together(x: Use, y: Use): Use {
  return {
    ...x,
    registered: x.registered || y.registered,
    sightings: x.sightings + y.sightings,
    first: least(x.first, y.first),
    last: most(x.last, y.last),
  }
}

function sum(group: Use[], latest: number): AccountAddresses {
  group.sort(
    (x, y) => Number(y.registered) - Number(x.registered) || (y.last ?? 0) - (x.last ?? 0) || (x.ip < y.ip ? -1 : 1),
  )
  const [best] = group as [Use, ...Use[]]
  const thousandths = group.reduce(
    (total, u) => total + Math.round(1000 * daysOf(u) * 0.5 ** yearsBefore(u, latest)),
    0,
  )
  return {
    country: best.country,
    shared: best.shared,
    addresses: group.length,
    recentDays: thousandths / 1000,
    registered: best.registered,
    first: group.reduce<number | null>((first, u) => least(first, u.first), null),
    last: group.reduce<number | null>((last, u) => most(last, u.last), null),
    ip: best.ip,
  }
}

function daysOf({ sightings, first, last }: Use): number {
  return first === null || last === null ? 1 : Math.min(sightings, 1 + Math.floor((last - first) / day))
}

function yearsBefore({ last }: Use, latest: number): number {
  return last === null ? 1 : (latest - last) / year
}

function least(x: number | null, y: number | null): number | null {
  return x === null ? y : y === null ? x : Math.min(x, y)
}

function most(x: number | null, y: number | null): number | null {
  return x === null ? y : y === null ? x : Math.max(x, y)
}
