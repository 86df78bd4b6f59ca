import type pg from 'pg'

/** A table that holds rows, as its catalogue declares it. */
export interface PgTable {
  readonly oid: number
  readonly schema: string
  readonly name: string
  readonly columns: readonly PgColumn[]
  /** Columns of the primary key. */
  readonly key: readonly string[]
  /** Columns that cannot be read without code of the seized server. */
  readonly foreign: readonly string[]
  readonly pages: number
}

interface PgColumn {
  readonly name: string
  readonly declared: string
  readonly collates: boolean
}

/** A type's row of pg_type, and in which language what writes its values out is. */
interface TypeRow {
  readonly oid: number
  readonly kind: string
  readonly element: number
  readonly base: number
  readonly internal: boolean
  readonly array: boolean
}

/** The lowest number of an object that is not the server's own (PostgreSQL source, access/transam.h). */
const firstNormal = 16384

/** Types whose values the server's own code writes: those of extensions would have to be loaded from the seized server. */
async function ownTypes(client: pg.Client): Promise<(oid: number) => boolean> {
  const { rows } = await client.query<TypeRow>(
    `SELECT t.oid AS oid, t.typtype AS kind, t.typelem AS element, t.typbasetype AS base,
            l.lanname = 'internal' AS internal, p.proname = 'array_out' AS array
       FROM pg_type t JOIN pg_proc p ON p.oid = t.typoutput JOIN pg_language l ON l.oid = p.prolang`,
  )
  const types = new Map(rows.map((r) => [r.oid, r]))
  const isOwn = (oid: number, depth = 0): boolean => {
    const type = types.get(oid)
    if (!type || depth > 20) return false
    if (type.kind === 'd') return isOwn(type.base, depth + 1)
    if (type.array && type.element !== 0) return isOwn(type.element, depth + 1)
    return type.internal && (type.kind === 'e' || type.kind === 'b' || oid < firstNormal)
  }
  return isOwn
}

/** Tables of a database that hold rows of their own, in the order of their names. */
export async function listTables(client: pg.Client, major: string): Promise<readonly PgTable[]> {
  const isOwn = await ownTypes(client)
  const generated = Number.parseFloat(major) >= 12 ? `a.attgenerated <> ''` : 'false'
  const { rows } = await client.query<{
    oid: number
    schema: string
    name: string
    pages: number
    columns: readonly { name: string; declared: string; type: number; collates: boolean; generated: boolean }[] | null
    key: readonly string[] | null
  }>(
    `SELECT c.oid AS oid, n.nspname AS schema, c.relname AS name, (pg_relation_size(c.oid) / 8192)::float8 AS pages,
            (SELECT json_agg(json_build_object('name', a.attname, 'declared', format_type(a.atttypid, a.atttypmod), 'type', a.atttypid::int8,
                                               'collates', a.attcollation <> 0, 'generated', ${generated}) ORDER BY a.attnum)
               FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
            (SELECT json_agg(a.attname ORDER BY k.n)
               FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, n)
               JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
              WHERE i.indrelid = c.oid AND i.indisprimary) AS key
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'`,
  )
  return rows
    .map((r): PgTable => {
      const stored = (r.columns ?? []).filter((c) => !c.generated)
      const columns = stored.filter((c) => isOwn(Number(c.type)))
      const key = (r.key ?? []).filter((k) => columns.some((c) => c.name === k))
      return {
        ...{ oid: r.oid, schema: r.schema, name: r.name, pages: r.pages, columns },
        // Without all of its columns, or with types of the user's own, a key gives no order.
        key:
          key.length === (r.key ?? []).length &&
          columns.every((c) => Number(c.type) < firstNormal || !key.includes(c.name))
            ? key
            : [],
        foreign: stored.filter((c) => !columns.includes(c)).map((c) => `${c.name} (${c.declared})`),
      }
    })
    .sort((a, b) => byText(a.schema, b.schema) || byText(a.name, b.name))
}

/** A name for SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** The table's name for SQL. */
export function qualified({ schema, name }: PgTable): string {
  return `${quoted(schema)}.${quoted(name)}`
}

/** How a table is declared, as pg_dump would write it as far as the mirror needs. */
export function declaration(table: PgTable): string {
  const columns = table.columns.map((c) => `    ${quoted(c.name)} ${c.declared}`)
  if (table.key.length > 0) columns.push(`    PRIMARY KEY (${table.key.map(quoted).join(', ')})`)
  return `CREATE TABLE ${qualified(table)} (\n${columns.join(',\n')}\n);\n\n`
}

/** The line before a table's rows. */
export function copyLine(table: PgTable): string {
  return `COPY ${qualified(table)} (${table.columns.map((c) => quoted(c.name)).join(', ')}) FROM stdin;\n`
}

/** The COPY that writes its rows; in the order of its key, byte by byte, or as they lie. */
export function copyOut(table: PgTable, ordered: boolean, where = ''): string {
  const columns = table.columns.map((c) => quoted(c.name)).join(', ')
  const key = table.key.map((k) => {
    const collates = table.columns.find((c) => c.name === k)?.collates ?? false
    return collates ? `${quoted(k)} COLLATE "C"` : quoted(k)
  })
  const order = ordered && key.length > 0 ? ` ORDER BY ${key.join(', ')}` : ''
  return `COPY (SELECT ${columns} FROM ONLY ${qualified(table)}${where}${order}) TO STDOUT`
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
