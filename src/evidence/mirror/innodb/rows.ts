import { addColumn, addTable, findTable, holdsBytes, type Table } from '../catalogue.ts'
import { putRow } from '../put.ts'
import type { Tuples } from '../tuples.ts'
import { type Open, report } from './context.ts'
import type { Field } from './layout.ts'
import { fetchValue } from './lob.ts'
import { isAbsent, isNull, type Reading } from './record.ts'
import type { Page } from './space.ts'
import type { StoredTable } from './table.ts'
import { fieldValue } from './values.ts'

/** How rows that a server would not show are told apart: by the name of their table. */
export type State = '' | ' (deleted)' | ' (recovered)'

/** Where rows of one state go. */
export interface Target {
  readonly state: State
  readonly made: Table
  readonly tuples: Tuples
}

/** The table of the mirror that rows of this state go to; it is declared when it is first asked for. */
export function targetOf(o: Open, stored: StoredTable, state: State): Target {
  const made = tableIn(o, stored, state)
  const order = [...made.columns.keys()]
  return { state, made, tuples: o.sink.tuples(made, order, o.file.file) }
}

function tableIn(o: Open, stored: StoredTable, state: State): Table {
  const { catalogue, file } = o.sink
  const name = `${stored.name}${state}`
  const record = stored.layout
  const key = `${o.saved.job}${state}`
  const own = catalogue.tables[o.saved.made[key] ?? -1]
  if (own !== undefined) return own
  // Partitions of one table lie in files of their own; any other file that holds a table of this name is another copy.
  const known = stored.partition ? findTable(catalogue, file, stored.schema, name) : null
  if (known !== null && JSON.stringify(known.client.record) === JSON.stringify(record)) {
    o.saved.made[key] = known.id
    return known
  }
  const made = addTable(catalogue, file, stored.schema, name, [], stored.ddl)
  o.saved.made[key] = made.id
  made.client = { charset: null, backslash: true, record }
  for (const c of stored.columns) {
    const declared = { name: c.name, declared: c.declared, charset: c.charset, generated: c.virtual }
    addColumn(made, declared, c.field?.kind === 'bytes' || (c.field === null && holdsBytes(declared)))
  }
  return made
}

/** Puts the record that was read from a page into the mirror. */
export function putRecord(o: Open, stored: StoredTable, target: Target, page: Page, r: Reading): void {
  const { state, made, tuples } = target
  const offset = page.offset + r.from
  const length = r.to - r.from
  const values: (Uint8Array | null)[] = new Array(made.columns.length).fill(null)
  const { fields } = stored.layout
  let [spoilt, lost] = ['', '']
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i]!
    const end = r.ends[i]!
    if (field.column < 0 || field.column >= values.length || end === isNull) continue
    const held =
      end === isAbsent
        ? absent(field)
        : r.external[i] === 1
          ? fetched(o, field, page, r.starts[i]!, end)
          : fieldValue(field, page.bytes, r.starts[i]!, end)
    values[field.column] = held.bytes
    if (held.spoilt) spoilt ||= made.columns[field.column]!.name
    if ('lost' in held && held.lost) lost ||= made.columns[field.column]!.name
  }
  if (!putRow(tuples, values, offset, length)) {
    const detail = `A row of ${made.name} is too wide for a page of PostgreSQL: it has ${values.length} values`
    report(o, 'loss', 'row-too-wide', detail, offset, length)
    return
  }
  if (state !== '') return
  if (lost !== '') {
    const detail = `In a row of ${made.name} the value of ${lost} goes on in pages that are missing, too large or not its own; what is left of it is kept`
    report(o, 'loss', 'truncated-row', detail, offset, length)
  }
  if (spoilt !== '') {
    const detail = `In a row of ${made.name} the value of ${spoilt} is not valid in its type or character set`
    report(o, 'warning', 'invalid-text', detail, offset, length)
  }
}

/** What a row that was written before its column was added holds in it. */
export function absent(field: Field): { readonly bytes: Uint8Array | null; readonly spoilt: boolean } {
  if (typeof field.otherwise !== 'string') return { bytes: null, spoilt: false }
  const raw = Buffer.from(field.otherwise, 'hex')
  return fieldValue(field, raw, 0, raw.length)
}

function fetched(o: Open, field: Field, page: Page, from: number, to: number) {
  const { bytes, trouble } = fetchValue(o.space, page.bytes, from, to, o.limits.row)
  if (trouble !== null && field.kind === 'json') return { bytes: null, spoilt: false, lost: true }
  return { ...fieldValue(field, bytes, 0, bytes.length), lost: trouble !== null }
}

/** Whether a record that no list of rows names could be a row: its lengths fit, and what is text can be read. */
export function isPlausible(stored: StoredTable, page: Page, r: Reading): boolean {
  let told = 0
  let wiped = true
  for (const [i, field] of stored.layout.fields.entries()) {
    const [start, end] = [r.starts[i]!, r.ends[i]!]
    if (end < 0) continue
    const length = end - start
    if (field.most > 0 && length > field.most && r.external[i] !== 1) return false
    if (r.external[i] === 1 && length < 20) return false
    // No row is without the number of the work that wrote it.
    if (field.kind === 'system') wiped &&= page.bytes.subarray(start, end).every((b) => b === 0)
    if (field.column < 0 || r.external[i] === 1) continue
    const { bytes, spoilt } = fieldValue(field, page.bytes, start, end)
    if (spoilt || !isSensible(field, bytes)) return false
    told++
  }
  return told > 0 && !wiped
}

function isSensible({ kind }: Field, bytes: Uint8Array | null): boolean {
  if (bytes === null) return true
  const text = kind === 'bytes' ? '' : Buffer.from(bytes.subarray(0, 64)).toString('latin1')
  if (kind === 'date') return /^\d{4}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])$/.test(text)
  if (kind === 'datetime') return /^\d{4}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01]) [0-2]\d:[0-5]\d:[0-5]\d/.test(text)
  if (kind === 'text' || kind === 'char') return !text.includes('\u00e2\u0090\u0080')
  return true
}
