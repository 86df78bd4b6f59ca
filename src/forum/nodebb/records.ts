import { type Cell, type Found, type Made, type Reader, source } from '../forum.ts'
import { millis } from '../times.ts'
import { field, fields, hashes, number, yes } from './objects.ts'

/** One row for each who reported a thing: `account;words` since 1.15, before that one account in the object itself. */
function reportsOf({ _reports, ...row }: Found, find: Cell['find']): readonly Made[] {
  const moment = (text: string | null): string | null =>
    text === null ? null : (millis.by(text, { hint: null, find }) as string | null)
  const at = moment(row.at ?? null)
  const { id = null, post = null, by = null, reason = null, text = null, closed } = row
  const same = { post, reason, closed: closed === 'true' }
  const all = (JSON.parse(_reports ?? '[]') as readonly (readonly [said: string, at: string])[]).map(([said, when]) => {
    const [, who = null, words = said] = /^(\d{1,19});([\s\S]*)$/.exec(said) ?? []
    return { by: who ?? by, at: moment(when) ?? at, text: words }
  })
  if (all.length === 0) return [{ id, by, at, text, ...same }]
  return all.map((one, i): Made => ({ id: i === 0 ? id : `${id}.${i + 1}`, ...one, ...same }))
}

/** Without the codes by which mailboxes are confirmed and passwords set anew. */
const open = (json: string): string => `(${json} - 'password' - 'confirm_code' - 'code' - 'token' - 'hash')::text`

const hash: Pick<Reader, 'from' | 'key' | 'aside'> = { from: 'legacy_hash', key: ['_key'], aside: true }

/** An account locked after failed log-ins: it is named as the one who did it, and the address is that of whoever tried. */
const locked = `${field('type')} = 'account-locked'`

