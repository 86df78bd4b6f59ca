import type { ClientBase } from 'pg'
import type { SelectedColumn } from './convert.ts'
import type { Reader } from './forum.ts'
import { withName } from './names.ts'
import { type Shim, shimmed } from './shim.ts'
import { readTuples, type Tuples } from './tuples.ts'

/** PostgreSQL's numbers (pg_type.dat) of the types a reader's SELECT may give: bool; text and varchar. */
const [flag, texts] = [16, [25, 1043]] as const

/** The columns of a reader's SELECT, as the database sees them. */
export async function selected(db: ClientBase, shim: Shim, reader: Reader): Promise<readonly SelectedColumn[]> {
  const { fields } = await db.query(`SELECT * FROM (${shimmed(shim, withName(reader))}) x LIMIT 0`)
  return fields.map(({ name, dataTypeID }, i) => {
    const known = i < 4 || dataTypeID === flag || texts.some((t) => t === dataTypeID)
    if (!known) throw new Error(`${reader.entity} from ${reader.from}: ${name} is neither text nor a flag`)
    return { name, flag: dataTypeID === flag }
  })
}

/** Rows the server is asked for at a time: enough to make joins worth their while, few enough to sort in memory. */
const rowsAtOnce = 50_000

/**
 * The rows of a reader's SELECT in the order of the driving table, after row `after` (all of them where the SELECT counts
 * over the whole table). Two connections take turns: while
 * the rows of one are worked on, the other's server process prepares the next.
 */
export async function* readRows(
  connections: readonly [ClientBase, ClientBase],
  shim: Shim,
  reader: Reader,
  after: number,
): AsyncGenerator<Tuples, void, undefined> {
  const total = shim.tables.get(reader.from)?.rows ?? 0
  let turn = 0
  const begin = (from: number) => {
    // Also where all is read at once, so that of the driving table every row comes, even one whose name another has.
    const upTo = reader.whole ? Number.MAX_SAFE_INTEGER : from + rowsAtOnce
    const range = { table: reader.from, after: reader.whole ? 0 : from, upTo }
    const sql = `${shimmed(shim, withName(reader), range)}\nORDER BY d._row`
    const blocks = readTuples(connections[turn++ % 2]!, sql)
    const first = blocks.next()
    first.catch(() => undefined)
    return { blocks, first }
  }
  const step = reader.whole ? Number.POSITIVE_INFINITY : rowsAtOnce
  let next = after < total ? begin(after) : null
  for (let from = after; next !== null; from += step) {
    const { blocks, first } = next
    next = from + step < total ? begin(from + step) : null
    for (let block = await first; !block.done; block = await blocks.next()) yield block.value
  }
}
