import { addColumn, addTable, findTable, mostColumns, noteOrder, type Table, undeclared } from '../catalogue.ts'
import { codecOf } from '../charset.ts'
import { makePlan, type Plan } from '../plan.ts'
import { type Cursor, type Insert, report, reportOnce, rulesOf } from './cursor.ts'
import type { InsertHeader } from './header.ts'
import { splitTuple } from './split.ts'

/** Finds the table and columns that an INSERT statement speaks of; what is not declared is left for its first row. */
export function beginInsert(c: Cursor, header: InsertHeader, at: number): Insert {
  const database = header.database ?? c.session.database
  const table = findTable(c.sink.catalogue, c.sink.file, database, header.table)
  const insert: Insert = {
    database,
    name: header.table,
    listed: header.columns,
    table: table?.id ?? null,
    order: [],
    from: c.w.base + at,
  }
  if (table) insert.order = orderOf(c, table, header.columns, at)
  return insert
}

/** The columns the values stand for: those listed, or all. Columns that nobody declared are added. */
function orderOf(c: Cursor, table: Table, listed: readonly string[] | null, at: number): readonly number[] {
  if (listed === null) return table.columns.map((_, i) => i)
  const free = new Map(table.columns.map((col, i) => [col.name.toLowerCase(), i]).reverse() as [string, number][])
  const order = listed.map((name) => {
    const known = free.get(name.toLowerCase())
    free.delete(name.toLowerCase())
    if (known !== undefined) return known
    if (table.columns.length >= mostColumns) return -1
    addColumn(table, undeclared(name), false)
    const detail = `INSERT INTO ${table.name} fills a column ${name} that its CREATE TABLE does not declare; it was added`
    report(c, 'warning', 'column-added', detail, at, at)
    c.sink.widened(table, table.columns.length - 1)
    return table.columns.length - 1
  })
  if (!order.includes(-1)) return order
  const detail = `INSERT INTO ${table.name} lists more columns than the mirror can hold (${mostColumns}); its rows are left out`
  report(c, 'loss', 'too-many-columns', detail, at, at)
  return order.filter((i) => i >= 0)
}

/** The plan for the current insert's rows, or null when its table is still unknown. */
export function planOf(c: Cursor): Plan | null {
  if (c.plan || !c.insert || c.insert.table === null) return c.plan
  const table = c.sink.catalogue.tables[c.insert.table]!
  const rules = rulesOf(c.session)
  if (rules.charset !== null && rules.charset !== 'binary' && !codecOf(rules.charset)) {
    const detail = `The character set ${rules.charset} is not known; text is read as UTF-8 where it is, else as windows-1252`
    reportOnce(c, 'warning', 'charset-unknown', detail, c.w.pos, c.w.pos)
  }
  c.plan = makePlan(table, c.insert.order, c.sink.tuples(table, c.insert.order), rules)
  if (table.rows === 0) table.client = rules
  noteOrder(table, c.insert)
  return c.plan
}

/** Declares the table from its first row, where no CREATE TABLE came before: names from the list, or c1 to cn. */
export function defineFromRow(c: Cursor, from: number, to: number): void {
  const insert = c.insert!
  const fields = splitTuple(c.w.bytes.subarray(from, to), true)
  const names = (insert.listed ?? fields.map((_, i) => `c${i + 1}`)).slice(0, mostColumns)
  const table = addTable(c.sink.catalogue, c.sink.file, insert.database, insert.name, [], null)
  for (const [i, name] of names.entries()) addColumn(table, undeclared(name), fields[i]?.binary ?? false)
  const detail = `Rows of ${table.name} come without its CREATE TABLE; columns are named ${insert.listed ? 'as the INSERT lists them' : `c1 to c${names.length}`}`
  report(c, 'warning', 'table-undeclared', detail, from, from)
  insert.table = table.id
  insert.order = names.map((_, i) => i)
}

/** Turns to all columns that are not computed, when that is how many values the rows have. */
export function leaveOutGenerated(c: Cursor, values: number): boolean {
  const { insert, plan } = c
  if (!insert || !plan || insert.listed !== null) return false
  const stored = plan.table.columns.flatMap((col, i) => (col.generated ? [] : [i]))
  if (stored.length !== values || stored.length === plan.order.length) return false
  insert.order = stored
  c.plan = null
  return true
}

/** Adds columns for values beyond those that a damaged CREATE TABLE still declares. */
export function addMissing(c: Cursor, values: number): boolean {
  const { insert, plan } = c
  if (!insert || !plan || insert.listed !== null || !c.partial.includes(plan.table.id)) return false
  const { table } = plan
  if (values <= table.columns.length || values > mostColumns || table.rows > 0) return false
  for (let n = table.columns.length + 1; n <= values; n++) addColumn(table, undeclared(`c${n}`), false)
  const detail = `The CREATE TABLE of ${table.name} is damaged: columns after the ones it still declares are named by their place`
  report(c, 'warning', 'column-added', detail, c.w.pos, c.w.pos)
  insert.order = table.columns.map((_, i) => i)
  c.plan = null
  return true
}
