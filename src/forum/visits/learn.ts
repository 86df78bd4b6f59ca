import { assign } from './assign.ts'
import type { Answer } from './join.ts'
import type { Asked, Mark, Page } from './visits.ts'

/** Differences between clocks that are looked for: a day's zones, either way. */
const farthest = 15 * 3600
/** Of an address that posts without end, so many rows and lines are enough. */
const mostPairs = 20_000

/** How far each log's clock is from the board's, gathered address by address. */
export interface Clocks {
  readonly see: (lines: readonly Asked[], marks: readonly Mark[]) => void
  /** For each log that belongs to the board: seconds that it is ahead, and lines that agree. */
  readonly found: () => ReadonlyMap<number, { readonly skew: number; readonly agree: number }>
}

const made: Readonly<Partial<Record<Mark['kind'], Page['kind']>>> = {
  post: 'write',
  session: 'login',
  registration: 'register',
}

/** Compares times of requests with times of the rows that such requests make. */
export function openClocks(): Clocks {
  const byFile = new Map<number, Map<number, number>>()
  const see = (lines: readonly Asked[], marks: readonly Mark[]): void => {
    let pairs = 0
    for (const line of lines) {
      for (const mark of marks) {
        if (made[mark.kind] !== line.page?.kind || !line.page?.post) continue
        const apart = Math.round(line.at - mark.at)
        if (Math.abs(apart) > farthest) continue
        if (++pairs > mostPairs) return
        const counts = byFile.get(line.file) ?? new Map<number, number>()
        counts.set(apart, (counts.get(apart) ?? 0) + 1)
        byFile.set(line.file, counts)
      }
    }
  }
  const found = () => {
    const result = new Map<number, { readonly skew: number; readonly agree: number }>()
    for (const [file, counts] of byFile) {
      const skew = skewOf(counts)
      if (skew !== null) result.set(file, { skew, agree: near(counts, skew, 5) })
    }
    return result
  }
  return { see, found }
}

/** The difference that most pairs have: none unless another is seen twice as often. Null when nothing agrees. */
export function skewOf(counts: ReadonlyMap<number, number>): number | null {
  const here = near(counts, 0, 5)
  let best = 0
  let most = here
  for (const apart of counts.keys()) {
    const n = near(counts, apart, 3)
    if (n > most * (best === 0 ? 2 : 1) && n >= 5) {
      best = apart
      most = n
    }
  }
  if (most === 0) return null
  // A zone is a whole number of quarters of an hour; a line is logged a few seconds from its row.
  const zone = Math.round(best / 900) * 900
  return Math.abs(best - zone) <= 10 ? zone : best
}

function near(counts: ReadonlyMap<number, number>, at: number, within: number): number {
  let sum = 0
  for (let d = at - within; d <= at + within; d++) sum += counts.get(d) ?? 0
  return sum
}

/** What the board answers to log-ins that worked, learned from those after which a member did something. */
export interface Answers {
  readonly see: (lines: readonly Asked[], marks: readonly Mark[]) => void
  readonly answer: () => Answer
}

/** Seconds after a log-in in which a deed shows that it worked. */
const soon = 600

/** Learns from the sent forms of one address after another. */
export function openAnswers(): Answers {
  let redirects = 0
  let pages = 0
  const sizes = new Map<number, number>()
  const see = (lines: readonly Asked[], marks: readonly Mark[]): void => {
    assign(lines, marks)
    for (const [i, line] of lines.entries()) {
      if (line.page?.kind !== 'login') continue
      let worked = line.marks.some((m) => m.kind === 'session')
      for (let k = i + 1; !worked && k < lines.length; k++) {
        const next = lines[k]!
        if (next.agent !== line.agent || next.at - line.at > soon || next.page?.kind === 'login') break
        worked = next.marks.some((m) => m.kind !== 'failed' && m.kind !== 'registration')
      }
      if (!worked) continue
      if (line.status >= 300 && line.status < 400) redirects++
      else if (line.status === 200) {
        pages++
        sizes.set(line.bytes, (sizes.get(line.bytes) ?? 0) + 1)
      }
    }
  }
  const answer = (): Answer => {
    const total = redirects + pages
    const most = Math.max(0, ...sizes.values())
    const usual = [...sizes].filter(([, n]) => n * 10 >= most).map(([size]) => size)
    return (line) => {
      if (!line.page?.post) return null
      if (line.status >= 300 && line.status < 400) return true
      if (total === 0 || line.status >= 500 || line.status < 200) return null
      if (redirects >= total * 0.8 || line.status >= 400) return false
      return usual.some((size) => Math.abs(size - line.bytes) <= size * 0.02)
    }
  }
  return { see, answer }
}
