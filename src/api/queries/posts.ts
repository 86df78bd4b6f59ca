import type { Pool } from 'pg'
import { textOf } from '../../model/shown.ts'
import type { Page, PageQuery, Post, PostsQuery, TopicPage, TopicPageQuery } from '../contract.ts'
import { missing } from '../errors.ts'
import { type At, all, bind, type Key, page, sortable, sourced } from './page.ts'
import { panelsOf } from './panels.ts'
import { linkQuotes } from './quotes.ts'
import { holdResources } from './resources.ts'
import { attachmentsOf, excerpt, folder, ref, refOrNull, showing, shownText, whole } from './texts.ts'
import { after, textsOn, versionCounts, wholly } from './versions.ts'
import { type Lens, lensOf, noLens, seen } from './view.ts'

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

/** Rows with all that belongs to them; under a view, as they were on its day. */
async function finish(db: Pool, site: number, rows: readonly Raw[], lens: Lens = noLens): Promise<readonly Post[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const authors = [...new Set(rows.flatMap((row) => row.author ?? []))]
  const [folds, attachments, markup, panels, versions] = await Promise.all([
    folder(db),
    attachmentsOf(db, site, 'post', ids),
    showing(db, site),
    panelsOf(db, site, authors),
    versionCounts(db, site, ids),
  ])
  const edited = rows.filter((row) => versions.has(row.id)).map((row) => row.id)
  const then = lens.asOf === null || edited.length === 0 ? null : await textsOn(db, site, edited, lens.asOf)
  const texts = rows.map((row) => shownText(markup, then?.get(row.id) ?? row.text))
  const quoting = await linkQuotes(
    db,
    site,
    rows.map((row, i) => ({ topic: row.topic, shown: texts[i]!.shown })),
  )
  const shown = await holdResources(
    db,
    site,
    rows.map((row, i) => ({ shown: quoting[i]!, attachments: attachments.get(row.id) ?? [] })),
  )
  return rows.map((raw, i) => {
    const { author, authorName, editor, editorName, remover, removerName, ...rest } = sourced(
      `post:${site}:${raw.id}`,
      raw,
    )
    const version = then?.get(raw.id)
    return {
      ...rest,
      ...(version === undefined ? {} : { text: version, ...wholly(textOf(texts[i]!.shown)) }),
      ...asOn(raw, lens),
      shown: shown[i]!,
      repaired: texts[i]!.repaired,
      panel: author === null ? null : (panels.get(author) ?? null),
      // Histories are for the staff.
      versions: lens.as === null ? (versions.get(raw.id) ?? 0) : 0,
      later:
        lens.asOf === null
          ? null
          : {
              edited: after(raw.editedAt, lens.asOf) || version !== undefined,
              deleted: after(raw.deletedAt, lens.asOf),
              version: version !== undefined,
            },
      author: ref(site, author, authorName),
      editedBy: after(raw.editedAt, lens.asOf) ? null : refOrNull(site, editor, editorName),
      deletedBy: after(raw.deletedAt, lens.asOf) ? null : refOrNull(site, remover, removerName),
      folded: folds(`${raw.subject ?? ''}\n${raw.plain}\n${version ?? ''}`),
      attachments: attachments.get(raw.id) ?? [],
    }
  })
}

/** What was not yet so on the day of the view. */
function asOn(raw: Raw, { asOf }: Lens) {
  return {
    ...(after(raw.editedAt, asOf) ? { editedAt: null, editCount: null, editReason: null } : {}),
    ...(after(raw.deletedAt, asOf) ? { deleted: null, deletedAt: null, deletedReason: null } : {}),
  }
}

/** Posts of a topic in order of time, from the beginning or from a given post on. */
export async function postsOfTopic(db: Pool, site: number, topic: string, query: PostsQuery): Promise<Page<Post>> {
  const lens = await lensOf(db, site, query)
  if (await isClosed(db, site, topic, lens)) return { rows: [], next: null, total: 0 }
  const values: unknown[] = [site, topic]
  const where = ['p.site = $1', 'p.topic = $2', ...seen(lens, 'p', bind(values))]
  if (query.from !== undefined && query.after === undefined) {
    where.push(`(${keys.map((key) => key.sql).join(', ')}) >= (SELECT ${keys.map((key) => key.sql.replaceAll('p.', 'f.')).join(', ')}
      FROM forum.post f WHERE f.site = $1 AND f.topic = $2 AND f.id = ${bind(values)(query.from)})`)
  }
  const limited = lens.asOf !== null || lens.as !== null
  const total = limited
    ? null
    : await db.query<{ posts: number }>('SELECT posts FROM api.topic WHERE site = $1 AND topic = $2', [site, topic])
  const found = await page<Raw>(
    db,
    { select: columns(excerpt), from: 'forum.post p', as: 'p', joins, where, values, keys },
    query,
    total === null ? null : (total.rows[0]?.posts ?? 0),
  )
  return { ...found, rows: await finish(db, site, found.rows, lens) }
}

/** True where the view cannot read the board that a topic stands in. */
async function isClosed(db: Pool, site: number, topic: string, lens: Lens): Promise<boolean> {
  if (lens.open === null) return false
  const { rows } = await db.query<{ board: string | null }>(
    'SELECT board FROM forum.topic WHERE site = $1 AND id = $2',
    [site, topic],
  )
  const board = rows[0]?.board
  return board !== null && board !== undefined && !lens.open.has(board)
}

/** Posts on one page, as boards have them. */
const pageSize = 25

/** A page of a topic by its number, or the one on which a post stands. */
export async function topicPage(db: Pool, site: number, topic: string, query: TopicPageQuery): Promise<TopicPage> {
  const lens = await lensOf(db, site, query)
  const values: unknown[] = [site, topic]
  const own = ['p.site = $1', 'p.topic = $2']
  const where = all([...own, ...seen(lens, 'p', bind(values))])
  const order = keys.map((key) => key.sql).join(', ')
  const before = query.post === undefined ? null : bind(values)(query.post)
  const { rows: counts } = await db.query<{ total: number; every: number; before: number | null }>(
    `SELECT count(*) FILTER (WHERE ${where})::int AS total, count(*)::int AS every,
            ${before === null ? 'NULL::int' : `(count(*) FILTER (WHERE (${where}) AND (${order}) < (SELECT ${order} FROM forum.post p WHERE p.site = $1 AND p.topic = $2 AND p.id = ${before})))::int`} AS before
       FROM forum.post p WHERE ${all(own)}`,
    values,
  )
  const { total = 0, every = 0, before: at = null } = counts[0] ?? {}
  const closed = await isClosed(db, site, topic, lens)
  const pages = Math.max(1, Math.ceil(total / pageSize))
  const wanted = query.post !== undefined && at !== null ? Math.floor(at / pageSize) + 1 : (query.number ?? 1)
  const number = Math.min(pages, Math.max(1, wanted))
  const frame = {
    number,
    pages: closed ? 1 : pages,
    size: pageSize,
    total: closed ? 0 : total,
    hidden: closed ? every : every - total,
    closed,
  }
  if (closed) return { ...frame, rows: [] }
  const given = before === null ? values : values.slice(0, -1)
  const { rows } = await db.query<Raw>(
    `SELECT ${columns(excerpt)} FROM forum.post p ${joins} WHERE ${where} ORDER BY ${order} LIMIT ${pageSize} OFFSET ${(number - 1) * pageSize}`,
    given,
  )
  return { ...frame, rows: await finish(db, site, rows, lens) }
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
