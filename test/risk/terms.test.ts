import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matcher } from '../../src/risk/match.ts'
import { limits, normalise, parseTerms } from '../../src/risk/terms.ts'
import { expectLinear } from '../support/linear.ts'

describe('reading a list', () => {
  it('takes fields by comma, semicolon or tab, with a heading, comments and quotes', () => {
    const list = [
      'term,category,weight',
      '# ours',
      'Fernticket,Trade,2',
      '"cellar; door, nine","inner circle"',
      '',
      'duskpoint',
    ]
    expect(parseTerms(list.join('\r\n'))).toEqual({
      terms: [
        { term: 'fernticket', category: 'trade', weight: 2 },
        { term: 'cellar; door, nine', category: 'inner-circle', weight: 1 },
        { term: 'duskpoint', category: 'general', weight: 1 },
      ],
      refused: [],
    })
    expect(parseTerms('"cellar, door nine",inner circle').terms).toEqual([
      { term: 'cellar, door nine', category: 'inner-circle', weight: 1 },
    ])
    expect(parseTerms('saltmeadow sheet;trade;1,5').terms).toEqual([
      { term: 'saltmeadow sheet', category: 'trade', weight: 1.5 },
    ])
    expect(parseTerms('\uFEFFsaltmeadow\turgency\t3').terms).toEqual([
      { term: 'saltmeadow', category: 'urgency', weight: 3 },
    ])
    expect(parseTerms('"cellar door').refused).toEqual([{ line: 1, why: 'the quotation marks do not close' }])
  })

  it('refuses what cannot be a term, line by line', () => {
    const bad = [
      'x',
      '!!!',
      `${'y'.repeat(limits.termLength + 1)}`,
      'fern,a b c!',
      'fern,trade,-1',
      'fern,trade,99',
      'fern,trade,1,2',
      'moss',
      'MOSS',
    ]
    const { terms, refused } = parseTerms(bad.join('\n'))
    expect(terms.map((t) => t.term)).toEqual(['moss'])
    expect(refused.map((r) => r.line)).toEqual([1, 2, 3, 4, 5, 6, 7, 9])
  })

  it('refuses a list that is too long, and never throws on anything shorter', () => {
    expect(() => parseTerms('x'.repeat(limits.characters + 1))).toThrow('characters')
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const { terms } = parseTerms(text)
        for (const t of terms) expect(t.term).toBe(normalise(t.term).trim())
      }),
    )
  })
})

describe('finding terms', () => {
  const find = (terms: readonly string[], text: string) =>
    matcher(terms)
      .find(text)
      .map((n) => terms[n])

  it('finds whole words in any case and spacing, each once', () => {
    const terms = ['cellar door nine', 'door', 'fern', 'fernticket']
    expect(find(terms, 'The CELLAR  door\n nine leaves; door, door.')).toEqual(['cellar door nine', 'door'])
    expect(find(terms, 'fernticketing and a fern.')).toEqual(['fern'])
    expect(find(terms, 'Fernticket')).toEqual(['fernticket'])
    expect(find(terms, '')).toEqual([])
  })

  it('finds terms at the ends, inside one another and one after another', () => {
    expect(find(['ab', 'ab cd', 'cd ef'], 'ab cd ef')).toEqual(['ab', 'ab cd', 'cd ef'])
    expect(find(['aab'], 'aaab aab')).toEqual(['aab'])
  })

  it('knows letters of all alphabets, wide letters and accents written apart', () => {
    expect(find(['κήπος', 'łódź', 'žluť'], 'ΚΉΠΟΣ, ŁÓDŹ und zluť')).toEqual(['κήπος', 'łódź'])
    expect(find(['fern'], 'ｆｅｒｎ')).toEqual(['fern'])
    expect(find(['café'], 'cafe\u0301')).toEqual(['café'])
    expect(find(['cafe'], 'cafe\u0301')).toEqual([])
    expect(find(['gärten'], 'Gärten 🌷 im Mai')).toEqual(['gärten'])
    expect(find(['fern'], '🌷fern🌷')).toEqual(['fern'])
  })

  it('finds terms that begin or end with a sign', () => {
    expect(find(['#fern', 'c++'], 'see #fern and c++11, c++')).toEqual(['#fern', 'c++'])
  })

  it('finds just what a plain search for whole words finds', () => {
    const letters = fc.constantFrom(...'ab ABäÄ.ﬁΣς \n\u00a0é\u03011🌷')
    const word = fc
      .array(fc.constantFrom(...'abä1 '), { minLength: 2, maxLength: 5 })
      .map((l) => normalise(l.join('')).trim())
    fc.assert(
      fc.property(
        fc.uniqueArray(
          word.filter((w) => w.length >= 2),
          { minLength: 1, maxLength: 6 },
        ),
        fc.array(letters, { maxLength: 40 }).map((l) => l.join('')),
        (terms, text) => {
          const plain = normalise(text)
          const expected = terms.filter((t) =>
            new RegExp(`(?<![\\p{L}\\p{N}\\p{M}])${t}(?![\\p{L}\\p{N}\\p{M}])`, 'u').test(plain),
          )
          expect(find(terms, text)).toEqual(expected)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('reads a long text with many terms in time that grows with the text alone', () => {
    const many = Array.from({ length: 5000 }, (_, i) => `${'a'.repeat(20)}${i}`)
    const { find } = matcher(many)
    expectLinear(400_000, (n) => expect(find('a'.repeat(n))).toEqual([]))
  })
})
