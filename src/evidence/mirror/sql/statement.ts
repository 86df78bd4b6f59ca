import type { Window } from '../window.ts'

/** Where a statement ends: whole, or cut off because another one begins inside it. */
export interface Extent {
  readonly end: number
  /** Bytes of the statement without its delimiter. */
  readonly body: number
  readonly cut: boolean
}

/** Beginnings of lines that dump tools write outside statements and no statement of theirs has inside. */
const outside =
  /^(?:INSERT +(?:IGNORE +|DELAYED +)?INTO |REPLACE +INTO |CREATE TABLE |DROP TABLE |LOCK TABLES |UNLOCK TABLES|-- Table structure|-- Dump)/
/** The same while a routine's body is open: what cannot stand in one (MySQL manual, "Restrictions on Stored Programs"). */
const outsideRoutine = /^(?:DELIMITER |LOCK TABLES `|\/\*!40000 ALTER TABLE|-- Table structure|-- Dumping)/i
/** Beginnings of lines from which reading can start anew after damage. */
const start =
  /^(?:(?:INSERT|REPLACE|CREATE|DROP|LOCK|UNLOCK|ALTER|USE|SET|START TRANSACTION|DELIMITER)[ \t]|COMMIT;|\/\*M?!\d|-- |--\r?\n)/i
/** No beginning that these patterns look for is longer. */
const lookAhead = 32

/** The end of the statement at `from`, or null when the window does not hold it. */
export function statementEnd(w: Window, from: number, delimiter: string): Extent | null {
  const src = w.bytes
  const stop = delimiter.charCodeAt(0)
  let quote = 0
  for (let i = from; i < w.end; i++) {
    const b = src[i]!
    if (b === 0x0a) {
      if (i + lookAhead > w.end && !w.final) return null
      if ((delimiter === ';' ? outside : outsideRoutine).test(lineAt(w, i + 1)))
        return { end: i + 1, body: i - from, cut: true }
    } else if (quote !== 0) {
      if (b === 0x5c && quote !== 0x60) i++
      else if (b === quote) quote = 0
    } else if (b === 0x27 || b === 0x22 || b === 0x60) quote = b
    else if (b === stop && matches(w, i, delimiter)) return { end: i + delimiter.length, body: i - from, cut: false }
    else {
      const after = commentEnd(w, i)
      if (after === null) return null
      if (after > i) i = after - 1
    }
  }
  return w.final ? { end: w.end, body: w.end - from, cut: true } : null
}

/** Where the comment that begins at `i` ends, `i` when none does, null when the window does not say. */
export function commentEnd(w: Window, i: number): number | null {
  const src = w.bytes
  const b = src[i]!
  if (b !== 0x2d && b !== 0x23 && b !== 0x2f) return i
  if (i + lookAhead > w.end && !w.final) return null
  const line = b === 0x23 || (b === 0x2d && src[i + 1] === 0x2d && src[i + 2]! <= 0x20)
  if (line) {
    const at = src.subarray(0, w.end).indexOf(0x0a, i)
    return at >= 0 ? at : w.final ? w.end : null
  }
  if (b !== 0x2f || src[i + 1] !== 0x2a) return i
  if (isConditional(w, i)) return i
  const known = w.noComment
  const skip = known !== undefined && w.base + i >= known.from && w.base + i < known.to
  let k = skip ? Math.max(i + 2, known.to - w.base - 1) : i + 2
  for (; k + 1 < w.end; k++) if (src[k] === 0x2a && src[k + 1] === 0x2f) return k + 2
  w.noComment = { from: skip ? known.from : w.base + i, to: w.base + w.end }
  return null
}

/** True for a comment with SQL in it; the sandbox line `/*M!999999\-` is none. */
function isConditional(w: Window, i: number): boolean {
  return /^\/\*M?!(?!\d*\\)/.test(lineAt(w, i))
}

/** The first place after `from` where a line begins a statement, -1 when there is none before `to`. */
export function nextStart(w: Window, from: number, to: number, endless = false): number {
  const wanted = endless ? outside : start
  // Not beyond `to`: behind the window stand bytes of before, and they would be searched each time.
  const bytes = w.bytes.subarray(0, to)
  for (let i = bytes.indexOf(0x0a, from); i >= 0; i = bytes.indexOf(0x0a, i + 1)) {
    if (i + 1 < to && wanted.test(lineAt(w, i + 1))) return i + 1
  }
  return -1
}

/** Enough of the line at `i` to tell what it begins, one character a byte. */
export function lineAt(w: Window, i: number): string {
  return Buffer.from(w.bytes.buffer, w.bytes.byteOffset + i, Math.min(lookAhead, w.end - i)).toString('latin1')
}

function matches(w: Window, i: number, what: string): boolean {
  if (i + what.length > w.end) return false
  for (let k = 0; k < what.length; k++) if (w.bytes[i + k] !== what.charCodeAt(k)) return false
  return true
}
