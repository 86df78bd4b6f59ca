import type { Comparison, Pair, World } from '../identity.ts'
import { atOnePlace, type Name, namesOf } from '../names.ts'
import { rareness } from '../scheme.ts'

/** One name used by both, as a user name, in front of the @, or on a messenger. */
export const sameHandle: Comparison = {
  name: 'same-handle',
  about:
    'One account is called what the other is called elsewhere: the same user name on another board, the front of its e-mail address, or its messenger name. Worth the surprise of the name less 2 bits (of persons with two handles about one in four keeps the name), at most its rareness plus 2; short and common names are worth little.',
  keys: (persona) => [...new Set(namesOf(persona).map((n) => n.value))],
  compare: (pair, world) => strongest(pair, world),
}

function strongest({ a, b }: Pair, world: World) {
  let best: { weight: number; mine: Name; theirs: Name } | null = null
  const others = namesOf(b)
  for (const mine of namesOf(a)) {
    for (const theirs of others) {
      if (mine.value !== theirs.value || atOnePlace(mine, theirs)) continue
      const limit = rareness(world, world.holders('same-handle', mine.value)) + 2
      const weight = Math.min(world.surprise(mine.value) - 2, limit)
      if (weight > 0 && (best === null || weight > best.weight)) best = { weight, mine, theirs }
    }
  }
  if (best === null) return null
  const { weight, mine, theirs } = best
  const as = mine.source === theirs.source ? `as ${mine.source} of both` : `as ${mine.source} and as ${theirs.source}`
  return { weight, detail: `the name ${mine.value} ${as}`, because: [mine.because, theirs.because] }
}
