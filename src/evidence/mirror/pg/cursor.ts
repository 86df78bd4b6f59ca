import type { Severity } from '../../../model/finding.ts'
import type { Plan } from '../plan.ts'
import type { Limits, Sink } from '../source.ts'
import type { Window } from '../window.ts'

/** The COPY or INSERT statement whose rows are being read. */
export interface Target {
  /** The database and schema as the catalogue keeps them. */
  readonly space: string | null
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
  /** What was being read: rows of a COPY, rows of an INSERT, or statements. */
  readonly among: 'copy' | 'rows' | 'statements'
  /** A statement had no end: only lines at which no further search for an end begins are taken. */
  readonly endless?: boolean
}

/** What a reader of a PostgreSQL dump keeps between batches. */
export interface Place {
  mode: 'statements' | 'copy' | 'row' | 'separator' | 'damage' | 'end'
  database: string | null
  /** Databases that tables were met in, the first of them first. */
  databases: (string | null)[]
  /** Where names without a schema belong: the first of the search path. */
  schema: string
  /** What client_encoding stands for among the character sets known here, null when undeclared. */
  charset: string | null
  /** The plain string '…' takes backslashes as escapes: standard_conforming_strings is off. */
  backslash: boolean
  target: Target | null
  damage: Damage | null
  /** Dumps whose first line was seen but not their last. */
  unfinished: string[]
  /** What holds for the whole file and has been reported. */
  told: string[]
  /** Tables whose CREATE TABLE is damaged. */
  partial: number[]
}

/** Where the reader of a PostgreSQL dump stands. */
export interface Cursor {
  readonly w: Window
  readonly sink: Sink
  readonly limits: Limits
  readonly at: Place
  /** Made from the target when needed. */
  plan: Plan | null
  /** The bytes of the INSERT that the plan was made for, which dumps repeat before each row. */
  header: Uint8Array | null
}

/** The beginning of a file. */
export function beginning(): Place {
  return {
    mode: 'statements',
    database: null,
    databases: [],
    schema: 'public',
    charset: null,
    backslash: false,
    target: null,
    damage: null,
    unfinished: [],
    told: [],
    partial: [],
  }
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
  if (c.at.told.includes(code)) return
  c.at.told.push(code)
  report(c, severity, code, detail, from, to)
}

/** From `from` on the file is not what it should be: what follows is skipped until reading can start anew. */
export function beginDamage(c: Cursor, code: string, detail: string, from: number, endless = false): 'on' {
  const { mode } = c.at
  const among = mode === 'copy' ? 'copy' : mode === 'row' || mode === 'separator' ? 'rows' : 'statements'
  c.at.damage = { code, detail, since: c.w.base + from, among, endless }
  c.w.pos = from
  c.at.mode = 'damage'
  return 'on'
}

/** The bytes from `from` to `to`, one character each. */
export function latin1(w: Window, from: number, to: number): string {
  return Buffer.from(w.bytes.buffer, w.bytes.byteOffset + from, Math.max(0, to - from)).toString('latin1')
}
