import type { ClientBase } from 'pg'
import { appendCustody, inTransaction } from '../../db/custody.ts'
import { engines } from '../engines/index.ts'
import type { ForumAdapter } from '../forum.ts'
import { adapterOf } from './adapter.ts'
import { type Mapping, mappingDigest, parseMapping } from './mapping.ts'

/** A mapping in force in a case. */
export interface KeptMapping {
  readonly mapping: Mapping
  readonly sha256: string
  readonly by: string
  readonly at: string
}

/** The adapters of a case: what an examiner mapped first, then the engines the program knows. */
export async function adaptersOf(db: ClientBase): Promise<readonly ForumAdapter[]> {
  return [...(await mappings(db)).map(({ mapping }) => adapterOf(mapping)), ...engines]
}

/** The mappings in force, by name. */
export async function mappings(db: ClientBase): Promise<readonly KeptMapping[]> {
  const { rows } = await db.query<{ mapping: unknown; name: string; sha256: string; by: string; at: string }>(
    'SELECT mapping, name, sha256, "by", at FROM forum.mapping ORDER BY name COLLATE "C"',
  )
  return rows.map(({ mapping, name, ...rest }) => ({ mapping: parseMapping(mapping, name), ...rest }))
}

/** Text that changes with the mappings in force: part of what recognising boards depends on. */
export async function mappingInputs(db: ClientBase): Promise<string> {
  const { rows } = await db.query<{ of: string | null }>(
    `SELECT string_agg(name || ' ' || sha256, ' ' ORDER BY name COLLATE "C") AS of FROM forum.mapping`,
  )
  return rows[0]?.of ?? ''
}

/** Puts a mapping into force in place of one of the same name; the next run reads the boards it fits. */
export async function useMapping(db: ClientBase, mapping: Mapping, by: string, at: Date): Promise<void> {
  const sha256 = mappingDigest(mapping)
  await inTransaction(db, async () => {
    await db.query(
      `INSERT INTO forum.mapping (name, mapping, sha256, "by", at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (name) DO UPDATE SET mapping = $2, sha256 = $3, "by" = $4, at = $5`,
      [mapping.name, JSON.stringify(mapping), sha256, by, at],
    )
    const tables = mapping.entities.map((e) => `${e.table} as ${e.entity}`)
    const detail = { name: mapping.name, sha256, tables }
    await appendCustody(db, { at: at.toISOString(), actor: by, action: 'map', subject: mapping.name, detail })
  })
}

/** Takes a mapping out of force; false where there was none of that name. */
export async function dropMapping(db: ClientBase, name: string, by: string, at: Date): Promise<boolean> {
  return inTransaction(db, async () => {
    const { rows } = await db.query<{ sha256: string }>('DELETE FROM forum.mapping WHERE name = $1 RETURNING sha256', [
      name,
    ])
    if (rows[0] === undefined) return false
    const detail = { name, sha256: rows[0].sha256 }
    await appendCustody(db, { at: at.toISOString(), actor: by, action: 'unmap', subject: name, detail })
    return true
  })
}
