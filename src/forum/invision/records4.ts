import { named, unescaped } from '../derived.ts'
import { type Reader, source } from '../forum.ts'
import { failures, filters, memberBans, sessions } from './people.ts'

/** The post, topic or message that a class of content and a number name. */
export const post = (type: string, id: string): string => `CASE WHEN ${type} LIKE '%forums%Topic%Post' THEN ${id} END`
const topic = (type: string, id: string): string => `CASE WHEN ${type} LIKE '%forums%Topic' THEN ${id} END`
export const message = (type: string, id: string): string =>
  `CASE WHEN ${type} LIKE '%Messenger%Message' THEN ${id} END`

/** What moderators and members did about each other. */
const justice: readonly Reader[] = [
  filters('core_banfilters'),
  memberBans('core_members', 'temp_ban'),
  {
    entity: 'warning',
    from: 'core_members_warn_logs',
    key: ['wl_id'],
    sql: `SELECT ${source}, d.wl_id AS id, d.wl_member AS member, nullif(d.wl_moderator, '0') AS by, d.wl_date AS at,
      CASE WHEN d.wl_content_app = 'forums' AND d.wl_content_module LIKE '%comment%' THEN nullif(d.wl_content_id2, '0') END AS post,
      concat_ws(' / ', nullif(d.wl_note_member, ''), nullif(d.wl_note_mods, '')) AS reason FROM core_members_warn_logs d`,
    derive: { reason: unescaped },
  },
  {
    entity: 'report',
    from: 'core_rc_reports',
    key: ['id'],
    sql: `SELECT ${source}, d.id, ${post('i.class', 'i.content_id')} AS post, ${message('i.class', 'i.content_id')} AS message, nullif(d.report_by, '0') AS by,
      d.date_reported AS at, i.class AS reason, d.report AS text, coalesce(i.status IN ('3', '4'), false) AS closed
      FROM core_rc_reports d LEFT JOIN core_rc_index i ON i.id = d.rid`,
  },
  {
    entity: 'action',
    from: 'core_rc_comments',
    key: ['id'],
    sql: `SELECT ${source}, 'report:' || d.id AS id, 'moderator' AS kind, nullif(d.comment_by, '0') AS member, d.comment_date AS at, d.ip_address AS ip,
      concat('report ', d.rid) AS operation, ${post('i.class', 'i.content_id')} AS post, d.comment AS data
      FROM core_rc_comments d LEFT JOIN core_rc_index i ON i.id = d.rid`,
  },
]

/** Sessions, known devices and the addresses they came from. A device's key keeps it logged in: it is a secret. */
const logins: readonly Reader[] = [
  failures('core_members'),
  sessions(
    'core_sessions',
    'id',
    `nullif(d.member_id, '0') AS member, d.member_name AS name, d.running_time AS at, d.ip_address AS ip, d.browser AS agent`,
  ),
  sessions(
    'core_sys_cp_sessions',
    'session_id',
    `nullif(d.session_member_id, '0') AS member, d.session_member_name AS name, d.session_log_in_time AS at, d.session_running_time AS until, d.session_ip_address AS ip`,
  ),
  {
    entity: 'login',
    from: 'core_members_known_ip_addresses',
    key: ['device_key', 'member_id', 'ip_address'],
    repeats: true,
    sql: `SELECT ${source}, concat_ws(' ', d.device_key, d.member_id, d.ip_address) AS id, 'persistent' AS kind, d.member_id AS member, d.last_seen AS at,
      d.ip_address AS ip, v.user_agent AS agent
      FROM core_members_known_ip_addresses d LEFT JOIN core_members_known_devices v ON v.device_key = d.device_key AND v.member_id = d.member_id`,
    derive: { id: named('address') },
  },
  {
    entity: 'login',
    from: 'core_members_known_devices',
    key: ['device_key', 'member_id'],
    sql: `SELECT ${source}, concat_ws(' ', d.device_key, d.member_id) AS id, 'persistent' AS kind, d.member_id AS member, d.last_seen AS at, d.user_agent AS agent
      FROM core_members_known_devices d`,
    derive: { id: named('device') },
  },
  {
    entity: 'login',
    from: 'core_admin_login_logs',
    key: ['admin_id'],
    sql: `SELECT ${source}, 'admin:' || d.admin_id AS id, CASE WHEN d.admin_success = '1' THEN 'session' ELSE 'failed' END AS kind, d.admin_username AS name,
      d.admin_time AS at, d.admin_ip_address AS ip FROM core_admin_login_logs d`,
    derive: { name: unescaped },
  },
]

