import type { Pool } from 'pg'
import type { Login, MemberProfile, MemberRow, MembersQuery, Page, PageQuery } from '../contract.ts'
import { missing } from '../errors.ts'
import { type At, bind, contains, type Key, mapPage, page, sortable, sourced } from './page.ts'
import { ref, showing, shownText } from './texts.ts'

type Raw = Omit<MemberRow, 'source'> & At

const columns = `m.site, m.id, m.name, m.kind, m.state, m.email, m.joined_at AS "joinedAt", m.joined_from AS "joinedFrom",
  m.last_seen_at AS "lastSeenAt", m.last_ip AS "lastIp", m.posts, m.staff, s.subject, m._file, m._offset, m._length`
const joins = `LEFT JOIN identity.subject_persona s ON s.site = m.site AND s.member = m.id`

const orders: Readonly<Record<NonNullable<MembersQuery['sort']>, Key>> = {
  name: { sql: 'lower(m.name)', type: 'text' },
  joined: { sql: sortable('m.joined_at'), type: 'timestamptz' },
  seen: { sql: sortable('m.last_seen_at'), type: 'timestamptz' },
  posts: { sql: 'coalesce(m.posts, -1)', type: 'int' },
}

/** Accounts of all sites; members proper unless another kind is asked for. */
export async function members(db: Pool, query: MembersQuery): Promise<Page<MemberRow>> {
  const values: unknown[] = []
  const put = bind(values)
  const where = [`m.kind = ${put(query.kind ?? 'member')}`]
  if (query.site !== undefined) where.push(`m.site = ${put(query.site)}`)
  if (query.search !== undefined) {
    const pattern = put(contains(query.search))
    where.push(`m.name ILIKE ${pattern} OR m.email ILIKE ${pattern}`)
  }
  const { rows } = await db.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM forum.member m WHERE ${where.map((w) => `(${w})`).join(' AND ')}`,
    values,
  )
  const sort = query.sort ?? 'name'
  const descending = (query.order ?? (sort === 'name' ? 'asc' : 'desc')) === 'desc'
  const keys: readonly Key[] = [orders[sort], { sql: 'm.site', type: 'int' }, { sql: 'm.id', type: 'text' }]
  const list = { select: columns, from: 'forum.member m', as: 'm', joins, where, values, keys, descending }
  return mapPage(await page<Raw>(db, list, query, rows[0]?.n ?? 0), (row) =>
    sourced(`member:${row.site}:${row.id}`, row),
  )
}

type ProfileRaw = Raw &
  Omit<
    MemberProfile,
    | keyof MemberRow
    | 'handles'
    | 'signatureShown'
    | 'fields'
    | 'groups'
    | 'moderates'
    | 'bans'
    | 'warnings'
    | 'relations'
    | 'watches'
    | 'counts'
    | 'subjectRef'
  > & {
    readonly handles: Readonly<Record<string, unknown>>
    readonly subjectName: string | null
  }

/** Everything the evidence says of one account. */
export async function member(db: Pool, site: number, id: string): Promise<MemberProfile> {
  const { rows } = await db.query<ProfileRaw>(
    `SELECT ${columns}, m.birthday, m.timezone, m.language, m.location, m.website, m.title,
            left(m.signature, 20000) AS signature, left(m.signature_plain, 20000) AS "signaturePlain",
            m.password_scheme AS "passwordScheme", m.handles, i.name AS "subjectName"
       FROM forum.member m ${joins} LEFT JOIN identity.subject i ON i.subject = s.subject WHERE m.site = $1 AND m.id = $2`,
    [site, id],
  )
  const raw = rows[0]
  if (!raw) throw missing('Member')
  const [fields, groups, moderates, bans, warnings, relations, watches, counts] = await belongings(db, site, id)
  const markup = await showing(db, site)
  const { handles, subjectName, ...row } = sourced(`member:${site}:${id}`, raw)
  return {
    ...row,
    signatureShown: shownText(markup, row.signature ?? '').shown,
    handles: Object.entries(handles).map(([label, value]) => ({ label, value: String(value) })),
    subjectRef: row.subject === null ? null : { subject: row.subject, name: subjectName ?? row.name },
    fields: fields.map((f) => sourced(`profile_field:${site}:${id}:${f.label}`, f)),
    groups: groups.map((g) => sourced(`grp_member:${site}:${g.id}:${id}`, g)),
    moderates: moderates.map(({ n, ...m }) => sourced(`moderator:${site}:${n}`, m)),
    bans: bans.map((b) => sourced(`ban:${site}:${b.id}`, b)),
    warnings: warnings.map((w) => sourced(`warning:${site}:${w.id}`, w)),
    relations: relations.map(({ other, otherName, ...r }) => {
      const { source, kind } = sourced(
        r.kind === 'owner' ? `relation:${site}:${other}:${id}:alias` : `relation:${site}:${id}:${other}:${r.kind}`,
        r,
      )
      return { kind: relationWords[kind], source, other: ref(site, other, otherName) }
    }),
    watches: watches.map(({ subscription, ...w }) => sourced(`subscription:${site}:${subscription}`, w)),
    counts,
  }
}

/** What one account is to another; `owner` is `alias` from the other side. */
const relationWords = {
  friend: 'friend',
  foe: 'foe',
  alias: 'anonymous account of',
  owner: 'writes unnamed as',
} as const

type Of<List extends readonly unknown[]> = Omit<List[number], 'source'> & At

/** What hangs on an account in tables of its own; each list is bounded. */
async function belongings(db: Pool, site: number, id: string) {
  const ask = async <Row extends object>(sql: string): Promise<readonly Row[]> =>
    (await db.query<Row>(`${sql} LIMIT 500`, [site, id])).rows
  const at = (table: string): string => `${table}._file, ${table}._offset, ${table}._length`
  return Promise.all([
    ask<Of<MemberProfile['fields']>>(
      `SELECT f.field AS label, left(f.value, 20000) AS value, ${at('f')} FROM forum.profile_field f
        WHERE f.site = $1 AND f.member = $2 ORDER BY f.field`,
    ),
    ask<Of<MemberProfile['groups']>>(
      `SELECT g.grp AS id, coalesce(n.name, 'group ' || g.grp) AS name, g.leader, g.pending, ${at('g')} FROM forum.grp_member g
         LEFT JOIN forum.grp n ON n.site = g.site AND n.id = g.grp WHERE g.site = $1 AND g.member = $2 ORDER BY g.grp`,
    ),
    ask<Of<MemberProfile['moderates']> & { readonly n: number }>(
      `SELECT o.n, o.board, b.name, ${at('o')} FROM forum.moderator o
         LEFT JOIN forum.board b ON b.site = o.site AND b.id = o.board WHERE o.site = $1 AND o.member = $2 ORDER BY o.n`,
    ),
    ask<Of<MemberProfile['bans']>>(
      `SELECT b.id, b.member, b.name, b.ip, b.email, b.at, b.until, b.reason, b.by, b.exempt, ${at('b')}
         FROM forum.ban b JOIN forum.member m ON m.site = $1 AND m.id = $2
        WHERE b.site = $1 AND (b.member = m.id OR (b.member IS NULL AND (b.name = m.name OR b.email = m.email)))
        ORDER BY length(b.id), b.id`,
    ),
    ask<Of<MemberProfile['warnings']>>(
      `SELECT w.id, w.post, w.at, w.by, w.reason, ${at('w')} FROM forum.warning w
        WHERE w.site = $1 AND w.member = $2 ORDER BY ${sortable('w.at')}, w.id`,
    ),
    ask<At & { readonly kind: keyof typeof relationWords; readonly other: string; readonly otherName: string | null }>(
      `SELECT r.kind, r.other, o.name AS "otherName", ${at('r')}
         FROM (SELECT site, member, other, kind, _file, _offset, _length FROM forum.relation
               UNION ALL SELECT site, other, member, 'owner', _file, _offset, _length FROM forum.relation WHERE kind = 'alias') r
         LEFT JOIN forum.member o ON o.site = r.site AND o.id = r.other
        WHERE r.site = $1 AND r.member = $2 ORDER BY r.kind, r.other`,
    ),
    ask<Of<MemberProfile['watches']> & { readonly subscription: string }>(
      `SELECT w.id AS subscription, w.how, w.kind, coalesce(w.post, w.topic, w.board) AS id, coalesce(w.topic, p.topic) AS topic, w.at,
              CASE w.kind WHEN 'board' THEN b.name ELSE t.title END AS name, ${at('w')}
         FROM forum.subscription w
         LEFT JOIN forum.post p ON p.site = w.site AND p.id = w.post
         LEFT JOIN forum.topic t ON t.site = w.site AND t.id = coalesce(w.topic, p.topic)
         LEFT JOIN forum.board b ON b.site = w.site AND b.id = w.board
        WHERE w.site = $1 AND w.member = $2 ORDER BY ${sortable('w.at')}, w.id`,
    ),
    counts(db, site, id),
  ])
}

async function counts(db: Pool, site: number, id: string): Promise<MemberProfile['counts']> {
  const { rows } = await db.query<MemberProfile['counts']>(
    `SELECT (SELECT count(*)::int FROM forum.post WHERE site = $1 AND author = $2) AS posts,
            (SELECT count(*)::int FROM api.letter WHERE site = $1 AND member = $2) AS messages,
            (SELECT count(*)::int FROM forum.login WHERE site = $1 AND member = $2) AS logins,
            (SELECT count(*)::int FROM forum.action WHERE site = $1 AND (member = $2 OR about = $2)) AS actions,
            (SELECT count(*)::int FROM forum.visit WHERE site = $1 AND member = $2) AS visits,
            (SELECT count(*)::int FROM forum.failed_login WHERE site = $1 AND member = $2) AS failed,
            (SELECT count(*)::int FROM forum.attachment WHERE site = $1 AND owner = $2) AS attachments,
            (SELECT count(DISTINCT (kind, value))::int FROM artefacts.persona_selector WHERE site = $1 AND member = $2) AS selectors`,
    [site, id],
  )
  return rows[0]!
}

/** Sessions and log-ins of an account, newest first. */
export async function logins(db: Pool, site: number, member: string, query: PageQuery): Promise<Page<Login>> {
  const list = {
    select: `l.id, l.kind, l.name, l.at, l.until, l.ip, n.country, l.agent, l.forwarded_for AS "forwardedFor",
      l._file, l._offset, l._length`,
    from: 'forum.login l',
    as: 'l',
    joins: 'LEFT JOIN jurisdiction.network n ON n.ip = l.ip',
    where: ['l.site = $1', 'l.member = $2'],
    values: [site, member],
    keys: [
      { sql: sortable('l.at'), type: 'timestamptz' },
      { sql: 'length(l.id)', type: 'int' },
      { sql: 'l.id', type: 'text' },
    ] as const,
    descending: true,
  }
  const found = await page<Omit<Login, 'source'> & At>(db, list, query)
  return mapPage(found, (row) => sourced(`login:${site}:${row.id}`, row))
}
