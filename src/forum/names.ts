import type { ClientBase } from 'pg'
import type { Reader } from './forum.ts'
import { type Shim, shimmed } from './shim.ts'

/** Rows of a table that share their name with an earlier one: which repetition each is, from 2 on, by `_row`. */
export type Repeated = ReadonlyMap<number, number>

/** Finds rows that share a name. Where there are none, which is nearly always, it costs one pass over the names. */
export async function repeatedRows(
  db: ClientBase,
  shim: Shim,
  reader: Pick<Reader, 'from' | 'key'>,
): Promise<Repeated> {
  const key = reader.key.map((column) => `d.${column}`).join(', ')
  const some = await db.query<{ some: boolean }>(
    shimmed(shim, `SELECT EXISTS (SELECT FROM ${reader.from} d GROUP BY ${key} HAVING count(*) > 1) AS some`),
  )
  if (some.rows[0]?.some !== true) return new Map()
  const { rows } = await db.query<{ row: number; again: number }>(
    shimmed(
      shim,
      `SELECT _row AS row, again FROM (
         SELECT d._row, row_number() OVER (PARTITION BY ${key} ORDER BY d._row) AS again FROM ${reader.from} d) n WHERE again > 1`,
    ),
  )
  return new Map(rows.map((r) => [r.row, r.again]))
}
