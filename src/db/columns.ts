import type { ClientBase } from 'pg'

/**
 * Types that rows are copied as, and the JavaScript values that stand for them (null or undefined: NULL):
 * - int2, int4, float8: number; int8: number or bigint in, number out (see `int8` of types.ts)
 * - text: string without NUL; a lone surrogate becomes U+FFFD, as in every UTF-8 encoder
 * - timestamptz: RFC 3339 text, Date, or seconds since 1970 in; RFC 3339 text in UTC out (see `timestamptz` of types.ts)
 * - date: YYYY-MM-DD; jsonb: any JSON value; bytea: Uint8Array; inet: address text, `/bits` where it is a network
 */
export type ColumnType =
  | 'int2'
  | 'int4'
  | 'int8'
  | 'float8'
  | 'bool'
  | 'text'
  | 'timestamptz'
  | 'date'
  | 'jsonb'
  | 'bytea'
  | 'inet'
  | 'text[]'
  | 'int4[]'
  | 'int8[]'

/** A column of a COPY. */
export interface Column {
  readonly name: string
  readonly type: ColumnType
}

/** PostgreSQL's names of those types, as in pg_type. */
const typesByName: Readonly<Record<string, ColumnType>> = {
  int2: 'int2',
  int4: 'int4',
  int8: 'int8',
  float8: 'float8',
  bool: 'bool',
  text: 'text',
  varchar: 'text',
  timestamptz: 'timestamptz',
  date: 'date',
  jsonb: 'jsonb',
  bytea: 'bytea',
  inet: 'inet',
  _text: 'text[]',
  _int4: 'int4[]',
  _int8: 'int8[]',
}

/** Quotes an identifier for SQL. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** The columns of a table in order, with the types they are copied as. */
export async function tableColumns(client: ClientBase, table: string): Promise<readonly Column[]> {
  const found = await client.query<{ name: string; type: string }>(
    `SELECT a.attname AS name, t.typname AS type
     FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
     WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     ORDER BY a.attnum`,
    [table],
  )
  return found.rows.map(({ name, type }) => {
    const known = typesByName[type]
    if (!known) throw new Error(`${table}.${name}: columns of type ${type} are not copied`)
    return { name, type: known }
  })
}
