import { readDocument } from './bson/read-document.ts'
import { type Column, noTable, type Table } from './catalogue.ts'
import { decode } from './charset.ts'
import { needRoom } from './codes.ts'
import type { Layout } from './innodb/layout.ts'
import { readInnodbRecord } from './innodb/read-record.ts'
import { scanCopyRow } from './pg/copy-row.ts'
import { scanInsertRow } from './pg/insert-row.ts'
import { splitCopy, splitInsert } from './pg/split.ts'
import { columnCodec, makePlan, type Plan } from './plan.ts'
import { readKey } from './rdb/read-key.ts'
import { type LoadForm, usualForm } from './sql/load-form.ts'
import { bytesOf, readLoadRow } from './sql/load-row.ts'
import { decodeName } from './sql/names.ts'
import { splitTuple } from './sql/split.ts'
import { scanTuple } from './sql/tuple.ts'
import { readCell } from './sqlite/read-cell.ts'
import { moreRoom, openTuples, prefixBytes } from './tuples.ts'
import { feed, openWindow } from './window.ts'
import { unescapeXml } from './xml/entities.ts'
import { fieldTags, scanXmlRow } from './xml/row.ts'

/** A column as evidence.mirror_table tells of it. */
export interface MirrorColumn {
  readonly name: string
  readonly column: string
  readonly type: string
  readonly declared?: string | null
  readonly charset?: string | null
  /** The client's character set when the row was written, null when the dump does not say. */
  readonly client?: string | null
  /** How lines of text are cut into values, where rows are such lines. */
  readonly fields?: LoadForm
  /** How records lie in pages of InnoDB: with the first column, for all. */
  readonly record?: Layout
  /** False where a backslash is no escape. */
  readonly backslash?: boolean
  /** From which offset on the column's value stands at which place of a row, -1 for none; absent: all in order. */
  readonly places?: readonly (readonly [from: number, place: number])[]
}

/** One value of a row: the bytes it is written in, counted from the row's first byte, and what they say. */
export interface Field {
  readonly column: string
  readonly start: number
  readonly end: number
  readonly value: string | Uint8Array | null
  /** The value goes on elsewhere in the file: here is its beginning. */
  readonly cut?: boolean
}

/** How rows are written: MySQL's tuples, elements of XML, PostgreSQL's COPY text and tuples, cells of SQLite, lines for LOAD DATA, documents of BSON, keys of Redis, or records of InnoDB. */
export type RowForm = 'sql' | 'xml' | 'pg' | 'sqlite' | 'innodb' | 'load' | 'bson' | 'rdb'

const forms: Readonly<Record<string, RowForm>> = {
  'mysqldump-xml': 'xml',
  'pg-dump': 'pg',
  'pg-dump-rows': 'pg',
  'mysql-rows': 'load',
  mongodump: 'bson',
  'redis-rdb': 'rdb',
  sqlite: 'sqlite',
  innodb: 'innodb',
  'sqlite-wal': 'sqlite',
}

/** How rows of a source (evidence.file) are written. */
export function rowForm(source: string): RowForm {
  return forms[source] ?? 'sql'
}

/**
 * Reads one row again from its bytes, as the mirror did, with the bytes of each value; null when they are no row of
 * these columns. `offset` is the row's place in the file.
 */
export function readRow(
  row: Uint8Array,
  form: RowForm,
  columns: readonly MirrorColumn[],
  offset = 0,
): readonly Field[] | null {
  if (form === 'xml') return readXml(row, columns)
  if (form === 'sqlite') return readSqlite(row, columns, offset)
  if (form === 'innodb') return readInnodb(row, columns)
  if (form === 'bson') return readDocument(row, columns)
  if (form === 'rdb') return readKey(row, columns)
  if (form === 'load') return readLoad(row, columns, offset)
  return form === 'pg' ? readPg(row, columns, offset) : readSql(row, columns, offset)
}

/** A line of COPY text ends with its line break, a row of an INSERT with its bracket. */
function readPg(row: Uint8Array, columns: readonly MirrorColumn[], offset: number): readonly Field[] | null {
  const listed = columnsAt(columns, offset)
  const backslash = columns[0]?.backslash ?? true
  const copy = row.at(-1) === 0x0a
  const pieces = listed.length === 0 ? [] : copy ? splitCopy(row) : splitInsert(row, backslash)
  const scan = copy ? scanCopyRow : scanInsertRow
  const values = tupleValues(row, listed, backslash, (w, plan) => scan(w, 0, plan, plan.tuples))
  if (values === null || values.length !== listed.length || pieces.length !== listed.length) return null
  return listed.map((c, i) => ({ column: c.column, start: pieces[i]!.start, end: pieces[i]!.end, value: values[i]! }))
}

