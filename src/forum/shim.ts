import { quoteName } from '../db/columns.ts'
import type { MirrorTable } from './detect.ts'
import type { ForumAdapter } from './forum.ts'

/** A board of a mirror as the SELECTs of its adapter see it. */
export interface Shim {
  readonly adapter: ForumAdapter
  /** The schema of the mirror. */
  readonly mirror: string
  readonly tables: ReadonlyMap<string, MirrorTable>
  /** Tables in which several rows share a name, with the columns of that name: joins see the first row only. */
  readonly repeated: Map<string, readonly string[]>
  /** The character set (PostgreSQL's name) that text is to be read anew from: a session needs `recoded` for it. */
  readonly recode?: string | null
}

/** Rows of a table after one and up to another. */
export interface RowRange {
  readonly table: string
  readonly after: number
  readonly upTo: number
}

const ownColumns = ['_row', '_file', '_offset', '_length']

/**
 * The SELECT with the tables it names before it, each with every column the adapter knows: as text, NULL where the
 * evidence has no such column, no rows where it has no such table.
 */
export function shimmed(shim: Shim, sql: string, range?: RowRange): string {
  const used = tableNames(shim.adapter).filter((name) => names(sql, name))
  const views = used.map((name) => `${quoteName(name)} AS NOT MATERIALIZED (${view(shim, name, range)})`)
  return views.length === 0 ? sql : `WITH ${views.join(',\n')}\n${sql}`
}

/** True where SQL names a table; seized names may hold any character. */
function names(sql: string, name: string): boolean {
  return /^\w+$/.test(name) ? new RegExp(`\\b${name}\\b`).test(sql) : sql.includes(quoteName(name))
}

/** All tables an adapter reads. */
export function tableNames(adapter: ForumAdapter): readonly string[] {
  return [...new Set([...Object.keys(adapter.needs), ...Object.keys(adapter.optional)])]
}

/** All columns an adapter knows of a table. */
export function columnNames(adapter: ForumAdapter, table: string): readonly string[] {
  return [...new Set([...(adapter.needs[table] ?? []), ...(adapter.optional[table] ?? [])])]
}

/** What a column is called in the evidence, in lower case. */
export function calledColumn(adapter: ForumAdapter, table: string, column: string): string {
  return adapter.called?.[`${table}.${column}`] ?? column
}

function view(shim: Shim, name: string, range: RowRange | undefined): string {
  const table = shim.tables.get(name)
  const known = columnNames(shim.adapter, name)
  if (table === undefined) {
    const none = known.map((column) => `NULL::text AS ${exposed(column)}`)
    return `SELECT NULL::bigint AS _row, NULL::int AS _file, NULL::bigint AS _offset, NULL::int AS _length, ${none.join(', ')} WHERE false`
  }
  const packed = new Set(shim.adapter.packed ?? [])
  const said = (of: MirrorTable, column: string, isPacked: boolean): string => {
    const found = expression(of, column, isPacked)
    // Text without a character beyond ASCII is the same in every set.
    return shim.recode && !isPacked && found !== 'NULL::text'
      ? `CASE WHEN octet_length(${found}) = length(${found}) THEN ${found} ELSE pg_temp.recoded(${found}, '${shim.recode}') END`
      : found
  }
  const called = (column: string): string => calledColumn(shim.adapter, name, column)
  const columns = [
    ...ownColumns,
    ...known.map((c) => `${said(table, called(c), packed.has(`${name}.${c}`))} AS ${exposed(c)}`),
  ]
  const from = `${quoteName(shim.mirror)}.${quoteName(table.name)}`
  if (range?.table === name)
    return `SELECT ${columns.join(', ')} FROM ${from} WHERE _row > ${range.after} AND _row <= ${range.upTo}`
  const key = shim.repeated.get(name)?.map((column) => expression(table, called(column)))
  return key
    ? `SELECT DISTINCT ON (${key.join(', ')}) ${columns.join(', ')} FROM ${from} ORDER BY ${key.join(', ')}, _row`
    : `SELECT ${columns.join(', ')} FROM ${from}`
}

/** `pf_*` is seen as `pf_json`. */
function exposed(column: string): string {
  return column.endsWith('*') ? `${column.slice(0, -1)}json` : column
}

/** PostgreSQL takes at most 100 arguments for a function. */
const pairsAtOnce = 40

function expression(table: MirrorTable, column: string, packed = false): string {
  if (!column.endsWith('*')) {
    const found = table.columns.find((c) => c.name.toLowerCase() === column)
    if (found === undefined) return 'NULL::text'
    if (!packed) return asText(found)
    if (found.type === 'bytea') return `encode(${quoteName(found.column)}, 'hex')`
    return /^(?:big)?int/i.test(found.declared ?? '') ? numbered(quoteName(found.column)) : asText(found)
  }
  const start = column.slice(0, -1)
  const found = table.columns.filter((c) => c.name.toLowerCase().startsWith(start))
  const pairs = found.map((c) => `'${c.name.toLowerCase().replaceAll("'", "''")}', ${asText(c)}`)
  const objects = Array.from(
    { length: Math.ceil(pairs.length / pairsAtOnce) },
    (_, i) => `jsonb_build_object(${pairs.slice(i * pairsAtOnce, (i + 1) * pairsAtOnce).join(', ')})`,
  )
  return objects.length === 0 ? `'{}'::text` : `(${objects.join(' || ')})::text`
}

/** The address behind a whole number (MySQL's INET_ATON), which older versions keep where later ones pack it. */
function numbered(column: string): string {
  return `CASE WHEN ${column} !~ '^[1-9][0-9]{0,9}$' THEN nullif(${column}, '0') WHEN ${column}::bigint < 4294967296 THEN host('0.0.0.0'::inet + ${column}::bigint) ELSE ${column} END`
}

function asText(column: MirrorTable['columns'][number]): string {
  const name = quoteName(column.column)
  return column.type === 'bytea' ? `pg_temp.readable(${name})` : name
}

/** Reads bytes as UTF-8 where they are, else as Latin-1; made for the session, so that the schema stays as it is. */
export const readable = `CREATE OR REPLACE FUNCTION pg_temp.readable(bytes bytea) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN convert_from(bytes, 'UTF8');
EXCEPTION WHEN character_not_in_repertoire OR untranslatable_character THEN
  RETURN convert_from(convert(replace(encode(bytes, 'escape'), '\\\\000', '␀')::bytea, 'LATIN1', 'UTF8'), 'UTF8');
END $$`

/** True where a session needs `readable`. */
export function holdsBytes(shim: Pick<Shim, 'adapter' | 'tables'>): boolean {
  return tableNames(shim.adapter).some((name) => {
    const known = columnNames(shim.adapter, name).map((column) => calledColumn(shim.adapter, name, column))
    const columns = shim.tables.get(name)?.columns ?? []
    return columns.some(
      (c) =>
        c.type === 'bytea' &&
        known.some((k) => (k.endsWith('*') ? c.name.startsWith(k.slice(0, -1)) : k === c.name.toLowerCase())),
    )
  })
}
