import { expect } from 'vitest'

/** Factor between the two sizes that are compared; quadratic work would take its square. */
const factor = 16
/** Clearing out memory may fall into one of the two times and make it longer by this much. */
const slack = 8
/** Shorter times say nothing. */
const leastMilliseconds = 8

/**
 * Expects the processor's time for `work` to grow with the size alone: a ratio of two times of the same run, since no time
 * by itself means anything on a machine that others use too. `size` is the larger of the two.
 */
export function expectLinear(size: number, work: (size: number) => void): void {
  const time = (n: number): number => {
    const start = process.cpuUsage()
    work(n)
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1000
  }
  const small = Math.floor(size / factor)
  time(small)
  expect(time(size)).toBeLessThan(Math.max(time(small), leastMilliseconds) * factor * slack)
}
