import type { ClientBase } from 'pg'
import { refusal } from '../refusal.ts'

/** The authorisation under which stored hashes of a site are handed out, or passphrases checked against them. */
export interface Authority {
  readonly authorisation: number
  readonly authority: string
  readonly reference: string
}

/** The kind of thing that an authorisation must cover, beside a single site. */
export const hashKind = 'password-hash'

/** The newest authorisation that covers the hashes of a site at that moment and was not withdrawn; else a refusal. */
export async function authorityFor(db: ClientBase, site: number, at: Date): Promise<Authority> {
  const found = await authorityOf(db, site, at)
  if (found) return found
  throw refusal(
    `site ${site}`,
    'no authorisation on record covers its password hashes',
    `Record one with the scope all, kind:${hashKind} or site:${site}.`,
  )
}

/** The same, or null. */
export async function authorityOf(db: ClientBase, site: number, at: Date): Promise<Authority | null> {
  const { rows } = await db.query<Authority>(
    `SELECT a."authorisation", a.authority, a.reference FROM unlock.authorisation a
      WHERE a.withdraws IS NULL AND a.scope && $1 AND a.valid_from <= $2 AND a.valid_until > $2
        AND NOT EXISTS (SELECT FROM unlock.authorisation w WHERE w.withdraws = a."authorisation" AND w.recorded_at <= $2)
      ORDER BY a."authorisation" DESC LIMIT 1`,
    [['all', `kind:${hashKind}`, `site:${site}`], at],
  )
  return rows[0] ?? null
}
