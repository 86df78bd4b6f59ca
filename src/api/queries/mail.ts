import type { Pool } from 'pg'
import type { MailMessage, MailQuery, MailRow, Page, PageQuery } from '../contract.ts'
import { missing } from '../errors.ts'
import { corrections } from './clocks.ts'
import { type At, bind, contains, type Key, mapPage, page, sortable, sourced } from './page.ts'
import { folder } from './texts.ts'

/** Addresses shown of each message in a list. */
const listed = 6

const addresses = (roles: string): string =>
  `SELECT address FROM evidence.mail_address a WHERE (a.exhibit, a.file, a.n) = (m.exhibit, m.file, m.n) AND a.role IN (${roles}) ORDER BY a.i`
const recipients = `'to', 'cc', 'bcc'`
const concerns = `coalesce((SELECT json_agg(json_build_object('site', c.site, 'siteKey', s.key, 'member', CASE WHEN c.member IS NOT NULL THEN json_build_object('site', c.site, 'id', c.member, 'name', p.name) END,
    'direction', c.direction, 'byBoard', c.by_board, 'notice', c.notice, 'address', c.address, 'ip', c.ip, 'why', c.why, 'because', c.because, 'trace', 'mail:' || c.site || ':' || c.mail) ORDER BY c.site, c.mail)
    FROM forum.mail c JOIN forum.site s USING (site) LEFT JOIN forum.member p ON p.site = c.site AND p.id = c.member
   WHERE (c.exhibit, c.file, c.n) = (m.exhibit, m.file, m.n)), '[]') AS concerns`
const columns = `m.file, m.n, f.path, e.number AS exhibit, m.at, m.subject, m.attachments, (${addresses(`'from', 'sender'`)} LIMIT 1) AS "from",
  ARRAY(${addresses(recipients)} LIMIT ${listed}) AS "to", greatest(0, (SELECT count(*)::int FROM evidence.mail_address a WHERE (a.exhibit, a.file, a.n) = (m.exhibit, m.file, m.n) AND a.role IN (${recipients})) - ${listed}) AS more,
  ${concerns}, m._file, m._offset, m._length`
const joins = 'JOIN evidence.file f ON f.file = m.file JOIN evidence.exhibit e ON e.exhibit = m.exhibit'
const keys: readonly Key[] = [
  { sql: sortable('m.at'), type: 'timestamptz' },
  { sql: 'm.file', type: 'int' },
  { sql: 'm.n', type: 'int' },
]
const concerned = '(c.exhibit, c.file, c.n) = (m.exhibit, m.file, m.n)'

type Raw = Omit<MailRow, 'source' | 'corrected'> & At

/** Every message of the case, newest first, of a board or not. */
export async function mail(db: Pool, query: MailQuery): Promise<Page<MailRow>> {
  const values: unknown[] = []
  const put = bind(values)
  const where: string[] = []
  if (query.site !== undefined || query.notice !== undefined) {
    const of = [
      query.site === undefined ? '' : ` AND c.site = ${put(query.site)}`,
      query.notice === undefined ? '' : ` AND c.notice = ${put(query.notice)}`,
    ]
    where.push(`EXISTS (SELECT FROM forum.mail c WHERE ${concerned}${of.join('')})`)
  }
  if (query.search !== undefined) {
    const like = put(contains(query.search))
    where.push(
      `m.subject ILIKE ${like} OR m.text ILIKE ${like} OR EXISTS (SELECT FROM evidence.mail_address a WHERE (a.exhibit, a.file, a.n) = (m.exhibit, m.file, m.n) AND (a.address ILIKE ${like} OR a.name ILIKE ${like}))`,
    )
  }
  const total =
    where.length === 0
      ? (await db.query<{ n: number }>('SELECT count(*) AS n FROM evidence.mail_message')).rows[0]!.n
      : null
  return corrected(
    db,
    await page<Raw>(
      db,
      { select: columns, from: 'evidence.mail_message m', as: 'm', joins, where, values, keys, descending: true },
      query,
      total,
    ),
  )
}

/** The messages that concern an account, newest first. */
export async function mailOf(db: Pool, site: number, member: string, query: PageQuery): Promise<Page<MailRow>> {
  const where = [`EXISTS (SELECT FROM forum.mail c WHERE ${concerned} AND c.site = $1 AND c.member = $2)`]
  const list = {
    select: columns,
    from: 'evidence.mail_message m',
    as: 'm',
    joins,
    where,
    values: [site, member],
    keys,
    descending: true,
  }
  return corrected(db, await page<Raw>(db, list, query))
}

/** One message with its way, its addresses and what it carries; secrets in it are masked. */
export async function letter(db: Pool, file: number, n: number): Promise<MailMessage> {
  const { rows } = await db.query<Omit<MailMessage, 'source' | 'corrected' | 'folded'> & At>(
    `SELECT ${columns}, m.message_id AS "messageId", m.stated, m.zone, left(m.text, 200000) AS text, m.form, m.masked, m.flags,
            coalesce((SELECT json_agg(json_build_object('role', role, 'name', name, 'address', address) ORDER BY i) FROM evidence.mail_address a WHERE (a.exhibit, a.file, a.n) = (m.exhibit, m.file, m.n)), '[]') AS addresses,
            coalesce((SELECT json_agg(json_build_object('header', header, 'fromHost', from_host, 'fromAddress', from_address, 'byHost', by_host, 'stated', stated,
                        'at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) ORDER BY hop) FROM evidence.mail_hop h WHERE (h.exhibit, h.file, h.n) = (m.exhibit, m.file, m.n)), '[]') AS hops,
            coalesce((SELECT json_agg(json_build_object('name', name, 'mediaType', media_type, 'size', t.size, 'sha256', t.sha256, 'path', d.path) ORDER BY i)
                        FROM evidence.mail_attachment t LEFT JOIN evidence.file d ON d.file = t.derived WHERE (t.exhibit, t.file, t.n) = (m.exhibit, m.file, m.n)), '[]') AS files
       FROM evidence.mail_message m ${joins} WHERE m.file = $1 AND m.n = $2`,
    [file, n],
  )
  const row = rows[0]
  if (row === undefined) throw missing('Message')
  const correct = await corrections(db, 'mail', [file])
  const folds = await folder(db)
  return {
    ...sourced(`letter:${file}:${n}`, row),
    corrected: correct(file, row.at),
    folded: folds(`${row.subject ?? ''}\n${row.text ?? ''}`),
  }
}

async function corrected(db: Pool, found: Page<Raw>): Promise<Page<MailRow>> {
  const correct = await corrections(
    db,
    'mail',
    found.rows.map((r) => r.file),
  )
  return mapPage(found, (row) => ({
    ...sourced(`letter:${row.file}:${row.n}`, row),
    corrected: correct(row.file, row.at),
  }))
}
