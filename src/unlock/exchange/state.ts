import type { ClientBase, Pool } from 'pg'
import { hashSchemes } from '../schemes/index.ts'

/** How many accounts of a site keep their password in one way, and of how many it is known. */
export interface SchemeState {
  readonly site: number
  readonly scheme: string
  readonly mode: number | null
  readonly hashcat: string | null
  readonly accounts: number
  readonly recovered: number
}

/** The state of every site's hashes, by scheme. */
export async function hashesState(db: ClientBase | Pool): Promise<readonly SchemeState[]> {
  const { rows } = await db.query<{ site: number; scheme: string; accounts: number; recovered: number }>(
    `SELECT s.site, coalesce(s.method, 'unknown') AS scheme, count(DISTINCT s.member)::int AS accounts,
            count(DISTINCT r.member)::int AS recovered
       FROM unlock.secret s LEFT JOIN unlock.recovered r USING (site, member, fingerprint)
      GROUP BY s.site, s.method ORDER BY s.site, accounts DESC, s.method COLLATE "C"`,
  )
  return rows.map((row) => {
    const mode = hashSchemes.find((s) => s.name === row.scheme)?.hashcat
    return { ...row, mode: mode?.mode ?? null, hashcat: mode?.since ?? null }
  })
}
