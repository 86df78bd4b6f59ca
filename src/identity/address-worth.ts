import type { SharedAddress } from './identity.ts'
import { rareness } from './scheme.ts'

/** Time between the two uses after which an address counts half. */
const halfAfterSeconds = 3 * 86_400

/**
 * Bits that one shared address is worth: how few accounts used it (as `rareness`), times how near in time the two used
 * it; a quarter of that where the address is known to stand for many people, nothing where it is nobody's.
 */
export function addressWorth(address: Omit<SharedAddress, 'a' | 'b'>, personas: number): number {
  if (nobodys.has(address.shared ?? '')) return 0
  const rare = rareness({ personas }, address.users)
  const near = address.gapSeconds === null ? 0.1 : 1 / (1 + address.gapSeconds / halfAfterSeconds)
  return rare * near * (manys.has(address.shared ?? '') ? 0.25 : 1)
}

/** Exits that many people come out of at a time. */
const manys: ReadonlySet<string> = new Set(['hosting', 'anonymiser', 'carrier-grade'])
/** Addresses that say nothing of where their user was: a server's own log of itself, or a proxy in front of it. */
export const nobodys: ReadonlySet<string> = new Set(['private', 'loopback', 'link-local', 'reserved'])

/** Less than this is not told. */
export const leastWorth = 0.25
