import type { Pool } from 'pg'
import type { Page, PageQuery, Post, PostsQuery } from '../contract.ts'
import { missing } from '../errors.ts'
import { type At, type Key, page, sortable, sourced } from './page.ts'
import { attachmentsOf, excerpt, folder, ref, refOrNull, whole } from './texts.ts'

interface Raw extends At {
  readonly id: string
  readonly site: number
  readonly board: string | null
  readonly topic: string | null
  readonly topicTitle: string | null
  readonly author: string | null
  readonly authorName: string | null
  readonly at: string | null
  readonly ip: string | null
  readonly subject: string | null
  readonly text: string
  readonly plain: string
  readonly size: number
  readonly cut: boolean
  readonly editedAt: string | null
  readonly editor: string | null
  readonly editorName: string | null
  readonly editCount: number | null
  readonly editReason: string | null
  readonly deleted: 'soft' | 'unapproved' | null
  readonly deletedAt: string | null
  readonly remover: string | null
  readonly removerName: string | null
  readonly deletedReason: string | null
  readonly reports: number
}

const columns = (most: number): string => `p.id, p.site, p.board, p.topic, t.title AS "topicTitle", p.author,
  coalesce(m.name, p.author_name) AS "authorName", p.at, p.ip, p.subject, left(p.text, ${most}) AS text,
  left(p.plain, ${most}) AS plain, length(p.plain) AS size, greatest(length(p.text), length(p.plain)) > ${most} AS cut,
  p.edited_at AS "editedAt", p.edited_by AS editor, e.name AS "editorName", p.edit_count AS "editCount",
  p.edit_reason AS "editReason", p.deleted, p.deleted_at AS "deletedAt", p.deleted_by AS remover,
  d.name AS "removerName", p.deleted_reason AS "deletedReason", p._file, p._offset, p._length,
  (SELECT count(*)::int FROM forum.report r WHERE r.site = p.site AND r.post = p.id) AS reports`
const joins = `
  LEFT JOIN forum.topic t ON t.site = p.site AND t.id = p.topic
  LEFT JOIN forum.member m ON m.site = p.site AND m.id = p.author
  LEFT JOIN forum.member e ON e.site = p.site AND e.id = p.edited_by
  LEFT JOIN forum.member d ON d.site = p.site AND d.id = p.deleted_by`
const keys: readonly Key[] = [
  { sql: sortable('p.at'), type: 'timestamptz' },
  { sql: 'length(p.id)', type: 'int' },
  { sql: 'p.id', type: 'text' },
]

async function finish(db: Pool, site: number, rows: readonly Raw[]): Promise<readonly Post[]> {
  const folds = await folder(db)
  const attachments = await attachmentsOf(
    db,
    site,
    'post',
    rows.map((row) => row.id),
  )
  return rows.map((raw) => {
    const { author, authorName, editor, editorName, remover, removerName, ...rest } = sourced(
      `post:${site}:${raw.id}`,
      raw,
    )
    return {
      ...rest,
      author: ref(site, author, authorName),
      editedBy: refOrNull(site, editor, editorName),
      deletedBy: refOrNull(site, remover, removerName),
      folded: folds(`${raw.subject ?? ''}\n${raw.plain}`),
      attachments: attachments.get(raw.id) ?? [],
    }
  })
}

/** Posts of a topic in order of time, from the beginning or from a given post on. */
export async function postsOfTopic(db: Pool, site: number, topic: string, query: PostsQuery): Promise<Page<Post>> {
  const values: unknown[] = [site, topic]
  const where = ['p.site = $1', 'p.topic = $2']
  if (query.from !== undefined && query.after === undefined) {
    where.push(`(${keys.map((key) => key.sql).join(', ')}) >= (SELECT ${keys.map((key) => key.sql.replaceAll('p.', 'f.')).join(', ')}
      FROM forum.post f WHERE f.site = $1 AND f.topic = $2 AND f.id = $3)`)
    values.push(query.from)
  }
  const total = await db.query<{ posts: number }>('SELECT posts FROM api.topic WHERE site = $1 AND topic = $2', [
    site,
    topic,
  ])
  const found = await page<Raw>(
    db,
    { select: columns(excerpt), from: 'forum.post p', as: 'p', joins, where, values, keys },
    query,
    total.rows[0]?.posts ?? 0,
  )
  return { ...found, rows: await finish(db, site, found.rows) }
}

/** Posts of an account, newest first. */
export async function postsOfMember(db: Pool, site: number, member: string, query: PageQuery): Promise<Page<Post>> {
  const where = ['p.site = $1', 'p.author = $2']
  const list = {
    select: columns(excerpt),
    from: 'forum.post p',
    as: 'p',
    joins,
    where,
    values: [site, member],
    keys,
    descending: true,
  }
  const found = await page<Raw>(db, list, query)
  return { ...found, rows: await finish(db, site, found.rows) }
}

/** One post, whole. */
export async function post(db: Pool, site: number, id: string): Promise<Post> {
  const { rows } = await db.query<Raw>(
    `SELECT ${columns(whole)} FROM forum.post p ${joins} WHERE p.site = $1 AND p.id = $2`,
    [site, id],
  )
  const [found] = await finish(db, site, rows)
  if (!found) throw missing('Post')
  return found
}
