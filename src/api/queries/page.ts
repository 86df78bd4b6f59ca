import type { Pool } from 'pg'
import { z } from 'zod'
import type { Page, PageQuery, Source } from '../contract.ts'
import { invalid } from '../errors.ts'

/** A column or expression that a list is sorted by, never null, with its PostgreSQL type. */
export interface Key {
  readonly sql: string
  readonly type: 'text' | 'int' | 'bigint' | 'timestamptz' | 'double precision' | 'boolean'
}

/**
 * A list to read page by page. All keys run in one direction, so that one row comparison finds the next page; `joins`
 * are made for the rows of the page alone.
 */
export interface List {
  readonly select: string
  readonly from: string
  /** The alias in `from` whose columns `select` and `joins` use. */
  readonly as: string
  readonly joins?: string
  readonly where?: readonly string[]
  readonly values?: readonly unknown[]
  readonly keys: readonly Key[]
  readonly descending?: boolean
}

const usual = 50
const whole = z.int()
const cursorTypes: Readonly<Record<Key['type'], z.ZodType>> = {
  text: z
    .string()
    .max(1000)
    .refine((value) => !value.includes('\0')),
  int: whole.min(-(2 ** 31)).max(2 ** 31 - 1),
  bigint: whole,
  timestamptz: z.string().regex(/^(-infinity|\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z)$/),
  'double precision': z.number(),
  boolean: z.boolean(),
}

/** The keys of the row that the page before ended with, as this list gave them. */
export function readCursor(after: string, types: readonly Key['type'][]): readonly unknown[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(after, 'base64url').toString('utf8'))
    const fits = (value: unknown, i: number): boolean => cursorTypes[types[i]!].safeParse(value).success
    if (Array.isArray(values) && values.length === types.length && values.every(fits)) return values
  } catch {
    // Falls through to the one refusal.
  }
  throw invalid('Page', 'its address is not one this list gave', 'Begin at the first page.')
}

/** The address of the page after a row with these keys. */
export function writeCursor(keys: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url')
}

/** Joins conditions; no condition is true. */
export function all(where: readonly string[]): string {
  return where.length === 0 ? 'true' : where.map((w) => `(${w})`).join(' AND ')
}

/** Collects the values of a statement and names their places. */
export function bind(values: unknown[]): (value: unknown) => string {
  return (value) => `$${values.push(value)}`
}

/** Reads one page by its keys, so that the last page costs what the first one does. */
export async function page<Row extends object>(
  db: Pool,
  list: List,
  query: PageQuery,
  total: number | null = null,
): Promise<Page<Row>> {
  const values = [...(list.values ?? [])]
  const put = bind(values)
  const where = [...(list.where ?? [])]
  const limit = query.limit ?? usual
  const way = list.descending ? 'DESC' : 'ASC'
  if (query.after !== undefined) {
    const cursor = readCursor(
      query.after,
      list.keys.map((k) => k.type),
    )
    const keys = list.keys.map((k) => k.sql).join(', ')
    const bounds = list.keys.map((k, i) => `${put(cursor[i])}::${k.type}`).join(', ')
    where.push(`(${keys}) ${list.descending ? '<' : '>'} (${bounds})`)
  }
  const order = list.keys.map((_, i) => `"key${i}" ${way}`).join(', ')
  const { rows } = await db.query<Row & Record<string, unknown>>(
    `SELECT ${list.select}, ${list.keys.map((_, i) => `${list.as}."key${i}"`).join(', ')}
       FROM (SELECT ${list.as}.*, ${list.keys.map((k, i) => `${k.sql} AS "key${i}"`).join(', ')}
               FROM ${list.from} WHERE ${all(where)}
              ORDER BY ${list.keys.map((k) => `${k.sql} ${way}`).join(', ')} LIMIT ${put(limit + 1)}) ${list.as} ${list.joins ?? ''}
      ORDER BY ${order}`,
    values,
  )
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  const more = rows.length > limit && last !== undefined
  const next = more ? writeCursor(list.keys.map((_, i) => last[`key${i}`])) : null
  return { rows: kept.map((row) => withoutKeys(row, list.keys.length)), next, total }
}

function withoutKeys<Row extends object>(row: Row & Record<string, unknown>, keys: number): Row {
  const copy: Record<string, unknown> = { ...row }
  for (let i = 0; i < keys; i++) delete copy[`key${i}`]
  return copy as Row
}

/** The same page with each row changed. */
export function mapPage<A, B>(given: Page<A>, change: (row: A) => B): Page<B> {
  return { ...given, rows: given.rows.map(change) }
}

/** The provenance columns as they come from a table. */
export interface At {
  readonly _file: number
  readonly _offset: number
  readonly _length: number
}

/** Splits the provenance off a row and names what to trace. */
export function sourced<Row extends At>(trace: string, row: Row): Omit<Row, keyof At> & { readonly source: Source } {
  const { _file, _offset, _length, ...rest } = row
  return { ...rest, source: { trace, file: _file, offset: _offset, length: _length } }
}

/** Where `like` must match a text literally. */
export function contains(search: string): string {
  return `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
}

/** A time that sorts, for rows whose time the evidence does not give: before all others. */
export function sortable(column: string): string {
  return `coalesce(${column}, '-infinity'::timestamptz)`
}
