import { listed, named, plain, unescaped } from '../derived.ts'
import { type Derived, type Reader, source } from '../forum.ts'
import { decodeEntities } from '../markup/entities.ts'
import { phpbbMarkup } from '../markup/index.ts'
import { unserialize } from '../php.ts'

/** The first text of a serialised list: what the moderator wrote. */
const firstText: Derived = {
  by: (data) => {
    const found = unserialize(data)?.value
    const pairs = Array.isArray(found) ? (found as readonly (readonly [string, unknown])[]) : []
    const text = pairs.map(([, value]) => value).find((value) => typeof value === 'string')
    return typeof text === 'string' ? decodeEntities(text) : null
  },
}

/** What moderators and members did about each other. The list of bans does not say who banned; the log of that second does. */
export const justice: readonly Reader[] = [
  {
    entity: 'ban',
    from: 'banlist',
    key: ['ban_id'],
    sql: `SELECT ${source}, d.ban_id AS id, nullif(d.ban_userid, '0') AS member, u.username AS name, d.ban_ip AS ip, d.ban_email AS email,
      d.ban_start AS at, d.ban_end AS until, coalesce(nullif(d.ban_reason, ''), d.ban_give_reason) AS reason, l.user_id AS by, d.ban_exclude = '1' AS exempt
      FROM banlist d LEFT JOIN users u ON u.user_id = d.ban_userid
      LEFT JOIN (SELECT log_time, min(user_id) AS user_id FROM log WHERE log_operation LIKE 'LOG\\_BAN\\_%'
                  GROUP BY log_time HAVING min(user_id) = max(user_id)) l ON l.log_time = d.ban_start`,
    derive: { name: unescaped, reason: unescaped },
  },
  {
    entity: 'warning',
    from: 'warnings',
    key: ['warning_id'],
    sql: `SELECT ${source}, d.warning_id AS id, d.user_id AS member, nullif(d.post_id, '0') AS post, d.warning_time AS at,
      l.user_id AS by, l.log_data AS reason
      FROM warnings d LEFT JOIN (SELECT log_id, min(user_id) AS user_id, min(log_data) AS log_data FROM log
        WHERE log_id IN (SELECT w.log_id FROM warnings w) GROUP BY log_id) l ON l.log_id = d.log_id`,
    derive: { reason: firstText },
    whole: true,
  },
  {
    entity: 'report',
    from: 'reports',
    key: ['report_id'],
    sql: `SELECT ${source}, d.report_id AS id, nullif(d.post_id, '0') AS post, nullif(d.pm_id, '0') AS message, nullif(d.user_id, '1') AS by,
      d.report_time AS at, r.reason_title AS reason, d.report_text AS text, d.report_closed = '1' AS closed
      FROM reports d LEFT JOIN (SELECT reason_id, min(reason_title) AS reason_title FROM reports_reasons GROUP BY reason_id) r
        ON r.reason_id = d.reason_id`,
    derive: { reason: unescaped, text: unescaped },
  },
  {
    // What was reported, where the post says something else by now; kept since 3.1.
    entity: 'post_version',
    from: 'reports',
    key: ['report_id'],
    aside: true,
    sql: `SELECT ${source}, 'reported:' || d.report_id AS id, CASE WHEN p.post_id IS NOT NULL OR nullif(d.pm_id, '0') IS NULL THEN nullif(d.post_id, '0') END AS post,
      nullif(d.pm_id, '0') AS message, 'seen' AS form, d.report_time AS since, d.reported_post_text AS text, d.reported_post_uid AS _mark
      FROM reports d LEFT JOIN posts p ON p.post_id = nullif(d.post_id, '0') LEFT JOIN privmsgs m ON m.msg_id = nullif(d.pm_id, '0')
      WHERE d.reported_post_text <> '' AND d.reported_post_text IS DISTINCT FROM coalesce(p.post_text, m.message_text)`,
    derive: { plain: plain(phpbbMarkup, 'text', '_mark') },
  },
]

/** Sessions and log-ins, under names made from a digest: identifiers and keys of sessions are secrets. */
export const logins: readonly Reader[] = [
  {
    entity: 'login',
    from: 'sessions',
    key: ['session_id'],
    sql: `SELECT ${source}, d.session_id AS id, 'session' AS kind, nullif(d.session_user_id, '1') AS member, d.session_start AS at,
      d.session_time AS until, d.session_ip AS ip, d.session_browser AS agent, d.session_forwarded_for AS forwarded_for FROM sessions d`,
    derive: { id: named('session') },
  },
  {
    entity: 'login',
    from: 'sessions_keys',
    key: ['key_id', 'user_id'],
    sql: `SELECT ${source}, d.key_id || ' ' || d.user_id AS id, 'persistent' AS kind, nullif(d.user_id, '1') AS member,
      d.last_login AS at, d.last_ip AS ip FROM sessions_keys d`,
    derive: { id: named('persistent') },
  },
  {
    entity: 'login',
    from: 'login_attempts',
    key: ['attempt_time', 'attempt_ip', 'user_id', 'username', 'attempt_browser', 'attempt_forwarded_for'],
    repeats: true,
    sql: `SELECT ${source}, concat_ws(' ', d.attempt_time, d.attempt_ip, d.user_id, d.username, d.attempt_browser, d.attempt_forwarded_for) AS id,
      'failed' AS kind, CASE WHEN d.user_id NOT IN ('0', '1') THEN d.user_id END AS member, d.username AS name, d.attempt_time AS at,
      d.attempt_ip AS ip, d.attempt_browser AS agent, d.attempt_forwarded_for AS forwarded_for FROM login_attempts d`,
    derive: { id: named('failed'), name: unescaped },
  },
]

/** The logs of administrators, moderators, errors and members. */
export const actions: Reader = {
  entity: 'action',
  from: 'log',
  key: ['log_id'],
  sql: `SELECT ${source}, d.log_id AS id,
    CASE d.log_type WHEN '0' THEN 'admin' WHEN '1' THEN 'moderator' WHEN '2' THEN 'critical' WHEN '3' THEN 'user' ELSE 'other' END AS kind,
    nullif(d.user_id, '1') AS member, d.log_time AS at, d.log_ip AS ip, d.log_operation AS operation, nullif(d.reportee_id, '0') AS about,
    nullif(d.forum_id, '0') AS board, nullif(d.topic_id, '0') AS topic, nullif(d.post_id, '0') AS post, d.log_data AS data FROM log d`,
  derive: { data: { by: listed } },
}
