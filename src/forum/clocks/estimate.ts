/** Two times of one event: by the clock that is looked at, and by the reference. Seconds since 1970. */
export interface Pair {
  /** Which event of the reference it is: several pairs of one event are several guesses, of which one may be right. */
  readonly event: number
  readonly at: number
  /** How far the clock is ahead of the reference, if this pair is right. */
  readonly ahead: number
}

/** A stretch of time in which the clock was ahead by as much. */
export interface Piece {
  readonly from: number
  readonly to: number
  readonly seconds: number
  readonly pairs: number
}

/** What a clock shows beside a reference. */
export interface Estimate {
  readonly verdict: 'agrees' | 'skew' | 'zone' | 'daylight-saving' | 'drift' | 'unknown'
  /** Median over all pairs; null where nothing tells. */
  readonly seconds: number | null
  /** Half of the pairs lie within so many seconds of what their stretch, or the drift, makes of it. */
  readonly spread: number | null
  readonly pairs: number
  /** Seconds gained a day, null where none is seen. */
  readonly drift: number | null
  readonly pieces: readonly Piece[]
}

/** Events that are looked at together: enough that chance agrees with none, few enough that a clock has not moved far. */
const together = 24
/** So many events must agree, and this part of those in a stretch. */
const [least, part] = [4, 0.3]
/** Widths within which pairs agree, tried in order: a clock that drifts has moved within a stretch. */
const widths = [4, 30, 240]
/** Offsets that cannot be told from a row's and a line's being written one after the other. */
const soon = 10

const unknown: Estimate = { verdict: 'unknown', seconds: null, spread: null, pairs: 0, drift: null, pieces: [] }

/**
 * How far a clock is ahead of a reference. Events are taken in order of time, some together; of all differences that their
 * pairs allow, the one on which most of them agree is theirs. What follows from stretch to stretch tells whether the clock
 * stood still beside the reference, jumped by an hour or another amount, or drifted.
 */
export function estimate(pairs: readonly Pair[]): Estimate {
  const stretches = agreed(pairs)
  if (stretches.length === 0) return unknown
  const all = stretches.flatMap((s) => s.pairs)
  const seconds = median(all.map((p) => p.ahead))
  const drift = driftOf(all)
  if (drift !== null) {
    const [first, last] = [all[0]!.at, all.at(-1)!.at]
    const off = all.map((p) => Math.abs(p.ahead - drift.at(p.at)))
    const pieces = [{ from: first, to: last, seconds: round(seconds), pairs: all.length }]
    return {
      verdict: 'drift',
      seconds: round(seconds),
      spread: round(median(off)),
      pairs: all.length,
      drift: drift.day,
      pieces,
    }
  }
  const pieces = merged(stretches)
  const off = pieces.flatMap((piece) => piece.pairs.map((p) => Math.abs(p.ahead - piece.seconds)))
  return {
    verdict: verdictOf(pieces.map((p) => p.seconds)),
    seconds: round(seconds),
    spread: round(median(off)),
    pairs: all.length,
    drift: null,
    pieces: pieces.map(({ from, to, seconds, pairs }) => ({ from, to, seconds: round(seconds), pairs: pairs.length })),
  }
}

interface Stretch {
  readonly seconds: number
  readonly pairs: readonly Pair[]
}

/** Stretches of events with the pairs that agree; events of a stretch that agree on nothing are left out. */
function agreed(pairs: readonly Pair[]): readonly Stretch[] {
  const byEvent = new Map<number, Pair[]>()
  for (const pair of pairs) {
    const list = byEvent.get(pair.event)
    if (list) list.push(pair)
    else byEvent.set(pair.event, [pair])
  }
  const events = [...byEvent.values()].sort((a, b) => a[0]!.at - b[0]!.at || a[0]!.event - b[0]!.event)
  const stretches: Stretch[] = []
  const count = Math.max(1, Math.floor(events.length / together))
  for (let i = 0; i < count; i++) {
    const some = events.slice(Math.floor((i * events.length) / count), Math.floor(((i + 1) * events.length) / count))
    const found = peak(some)
    if (found !== null) stretches.push(found)
  }
  return stretches
}

