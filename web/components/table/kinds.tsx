import { count } from '../../text/format.ts'
import { Time } from '../parts.tsx'
import type { Column } from './columns.ts'

/** A column of moments; it grows when times are shown with the offset of a local clock. */
export function timeColumn<T>(
  key: string,
  label: string,
  value: (row: T) => string | null,
  more: Partial<Column<T>> = {},
): Column<T> {
  return { key, label, width: 172, time: true, value, cell: (row) => <Time at={value(row)} />, ...more }
}

/** A column of whole numbers, to the right and grouped. */
export function countColumn<T>(
  key: string,
  label: string,
  width: number,
  value: (row: T) => number | null,
  more: Partial<Column<T>> = {},
): Column<T> {
  const cell = (row: T) => {
    const n = value(row)
    return n === null ? <span className="soft">—</span> : count(n)
  }
  return { key, label, width, align: 'right', value, cell, ...more }
}
