/** The languages spoken on the demonstration boards, in the order their numbers are given out. */
import { german } from './de.ts'
import { greek } from './el.ts'
import { english } from './en.ts'
import { spanish } from './es.ts'
import { french } from './fr.ts'
import type { Language } from './language.ts'
import { dutch } from './nl.ts'
import { polish } from './pl.ts'

export const languages: readonly Language[] = [english, dutch, german, polish, greek, french, spanish]

/** The number of a language, from its ISO 639-1 code. */
export function languageNumber(code: string): number {
  const n = languages.findIndex((l) => l.code === code)
  if (n < 0) throw new Error(`no such language: ${code}`)
  return n
}
