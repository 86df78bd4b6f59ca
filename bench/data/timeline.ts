/** Spreads a number of events over the years: more as the board grows, fewer at night and in high summer. */
import { purpose, stream } from './random.ts'

/** Hours of the day in UTC, as busy as European evenings make them. */
const daily = [3, 2, 1, 1, 1, 2, 3, 5, 6, 7, 7, 7, 8, 8, 8, 8, 9, 11, 13, 15, 15, 13, 9, 5]
/** How awake somebody is at each hour of their own day. */
export const awake: readonly number[] = [
  0.12, 0.04, 0.02, 0.01, 0.01, 0.02, 0.1, 0.3, 0.45, 0.5, 0.5, 0.5, 0.55, 0.55, 0.5, 0.5, 0.55, 0.65, 0.8, 0.95, 1, 1,
  0.8, 0.4,
]

const hour = 3600

/** Exactly `count` moments in ascending order between `from` and `to`, seconds of UTC. */
export function moments(seed: number, name: string, count: number, from: number, to: number): Int32Array {
  const rng = stream(seed, purpose(`timeline-${name}`))
  const out = new Int32Array(count)
  const hours = Math.max(1, Math.floor((to - from) / hour))
  const weightAt = (h: number) => {
    const t = from + h * hour
    const growth = 0.15 + Math.min(1, (h / hours) * 1.6)
    const month = new Date(t * 1000).getUTCMonth()
    return growth * daily[Math.floor(t / hour) % 24]! * (month === 6 || month === 7 ? 0.7 : 1)
  }
  let total = 0
  for (let h = 0; h < hours; h++) total += weightAt(h)
  let sum = 0
  let done = 0
  for (let h = 0; h < hours && done < count; h++) {
    sum += weightAt(h)
    const until = h === hours - 1 ? count : Math.min(count, Math.floor((sum / total) * count))
    const start = done
    for (; done < until; done++) out[done] = from + h * hour + rng.below(hour)
    if (done - start > 1) out.subarray(start, done).sort()
  }
  return out
}

/** The hour of the day where the clock is `offset` hours ahead in winter. */
export function localHour(time: number, offset: number, summer: -1 | 0 | 1): number {
  const month = new Date(time * 1000).getUTCMonth()
  const inSummer = month >= 3 && month <= 9
  const shift = summer === 1 ? (inSummer ? 1 : 0) : summer === -1 ? (inSummer ? 0 : 1) : 0
  return (Math.floor(time / hour) + offset + shift + 48) % 24
}
