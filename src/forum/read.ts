import type { ClientBase } from 'pg'
import type { ColumnType } from '../db/columns.ts'
import { copyOut } from '../db/decode.ts'
import type { Reader } from './forum.ts'
import { type Shim, shimmed } from './shim.ts'

/** The columns of a reader's SELECT, in order, and how they come out of the database. */
export interface Selected {
  readonly names: readonly string[]
  readonly types: readonly ColumnType[]
}

/** PostgreSQL's numbers (pg_type.dat) of the types a reader's SELECT may give. */
const types: Readonly<Record<number, ColumnType>> = { 16: 'bool', 20: 'int8', 23: 'int4', 25: 'text', 1043: 'text' }

/** Asks the database what a reader's SELECT gives. */
export async function selected(db: ClientBase, shim: Shim, reader: Reader): Promise<Selected> {
  const { fields } = await db.query(`SELECT * FROM (${shimmed(shim, reader.sql)}) x LIMIT 0`)
  return {
    names: fields.map((f) => f.name),
    types: fields.map((f) => {
      const type = types[f.dataTypeID]
      if (!type) throw new Error(`${reader.entity} from ${reader.from}: ${f.name} is neither text nor a flag`)
      return type
    }),
  }
}

/** Rows the server is asked for at a time: enough to make joins worth their while, few enough to sort in memory. */
const rowsAtOnce = 50_000

/**
 * The rows of a reader's SELECT in the order of the driving table, after row `after`. Two connections take turns: while
 * the rows of one are worked on, the other's server process prepares the next.
 */
export async function* readRows(
  connections: readonly [ClientBase, ClientBase],
  shim: Shim,
  reader: Reader,
  columns: Selected,
  after: number,
): AsyncGenerator<readonly unknown[][], void, undefined> {
  const total = shim.tables.get(reader.from)?.rows ?? 0
  let turn = 0
  const begin = (from: number) => {
    const range = reader.whole ? undefined : { table: reader.from, after: from, upTo: from + rowsAtOnce }
    const sql = `${shimmed(shim, reader.sql, range)}\nORDER BY d._row`
    const batches = copyOut(connections[turn++ % 2]!, sql, columns.types)
    const first = batches.next()
    first.catch(() => undefined)
    return { batches, first }
  }
  const step = reader.whole ? Number.POSITIVE_INFINITY : rowsAtOnce
  let next = after < total ? begin(after) : null
  for (let from = after; next !== null; from += step) {
    const { batches, first } = next
    next = from + step < total ? begin(from + step) : null
    for (let batch = await first; !batch.done; batch = await batches.next()) {
      const rows = reader.whole ? batch.value.filter((row) => (row[0] as number) > after) : batch.value
      if (rows.length > 0) yield rows
    }
  }
}
