import type { ClientBase } from 'pg'

/** An edge of a member, seen from that member. */
export interface EdgeShown {
  readonly member: string
  readonly name: string | null
  readonly kind: string
  readonly direction: 'to' | 'from'
  readonly n: number
  readonly firstAt: string | null
  readonly lastAt: string | null
}

/** Whom a member had to do with, the closest first. */
export async function edgesOf(
  db: Pick<ClientBase, 'query'>,
  site: number,
  member: string,
  limit = 100,
): Promise<readonly EdgeShown[]> {
  const { rows } = await db.query<EdgeShown>(
    `SELECT e.other AS member, m.name, e.kind, e.direction, e.n, e.first_at AS "firstAt", e.last_at AS "lastAt"
       FROM (SELECT member_b AS other, kind, 'to' AS direction, n, first_at, last_at FROM links.edge WHERE site = $1 AND member_a = $2
             UNION ALL
             SELECT member_a, kind, 'from', n, first_at, last_at FROM links.edge WHERE site = $1 AND member_b = $2) e
       LEFT JOIN forum.member m ON m.site = $1 AND m.id = e.other
      ORDER BY e.n DESC, e.other COLLATE "C", e.kind, e.direction LIMIT $3`,
    [site, member, limit],
  )
  return rows
}
