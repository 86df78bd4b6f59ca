import type { ClientBase } from 'pg'
import type { Scoped } from './authorisation.ts'
import { refusal } from './refusal.ts'

/** A closed thing in reach of an opener, once for each file it lies in. */
export interface Target extends Scoped {
  readonly exhibitNumber: number
  readonly opener: string
  readonly path: string
  readonly file: number
  readonly stored: string
  readonly offset: number
  readonly length: number
  readonly detail: Readonly<Record<string, unknown>>
  /** The text it lies in, for what lies in a forum. */
  readonly text: string | null
}

/** Things that an opener exists for and that were not opened yet, those in files before those in texts. */
export async function targetsOf(db: ClientBase, named: readonly string[] | null): Promise<readonly Target[]> {
  const { rows } = await db.query<Target>(
    `SELECT l.thing, l.kind, l.form, e.number AS exhibit, NULL::int AS site, l.exhibit AS "exhibitNumber", l.opener, l.path, l._file AS file,
            coalesce(f.stored_path, CASE WHEN f.parent IS NULL THEN e.stored_path END, '') AS stored, l._offset::float8 AS "offset", l._length::float8 AS length, l.detail, NULL AS text
       FROM unlock.locked l JOIN evidence.file f ON f.file = l._file JOIN evidence.exhibit e ON e.exhibit = l.exhibit
      WHERE l.opener IS NOT NULL AND ($1::text[] IS NULL OR l.thing = ANY ($1))
        AND NOT EXISTS (SELECT FROM unlock.attempt a JOIN unlock.opened o ON o.thing = a.thing AND o.exhibit = l.exhibit WHERE a.thing = l.thing AND a.outcome = 'opened')
      ORDER BY l.exhibit, l.n`,
    [named],
  )
  const texts = await textTargets(db, named)
  const known = new Set([...rows, ...texts].map((r) => r.thing))
  const unknown = named?.find((n) => !known.has(n))
  if (unknown !== undefined)
    throw refusal(
      `thing ${unknown}`,
      'is not closed, was opened already, or nothing here opens it',
      'See: holdfast unlock list',
    )
  return [...rows, ...texts]
}

const textOf: Readonly<Record<string, string>> = {
  post: 'SELECT plain FROM forum.post WHERE site = $1 AND id = $2',
  message: 'SELECT plain FROM forum.message WHERE site = $1 AND id = $2',
  draft: 'SELECT text AS plain FROM forum.draft WHERE site = $1 AND id = $2',
  version: 'SELECT plain FROM forum.post_version WHERE site = $1 AND id = $2',
  signature: 'SELECT coalesce(signature_plain, signature) AS plain FROM forum.member WHERE site = $1 AND id = $2',
  'profile field': `SELECT value AS plain FROM forum.profile_field WHERE site = $1 AND member || ':' || field = $2`,
}

async function textTargets(db: ClientBase, named: readonly string[] | null): Promise<readonly Target[]> {
  const { rows } = await db.query<Target & { entity: string; id: string }>(
    `SELECT l.thing, l.kind, l.form, e.number AS exhibit, l.site, e.exhibit AS "exhibitNumber", l.opener, f.path, l._file AS file, '' AS stored,
            (l.detail->>'at')::float8 AS "offset", 0::float8 AS length, l.detail, l.entity, l.id, NULL AS text
       FROM unlock.locked_text l JOIN evidence.file f ON f.file = l._file JOIN evidence.exhibit e ON e.exhibit = f.exhibit
      WHERE l.opener IS NOT NULL AND ($1::text[] IS NULL OR l.thing = ANY ($1))
        AND NOT EXISTS (SELECT FROM unlock.attempt a WHERE a.thing = l.thing AND a.outcome = 'opened')
      ORDER BY l.site, l.n`,
    [named],
  )
  const targets: Target[] = []
  for (const { entity, id, ...row } of rows) {
    const sql = textOf[entity]
    const found = sql ? await db.query<{ plain: string }>(sql, [row.site, id]) : null
    const text = found?.rows[0]?.plain
    if (text) targets.push({ ...row, text, length: text.length - row.offset })
  }
  return targets
}
