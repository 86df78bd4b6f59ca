import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kinds } from '../../src/artefacts/kinds/index.ts'
import { marksIn, marksOf, promising } from '../../src/artefacts/marks.ts'
import { promisingText } from '../../src/artefacts/prose-tables.ts'

/** Pieces of which selectors and what resembles them are made. */
const piece = fc.oneof(
  fc.constantFrom(
    '@',
    '.',
    ':',
    '//',
    '+',
    '[at]',
    ' dot ',
    '=',
    '#',
    '0x',
    '00',
    'www.',
    'https',
    'telegram',
    'line',
    'signal',
  ),
  fc.constantFrom(
    'PGP',
    'тел',
    'скайп',
    'ключ',
    '👍',
    'ä',
    'onion',
    '203.0.113.7',
    '2001:db8::1',
    'a1b2 c3d4 e5f6',
    'rails.example',
  ),
  fc.stringMatching(/^[a-z ]{0,12}$/),
  fc.string({ unit: 'binary' }),
)
const text = fc
  .array(piece, { maxLength: 12 })
  .map((pieces) => Buffer.from(pieces.join('').replaceAll('\0', '')).toString())

describe('marks of a text', () => {
  it('are the same from its bytes, wherever these lie', () => {
    fc.assert(
      fc.property(text, fc.nat({ max: 40 }), (found, before) => {
        const bytes = Buffer.from(found)
        const among = Buffer.concat([Buffer.alloc(before, '@'), bytes, Buffer.from('@rails.example')])
        expect(marksIn(among, before, bytes.length)).toBe(marksOf(found))
      }),
      { numRuns: 2000 },
    )
  })

  it('promise something wherever a kind would look closer', () => {
    const told = { yes: 0, no: 0 }
    fc.assert(
      fc.property(text, (found) => {
        const looked = kinds.some((kind) => kind.hint(found))
        told[looked ? 'yes' : 'no']++
        if (looked) expect(promising(marksOf(found))).toBe(true)
      }),
      { numRuns: 3000 },
    )
    expect(Math.min(told.yes, told.no)).toBeGreaterThan(100)
  })

  it('let texts go unread that say nothing, and only those', () => {
    const read = (words: string) => {
      const bytes = Buffer.from(`..${words}..`)
      return promisingText(bytes, 2, bytes.length - 4)
    }
    expect(read('Weak: the tulips = bulbs, and so on.')).toBeNull()
    expect(read('Wir sehen uns um 10 Uhr im Garten, schöne Grüße')).toBeNull()
    expect(read('The signal is weak')).toBeNull()
    expect(read('')).toBeNull()
    expect(read('The signal: weak')).toBe('The signal: weak')
    expect(read('my page is rails.example')).toBe('my page is rails.example')
    expect(read('скайп anna.rails')).toBe('скайп anna.rails')
  })
})
