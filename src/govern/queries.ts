import type { Pool } from 'pg'

/** One line of the access log. */
export interface AccessEntry {
  readonly id: number
  readonly at: string
  readonly who: string
  readonly what: string
  readonly why: string | null
}

/** Which lines to read: newest first, those before an id, of one person or about one thing. */
export interface AccessFilter {
  readonly who?: string | undefined
  readonly what?: string | undefined
  readonly before?: number | undefined
  readonly limit: number
}

/** Who consulted what, newest first. */
export async function accessEntries(db: Pool, filter: AccessFilter): Promise<readonly AccessEntry[]> {
  // A part of a thing is named after it: `subject:1:42/timeline`.
  const parts = filter.what === undefined ? null : `${filter.what.replaceAll(/[\\%_]/g, '\\$&')}/%`
  const { rows } = await db.query<AccessEntry>(
    `SELECT access AS id, at, who, what, why FROM govern.access
      WHERE ($1::text IS NULL OR who = $1) AND ($2::text IS NULL OR what = $2 OR what LIKE $3) AND ($4::bigint IS NULL OR access < $4)
      ORDER BY access DESC LIMIT $5`,
    [filter.who ?? null, filter.what ?? null, parts, filter.before ?? null, filter.limit],
  )
  return rows
}
