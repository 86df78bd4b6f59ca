import type { Layout } from './innodb/layout.ts'
import { mirrorColumnName, mirrorTableName } from './names.ts'
import type { LoadForm } from './sql/load-form.ts'

/** A column of a seized table: its name and declaration as found, its name and type in the mirror. */
export interface Column {
  readonly name: string
  readonly column: string
  /** The declared type as written, null where only data was found. */
  readonly declared: string | null
  readonly type: 'text' | 'bytea'
  /** Character set of the column or its table, null where none is declared. */
  readonly charset: string | null
  /** A value that the database computes: dumps leave it out. */
  readonly generated: boolean
}

/** What a dump declares of a column. */
export type Declared = Pick<Column, 'name' | 'declared' | 'charset' | 'generated'>

/** A table met in a dump. It gets its place in the mirror with its first row, or at the end. */
export interface Table {
  readonly id: number
  readonly file: number
  readonly database: string | null
  readonly name: string
  columns: Column[]
  ddl: string | null
  /** Name in the mirror, null as long as it has no place there. */
  mirror: string | null
  rows: number
  /** How its literals are read: the client's character set, null when undeclared, whether a backslash escapes, and how
   * lines of text are cut into values. */
  client: {
    readonly charset: string | null
    readonly backslash: boolean
    readonly fields?: LoadForm
    /** How its records lie in pages of InnoDB. */
    readonly record?: Layout
  }
  /** Column orders of the INSERT statements that do not list all columns in order: from this offset on. */
  orders: { from: number; columns: number[] }[]
}

/** The tables of one exhibit: plain data that is part of the checkpoint. */
export interface Catalogue {
  tables: Table[]
  /** What stands before the names of a database's tables in the mirror, because one of them was taken. */
  prefixes: { file: number; database: string | null; prefix: string }[]
}

/** Columns a mirror table can have beside the mirror's own (PostgreSQL, documentation, "Limits"). */
export const mostColumns = 1590

/** No tables yet. */
export function openCatalogue(): Catalogue {
  return { tables: [], prefixes: [] }
}

/** The table that rows for this name belong to: the last one declared. */
export function findTable(c: Catalogue, file: number, database: string | null, name: string): Table | null {
  return c.tables.findLast((t) => t.name === name && t.database === database && t.file === file) ?? null
}

/** A table without columns that is part of no catalogue, for a first look at rows. */
export function noTable(): Table {
  return {
    id: -1,
    file: 0,
    database: null,
    name: '',
    columns: [],
    ddl: null,
    mirror: null,
    rows: 0,
    client: { charset: null, backslash: true },
    orders: [],
  }
}

/** Adds a table with these columns. */
export function addTable(
  c: Catalogue,
  file: number,
  database: string | null,
  name: string,
  declared: readonly Declared[],
  ddl: string | null,
): Table {
  const kept = ddl && ddl.length <= longestDdl ? ddl : null
  const table: Table = { ...noTable(), id: c.tables.length, file, database, name, ddl: kept }
  for (const d of declared.slice(0, mostColumns)) addColumn(table, d, holdsBytes(d))
  c.tables.push(table)
  return table
}

/** Adds a column at the end of a table. */
export function addColumn(table: Table, declared: Declared, binary: boolean): Column {
  const taken = new Set(table.columns.map((c) => c.column))
  const column: Column = {
    ...declared,
    column: mirrorColumnName(declared.name, taken),
    type: binary ? 'bytea' : 'text',
  }
  table.columns.push(column)
  return column
}

/** Databases that a server keeps for itself. */
const system = new Set(['mysql', 'sys', 'information_schema', 'performance_schema', 'phpmyadmin'])

/**
 * Gives a table its name in the mirror: its own in the first database met, `database.table` in any further one, so that
 * all tables of a board are named alike. In a further file names that are taken, in whatever database, get the file's number
 * before them.
 */
export function placeTable(c: Catalogue, table: Table): string {
  const placed = c.tables.filter((t) => t.mirror !== null)
  const { file, database } = table
  let prefix = c.prefixes.find((p) => p.file === file && p.database === database)?.prefix
  if (!prefix?.startsWith(`file${file}.`)) {
    const first = placed.find((t) => t.database === null || !system.has(t.database))
    const further = database !== null && (system.has(database) || (first !== undefined && first.database !== database))
    const own = prefix ?? (further ? `${database}.` : '')
    const taken = placed.some((t) => t.mirror === `${own}${table.name}` && t.file !== file)
    prefix = taken ? apart(c, file, database) : own
    c.prefixes = [...c.prefixes.filter((p) => p.file !== file || p.database !== database), { file, database, prefix }]
  }
  table.mirror = mirrorTableName(`${prefix}${table.name}`, new Set(placed.map((t) => t.mirror!)))
  return table.mirror
}

/** A prefix for the tables of a file that has names of another: two databases of one file are told apart too. */
function apart(c: Catalogue, file: number, database: string | null): string {
  const prefix = `file${file}.`
  const shared = c.prefixes.some((p) => p.file === file && p.database !== database && p.prefix === prefix)
  return shared ? `${prefix}${database}.` : prefix
}

/** Declarations longer than this are not kept as text; the bytes stay reachable. */
const longestDdl = 64 << 10

/** Types whose values are bytes, not text (MySQL manual, "Data Types"; MariaDB's VECTOR). */
const byteTypes =
  /^(tinyblob|blob|mediumblob|longblob|binary|varbinary|long\s+varbinary|char\s+byte|bit|geometry|point|linestring|polygon|multipoint|multilinestring|multipolygon|geomcollection|geometrycollection|vector)\b/i
const numberTypes =
  /^(tinyint|smallint|mediumint|int|integer|int[1-8]|middleint|bigint|decimal|dec|numeric|fixed|float|float4|float8|double|real|bool|boolean|serial|year)\b/i

/** True for a column whose values are bytes: a byte type, or characters of the character set `binary`. */
export function holdsBytes(d: Pick<Declared, 'declared' | 'charset'>): boolean {
  if (d.declared === null) return false
  return byteTypes.test(d.declared) || (d.charset === 'binary' && /^(char|varchar|\w*text)\b/i.test(d.declared))
}

/** True for a declared type that holds numbers. */
export function isNumberType(declared: string | null): boolean {
  return declared !== null && numberTypes.test(declared)
}

/** Width in bytes of a BIT column's values, 0 for any other type. */
export function bitWidth(declared: string | null): number {
  const m = /^bit\b\s*(?:\(\s*(\d+)\s*\))?/i.exec(declared ?? '')
  return m ? Math.ceil(Math.min(Number(m[1] ?? 1), 64) / 8) : 0
}

/** A column that only the rows tell of. */
export function undeclared(name: string): Declared {
  return { name, declared: null, charset: null, generated: false }
}

/** Keeps from where on rows give a table's columns in another order, so that their bytes can be read again. */
export function noteOrder(
  table: Table,
  { from, order }: { readonly from: number; readonly order: readonly number[] },
): void {
  const last = table.orders.at(-1)?.columns ?? table.columns.map((_, i) => i)
  if (last.length === order.length && last.every((column, i) => column === order[i])) return
  // The first order holds from the beginning: rows of one table may lie in several files.
  table.orders.push({ from: table.rows === 0 ? 0 : from, columns: [...order] })
}
