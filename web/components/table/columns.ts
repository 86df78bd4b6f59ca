import type { ReactNode } from 'react'

/** What a cell is when it is sorted, filtered or exported, apart from how it is shown. */
export type CellValue = string | number | boolean | null

/** One column of a table: its heading, its value, and how the value is drawn. */
export interface Column<T> {
  readonly key: string
  readonly label: string
  /** Width in pixels, or `grow` to share what is left. */
  readonly width: number | 'grow'
  /** Width in a window wide enough to be generous. */
  readonly wide?: number
  readonly value: (row: T) => CellValue
  /** What the rows are ordered by where that is not the value. */
  readonly order?: (row: T) => CellValue
  readonly cell?: (row: T) => ReactNode
  readonly align?: 'right'
  readonly mono?: boolean
  /** Holds moments, which are longer by the local clock. */
  readonly time?: boolean
  /** Starts out of sight; the column choice brings it. */
  readonly optional?: boolean
  /** False where order means nothing. */
  readonly sortable?: boolean
}

/** `key` ascending, `-key` descending, '' as the server gave it. */
export type Sort = string

/** What a local clock's offset adds to a moment. */
const offsetWidth = 36

/** How a table is drawn: with local times, in a wide window. */
export interface Room {
  readonly local: boolean
  readonly wide: boolean
}

/** A column's width in pixels, or null where it shares what is left. */
export function widthOf<T>(column: Column<T>, { local, wide }: Room): number | null {
  if (column.width === 'grow') return null
  return ((wide ? column.wide : undefined) ?? column.width) + (column.time === true && local ? offsetWidth : 0)
}

/** Nulls last in both directions: what the evidence does not say should not head a list. */
export function sorted<T>(rows: readonly T[], columns: readonly Column<T>[], sort: Sort): readonly T[] {
  const down = sort.startsWith('-')
  const column = columns.find((each) => each.key === (down ? sort.slice(1) : sort))
  if (column === undefined) return rows
  const of = column.order ?? column.value
  const sign = down ? -1 : 1
  return [...rows].sort((a, b) => {
    const x = of(a)
    const y = of(b)
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1
    if (typeof x === 'number' && typeof y === 'number') return sign * (x - y)
    return sign * String(x).localeCompare(String(y), 'en-GB', { numeric: true })
  })
}

/** Rows in which every word of the filter stands in some cell. */
export function filtered<T>(rows: readonly T[], columns: readonly Column<T>[], filter: string): readonly T[] {
  const wanted = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return rows
  return rows.filter((row) => {
    const text = columns
      .map((column) => String(column.value(row) ?? ''))
      .join('\u0000')
      .toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}
