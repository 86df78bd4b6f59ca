import { isUtf8 } from 'node:buffer'
import { localBytes } from './cell.ts'
import { bigVarint, classOf, type Serial, serials, varint, widthOf } from './record.ts'
import type { Stored } from './schema.ts'

/** A record outside the cells that a page lists. */
export interface Remnant {
  /** Where its bytes stand, counted as the bytes that it was read from. */
  readonly at: number
  readonly length: number
  /** Null where its bytes were written over. */
  readonly rowid: bigint | null
  readonly payload: Uint8Array
  readonly list: readonly Serial[]
}

/** The table a record could be a row of, null for none. */
export type Match = (list: readonly Serial[], payload: Uint8Array) => Stored | null

/** A whole cell of a table with row numbers at a place, all in the page; null when there is none before `to`. */
export function wholeCell(bytes: Uint8Array, at: number, to: number, usable: number): Remnant | null {
  if (bytes[at] === 0) return null
  const size = varint(bytes, at, to)
  if (size === null || size.value < 2 || localBytes(size.value, usable, true) !== size.value) return null
  const key = varint(bytes, size.next, to)
  if (key === null || key.next + size.value > to) return null
  const payload = bytes.subarray(key.next, key.next + size.value)
  const list = serials(payload, size.value)
  if (list === null) return null
  return { at, length: key.next + size.value - at, rowid: bigVarint(bytes, size.next), payload, list }
}

/**
 * A record whose cell lost its first four bytes when it was freed: they tell where the next free block is (SQLite,
 * "Database File Format", section 1.6). What can stand there is the length, the row's number, the header's length and
 * the first serial type, which is NULL in tables whose first column is the row's number.
 */
export function beheaded(bytes: Uint8Array, at: number, to: number, values: number, aliasFirst: boolean): Remnant[] {
  const found: Remnant[] = []
  // The place of the header's length byte: after a length of 1–2 bytes and a number of 1–3.
  for (const lost of aliasFirst ? [2, 3, 4, 5] : [3, 4, 5]) {
    const list: { type: number; width: number }[] = []
    let i = at + lost + 1
    if (lost === 2) {
      list.push({ type: 0, width: 0 })
      i = at + 4
    } else if (lost >= 4 && bytes[at + lost] !== undefined && bytes[at + lost]! < values + 1) continue
    while (list.length < values) {
      const type = varint(bytes, i, to)
      const width = type === null ? -1 : widthOf(type.value)
      if (type === null || width < 0) break
      list.push({ type: type.value, width })
      i = type.next
    }
    if (list.length < values || (aliasFirst && list[0]!.type !== 0)) continue
    if (lost >= 4 && bytes[at + lost] !== i - at - lost) continue
    const end = list.reduce((sum, v) => sum + v.width, i)
    if (end > to) continue
    const payload = bytes.subarray(at, end)
    let start = i - at
    const placed = list.map(({ type, width }) => {
      start += width
      return { type, start: start - width, end: start }
    })
    found.push({ at, length: end - at, rowid: null, payload, list: placed })
  }
  return found
}

/** How well values fit a table: 0 when they cannot be a row of it, more for each value whose type says something. */
export function fitness(table: Stored, list: readonly Serial[], payload: Uint8Array, utf8: boolean): number {
  if (table.key !== null || list.length !== table.order.length) return 0
  let score = 0
  for (const [i, serial] of list.entries()) {
    const column = table.order[i]!
    const kind = classOf(serial.type)
    if (column === table.alias ? kind !== 'null' : !allowed(table.columns[column]!.type, kind, serial)) return 0
    if (kind === 'text' && utf8 && !readable(payload.subarray(serial.start, serial.end))) return 0
    if (column === table.alias || (kind !== 'null' && kind !== 'blob' && serial.type !== 8)) score++
  }
  return score
}

/** Whether a column of a declared type holds values of a storage class ("Datatypes in SQLite", section 3.1). */
function allowed(type: string, kind: ReturnType<typeof classOf>, serial: Serial): boolean {
  if (kind === 'null') return true
  if (/int/i.test(type)) return kind === 'integer' || (kind === 'text' && serial.end - serial.start <= 20)
  if (/char|clob|text/i.test(type)) return kind === 'text' || kind === 'blob'
  if (/blob/i.test(type) || type === '') return true
  if (/real|floa|doub/i.test(type)) return kind === 'real' || kind === 'integer'
  return kind !== 'blob'
}

function readable(text: Uint8Array): boolean {
  for (const b of text) if (b < 0x20 && b !== 0x09 && b !== 0x0a && b !== 0x0d) return false
  return isUtf8(text)
}
