import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differences } from '../../../src/model/differences.ts'

describe('the difference of two texts', () => {
  it('names the words that are gone and new', () => {
    expect(differences('Write to fern@beds.example or call.', 'Write to me, or call.')).toEqual([
      { is: 'same', text: 'Write to ' },
      { is: 'gone', text: 'fern@beds.example' },
      { is: 'new', text: 'me,' },
      { is: 'same', text: ' or call.' },
    ])
  })

  it('keeps words together that were changed in a row', () => {
    expect(differences('the old red tram left', 'the new blue tram left').map((d) => d.text)).toEqual([
      'the ',
      'old red',
      'new blue',
      ' tram left',
    ])
  })

  it('gives both texts back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'tram', ' ', '\n', '.')),
        fc.array(fc.constantFrom('a', 'c', 'tram', ' ', ',')),
        (x, y) => {
          const [older, newer] = [x.join(''), y.join('')]
          const found = differences(older, newer)
          const side = (is: string): string =>
            found
              .filter((d) => d.is !== is)
              .map((d) => d.text)
              .join('')
          expect(side('new')).toBe(older)
          expect(side('gone')).toBe(newer)
        },
      ),
      { seed: 7, numRuns: 500 },
    )
  })

  it('of long texts without anything in common is one and the other', () => {
    const [a, b] = [Array.from({ length: 9000 }, (_, i) => `a${i}`).join(' '), 'b '.repeat(9000)]
    expect(differences(a, b).map((d) => d.is)).toEqual(['gone', 'new'])
  })
})
