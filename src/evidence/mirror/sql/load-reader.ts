import {
  addColumn,
  addTable,
  type Column,
  findTable,
  holdsBytes,
  noteOrder,
  type Table,
  undeclared,
} from '../catalogue.ts'
import { type Codec, decode } from '../charset.ts'
import { columnCodec } from '../plan.ts'
import { putRow } from '../put.ts'
import type { Halt, Limits, Reader, Sink } from '../source.ts'
import { feed, openWindow, wait, worthTrying } from '../window.ts'
import type { LoadData } from './load-form.ts'
import { bytesOf, type LoadRow, readLoadRow } from './load-row.ts'

/** Where a reader of a file of rows begins or stands. */
export interface LoadState {
  readonly offset: number
  readonly load: LoadData
  /** Damage: bytes up to the next end of a line are passed over. */
  readonly skipping?: boolean
}

/** How many bytes a line may have beyond the limit before it is given up. */
const slack = 64 << 10

/** Opens a reader of the text that LOAD DATA reads: a line for each row. */
export function openLoadReader(sink: Sink, limits: Limits, state: unknown): Reader {
  const { offset, load, skipping } = state as LoadState
  const w = openWindow(offset)
  const form = bytesOf(load.form)
  let table = findTable(sink.catalogue, sink.file, load.database, load.table)
  let order: readonly number[] | null = null
  let codecs: readonly Codec[] = []
  let lost = skipping === true
  const report = (severity: 'warning' | 'loss', code: string, detail: string, from: number, to: number) =>
    sink.report({ severity, code, detail, offset: w.base + from, length: to - from })

  const begin = (values: number): readonly number[] => {
    table ??= declare(sink, load, values)
    const names = load.columns ?? table.columns.filter((c) => !c.generated).map((c) => c.name)
    const every = load.columns === null && values === table.columns.length ? table.columns.map((c) => c.name) : names
    const found = every.map((name) => placeOf(sink, table!, name, report))
    codecs = found.map((i) => columnCodec(table!.columns[i]!, load.charset))
    if (table.rows === 0) table.client = { charset: load.charset, backslash: true, fields: load.form }
    noteOrder(table, { from: 0, order: found })
    order = found
    return found
  }

  const take = (row: LoadRow, from: number): void => {
    const columns = order ?? begin(row.values.length)
    if (row.values.length !== columns.length) {
      const detail = `A row of ${load.table} has ${row.values.length} values for ${columns.length} columns`
      report('loss', row.end === w.end && w.final ? 'truncated' : 'column-count', detail, from, row.end)
      return
    }
    let spoilt = ''
    const values = row.values.map(({ value }, i) => {
      const column = table!.columns[columns[i]!]!
      const bytes = value === null ? null : load.hex.includes(column.name) ? unhex(value) : value
      if (bytes === null || column.type === 'bytea') return bytes
      const text = decode(codecs[i]!, bytes)
      if (text.invalid) spoilt ||= column.name
      return text.bytes
    })
    const stored = putRow(sink.tuples(table!, columns), values, w.base + from, row.end - from)
    if (!stored) report('loss', 'row-too-wide', `A row of ${load.table} is too wide for PostgreSQL`, from, row.end)
    if (spoilt !== '')
      report(
        'warning',
        'invalid-text',
        `In a row of ${load.table} the text of ${spoilt} is not valid in its character set`,
        from,
        row.end,
      )
  }

  const run = (stopAt: number): Halt => {
    if (!worthTrying(w)) return 'input'
    for (;;) {
      if (w.pos >= w.end) return w.final ? 'end' : 'input'
      if (w.base + w.pos >= stopAt || (sink.crowded() && order === null)) return 'stop'
      const from = w.pos
      if (lost) {
        const newline = w.bytes.subarray(from, w.end).indexOf(form.line.at(-1)!)
        w.pos = newline < 0 ? w.end : from + newline + 1
        lost = newline < 0
        continue
      }
      const most = Math.min(w.end, from + limits.row)
      const row = readLoadRow(w.bytes, from, most, form, w.final && most === w.end)
      if (row === 'more' && most === w.end && !w.final) {
        wait(w, limits.row + slack)
        return 'input'
      }
      if (typeof row === 'string') {
        const code = row === 'more' ? 'row-too-large' : 'damaged-row'
        report(
          'loss',
          code,
          `A row of ${load.table} cannot be read to its end; the rest of its line is passed over`,
          from,
          most,
        )
        lost = true
        continue
      }
      take(row, from)
      w.pos = row.end
    }
  }

  return {
    feed: (bytes) => feed(w, bytes),
    finish: () => {
      w.final = true
    },
    run,
    offset: () => w.base + w.pos,
    state: () => structuredClone({ offset: w.base + w.pos, load, skipping: lost }),
  }
}

function declare(sink: Sink, load: LoadData, values: number): Table {
  const table = addTable(sink.catalogue, sink.file, load.database, load.table, [], null)
  const names = load.columns ?? Array.from({ length: values }, (_, i) => `c${i + 1}`)
  for (const name of names) addColumn(table, undeclared(name), load.hex.includes(name))
  const detail = `Rows of ${table.name} come without its CREATE TABLE; their columns are named ${load.columns ? 'as they are listed' : 'by their place'}`
  sink.report({ severity: 'warning', code: 'table-undeclared', detail, offset: 0, length: 0 })
  return table
}

function placeOf(
  sink: Sink,
  table: Table,
  name: string,
  report: (s: 'warning', c: string, d: string, f: number, t: number) => void,
): number {
  const found = table.columns.findIndex((c: Column) => c.name.toLowerCase() === name.toLowerCase())
  if (found >= 0) return found
  addColumn(table, undeclared(name), holdsBytes({ declared: null, charset: null }))
  report(
    'warning',
    'column-added',
    `Rows of ${table.name} fill a column ${name} that is not declared; it was added`,
    0,
    0,
  )
  sink.widened(table, table.columns.length - 1)
  return table.columns.length - 1
}

function unhex(digits: Uint8Array): Uint8Array {
  const text = Buffer.from(digits).toString('latin1')
  return /^(?:[\da-f]{2})*$/i.test(text) ? Buffer.from(text, 'hex') : digits
}
