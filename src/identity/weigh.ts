import type { Comparison, Pair, Term, World } from './identity.ts'
import { toQuarters } from './scheme.ts'

/** What every comparison says of a pair, heaviest first, those against last; and the sum. */
export function weigh(
  pair: Pair,
  world: World,
  comparisons: readonly Comparison[],
): { readonly weight: number; readonly terms: readonly Term[] } {
  const terms: Term[] = []
  let weight = 0
  for (const comparison of comparisons) {
    const found = comparison.compare(pair, world)
    if (found === null) continue
    const quarters = toQuarters(found.weight)
    if (quarters === 0) continue
    weight += quarters
    terms.push({ comparison: comparison.name, weight: quarters, detail: found.detail, because: found.because })
  }
  return { weight, terms: terms.sort((x, y) => y.weight - x.weight) }
}
