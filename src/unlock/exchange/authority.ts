import type { ClientBase } from 'pg'
import { covering, inForce } from '../authorisation.ts'

/** An authorisation under which stored hashes are handed out, or passphrases checked against them. */
export interface Authority {
  readonly authorisation: number
  readonly authority: string
  readonly reference: string
}

/** What scopes call these hashes, beside the site, its exhibit, and the form, which is the scheme's name. */
export const hashKind = 'password-hash'

/** Which authorisation in force at that moment covers the hashes of a site, by scheme; null where none does. */
export async function authorities(
  db: ClientBase,
  site: number,
  at: Date,
): Promise<(scheme: string) => Authority | null> {
  const standing = await inForce(db, at)
  const { rows } = await db.query<Authority>(
    'SELECT "authorisation", authority, reference FROM unlock.authorisation WHERE "authorisation" = ANY ($1)',
    [standing.map((a) => a.number)],
  )
  const exhibits = await db.query<{ number: string }>(
    'SELECT e.number FROM forum.site s JOIN evidence.exhibit e USING (exhibit) WHERE s.site = $1',
    [site],
  )
  const exhibit = exhibits.rows[0]?.number ?? null
  return (scheme) => {
    const number = covering(standing, { thing: '', kind: hashKind, form: scheme, exhibit, site })
    return rows.find((r) => r.authorisation === number) ?? null
  }
}
