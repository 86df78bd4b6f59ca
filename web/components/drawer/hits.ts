import type { Trace, TraceStep } from '../../../src/api/contract.ts'

/** Marks where values stand in bytes shown as hex and text, so that the eye lands on them. */

/** One byte as shown: two hex digits and its character, masked as `**` and `█`. */
export interface ShownByte {
  readonly hex: string
  readonly text: string
  readonly hit: boolean
}

/** One line of sixteen bytes. */
export interface ShownLine {
  readonly offset: number
  readonly bytes: readonly ShownByte[]
}

/** Whether two hex bytes are equal, ASCII letters compared without case (addresses are stored in either). */
function alike(a: string, b: string): boolean {
  if (a === b) return true
  const x = Number.parseInt(a, 16) | 32
  return x === (Number.parseInt(b, 16) | 32) && x >= 97 && x <= 122
}

/** Lines with every occurrence of the values (as UTF-8) marked, across line ends too. */
export function shownLines(
  lines: readonly { readonly offset: number; readonly hex: string; readonly text: string }[],
  hits: readonly string[],
): readonly ShownLine[] {
  const split = lines.map((line) => ({
    offset: line.offset,
    hex: line.hex
      .split(/\s+/)
      .filter(Boolean)
      .flatMap((group) => group.match(/../g) ?? []),
    text: [...line.text],
  }))
  const all = split.flatMap((line) => line.hex)
  const marked = new Uint8Array(all.length)
  for (const hit of hits) {
    const wanted = [...new TextEncoder().encode(hit)].map((byte) => byte.toString(16).padStart(2, '0'))
    for (let i = 0; wanted.length > 0 && i + wanted.length <= all.length; i++) {
      if (wanted.every((byte, j) => alike(all[i + j]!, byte))) marked.fill(1, i, i + wanted.length)
    }
  }
  let at = 0
  return split.map((line) => ({
    offset: line.offset,
    bytes: line.hex.map((hex, i) => ({ hex, text: line.text[i] ?? '.', hit: marked[at++] === 1 })),
  }))
}

/** A text cut at every occurrence of the values, case apart; odd pieces are the occurrences. */
export function cutAt(text: string, hits: readonly string[]): readonly string[] {
  const wanted = hits.filter((hit) => hit !== '').map((hit) => hit.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  if (wanted.length === 0) return [text]
  return text.split(new RegExp(`(${wanted.join('|')})`, 'i')).slice(0, 801)
}

/** What a step names that its row may hold: a sighting's value, what it quotes, the parts of its list. */
function named(step: TraceStep): readonly string[] {
  const quoted = [...step.sentence.matchAll(/[“"‘]([^”"’]{3,})[”"’]/g)].map((found) => found[1]!)
  if (step.kind === 'sighting') {
    const value = /^\S+ (.+?), /.exec(step.sentence)?.[1] ?? ''
    // A handle is kept as service:name, and its row holds the name.
    return [value, value.slice(value.indexOf(':') + 1), ...quoted]
  }
  const parts = step.sentence.split(/[,;:()]|\band\b/).map((part) => part.trim())
  return [...quoted, ...parts]
}

/** What to look for in the bytes of a step: what was asked for, else what the nearest step above names and they hold. */
export function hitsIn(text: string, asked: string, trace: Trace, from: string): readonly string[] {
  const lower = text.toLowerCase()
  const held = (value: string) => value.length >= 3 && lower.includes(value.toLowerCase())
  if (asked !== '' && held(asked)) return [asked]
  let step = trace.steps.find((each) => each.id === from)
  for (let depth = 0; step !== undefined && depth < 8; depth++) {
    const found = step.kind === 'row' ? [] : named(step).filter(held)
    // A sighting names its value before the account: one is enough there.
    if (found.length > 0) return step.kind === 'sighting' ? found.slice(0, 1) : found.slice(0, 12)
    const { parent } = step
    step = trace.steps.find((each) => each.id === parent)
  }
  return []
}
