import type { ClientBase } from 'pg'
import { inTransaction } from '../../db/custody.ts'
import type { AccountPassword } from '../stored.ts'
import type { Who } from '../vault.ts'
import { bytesOf } from './potfile.ts'
import { type Strength, strengthOf } from './strength.ts'

/** A stored password and the passphrase that was proved to be its own. */
export interface Recovery {
  readonly site: number
  readonly password: Pick<AccountPassword, 'member' | 'fingerprint'>
  readonly secret: number
  readonly value: string
  readonly method: string
  readonly origin: 'import' | 'reuse'
  readonly source: string
  readonly authorisation: number
}

/** Marks accounts as recovered; gives those that were not marked before. */
export async function record(db: ClientBase, found: readonly Recovery[], who: Who): Promise<readonly Recovery[]> {
  if (found.length === 0) return []
  const strengths = new Map<string, Strength>()
  for (const { value } of found) if (!strengths.has(value)) strengths.set(value, strengthOf(legible(value)))
  return inTransaction(db, async () => {
    const fresh: Recovery[] = []
    for (const r of found) {
      const { rowCount } = await db.query(
        `INSERT INTO unlock.recovered (site, member, fingerprint, secret, method, origin, source, strength, "authorisation", by, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
        [
          r.site,
          r.password.member,
          r.password.fingerprint,
          r.secret,
          r.method,
          r.origin,
          r.source,
          strengths.get(r.value),
          r.authorisation,
          who.by,
          who.at,
        ],
      )
      if (rowCount === 1) fresh.push(r)
    }
    return fresh
  })
}

function legible(value: string): string {
  return Buffer.from(bytesOf(value)).toString('latin1')
}
