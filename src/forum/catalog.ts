import type { ClientBase } from 'pg'
import { tableColumns } from '../db/columns.ts'
import { recodingOf } from './charset.ts'
import { detect, type MirrorTable } from './detect.ts'
import type { Entity } from './forum.ts'
import { adaptersOf } from './mapping/store.ts'
import { nameAfter } from './prefix.ts'
import type { EntityColumn } from './put.ts'
import type { Shim } from './shim.ts'

/** A board to be rebuilt: its numbers in the case, and its tables as the adapter's SELECTs see them. */
export interface Board extends Shim {
  readonly site: number
  readonly exhibit: number
}

/** The tables of an exhibit's mirror, by name. */
export async function mirrorTables(db: ClientBase, exhibit: number): Promise<readonly MirrorTable[]> {
  const { rows } = await db.query<MirrorTable>(
    'SELECT name, database, file, rows, columns, ddl FROM evidence.mirror_table WHERE exhibit = $1 ORDER BY name COLLATE "C"',
    [exhibit],
  )
  return rows
}

/** The columns of an entity's table, with what must be there and what names a row. */
export async function entityColumns(db: ClientBase, entity: Entity): Promise<readonly EntityColumn[]> {
  const table = `forum.${entity}`
  const { rows } = await db.query<{ name: string; required: boolean; names: boolean }>(
    `SELECT a.attname AS name, a.attnotnull AS required, coalesce(a.attnum = ANY (i.indkey), false) AND a.attname <> 'site' AS names
       FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
      WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped`,
    [table],
  )
  const columns = await tableColumns(db, table)
  return columns.map((column) => {
    const more = rows.find((r) => r.name === column.name)
    return { ...column, required: more?.required ?? false, names: more?.names ?? false }
  })
}

/** A site as `forum.site` tells of it, with its adapter and tables. */
export async function openBoard(db: ClientBase, site: number): Promise<Board> {
  const { rows } = await db.query<{ exhibit: number; adapter: string; mirror: string; prefix: string }>(
    'SELECT exhibit, adapter, mirror, prefix FROM forum.site WHERE site = $1',
    [site],
  )
  const found = rows[0]
  if (found === undefined) throw new Error(`there is no forum site ${site}`)
  const adapters = await adaptersOf(db)
  const adapter = adapters.find((each) => each.name === found.adapter)
  if (adapter === undefined)
    throw new Error(`forum site ${site} was read by ${found.adapter}, which is not among the engines`)
  const { rows: others } = await db.query<{ prefix: string }>(
    `SELECT prefix FROM (SELECT exhibit, prefix FROM forum.site UNION SELECT exhibit, prefix FROM forum.copy) p
      WHERE exhibit = $1 AND length(prefix) > length($2) AND starts_with(prefix, $2)`,
    [found.exhibit, found.prefix],
  )
  // Tables of other software, which a board without a prefix would take for its own.
  const { rows: strays } = await db.query<{ name: string }>(
    'SELECT name FROM forum.completeness WHERE exhibit = $1 AND site IS NULL',
    [found.exhibit],
  )
  const all = await mirrorTables(db, found.exhibit)
  // Boards in other databases may have the same prefix, or none as well.
  const beside = detect(all, adapters).filter((b) => b.prefix === found.prefix && b.adapter.name !== found.adapter)
  const taken = new Set([
    ...strays.map((s) => s.name),
    ...beside.flatMap((b) => [...b.tables.values()].map((t) => t.name)),
  ])
  const tables = new Map<string, MirrorTable>()
  for (const table of all) {
    const name = taken.has(table.name) ? null : nameAfter(found.prefix, table.name)
    if (name !== null && !others.some((o) => nameAfter(o.prefix, table.name) !== null)) tables.set(name, table)
  }
  const shim: Shim = { adapter, mirror: found.mirror, tables, repeated: new Map() }
  return { ...shim, site, exhibit: found.exhibit, recode: await recodingOf(db, shim) }
}
