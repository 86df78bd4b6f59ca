import { named } from '../derived.ts'
import { type Reader, source } from '../forum.ts'
import { packedIp } from '../packed.ts'
import { subscription } from '../subscription.ts'

/** Content that an entity shows under a name of its own: posts as they are, what stands on a profile with its kind before it. */
export function post(type: string, id: string): string {
  return `CASE ${type} WHEN 'post' THEN ${id} WHEN 'profile_post' THEN 'profile:' || ${id} WHEN 'profile_post_comment' THEN 'comment:' || ${id} END`
}

/** What moderators and members did about each other. Bans of addresses and of mailboxes have names made of what they ban. */
export const justice: readonly Reader[] = [
  {
    entity: 'ban',
    from: 'xf_user_ban',
    key: ['user_id'],
    sql: `SELECT ${source}, 'user:' || d.user_id AS id, d.user_id AS member, u.username AS name, d.ban_date AS at, d.end_date AS until,
      d.user_reason AS reason, nullif(d.ban_user_id, '0') AS by, false AS exempt FROM xf_user_ban d LEFT JOIN xf_user u ON u.user_id = d.user_id`,
  },
  {
    entity: 'ban',
    from: 'xf_ip_match',
    key: ['ip', 'match_type'],
    sql: `SELECT ${source}, concat('ip:', d.match_type, ':', d.ip) AS id, d.ip, d.create_date AS at, d.reason, nullif(d.create_user_id, '0') AS by,
      d.match_type = 'allowed' AS exempt FROM xf_ip_match d`,
  },
  {
    entity: 'ban',
    from: 'xf_ban_email',
    key: ['banned_email'],
    sql: `SELECT ${source}, 'email:' || d.banned_email AS id, d.banned_email AS email, d.create_date AS at, d.reason,
      nullif(d.create_user_id, '0') AS by, false AS exempt FROM xf_ban_email d`,
  },
  {
    entity: 'warning',
    from: 'xf_warning',
    key: ['warning_id'],
    sql: `SELECT ${source}, d.warning_id AS id, d.user_id AS member, ${post('d.content_type', 'd.content_id')} AS post, d.warning_date AS at,
      nullif(d.warning_user_id, '0') AS by, concat_ws(': ', nullif(d.title, ''), nullif(d.notes, '')) AS reason FROM xf_warning d`,
  },
  {
    // A report and what moderators wrote about it stand in one table; the first are reports, the others lines of the log.
    entity: 'report',
    from: 'xf_report_comment',
    key: ['report_comment_id'],
    rest: 'what moderators wrote about a report, read into the log',
    sql: `SELECT ${source}, d.report_comment_id AS id, ${post('r.content_type', 'r.content_id')} AS post,
      CASE r.content_type WHEN 'conversation_message' THEN r.content_id END AS message, nullif(d.user_id, '0') AS by, d.comment_date AS at,
      CASE WHEN r.content_type = 'user' THEN 'member ' || r.content_id END AS reason, d.message AS text,
      coalesce(r.report_state IN ('resolved', 'rejected'), false) AS closed
      FROM xf_report_comment d LEFT JOIN xf_report r ON r.report_id = d.report_id WHERE d.is_report = '1'`,
  },
  {
    entity: 'action',
    from: 'xf_report_comment',
    key: ['report_comment_id'],
    aside: true,
    sql: `SELECT ${source}, 'report:' || d.report_comment_id AS id, 'moderator' AS kind, nullif(d.user_id, '0') AS member, d.comment_date AS at,
      concat_ws(' ', 'report', d.report_id, nullif(d.state_change, '')) AS operation, ${post('r.content_type', 'r.content_id')} AS post,
      d.message AS data FROM xf_report_comment d LEFT JOIN xf_report r ON r.report_id = d.report_id WHERE d.is_report IS DISTINCT FROM '1'`,
  },
]

