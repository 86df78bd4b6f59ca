import type { Severity } from '../../../model/finding.ts'
import type { Plan } from '../plan.ts'
import type { Limits, Part, Sink } from '../source.ts'
import type { Window } from '../window.ts'
import { backslashEscapes, type Session } from './session.ts'

/** The INSERT statement whose rows are being read. */
export interface Insert {
  readonly database: string | null
  readonly name: string
  /** The columns it lists, null when none are. */
  readonly listed: readonly string[] | null
  /** The table and the columns of the values, null before the first row where nothing declared them. */
  table: number | null
  order: readonly number[]
  /** Where the statement begins in the file. */
  readonly from: number
}

/** A stretch of the file that could not be read, whose end is being looked for. */
export interface Damage {
  readonly code: string
  readonly detail: string
  readonly since: number
  /** The insert whose rows may go on after it; null when the bytes between could hold another statement. */
  readonly insert: Insert | null
  /** A statement had no end: only lines at which no further search for an end begins are taken. */
  readonly endless?: boolean
}

/** What was found behind damage, so that damage upon damage does not look for it again. */
export interface Ahead {
  /** Offsets in the file: from where on was searched and up to where, and where a statement begins, -1 for none. */
  readonly from: number
  readonly to: number
  readonly found: number
  readonly endless: boolean
  /** The insert that the statement names; undefined before it was read. */
  insert?: Insert | null
}

/** Where the reader of an SQL dump stands. */
export interface Cursor {
  readonly w: Window
  readonly sink: Sink
  readonly limits: Limits
  readonly session: Session
  mode: 'statements' | 'row' | 'separator' | 'damage' | 'end'
  insert: Insert | null
  damage: Damage | null
  /** Made from `insert` and `session` when needed. */
  plan: Plan | null
  /** The bytes of the last INSERT header, which most dumps repeat. */
  header: Uint8Array | null
  ahead: Ahead | null
  /** What holds for the whole file and has been reported. */
  told: string[]
  /** Tables whose CREATE TABLE is damaged: more columns may follow those that were read. */
  partial: number[]
  /** Files that hold rows, as statements or the usual names say. */
  parts: Part[]
}

/** Reports trouble with the bytes from `from` to `to`, counted in the window. */
export function report(c: Cursor, severity: Severity, code: string, detail: string, from: number, to: number): void {
  c.sink.report({ severity, code, detail, offset: c.w.base + from, length: to - from })
}

/** Reports something that holds for the whole file once. */
export function reportOnce(
  c: Cursor,
  severity: Severity,
  code: string,
  detail: string,
  from: number,
  to: number,
): void {
  if (c.told.includes(code)) return
  c.told.push(code)
  report(c, severity, code, detail, from, to)
}

/** What the session says about literals. */
export function rulesOf(s: Session) {
  return { charset: s.charset, backslash: backslashEscapes(s) }
}