/** Bans, reports and logs. */
export const records: readonly Reader[] = [
  {
    entity: 'ban',
    ...hash,
    sql: `SELECT ${source}, d._key AS id, substring(d._key FROM '^uid:([0-9]+):ban:') AS member, coalesce(${field('timestamp')}, substring(d._key FROM '([0-9]+)$')) AS at, ${field('expire')} AS until,
      ${field('reason')} AS reason, ${field('fromUid')} AS by, false AS exempt FROM legacy_hash d ${fields} WHERE d._key ~ '^uid:[0-9]+:ban:[0-9]+$'`,
    derive: { at: millis, until: millis },
  },
  {
    entity: 'ban',
    ...hash,
    sql: `SELECT ${source}, d._key AS id, ${number('user')} AS member, ${field('username')} AS name, ${field('banned:expire')} AS until, false AS exempt FROM legacy_hash d ${fields}
      WHERE d._key ~ '^user:[0-9]+$' AND ${yes('banned')}`,
    derive: { until: millis },
  },
  {
    // Addresses nobody may come from, one a line.
    entity: 'ban',
    from: 'legacy_string',
    key: ['_key'],
    none: 'settings of the software',
    sql: `SELECT ${source}, d._key AS _key, d.data AS _data FROM legacy_string d`,
    each: ({ _key, _data }) =>
      _key !== 'ip-blacklist-rules'
        ? []
        : [...new Set((_data ?? '').split(/[\r\n]+/).map((line) => line.replace(/#.*$/, '').trim()))]
            .filter((ip) => ip !== '')
            .slice(0, 5000)
            .map((ip): Made => ({ id: `ip:${ip}`, ip, exempt: false })),
  },
  {
    entity: 'report',
    ...hash,
    sql: `SELECT ${source}, ${number('flag')} AS id, CASE ${field('type')} WHEN 'post' THEN ${field('targetId')} END AS post, coalesce(${field('uid')}, r.uid) AS by, ${field('datetime')} AS at,
      concat_ws(' ', ${field('type')}, ${field('targetId')}) AS reason, ${field('description')} AS text, s.words AS _reports,
      coalesce(${field('state')} IN ('resolved', 'rejected'), false)::text AS closed
      FROM legacy_hash d ${fields}
      LEFT JOIN (SELECT z._key, split_part(min(lpad(z.score, 20, '0') || ' ' || z.value), ' ', 2) AS uid FROM legacy_zset z WHERE z._key ~ '^flag:[0-9]+:reporters$' GROUP BY z._key) r ON r._key = d._key || ':reporters'
      LEFT JOIN (SELECT z._key, jsonb_agg(jsonb_build_array(z.value, z.score) ORDER BY z._row)::text AS words FROM legacy_zset z WHERE z._key ~ '^flag:[0-9]+:reports$' GROUP BY z._key) s ON s._key = d._key || ':reports'
      WHERE d._key ~ '^flag:[0-9]+$'`,
    each: reportsOf,
  },
  {
    entity: 'action',
    ...hash,
    sql: `SELECT ${source}, d._key AS id, 'admin' AS kind, CASE WHEN ${locked} IS NOT TRUE THEN nullif(${field('uid')}, '0') END AS member, ${field('timestamp')} AS at, ${field('ip')} AS ip,
      coalesce(${field('type')}, 'event') AS operation, CASE WHEN ${locked} THEN nullif(${field('uid')}, '0') ELSE ${field('targetUid')} END AS about, ${field('tid')} AS topic, ${field('pid')} AS post, ${open(`x.j - 'uid' - 'ip' - 'type' - 'timestamp'`)} AS data FROM legacy_hash d ${fields}
      WHERE d._key ~ '^event:[0-9]+$'`,
    derive: { at: millis },
  },
  {
    entity: 'action',
    ...hash,
    sql: `SELECT ${source}, d._key AS id, 'user' AS kind, ${field('uid')} AS member, substring(d._key FROM '([0-9]+)$') AS at, 'edit post' AS operation,
      substring(d._key FROM '^diff:([0-9]+)') AS post FROM legacy_hash d ${fields} WHERE d._key ~ '^diff:[0-9]+[.][0-9]+$'`,
    derive: { at: millis },
  },
  {
    entity: 'action',
    ...hash,
    sql: `SELECT ${source}, d._key AS id, 'moderator' AS kind, ${field('uid')} AS member, ${field('timestamp')} AS at, 'note' AS operation, substring(d._key FROM '^uid:([0-9]+):') AS about,
      ${field('note')} AS data FROM legacy_hash d ${fields} WHERE d._key ~ '^uid:[0-9]+:moderation:note:[0-9]+$'`,
    derive: { at: millis },
  },
  {
    entity: 'login',
    ...hash,
    sql: `SELECT ${source}, d._key AS id, 'failed' AS kind, nullif(${field('uid')}, '0') AS member, ${field('timestamp')} AS at, ${field('ip')} AS ip FROM legacy_hash d ${fields}
      WHERE d._key ~ '^event:[0-9]+$' AND ${locked}`,
    derive: { at: millis },
  },
  {
    // Mutes, and what ended these and bans; a mute is no ban, since the account may still read.
    entity: 'action',
    ...hash,
    sql: `SELECT ${source}, d._key AS id, 'moderator' AS kind, nullif(${field('fromUid')}, '0') AS member, coalesce(${field('timestamp')}, substring(d._key FROM '([0-9]+)$')) AS at,
      substring(d._key FROM ':([a-z]+):[0-9]+$') AS operation, substring(d._key FROM '^uid:([0-9]+):') AS about, ${open(`x.j - 'uid' - 'fromUid' - 'type' - 'timestamp'`)} AS data
      FROM legacy_hash d ${fields} WHERE d._key ~ '^uid:[0-9]+:(mute|unmute|unban):[0-9]+$'`,
    derive: { at: millis },
  },
  {
    // What moderators noted at a report: account and words.
    entity: 'action',
    from: 'legacy_zset',
    key: ['_key', 'value'],
    aside: true,
    whole: true,
    sql: `SELECT ${source}, concat(d._key, ':', d.score, ':', n.j ->> 0) AS id, 'moderator' AS kind, nullif(n.j ->> 0, '0') AS member, d.score AS at, 'note of report' AS operation,
      f.j ->> 'targetUid' AS about, CASE f.j ->> 'type' WHEN 'post' THEN f.j ->> 'targetId' END AS post, n.j ->> 1 AS data FROM legacy_zset d
      CROSS JOIN LATERAL (SELECT CASE WHEN d.value IS JSON ARRAY AND position('\\u0000' IN d.value) = 0 THEN d.value::jsonb END AS j) n
      LEFT JOIN ${hashes('flag')} f ON f.id = substring(d._key FROM '([0-9]+)') WHERE d._key ~ '^flag:[0-9]+:notes$' AND n.j IS NOT NULL`,
    derive: { at: millis },
  },
  {
    // Names and mailboxes an account had, each with the moment it got them: `value:moment`, since 3.0 with who did it.
    entity: 'action',
    from: 'legacy_zset',
    key: ['_key', 'value'],
    aside: true,
    sql: `SELECT ${source}, concat(d._key, ':', d.value) AS id, 'user' AS kind, substring(d._key FROM '([0-9]+)') AS member, d.score AS at,
      CASE WHEN d._key LIKE '%:emails' THEN 'had e-mail' ELSE 'had name' END AS operation, substring(d._key FROM '([0-9]+)') AS about, regexp_replace(d.value, ':[0-9]{12,14}(:[0-9]+)?$', '') AS data
      FROM legacy_zset d WHERE d._key ~ '^user:[0-9]+:(emails|usernames)$'`,
    derive: { at: millis },
  },
]
