import type { Pool } from 'pg'
import { kindRank } from '../../db/verdict-sql.ts'
import { listSets } from '../../media/queries.ts'
import { quietKinds } from '../../model/verdict.ts'
import type { HashSet, MatchesQuery, MatchRow, Page } from '../contract.ts'
import { bind, page } from './page.ts'

/** The sets that are loaded, and those that were. */
export async function hashSets(db: Pool): Promise<readonly HashSet[]> {
  return (await listSets(db, true)).map(({ fileSize: _, ...set }) => set)
}

const uploads = `(SELECT %s FROM forum.attachment a WHERE a.sha256 = f.sha256 AND a.path IS NOT NULL)`
const shared = `${kindRank('h')} AS rank, h.hash_set, m.category, h.name AS set, h.kind, k.code, k.label, m."by", m.differs, m.line`
const sets = `JOIN media.hash_set h ON h.hash_set = m.hash_set AND h.removed_at IS NULL
  LEFT JOIN media.category k ON k.hash_set = m.hash_set AND k.category = m.category`

/** Files that are in a set, and attachments that are by what the database states of them alone. */
const matchesSql = `
  SELECT ${shared}, 'file:' || f.file AS id, e.number AS exhibit, f.path, f.stored_size AS size, true AS "inEvidence", f.sha256,
         CASE m."by" WHEN 'sha256' THEN f.sha256 WHEN 'sha1' THEN f.sha1 ELSE f.md5 END AS hash, NULL::int AS site, NULL::text AS upload
    FROM media.file_match m ${sets} JOIN evidence.file f ON f.file = m.file JOIN evidence.exhibit e ON e.exhibit = f.exhibit
  UNION ALL
  SELECT ${shared}, 'attachment:' || t.site || ':' || t.id, NULL, t.name, t.size, false, t.sha256,
         lower(CASE m."by" WHEN 'sha256' THEN t.sha256 WHEN 'sha1' THEN t.sha1 ELSE t.md5 END), t.site, t.id
    FROM media.attachment_match m ${sets} JOIN forum.attachment t ON t.site = m.site AND t.id = m.attachment WHERE t.path IS NULL`

/** Matches, those of interest first. */
export async function matches(db: Pool, query: MatchesQuery): Promise<Page<MatchRow>> {
  const values: unknown[] = []
  const put = bind(values)
  const where: string[] = []
  if (query.kind !== undefined) where.push(`f.kind = ${put(query.kind)}`)
  if (query.hashSet !== undefined) where.push(`f.hash_set = ${put(query.hashSet)}`)
  if (query.quiet === false) where.push(`NOT f.kind = ANY (${put(quietKinds)})`)
  const from = `(${matchesSql}) f`
  const { rows } = await db.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${from} ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}`,
    values,
  )
  const one = `json_build_object('site', a.site, 'id', a.id, 'name', a.name, 'post', a.post, 'message', a.message)`
  const list = uploads.replace('%s', `coalesce((array_agg(${one} ORDER BY a.site, length(a.id), a.id))[1:5], '{}')`)
  const own = `(SELECT ARRAY[${one}] FROM forum.attachment a WHERE a.site = f.site AND a.id = f.upload)`
  return page<MatchRow>(
    db,
    {
      select: `f.id, f.set, f.kind, f.code, f.label, f."by", f.differs, f.line, f.exhibit, f.path, f.size, f.hash, f."inEvidence",
        CASE WHEN f."inEvidence" THEN ${list} ELSE ${own} END AS uploads,
        CASE WHEN f."inEvidence" THEN ${uploads.replace('%s', 'count(*)::int')} ELSE 1 END AS "uploadCount"`,
      ...{ from, as: 'f', where, values },
      keys: [
        { sql: 'f.rank', type: 'int' },
        { sql: 'f.hash_set', type: 'int' },
        { sql: 'f.category', type: 'int' },
        { sql: 'f.path', type: 'text' },
        { sql: 'f.id', type: 'text' },
      ],
    },
    query,
    rows[0]?.n ?? 0,
  )
}

/** How many sets are loaded, and how many files or lone attachments are in one of interest. */
export async function interest(db: Pool): Promise<{ readonly sets: number; readonly ofInterest: number }> {
  const ours = `m JOIN media.hash_set h ON h.hash_set = m.hash_set AND h.removed_at IS NULL AND h.kind = 'of-interest'`
  const { rows } = await db.query<{ sets: number; ofInterest: number }>(
    `SELECT (SELECT count(*)::int FROM media.hash_set WHERE removed_at IS NULL) AS sets,
            (SELECT count(DISTINCT m.file)::int FROM media.file_match ${ours} WHERE m.differs IS NULL)
          + (SELECT count(DISTINCT (m.site, m.attachment))::int FROM media.attachment_match ${ours}
               JOIN forum.attachment t ON t.site = m.site AND t.id = m.attachment WHERE m.differs IS NULL AND t.path IS NULL) AS "ofInterest"`,
  )
  return rows[0]!
}
