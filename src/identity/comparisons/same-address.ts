import { addressWorth, leastWorth } from '../address-worth.ts'
import type { Comparison, SharedAddress } from '../identity.ts'
import { caseBits } from '../scheme.ts'

/** Beyond this many bits over log2 N one line says no more: it may be a household. */
const household = 3
/** Bits more for each further network on which both appear: people of one household do not roam together. */
const roaming = 3
/** Bits more where they used one IPv6 address within a day: it belongs to a device rather than to a line. */
const device = 5
const day = 86_400

/** Addresses that few used and both used near in time. */
export const sameAddress: Comparison = {
  name: 'same-address',
  about:
    'Both accounts used the same IP addresses. Each address counts by how few accounts used it and how near in time the two did (half after 3 days, a tenth after a month); the best counts whole, the next half, a quarter and so on. Hosting and other shared addresses count a quarter, private ones nothing. The sum stops at log2 N plus 3 bits, short of joining, since a household shares a line; each further network both used adds 3, and 5 one IPv6 address used by both within a day, since that is a device.',
  compare: ({ addresses }, world) => {
    const weighed = addresses
      .map((address) => ({ address, weight: addressWorth(address, world.personas) }))
      .filter((w) => w.weight >= leastWorth)
      .sort((x, y) => y.weight - x.weight || (x.address.ip < y.address.ip ? -1 : 1))
    const best = weighed[0]
    if (best === undefined) return null
    const sum = weighed.reduce((total, w, i) => total + w.weight * 0.5 ** i, 0)
    const strong = weighed.filter((w) => w.weight >= 3).map((w) => w.address)
    const networks = new Set(strong.flatMap((address) => address.network ?? [])).size
    const bonus = roaming * Math.max(0, networks - 1) + (strong.some(isOneDevice) ? device : 0)
    return {
      weight: Math.min(sum, caseBits(world.personas) + household) + (sum > household ? bonus : 0),
      detail: inWords(
        weighed.map((w) => w.address),
        networks,
      ),
      because: weighed.slice(0, 2).flatMap((w) => [w.address.a, w.address.b]),
    }
  },
}

/** Exits with IPv6 are few, and known ones are marked as shared. */
function isOneDevice({ ip, users, shared, gapSeconds }: SharedAddress): boolean {
  return ip.includes(':') && users <= 4 && shared === null && gapSeconds !== null && gapSeconds <= day
}

function inWords(addresses: readonly SharedAddress[], networks: number): string {
  const first = addresses[0]!
  const when = first.gapSeconds === null ? 'at unknown times' : `within ${span(first.gapSeconds)}`
  const others = first.users === 2 ? 'which no other account used' : `which ${first.users} accounts used`
  const more = addresses.length > 1 ? `, and ${addresses.length - 1} more` : ''
  return `both used ${first.ip} ${when}, ${others}${more}${networks > 1 ? `, on ${networks} networks` : ''}`
}

function span(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} seconds`
  if (seconds < 7200) return `${Math.round(seconds / 60)} minutes`
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} hours` : `${Math.round(seconds / 86_400)} days`
}
