import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { repaired } from '../../src/forum/repair.ts'
import { expectLinear } from '../support/linear.ts'

/** What a text becomes when its UTF-8 is taken for windows-1252. */
function garble(text: string): string {
  const west = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
  return [...Buffer.from(text, 'utf8')]
    .map((b) => (b >= 0x80 && b < 0xa0 ? west[b - 0x80] : String.fromCharCode(b)))
    .join('')
}

describe('characters that were damaged on their way', () => {
  const words = ['café', 'Ærø – “zo”', 'Поезд идёт', '駅まで', 'prix : 12 €', 'wissel 🚂 links']
  test.each(words)('%s is read again, once and twice garbled', (text) => {
    expect(repaired(garble(text))).toEqual({ text, how: 'UTF-8 read as Latin-1' })
    expect(repaired(garble(garble(text)))).toEqual({ text, how: 'UTF-8 read as Latin-1, 2 times over' })
  })

  test.each([...words, 'plain', 'naïve Äô', 'ÀÉ', 'a &amp; b', '100 € §'])('%s stays as it is', (text) => {
    expect(repaired(text)).toEqual({ text, how: null })
  })

  test('references that were escaped twice are escaped once', () => {
    expect(repaired('a &amp;quot;b&amp;quot; &amp;#8364;')).toEqual({
      text: 'a &quot;b&quot; &#8364;',
      how: 'character references escaped twice',
    })
  })

  test('a part that was garbled among others is repaired alone', () => {
    expect(repaired(`café ${garble('café')}`).text).toBe('café café')
  })

  test('any text gives a text, and what is ASCII never changes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const first = repaired(text).text
        if (/^[\0-%'-\x7f]*$/.test(text)) expect(first).toBe(text)
        expect(typeof first).toBe('string')
      }),
    )
  })

  test('a long garbled text is read in linear time', () => {
    expectLinear(400_000, (n) => void repaired('Ã©Ã '.repeat(n)))
    expectLinear(400_000, (n) => void repaired('ÃÃ'.repeat(n)))
  })
})
