import countries from 'i18n-iso-countries'
import type { Country, Likelihood } from './contract.ts'

/** Words of probability and the range each stands for; source: Intelligence Community Directive 203 (2015), D.6.e(2)(a). */
const scale: readonly (readonly [below: number, word: string, low: number, high: number])[] = [
  [0.05, 'almost no chance', 1, 5],
  [0.2, 'very unlikely', 5, 20],
  [0.45, 'unlikely', 20, 45],
  [0.55, 'roughly even chance', 45, 55],
  [0.8, 'likely', 55, 80],
  [0.95, 'very likely', 80, 95],
  [Number.POSITIVE_INFINITY, 'almost certain', 95, 99],
]

/** A probability in the words of the standard. */
export function likelihood(probability: number): Likelihood {
  const found = scale.find(([below]) => probability < below) ?? scale[scale.length - 1]!
  return { probability, word: found[1], range: [found[2], found[3]] }
}

/** A country by its code; a code that names none is shown as it is. */
export function country(code: string): Country {
  return { code, name: countries.getName(code, 'en') ?? code }
}

/** Every country, in order of name. */
export function everyCountry(): readonly Country[] {
  return Object.keys(countries.getAlpha2Codes())
    .map(country)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