/** Log-ins, as the list of all addresses tells of them; failed ones; and who was there in the last minutes. */
export const logins: readonly Reader[] = [
  {
    entity: 'login',
    from: 'xf_ip',
    key: ['ip_id'],
    aside: true,
    sql: `SELECT ${source}, 'ip:' || d.ip_id AS id, 'session' AS kind, nullif(d.user_id, '0') AS member, d.log_date AS at, d.ip FROM xf_ip d
      WHERE d.content_type = 'user'`,
    derive: { ip: packedIp },
  },
  {
    entity: 'login',
    // Rows may have no number: what they say is their name, and the same said twice is numbered.
    from: 'xf_login_attempt',
    key: ['attempt_id', 'login', 'attempt_date', 'ip_address'],
    repeats: true,
    sql: `SELECT ${source}, concat_ws(' ', d.attempt_id, d.login, d.attempt_date, d.ip_address) AS id, 'failed' AS kind, u.user_id AS member, d.login AS name, d.attempt_date AS at, d.ip_address AS ip
      FROM xf_login_attempt d LEFT JOIN (SELECT lower(username) AS name, min(user_id) AS user_id FROM xf_user GROUP BY 1 HAVING count(*) = 1) u
        ON u.name = lower(d.login)`,
    derive: { id: named('failed'), ip: packedIp },
  },
  {
    entity: 'login',
    from: 'xf_session_activity',
    key: ['user_id', 'unique_key'],
    sql: `SELECT ${source}, d.user_id || ' ' || d.unique_key AS id, 'online' AS kind, nullif(d.user_id, '0') AS member, d.view_date AS at, d.ip
      FROM xf_session_activity d`,
    derive: { id: named('online'), ip: packedIp },
  },
]

/** Addresses of what was neither a log-in nor anything that still is there: the trace of posts that were deleted for good. */
const traces: Reader = {
  entity: 'action',
  from: 'xf_ip',
  key: ['ip_id'],
  rest: 'addresses of log-ins, posts and messages, read into these',
  sql: `SELECT ${source}, 'ip:' || d.ip_id AS id, 'user' AS kind, nullif(d.user_id, '0') AS member, d.log_date AS at, d.ip,
    concat_ws(' ', d.content_type, nullif(d.action, '')) AS operation, ${post('d.content_type', 'd.content_id')} AS post, d.content_id AS data FROM xf_ip d
    WHERE d.content_type IS DISTINCT FROM 'user'
      ${['post', 'conversation_message', 'profile_post', 'profile_post_comment']
        .map((t) => `AND NOT EXISTS (SELECT FROM xf_${t} x WHERE x.ip_id = d.ip_id)`)
        .join('\n      ')}`,
  derive: { ip: packedIp },
}

/** The logs of moderators, administrators and errors, earlier versions of posts, and searches. */
export const actions: readonly Reader[] = [
  traces,
  {
    entity: 'action',
    from: 'xf_moderator_log',
    key: ['moderator_log_id'],
    sql: `SELECT ${source}, 'moderator:' || d.moderator_log_id AS id, 'moderator' AS kind, nullif(d.user_id, '0') AS member, d.log_date AS at,
      d.ip_address AS ip, concat_ws(' ', d.content_type, d.action) AS operation, nullif(d.content_user_id, '0') AS about,
      CASE 'thread' WHEN d.content_type THEN d.content_id WHEN d.discussion_content_type THEN d.discussion_content_id END AS topic,
      ${post('d.content_type', 'd.content_id')} AS post, concat_ws(' ', nullif(d.content_title, ''), d.action_params) AS data FROM xf_moderator_log d`,
    derive: { ip: packedIp },
  },
  {
    entity: 'action',
    from: 'xf_admin_log',
    key: ['admin_log_id'],
    sql: `SELECT ${source}, 'admin:' || d.admin_log_id AS id, 'admin' AS kind, nullif(d.user_id, '0') AS member, d.request_date AS at,
      d.ip_address AS ip, coalesce(nullif(d.request_url, ''), '/') AS operation FROM xf_admin_log d`,
    derive: { ip: packedIp },
  },
  {
    entity: 'action',
    from: 'xf_user_reject',
    key: ['user_id'],
    sql: `SELECT ${source}, 'reject:' || d.user_id AS id, 'moderator' AS kind, nullif(d.reject_user_id, '0') AS member, d.reject_date AS at,
      'registration rejected' AS operation, d.user_id AS about, d.reject_reason AS data FROM xf_user_reject d`,
  },
  {
    entity: 'action',
    from: 'xf_error_log',
    key: ['error_id'],
    sql: `SELECT ${source}, 'error:' || d.error_id AS id, 'critical' AS kind, nullif(d.user_id, '0') AS member, d.exception_date AS at,
      d.ip_address AS ip, 'error' AS operation, d.message AS data FROM xf_error_log d`,
    derive: { ip: packedIp },
  },
  {
    entity: 'action',
    from: 'xf_spam_trigger_log',
    key: ['trigger_log_id'],
    sql: `SELECT ${source}, 'spam:' || d.trigger_log_id AS id, 'other' AS kind, nullif(d.user_id, '0') AS member, d.log_date AS at, d.ip_address AS ip,
      concat_ws(' ', 'spam', d.content_type, d.result) AS operation, ${post('d.content_type', `nullif(d.content_id, '0')`)} AS post, d.details AS data
      FROM xf_spam_trigger_log d`,
    derive: { ip: packedIp },
  },
  {
    entity: 'action',
    from: 'xf_spam_cleaner_log',
    key: ['spam_cleaner_log_id'],
    sql: `SELECT ${source}, 'cleaned:' || d.spam_cleaner_log_id AS id, 'moderator' AS kind, nullif(d.applying_user_id, '0') AS member,
      d.application_date AS at, 'clean spam' AS operation, nullif(d.user_id, '0') AS about, d.data FROM xf_spam_cleaner_log d`,
  },
  {
    entity: 'action',
    from: 'xf_email_bounce_log',
    key: ['bounce_id'],
    sql: `SELECT ${source}, 'bounce:' || d.bounce_id AS id, 'other' AS kind, nullif(d.user_id, '0') AS member, d.log_date AS at,
      concat_ws(' ', 'mail came back', d.message_type) AS operation, d.recipient AS data FROM xf_email_bounce_log d`,
  },
  {
    entity: 'action',
    from: 'xf_edit_history',
    key: ['edit_history_id'],
    aside: true,
    sql: `SELECT ${source}, 'edit:' || d.edit_history_id AS id, 'user' AS kind, nullif(d.edit_user_id, '0') AS member, d.edit_date AS at,
      concat('edit ', d.content_type) AS operation, ${post('d.content_type', 'd.content_id')} AS post FROM xf_edit_history d`,
  },
  {
    entity: 'action',
    from: 'xf_search',
    key: ['search_id'],
    sql: `SELECT ${source}, 'search:' || d.search_id AS id, 'user' AS kind, nullif(d.user_id, '0') AS member, d.search_date AS at,
      'search' AS operation, concat_ws(' ', nullif(d.search_query, ''), nullif(d.search_constraints, '')) AS data FROM xf_search d`,
  },
]

