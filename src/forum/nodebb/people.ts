import { named, scheme } from '../derived.ts'
import { type Reader, source } from '../forum.ts'
import { handles, fieldsOf as profileFields } from '../handles.ts'
import { discourseMarkup } from '../markup/discourse.ts'
import { formatted } from '../markup/formatted.ts'
import { millis } from '../times.ts'
import { broken, field, fields, number, state, yes } from './objects.ts'

const inGroup = (name: string): string =>
  `${number('user')} IN (SELECT z.value FROM legacy_zset z WHERE z._key = 'group:${name}:members')`
const own = ['fullname', 'location', 'website', 'birthday', 'aboutme', 'signature']
const known =
  `fullname location website birthday aboutme signature username userslug email uid joindate lastonline picture uploadedpicture postcount topiccount reputation
  status password banned rss_token profileviews lastposttime followercount followingcount groupTitle icon:text icon:bgColor cover:url cover:position passwordExpiry`.split(
    /\s+/,
  )
const zset = (from: string): Pick<Reader, 'from' | 'key' | 'aside'> => ({ from, key: ['_key', 'value'], aside: true })

/** Accounts, groups by name, moderators, and whom someone follows or blocks. */
export const people: readonly Reader[] = [
  {
    entity: 'member',
    from: 'legacy_hash',
    key: ['_key'],
    aside: true,
    whole: true,
    sql: `SELECT ${source}, ${number('user')} AS id, ${field('username')} AS name, 'member' AS kind, 'active' AS state, ${field('email')} AS email, ${field('joindate')} AS joined_at,
      coalesce(${field('lastonline')}, ${field('lastposttime')}) AS last_seen_at, i.ip AS last_ip,
      CASE WHEN ${field('birthday')} ~ '^[0-9]{2}/[0-9]{2}/[0-9]{4}$' THEN concat(right(${field('birthday')}, 4), '-', left(${field('birthday')}, 2), '-', substr(${field('birthday')}, 4, 2))
        ELSE ${field('birthday')} END AS birthday, ${field('location')} AS location, ${field('website')} AS website, ${field('signature')} AS signature, ${field('postcount')} AS posts,
      CASE WHEN ${inGroup('administrators')} THEN 'administrator' WHEN ${inGroup('Global Moderators')}
        OR ${number('user')} IN (SELECT z.value FROM legacy_zset z WHERE z._key ~ '^group:cid:[0-9]+:privileges:moderate:members$') THEN 'moderator' END AS staff,
      ${field('password')} AS password_scheme, (SELECT jsonb_object_agg(f.key, f.value)::text FROM jsonb_each_text(x.j) f) AS handles, ${state} FROM legacy_hash d ${fields}
      LEFT JOIN (SELECT substring(z._key FROM '^uid:([0-9]+):ip$') AS uid, substr(max(lpad(z.score, 20, '0') || z.value), 21) AS ip FROM legacy_zset z WHERE z._key ~ '^uid:[0-9]+:ip$' GROUP BY 1) i
        ON i.uid = ${number('user')} WHERE d._key ~ '^user:[0-9]+$' AND d._row IN (SELECT min(h._row) FROM legacy_hash h GROUP BY h._key)`,
    derive: {
      joined_at: millis,
      last_seen_at: millis,
      handles,
      language: broken,
      signature_plain: formatted(discourseMarkup, 'signature'),
      password_scheme: { by: (hash, cell) => scheme.by(hash, { ...cell, hint: null }) },
    },
  },
  {
    entity: 'profile_field',
    from: 'legacy_hash',
    key: ['_key'],
    aside: true,
    // Fields of an administrator's own are any that the software does not know.
    sql: `SELECT ${source}, ${number('user')} AS member, (SELECT jsonb_object_agg(f.key, f.value)::text FROM jsonb_each_text(x.j) f WHERE f.key = ANY (ARRAY[${own.map((f) => `'${f}'`).join(', ')}])
        OR f.key IN (SELECT c.value FROM legacy_zset c WHERE c._key = 'user-custom-fields')
        OR (f.key ~ '^[a-z][a-z0-9_-]*$' AND NOT f.key = ANY (ARRAY[${known.map((f) => `'${f}'`).join(', ')}]) AND f.key ~ '(skype|icq|jabber|xmpp|telegram|discord|signal|wickr|session|twitter|facebook|instagram|github|messenger|phone)')) AS _fields
      FROM legacy_hash d ${fields} WHERE d._key ~ '^user:[0-9]+$' AND x.j IS NOT NULL`,
    each: (row) => profileFields(row),
  },
  {
    // Since 1.18 a mailbox is the account's own once it was confirmed; until then it stands here, for a day.
    entity: 'profile_field',
    from: 'legacy_hash',
    key: ['_key'],
    aside: true,
    whole: true,
    sql: `SELECT ${source}, ${field('uid')} AS member, ${field('email')} AS value, 'new_email' ||
        CASE row_number() OVER (PARTITION BY ${field('uid')} ORDER BY d._row) WHEN 1 THEN '' ELSE ' [' || row_number() OVER (PARTITION BY ${field('uid')} ORDER BY d._row) || ']' END AS field
      FROM legacy_hash d ${fields} WHERE d._key ~ '^confirm:[^:]+$' AND ${field('uid')} ~ '^[1-9]' AND ${field('email')} LIKE '%@%'`,
  },
  {
    // After that only the log of events says which mailbox an account named.
    entity: 'profile_field',
    from: 'legacy_hash',
    key: ['_key'],
    aside: true,
    whole: true,
    sql: `SELECT ${source}, d.uid AS member, d.email AS value, 'new_email [' || d._key || ']' AS field
      FROM (SELECT d.*, ${field('uid')} AS uid, ${field('email')} AS email, row_number() OVER (PARTITION BY ${field('uid')}, ${field('email')} ORDER BY d._row) AS nth
        FROM legacy_hash d ${fields} WHERE d._key ~ '^event:[0-9]+$' AND ${field('type')} = 'email-confirmation-sent' AND ${field('uid')} ~ '^[1-9]' AND ${field('email')} LIKE '%@%') d WHERE d.nth = 1`,
  },
  {
    entity: 'grp',
    from: 'legacy_hash',
    key: ['_key'],
    aside: true,
    sql: `SELECT ${source}, substr(d._key, 7) AS id, coalesce(${field('name')}, substr(d._key, 7)) AS name, CASE WHEN ${yes('hidden')} THEN 'hidden' WHEN ${yes('private')} THEN 'closed' ELSE 'open' END AS kind
      FROM legacy_hash d ${fields} WHERE d._key LIKE 'group:%' AND d._key NOT LIKE 'group:cid:%' AND x.j ? 'name'`,
  },
  {
    entity: 'grp_member',
    ...zset('legacy_zset'),
    sql: `SELECT ${source}, substring(d._key FROM '^group:(.+):members$') AS grp, d.value AS member,
      EXISTS (SELECT FROM legacy_set o WHERE o._key = substring(d._key FROM '^(group:.+):members$') || ':owners' AND o.member = d.value) AS leader, false AS pending
      FROM legacy_zset d WHERE d._key ~ '^group:.+:members$' AND d._key NOT LIKE 'group:cid:%'`,
  },
  {
    entity: 'grp_member',
    from: 'legacy_set',
    key: ['_key', 'member'],
    rest: 'sets of names and numbers; owners of groups are read from them',
    sql: `SELECT ${source}, substring(d._key FROM '^group:(.+):pending$') AS grp, d.member AS member, false AS leader, true AS pending FROM legacy_set d
      WHERE d._key ~ '^group:.+:pending$' AND NOT EXISTS (SELECT FROM legacy_zset z WHERE z._key = substring(d._key FROM '^(group:.+):pending$') || ':members' AND z.value = d.member)`,
  },
  {
    entity: 'moderator',
    ...zset('legacy_zset'),
    whole: true,
    sql: `SELECT ${source}, (row_number() OVER (ORDER BY length(d._key), d._key, length(d.value), d.value))::text AS n, substring(d._key FROM '^group:cid:([0-9]+):') AS board, d.value AS member
      FROM legacy_zset d WHERE d._key ~ '^group:cid:[0-9]+:privileges:moderate:members$'`,
  },
  {
    entity: 'relation',
    ...zset('legacy_zset'),
    sql: `SELECT ${source}, substring(d._key FROM '([0-9]+)') AS member, d.value AS other, CASE WHEN d._key LIKE 'following:%' THEN 'friend' ELSE 'foe' END AS kind
      FROM legacy_zset d WHERE d._key ~ '^(following:[0-9]+|uid:[0-9]+:blocked_uids)$'`,
  },
]

