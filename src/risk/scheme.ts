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

/** Weighs every factor of the scheme and sums them up. */
export function assess(facts: Facts, shelf: readonly Factor[] = factors): Assessment {
  const weighed = shelf.map((factor) => ({ factor, found: bounded(factor, factor.weigh(facts)) }))
  const points = weighed.reduce((sum, { found }) => sum + found.points, 0)
  const missing = weighed.filter(({ found }) => found.state === 'unknown')
  const possible = points + missing.reduce((sum, { factor }) => sum + factor.maxPoints, 0)
  const safeguarding = weighed.some(({ factor, found }) => (factor.safeguarding ?? false) && found.state === 'present')
  const band = bands.find(([, from]) => points >= from)![0]
  return {
    points,
    possible,
    band,
    safeguarding,
    unknowns: missing.length,
    factors: weighed.map(({ factor, found }) => ({ ...found, factor: factor.name })),
    why: inWords(
      weighed.map((w) => w.found),
      { points, band, safeguarding },
    ),
  }
}

/** A factor never gives more than it says it may. */
function bounded(factor: Factor, found: Weighed): Weighed {
  return { ...found, points: Math.min(factor.maxPoints, Math.max(0, found.points)) }
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

/** The order of work, total: safeguarding, then band, points, the latest activity, and the id so that nothing is left to chance. */
export function orderOfWork(x: Ranked, y: Ranked): number {
  const rank = (band: Assessment['band']): number => bands.findIndex(([name]) => name === band)
  return (
    Number(y.safeguarding) - Number(x.safeguarding) ||
    rank(x.band) - rank(y.band) ||
    y.points - x.points ||
    latest(y.lastActive) - latest(x.lastActive) ||
    (x.subject < y.subject ? -1 : x.subject > y.subject ? 1 : 0)
  )
}

function latest(at: number | null): number {
  return at ?? -8_640_000_000_000
}
