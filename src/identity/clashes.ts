import type { Clash } from './identity.ts'

/** One thing an account did: when, from which network, and the sighting that shows it. */
export interface Activity {
  /** UNIX seconds. */
  readonly at: number
  readonly ip: string
  readonly network: string
  readonly sighting: string
}

/** As far apart as two acts may be to count as one moment. */
export const momentSeconds = 60
/** More are not counted: the weight has reached its limit. */
const enough = 8
/** Two clashes nearer than this are one: a browsing session, not two reasons. */
const apartSeconds = 1800

/** Moments at which both were active from different networks; both lists in order of time. */
export function clashesOf(mine: readonly Activity[], theirs: readonly Activity[]): readonly Clash[] {
  const found: Clash[] = []
  let from = 0
  for (const act of mine) {
    while (from < theirs.length && theirs[from]!.at < act.at - momentSeconds) from++
    const last = found.at(-1)
    if (last !== undefined && act.at - last.at < apartSeconds) continue
    const near: Activity[] = []
    for (let i = from; i < theirs.length && theirs[i]!.at <= act.at + momentSeconds; i++) near.push(theirs[i]!)
    // Also on one line at that moment: then a second device explains the other network.
    if (near.length === 0 || near.some((n) => n.network === act.network || n.ip === act.ip)) continue
    const other = near[0]!
    found.push({
      at: act.at,
      seconds: Math.abs(other.at - act.at),
      networkA: act.network,
      networkB: other.network,
      a: act.sighting,
      b: other.sighting,
    })
    if (found.length === enough) break
  }
  return found
}

/** What to call the network of an address: country and network where known, else the block the address lies in. */
export function networkName(ip: string, country: string | null, asn: number | null): string {
  if (asn !== null) return `AS${asn}${country === null ? '' : ` ${country}`}`
  return ip.includes(':')
    ? `${ip.split(':').slice(0, 2).join(':')}::/32`
    : `${ip.split('.').slice(0, 2).join('.')}.0.0/16`
}