/** Addresses that accounts came from, with the moment they last did; and sessions, whose identifiers are secrets. */
export const logins: readonly Reader[] = [
  {
    entity: 'login',
    from: 'legacy_zset',
    key: ['_key', 'value'],
    rest: 'lists and orders of objects, read where they say something of them',
    sql: `SELECT ${source}, concat('ip:', d._key, ':', d.value) AS id, 'session' AS kind, substring(d._key FROM '^uid:([0-9]+):ip$') AS member, d.score AS at, d.value AS ip FROM legacy_zset d
      WHERE d._key ~ '^uid:[0-9]+:ip$'`,
    derive: { at: millis },
  },
  {
    entity: 'login',
    from: 'session',
    key: ['sid'],
    rest: 'sessions of visitors, which say nothing of them',
    sql: `SELECT ${source}, d.sid AS id, 'session' AS kind, x.j -> 'passport' ->> 'user' AS member, x.j -> 'meta' ->> 'datetime' AS at, x.j -> 'meta' ->> 'ip' AS ip,
      nullif(concat_ws(' ', x.j -> 'meta' ->> 'browser', x.j -> 'meta' ->> 'version', x.j -> 'meta' ->> 'platform'), '') AS agent
      FROM session d CROSS JOIN LATERAL (SELECT CASE WHEN d.sess IS JSON OBJECT AND position('\\u0000' IN d.sess) = 0 THEN d.sess::jsonb END AS j) x
      WHERE x.j IS NULL OR x.j -> 'passport' ->> 'user' <> '' OR x.j -> 'meta' ->> 'ip' <> ''`,
    derive: { id: named('session'), at: millis },
  },
]
