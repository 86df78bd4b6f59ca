import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ArtefactKind } from '../../src/model/artefact.ts'

/** Texts that make a careless pattern quadratic; each is built to a given length. */
export const pathological: Readonly<Record<string, (length: number) => string>> = {
  'at signs': (n) => '@'.repeat(n),
  digits: (n) => '1234567890'.repeat(n / 10),
  letters: (n) => 'a'.repeat(n),
  points: (n) => 'a.'.repeat(n / 2),
  'dotted digits': (n) => '1.'.repeat(n / 2),
  'colons and digits': (n) => '1:'.repeat(n / 2),
  blanks: (n) => `a@${' '.repeat(n)}`,
  'words at signs': (n) => 'a@'.repeat(n / 2),
  'unclosed brackets': (n) => 'anna ['.repeat(n / 6),
  'unclosed obfuscation': (n) => 'anna (at '.repeat(n / 9),
  'unclosed links': (n) => 'http://('.repeat(n / 8),
  'one endless link': (n) => `http://rails.example/${')'.repeat(n)}`,
  'links of brackets': (n) => 'http://[.]['.repeat(n / 11),
  'cues without handles': (n) => 'skype '.repeat(n / 6),
  'cues and names': (n) => 'skype name id '.repeat(n / 14),
  'plus signs': (n) => '+44 '.repeat(n / 4),
  'bars of a link': (n) => 'ed2k://|file|a|1|'.repeat(n / 17),
  'hexadecimal groups': (n) => 'a1b2 '.repeat(n / 5),
  'base58 runs': (n) => `${'1M8rFujyZFpzp5Z2H8R5UzzhDxMX3Jotdc '.repeat(n / 35)}`,
  'spelt points': (n) => 'a1 at b dot '.repeat(n / 12),
  'key words': (n) => 'pgp key '.repeat(n / 8),
}

function elapsed(work: () => void): number {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

/** What every kind of selector must satisfy, run over the registry. */
export function kindConformance(kind: ArtefactKind): void {
  describe(`kind ${kind.name}`, () => {
    it('has a name, words about it, and enough examples', () => {
      expect(kind.name).toMatch(/^[a-z][a-z0-9-]+$/)
      expect(kind.about.length).toBeGreaterThan(20)
      expect(kind.examples.yes.length).toBeGreaterThanOrEqual(6)
      expect(kind.examples.no.length).toBeGreaterThanOrEqual(6)
    })

    it.each(kind.examples.yes)('reads %s', (raw, value) => {
      expect(kind.normalise(raw)).toBe(value)
      const text = `Tulips, see ${raw} for more.`
      expect(kind.hint(text)).toBe(true)
      expect([...kind.find(text)].map((span) => span.value)).toContain(value)
      expect([...kind.find(raw)].map((span) => span.value)).toContain(value)
      expect(kind.specificity(value)).toBeGreaterThan(0)
    })

    it.each(kind.examples.no)('leaves %s alone', (raw) => {
      expect([...kind.find(raw)]).toEqual([])
      expect([...kind.find(`Tulips: ${raw} and more.`)]).toEqual([])
    })

    const soup = fc
      .array(
        fc.oneof(
          fc.constantFrom(
            ...kind.examples.yes.map(([raw]) => raw),
            ...kind.examples.no,
            ' ',
            '.',
            '@',
            ':',
            '//',
            '[',
            ')',
            '\n',
            '\u0000',
            '\ud800',
          ),
          fc.string({ unit: 'binary', maxLength: 8 }),
        ),
        { maxLength: 8 },
      )
      .map((parts) => parts.join(''))

    it('never throws; spans are in order, apart, and slice back to the raw; a value is its own normal form', () => {
      fc.assert(
        fc.property(soup, (text) => {
          let end = 0
          const spans = [...kind.find(text)]
          if (spans.length > 0) expect(kind.hint(text)).toBe(true)
          for (const span of spans) {
            expect(text.slice(span.start, span.end)).toBe(span.raw)
            expect(span.start).toBeGreaterThanOrEqual(end)
            expect(span.raw.length).toBeGreaterThan(0)
            end = span.end
            expect(kind.normalise(span.value)).toBe(span.value)
            const weight = kind.specificity(span.value)
            expect(weight >= 0 && weight <= 1).toBe(true)
          }
        }),
        { numRuns: 600, seed: 7 },
      )
    })

    it('normalises to a fixed point, whatever it is given', () => {
      fc.assert(
        fc.property(soup, (raw) => {
          const value = kind.normalise(raw)
          if (value !== null) expect(kind.normalise(value)).toBe(value)
        }),
        { numRuns: 600, seed: 7 },
      )
    })

    it.each(Object.entries(pathological))('takes linear time over %s', (_name, build) => {
      const run = (length: number) => {
        const text = build(length)
        return elapsed(() => {
          if (kind.hint(text)) for (const _ of kind.find(text)) void _
        })
      }
      run(1 << 14)
      const small = run(1 << 16)
      const large = run(1 << 20)
      expect(large).toBeLessThan(Math.max(small, 4) * 16 * 8)
    })
  })
}
