import { type Derivations, type Derived, type Reader, source } from '../forum.ts'
import { discourseMarkup } from '../markup/discourse.ts'
import { decodeEntities } from '../markup/entities.ts'
import { formatted } from '../markup/formatted.ts'
import { millis } from '../times.ts'
import { broken, field, fields, hashes, number, state, yes } from './objects.ts'

const words = formatted(discourseMarkup, 'text')
const text: Derived = { when: '&', by: decodeEntities }
const stamps: Derivations = { at: millis, edited_at: millis, deleted_at: millis, plain: words }
const hash = (kind: string): Pick<Reader, 'from' | 'key' | 'aside' | 'whole'> & { readonly where: string } => ({
  from: 'legacy_hash',
  key: ['_key'],
  aside: true,
  whole: true,
  where: `WHERE d._key ~ '^${kind}:[0-9]+$' AND d._row IN (SELECT min(h._row) FROM legacy_hash h WHERE h._key ~ '^${kind}:[0-9]+$' GROUP BY h._key)`,
})

function reader(
  kind: string,
  made: Pick<Reader, 'entity' | 'derive' | 'each'> & {
    readonly columns: string
    readonly joins?: string
    readonly unless?: string
  },
): Reader {
  const { where, ...rest } = hash(kind)
  const { columns, joins = '', unless, ...more } = made
  return {
    ...rest,
    ...more,
    sql: `SELECT ${source}, ${columns} FROM legacy_hash d ${fields} ${joins} ${where}${unless === undefined ? '' : ` AND NOT ${unless}`}`,
  }
}

/** The reader that accounts for the table. */
function main({ aside: _, ...all }: Reader, rest: string): Reader {
  return { ...all, rest }
}

const uid = (name = 'uid'): string => `CASE WHEN ${field(name)} ~ '^[1-9][0-9]*$' THEN ${field(name)} END`
const byUser = `LEFT JOIN ${hashes('user')} u ON u.id = x.j ->> 'uid'`
const removed = `CASE WHEN ${yes('deleted')} THEN 'soft' END AS deleted, ${field('deletedTimestamp')} AS deleted_at, ${uid('deleterUid')} AS deleted_by`

/** Categories, topics, and posts, of which all other hashes are the rest. */
export const talk: readonly Reader[] = [
  reader('category', {
    entity: 'board',
    columns: `${number('category')} AS id, CASE WHEN ${field('parentCid')} NOT IN ('0', '-1') THEN ${field('parentCid')} END AS parent,
      CASE WHEN ${field('link')} IS NOT NULL THEN 'link' WHEN ${yes('isSection')} THEN 'category' ELSE 'board' END AS kind, ${field('name')} AS name, ${field('description')} AS description,
      ${field('order')} AS position, ${yes('disabled')} AS locked, false AS has_password`,
    derive: { name: text, description: text },
  }),
  reader('topic', {
    entity: 'topic',
    columns: `${number('topic')} AS id, ${field('cid')} AS board, ${field('title')} AS title, ${uid()} AS author, u.j ->> 'username' AS author_name, ${field('timestamp')} AS at,
      ${field('viewcount')} AS views, CASE WHEN ${yes('pinned')} THEN 'sticky' ELSE 'normal' END AS kind, ${yes('locked')} AS locked, ${removed}, ${state}`,
    joins: byUser,
    derive: { at: millis, deleted_at: millis, title: text, moved_to: broken },
  }),
  main(
    reader('post', {
      entity: 'post',
      columns: `${number('post')} AS id, t.j ->> 'cid' AS board, ${field('tid')} AS topic, ${uid()} AS author, coalesce(${field('handle')}, u.j ->> 'username') AS author_name,
        ${field('timestamp')} AS at, ${field('ip')} AS ip, ${field('content')} AS text, ${field('edited')} AS edited_at, ${uid('editor')} AS edited_by, ${removed}, ${state}`,
      joins: `${byUser} LEFT JOIN ${hashes('topic')} t ON t.id = x.j ->> 'tid'`,
      derive: { ...stamps, edit_reason: broken },
    }),
    'hashes of other kinds: accounts, topics, messages and what else is read from them, and settings',
  ),
]

const others: Derived = {
  hint: 'author',
  by: (list, { hint }) => [...new Set(list.split(' '))].filter((m) => m !== hint && m !== ''),
}

/** Messages of chat rooms, and who is in these. */
export const messages: readonly Reader[] = [
  reader('message', {
    entity: 'message',
    columns: `${number('message')} AS id, ${field('roomId')} AS thread, ${uid('fromuid')} AS author, u.j ->> 'username' AS author_name, r.members AS recipients, ${field('timestamp')} AS at,
      ${field('ip')} AS ip, n.j ->> 'roomName' AS subject, ${field('content')} AS text, ${field('edited')} AS edited_at, ${yes('deleted')} AS deleted`,
    joins: `LEFT JOIN ${hashes('user')} u ON u.id = x.j ->> 'fromuid' LEFT JOIN ${hashes('chat:room')} n ON n.id = x.j ->> 'roomId'
      LEFT JOIN (SELECT substring(z._key FROM '^chat:room:([0-9]+):uids$') AS room, string_agg(z.value, ' ' ORDER BY length(z.value), z.value) AS members FROM legacy_zset z
        WHERE z._key ~ '^chat:room:[0-9]+:uids$' GROUP BY 1) r ON r.room = x.j ->> 'roomId'`,
    // What the room itself says of comings and goings is nobody's message.
    unless: yes('system'),
    derive: { at: millis, edited_at: millis, recipients: others, plain: words },
  }),
  {
    entity: 'mailbox',
    from: 'legacy_zset',
    key: ['_key', 'value'],
    aside: true,
    sql: `SELECT ${source}, d.value AS member, m.messages AS _messages FROM legacy_zset d
      LEFT JOIN (SELECT h.j ->> 'roomId' AS room, string_agg(concat(h.id, ':', h.j ->> 'fromuid'), ' ' ORDER BY length(h.id), h.id) AS messages FROM ${hashes('message')} h
        WHERE h.j ->> 'system' IS DISTINCT FROM '1' GROUP BY 1) m
        ON m.room = substring(d._key FROM '^chat:room:([0-9]+):uids$') WHERE d._key ~ '^chat:room:[0-9]+:uids$'`,
    each: ({ member, _messages }) =>
      (_messages ?? '').split(' ').flatMap((part) => {
        const [message = '', author] = part.split(':')
        if (message === '') return []
        return [
          {
            message,
            member: member ?? null,
            folder: author === member ? 'sent' : 'inbox',
            unread: false,
            deleted: false,
          },
        ]
      }),
  },
  {
    entity: 'attachment',
    from: 'legacy_zset',
    key: ['_key', 'value'],
    aside: true,
    whole: true,
    sql: `SELECT ${source}, concat(substring(d._key FROM '^uid:([0-9]+):'), ':', d.value) AS id, substring(d._key FROM '^uid:([0-9]+):') AS owner, p.post,
      regexp_replace(substring(d.value FROM '[^/]+$'), '^[0-9]{13}-', '') AS name, d.value AS stored_name, d.score AS at, p.post IS NULL AS orphan FROM legacy_zset d
      LEFT JOIN (SELECT z.value, min(substring(z._key FROM '^post:([0-9]+):')) AS post FROM legacy_zset z WHERE z._key ~ '^post:[0-9]+:uploads$' GROUP BY z.value) p ON p.value = d.value
      WHERE d._key ~ '^uid:[0-9]+:uploads$'`,
    derive: { at: millis },
  },
]
