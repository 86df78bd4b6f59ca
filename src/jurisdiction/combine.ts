import type { Placing, Signal } from './jurisdiction.ts'

/** What speaks for "somewhere else": with less than this for a country, elsewhere is likelier. */
const elsewhere = 0.5
/** Less likely places are not told, and no more than this many. */
const leastProbability = 0.01
const mostPlaces = 8
/** Signals of one kind for one country that repeat each other: the best counts, each further one a quarter of it. */
const repeated = 0.25
/** A signal this strong that points elsewhere than the first place is a conflict. */
const strong = 1.5
/** So is a second place this likely. */
const rival = 0.2

/** Where a subject may be, best first, and whether strong signals disagree. */
export interface Combined {
  readonly places: readonly Placing[]
  readonly conflict: boolean
}

/**
 * Adds the weights of each country's signals and shares out the probability, one part kept for "somewhere else". This
 * takes kinds of signal as independent and every country as equally likely before; repetitions within a kind count
 * little. The probabilities order the work; nobody has calibrated them.
 */
export function combine(signals: readonly Signal[]): Combined {
  const scores = new Map<string, number>()
  for (const [country, kinds] of byCountryAndKind(signals)) {
    let score = 0
    for (const weights of kinds.values()) {
      if (weights.length === 1) {
        score += weights[0]!
        continue
      }
      const [best = 0, ...rest] = weights.sort((x, y) => y - x)
      score += best + Math.min(1, repeated * rest.reduce((sum, w) => sum + w, 0))
    }
    scores.set(country, score)
  }
  let total = Math.exp(elsewhere)
  for (const [country, score] of scores) {
    scores.set(country, Math.exp(score))
    total += Math.exp(score)
  }
  const places = [...scores]
    .map(([country, score]) => ({ country, probability: Math.round((1e4 * score) / total) / 1e4 }))
    .filter((p) => p.probability >= leastProbability)
    .sort((x, y) => y.probability - x.probability || (x.country < y.country ? -1 : 1))
    .slice(0, mostPlaces)
  return { places, conflict: disagree(signals, places) }
}

function byCountryAndKind(signals: readonly Signal[]): ReadonlyMap<string, Map<string, number[]>> {
  const found = new Map<string, Map<string, number[]>>()
  for (const { country, kind, weight } of signals) {
    let kinds = found.get(country)
    if (kinds === undefined) {
      kinds = new Map()
      found.set(country, kinds)
    }
    const weights = kinds.get(kind)
    if (weights) weights.push(weight)
    else kinds.set(kind, [weight])
  }
  return found
}

/** A kind of signal disagrees when it speaks strongly for another country and clearly less for the first; one fact that fits both does not. */
function disagree(signals: readonly Signal[], places: readonly Placing[]): boolean {
  const first = places[0]
  if (first === undefined) return false
  if ((places[1]?.probability ?? 0) >= rival) return true
  const forFirst = new Map<string, number>()
  for (const s of signals)
    if (s.country === first.country) forFirst.set(s.kind, Math.max(s.weight, forFirst.get(s.kind) ?? 0))
  return signals.some(
    (s) =>
      s.country !== first.country &&
      s.weight >= strong &&
      (forFirst.get(s.kind) ?? 0) < s.weight - 1 &&
      !signals.some((o) => o.country === first.country && o.kind === s.kind && o.detail === s.detail),
  )
}
