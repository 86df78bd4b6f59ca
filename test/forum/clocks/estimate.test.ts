import { describe, expect, test } from 'vitest'
import { estimate, type Pair } from '../../../src/forum/clocks/estimate.ts'

const start = Date.UTC(2023, 10, 1) / 1000
const day = 86_400
/** Events about every half day, never quite; a line's time is up to four seconds after a row's. */
const when = (i: number): number => start + i * 40_007 + ((i * 7919) % 3001)
const late = (i: number): number => (i * 31) % 4

/** Pairs of a clock that is ahead by `ahead`, and of each event some wrong guesses within hours of it. */
function pairs(n: number, ahead: (at: number) => number, wrong = 3): Pair[] {
  return Array.from({ length: n }, (_, i) => i).flatMap((i) => [
    { event: i, at: when(i), ahead: ahead(when(i)) + late(i) },
    ...Array.from({ length: wrong }, (_, k) => ({
      event: i,
      at: when(i),
      ahead: (((i * 7 + k * 131) * 4409) % 100_000) - 50_000,
    })),
  ])
}

describe('a clock beside another', () => {
  test('that agrees is found to agree, wrong guesses or not', () => {
    for (const wrong of [0, 3, 12]) {
      const found = estimate(pairs(200, () => 0, wrong))
      expect(found).toMatchObject({ verdict: 'agrees', drift: null })
      expect(found.seconds).toBeGreaterThanOrEqual(0)
      expect(found.seconds).toBeLessThanOrEqual(4)
      expect(found.spread).toBeLessThanOrEqual(3)
      expect(found.pairs).toBeGreaterThan(180)
      expect(found.pieces).toHaveLength(1)
    }
  })

  test('that is ahead by minutes has a skew, by hours a zone', () => {
    expect(estimate(pairs(100, () => 137))).toMatchObject({ verdict: 'skew', seconds: expect.closeTo(138.5, 0) })
    expect(estimate(pairs(100, () => -7200))).toMatchObject({ verdict: 'zone', seconds: expect.closeTo(-7198.5, 0) })
    expect(estimate(pairs(100, () => 19_800))).toMatchObject({ verdict: 'zone', seconds: expect.closeTo(19_801.5, 0) })
  })

  test('that keeps daylight saving time has pieces an hour apart, where it changed', () => {
    const summer = Date.UTC(2024, 2, 31, 1) / 1000
    const found = estimate(pairs(600, (at) => (at >= summer ? 7200 : 3600)))
    expect(found.verdict).toBe('daylight-saving')
    expect(found.pieces.map((p) => Math.round(p.seconds / 60))).toEqual([60, 120])
    // To within the events that are looked at together.
    expect(Math.abs(found.pieces[1]!.from - summer)).toBeLessThan(24 * day)
    expect(Math.abs(found.pieces[0]!.to - summer)).toBeLessThan(24 * day)
  })

  test('that was set once has two pieces', () => {
    const set = start + 60 * day
    const found = estimate(pairs(400, (at) => (at >= set ? 0 : -431)))
    expect(found.verdict).toBe('skew')
    expect(found.pieces.map((p) => Math.round(p.seconds / 10))).toEqual([-43, 0])
  })

  test('that gains has a drift, and the pairs lie on its line', () => {
    const found = estimate(pairs(400, (at) => ((at - start) / day) * 2.5 + 30))
    expect(found).toMatchObject({ verdict: 'drift', drift: expect.closeTo(2.5, 1) })
    expect(found.spread).toBeLessThan(3)
    const fast = estimate(pairs(400, (at) => ((at - start) / day) * -20, 0))
    expect(fast).toMatchObject({ verdict: 'drift', drift: expect.closeTo(-20, 0) })
  })

  test('of which nothing agrees is unknown', () => {
    const wrong = pairs(60, () => 0, 6).filter((_, i) => i % 7 !== 0)
    expect(estimate(wrong)).toMatchObject({ verdict: 'unknown', seconds: null, pairs: 0, pieces: [] })
    expect(estimate([])).toMatchObject({ verdict: 'unknown' })
    expect(estimate(pairs(3, () => 0, 0))).toMatchObject({ verdict: 'unknown' })
  })

  test('says the same whatever the order of the pairs', () => {
    const some = pairs(100, (at) => (at > start + 20 * day ? 3600 : 0))
    expect(estimate(some.toReversed())).toEqual(estimate(some))
  })
})
