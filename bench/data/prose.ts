/** Sentences from templates: the same stream gives the same words. */
import { hashBelow, pickSkewed, purpose, type Rng, zipf } from './random.ts'
import type { Language, Theme } from './words/language.ts'
import { ends, middles, starts } from './words/names.ts'

/** A template cut at its slots: text, slot, text, slot, …, text. */
export interface Template {
  readonly texts: readonly string[]
  readonly slots: readonly string[]
}

const compiled = new Map<string, Template>()

function compile(source: string): Template {
  const known = compiled.get(source)
  if (known !== undefined) return known
  const parts = source.split(/\{(\w)\}/)
  const template = { texts: parts.filter((_, i) => i % 2 === 0), slots: parts.filter((_, i) => i % 2 === 1) }
  compiled.set(source, template)
  return template
}

const capitals = new Map<string, string>()

/** The text with its first letter in upper case. */
export function capital(text: string): string {
  const known = capitals.get(text)
  if (known !== undefined) return known
  const out = text.charAt(0).toUpperCase() + text.slice(1)
  capitals.set(text, out)
  return out
}

const properNames: string[] = []
const properKey = purpose('proper-name')

/** The `rank`-th invented proper name, in a world where low ranks are talked about most. */
export function properName(rank: number): string {
  while (properNames.length <= rank) {
    const n = properNames.length
    const part = (list: readonly string[], salt: number) => list[hashBelow(salt, properKey, n, list.length)]!
    properNames.push(part(starts, 1) + (n % 3 === 0 ? '' : part(middles, 2)) + part(ends, 3))
  }
  return properNames[rank]!
}

/** How many proper names the boards know. */
export const properCount = 6000

/** Values for the slots that the caller decides. */
export interface Fill {
  readonly v?: string
  readonly c?: string
}

/** Fills the slots of a template; `v` and `c` come from the caller. */
export function fill(rng: Rng, source: string, language: Language, theme: Theme, given: Fill = {}): string {
  const { texts, slots } = compile(source)
  let out = texts[0]!
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i]
    if (slot === 'n') out += pickSkewed(rng, language.nouns[theme])
    else if (slot === 'N') out += capital(pickSkewed(rng, language.nouns[theme]))
    else if (slot === 'x') out += properName(zipf(rng, properCount))
    else if (slot === 'd') out += 2 + zipf(rng, 240)
    else if (slot === 'w') out += pickSkewed(rng, language.when)
    else if (slot === 'f') out += pickSkewed(rng, language.later)
    else if (slot === 'p') out += fill(rng, pickSkewed(rng, language.where), language, theme)
    else if (slot === 'v') out += given.v ?? ''
    else if (slot === 'c') out += given.c ?? ''
    out += texts[i + 1]!
  }
  return out
}

/** One sentence of everyday talk. */
export function sentence(rng: Rng, language: Language, theme: Theme): string {
  return fill(rng, pickSkewed(rng, language.sentences), language, theme)
}

/** Between one and `most` sentences, short texts likelier. */
export function paragraph(rng: Rng, language: Language, theme: Theme, most: number): string {
  let out = sentence(rng, language, theme)
  for (let n = zipf(rng, most); n > 0; n--) out += ` ${sentence(rng, language, theme)}`
  return out
}
