import type { Severity } from '../../../model/finding.ts'
import type { Plan } from '../plan.ts'
import type { Limits, Sink } from '../source.ts'
import type { Window } from '../window.ts'

/** What a reader of an XML dump keeps between batches. */
export interface Place {
  mode: 'markup' | 'rows' | 'damage' | 'end'
  database: string | null
  charset: string | null
  /** The table whose rows are being read, and the columns that its fields stand for once a row was seen. */
  name: string | null
  table: number | null
  order: readonly number[] | null
  /** The last structure read: the table whose rows come next. */
  structure: string | null
  damage: { readonly code: string; readonly detail: string; readonly since: number } | null
  opened: boolean
  closed: boolean
  /** Text between tags is content of an element that is not read. */
  prose: boolean
  told: readonly string[]
}

/** Where the reader of an XML dump stands. */
export interface Cursor {
  readonly w: Window
  readonly sink: Sink
  readonly limits: Limits
  readonly at: Place
  plan: Plan | null
  tags: readonly Uint8Array[]
  /** For the end of an element: between which offsets of the file there is none. */
  readonly none: Record<string, { readonly from: number; readonly to: number }>
}

/** The beginning of a file. */
export function beginning(): Place {
  return {
    mode: 'markup',
    database: null,
    charset: 'utf8',
    name: null,
    table: null,
    order: null,
    structure: null,
    damage: null,
    opened: false,
    closed: false,
    prose: false,
    told: [],
  }
}

/** Reports trouble with the bytes from `from` to `to`, counted in the window. */
export function report(c: Cursor, severity: Severity, code: string, detail: string, from: number, to: number): void {
  c.sink.report({ severity, code, detail, offset: c.w.base + from, length: to - from })
}

/** The bytes from `from` to `to`, one character each. */
export function latin1(c: Cursor, from: number, to: number): string {
  return Buffer.from(c.w.bytes.buffer, c.w.bytes.byteOffset + from, Math.max(0, to - from)).toString('latin1')
}
