import type { Pool } from 'pg'
import { textOf } from '../../model/shown.ts'
import type { Folder, MemberRef, Message, MessagesQuery, Page } from '../contract.ts'
import { missing } from '../errors.ts'
import { type At, bind, type Key, page, sourced } from './page.ts'
import { holdResources } from './resources.ts'
import { attachmentsOf, excerpt, folder as folderOf, ref, showing, shownText, whole } from './texts.ts'
import { after, textsOn, versionCounts, wholly } from './versions.ts'

type Made =
  | 'author'
  | 'recipients'
  | 'groups'
  | 'folded'
  | 'attachments'
  | 'source'
  | 'folders'
  | 'shown'
  | 'repaired'
  | 'goneFrom'
  | 'versions'
  | 'later'
type Raw = Omit<Message, Made> &
  At & { readonly author: string | null; readonly authorName: string | null; readonly recipients: readonly string[] }

const columns = (
  most: number,
): string => `p.id, p.site, p.thread, p.author, coalesce(m.name, p.author_name) AS "authorName",
  p.recipients[1:500] AS recipients, p.at, p.ip, p.subject, left(p.text, ${most}) AS text, left(p.plain, ${most}) AS plain,
  length(p.plain) AS size, greatest(length(p.text), length(p.plain)) > ${most} AS cut, p.edited_at AS "editedAt",
  p.deleted, p._file, p._offset, p._length`
const joins = `LEFT JOIN forum.member m ON m.site = p.site AND m.id = p.author`
const keys: readonly Key[] = [
  { sql: 'l.at', type: 'timestamptz' },
  { sql: 'length(l.message)', type: 'int' },
  { sql: 'l.message', type: 'text' },
]

/** The folders of a member's mailbox, and two that no software has: all the member wrote, and what no mailbox holds. */
export async function folders(db: Pool, site: number, member: string): Promise<readonly Folder[]> {
  const { rows } = await db.query<Folder>(
    `SELECT f.folder, count(*)::int AS messages,
            (count(*) FILTER (WHERE l.unread AND f.folder NOT IN ('written', 'deleted')))::int AS unread
       FROM api.letter l CROSS JOIN LATERAL unnest(l.folders) AS f (folder)
      WHERE l.site = $1 AND l.member = $2 GROUP BY f.folder
      ORDER BY array_position(ARRAY['written', 'deleted'], f.folder) NULLS FIRST, f.folder`,
    [site, member],
  )
  return rows
}

/** A member's messages, newest first, of one folder or of all. */
export async function messagesOf(db: Pool, site: number, member: string, query: MessagesQuery): Promise<Page<Message>> {
  const values: unknown[] = [site, member]
  const where = ['l.site = $1', 'l.member = $2']
  if (query.asOf !== undefined) where.push(`l.at <= ${bind(values)(query.asOf)}::timestamptz`)
  if (query.folder !== undefined) where.push(`${bind(values)(query.folder)} = ANY (l.folders)`)
  const list = {
    select: columns(excerpt),
    from: 'api.letter l',
    as: 'l',
    joins: `JOIN forum.message p ON p.site = l.site AND p.id = l.message ${joins}`,
    where,
    values,
    keys,
    descending: true,
  }
  const found = await page<Raw>(db, list, query)
  return { ...found, rows: await finish(db, site, found.rows, member, query.asOf ?? null) }
}

/** One message, whole, with the folders it lies in at anybody's. */
export async function message(db: Pool, site: number, id: string): Promise<Message> {
  const { rows } = await db.query<Raw>(
    `SELECT ${columns(whole)} FROM forum.message p ${joins} WHERE p.site = $1 AND p.id = $2`,
    [site, id],
  )
  const [found] = await finish(db, site, rows, null)
  if (!found) throw missing('Message')
  return found
}

async function finish(
  db: Pool,
  site: number,
  rows: readonly Raw[],
  member: string | null,
  day: string | null = null,
): Promise<readonly Message[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const people = [...new Set(rows.flatMap((row) => row.recipients))]
  const [folds, attachments, named, groups, lying, holders, markup, versions] = await Promise.all([
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
    db.query<{ message: string; member: string }>(
      `SELECT DISTINCT message, member FROM forum.mailbox WHERE site = $1 AND message = ANY ($2) AND NOT deleted LIMIT 50000`,
      [site, ids],
    ),
    showing(db, site),
    versionCounts(db, site, ids, 'message'),
  ])
  const holding = new Set(holders.rows.map((row) => `${row.message} ${row.member}`))
  const edited = rows.filter((row) => versions.has(row.id)).map((row) => row.id)
  const then = day === null || edited.length === 0 ? null : await textsOn(db, site, edited, day, 'message')
  const texts = rows.map((row) => shownText(markup, then?.get(row.id) ?? row.text))
  const shown = await holdResources(
    db,
    site,
    rows.map((row, i) => ({ shown: texts[i]!.shown, attachments: attachments.get(row.id) ?? [] })),
  )
  return rows.map((raw, i) => {
    const { author, authorName, recipients, ...rest } = sourced(`message:${site}:${raw.id}`, raw)
    const held = holders.rows.some((row) => row.message === raw.id)
    const isGroup = (one: string): boolean => one.startsWith('group:')
    const version = then?.get(raw.id)
    return {
      ...rest,
      ...(version === undefined ? {} : { text: version, ...wholly(textOf(texts[i]!.shown)) }),
      ...(after(raw.editedAt, day) ? { editedAt: null } : {}),
      later:
        day === null
          ? null
          : { edited: after(raw.editedAt, day) || version !== undefined, version: version !== undefined },
      author: ref(site, author, authorName),
      recipients: recipients
        .filter((one) => !isGroup(one))
        .map((one): MemberRef => ref(site, one, named.get(one) ?? null)),
      groups: recipients.filter(isGroup).map((one) => groups.get(one.slice(6)) ?? one),
      shown: shown[i]!,
      repaired: texts[i]!.repaired,
      // Said only where mailboxes are known at all: boards that keep one row for all have none.
      goneFrom: held
        ? [...new Set([author, ...recipients])]
            .filter((one): one is string => one !== null && !isGroup(one) && !holding.has(`${raw.id} ${one}`))
            .map((one) => ref(site, one, one === author ? authorName : (named.get(one) ?? null)))
        : [],
      versions: versions.get(raw.id) ?? 0,
      folded: folds(`${raw.subject ?? ''}\n${raw.plain}\n${version ?? ''}`),
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
