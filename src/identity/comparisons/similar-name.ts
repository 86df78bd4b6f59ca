import { distance } from 'fastest-levenshtein'
import type { Comparison, Pair, World } from '../identity.ts'
import { atOnePlace, type Name, namesOf } from '../names.ts'
import { rareness } from '../scheme.ts'

/** Names that are variants of one another. */
export const similarName: Comparison = {
  name: 'similar-name',
  about:
    'The names are variants of one: other digits at the end, letters written as digits, separators, ornaments. Worth the surprise of what they have in common less 4 bits, 8 at most; where both end in different numbers, as two people of one name do, less 8 bits, 4 at most. Names that are merely close are worth 3 bits, and only beside other reasons.',
  keys: (persona) => [...new Set(namesOf(persona).map((n) => n.skeleton))].filter((key) => key !== ''),
  compare: (pair, world) => strongest(pair, world),
}

function strongest({ a, b }: Pair, world: World) {
  let best: { weight: number; mine: Name; theirs: Name } | null = null
  const others = namesOf(b)
  const own = namesOf(a)
  if (own.some((n) => others.some((m) => m.value === n.value))) return null
  for (const mine of own) {
    for (const theirs of others) {
      if (atOnePlace(mine, theirs) && mine.source === 'e-mail') continue
      const weight = likeness(mine, theirs, world)
      if (weight > 0 && (best === null || weight > best.weight)) best = { weight, mine, theirs }
    }
  }
  if (best === null) return null
  const { weight, mine, theirs } = best
  return {
    weight,
    detail: `the names ${mine.value} (${mine.source}) and ${theirs.value} (${theirs.source}) are alike`,
    because: [mine.because, theirs.because],
  }
}

function likeness(mine: Name, theirs: Name, world: World): number {
  const [p, q] = [mine.skeleton, theirs.skeleton]
  if (p === '' || q === '') return 0
  if (p === q) {
    const numbered = mine.tail !== '' && theirs.tail !== '' && mine.tail !== theirs.tail
    const limit = Math.min(rareness(world, world.holders('similar-name', p)) - 2, numbered ? 4 : 8)
    return Math.min(world.surprise(p) - (numbered ? 8 : 4), limit)
  }
  const [short, long] = p.length < q.length ? [p, q] : [q, p]
  if (short.length < 7 || long.length > 2 * short.length) return 0
  return long.includes(short) || (long.length - short.length <= 1 && distance(p, q) <= 1) ? 3 : 0
}
