import { columnOf, mostSdiColumns, type SdiColumn } from './column.ts'
import type { Field, Layout } from './layout.ts'
import type { DictionaryObject } from './sdi.ts'
import { listOf, numberOf, pairNumber, pairsOf, type Told, textOf, told } from './told.ts'

/** A table that a tablespace holds rows of. */
export interface StoredTable {
  readonly schema: string
  readonly name: string
  /** Tables that a server keeps for its own work are hidden; 1 for those of users. */
  readonly hidden: number
  /** The columns that the mirror has, in their order. */
  readonly columns: readonly SdiColumn[]
  readonly layout: Layout
  /** The clustered index in this tablespace: its number and its first page. */
  readonly index: number
  readonly root: number
  readonly ddl: string
  /** Its rows in this file are those of one partition. */
  readonly partition: boolean
}

/** A table that cannot be read, and why. */
export interface Unread {
  readonly name: string
  readonly why: string
  readonly object: DictionaryObject
}

const mostElements = 8192
/** Length of an element of an index that is the whole column. */
const whole = 0xffffffff
/** Row formats (MySQL source, sql/dd/types/table.h, enum_row_format). */
const [compressed, redundant] = [3, 4]

/** Reads the description of a table whose rows lie in the tablespace of this number. */
export function tableOf(object: DictionaryObject, space: number): StoredTable | Unread {
  const dd = told(told(object.content).dd_object)
  const [schema, name] = [textOf(dd.schema_ref) || 'unknown', textOf(dd.name) || `table ${object.id}`]
  const unread = (why: string): Unread => ({ name: `${schema}.${name}`, why, object })
  if (numberOf(dd.row_format) === compressed) return unread('its row format is COMPRESSED')
  const described = listOf(dd.columns, mostSdiColumns).map(columnOf)
  const place = placeOf(dd, space)
  if (place === null) return unread('its description names no clustered index in this file')
  const stored = listOf(place.described.elements, mostElements).flatMap((e) => {
    const at = numberOf(e.column_opx, -1)
    const column = described[at]
    return column === undefined ? [] : [{ at, column, length: numberOf(e.length, whole) }]
  })
  const shown = described.filter((c) => c.shown && !c.name.startsWith('!hidden!_dropped') && c.name !== '')
  const columns = [...shown, ...described.filter((c) => c.shown && !shown.includes(c))]
  const fields = fieldsOf(described, columns, stored)
  if (typeof fields === 'string') return unread(`the type of its column ${fields} is not known`)
  if (fields.length === 0) return unread('its description lists no columns')
  const first = place.first === undefined ? undefined : fields.filter((f) => f.otherwise === undefined).length
  const changing = first !== undefined || fields.some((f) => f.added !== undefined || f.dropped !== undefined)
  const layout: Layout = {
    fields,
    ...(numberOf(dd.row_format) === redundant && { redundant: true as const }),
    ...(changing && { changing: true as const }),
    ...(first !== undefined && { first }),
  }
  const ddl = declaration(name, columns, described, listOf(dd.indexes, 128))
  return {
    ...{ schema, name, hidden: numberOf(dd.hidden, 1), columns, layout },
    ...{ index: place.index, root: place.root, ddl, partition: place.partition },
  }
}

interface Stored {
  readonly at: number
  readonly column: SdiColumn
  readonly length: number
}

/** The fields in the order of a record; the name of a column whose type is not known. */
function fieldsOf(
  described: readonly SdiColumn[],
  columns: readonly SdiColumn[],
  stored: readonly Stored[],
): readonly Field[] | string {
  const fields: { readonly field: Field; readonly position: number | undefined }[] = []
  const add = (c: SdiColumn, prefix: number): string | null => {
    if (c.field === null) return c.name
    const { fixed, most } = c.field
    const cut = { fixed: Math.min(fixed, prefix), most: most > 0 ? Math.min(most, prefix) : prefix, column: -1 }
    const field = prefix === whole ? { ...c.field, column: columns.indexOf(c) } : { ...c.field, ...cut }
    fields.push({ field, position: prefix === whole ? c.position : undefined })
    return null
  }
  const done = new Set<SdiColumn>()
  for (const { column, length } of stored) {
    if (column.virtual) continue
    const limit = column.field === null ? 0 : column.field.most
    const prefix = length !== whole && length !== 0 && (limit === 0 || length < limit) && isCut(column) ? length : whole
    if (prefix === whole && done.has(column)) continue
    const unknown = add(column, prefix)
    if (unknown !== null) return unknown
    if (prefix === whole) done.add(column)
  }
  // Columns that were dropped in place are in no index any more, but in rows.
  for (const column of described) {
    if (done.has(column) || column.virtual) continue
    const unknown = add(column, whole)
    if (unknown !== null) return unknown
  }
  if (fields.every((f) => f.position !== undefined)) fields.sort((a, b) => a.position! - b.position!)
  return fields.map((f) => f.field)
}

/** Only of texts and bytes an index may hold the beginning alone. */
function isCut({ field }: SdiColumn): boolean {
  return field !== null && ['text', 'char', 'bytes'].includes(field.kind)
}

/** The clustered index of the table, or of its partition whose rows lie in this tablespace. */
function placeOf(dd: Told, space: number) {
  const indexes = listOf(dd.indexes, 128)
  const described = indexes[0]
  if (described === undefined) return null
  const parts = listOf(dd.partitions, 16_384).flatMap((p) => [p, ...listOf(p.subpartitions, 16_384)])
  const owners: readonly Told[] = [...parts, dd]
  for (const owner of owners) {
    const pairs = pairsOf(told(listOf(owner.indexes, 1)[0]).se_private_data)
    const [index, root] = [pairNumber(pairs, 'id'), pairNumber(pairs, 'root')]
    if (index === undefined || root === undefined || pairNumber(pairs, 'space_id') !== space) continue
    const first = pairNumber(pairsOf(dd.se_private_data), 'instant_col')
    const own = pairNumber(pairsOf(owner.se_private_data), 'instant_col')
    return { described, index, root, first: own ?? first, partition: owner !== dd }
  }
  return null
}

/** A declaration of the table, for people to read. */
function declaration(
  name: string,
  columns: readonly SdiColumn[],
  described: readonly SdiColumn[],
  indexes: readonly Told[],
): string {
  const quoted = (text: string): string => `\`${text.replaceAll('`', '``')}\``
  const lines = columns.map((c) => `  ${quoted(c.name)} ${c.declared}${c.nullable ? '' : ' NOT NULL'}`)
  const words: Readonly<Record<number, string>> = {
    1: 'PRIMARY KEY',
    2: 'UNIQUE KEY',
    4: 'FULLTEXT KEY',
    5: 'SPATIAL KEY',
  }
  for (const index of indexes) {
    if (index.hidden === true) continue
    const own = listOf(index.elements, 64).filter((e) => e.hidden !== true)
    const names = own.map((e) => quoted(described[numberOf(e.column_opx, -1)]?.name ?? ''))
    const kind = numberOf(index.type)
    const called = kind === 1 ? '' : ` ${quoted(textOf(index.name))}`
    lines.push(`  ${words[kind] ?? 'KEY'}${called} (${names.join(',')})`)
  }
  return `CREATE TABLE ${quoted(name)} (\n${lines.join(',\n')}\n)`
}
