import { normalise } from './terms.ts'

/** Longer lists are matched without the pattern: it would cost more than it saves. */
const mostInPattern = 200

/**
 * Characters that normalising turns into letters or digits (width forms, ligatures, letter-like signs, and letters
 * whose lower case is no single pair with them): Unicode 15, those whose NFKC form or lower case differs so. Written
 * as ranges, some a little wide; a text that holds one is always read.
 */
const unusual =
  'aa b2-b3 b5 b9-ba bc-be 130 132-133 13f-140 149 17f 1c4-1cc 1f1-1f3 2b0-2e4 3d0-3f9 587 675-678 e33 eb3 edc-edd 10fc 1d2c-1dbf 1e9a-1e9e 1f88-1fcc 1ffc 2070-20a8 2100-2189 2460-24ea 2c7c-2c7d 2d6f 2e9f 2ef3-2fd5 3038-303a 309f 30ff 3131-319f 3200-33ff a69c-a69d a770 a7f1-a7f9 ab5c-ab69 fb00-fdc7 fdf0-fdfc fe71-ffdc 10781-107ba 1ccd6-1ccf9 1d400-1d7ff 1e030-1e06d 1ee00-1eebb 1f100-1f190 1f200-1f251 1fbf0-1fbf9'

/** Blanks that normalising makes one: `\s` of a server may not know them all. */
const blanks = '[\\s\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]+'

/**
 * A regular expression of PostgreSQL that every text with a term matches, as do others: it spares reading most texts.
 * Upper and lower case and accents written apart are spelt out, so that no server's locale plays a part. Null where
 * the list is so long that all texts are better read. Syntax: PostgreSQL manual, "POSIX Regular Expressions".
 */
export function prefilter(terms: readonly string[]): string | null {
  if (terms.length === 0 || terms.length > mostInPattern) return null
  const patterns = terms.map((term) => [...normalise(term).trim()].map(anyForm).join(''))
  return `${patterns.join('|')}|[${unusual.split(' ').map(range).join('')}]`
}

function anyForm(char: string): string {
  if (char === ' ') return blanks
  const forms = new Set<string>()
  for (const form of char === 'σ' || char === 'ς' ? ['σ', 'ς', 'Σ'] : [char, char.toUpperCase()]) {
    forms.add(form.normalize('NFC'))
    forms.add(form.normalize('NFD'))
  }
  return forms.size === 1 ? spelt(char) : `(?:${[...forms].map(spelt).join('|')})`
}

/** Each character by its number, so that none means anything to the pattern. */
function spelt(text: string): string {
  return [...text].map((char) => escaped(char.codePointAt(0)!)).join('')
}

function range(part: string): string {
  return part
    .split('-')
    .map((hex) => escaped(Number.parseInt(hex, 16)))
    .join('-')
}

function escaped(code: number): string {
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}
