import { describe, expect, it } from 'vitest'
import type { Comparison, Pair, World } from '../../src/identity/identity.ts'

/** What every comparison must keep, checked over pairs that make it speak and pairs that do not. */
export function comparisonConformance(comparison: Comparison, pairs: readonly Pair[], world: World): void {
  describe(comparison.name, () => {
    const said = pairs.flatMap((pair) => {
      const found = comparison.compare(pair, world)
      return found === null ? [] : [{ pair, found }]
    })

    it('says what it means in a sentence and has a name in kebab-case', () => {
      expect(comparison.about).toMatch(/^.{40,}[.]$/s)
      expect(comparison.name).toMatch(/^[a-z]+(-[a-z]+)*$/)
    })

    it('has something to say about one of the example pairs', () => {
      expect(said.length).toBeGreaterThan(0)
    })

    it('gives a finite weight, words, and evidence for each', () => {
      for (const { found } of said) {
        expect(Number.isFinite(found.weight)).toBe(true)
        expect(found.weight).not.toBe(0)
        expect(found.detail).toMatch(/\S/)
        expect(found.because.length).toBeGreaterThan(0)
        for (const id of found.because) expect(id).toMatch(/^(sighting|persona|secret|message|relation):\d+:/)
      }
    })

    it('weighs a pair the same from either side', () => {
      for (const { pair, found } of said) {
        const turned = comparison.compare(turn(pair), world)
        expect(turned?.weight).toBe(found.weight)
        expect([...(turned?.because ?? [])].sort()).toEqual([...found.because].sort())
      }
    })

    it('is pure: the same pair gives the same answer and is left as it was', () => {
      for (const pair of pairs) {
        const before = JSON.stringify(pair)
        expect(comparison.compare(pair, world)).toEqual(comparison.compare(pair, world))
        expect(JSON.stringify(pair)).toBe(before)
      }
    })

    it('brings together by its keys every pair it speaks for', () => {
      if (comparison.keys === undefined) return
      for (const { pair, found } of said) {
        if (found.weight <= 3) continue
        const keys = new Set(comparison.keys(pair.a))
        expect(comparison.keys(pair.b).some((key) => keys.has(key))).toBe(true)
      }
    })
  })
}

function turn(pair: Pair): Pair {
  return {
    a: pair.b,
    b: pair.a,
    addresses: pair.addresses.map((x) => ({ ...x, a: x.b, b: x.a })),
    clashes: pair.clashes.map((x) => ({ ...x, networkA: x.networkB, networkB: x.networkA, a: x.b, b: x.a })),
    contact: { ab: pair.contact.ba, ba: pair.contact.ab, because: pair.contact.because },
  }
}
