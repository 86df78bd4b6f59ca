import type { Pool } from 'pg'
import { differences } from '../../model/differences.ts'
import type { PostVersion } from '../contract.ts'
import { type At, sourced } from './page.ts'
import { refOrNull, showing, shownText, whole } from './texts.ts'

/** Versions of a post that are not what it says now. */
const isEarlier = 'NOT v.shown'

/** More versions than these of one post are not listed. */
const most = 200

type Raw = At &
  Pick<PostVersion, 'id' | 'version' | 'since' | 'at' | 'subject' | 'reason' | 'form' | 'text'> & {
    readonly plain: string | null
    readonly now: string | null
    readonly author: string | null
    readonly authorName: string | null
    readonly member: string | null
    readonly name: string | null
  }

/** Versions of a post or message that it does not show now, the oldest first, each with how it differs from the next. */
export async function versionsOf(
  db: Pool,
  site: number,
  id: string,
  of: 'post' | 'message' = 'post',
): Promise<readonly PostVersion[]> {
  const { rows } = await db.query<Raw>(
    `SELECT v.id, v.version, v.since, v.until AS at, v.author, a.name AS "authorName", v.replaced_by AS member, m.name, v.subject, v.reason, v.form,
            left(v.text, ${whole}) AS text, left(v.plain, ${whole}) AS plain, left(p.plain, ${whole}) AS now, v._file, v._offset, v._length
       FROM forum.post_version v LEFT JOIN forum.member a ON a.site = v.site AND a.id = v.author
       LEFT JOIN forum.member m ON m.site = v.site AND m.id = v.replaced_by LEFT JOIN forum.${of} p ON p.site = v.site AND p.id = v.${of}
      WHERE v.site = $1 AND v.${of} = $2 AND ${isEarlier} ORDER BY v.version NULLS LAST, v.until NULLS LAST, length(v.id), v.id LIMIT ${most}`,
    [site, id],
  )
  const markup = await showing(db, site)
  return rows.map((row, i) => {
    const { author, authorName, member, name, plain, now, ...rest } = sourced(`version:${site}:${row.id}`, row)
    const next = rows.slice(i + 1).find((each) => each.plain !== null)?.plain ?? now
    return {
      ...rest,
      author: refOrNull(site, author, authorName),
      by: refOrNull(site, member, name),
      shown: row.text === null ? [] : shownText(markup, row.text).shown,
      changes: plain === null || next === null ? [] : differences(plain, next),
    }
  })
}

/** The texts that posts or messages had on a day, where the evidence holds the version of that day and it is not what they say now. */
export async function textsOn(
  db: Pool,
  site: number,
  ids: readonly string[],
  day: string,
  of: 'post' | 'message' = 'post',
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ id: string; text: string }>(
    `SELECT DISTINCT ON (v.${of}) v.${of} AS id, left(v.text, ${whole}) AS text FROM forum.post_version v
      WHERE v.site = $1 AND v.${of} = ANY ($2) AND ${isEarlier} AND v.text IS NOT NULL AND v.since <= $3::timestamptz AND (v.until > $3::timestamptz OR (v.until IS NULL AND v.form = 'copy'))
      ORDER BY v.${of}, v.since DESC, v.version DESC`,
    [site, ids, day],
  )
  return new Map(rows.map((row) => [row.id, row.text]))
}

/** How many versions of each post or message there are that it does not show now. */
export async function versionCounts(
  db: Pool,
  site: number,
  ids: readonly string[],
  of: 'post' | 'message' = 'post',
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ id: string; n: number }>(
    `SELECT v.${of} AS id, count(*)::int AS n FROM forum.post_version v WHERE v.site = $1 AND v.${of} = ANY ($2) AND ${isEarlier} GROUP BY 1`,
    [site, ids],
  )
  return new Map(rows.map((row) => [row.id, row.n]))
}

/** A text that is here to its end. */
export function wholly(plain: string) {
  return { plain, size: plain.length, cut: false } as const
}

/** True where something happened after the day of a view. */
export function after(at: string | null, day: string | null): boolean {
  return at !== null && day !== null && Date.parse(at) > Date.parse(day)
}
