import type { ClientBase } from 'pg'
import { appendCustody, inTransaction } from '../db/custody.ts'
import { entryTable } from './keep.ts'

/** A set that cannot be loaded or removed as asked, in words for a person. */
export function refuseSet(what: string, why: string): RangeError {
  return new RangeError(`${what} ${why}.`)
}

interface Who {
  readonly by: string
  readonly at: Date
}

/** Removes a set by its name and says so in the ledger; what it said of files goes with the next run. Null where none is called so. */
export async function removeSet(db: ClientBase, name: string, why: string, who: Who): Promise<number | null> {
  if (why.trim().length < 3) throw refuseSet(name, 'is removed only with a reason')
  return inTransaction(db, async () => {
    const { rows } = await db.query<{ hash_set: number }>(
      'SELECT hash_set FROM media.hash_set WHERE name = $1 AND removed_at IS NULL',
      [name.trim()],
    )
    const found = rows[0]?.hash_set
    if (found === undefined) return null
    await removeRow(db, found, why.trim(), who)
    return found
  })
}

/** The same, in the transaction of the caller. */
export async function removeRow(db: ClientBase, hashSet: number, why: string, { by, at }: Who): Promise<void> {
  const { rows } = await db.query<{ name: string; entries: number; file_sha256: string }>(
    `UPDATE media.hash_set SET removed_by = $2, removed_at = $3, removed_why = $4 WHERE hash_set = $1
     RETURNING name, entries, file_sha256`,
    [hashSet, by, at, why],
  )
  await db.query(`ALTER TABLE media.entry DETACH PARTITION ${entryTable(hashSet)}`)
  await db.query(`DROP TABLE ${entryTable(hashSet)}`)
  const { name, ...detail } = rows[0]!
  const subject = name
  await appendCustody(db, {
    at: at.toISOString(),
    actor: by,
    action: 'remove-set',
    subject,
    detail: { hash_set: hashSet, ...detail, why },
  })
}
