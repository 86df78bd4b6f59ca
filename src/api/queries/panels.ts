import type { Pool } from 'pg'
import type { AuthorPanel } from '../contract.ts'

/** What stands beside the posts of these accounts, by id. */
export async function panelsOf(
  db: Pool,
  site: number,
  members: readonly string[],
): Promise<ReadonlyMap<string, AuthorPanel>> {
  if (members.length === 0) return new Map()
  const { rows } = await db.query<AuthorPanel & { readonly id: string }>(
    `SELECT m.id, m.title, m.staff, m.joined_at AS "joinedAt", m.posts, m.location,
            coalesce(m.signature, '') <> '' AS "hasSignature",
            EXISTS (SELECT FROM forum.ban b WHERE b.site = m.site AND b.member = m.id AND NOT b.exempt) AS banned,
            coalesce((SELECT array_agg(n.name ORDER BY length(g.grp), g.grp) FROM forum.grp_member g
                        JOIN forum.grp n ON n.site = g.site AND n.id = g.grp
                       WHERE g.site = m.site AND g.member = m.id AND NOT g.pending), '{}') AS groups
       FROM forum.member m WHERE m.site = $1 AND m.id = ANY ($2)`,
    [site, members],
  )
  return new Map(rows.map(({ id, groups, ...rest }) => [id, { ...rest, groups: groups.slice(0, 6) }]))
}
