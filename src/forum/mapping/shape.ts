import { isIP } from 'node:net'
import type { ClientBase } from 'pg'
import { quoteName } from '../../db/columns.ts'
import { passwordScheme } from '../../model/password.ts'
import type { MirrorTable } from '../detect.ts'
import { readable } from '../shim.ts'
import { anyTime } from './values.ts'

/** What the values of a column look like, as shares of the rows that have one. */
export interface ColumnShape {
  readonly name: string
  readonly filled: number
  readonly distinct: number
  readonly whole: number
  readonly email: number
  readonly address: number
  readonly time: number
  readonly hash: number
  readonly flag: number
  /** Characters of a value, on average. */
  readonly length: number
  readonly values: readonly string[]
}

/** A table as its first rows show it. */
export interface TableShape {
  readonly name: string
  readonly rows: number
  readonly key: string | null
  readonly columns: readonly ColumnShape[]
}

/** So many rows are looked at. */
const looked = 500
/** Of a longer value so many characters. */
const longest = 2000
/** Wider tables are configuration, not entities. */
const mostColumns = 150

/** Looks at the first rows of a seized table. */
export async function shapeOf(db: ClientBase, exhibit: number, table: MirrorTable): Promise<TableShape> {
  const columns = table.columns.slice(0, mostColumns)
  await db.query(readable)
  const list = columns.map((c, i) => {
    const name = quoteName(c.column)
    return `left(${c.type === 'bytea' ? `pg_temp.readable(${name})` : name}, ${longest}) AS "${i}"`
  })
  const { rows } = await db.query<Record<string, string | null>>(
    `SELECT ${list.join(', ') || 'NULL'} FROM ${quoteName(`mirror_${exhibit}`)}.${quoteName(table.name)} ORDER BY _row LIMIT ${looked}`,
  )
  const shapes = columns.map((c, i) =>
    columnShape(
      c.name,
      rows.map((row) => row[String(i)] ?? null),
    ),
  )
  return { name: table.name, rows: table.rows, key: keyOf(table.ddl ?? '', shapes), columns: shapes }
}

/** What values of a column look like. */
export function columnShape(name: string, values: readonly (string | null)[]): ColumnShape {
  const filled = values.filter((v): v is string => v !== null && v !== '')
  const share = (test: (v: string) => boolean): number =>
    filled.length === 0 ? 0 : filled.filter(test).length / filled.length
  return {
    name,
    filled: values.length === 0 ? 0 : filled.length / values.length,
    distinct: filled.length === 0 ? 0 : new Set(filled).size / filled.length,
    whole: share((v) => /^\d{1,18}$/.test(v)),
    email: share((v) => /^[^@\s]{1,64}@[^@\s]+\.[a-z]{2,}$/i.test(v)),
    address: share((v) => isIP(v) !== 0),
    time: share(isTime),
    hash: share((v) => (passwordScheme(v, null) ?? 'unknown') !== 'unknown' || /^[0-9a-f]{32,128}$/i.test(v)),
    flag: share((v) => /^(?:[01tfyn]|true|false|yes|no)$/i.test(v)),
    length: filled.length === 0 ? 0 : filled.reduce((sum, v) => sum + v.length, 0) / filled.length,
    values: filled,
  }
}

/** True for a moment between 1990 and 2100 however it is written. */
function isTime(value: string): boolean {
  const seconds = anyTime.by(value, { hint: null, find: () => undefined })
  return (
    typeof seconds === 'string' &&
    /^\d{9,10}$/.test(seconds) &&
    Number(seconds) > 631_152_000 &&
    Number(seconds) < 4_102_444_800
  )
}

/** The column that names a row: the declared primary key, else the first of whole numbers that never repeat. */
function keyOf(ddl: string, columns: readonly ColumnShape[]): string | null {
  const declared = /PRIMARY KEY\s*\(\s*[`"[]?([^`"\],()]+)[`"\]]?\s*(?:\(\d+\))?\s*\)/i.exec(ddl)?.[1]?.trim()
  const found = columns.find((c) => c.name === declared)
  return found?.name ?? columns.find((c) => c.whole === 1 && c.distinct === 1 && c.filled === 1)?.name ?? null
}
