import type { ClientBase, Pool } from 'pg'
import type { LoadedSet } from './media.ts'

type Db = ClientBase | Pool

/** The sets that are loaded, and with `all` those that were removed; in the order they were loaded. */
export async function listSets(db: Db, all = false): Promise<readonly LoadedSet[]> {
  const { rows } = await db.query<LoadedSet>(
    `WITH units AS (
       SELECT 'exhibit' AS scope, exhibit AS unit FROM evidence.file WHERE sha256 IS NOT NULL GROUP BY exhibit
       UNION ALL SELECT 'site', site FROM forum.attachment WHERE coalesce(md5, sha1, sha256) IS NOT NULL GROUP BY site)
     SELECT s.hash_set AS "hashSet", s.name, s.kind, s.source, s.scheme, s.format, s.file_name AS "fileName", s.file_sha256 AS "fileSha256",
            s.file_size AS "fileSize", s.entries, s.md5s, s.sha1s, s.sha256s, s.remarks, s.loaded_by AS "loadedBy", s.loaded_at AS "loadedAt",
            s.removed_by AS "removedBy", s.removed_at AS "removedAt", s.removed_why AS "removedWhy",
            (SELECT coalesce(json_agg(json_build_object('code', c.code, 'label', c.label, 'entries', c.entries) ORDER BY c.category), '[]')
               FROM media.category c WHERE c.hash_set = s.hash_set) AS categories,
            (SELECT count(DISTINCT m.file)::int FROM media.file_match m WHERE m.hash_set = s.hash_set AND m.differs IS NULL) AS files,
            (SELECT count(DISTINCT (m.site, m.attachment))::int FROM media.attachment_match m WHERE m.hash_set = s.hash_set AND m.differs IS NULL) AS attachments,
            NOT EXISTS (SELECT FROM units u WHERE NOT EXISTS (SELECT FROM media.compared c WHERE c.scope = u.scope AND c.unit = u.unit AND c.hash_set = s.hash_set)) AS compared
       FROM media.hash_set s WHERE $1 OR s.removed_at IS NULL ORDER BY s.hash_set`,
    [all],
  )
  return rows
}

/** The first lines of a set that could not be read as they should be. */
export async function remarksOf(db: Db, hashSet: number) {
  const { rows } = await db.query<{ line: number; taken: boolean; why: string }>(
    'SELECT line, taken, why FROM media.remark WHERE hash_set = $1 ORDER BY n',
    [hashSet],
  )
  return rows
}
