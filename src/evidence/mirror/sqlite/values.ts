import { isUtf8 } from 'node:buffer'
import type { Column } from '../catalogue.ts'
import { type Codec, codecOf, decode, utf8 } from '../charset.ts'
import type { Header } from './header.ts'
import { classOf, type Serial, valueIn } from './record.ts'
import type { Stored } from './schema.ts'

/** What was found in a column: any of these, added up. */
export const found = { bytes: 1, textBlob: 2, text: 4, number: 8 } as const

/** How text of a database becomes UTF-8. */
export function codecFor(header: Pick<Header, 'charset'>): Codec {
  return codecOf(header.charset) ?? utf8
}

/** Adds to `flags` what a row's values are. */
export function look(flags: number[], order: readonly number[], payload: Uint8Array, list: readonly Serial[]): void {
  for (const [i, serial] of list.entries()) {
    const column = order[i]
    if (column === undefined) return
    const kind = classOf(serial.type)
    if (kind === 'null') continue
    let flag: number = kind === 'text' ? found.text : found.number
    if (kind === 'blob') {
      if (flags[column]! & found.bytes) continue
      const raw = payload.subarray(serial.start, serial.end)
      flag = isUtf8(raw) && !raw.includes(0) ? found.textBlob : found.bytes
    }
    flags[column] = flags[column]! | flag
  }
}

/**
 * True for a column whose values are bytes: types are those of the values in SQLite ("Datatypes in SQLite"), so that a
 * BLOB column that holds text is text, and a TEXT column with bytes that are none is bytes.
 */
export function holdsBytes(type: string, flags: number): boolean {
  if (flags & found.bytes) return true
  return /blob|binary/i.test(type) && (flags & (found.text | found.number)) === 0
}

/** A value as the mirror keeps it in a column; `spoilt` when its text had to be repaired. */
export function held(
  payload: Uint8Array,
  serial: Serial,
  type: Column['type'],
  codec: Codec,
): { readonly bytes: Uint8Array | null; readonly spoilt: boolean } {
  const cut = { ...serial, end: Math.min(serial.end, payload.length) }
  if (cut.end < serial.end && (serial.type < 12 || cut.start >= cut.end)) return { bytes: null, spoilt: false }
  const value = valueIn(payload, cut)
  if (value === null) return { bytes: null, spoilt: false }
  if (typeof value === 'string') return { bytes: Buffer.from(value), spoilt: false }
  const text = classOf(serial.type) === 'text'
  if (type === 'bytea' && (!text || codec.kind === 'utf8')) return { bytes: value, spoilt: false }
  const decoded = decode(text ? codec : utf8, value)
  return { bytes: decoded.bytes, spoilt: decoded.invalid }
}

/** What a row that lacks a column holds in it: the default that was given when the column was added. */
export function missing(table: Stored, column: number): Uint8Array | null {
  const { otherwise } = table.columns[column]!
  return typeof otherwise === 'string' ? Buffer.from(otherwise) : null
}
