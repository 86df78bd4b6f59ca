import { eld } from 'eld/small'

/** Shorter texts are guesses. */
const leastLetters = 120

/** The language of a text, ISO 639-1, or null where it is too short or cannot be told reliably. */
export function languageOf(text: string): string | null {
  const plain = text.replace(/https?:\S+|[\d_*=~-]+/g, ' ').slice(0, 1500)
  if (plain.length < leastLetters) return null
  const found = eld.detect(plain)
  return found.language !== '' && found.isReliable() ? found.language : null
}
