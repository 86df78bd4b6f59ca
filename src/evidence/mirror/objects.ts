import { addColumn, addTable, type Catalogue, type Table, undeclared } from './catalogue.ts'
import { decode, utf8 } from './charset.ts'
import { putRow } from './put.ts'
import type { Sink } from './source.ts'

/** An object under a key, as NodeBB keeps it whatever its database: text, `fields` as JSON. */
export type StoredObject =
  | { readonly kind: 'hash'; readonly fields: string }
  | { readonly kind: 'zset'; readonly members: readonly (readonly [value: string, score: string])[] }
  | { readonly kind: 'set'; readonly members: readonly string[] }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'string'; readonly text: string }

/** Where an object lies in its file. */
export interface Place {
  readonly offset: number
  readonly length: number
  /** The file it is in, where that is another than the one being read. */
  readonly file?: number
}

/** The tables of NodeBB on PostgreSQL (src/database/postgres/connection.js of the software), so that it is read alike from any database. */
const tables = {
  legacy_object: ['_key', 'type', 'expireAt'],
  legacy_hash: ['_key', 'data'],
  legacy_zset: ['_key', 'value', 'score'],
  legacy_set: ['_key', 'member'],
  legacy_list: ['_key', 'array'],
  legacy_string: ['_key', 'data'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** The tables of a catalogue by their names, up to one of them: an archive may have thousands, and each document asks for one. */
const known = new WeakMap<Catalogue, { readonly byName: Map<string, number>; to: number }>()

function tableCalled(catalogue: Catalogue, file: number, database: string | null, name: string): Table | null {
  const { tables } = catalogue
  const index = known.get(catalogue) ?? { byName: new Map<string, number>(), to: 0 }
  known.set(catalogue, index)
  const keyOf = (t: Pick<Table, 'file' | 'database' | 'name'>): string => `${t.file} ${t.database ?? ''}\0${t.name}`
  for (; index.to < tables.length; index.to++) index.byName.set(keyOf(tables[index.to]!), index.to)
  const found = tables[index.byName.get(keyOf({ file, database, name })) ?? -1]
  return found !== undefined && found.name === name ? found : null
}

/** The table of this name, made where it is not there yet; its columns are text. */
export function textTable(sink: Sink, name: string, columns: readonly string[], database: string | null = null): Table {
  const met = tableCalled(sink.catalogue, sink.file, database, name)
  if (met !== null) return met
  const table = addTable(sink.catalogue, sink.file, database, name, [], null)
  for (const column of columns) addColumn(table, undeclared(column), false)
  return table
}

/** Writes a row of texts. */
export function putTexts(sink: Sink, table: Table, values: readonly (string | null)[], at: Place): void {
  const order = table.columns.map((_, i) => i)
  const bytes = values.map((v) => (v === null ? null : decode(utf8, Buffer.from(v)).bytes))
  putRow(sink.tuples(table, order, at.file), bytes, at.offset, at.length)
}

/** Writes an object into the tables of its shape. Sorted sets are in no list of keys: some databases keep each member by itself. */
export function putObject(sink: Sink, key: string, object: StoredObject, expires: string | null, at: Place): void {
  for (const [name, columns] of Object.entries(tables)) textTable(sink, name, columns)
  const put = (name: keyof typeof tables, ...values: (string | null)[]) =>
    putTexts(sink, textTable(sink, name, tables[name]), values, at)
  if (object.kind !== 'zset') put('legacy_object', key, object.kind, expires)
  if (object.kind === 'hash') put('legacy_hash', key, object.fields)
  else if (object.kind === 'zset') for (const [value, score] of object.members) put('legacy_zset', key, value, score)
  else if (object.kind === 'set') for (const member of object.members) put('legacy_set', key, member)
  else if (object.kind === 'list') put('legacy_list', key, arrayText(object.items))
  else put('legacy_string', key, object.text)
}

/** A list as PostgreSQL writes it (documentation, "Array Input and Output Syntax"). */
function arrayText(items: readonly string[]): string {
  const quoted = items.map((item) =>
    item === '' || /[{}",\\\s]/.test(item) || /^null$/i.test(item) ? `"${item.replace(/["\\]/g, '\\$&')}"` : item,
  )
  return `{${quoted.join(',')}}`
}

/** A number without an exponent where it is whole, as PostgreSQL's numeric is written. */
export function numberText(value: number): string {
  return Number.isInteger(value) ? BigInt(value).toString() : String(value)
}

/** A moment as PostgreSQL writes it; what is no date is kept as milliseconds. */
export function momentText(milliseconds: bigint): string {
  const date = new Date(Number(milliseconds))
  if (Number.isNaN(date.getTime())) return String(milliseconds)
  return date
    .toISOString()
    .replace('T', ' ')
    .replace('Z', '')
    .replace(/\.000$/, '')
}
