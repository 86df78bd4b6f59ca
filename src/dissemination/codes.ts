/**
 * Europol handling codes (Council document 6243/18) and the 4x4 evaluation codes of Regulation (EU) 2016/794, Article 29.
 * Codes are stored as given, with their scheme; never translated into another scheme.
 */
const handlingCodes: Readonly<Record<string, string>> = {
  H0: 'May only be used for preventing and combating crime in line with the Europol Regulation and other applicable law.',
  H1: 'Not to be disclosed in judicial proceedings without the permission of the provider.',
  H2: 'Not to be disseminated without the permission of the provider.',
  H3: 'Other restrictions apply, as stated by the provider.',
}

const sourceCodes: Readonly<Record<string, string>> = {
  A: 'No doubt about the authenticity, trustworthiness or competence of the source: a seized server, copied forensically.',
  B: 'Source reliable in most instances.',
  C: 'Source unreliable in most instances.',
  X: 'Reliability of the source cannot be assessed.',
}

const informationCodes: Readonly<Record<string, string>> = {
  '1': 'Information whose accuracy is not in doubt.',
  '2': 'Known personally to the source, not to the official passing it on.',
  '3': 'Not known personally to the source, but corroborated by other recorded information.',
  '4': 'Not known personally to the source and cannot be corroborated.',
}

/** Name of the evaluation scheme that packages use. */
export const evaluationScheme = 'Europol 4x4'

/** The combinable handling codes of `H1+H2`, each with its meaning; null when one is unknown. */
export function handlingMeaning(code: string): readonly string[] | null {
  const parts = code.split('+')
  const meanings = parts.map((p) => handlingCodes[p])
  if (new Set(parts).size !== parts.length || meanings.some((m) => m === undefined)) return null
  return parts.map((p) => `${p}: ${handlingCodes[p]}`)
}

/** What both letters of an evaluation code mean; null when it is not one. */
export function evaluationMeaning(code: string): readonly string[] | null {
  const [source, information] = [sourceCodes[code[0] ?? ''], informationCodes[code[1] ?? '']]
  if (code.length !== 2 || !source || !information) return null
  return [`${code[0]}: ${source}`, `${code[1]}: ${information}`]
}

/**
 * The code of a statement drawn from a seized server. What the server recorded by itself (addresses, times) is A1 only
 * when a person has checked it, so a machine gives at most A3: corroborated when it rests on two or more sightings.
 */
export function evaluate(because: readonly string[]): string {
  return new Set(because).size >= 2 ? 'A3' : 'A4'
}

/** TLP 2.0 labels with the colours the standard gives (FIRST, TLP version 2.0). */
export const tlp: Readonly<Record<string, string>> = {
  'TLP:RED': '#FF2B2B',
  'TLP:AMBER+STRICT': '#FFC000',
  'TLP:AMBER': '#FFC000',
  'TLP:GREEN': '#33FF00',
  'TLP:CLEAR': '#FFFFFF',
}
