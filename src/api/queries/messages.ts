import type { Pool } from 'pg'
import type { Folder, MemberRef, Message, MessagesQuery, Page } from '../contract.ts'
import { missing } from '../errors.ts'
import { type At, bind, type Key, page, sortable, sourced } from './page.ts'
import { attachmentsOf, excerpt, folder as folderOf, ref, whole } from './texts.ts'

type Raw = Omit<Message, 'author' | 'recipients' | 'groups' | 'folded' | 'attachments' | 'source' | 'folders'> &
  At & { readonly author: string | null; readonly authorName: string | null; readonly recipients: readonly string[] }

const columns = (
  most: number,
): string => `p.id, p.site, p.thread, p.author, coalesce(m.name, p.author_name) AS "authorName",
  p.recipients[1:500] AS recipients, p.at, p.ip, p.subject, left(p.text, ${most}) AS text, left(p.plain, ${most}) AS plain,
  length(p.plain) AS size, greatest(length(p.text), length(p.plain)) > ${most} AS cut, p.edited_at AS "editedAt",
  p.deleted, p._file, p._offset, p._length`
const tables = `forum.message p LEFT JOIN forum.member m ON m.site = p.site AND m.id = p.author`
const keys: readonly Key[] = [
  { sql: sortable('p.at'), type: 'timestamptz' },
  { sql: 'length(p.id)', type: 'int' },
  { sql: 'p.id', type: 'text' },
]

/** Folders that no software has: all a member wrote, and what no mailbox holds any more. */
const ours = { written: 'written', deleted: 'deleted' } as const

function concerning(member: string, folder: string | undefined, put: (value: unknown) => string): string {
  const own = put(member)
  const written = `SELECT w.id FROM forum.message w WHERE w.site = $1 AND w.author = ${own}`
  const received = `SELECT r.id FROM forum.message r WHERE r.site = $1 AND r.recipients @> ARRAY[${own}]::text[]`
  if (folder === ours.written) return written
  if (folder === ours.deleted)
    return `SELECT g.id FROM forum.message g WHERE g.site = $1 AND g.deleted AND g.id IN (${written} UNION ${received})`
  const held = `SELECT b.message FROM forum.mailbox b WHERE b.site = $1 AND b.member = ${own}`
  if (folder !== undefined) return `${held} AND b.folder = ${put(folder)}`
  return `${held} UNION ${written} UNION ${received}`
}

/** The folders of a member's mailbox. */
export async function folders(db: Pool, site: number, member: string): Promise<readonly Folder[]> {
  const { rows } = await db.query<Folder>(
    `SELECT folder, count(*)::int AS messages, (count(*) FILTER (WHERE unread))::int AS unread
       FROM forum.mailbox WHERE site = $1 AND member = $2 GROUP BY folder ORDER BY folder`,
    [site, member],
  )
  const more: Folder[] = []
  for (const folder of [ours.written, ours.deleted]) {
    const values: unknown[] = [site]
    const sql = concerning(member, folder, bind(values))
    const count = await db.query<{ n: number }>(`SELECT count(*)::int AS n FROM (${sql}) q`, values)
    more.push({ folder, messages: count.rows[0]?.n ?? 0, unread: 0 })
  }
  return [...rows, ...more]
}

/** A member's messages, newest first, of one folder or of all. */
export async function messagesOf(db: Pool, site: number, member: string, query: MessagesQuery): Promise<Page<Message>> {
  const values: unknown[] = [site]
  const put = bind(values)
  const where = ['p.site = $1', `p.id IN (${concerning(member, query.folder, put)})`]
  const found = await page<Raw>(
    db,
    { select: columns(excerpt), from: tables, where, values, keys, descending: true },
    query,
  )
  return { ...found, rows: await finish(db, site, found.rows, member) }
}

/** One message, whole, with the folders it lies in at anybody's. */
export async function message(db: Pool, site: number, id: string): Promise<Message> {
  const { rows } = await db.query<Raw>(`SELECT ${columns(whole)} FROM ${tables} WHERE p.site = $1 AND p.id = $2`, [
    site,
    id,
  ])
  const [found] = await finish(db, site, rows, null)
  if (!found) throw missing('Message')
  return found
}

async function finish(
  db: Pool,
  site: number,
  rows: readonly Raw[],
  member: string | null,
): Promise<readonly Message[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const people = [...new Set(rows.flatMap((row) => row.recipients))]
  const [folds, attachments, named, groups, lying] = await Promise.all([
    folderOf(db),
    attachmentsOf(db, site, 'message', ids),
    names(db, 'forum.member', site, people),
    names(
      db,
      'forum.grp',
      site,
      people.filter((one) => one.startsWith('group:')).map((one) => one.slice(6)),
    ),
    db.query<{ message: string; folder: string; unread: boolean; deleted: boolean }>(
      `SELECT message, folder, unread, deleted FROM forum.mailbox
        WHERE site = $1 AND message = ANY ($2) AND ($3::text IS NULL OR member = $3) ORDER BY member, folder LIMIT 5000`,
      [site, ids, member],
    ),
  ])
  return rows.map((raw) => {
    const { author, authorName, recipients, ...rest } = sourced(`message:${site}:${raw.id}`, raw)
    const isGroup = (one: string): boolean => one.startsWith('group:')
    return {
      ...rest,
      author: ref(site, author, authorName),
      recipients: recipients
        .filter((one) => !isGroup(one))
        .map((one): MemberRef => ref(site, one, named.get(one) ?? null)),
      groups: recipients.filter(isGroup).map((one) => groups.get(one.slice(6)) ?? one),
      folded: folds(`${raw.subject ?? ''}\n${raw.plain}`),
      folders: lying.rows.filter((row) => row.message === raw.id).map(({ message: _, ...row }) => row),
      attachments: attachments.get(raw.id) ?? [],
    }
  })
}

async function names(db: Pool, table: 'forum.member' | 'forum.grp', site: number, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, string>()
  const { rows } = await db.query<{ id: string; name: string }>(
    `SELECT id, name FROM ${table} WHERE site = $1 AND id = ANY ($2)`,
    [site, ids],
  )
  return new Map(rows.map((row) => [row.id, row.name]))
}
