import type { Derived, Reader } from '../forum.ts'
import { millis } from '../times.ts'
import { field, fieldsOf, hashes, number, yes } from './objects.ts'
import { byName, byUser, reader, uid, words } from './talk.ts'

/** A moment in milliseconds; what is none is unknown. */
const moment = (sql: string): string => `CASE WHEN ${sql} ~ '^[0-9]{1,18}$' THEN (${sql})::bigint END`
const said = `coalesce(y.j ->> 'type', y.j ->> 'content')`
const system = `y.j ->> 'system' IN ('1', 'true')`

/**
 * From when to when someone was in a room: who is in it now by the moment they entered, who left it by what the room itself
 * says of comings and goings. A member is shown nothing that was said before (canViewMessage in src/messaging/index.js).
 */
const stays = `SELECT substring(z._key FROM '^chat:room:([0-9]+):uids$') AS room, z.value AS member, ${moment('z.score')} AS since, NULL::bigint AS until
    FROM legacy_zset z WHERE z._key ~ '^chat:room:[0-9]+:uids$'
  UNION ALL SELECT s.room, s.member, s.before, s.at FROM (SELECT y.j ->> 'roomId' AS room, y.j ->> 'fromuid' AS member, ${said} AS said, ${moment(`y.j ->> 'timestamp'`)} AS at,
      lag(${moment(`y.j ->> 'timestamp'`)}) OVER (PARTITION BY y.j ->> 'roomId', y.j ->> 'fromuid' ORDER BY ${moment(`y.j ->> 'timestamp'`)}) AS before
      FROM legacy_hash h ${fieldsOf('h', 'y')} WHERE h._key ~ '^message:[0-9]+$' AND ${system} AND ${said} ~ '^user-(join|leave)$|chat[.]system[.]user-(join|leave)') s
    WHERE s.said ~ 'user-leave' AND s.at IS NOT NULL`

const rooms = `SELECT s.room, jsonb_agg(jsonb_build_object('member', s.member, 'since', s.since, 'until', s.until) ORDER BY length(s.member), s.member) AS stays FROM (${stays}) s GROUP BY 1`

/** Before 3.3 every member had a list of the messages they got. */
const lists = `SELECT z.value AS id, min(substring(z._key FROM ':room:([0-9]+):mids$')) AS room,
    jsonb_agg(jsonb_build_object('member', substring(z._key FROM '^uid:([0-9]+):')) ORDER BY length(z._key), z._key) AS stays
  FROM legacy_zset z WHERE z._key ~ '^uid:[0-9]+:chat:room:[0-9]+:mids$' GROUP BY 1`

const room = `coalesce(${field('roomId')}, l.room)`
const got = `LEFT JOIN (${lists}) l ON l.id = ${number('message')} LEFT JOIN (${rooms}) r ON r.room = ${room}
      LEFT JOIN LATERAL (SELECT string_agg(concat(p.member, CASE WHEN p.stays THEN '' ELSE '-' END), ' ' ORDER BY length(p.member), p.member) AS members
        FROM (SELECT a.member, bool_or(a.until IS NULL) AS stays FROM jsonb_to_recordset(coalesce(l.stays, r.stays)) AS a(member text, since bigint, until bigint)
          WHERE a.member <> '' AND (a.since <= ${moment(field('timestamp'))}) IS NOT FALSE AND (a.until > ${moment(field('timestamp'))}) IS NOT FALSE GROUP BY 1) p) m ON true`

const others: Derived = {
  hint: 'author',
  by: (list, { hint }) =>
    list
      .replaceAll('-', '')
      .split(' ')
      .filter((m) => m !== hint && m !== ''),
}

/** Messages of chat rooms, and who was in these when they were said. */
export const messages: readonly Reader[] = [
  reader('message', {
    entity: 'message',
    columns: `${number('message')} AS id, ${room} AS thread, ${uid('fromuid')} AS author, ${byName} AS author_name, m.members AS recipients, ${field('timestamp')} AS at,
      ${field('ip')} AS ip, n.j ->> 'roomName' AS subject, ${field('content')} AS text, ${field('edited')} AS edited_at, ${yes('deleted')} AS deleted`,
    joins: `${byUser('fromuid')} ${got} LEFT JOIN ${hashes('chat:room')} n ON n.id = ${room}`,
    // What the room itself says of comings and goings is nobody's message.
    unless: yes('system'),
    derive: { at: millis, edited_at: millis, recipients: others, plain: words },
  }),
  {
    ...reader('message', {
      entity: 'mailbox',
      columns: `${number('message')} AS message, ${uid('fromuid')} AS _author, m.members AS _members`,
      joins: got,
      unless: yes('system'),
    }),
    each: ({ message = null, _author, _members }) =>
      (_members ?? '').split(' ').flatMap((one) => {
        const member = one.replace(/-$/, '')
        if (member === '') return []
        // Who left a room has its messages no more.
        const deleted = one.endsWith('-')
        return [{ message, member, folder: member === _author ? 'sent' : 'inbox', unread: false, deleted }]
      }),
  },
]
