import { isIP } from 'node:net'
import type { ClientBase } from 'pg'
import { quoteName } from '../../db/columns.ts'
import { passwordScheme } from '../../model/password.ts'
import type { MirrorTable } from '../detect.ts'
import type { Only } from './mapping.ts'
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

/** A table as its first rows show it, or as much of it as one column tells apart. */
export interface TableShape {
  readonly name: string
  readonly rows: number
  readonly key: string | null
  readonly columns: readonly ColumnShape[]
  readonly only?: Only
  /** Where one column says what the other's value is: the names that stand for addresses. */
  readonly pairs?: { readonly key: string; readonly value: string; readonly addresses: readonly string[] }
}

/** So many rows are looked at. */
const looked = 500
/** Of a longer value so many characters. */
const longest = 2000
/** Wider tables are configuration, not entities. */
const mostColumns = 150

/** Kinds of rows that one column may tell apart. */
const mostKinds = 60
/** Rows in which these, and values under a key, are looked for. */
const scanned = 1_000_000

/** Looks at the first rows of a seized table, or of those that one column tells apart; the session needs `readable`. */
export async function shapeOf(
  db: ClientBase,
  exhibit: number,
  table: MirrorTable,
  only?: Only & { readonly rows: number },
): Promise<TableShape> {
  const columns = table.columns.slice(0, mostColumns)
  const list = columns.map((c, i) => `left(${asText(c)}, ${longest}) AS "${i}"`)
  const of = only && columns.find((c) => c.name === only.column)
  const where = of ? `WHERE ${asText(of)} = ANY ($1)` : ''
  const { rows } = await db.query<Record<string, string | null>>(
    `SELECT ${list.join(', ') || 'NULL'} FROM ${place(exhibit, table)} ${where} ORDER BY _row LIMIT ${looked}`,
    of ? [only!.is] : [],
  )
  const shapes = columns.map((c, i) =>
    columnShape(
      c.name,
      rows.map((row) => row[String(i)] ?? null),
    ),
  )
  return {
    name: table.name,
    rows: only?.rows ?? table.rows,
    key: keyOf(table.ddl ?? '', shapes),
    columns: shapes,
    ...(only ? { only: { column: only.column, is: only.is } } : {}),
  }
}

/** The kinds of rows that a column called like one tells apart, each with how many there are. */
export async function kindsOf(
  db: ClientBase,
  exhibit: number,
  table: MirrorTable,
): Promise<readonly (Only & { readonly rows: number })[]> {
  const column = table.columns.find((c) => /(?:^|[^a-z]|post|node|item)(?:type|kind|class)$/i.test(c.name))
  if (!column) return []
  const { rows } = await db.query<{ is: string; rows: number }>(
    `SELECT kind AS is, count(*)::int AS rows FROM (SELECT left(${asText(column)}, 60) AS kind FROM ${place(exhibit, table)} LIMIT ${scanned}) all_of
      WHERE kind ~ '[[:alpha:]]{3}' GROUP BY kind ORDER BY count(*) DESC, kind COLLATE "C" LIMIT ${mostKinds}`,
  )
  return rows.map((r) => ({ column: column.name, is: [r.is], rows: r.rows }))
}

/** Where one column says what another's value is, as software keeps what it has no column for. */
export async function pairsOf(
  db: ClientBase,
  exhibit: number,
  table: MirrorTable,
): Promise<TableShape['pairs'] | undefined> {
  const [key, value] = [/^(?:.*_)?(?:key|field|field_?name|name)$/i, /^(?:.*_)?value$/i].map((called) =>
    table.columns.find((c) => called.test(c.name)),
  )
  if (!key || !value || table.columns.length > 8) return undefined
  const { rows } = await db.query<{ name: string }>(
    `SELECT name FROM (SELECT left(${asText(key)}, 200) AS name, ${asText(value)} ~ '^([0-9]{1,3}[.]){3}[0-9]{1,3}$|^[0-9a-fA-F]*:[0-9a-fA-F:]+$' AS address
       FROM ${place(exhibit, table)} WHERE ${asText(value)} <> '' LIMIT ${scanned}) all_of
      WHERE name <> '' GROUP BY name HAVING avg(address::int) > 0.8 ORDER BY name COLLATE "C" LIMIT 20`,
  )
  return { key: key.name, value: value.name, addresses: rows.map((r) => r.name) }
}

function place(exhibit: number, table: MirrorTable): string {
  return `${quoteName(`mirror_${exhibit}`)}.${quoteName(table.name)}`
}

function asText({ column, type }: MirrorTable['columns'][number]): string {
  return type === 'bytea' ? `pg_temp.readable(${quoteName(column)})` : quoteName(column)
}

/** How much of a value is shown as an example. */
const shown = 80

/** What is called like a secret is shown nowhere. */
export const secret =
  /pass|pwd|pw$|salt|hash|token|secret|session|cookie|auth(?!or)|api_?key|private_?key|(?:^|[^a-z])key$|(?:activ|confirm|verif|reset|login|recover|pwf|unsub)[a-z]*_?code/i

/** The beginning of one value of each column; none of what may be a secret. */
export function examplesOf(
  shape: TableShape | undefined,
): readonly { readonly column: string; readonly value: string }[] {
  return (shape?.columns ?? []).flatMap(({ name, values, hash }) => {
    const value = values.find((v) => v !== '0') ?? values[0]
    const hidden = hash > 0.2 || (secret.test(name) && name !== shape?.pairs?.key)
    return value === undefined || hidden
      ? []
      : [{ column: name, value: value.length > shown ? `${value.slice(0, shown)}…` : value }]
  })
}

/** What values of a column look like. */
export function columnShape(name: string, values: readonly (string | null)[]): ColumnShape {
  const filled = values.filter((v): v is string => v !== null && v !== '')
  const share = (test: (v: string) => boolean, of = filled): number =>
    of.length === 0 ? 0 : of.filter(test).length / of.length
  return {
    name,
    filled: values.length === 0 ? 0 : filled.length / values.length,
    distinct: filled.length === 0 ? 0 : new Set(filled).size / filled.length,
    whole: share((v) => /^\d{1,18}$/.test(v)),
    email: share((v) => /^[^@\s]{1,64}@[^@\s]+\.[a-z]{2,}$/i.test(v)),
    address: share((v) => isIP(v) !== 0),
    // 0 is no time.
    time: share(
      isTime,
      filled.filter((v) => v !== '0'),
    ),
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