/** Changes of an account, each with the value before and after. */
export function changes(table: string, about: string, where = ''): Reader {
  return {
    entity: 'action',
    from: table,
    key: ['log_id'],
    ...(where === '' ? {} : { rest: 'changes of what is no account' }),
    sql: `SELECT ${source}, 'change:' || d.log_id AS id, CASE WHEN d.edit_user_id = d.${about} THEN 'user' ELSE 'admin' END AS kind,
      nullif(d.edit_user_id, '0') AS member, d.edit_date AS at, concat('change ', d.field) AS operation, d.${about} AS about,
      CASE WHEN d.field ~* 'password|secret|key|hash|token' THEN NULL ELSE jsonb_build_array(d.old_value, d.new_value)::text END AS data
      FROM ${table} d ${where}`,
  }
}

/** What members watch and bookmarked; of other things than posts and threads it stays in the mirror. */
export const subscriptions: readonly Reader[] = [
  subscription({
    from: 'xf_forum_watch',
    key: ['user_id', 'node_id'],
    how: 'watch',
    member: 'd.user_id',
    board: 'd.node_id',
  }),
  subscription({
    from: 'xf_thread_watch',
    key: ['user_id', 'thread_id'],
    how: 'watch',
    member: 'd.user_id',
    topic: 'd.thread_id',
  }),
  subscription({
    from: 'xf_bookmark_item',
    key: ['bookmark_id'],
    how: 'bookmark',
    member: 'd.user_id',
    board: `CASE d.content_type WHEN 'node' THEN d.content_id END`,
    topic: `CASE d.content_type WHEN 'thread' THEN d.content_id END`,
    post: `CASE d.content_type WHEN 'post' THEN d.content_id END`,
    at: 'd.bookmark_date',
    where: [`d.content_type IN ('node', 'thread', 'post')`, 'bookmarks of other things than boards, threads and posts'],
  }),
]

/** Likes, and since 2.1 reactions, given to what others wrote. */
export const reactions: readonly Reader[] = [
  {
    entity: 'action',
    from: 'xf_liked_content',
    key: ['like_id'],
    sql: `SELECT ${source}, 'like:' || d.like_id AS id, 'user' AS kind, nullif(d.like_user_id, '0') AS member, d.like_date AS at,
      concat_ws(' ', 'like', d.content_type) AS operation, nullif(d.content_user_id, '0') AS about, ${post('d.content_type', 'd.content_id')} AS post
      FROM xf_liked_content d`,
  },
  {
    entity: 'action',
    from: 'xf_reaction_content',
    key: ['reaction_content_id'],
    sql: `SELECT ${source}, 'reaction:' || d.reaction_content_id AS id, 'user' AS kind, nullif(d.reaction_user_id, '0') AS member,
      d.reaction_date AS at, concat_ws(' ', 'reaction', d.reaction_id, d.content_type) AS operation,
      nullif(d.content_user_id, '0') AS about, ${post('d.content_type', 'd.content_id')} AS post FROM xf_reaction_content d`,
  },
]
