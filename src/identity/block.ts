import type { Comparison, Persona } from './identity.ts'

/** A key too many personas share for comparing each with each. */
export interface LargeBlock {
  readonly comparison: string
  readonly key: string
  readonly holders: number
}

/** Which personas to compare, and how many hold each shared key. */
export interface Blocks {
  /** `a * personas + b` with a < b. */
  readonly pairs: ReadonlySet<number>
  readonly holders: (comparison: string, key: string) => number
  readonly large: readonly LargeBlock[]
}

/** Keys that more personas share than this bring no pairs: what so many have tells little, and pairs grow with the square. */
export const largestBlock = 40

/** Brings together the personas that share a key of a comparison; one comparison at a time, to hold only one index. */
export function block(
  personas: readonly Persona[],
  comparisons: readonly Comparison[],
  largest = largestBlock,
): Blocks {
  const pairs = new Set<number>()
  const shared = new Map<string, ReadonlyMap<string, number>>()
  const large: LargeBlock[] = []
  for (const comparison of comparisons) {
    if (comparison.keys === undefined) continue
    const counts = new Map<string, number>()
    for (const [key, members] of index(personas, comparison.keys)) {
      if (typeof members === 'number') continue
      counts.set(key, members.length)
      if (members.length > largest) large.push({ comparison: comparison.name, key, holders: members.length })
      else addPairs(members, personas.length, pairs)
    }
    shared.set(comparison.name, counts)
  }
  return { pairs, large, holders: (comparison, key) => shared.get(comparison)?.get(key) ?? 1 }
}

/** Holders of each key; a lone number where there is only one, which is nearly always. */
function index(personas: readonly Persona[], keys: NonNullable<Comparison['keys']>): Map<string, number | number[]> {
  const found = new Map<string, number | number[]>()
  for (let i = 0; i < personas.length; i++) {
    for (const key of keys(personas[i]!)) {
      const before = found.get(key)
      if (before === undefined) found.set(key, i)
      else if (typeof before !== 'number') {
        if (before.at(-1) !== i) before.push(i)
      } else if (before !== i) found.set(key, [before, i])
    }
  }
  return found
}

function addPairs(members: readonly number[], personas: number, pairs: Set<number>): void {
  for (let x = 0; x < members.length; x++)
    for (let y = x + 1; y < members.length; y++) pairs.add(members[x]! * personas + members[y]!)
}
