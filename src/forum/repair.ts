import { bytesOf } from './charset.ts'

/** A text as it was meant, and what was done to it; the original stays where it is. */
export interface Repaired {
  readonly text: string
  /** What was done, in words; null where the text is as it should be. */
  readonly how: string | null
}

/** UTF-8 that was read as windows-1252: a lead byte's character and then those of as many bytes as it announces. */
const garbled =
  /(?:[\u00c2-\u00df][\u0080-\u00ff\u0152-\u2122]|[\u00e0-\u00ef][\u0080-\u00ff\u0152-\u2122]{2}|[\u00f0-\u00f4][\u0080-\u00ff\u0152-\u2122]{3})/
/** A character reference that was escaped once more: `&amp;quot;`. */
const twice = /&amp;(?=(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos|nbsp);)/gi
/** A run of characters that windows-1252 has; what stands between such runs was never garbled. */
const run =
  /[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{2,4000}/g

/** Reads each run of such characters as the UTF-8 it may be; a run that is none stays. */
function once(text: string): string {
  return text.replace(run, (found) => {
    if (!garbled.test(found)) return found
    const bytes = bytesOf(found)
    if (bytes === null) return found
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch {
      return found
    }
  })
}

/**
 * Undoes what happened to characters on their way: UTF-8 taken for Latin-1, once or several times, and references that were
 * escaped twice. Only what reads as whole UTF-8 is changed, so that a name with two accents in a row stays. For display: the
 * stored text is one key away.
 */
export function repaired(text: string): Repaired {
  let now = text
  let rounds = 0
  // Dumps of dumps garble again each time; more than three rounds have not been seen.
  while (rounds < 3 && garbled.test(now)) {
    const next = once(now)
    if (next === now) break
    now = next
    rounds += 1
  }
  const unescaped = now.replace(twice, '&')
  const done = [
    ...(rounds > 0 ? [`UTF-8 read as Latin-1${rounds > 1 ? `, ${rounds} times over` : ''}`] : []),
    ...(unescaped === now ? [] : ['character references escaped twice']),
  ]
  return { text: unescaped, how: done.length === 0 ? null : done.join('; ') }
}
