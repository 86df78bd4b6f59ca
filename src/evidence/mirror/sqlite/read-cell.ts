import type { Column } from '../catalogue.ts'
import { type Codec, codecOf, utf8 } from '../charset.ts'
import { bigVarint, type Serial, serials, varint } from './record.ts'
import { beheaded } from './remnant.ts'
import { held } from './values.ts'

/** A column of the mirror in the order of the record. */
export type RecordColumn = Pick<Column, 'column' | 'type'> & { readonly alias: boolean }

/** One value of a cell: its bytes, counted from the cell's first; `cut` where it goes on elsewhere. */
export interface CellField {
  readonly column: string
  readonly start: number
  readonly end: number
  readonly value: string | Uint8Array | null
  readonly cut: boolean
}

interface Parsed {
  readonly rowid: bigint | null
  readonly start: number
  /** Behind the payload: before the number of the page that it goes on with. */
  readonly end: number
  readonly list: readonly Serial[]
}

/**
 * Reads the bytes of one cell again as the mirror did: of a table with row numbers, of one without, or one that lost
 * its first four bytes when it was freed. Values that go on with other pages are cut. Null when it is none of them.
 */
export function readCell(cell: Uint8Array, columns: readonly RecordColumn[], charset: string): CellField[] | null {
  const parsed = parse(cell, columns)
  if (parsed === null) return null
  const codec: Codec = codecOf(charset) ?? utf8
  const payload = cell.subarray(parsed.start, parsed.end)
  return parsed.list.flatMap((serial, i): CellField[] => {
    const column = columns[i]
    if (column === undefined) return []
    const [start, end] = [parsed.start + serial.start, Math.min(parsed.start + serial.end, parsed.end)]
    if (column.alias) {
      const value = parsed.rowid === null ? null : String(parsed.rowid)
      return [{ column: column.column, start, end: start, value, cut: false }]
    }
    const { bytes } = held(payload, serial, column.type, codec)
    const value = bytes === null || column.type === 'bytea' ? bytes : Buffer.from(bytes).toString('utf8')
    return start > parsed.end ? [] : [{ column: column.column, start, end, value, cut: serial.end > payload.length }]
  })
}

function parse(cell: Uint8Array, columns: readonly RecordColumn[]): Parsed | null {
  const size = varint(cell, 0)
  if (size === null) return null
  const key = varint(cell, size.next)
  const table = key === null ? null : recordAt(cell, key.next, size.value, columns.length)
  if (table !== null) return { ...table, rowid: bigVarint(cell, size.next) }
  const index = recordAt(cell, size.next, size.value, columns.length)
  // The cells of interior pages have a page number before them.
  const inner = index === null && cell.length > 4 ? varint(cell, 4) : null
  const below = inner === null ? null : recordAt(cell, inner.next, inner.value, columns.length)
  const whole = index ?? below
  if (whole !== null) return { ...whole, rowid: null }
  const rest = beheaded(cell, 0, cell.length, columns.length, columns[0]?.alias ?? false)
  const exact = rest.find((r) => r.length === cell.length)
  return exact === undefined ? null : { rowid: null, start: 0, end: cell.length, list: exact.list }
}

/** The record of a payload of `size` bytes that begins at `start`, and of which a page number may stand for the rest. */
function recordAt(cell: Uint8Array, start: number, size: number, values: number) {
  const there = cell.length - start
  if (there !== size && there - 4 >= size) return null
  const end = there === size ? cell.length : cell.length - 4
  const list = serials(cell.subarray(start, end), size)
  return list === null || list.length > values ? null : { start, end, list }
}
