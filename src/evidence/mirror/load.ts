import type { CopyPayload, Statement } from '../../db/stage.ts'
import { type Catalogue, placeTable, type Table } from './catalogue.ts'
import { quoteName } from './names.ts'
import type { Sink, Trouble } from './source.ts'
import { mirrorColumns, openTuples, type Tuples, takeChunks } from './tuples.ts'

/** What a batch brings into the database. */
export interface Load {
  readonly prepare: readonly Statement[]
  readonly copies: readonly CopyPayload[]
  readonly after: readonly Statement[]
  readonly rows: number
}

interface Open {
  readonly table: Table
  readonly order: readonly number[]
  readonly tuples: Tuples
}

/** Tables made in one transaction: each holds locks until it ends. */
export const tablesAtOnce = 200

/** Gathers rows of one file by table and column order, to be taken batch by batch; its tables are those of `home`. */
export function openLoader(
  exhibit: number,
  file: number,
  catalogue: Catalogue,
  report: (t: Trouble) => void,
  home = file,
) {
  const open = new Map<string, Open>()
  let fresh = 0
  let widened: { table: Table; column: number }[] = []
  const sink: Sink = {
    file: home,
    catalogue,
    tuples: (table, order, place = file) => {
      const key = `${table.id} ${order.join()} ${place}`
      const known = open.get(key)
      if (known) return known.tuples
      const tuples = openTuples(table, [], place)
      open.set(key, { table, order: [...order], tuples })
      if (table.mirror === null) fresh++
      return tuples
    },
    widened: (table, column) => widened.push({ table, column }),
    report,
    crowded: () => fresh >= tablesAtOnce,
  }
  const take = (): Load => {
    const full = [...open.values()].filter((o) => o.tuples.rows > 0).sort(byTable)
    const prepare: Statement[] = []
    const touched = new Map<Table, number>()
    const made = new Set<Table>()
    for (const { table, tuples } of full) {
      if (table.mirror === null) {
        made.add(table)
        prepare.push(...createTable(exhibit, catalogue, table))
      }
      touched.set(table, (touched.get(table) ?? 0) + tuples.rows)
    }
    for (const { table, column } of widened) {
      if (table.mirror !== null && !made.has(table)) prepare.push(addMirrorColumn(exhibit, table, column))
    }
    const copies = full.map((o) => payload(exhibit, o))
    const after = [...touched].map(([table, rows]) => countRows(exhibit, table, rows))
    const rows = [...touched.values()].reduce((sum, n) => sum + n, 0)
    widened = []
    fresh = 0
    return { prepare, copies, after, rows }
  }
  return { sink, take }
}

/** Statements that make the schema of an exhibit's mirror; done again they find it there. */
export function createSchema(exhibit: number): Statement[] {
  return [{ text: `CREATE SCHEMA IF NOT EXISTS ${mirrorSchema(exhibit)}` }]
}

/**
 * Statements that make a table in the mirror and register it. One of that name that no batch has counted was made by a
 * program that ended before its rows came, and is made anew. */
export function createTable(exhibit: number, catalogue: Catalogue, table: Table): Statement[] {
  const name = placeTable(catalogue, table)
  const columns = [
    '_row bigint',
    '_offset bigint',
    '_file int',
    '_length int',
    ...table.columns.map((c) => `${quoteName(c.column)} ${c.type}`),
  ]
  return [
    { text: `DROP TABLE IF EXISTS ${qualified(exhibit, name)}` },
    { text: 'DELETE FROM evidence.mirror_table WHERE exhibit = $1 AND name = $2', values: [exhibit, name] },
    // Nothing is changed after the load, so that there is nothing to vacuum.
    { text: `CREATE TABLE ${qualified(exhibit, name)} (${columns.join(', ')}) WITH (autovacuum_enabled = false)` },
    {
      text: 'INSERT INTO evidence.mirror_table (exhibit, name, database, file, columns, ddl) VALUES ($1, $2, $3, $4, $5, $6)',
      values: [exhibit, name, safe(table.database), table.file, describe(table), safe(table.ddl)],
    },
  ]
}

/** The schema of an exhibit's mirror. */
export function mirrorSchema(exhibit: number): string {
  return `mirror_${exhibit}`
}

/** A mirror table's name for SQL. */
export function qualified(exhibit: number, name: string): string {
  return `${mirrorSchema(exhibit)}.${quoteName(name)}`
}

function payload(exhibit: number, { table, order, tuples }: Open): CopyPayload {
  const rows = tuples.rows
  return {
    table: qualified(exhibit, table.mirror!),
    columns: [...mirrorColumns, ...order.map((i) => table.columns[i]!.column)],
    rows,
    chunks: takeChunks(tuples),
    given: true,
  }
}

function addMirrorColumn(exhibit: number, table: Table, column: number): Statement {
  const c = table.columns[column]!
  return {
    text: `ALTER TABLE ${qualified(exhibit, table.mirror!)} ADD COLUMN IF NOT EXISTS ${quoteName(c.column)} ${c.type}`,
  }
}

function countRows(exhibit: number, table: Table, rows: number): Statement {
  return {
    text: 'UPDATE evidence.mirror_table SET rows = rows + $3, columns = $4 WHERE exhibit = $1 AND name = $2',
    values: [exhibit, table.mirror, rows, describe(table)],
  }
}

/** The columns as evidence.mirror_table keeps them; `places` where rows do not list all columns in order. */
function describe(table: Table): string {
  const columns = table.columns.map(({ name, column, declared, type, charset }, i) => ({
    name: safe(name),
    column,
    declared: safe(declared),
    type,
    charset,
    client: table.client.charset,
    ...(!table.client.backslash && { backslash: false }),
    ...(table.client.fields && { fields: table.client.fields }),
    ...(table.client.record && i === 0 && { record: table.client.record }),
    ...(table.orders.length > 0 && { places: table.orders.map((o) => [o.from, o.columns.indexOf(i)]) }),
  }))
  return JSON.stringify(columns)
}

function byTable(a: Open, b: Open): number {
  return a.table.id - b.table.id || a.tuples.file - b.tuples.file || (a.order.join() < b.order.join() ? -1 : 1)
}

/** Text that PostgreSQL holds. */
function safe(text: string | null): string | null {
  return text?.replaceAll('\0', '\u2400') ?? null
}
