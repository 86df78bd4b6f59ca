import { describe, expect, it } from 'vitest'
import type { Factor, Facts } from '../../src/risk/risk.ts'

/** What every factor must keep, checked over facts that make it present, absent and unknown. */
export function factorConformance(factor: Factor, cases: readonly Facts[]): void {
  describe(factor.name, () => {
    const found = cases.map((facts) => factor.weigh(facts))

    it('has a name, a written definition and an example', () => {
      expect(factor.name).toMatch(/^[a-z]+(-[a-z]+)*$/)
      expect(factor.about).toMatch(/^[A-Z].{40,}[.]$/s)
      expect(factor.example).toMatch(/^[A-Z0-9].{10,}[.]$/s)
      expect(factor.maxPoints).toBeGreaterThan(0)
    })

    it('is present in one of the example cases and not in another', () => {
      expect(found.some((f) => f.state === 'present')).toBe(true)
      expect(found.some((f) => f.state !== 'present')).toBe(true)
    })

    it('gives points only with evidence, and evidence only where it is present', () => {
      for (const f of found) {
        expect(f.detail).toMatch(/^\p{L}|^\d/u)
        expect(f.points).toBeGreaterThanOrEqual(0)
        expect(f.points).toBeLessThanOrEqual(factor.maxPoints)
        expect(f.state === 'present').toBe(f.points > 0)
        expect(f.state === 'present').toBe(f.because.length > 0)
      }
    })

    it('is pure', () => {
      for (const facts of cases) {
        const before = JSON.stringify(facts)
        expect(factor.weigh(facts)).toEqual(factor.weigh(facts))
        expect(JSON.stringify(facts)).toBe(before)
      }
    })
  })
}