/** A line of the text that LOAD DATA reads. */
function readLoad(row: Uint8Array, columns: readonly MirrorColumn[], offset: number): readonly Field[] | null {
  const listed = columnsAt(columns, offset)
  const found = readLoadRow(row, 0, row.length, bytesOf(columns[0]?.fields ?? usualForm), true)
  if (typeof found === 'string' || found.end !== row.length || found.values.length !== listed.length) return null
  return found.values.map(({ start, end, value }, i) => {
    const column = columnOf(listed[i]!)
    const held =
      value === null || column.type === 'bytea'
        ? value
        : decode(columnCodec(column, columns[0]?.client ?? null), value).bytes
    const text = held === null || column.type === 'bytea' ? held : Buffer.from(held).toString('utf8')
    return { column: column.column, start, end, value: text }
  })
}

function readInnodb(row: Uint8Array, columns: readonly MirrorColumn[]): readonly Field[] | null {
  const layout = columns[0]?.record
  return layout === undefined ? null : readInnodbRecord(row, columns.map(columnOf), layout)
}

/** The row's number is not among a record's values; the declaration says which column it is. */
function readSqlite(row: Uint8Array, columns: readonly MirrorColumn[], offset: number): readonly Field[] | null {
  const listed = columnsAt(columns, offset).map((c) => ({
    column: c.column,
    type: columnOf(c).type,
    alias: c.declared === 'INTEGER PRIMARY KEY',
  }))
  return readCell(row, listed, columns[0]?.client ?? 'utf8')
}

function readSql(row: Uint8Array, columns: readonly MirrorColumn[], offset: number): readonly Field[] | null {
  const listed = columnsAt(columns, offset)
  const backslash = columns[0]?.backslash ?? true
  const pieces = splitTuple(row, backslash)
  const values = tupleValues(row, listed, backslash, (w, plan) => scanTuple(w, 0, plan, plan.tuples))
  if (values === null || values.length !== listed.length || pieces.length !== listed.length) return null
  return listed.map((c, i) => ({ column: c.column, start: pieces[i]!.start, end: pieces[i]!.end, value: values[i]! }))
}

/** The columns that a row at this offset has values for, in their order. */
function columnsAt(columns: readonly MirrorColumn[], offset: number): readonly MirrorColumn[] {
  const placed = columns.map((column, i) => ({
    column,
    place: column.places?.findLast(([from]) => from <= offset)?.[1] ?? i,
  }))
  return placed
    .filter((p) => p.place >= 0)
    .sort((a, b) => a.place - b.place)
    .map((p) => p.column)
}

function readXml(row: Uint8Array, columns: readonly MirrorColumn[]): readonly Field[] | null {
  const text = Buffer.from(row.buffer, row.byteOffset, row.length).toString('latin1')
  const tags = [...text.matchAll(/<field name="([^"]*)"([^>]*?)(?:\/>|>([^<]*)<\/field>)/g)]
  const listed = tags.flatMap((m) => columns.find((c) => c.name === unescapeXml(decodeName(m[1]!))) ?? [])
  const names = fieldTags(listed.map((c) => c.name))
  const values = tupleValues(row, listed, false, (w, plan) => scanXmlRow(w, 0, plan, names, plan.tuples))
  if (values === null || values.length !== listed.length || tags.length !== listed.length) return null
  return listed.map((c, i) => {
    const { 0: tag, 3: content, index } = tags[i]!
    const start = content === undefined ? index : index + tag.length - content.length - '</field>'.length
    return { column: c.column, start, end: start + (content ?? tag).length, value: values[i]! }
  })
}

/** Runs a reader over one row and takes apart what it wrote. */
function tupleValues(
  row: Uint8Array,
  columns: readonly MirrorColumn[],
  backslash: boolean,
  scan: (w: ReturnType<typeof openWindow>, plan: Plan) => number,
): (string | Uint8Array | null)[] | null {
  const w = openWindow(0)
  feed(w, row)
  w.final = true
  const table: Table = { ...noTable(), columns: columns.map(columnOf) }
  const order = columns.map((_, i) => i)
  const plan = makePlan(table, order, openTuples(table, [], 0), { charset: columns[0]?.client ?? null, backslash })
  let end = scan(w, plan)
  while (end === needRoom) {
    moreRoom(plan.tuples)
    end = scan(w, plan)
  }
  if (end !== row.length) return null
  const { out, view } = plan.tuples
  const values: (string | Uint8Array | null)[] = []
  for (let i = prefixBytes, n = 0; i < plan.next; n++) {
    const length = view.getInt32(i)
    i += 4
    const raw = length < 0 ? null : out.slice(i, i + length)
    i += Math.max(length, 0)
    values.push(raw === null || columns[n]?.type === 'bytea' ? raw : Buffer.from(raw).toString('utf8'))
  }
  return values
}

function columnOf(c: MirrorColumn): Column {
  return {
    name: c.name,
    column: c.column,
    declared: c.declared ?? null,
    type: c.type === 'bytea' ? 'bytea' : 'text',
    charset: c.charset ?? null,
    generated: false,
  }
}