/** The difference on which most events agree, and for each of those the pair that is nearest to it. */
function peak(events: readonly (readonly Pair[])[]): Stretch | null {
  const all = events.flat().sort((a, b) => a.ahead - b.ahead)
  for (const width of widths) {
    let best: readonly [from: number, to: number] = [0, -1]
    let most = 0
    let from = 0
    let distinct = 0
    const inside = new Map<number, number>()
    for (let to = 0; to < all.length; to++) {
      const n = inside.get(all[to]!.event) ?? 0
      inside.set(all[to]!.event, n + 1)
      if (n === 0) distinct += 1
      for (; all[to]!.ahead - all[from]!.ahead > 2 * width; from++) {
        const left = inside.get(all[from]!.event)! - 1
        inside.set(all[from]!.event, left)
        if (left === 0) distinct -= 1
      }
      if (distinct > most || (distinct === most && nearer(all, from, to, best))) {
        most = distinct
        best = [from, to]
      }
    }
    const wanted = Math.max(least, Math.ceil(events.length * (width === widths[0] ? part : 0.6)))
    if (most === 0) return null
    const one = oneEach(all.slice(best[0], best[1] + 1))
    if (one.length >= wanted) return { seconds: median(one.map((p) => p.ahead)), pairs: one }
  }
  return null
}

/** Of two differences on which as many agree, the smaller: most clocks are right. */
function nearer(all: readonly Pair[], from: number, to: number, best: readonly [number, number]): boolean {
  const middle = (a: number, b: number): number => Math.abs(all[a]!.ahead + all[b]!.ahead) / 2
  return middle(from, to) < middle(...best) - 1
}

/** For each event the pair nearest to the median, in order of time. */
function oneEach(pairs: readonly Pair[]): readonly Pair[] {
  const middle = median(pairs.map((p) => p.ahead))
  const nearest = new Map<number, Pair>()
  for (const pair of pairs) {
    const known = nearest.get(pair.event)
    if (!known || Math.abs(pair.ahead - middle) < Math.abs(known.ahead - middle)) nearest.set(pair.event, pair)
  }
  return [...nearest.values()].sort((a, b) => a.at - b.at || a.event - b.event)
}

/** Stretches in a row with the same offset as one. */
function merged(stretches: readonly Stretch[]) {
  const pieces: { from: number; to: number; seconds: number; pairs: readonly Pair[] }[] = []
  for (const { seconds, pairs } of stretches) {
    const last = pieces.at(-1)
    const to = pairs.at(-1)!.at
    if (last && Math.abs(last.seconds - seconds) <= soon) {
      last.pairs = [...last.pairs, ...pairs]
      last.to = to
      last.seconds = median(last.pairs.map((p) => p.ahead))
    } else pieces.push({ from: pairs[0]!.at, to, seconds, pairs })
  }
  return pieces
}

function verdictOf(seconds: readonly number[]): Estimate['verdict'] {
  const isHour = (s: number): boolean => Math.abs(s - Math.round(s / 900) * 900) <= 2 * soon
  const distinct = seconds.filter((s, i) => seconds.findIndex((other) => Math.abs(other - s) <= soon) === i)
  if (distinct.length === 2 && Math.abs(Math.abs(distinct[0]! - distinct[1]!) - 3600) <= 2 * soon)
    return 'daylight-saving'
  const one = distinct[0]!
  if (distinct.length === 1 && Math.abs(one) <= soon) return 'agrees'
  return distinct.length === 1 && isHour(one) ? 'zone' : 'skew'
}

interface Drift {
  readonly day: number
  readonly at: (time: number) => number
}

/** A steady gain, by the median of slopes (Theil 1950; Sen 1968); null where steps or nothing explain the pairs as well. */
function driftOf(pairs: readonly Pair[]): Drift | null {
  if (pairs.length < 2 * least) return null
  const some = pairs.filter((_, i) => i % Math.ceil(pairs.length / 300) === 0)
  const slopes: number[] = []
  for (const [i, a] of some.entries())
    for (const b of some.slice(i + 1)) if (b.at - a.at >= 86_400) slopes.push((b.ahead - a.ahead) / (b.at - a.at))
  if (slopes.length === 0) return null
  const slope = median(slopes)
  const base = median(some.map((p) => p.ahead - slope * p.at))
  const at = (time: number): number => base + slope * time
  const span = Math.abs(slope) * (some.at(-1)!.at - some[0]!.at)
  const off = median(some.map((p) => Math.abs(p.ahead - at(p.at))))
  const middle = median(some.map((p) => p.ahead))
  const flat = median(some.map((p) => Math.abs(p.ahead - middle)))
  // A clock that drifts is off its own line by little, and off any constant by much.
  if (span < 3 * soon || span < 6 * off || flat < 2 * off) return null
  // A step of an hour also has a slope: there the pairs lie on two levels and hardly between them.
  const low = Math.min(at(some[0]!.at), at(some.at(-1)!.at))
  const between = some.filter((p) => p.ahead > low + span / 4 && p.ahead < low + (span * 3) / 4).length
  return between < some.length / 5 ? null : { day: round(slope * 86_400), at }
}

/** The middle of some numbers, the mean of the two in the middle where they are even in number. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10 + 0
}
