import type { LargeBlock } from './block.ts'
import { block } from './block.ts'
import { clusters } from './clusters.ts'
import { comparisons } from './comparisons/index.ts'
import type { Context, PairOf } from './context.ts'
import type { Link, Pair, Persona, SharedAddress, World } from './identity.ts'
import { namesOf, surpriseOf } from './names.ts'
import { stateOf, thresholds } from './scheme.ts'
import { weigh } from './weigh.ts'

/** The links of a case, in order, and what was too large to compare. */
export interface Resolution {
  readonly links: readonly Link[]
  readonly large: readonly LargeBlock[]
}

/** A cluster larger than this is not compared each with each for reasons against. */
const largestChecked = 60

/**
 * All links between these personas. First every pair that a key or an address brings together is weighed by what is
 * at hand; then, for those that come to `possible` or more, `look` fetches what takes longer (nearly all of it speaks
 * against) and they are weighed again; last, every two members of a provisional cluster are weighed, so that reasons
 * against between its ends are known too.
 */
export async function resolve(
  personas: readonly Persona[],
  encounters: ReadonlyMap<number, readonly SharedAddress[]>,
  look: (pairs: readonly PairOf[]) => Promise<Context>,
): Promise<Resolution> {
  const { pairs, holders, large } = block(personas, comparisons)
  const world: World = { personas: personas.length, holders, surprise: surpriseOf(allNames(personas)) }
  const limits = thresholds(personas.length)
  const at = (key: number): PairOf => [Math.floor(key / personas.length), key % personas.length]
  const pairOf = ([a, b]: PairOf, context: Context | null): Pair => ({
    a: context ? { ...personas[a]!, writes: context.writes(a) } : personas[a]!,
    b: context ? { ...personas[b]!, writes: context.writes(b) } : personas[b]!,
    addresses: encounters.get(a * personas.length + b) ?? [],
    clashes: context?.clashes([a, b]) ?? [],
    contact: context?.contact([a, b]) ?? { ab: 0, ba: 0, because: [] },
  })

  const links = new Map<number, Link>()
  const promising: PairOf[] = []
  const consider = (key: number): void => {
    const [a, b] = at(key)
    const { weight, terms } = weigh(pairOf([a, b], null), world, comparisons)
    if (weight >= limits.possible) promising.push([a, b])
    else if (weight >= limits.weak) links.set(key, { a, b, weight, state: 'weak', terms })
  }
  for (const key of pairs) consider(key)
  for (const key of encounters.keys()) if (!pairs.has(key)) consider(key)
  promising.sort((x, y) => x[0] - y[0] || x[1] - y[1])

  const weighAgain = (
    some: readonly PairOf[],
    context: Context,
    keep: (weight: number) => Link['state'] | null,
  ): void => {
    for (const [a, b] of some) {
      const { weight, terms } = weigh(pairOf([a, b], context), world, comparisons)
      const state = keep(weight)
      if (state !== null) links.set(a * personas.length + b, { a, b, weight, state, terms })
    }
  }
  weighAgain(promising, await look(promising), (weight) => stateOf(weight, personas.length))

  const inside = unlinkedPairs(personas.length, links, limits.joined)
  if (inside.length > 0) weighAgain(inside, await look(inside), (weight) => (weight < 0 ? 'weak' : null))
  return { links: [...links.values()].sort((x, y) => x.a - y.a || x.b - y.b), large }
}

/** Pairs inside the clusters that the links alone make which are no link themselves. */
function unlinkedPairs(personas: number, links: ReadonlyMap<number, Link>, joined: number): readonly PairOf[] {
  const pairs: PairOf[] = []
  for (const { members } of clusters(personas, [...links.values()], [], joined)) {
    if (members.length < 3 || members.length > largestChecked) continue
    for (let x = 0; x < members.length; x++)
      for (let y = x + 1; y < members.length; y++)
        if (!links.has(members[x]! * personas + members[y]!)) pairs.push([members[x]!, members[y]!])
  }
  return pairs
}

function* allNames(personas: readonly Persona[]): Iterable<string> {
  for (const persona of personas) for (const name of namesOf(persona)) yield name.value
}
