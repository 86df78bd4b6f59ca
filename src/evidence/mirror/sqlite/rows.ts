import { addColumn, addTable, findTable, mostColumns, type Table } from '../catalogue.ts'
import { putRow } from '../put.ts'
import { type Cell, payloadOf } from './cell.ts'
import { type Open, report } from './context.ts'
import type { Page } from './pages.ts'
import { type Serial, serials } from './record.ts'
import type { Remnant } from './remnant.ts'
import type { Stored } from './schema.ts'
import { held, holdsBytes, look, missing } from './values.ts'

/** Adds a table to the catalogue, its columns of the types that its values have. */
export function declare(o: Open, table: Stored, name: string, flags: readonly number[]): Table {
  const { catalogue, file } = o.sink
  const made = addTable(catalogue, file, null, name, [], table.sql)
  made.client = { charset: o.pages.header.charset, backslash: true }
  for (const [i, c] of table.columns.slice(0, mostColumns).entries()) {
    // Its record has no value for the row's number: the declaration says where else it stands.
    const declared = i === table.alias ? 'INTEGER PRIMARY KEY' : c.type === '' ? null : c.type
    const column = { name: c.name, declared, charset: null, generated: c.virtual }
    addColumn(made, column, holdsBytes(c.type, flags[i] ?? 0))
  }
  if (table.key !== null || table.order.some((c, i) => c !== i))
    made.orders.push({ from: 0, columns: [...table.order] })
  return made
}

/** Reads the row in a cell, or looks at what its values are. */
export function readCell(o: Open, table: Stored, page: Page, cell: Cell): void {
  const { saved, limits } = o
  if (cell.size > limits.row) {
    const detail = `A row of ${table.name} is longer than ${limits.row} bytes`
    if (!saved.looking) report(o, 'loss', 'row-too-large', detail, page.offset + cell.at, cell.length, page.file)
    return
  }
  const payload = payloadOf(o.pages, page, cell, () => true)
  const list = serials(payload, cell.size)
  if (list === null || list.length > table.order.length) {
    if (!saved.looking) damaged(o, table, page, cell.at, cell.length)
    return
  }
  if (saved.looking) {
    look(saved.flags, table.order, payload, list)
    return
  }
  if (payload.length < cell.size) {
    const detail = `A row of ${table.name} goes on with pages that are missing; what is left of it is kept`
    report(o, 'loss', 'truncated-row', detail, page.offset + cell.at, cell.length, page.file)
  }
  const made = findTable(o.sink.catalogue, o.sink.file, null, table.name)
  if (made !== null) put(o, table, made, page, cell, payload, list)
}

/** Writes a row: `at` and `length` of its cell, `rowid` null where it is not known. */
function put(
  o: Open,
  table: Stored,
  made: Table,
  page: Page,
  cell: Pick<Cell, 'at' | 'length' | 'rowid'>,
  payload: Uint8Array,
  list: readonly Serial[],
): void {
  const offset = page.offset + cell.at
  const values = made.columns.map((_, i): Uint8Array | null => missing(table, i))
  let spoilt = ''
  for (const [i, serial] of list.entries()) {
    const column = table.order[i]!
    const own = made.columns[column]
    if (own === undefined) continue
    const value = held(payload, serial, own.type, o.codec)
    values[column] = value.bytes
    if (value.spoilt) spoilt ||= own.name
  }
  if (table.alias >= 0 && table.alias < values.length)
    values[table.alias] = cell.rowid === null ? null : Buffer.from(String(cell.rowid))
  const order = made.columns.map((_, i) => i)
  if (!putRow(o.sink.tuples(made, order, page.file), values, offset, cell.length)) {
    const detail = `A row of ${table.name} is too wide for a page of PostgreSQL: it has ${values.length} values`
    report(o, 'loss', 'row-too-wide', detail, offset, cell.length, page.file)
    return
  }
  if (spoilt === '') return
  const detail = `In a row of ${table.name} the text of ${spoilt} is not valid in its character set`
  report(o, 'warning', 'invalid-text', detail, offset, cell.length, page.file)
}

/** Keeps a record that no table holds any more beside the rows of its table. */
export function putRemnant(o: Open, table: Stored, live: Table | null, page: Page, remnant: Remnant): void {
  const { catalogue, file } = o.sink
  const name = `${table.name} (deleted)`
  const flags = table.columns.map((_, i) => (live?.columns[i]?.type === 'bytea' ? 1 : 4))
  const made = findTable(catalogue, file, null, name) ?? declare(o, table, name, flags)
  o.saved.deleted++
  put(o, table, made, page, remnant, remnant.payload, remnant.list)
}

/** Says that a row cannot be read. */
export function damaged(o: Open, table: Stored, page: Page, at: number, length = 0): void {
  report(o, 'loss', 'damaged-row', `A row of ${table.name} cannot be read`, page.offset + at, length, page.file)
}
