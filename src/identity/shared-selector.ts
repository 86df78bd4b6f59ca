import type { Comparison, Finding, Held, Pair, World } from './identity.ts'
import { rareness } from './scheme.ts'

/** Relations by which an account says that a selector is its own. */
const owned = new Set(['registered-with', 'stated'])

/** What a kind of selector is called, and what sharing one is worth beyond its rareness. */
export interface SharedKind {
  readonly name: string
  readonly about: string
  readonly kind: string
  /** In words: `e-mail address`. */
  readonly called: string
  /** Bits beyond rareness when both accounts give it as their own. */
  readonly bonus: number | ((value: string) => number)
  /** Bits lost with each doubling of the accounts that have it; see `rareness`. */
  readonly slope: number
  /** The specificity at which the full weight is due. */
  readonly full: number
}

/** Bits less for each of the two that only wrote the value in a post or message: it may be somebody else's. */
const onlyWritten = 3.5
/** What remains where both only wrote it and they write to each other: one may be answering or quoting the other. */
const quoted = 0.25

/** A comparison for selectors that name a person or an account elsewhere: the same value on both sides. */
export function sharedSelector(shape: SharedKind): Comparison {
  return {
    name: shape.name,
    about: shape.about,
    keys: (persona) => {
      const held = candidates(persona.held, shape.kind)
      return held.length < 2 ? held.map((h) => h.value) : [...new Set(held.map((h) => h.value))]
    },
    compare: (pair, world) => best(pair, world, shape),
  }
}

function best({ a, b, contact }: Pair, world: World, shape: SharedKind): Finding | null {
  let found: Finding | null = null
  const own = candidates(a.held, shape.kind)
  if (own.length === 0) return null
  const others = candidates(b.held, shape.kind)
  for (const mine of own) {
    for (const theirs of others) {
      if (mine.value !== theirs.value) continue
      const term = weigh(mine, theirs, world, shape, contact.ab + contact.ba > 0)
      if (found === null || term.weight > found.weight) found = term
    }
  }
  return found !== null && found.weight > 0 ? found : null
}

function weigh(mine: Held, theirs: Held, world: World, shape: SharedKind, inTouch: boolean): Finding {
  const holders = Math.max(2, world.holders(shape.name, mine.value))
  const written = Number(!owned.has(mine.relation)) + Number(!owned.has(theirs.relation))
  const bonus = typeof shape.bonus === 'number' ? shape.bonus : shape.bonus(mine.value)
  const tells = Math.min(1, Math.min(mine.specificity, theirs.specificity) / shape.full)
  const weight = Math.max(0, rareness(world, holders, shape.slope) + bonus - onlyWritten * written) * tells
  const how = written === 0 ? 'both give' : written === 1 ? 'one gives and the other writes' : 'both write'
  const others = holders > 2 ? `, which ${holders} accounts have` : ', which no other account has'
  return {
    weight: written === 2 && inTouch ? weight * quoted : weight,
    detail: `${how} the ${shape.called} ${mine.value}${others}`,
    because: [mine.because, theirs.because],
  }
}

/** Most accounts hold nothing of most kinds: these share one list. */
const nothing: readonly Held[] = []

function candidates(held: readonly Held[], kind: string): readonly Held[] {
  let found: Held[] | null = null
  for (const h of held) {
    if (h.kind !== kind || !(h.specificity > 0) || !(owned.has(h.relation) || h.relation === 'wrote')) continue
    if (found === null) found = [h]
    else found.push(h)
  }
  return found ?? nothing
}
