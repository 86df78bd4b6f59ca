import type { ClientBase } from 'pg'
import { mirrorTables } from '../catalog.ts'
import type { MirrorTable } from '../detect.ts'
import { boardsOf } from '../uniting.ts'

/** Tables of an exhibit that belong to no board. */
export interface Untold {
  readonly exhibit: number
  readonly tables: readonly MirrorTable[]
}

/** The tables of an exhibit that nothing reads, those of the first exhibit that has some where none is named; null where all are read. */
export async function untold(db: ClientBase, exhibit: number | null): Promise<Untold | null> {
  const { rows } = await db.query<{ exhibit: number }>(
    'SELECT DISTINCT exhibit FROM evidence.mirror_table WHERE rows > 0 AND ($1::int IS NULL OR exhibit = $1) ORDER BY exhibit',
    [exhibit],
  )
  for (const row of rows) {
    const owned = new Set((await boardsOf(db, row.exhibit)).flatMap((b) => [...b.tables.values()].map((t) => t.name)))
    const { rows: there } = await db.query<{ name: string }>(
      'SELECT tablename AS name FROM pg_tables WHERE schemaname = $1',
      [`mirror_${row.exhibit}`],
    )
    const loaded = new Set(there.map((t) => t.name))
    const tables = (await mirrorTables(db, row.exhibit)).filter(
      (t) => t.rows > 0 && !owned.has(t.name) && loaded.has(t.name),
    )
    if (tables.length > 0) return { exhibit: row.exhibit, tables }
  }
  return null
}
