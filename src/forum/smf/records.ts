import { listed, named, plain, unescaped } from '../derived.ts'
import { type Derived, type Reader, source } from '../forum.ts'
import { pairsOf } from '../lists.ts'
import { smfMarkup } from '../markup/dialects.ts'
import { decodeEntities } from '../markup/entities.ts'
import { numericIp, packedAddress, packedIp } from '../packed.ts'
import { payment } from '../payments.ts'
import { subscription } from '../subscription.ts'

/** What a log's line says besides: JSON since 2.1, serialised before that. */
function extraOf(text: string): ReadonlyMap<string, string> {
  if (/^\s*\{/.test(text)) {
    try {
      const found = Object.entries(JSON.parse(text) as Record<string, unknown>)
      return new Map(found.flatMap(([k, v]) => (v === null || typeof v === 'object' ? [] : [[k, String(v)] as const])))
    } catch {
      return new Map()
    }
  }
  const pairs = pairsOf(text)
  return new Map(pairs.flatMap(([k, v]) => (v === null || typeof v === 'object' ? [] : [[k, String(v)] as const])))
}

const data: Derived = {
  by: (text, cell) => decodeEntities(/^\s*[[{]/.test(text) ? text : listed(text, cell)),
}

/** The first of some keys of what a line says besides, else the account whose line it is, where another wrote it. */
function said(...keys: readonly string[]): Derived {
  return {
    from: 'data',
    hint: '_about',
    by: (text, { hint }) => {
      const extra = extraOf(text)
      const key = keys.find((k) => /^[1-9]\d{0,18}$/.test(extra.get(k) ?? ''))
      return (key === undefined ? hint : extra.get(key)) ?? null
    },
  }
}

/** Lines on an account stand under its number, with the address of the one who changed it, whom only `extra` names. */
const applicator = `CASE WHEN d.id_log = '2' THEN substring(d.extra from '"applicator"[:;](?:[is]:)?(?:[0-9]{1,2}:)?"?([1-9][0-9]{0,18})') END`

/** The addresses of a ban: two packed ones, or up to 2.0 four numbers from and four to; `=` where a host is named. */
const range: Derived = {
  hint: '_high',
  by: (low, { hint }) => {
    const [from, to] = [low, hint ?? ''].map((text) => text.trim())
    if (to === '=') return low
    if (from === undefined || from === '' || from === '0.0.0.0') return null
    const parts = from.split('.')
    const ends = (to ?? '').split('.')
    if (from === to || parts.length !== 4) {
      const [first, last] = [packedAddress(from), packedAddress(to ?? '')]
      return first === last || last === null ? first : `${first}-${last}`
    }
    return parts.map((n, i) => (n === ends[i] ? n : n === '0' && ends[i] === '255' ? '*' : `${n}-${ends[i]}`)).join('.')
  },
}

/** A browser as a list of what was asked for tells it. */
const agent: Derived = {
  from: '_url',
  by: (text) => extraOf(text).get('USER_AGENT') ?? null,
}

/** Bans, warnings, reports, log-ins and logs; `online` reads the addresses of those who were there. */
export function records(online: 'packed' | 'number'): readonly Reader[] {
  return [
    {
      entity: 'ban',
      from: 'ban_items',
      key: ['id_ban'],
      sql: `SELECT ${source}, d.id_ban AS id, nullif(d.id_member, '0') AS member, u.real_name AS name,
        coalesce(nullif(d.hostname, ''), nullif(d.ip_low, ''), nullif(concat_ws('.', d.ip_low1, d.ip_low2, d.ip_low3, d.ip_low4), '')) AS ip,
        coalesce(CASE WHEN d.hostname <> '' THEN '=' END, nullif(d.ip_high, ''), nullif(concat_ws('.', d.ip_high1, d.ip_high2, d.ip_high3, d.ip_high4), '')) AS _high,
        d.email_address AS email, g.ban_time AS at, g.expire_time AS until, concat_ws(': ', nullif(g.reason, ''), nullif(g.notes, '')) AS reason,
        false AS exempt
        FROM ban_items d LEFT JOIN (SELECT id_ban_group, min(ban_time) AS ban_time, min(expire_time) AS expire_time, min(reason) AS reason,
          min(notes) AS notes FROM ban_groups GROUP BY id_ban_group) g ON g.id_ban_group = d.id_ban_group
        LEFT JOIN members u ON u.id_member = nullif(d.id_member, '0')`,
      derive: { name: unescaped, ip: range, reason: unescaped },
    },
    {
      entity: 'warning',
      from: 'log_comments',
      key: ['id_comment'],
      sql: `SELECT ${source}, d.id_comment AS id, d.id_recipient AS member, d.log_time AS at, nullif(d.id_member, '0') AS by, d.body AS reason
        FROM log_comments d WHERE d.comment_type = 'warning'`,
      rest: 'templates of warnings, and notes that moderators and administrators leave each other',
      derive: { reason: unescaped },
    },
    {
      // `vendor_ref` is the payment service's own number of a payment or of whoever subscribed there.
      entity: 'action',
      from: 'log_subscribed',
      key: ['id_sublog'],
      sql: `SELECT ${source}, 'purchase:' || d.id_sublog AS id, 'user' AS kind, nullif(d.id_member, '0') AS member, d.start_time AS at,
        concat_ws(' ', 'purchase', s.name) AS operation, coalesce(d.vendor_ref, '') AS data, d.pending_details AS _details
        FROM log_subscribed d LEFT JOIN subscriptions s ON s.id_subscribe = d.id_subscribe`,
      derive: { operation: unescaped, data: payment },
    },
    {
      entity: 'report',
      from: 'log_reported_comments',
      key: ['id_comment'],
      sql: `SELECT ${source}, d.id_comment AS id, nullif(r.id_msg, '0') AS post, nullif(d.id_member, '0') AS by, d.time_sent AS at, d.comment AS text,
        r.closed <> '0' AS closed FROM log_reported_comments d LEFT JOIN log_reported r ON r.id_report = d.id_report`,
      derive: { text: unescaped },
    },
    {
      entity: 'action',
      from: 'log_reported_comments',
      key: ['id_comment'],
      aside: true,
      sql: `SELECT ${source}, 'report:' || d.id_comment AS id, 'user' AS kind, nullif(d.id_member, '0') AS member, d.time_sent AS at, d.member_ip AS ip,
        'report' AS operation, nullif(r.id_member, '0') AS about, nullif(r.id_board, '0') AS board, nullif(r.id_topic, '0') AS topic, nullif(r.id_msg, '0') AS post
        FROM log_reported_comments d LEFT JOIN log_reported r ON r.id_report = d.id_report`,
      derive: { ip: packedIp },
    },
    {
      // What was reported, where the post says something else by now.
      entity: 'post_version',
      from: 'log_reported',
      key: ['id_report'],
      sql: `SELECT ${source}, 'reported:' || d.id_report AS id, nullif(d.id_msg, '0') AS post, 'seen' AS form, nullif(d.id_member, '0') AS author,
        d.time_started AS since, d.subject, d.body AS text
        FROM log_reported d LEFT JOIN (SELECT id_msg, min(body) AS body FROM messages WHERE id_msg IN (SELECT id_msg FROM log_reported) GROUP BY id_msg) m
          ON m.id_msg = d.id_msg WHERE d.body <> '' AND d.body IS DISTINCT FROM m.body`,
      rest: 'copies of reported posts, which the posts still say',
      derive: { subject: unescaped, plain: plain(smfMarkup, 'text') },
    },
    {
      entity: 'login',
      from: 'member_logins',
      key: ['id_login'],
      sql: `SELECT ${source}, 'login:' || d.id_login AS id, 'session' AS kind, nullif(d.id_member, '0') AS member, d.time AS at, d.ip,
        CASE WHEN d.ip2 IS DISTINCT FROM d.ip THEN d.ip2 END AS forwarded_for FROM member_logins d`,
      derive: { ip: packedIp, forwarded_for: packedIp },
    },
    {
      entity: 'login',
      from: 'members',
      key: ['id_member'],
      aside: true,
      sql: `SELECT ${source}, 'member:' || d.id_member AS id, 'session' AS kind, d.id_member AS member, d.member_ip2 AS ip FROM members d
        WHERE d.member_ip2 <> '' AND d.member_ip2 IS DISTINCT FROM d.member_ip`,
      derive: { ip: packedIp },
    },
    {
      entity: 'login',
      from: 'log_online',
      key: ['session'],
      sql: `SELECT ${source}, d.session AS id, 'online' AS kind, nullif(d.id_member, '0') AS member, d.log_time AS at, d.ip, d.url AS _url FROM log_online d`,
      derive: { id: named('online'), ip: online === 'packed' ? packedIp : numericIp, agent },
    },
    {
      entity: 'login',
      from: 'log_errors',
      key: ['id_error'],
      aside: true,
      sql: `SELECT ${source}, 'failed:' || d.id_error AS id, 'failed' AS kind, nullif(d.id_member, '0') AS member, d.message AS name, d.log_time AS at, d.ip
        FROM log_errors d WHERE d.message LIKE 'Password incorrect - %'`,
      derive: {
        name: {
          by: (text) =>
            decodeEntities(text)
              .replace(/^Password incorrect - /, '')
              .replace(/<[^>]{0,100}>/g, ''),
        },
        ip: packedIp,
      },
    },
    {
      entity: 'action',
      from: 'log_errors',
      key: ['id_error'],
      sql: `SELECT ${source}, 'error:' || d.id_error AS id, 'critical' AS kind, nullif(d.id_member, '0') AS member, d.log_time AS at, d.ip,
        coalesce(nullif(d.error_type, ''), 'error') AS operation, d.message AS data FROM log_errors d`,
      derive: { ip: packedIp, data: { when: '&', by: decodeEntities } },
    },
    {
      entity: 'action',
      from: 'log_actions',
      key: ['id_action'],
      sql: `SELECT ${source}, d.id_action AS id, CASE coalesce(d.id_log, '1') WHEN '1' THEN 'moderator' WHEN '2' THEN 'user' WHEN '3' THEN 'admin' ELSE 'other' END AS kind,
        coalesce(${applicator}, nullif(d.id_member, '0')) AS member, d.log_time AS at, d.ip, d.action AS operation, nullif(d.id_board, '0') AS board,
        nullif(d.id_topic, '0') AS topic, nullif(d.id_msg, '0') AS post, d.extra AS data,  CASE WHEN ${applicator} <> d.id_member THEN nullif(d.id_member, '0') END AS _about FROM log_actions d`,
      derive: { ip: packedIp, data, about: said('member', 'id_member', 'for_message_member') },
    },
    {
      entity: 'profile_field',
      from: 'log_actions',
      key: ['id_action'],
      aside: true,
      sql: `SELECT ${source}, d.id_member AS member, 'previous ' || d.action || ' [' || d.id_action || ']' AS _field, d.extra AS _extra FROM log_actions d
        WHERE d.id_log = '2' AND d.id_member ~ '^[1-9]'`,
      each: (row) => {
        const value = decodeEntities(extraOf(row._extra ?? '').get('previous') ?? '').trim()
        return value === '' || value === '{gender_0}'
          ? []
          : [{ member: row.member ?? null, field: row._field ?? null, value }]
      },
    },
    {
      entity: 'action',
      from: 'log_banned',
      key: ['id_ban_log'],
      sql: `SELECT ${source}, 'banned:' || d.id_ban_log AS id, 'other' AS kind, nullif(d.id_member, '0') AS member, d.log_time AS at, d.ip,
        'refused by a ban' AS operation, d.email AS data FROM log_banned d`,
      derive: { ip: packedIp },
    },
    {
      entity: 'action',
      from: 'log_karma',
      key: ['id_target', 'id_executor'],
      sql: `SELECT ${source}, concat_ws(':', 'karma', d.id_target, d.id_executor) AS id, 'user' AS kind, nullif(d.id_executor, '0') AS member, d.log_time AS at,
        'karma ' || d.action AS operation, nullif(d.id_target, '0') AS about FROM log_karma d`,
    },
    {
      entity: 'action',
      from: 'log_group_requests',
      key: ['id_request'],
      sql: `SELECT ${source}, 'group request:' || d.id_request AS id, 'user' AS kind, d.id_member AS member, d.time_applied AS at,
        'join request' AS operation, concat('group ', d.id_group, ': ', d.reason) AS data FROM log_group_requests d`,
      derive: { data: { when: '&', by: decodeEntities } },
    },
    {
      entity: 'action',
      from: 'user_likes',
      key: ['content_id', 'content_type', 'id_member'],
      sql: `SELECT ${source}, concat_ws(':', 'like', trim(d.content_type), d.content_id, d.id_member) AS id, 'user' AS kind, d.id_member AS member, d.like_time AS at,
        'like' AS operation, CASE WHEN trim(d.content_type) = 'msg' THEN d.content_id END AS post FROM user_likes d`,
    },
    subscription({
      from: 'log_notify',
      key: ['id_member', 'id_topic', 'id_board'],
      how: 'watch',
      member: 'd.id_member',
      board: 'd.id_board',
      topic: 'd.id_topic',
    }),
  ]
}
