import { factors } from './factors/index.ts'
import type { Assessment, Factor, Facts, Weighed } from './risk.ts'

/** Name and version of the scheme; change the number whenever a factor, its points or the bands change. */
export const schemeName = 'triage-1'

/** Least points of each band, highest first. */
export const bands = [
  ['very-high', 65],
  ['high', 40],
  ['medium', 20],
  ['low', 0],
] as const satisfies readonly (readonly [Assessment['band'], number])[]

/** The scheme as it is stored beside the results: enough to understand an assessment without the program. */
export function definition(shelf: readonly Factor[] = factors) {
  return {
    name: schemeName,
    about:
      'Orders the work by what accounts did on the board. Points add up; what the evidence does not say is unknown, never absent. The safeguarding flag goes before everything. Not a validated instrument.',
    bands: bands.map(([band, from]) => ({ band, from })),
    factors: shelf.map(({ name, about, example, maxPoints, safeguarding }) => ({
      name,
      about,
      example,
      maxPoints,
      safeguarding: safeguarding ?? false,
    })),
  }
}

/** Weighs every factor of the scheme and sums them up. A factor never gives more than it says it may. */
export function assess(facts: Facts, shelf: readonly Factor[] = factors): Assessment {
  const weighed: Assessment['factors'][number][] = []
  let [points, missing, unknowns, safeguarding] = [0, 0, 0, false]
  for (const factor of shelf) {
    const { state, points: given, detail, because } = factor.weigh(facts)
    const bounded = Math.min(factor.maxPoints, Math.max(0, given))
    weighed.push({ factor: factor.name, state, points: bounded, detail, because })
    points += bounded
    if (state === 'present') safeguarding ||= factor.safeguarding ?? false
    if (state !== 'unknown') continue
    unknowns += 1
    missing += factor.maxPoints
  }
  const band = bands.find(([, from]) => points >= from)![0]
  return {
    points,
    possible: points + missing,
    band,
    safeguarding,
    unknowns,
    factors: weighed,
    why: inWords(weighed, { points, band, safeguarding }),
  }
}

function inWords(
  found: readonly Weighed[],
  { points, band, safeguarding }: Pick<Assessment, 'points' | 'band' | 'safeguarding'>,
): string {
  const reasons = found
    .filter((f) => f.state === 'present')
    .sort((x, y) => y.points - x.points)
    .slice(0, 4)
    .map((f) => f.detail)
  const flag = safeguarding ? 'Safeguarding: somebody may be at risk now. ' : ''
  const head = `${flag}${band.replace('-', ' ')} by ${points} points`.replace(/(^|\. )\p{Ll}/gu, (c) => c.toUpperCase())
  return reasons.length === 0 ? `${head}: nothing of the scheme was found.` : `${head}: ${reasons.join('; ')}.`
}

/** What decides the place of a subject in the order of work. */
export interface Ranked {
  readonly subject: string
  readonly points: number
  readonly band: Assessment['band']
  readonly safeguarding: boolean
  /** UNIX seconds. */
  readonly lastActive: number | null
}

const ranks = new Map<Assessment['band'], number>(bands.map(([band], rank) => [band, rank]))

/** The order of work, total: safeguarding, then band, points, the latest activity, and the id so that nothing is left to chance. */
export function orderOfWork(x: Ranked, y: Ranked): number {
  return (
    Number(y.safeguarding) - Number(x.safeguarding) ||
    ranks.get(x.band)! - ranks.get(y.band)! ||
    y.points - x.points ||
    latest(y.lastActive) - latest(x.lastActive) ||
    (x.subject < y.subject ? -1 : x.subject > y.subject ? 1 : 0)
  )
}

function latest(at: number | null): number {
  return at ?? -8_640_000_000_000
}
