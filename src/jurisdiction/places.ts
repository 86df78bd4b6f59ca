import { createRequire } from 'node:module'
import { cities } from './data/cities.ts'

/** Languages in which names of countries are known. */
const languages = 'en de nl fr es pt it pl cs sk hu ro bg el ru uk sv da nb fi tr hr sr'.split(' ')
/** Country names that are also names of people, states or common words; only the whole statement counts. */
const ambiguous = new Set([
  'georgia',
  'jordan',
  'chad',
  'guinea',
  'oman',
  'mali',
  'niger',
  'turkey',
  'cuba',
  'china',
  'jersey',
  'perth',
  'essen',
  'nice',
  'york',
  'cork',
  'bar',
  'rom',
  'faro',
  'brest',
  'washington',
])

/** A country as named in a profile. */
export interface NamedPlace {
  readonly country: string
  readonly sort: 'country' | 'city'
}

interface Names {
  readonly getNames: {
    (language: string): Readonly<Record<string, string>>
    (language: string, options: { readonly select: 'all' }): Readonly<Record<string, readonly string[] | string>>
  }
}

/** The names come with a package of a fixed version: those of the JavaScript engine change with its own. */
function nameTable(): Names {
  return createRequire(import.meta.url)('i18n-iso-countries') as Names
}

let english: Readonly<Record<string, string>> | undefined

/** English names of countries by ISO 3166-1 alpha-2. */
export function officialNames(): Readonly<Record<string, string>> {
  english ??= nameTable().getNames('en')
  return english
}

let known: ReadonlyMap<string, NamedPlace> | undefined

const answers = new Map<string, NamedPlace | null>()
/** Many members state the same; what only one states is asked for once. */
const mostAnswers = 20_000

/** The country that a stated place lies in, or null where no name is known or two disagree. */
export function countryOfPlace(stated: string): NamedPlace | null {
  const before = answers.get(stated)
  if (before !== undefined) return before
  const found = look(stated)
  if (answers.size < mostAnswers && stated.length <= 100) answers.set(stated, found)
  return found
}

function look(stated: string): NamedPlace | null {
  known ??= read()
  const whole = words(stated.slice(0, 200))
  const exact = known.get(whole)
  if (exact !== undefined) return exact
  // The last part is the largest: "Poznań, Poland".
  for (const part of stated
    .slice(0, 200)
    .split(/[,;/|()\n–—-]+/)
    .reverse()) {
    const name = words(part)
    const found = known.get(name)
    if (found !== undefined && !ambiguous.has(name)) return found
  }
  return inside(whole, known)
}

/** A name that stands among other words: "near Berlin", "somewhere in the Netherlands". */
function inside(text: string, names: ReadonlyMap<string, NamedPlace>): NamedPlace | null {
  const all = text.split(' ').slice(0, 12)
  let found: NamedPlace | null = null
  for (let size = Math.min(4, all.length); size > 0; size--) {
    for (let i = 0; i + size <= all.length; i++) {
      const name = all.slice(i, i + size).join(' ')
      const place = name.length < 4 || ambiguous.has(name) ? undefined : names.get(name)
      if (place === undefined) continue
      if (found !== null && found.country !== place.country) return null
      found ??= place
    }
    if (found !== null) return found
  }
  return null
}

function read(): ReadonlyMap<string, NamedPlace> {
  const countries = nameTable()
  const names = new Map<string, NamedPlace>()
  for (const [name, country] of cities) names.set(words(name), { country, sort: 'city' })
  for (const language of languages) {
    for (const [country, list] of Object.entries(countries.getNames(language, { select: 'all' }))) {
      for (const name of typeof list === 'string' ? [list] : list) {
        const key = words(name)
        if (key.length < 4 && !/^(?:uk|usa|us|u k|u s a|u s|uae|ssr)$/.test(key)) continue
        const before = names.get(key)
        if (before === undefined || before.sort === 'city') names.set(key, { country, sort: 'country' })
      }
    }
  }
  names.set('holland', { country: 'NL', sort: 'country' })
  names.set('america', { country: 'US', sort: 'country' })
  return names
}

/** Lower case, accents and signs away. */
function words(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/^the /, '')
    .trim()
}
