import type { Link, World } from './identity.ts'

/** The name of this set of weights and thresholds; change it whenever a weight or threshold changes. */
export const linkScheme = 'links-2'

/** How far, in bits, the weight of a link must lie above log2 of the number of accounts. */
const margins = { joined: 7, possible: 0 } as const
/** Links lighter than this are not kept: coincidence makes too many of them. */
const least = 6

/**
 * Thresholds for a case of this many accounts. Among N accounts each has N - 1 strangers that may resemble it by chance,
 * so evidence has to be worth log2 N bits before it says anything: `possible` begins there, `joined` 7 bits (128 to 1)
 * above. A case with fewer than 64 accounts is judged as if it had 64.
 */
export function thresholds(personas: number): {
  readonly joined: number
  readonly possible: number
  readonly weak: number
} {
  const bits = caseBits(personas)
  return { joined: bits + margins.joined, possible: bits + margins.possible, weak: Math.max(least, bits - 5) }
}

/** The state of a link of this weight, or null where it is not worth keeping. */
export function stateOf(weight: number, personas: number): Link['state'] | null {
  const limits = thresholds(personas)
  if (weight >= limits.joined) return 'joined'
  if (weight >= limits.possible) return 'possible'
  return weight >= limits.weak ? 'weak' : null
}

/** log2 of the number of accounts, of at least 64. */
export function caseBits(personas: number): number {
  return Math.log2(Math.max(64, personas))
}

/**
 * Bits that sharing a value tells when n accounts have it: log2 N for two, and 2.5 bits less with each doubling. That
 * is steeper than the plain count would have it, since what many share is shared for a reason. `slope` is less for
 * what one person gives to all accounts of theirs and to nobody else's, more for what people hit upon alike.
 */
export function rareness(world: Pick<World, 'personas'>, holders: number, slope = 2.5): number {
  return Math.max(0, caseBits(world.personas) - slope * (Math.log2(Math.max(2, holders)) - 1))
}

/**
 * Weights are kept to a quarter of a bit: finer says more than is known, and quarters add up exactly, on paper and in
 * any database, so that the terms of a link always sum to its weight.
 */
export function toQuarters(bits: number): number {
  return Math.round(bits * 4) / 4
}