/** A log of administrators or moderators; what was done is the key of a sentence, and the words that fill it. */
function log(table: string, kind: 'admin' | 'moderator', more: string): Reader {
  return {
    entity: 'action',
    from: table,
    key: ['id'],
    sql: `SELECT ${source}, '${kind}:' || d.id AS id, '${kind}' AS kind, nullif(d.member_id, '0') AS member, d.ctime AS at, d.ip_address AS ip,
      coalesce(nullif(d.lang_key, ''), 'note') AS operation${more}, d.note AS data FROM ${table} d`,
  }
}

const actions: readonly Reader[] = [
  log('core_admin_logs', 'admin', ''),
  log(
    'core_moderator_logs',
    'moderator',
    `, ${topic('d.class', 'd.item_id')} AS topic, ${post('d.class', 'd.item_id')} AS post`,
  ),
  {
    entity: 'action',
    from: 'core_member_history',
    key: ['log_id'],
    sql: `SELECT ${source}, 'history:' || d.log_id AS id, CASE WHEN coalesce(nullif(d.log_by, '0'), d.log_member) = d.log_member THEN 'user' ELSE 'admin' END AS kind,
      coalesce(nullif(d.log_by, '0'), d.log_member) AS member, d.log_date AS at, d.log_ip_address AS ip, concat_ws(' ', 'change', d.log_type) AS operation,
      d.log_member AS about, CASE WHEN d.log_type ~* 'password|mfa|oauth' THEN NULL ELSE d.log_data END AS data FROM core_member_history d`,
  },
  {
    entity: 'action',
    from: 'core_edit_history',
    key: ['id'],
    aside: true,
    sql: `SELECT ${source}, 'edit:' || d.id AS id, 'user' AS kind, nullif(d.member, '0') AS member, d.time AS at, concat('edit ', d.class) AS operation,
      ${post('d.class', 'd.comment_id')} AS post FROM core_edit_history d`,
  },
  {
    entity: 'action',
    from: 'core_validating',
    key: ['vid'],
    sql: `SELECT ${source}, d.vid AS id, 'user' AS kind, d.member_id AS member, d.entry_date AS at, d.ip_address AS ip,
      CASE WHEN d.email_chg = '1' THEN 'confirm new e-mail' WHEN d.lost_pass = '1' THEN 'lost password' ELSE 'confirm registration' END AS operation,
      d.prev_email AS data FROM core_validating d`,
    derive: { id: named('validating') },
  },
  {
    entity: 'action',
    from: 'core_error_logs',
    key: ['log_id'],
    sql: `SELECT ${source}, 'error:' || d.log_id AS id, 'critical' AS kind, nullif(d.log_member, '0') AS member, d.log_date AS at, d.log_ip_address AS ip,
      'error' AS operation, concat_ws(' ', d.log_error, d.log_request_uri) AS data FROM core_error_logs d`,
  },
  {
    entity: 'action',
    from: 'core_spam_service_log',
    key: ['id'],
    sql: `SELECT ${source}, 'spam:' || d.id AS id, 'other' AS kind, d.log_date AS at, d.ip_address AS ip, concat_ws(' ', 'spam check', d.log_code) AS operation,
      d.email_address AS data FROM core_spam_service_log d`,
  },
]

/** Bans, warnings, reports, log-ins and logs of Invision Community 4. */
/** Likes, and since 4.2 reactions, given to what others wrote. */
const reputation: Reader = {
  entity: 'action',
  from: 'core_reputation_index',
  key: ['id'],
  sql: `SELECT ${source}, 'reputation:' || d.id AS id, 'user' AS kind, nullif(d.member_id, '0') AS member, d.rep_date AS at,
    concat_ws(' ', 'reputation', d.rep_rating, d.app, d.type) AS operation, nullif(d.member_received, '0') AS about,
    CASE WHEN d.app = 'forums' AND d.type = 'pid' THEN d.type_id END AS post FROM core_reputation_index d`,
}

export const records4: readonly Reader[] = [...justice, ...logins, ...actions, reputation]
