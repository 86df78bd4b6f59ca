import { save } from '../../api.ts'
import { csv } from '../../text/csv.ts'
import type { Column } from './columns.ts'

/** Saves what is seen — these columns, these rows, this order — as a CSV file. */
export function saveCsv<T>(name: string, columns: readonly Column<T>[], rows: readonly T[]): void {
  const text = csv(
    columns.map((column) => column.label),
    rows.map((row) => columns.map((column) => column.value(row))),
  )
  // The mark makes spreadsheets read UTF-8.
  save(
    new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }),
    `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.csv`,
  )
}
