import type { Pool } from 'pg'
import type { PostVersion } from '../contract.ts'
import { type At, sourced } from './page.ts'
import { refOrNull, showing, shownText, whole } from './texts.ts'

/** Lines of the board's logs that hold the text of a post as it was before an edit. */
export const isVersion = `a.operation LIKE 'edit%' AND a.data IS NOT NULL AND a.data <> ''`

/** Earlier versions of a post, the oldest first. */
export async function versionsOf(db: Pool, site: number, post: string): Promise<readonly PostVersion[]> {
  const { rows } = await db.query<
    At & { id: string; at: string | null; member: string | null; name: string | null; text: string }
  >(
    `SELECT a.id, a.at, a.member, m.name, left(a.data, ${whole}) AS text, a._file, a._offset, a._length
       FROM forum.action a LEFT JOIN forum.member m ON m.site = a.site AND m.id = a.member
      WHERE a.site = $1 AND a.post = $2 AND ${isVersion} ORDER BY a.at NULLS FIRST, length(a.id), a.id LIMIT 200`,
    [site, post],
  )
  const markup = await showing(db, site)
  return rows.map((row) => {
    const { member, name, ...rest } = sourced(`action:${site}:${row.id}`, row)
    return { ...rest, by: refOrNull(site, member, name), shown: shownText(markup, row.text).shown }
  })
}

/** Software whose logs hold the whole text as it was; others keep what changed. */
const wholeTexts = ['xenforo', 'woltlab', 'invision', 'flarum']

/** The texts that posts had on a day, where a later edit kept them: the one before the first edit after it. */
export async function textsOn(
  db: Pool,
  site: number,
  posts: readonly string[],
  day: string,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ post: string; text: string }>(
    `SELECT DISTINCT ON (a.post) a.post, left(a.data, ${whole}) AS text FROM forum.action a
       JOIN forum.site s ON s.site = a.site AND s.engine = ANY ($4)
      WHERE a.site = $1 AND a.post = ANY ($2) AND a.at > $3::timestamptz AND ${isVersion} ORDER BY a.post, a.at, length(a.id), a.id`,
    [site, posts, day, wholeTexts],
  )
  return new Map(rows.map((row) => [row.post, row.text]))
}

/** How many earlier versions of each post there are. */
export async function versionCounts(
  db: Pool,
  site: number,
  posts: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ post: string; n: number }>(
    `SELECT a.post, count(*)::int AS n FROM forum.action a WHERE a.site = $1 AND a.post = ANY ($2) AND ${isVersion} GROUP BY a.post`,
    [site, posts],
  )
  return new Map(rows.map((row) => [row.post, row.n]))
}
