import { expect, test } from 'vitest'
import { readGlossary } from '../../src/api/glossary.ts'
import { country, everyCountry, likelihood } from '../../src/api/words.ts'

test('every probability has the word and range of the standard', () => {
  const words = [0, 0.04, 0.05, 0.19, 0.2, 0.44, 0.45, 0.54, 0.55, 0.79, 0.8, 0.94, 0.95, 1].map(
    (p) => likelihood(p).word,
  )
  expect(words).toEqual([
    'almost no chance',
    'almost no chance',
    'very unlikely',
    'very unlikely',
    'unlikely',
    'unlikely',
    'roughly even chance',
    'roughly even chance',
    'likely',
    'likely',
    'very likely',
    'very likely',
    'almost certain',
    'almost certain',
  ])
  for (let p = 0.01; p < 0.99; p += 0.01) {
    const [low, high] = likelihood(p).range
    expect(p * 100).toBeGreaterThanOrEqual(low - 1e-9)
    expect(p * 100).toBeLessThanOrEqual(high + 1e-9)
  }
})

test('a country has its name, an unknown code stays as it is', () => {
  expect(country('NL')).toEqual({ code: 'NL', name: 'Netherlands' })
  expect(country('ZZ')).toEqual({ code: 'ZZ', name: 'ZZ' })
  expect(everyCountry().length).toBeGreaterThan(240)
})

test('the glossary is read from the tables of its page and from nothing else there', () => {
  const page = [
    '# Words',
    '| not | a table |',
    '',
    '| word | means here |',
    '|---|:--|',
    '| **exhibit** | a seized item, see [custody](custody.md) |',
    '| `persona` | one account |',
    'prose | with | bars',
    '| after | the table |',
  ].join('\n')
  expect(readGlossary(page)).toEqual([
    { term: 'exhibit', definition: 'a seized item, see custody' },
    { term: 'persona', definition: 'one account' },
  ])
})
