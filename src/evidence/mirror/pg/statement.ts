import type { Window } from '../window.ts'
import { latin1 } from './cursor.ts'
import { dollarTag } from './tokens.ts'

/** Where a statement ends: whole, or cut off because another one begins inside it. */
export interface Extent {
  readonly end: number
  readonly cut: boolean
}

/** No beginning that the patterns below look for is longer. */
export const lookAhead = 160

/** Lines that pg_dump writes between statements and that no statement of its has inside. */
const between =
  /^(?:-- (?:Data for )?Name: [^\n]+; Type: |-- PostgreSQL database |COPY [^\n\t]{1,120} FROM stdin|COPY [\w."]{1,127} \([\w", ])/
/** Lines from which reading can start anew after damage. */
const start =
  /^(?:-- (?:Data for )?Name: |-- PostgreSQL database |COPY [\w."]{1,127} (?:\(|FROM stdin)|INSERT INTO [\w."]+ |CREATE (?:UNLOGGED )?TABLE |ALTER (?:TABLE|SEQUENCE) |SELECT pg_catalog\.|SET \w+ = |\\(?:connect|restrict|unrestrict|\.))/

/** True when the line at `at` begins a statement or a comment of pg_dump's. */
export function begins(w: Window, at: number, endless = false): boolean {
  const line = latin1(w, at, Math.min(w.end, at + lookAhead))
  return endless ? between.test(line) || /^INSERT INTO [\w."]+ VALUES/.test(line) : start.test(line)
}

/** The end of the statement at `from` with its semicolon, or null when the window does not hold it. */
export function statementEnd(w: Window, from: number, backslash: boolean): Extent | null {
  const src = w.bytes
  let depth = 0
  for (let i = from; i < w.end; i++) {
    const b = src[i]!
    if (b > 0x3b && b !== 0x45 && b !== 0x65) continue
    if (i + lookAhead > w.end && !w.final && b !== 0x20) return null
    if (b === 0x0a) {
      if (breaks(w, i)) return { end: i + 1, cut: true }
    } else if (b === 0x28) depth++
    else if (b === 0x29) depth--
    else if (b === 0x3b && depth <= 0) return { end: i + 1, cut: false }
    else {
      const to = skip(w, i, backslash)
      if (to === null) return w.final ? { end: w.end, cut: true } : null
      if (to.cut) return to
      i = to.end - 1
    }
  }
  return w.final ? { end: w.end, cut: true } : null
}

function breaks(w: Window, newline: number): boolean {
  return between.test(latin1(w, newline + 1, Math.min(w.end, newline + 1 + lookAhead)))
}

/** Past the string, quoted name or comment that begins at `i`; to the byte after `i` when none does. */
function skip(w: Window, i: number, backslash: boolean): Extent | null {
  const src = w.bytes
  const b = src[i]!
  const word = i > 0 && /[\w$\x80-\xff]/.test(String.fromCharCode(src[i - 1]!))
  if ((b | 0x20) === 0x65) {
    return src[i + 1] === 0x27 && !word ? quoted(w, i + 1, 0x27, true) : { end: i + 1, cut: false }
  }
  if (b === 0x27 || b === 0x22) return quoted(w, i, b, b === 0x27 && backslash)
  if (b === 0x2d || b === 0x2f) {
    const end = commentEnd(w, i)
    return end === null ? null : { end: Math.max(end, i + 1), cut: false }
  }
  if (b !== 0x24 || word) return { end: i + 1, cut: false }
  dollarTag.lastIndex = 0
  const tag = dollarTag.exec(latin1(w, i, Math.min(w.end, i + 66)))?.[0]
  if (tag === undefined) return { end: i + 1, cut: false }
  return search(w, i + tag.length, (k) => (matches(w, k, tag) ? k + tag.length : 0))
}

function quoted(w: Window, from: number, quote: number, backslash: boolean): Extent | null {
  let escaped = -1
  return search(w, from + 1, (k) => {
    const b = w.bytes[k]
    if (k === escaped) return 0
    if (b === 0x5c && backslash) escaped = k + 1
    // A doubled quote closes the string and opens it anew.
    return b === quote ? k + 1 : 0
  })
}

/** Goes from byte to byte until `found` says where to go on, or a line begins another statement. */
function search(w: Window, from: number, found: (at: number) => number): Extent | null {
  for (let k = from; k < w.end; k++) {
    const end = found(k)
    if (end > 0) return { end, cut: false }
    if (w.bytes[k] !== 0x0a) continue
    if (k + lookAhead > w.end && !w.final) return null
    if (breaks(w, k)) return { end: k + 1, cut: true }
  }
  return null
}

/** Where the comment that begins at `i` ends, `i` when none does, null when the window does not say. */
export function commentEnd(w: Window, i: number): number | null {
  const src = w.bytes
  if (src[i] === 0x2d && src[i + 1] === 0x2d && i + 1 < w.end) {
    const at = src.subarray(0, w.end).indexOf(0x0a, i)
    return at >= 0 && at < w.end ? at : w.final ? w.end : null
  }
  if (src[i] !== 0x2f || src[i + 1] !== 0x2a) return i
  let depth = 0
  for (let k = i; k + 1 < w.end; k++) {
    if (src[k] === 0x2f && src[k + 1] === 0x2a) {
      depth++
      k++
    } else if (src[k] === 0x2a && src[k + 1] === 0x2f) {
      if (--depth === 0) return k + 2
      k++
    }
  }
  return w.final ? w.end : null
}

function matches(w: Window, i: number, what: string): boolean {
  if (i + what.length > w.end) return false
  for (let k = 0; k < what.length; k++) if (w.bytes[i + k] !== what.charCodeAt(k)) return false
  return true
}
