import type { Layout } from './layout.ts'
import { referenceBytes } from './lob.ts'
import { isAbsent, isNull, openReading, readRecord } from './record.ts'
import { absent } from './rows.ts'
import { fieldValue } from './values.ts'

/** One value of a record: its bytes, counted from the record's first; `cut` where it goes on in other pages. */
export interface RecordField {
  readonly column: string
  readonly start: number
  readonly end: number
  readonly value: string | Uint8Array | null
  readonly cut: boolean
}

/** A column of the mirror as a record's value is kept in it. */
export interface RecordColumn {
  readonly column: string
  readonly type: 'text' | 'bytea'
}

/**
 * Reads the bytes of one record again as the mirror did; null when they are none. Where its first field begins is found by
 * trying, since as many bytes stand before it as the record has fields of varying length: only one beginning fits the end.
 */
export function readInnodbRecord(
  bytes: Uint8Array,
  columns: readonly RecordColumn[],
  layout: Layout,
): RecordField[] | null {
  const r = openReading(layout)
  for (let origin = layout.redundant ? 6 : 5; origin <= bytes.length; origin++) {
    if (!readRecord(r, bytes, origin, 0, bytes.length) || r.from !== 0 || r.to !== bytes.length) continue
    return layout.fields.flatMap((field, i): RecordField[] => {
      const column = columns[field.column]
      if (field.column < 0 || column === undefined) return []
      const [start, end] = [r.starts[i]!, r.ends[i]!]
      const name = column.column
      if (end === isNull) return [{ column: name, start, end: start, value: null, cut: false }]
      if (end === isAbsent)
        return [{ column: name, start: 0, end: 0, value: shown(absent(field).bytes, column), cut: false }]
      const cut = r.external[i] === 1
      const to = cut ? Math.max(start, end - referenceBytes) : end
      const value = cut && field.kind === 'json' ? null : fieldValue(field, bytes, start, to).bytes
      return [{ column: name, start, end, value: shown(value, column), cut }]
    })
  }
  return null
}

function shown(bytes: Uint8Array | null, column: RecordColumn): string | Uint8Array | null {
  return bytes === null || column.type === 'bytea' ? bytes : Buffer.from(bytes).toString('utf8')
}
