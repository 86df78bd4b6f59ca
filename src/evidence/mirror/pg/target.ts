import { addColumn, addTable, findTable, mostColumns, noteOrder, type Table, undeclared } from '../catalogue.ts'
import { makePlan, type Plan } from '../plan.ts'
import { type Cursor, report, type Target } from './cursor.ts'
import type { Header } from './header.ts'
import type { QualifiedName } from './names.ts'

/**
 * Where the catalogue keeps tables of a schema: those of `public` by their database, others by `database.schema`. In the
 * mirror they are called as they are; before those of another schema, or of a further database, stands its name.
 */
export function spaceOf(c: Cursor, place: QualifiedName): string | null {
  const schema = place.schema ?? c.at.schema
  const { at, sink } = c
  const space = schema === 'public' ? at.database : at.database === null ? schema : `${at.database}.${schema}`
  if (!at.databases.includes(at.database)) at.databases.push(at.database)
  const { catalogue, file } = sink
  if (!catalogue.prefixes.some((p) => p.file === file && p.database === space)) {
    const further = at.database !== null && at.databases[0] !== at.database ? `${at.database}.` : ''
    catalogue.prefixes.push({ file, database: space, prefix: schema === 'public' ? further : `${further}${schema}.` })
  }
  return space
}

/** Finds the table and columns that a COPY or INSERT speaks of; what is not declared is left for its first row. */
export function beginTarget(c: Cursor, header: Header, from: number): Target {
  const space = spaceOf(c, header.place)
  const table = findTable(c.sink.catalogue, c.sink.file, space, header.place.name)
  const target: Target = {
    space,
    name: header.place.name,
    listed: header.columns,
    table: table?.id ?? null,
    order: [],
    from: c.w.base + from,
  }
  if (table) target.order = orderOf(c, table, header.columns, from)
  return target
}

/** The columns the values stand for: those listed, or all. Columns that nobody declared are added. */
function orderOf(c: Cursor, table: Table, listed: readonly string[] | null, at: number): readonly number[] {
  if (listed === null) return table.columns.map((_, i) => i)
  const places = new Map(table.columns.map((col, i) => [col.name, i]))
  const order = listed.map((name) => {
    const known = places.get(name)
    places.delete(name)
    if (known !== undefined) return known
    if (table.columns.length >= mostColumns) return -1
    addColumn(table, undeclared(name), false)
    const detail = `Rows of ${table.name} fill a column ${name} that its CREATE TABLE does not declare; it was added`
    report(c, 'warning', 'column-added', detail, at, at)
    c.sink.widened(table, table.columns.length - 1)
    return table.columns.length - 1
  })
  if (!order.includes(-1)) return order
  const detail = `Rows of ${table.name} have more columns than the mirror can hold (${mostColumns}); they are left out`
  report(c, 'loss', 'too-many-columns', detail, at, at)
  return order.filter((i) => i >= 0)
}

/** The plan for the current target's rows, or null when its table is still unknown. */
export function planOf(c: Cursor): Plan | null {
  const { at, sink } = c
  if (c.plan || !at.target || at.target.table === null) return c.plan
  const table = sink.catalogue.tables[at.target.table]!
  const rules = { charset: at.charset, backslash: at.backslash }
  c.plan = makePlan(table, at.target.order, sink.tuples(table, at.target.order), rules)
  if (table.rows === 0) table.client = rules
  noteOrder(table, at.target)
  return c.plan
}

/** Declares the table from its first row of so many values, where no CREATE TABLE came before. */
export function defineFromRow(c: Cursor, values: number, from: number): void {
  const target = c.at.target!
  const names = (target.listed ?? Array.from({ length: values }, (_, i) => `c${i + 1}`)).slice(0, mostColumns)
  const table = addTable(c.sink.catalogue, c.sink.file, target.space, target.name, [], null)
  for (const name of names) addColumn(table, undeclared(name), false)
  const how = target.listed ? 'as they are listed' : `c1 to c${names.length}`
  const detail = `Rows of ${table.name} come without its CREATE TABLE; columns are named ${how}, and bytes stay as text`
  report(c, 'warning', 'table-undeclared', detail, from, from)
  target.table = table.id
  target.order = names.map((_, i) => i)
}

/** Turns to all columns that are not computed, when that is how many values the rows have. */
export function leaveOutGenerated(c: Cursor, values: number): boolean {
  const { target } = c.at
  if (!target || !c.plan || target.listed !== null) return false
  const stored = c.plan.table.columns.flatMap((col, i) => (col.generated ? [] : [i]))
  if (stored.length !== values || stored.length === c.plan.order.length) return false
  target.order = stored
  c.plan = null
  return true
}

/** Adds columns for values beyond those that a damaged CREATE TABLE still declares. */
export function addMissing(c: Cursor, values: number): boolean {
  const { target } = c.at
  if (!target || !c.plan || target.listed !== null || !c.at.partial.includes(c.plan.table.id)) return false
  const { table } = c.plan
  if (values <= table.columns.length || values > mostColumns || table.rows > 0) return false
  for (let n = table.columns.length + 1; n <= values; n++) addColumn(table, undeclared(`c${n}`), false)
  const detail = `The CREATE TABLE of ${table.name} is damaged: columns after the ones it still declares are named by their place`
  report(c, 'warning', 'column-added', detail, c.w.pos, c.w.pos)
  target.order = table.columns.map((_, i) => i)
  c.plan = null
  return true
}
