import type { ClientBase } from 'pg'
import { mirrorTables } from '../catalog.ts'
import { detect } from '../detect.ts'
import { holdsBytes, readable, type Shim, shimmed } from '../shim.ts'
import { adapterOf } from './adapter.ts'
import type { Mapping } from './mapping.ts'

/** What a mapping would read of one exhibit. */
export interface MappingCheck {
  readonly exhibit: number
  readonly prefix: string
  readonly entities: readonly {
    readonly entity: string
    readonly table: string
    readonly rows: number
    readonly read: number
    /** What a person should look at before confirming. */
    readonly trouble: string | null
  }[]
}

/** Tries a mapping on every exhibit's mirror; nothing is written. */
export async function checkMapping(db: ClientBase, mapping: Mapping): Promise<readonly MappingCheck[]> {
  const adapter = adapterOf(mapping)
  const { rows } = await db.query<{ exhibit: number }>('SELECT DISTINCT exhibit FROM evidence.mirror_table ORDER BY 1')
  const checks: MappingCheck[] = []
  for (const { exhibit } of rows)
    for (const board of detect(await mirrorTables(db, exhibit), [adapter])) {
      const shim: Shim = { ...board, mirror: `mirror_${exhibit}`, repeated: new Map() }
      if (holdsBytes(shim)) await db.query(readable)
      const entities = []
      for (const reader of adapter.reads.filter((r) => r.entity !== 'mailbox' && r.entity !== 'profile_field')) {
        const key = reader.key.map((k) => `d.${k}`).join(', ')
        const from = reader.sql.slice(reader.sql.indexOf(' FROM '))
        const found = await db.query<{ read: number; names: number }>(
          shimmed(shim, `SELECT count(*)::int AS read, count(DISTINCT (${key}))::int AS names${from}`),
        )
        const { read, names } = found.rows[0]!
        const trouble =
          read === 0
            ? 'no row is read'
            : names < read && !reader.repeats
              ? `${read - names} rows have a name that another row has; they would be left out`
              : null
        entities.push({
          entity: reader.entity,
          table: reader.from,
          rows: board.tables.get(reader.from)?.rows ?? 0,
          read,
          trouble,
        })
      }
      checks.push({ exhibit, prefix: board.prefix, entities })
    }
  return checks
}
