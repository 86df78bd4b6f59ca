import type { Pool } from 'pg'
import type { Page, TimelineEvent, TimelineKind, TimelineQuery } from '../contract.ts'
import { type At, bind, type Key, page, readCursor, sortable, sourced } from './page.ts'
import { ref } from './texts.ts'

interface Raw extends At {
  readonly kind: TimelineKind
  readonly at: string
  readonly site: number
  readonly member: string
  readonly name: string | null
  readonly summary: string
  readonly ip: string | null
  readonly id: string
  readonly topic: string | null
}

interface Branch {
  /** Time, member, summary, address, id and topic. */
  readonly select: string
  readonly from: string
  /** The member's column, and the time as the index of the table has it. */
  readonly member: string
  readonly time: string
  readonly where?: string
}

const firstWords = `coalesce(nullif(left(subject, 200), '') || ': ', '') || left(plain, 200)`

/** How each kind of event is read of one account. */
const branches: Readonly<Record<TimelineKind, Branch>> = {
  registered: {
    select: `joined_at, id, 'Registered as ' || name, joined_from, id, NULL`,
    from: 'forum.member',
    member: 'id',
    time: sortable('joined_at'),
    where: 'joined_at IS NOT NULL',
  },
  post: {
    select: `at, author, ${firstWords}, ip, id, topic`,
    from: 'forum.post',
    member: 'author',
    time: sortable('at'),
    where: 'at IS NOT NULL',
  },
  message: {
    select: `at, author, ${firstWords}, ip, id, NULL`,
    from: 'forum.message',
    member: 'author',
    time: sortable('at'),
    where: 'at IS NOT NULL',
  },
  login: {
    select: `at, member, CASE kind WHEN 'failed' THEN 'Failed to log in' WHEN 'online' THEN 'Seen on line'
      WHEN 'persistent' THEN 'Kept logged in by a key' ELSE 'Session' END || coalesce(' with ' || left(agent, 160), ''), ip, id, NULL`,
    from: 'forum.login',
    member: 'member',
    time: sortable('at'),
    where: 'at IS NOT NULL',
  },
  mail: {
    select: `at, member, summary, ip, id, NULL`,
    from: `(SELECT c.site, c.mail::text AS id, c.member, c.at, c.ip, c._file, c._offset, c._length,
                   concat(CASE WHEN c.by_board THEN 'The board’s mail' || coalesce(' (' || c.notice || ')', '') ELSE 'Mail' END, ' ', c.direction, ' ', coalesce(c.address, 'this account'),
                          coalesce(': ' || left(l.subject, 200), '')) AS summary FROM forum.mail c JOIN evidence.mail_message l USING (exhibit, file, n)) c`,
    member: 'member',
    time: sortable('at'),
    where: 'at IS NOT NULL',
  },
  edit: {
    select: `edited_at, coalesce(edited_by, author), 'Edited: ' || left(plain, 200), NULL, id, topic`,
    from: 'forum.post',
    member: 'coalesce(edited_by, author)',
    time: 'edited_at',
    where: 'edited_at IS NOT NULL',
  },
}

/** Every kind of event, in the order they are offered. */
export const timelineKinds = Object.keys(branches) as readonly TimelineKind[]

const keys: readonly Key[] = [
  { sql: 'e.at', type: 'timestamptz' },
  { sql: 'e.kind', type: 'text' },
  { sql: 'e.site', type: 'int' },
  { sql: 'length(e.id)', type: 'int' },
  { sql: 'e.id', type: 'text' },
]

/** Where the evidence of an event is traced: by the row it was read from. */
const places: Readonly<Record<TimelineKind, string>> = {
  registered: 'member',
  post: 'post',
  message: 'message',
  login: 'login',
  mail: 'mail',
  edit: 'post',
}

/**
 * What a subject's accounts did, as one list. Each branch reads one account's rows by an index and stops after a page,
 * so a busy account costs no more than a quiet one.
 */
export async function timeline(
  db: Pool,
  subject: string,
  kinds: readonly TimelineKind[],
  query: TimelineQuery,
): Promise<Page<TimelineEvent>> {
  const values: unknown[] = [subject]
  const put = bind(values)
  const way = query.order === 'asc' ? 'ASC' : 'DESC'
  const sign = query.order === 'asc' ? '>' : '<'
  const cursor =
    query.after === undefined
      ? null
      : readCursor(
          query.after,
          keys.map((key) => key.type),
        )
  const bounds = cursor?.map((value, i) => `${put(value)}::${keys[i]!.type}`)
  const most = put((query.limit ?? 50) + 1)
  const branch = (kind: TimelineKind): string => {
    const { select, from, member, time, where } = branches[kind]
    // The first comparison is what the index can do; the second settles rows of the very moment the page ended at.
    const after = bounds
      ? `AND ${time} ${sign}= ${bounds[0]} AND (${time}, '${kind}'::text, site, length(id), id) ${sign} (${bounds.join(', ')})`
      : ''
    return `(SELECT '${kind}'::text, site, ${select}, _file, _offset, _length FROM ${from}
      WHERE site = o.site AND ${member} = o.member AND ${where} ${after}
      ORDER BY ${time} ${way}, length(id) ${way}, id ${way} LIMIT ${most}::int)`
  }
  const found = await page<Raw>(
    db,
    {
      select: 'e.kind, e.at, e.site, e.member, m.name, e.summary, e.ip, e.id, e.topic, e._file, e._offset, e._length',
      from: `(SELECT site, member FROM identity.subject_persona WHERE subject = $1 ORDER BY site, member LIMIT 500) o
        CROSS JOIN LATERAL (${kinds.map(branch).join('\nUNION ALL ')}) e (kind, site, at, member, summary, ip, id, topic, _file, _offset, _length)`,
      as: 'e',
      joins: 'LEFT JOIN forum.member m ON m.site = e.site AND m.id = e.member',
      values,
      keys,
      descending: way === 'DESC',
    },
    query,
  )
  return {
    ...found,
    rows: found.rows.map((raw) => {
      const { site, member, name, ...rest } = sourced(`${places[raw.kind]}:${raw.site}:${raw.id}`, raw)
      return { ...rest, member: ref(site, member, name) }
    }),
  }
}
