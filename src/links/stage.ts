import type { Stage } from '../db/stage.ts'

/** Who wrote to whom, whom they name friend or foe: counted from the rows of one site. */
const edgesSql = `
  SELECT m.site, m.author AS member_a, r.member AS member_b, 'message' AS kind, count(*) AS n, min(m.at) AS first_at, max(m.at) AS last_at
    FROM forum.message m CROSS JOIN LATERAL unnest(m.recipients) AS r(member)
   WHERE m.site = $1 AND m.author IS NOT NULL AND r.member NOT LIKE 'group:%' AND r.member <> m.author
   GROUP BY m.site, m.author, r.member
  UNION ALL
  SELECT site, member, other, kind, 1, NULL, NULL FROM forum.relation WHERE site = $1 AND kind IN ('friend', 'foe')
   ORDER BY member_a, member_b, kind`

const edges: Stage = {
  name: 'links.edges',
  about: 'Counts who sent private messages to whom, and who named whom friend or foe.',
  scope: 'site',
  version: 1,
  reads: ['forum.message', 'forum.relation'],
  writes: ['links.edge'],
  run: async function* runEdges({ db, unit, resume }) {
    // In the order of the key, since an index takes rows that come in its order at a fraction of the cost.
    const text = `INSERT INTO links.edge (site, member_a, member_b, kind, n, first_at, last_at) ${edgesSql}`
    if (resume === null) yield { before: [{ text, values: [unit] }], rows: 0, state: { done: false } }
    if ((resume as { readonly done: boolean } | null)?.done) return
    const { rows } = await db.query<{ n: number }>('SELECT count(*)::int AS n FROM links.edge WHERE site = $1', [unit])
    yield { rows: rows[0]!.n, state: { done: true } }
  },
}

/** The stages of the room. */
export const linksStages: readonly Stage[] = [edges]
