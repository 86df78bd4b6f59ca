import { named, plain, unescaped } from '../derived.ts'
import { type Made, type Reader, source } from '../forum.ts'
import { invisionMixed } from '../markup/invision.ts'
import { subscription } from '../subscription.ts'
import { fieldNames } from './older-tables.ts'
import { fieldRows, filters } from './people.ts'
import { options, votes } from './polls.ts'

/** Groups, moderators, profile fields and friends of Invision 2 and 3. A moderator's boards are a list (`,2,3,`). */
export const groups: readonly Reader[] = [
  {
    entity: 'profile_field',
    from: 'pfields_content',
    key: ['member_id'],
    none: 'profiles in which nothing is filled in',
    sql: `SELECT ${source}, d.member_id AS member, d.field_json AS _fields, ${fieldNames} AS _names FROM pfields_content d`,
    each: fieldRows,
  },
  {
    entity: 'grp',
    from: 'groups',
    key: ['g_id'],
    sql: `SELECT ${source}, d.g_id AS id, d.g_title AS name, CASE WHEN d.g_access_cp = '1' THEN 'administrators' WHEN d.g_is_supmod = '1' THEN 'moderators' END AS kind
      FROM groups d`,
    derive: { name: unescaped },
  },
  {
    entity: 'moderator',
    from: 'moderators',
    key: ['mid'],
    whole: true,
    none: 'moderators of no board',
    sql: `SELECT ${source}, (row_number() OVER (ORDER BY length(d.mid), d.mid, d._row))::text AS _rank, d.forum_id AS _boards,
      CASE WHEN d.is_group = '1' THEN nullif(d.group_id, '0') END AS grp, CASE WHEN d.is_group IS DISTINCT FROM '1' THEN nullif(d.member_id, '-1') END AS member FROM moderators d`,
    each: ({ _rank, _boards, grp, member }) =>
      [...new Set((_boards ?? '').split(',').map((b) => b.trim()))]
        .filter((board) => board !== '')
        .slice(0, 1000)
        .map(
          (board, i): Made => ({
            n: String(Number(_rank) * 1000 + i),
            board: board === '*' ? null : board,
            grp: grp ?? null,
            member: member ?? null,
          }),
        ),
  },
  {
    entity: 'relation',
    from: 'profile_friends',
    key: ['friends_member_id', 'friends_friend_id'],
    sql: `SELECT ${source}, d.friends_member_id AS member, d.friends_friend_id AS other, 'friend' AS kind FROM profile_friends d`,
  },
]

/** True for accounts in a group of a kind, by their first or a further one. */
const inGroup = (column: string, first: string): string =>
  `EXISTS (SELECT FROM groups g WHERE g.${column} = '1' AND (g.g_id = d.${first} OR position(',' || g.g_id || ',' IN ',' || coalesce(d.mgroup_others, '') || ',') > 0))`

/** Who is staff, by groups and by the list of moderators. */
export function staff(id: string, first: string): string {
  return `CASE WHEN ${inGroup('g_access_cp', first)} THEN 'administrator' WHEN ${inGroup('g_is_supmod', first)}
    OR EXISTS (SELECT FROM moderators m WHERE (m.is_group IS DISTINCT FROM '1' AND m.member_id = d.${id}) OR (m.is_group = '1' AND m.group_id = d.${first})) THEN 'moderator' END`
}

/** Boards, uploads and polls of Invision 2 and 3. */
export const talk: readonly Reader[] = [
  {
    entity: 'board',
    from: 'forums',
    key: ['id'],
    sql: `SELECT ${source}, d.id, CASE WHEN d.parent_id NOT IN ('0', '-1') THEN d.parent_id END AS parent,
      CASE WHEN d.redirect_on = '1' THEN 'link' WHEN d.sub_can_post = '0' THEN 'category' ELSE 'board' END AS kind, d.name,
      d.description AS _description, d.position, coalesce(d.status = '0', false) AS locked, coalesce(d.password <> '', false) AS has_password FROM forums d`,
    derive: { name: unescaped, description: plain(invisionMixed, '_description') },
  },
  {
    entity: 'attachment',
    from: 'attachments',
    key: ['attach_id'],
    sql: `SELECT ${source}, d.attach_id AS id, nullif(d.attach_member_id, '0') AS owner,
      coalesce(CASE d.attach_rel_module WHEN 'post' THEN nullif(d.attach_rel_id, '0') END, nullif(d.attach_pid, '0')) AS post,
      coalesce(CASE d.attach_rel_module WHEN 'msg' THEN nullif(d.attach_rel_id, '0') END, nullif(d.attach_msg, '0')) AS message,
      d.attach_file AS name, d.attach_location AS stored_name, d.attach_filesize AS size, d.attach_date AS at,
      coalesce(nullif(d.attach_rel_id, '0'), nullif(d.attach_pid, '0'), nullif(d.attach_msg, '0')) IS NULL AS orphan FROM attachments d`,
    derive: { name: unescaped },
  },
  options('polls', 'd.tid'),
  votes('voters', 'd.tid'),
]

/** What a report is about, by its class: posts and messages are told by the third of its free fields. */
const reported = `LEFT JOIN rc_reports_index i ON i.id = d.rid LEFT JOIN rc_classes c ON c.com_id = i.rc_class LEFT JOIN rc_status s ON s.status = i.status`

/** Bans of addresses, warnings and reports of Invision 2 and 3. */
export const justice: readonly Reader[] = [
  filters('banfilters'),
  {
    entity: 'warning',
    from: 'warn_logs',
    key: ['wlog_id'],
    sql: `SELECT ${source}, d.wlog_id AS id, d.wlog_mid AS member, nullif(d.wlog_pid, '0') AS post, d.wlog_date AS at, nullif(d.wlog_addedby, '0') AS by,
      d.wlog_notes AS reason FROM warn_logs d`,
    // `<content>…</content><mod>1,i,0</mod>…`: what the moderator wrote stands in the first element.
    derive: {
      reason: { by: (text) => invisionMixed(/^<content>([\s\S]*?)<\/content>/.exec(text)?.[1] ?? text, null) || null },
    },
  },
  {
    entity: 'report',
    from: 'rc_reports',
    key: ['id'],
    sql: `SELECT ${source}, d.id, CASE c.my_class WHEN 'post' THEN nullif(i.exdat3, '0') END AS post, CASE c.my_class WHEN 'messages' THEN nullif(i.exdat3, '0') END AS message,
      nullif(d.report_by, '0') AS by, d.date_reported AS at, i.title AS reason, d.report AS _text, coalesce(s.is_complete = '1', false) AS closed
      FROM rc_reports d ${reported}`,
    derive: { reason: unescaped, text: plain(invisionMixed, '_text') },
  },
  {
    entity: 'action',
    from: 'rc_comments',
    key: ['id'],
    sql: `SELECT ${source}, 'report:' || d.id AS id, 'moderator' AS kind, nullif(d.comment_by, '0') AS member, d.comment_date AS at, nullif(d.ip_address, '') AS ip, concat('report ', d.rid) AS operation,
      CASE c.my_class WHEN 'post' THEN nullif(i.exdat3, '0') END AS post, d.comment AS data FROM rc_comments d ${reported}`,
  },
]

/** Logs of Invision 2 and 3. */
export const logs: readonly Reader[] = [
  {
    entity: 'login',
    from: 'admin_login_logs',
    key: ['admin_id'],
    sql: `SELECT ${source}, 'admin:' || d.admin_id AS id, CASE WHEN d.admin_success = '1' THEN 'session' ELSE 'failed' END AS kind, d.admin_username AS name,
      d.admin_time AS at, d.admin_ip_address AS ip FROM admin_login_logs d`,
    derive: { name: unescaped },
  },
  {
    entity: 'action',
    from: 'admin_logs',
    key: ['id'],
    sql: `SELECT ${source}, 'admin:' || d.id AS id, 'admin' AS kind, nullif(d.member_id, '0') AS member, d.ctime AS at, d.ip_address AS ip, 'note' AS operation, d.note AS data
      FROM admin_logs d`,
    derive: { data: unescaped },
  },
  {
    entity: 'action',
    from: 'moderator_logs',
    key: ['id'],
    sql: `SELECT ${source}, 'moderator:' || d.id AS id, 'moderator' AS kind, nullif(d.member_id, '0') AS member, d.ctime AS at, d.ip_address AS ip,
      coalesce(nullif(d.action, ''), 'note') AS operation, nullif(d.forum_id, '0') AS board, nullif(d.topic_id, '0') AS topic, nullif(d.post_id, '0') AS post,
      d.topic_title AS data FROM moderator_logs d`,
    derive: { operation: unescaped, data: unescaped },
  },
  {
    entity: 'action',
    from: 'dnames_change',
    key: ['dname_id'],
    sql: `SELECT ${source}, 'name:' || d.dname_id AS id, 'user' AS kind, d.dname_member_id AS member, d.dname_date AS at, d.dname_ip_address AS ip,
      'change name' AS operation, d.dname_member_id AS about, jsonb_build_array(d.dname_previous, d.dname_current)::text AS data FROM dnames_change d`,
    derive: { data: unescaped },
  },
  {
    entity: 'action',
    from: 'validating',
    key: ['vid'],
    sql: `SELECT ${source}, d.vid AS id, 'user' AS kind, d.member_id AS member, d.entry_date AS at, d.ip_address AS ip,
      CASE WHEN d.email_chg = '1' THEN 'confirm new e-mail' WHEN d.lost_pass = '1' THEN 'lost password' ELSE 'confirm registration' END AS operation,
      d.prev_email AS data FROM validating d`,
    derive: { id: named('validating') },
  },
  {
    entity: 'action',
    from: 'email_logs',
    key: ['email_id'],
    sql: `SELECT ${source}, 'mail:' || d.email_id AS id, 'user' AS kind, nullif(d.from_member_id, '0') AS member, d.email_date AS at, d.from_ip_address AS ip,
      'send e-mail' AS operation, nullif(d.to_member_id, '0') AS about, nullif(d.topic_id, '0') AS topic,
      concat_ws(E'\\n', d.to_email_address, d.email_subject, d.email_content) AS data FROM email_logs d`,
    derive: { data: unescaped },
  },
  {
    entity: 'action',
    from: 'spam_service_log',
    key: ['id'],
    sql: `SELECT ${source}, 'spam:' || d.id AS id, 'other' AS kind, d.log_date AS at, d.ip_address AS ip, concat_ws(' ', 'spam check', d.log_code) AS operation,
      d.email_address AS data FROM spam_service_log d`,
  },
  {
    entity: 'action',
    from: 'error_logs',
    key: ['log_id'],
    sql: `SELECT ${source}, 'error:' || d.log_id AS id, 'critical' AS kind, nullif(d.log_member, '0') AS member, d.log_date AS at, d.log_ip_address AS ip,
      'error' AS operation, concat_ws(' ', d.log_error, d.log_request_uri) AS data FROM error_logs d`,
  },
]

/** Boards and topics that members asked to be told of; since 3.2 in one table. */
export const subscriptions: readonly Reader[] = [
  subscription({
    from: 'tracker',
    key: ['trid'],
    how: 'watch',
    member: 'd.member_id',
    topic: 'd.topic_id',
    at: 'd.start_date',
  }),
  subscription({
    from: 'forum_tracker',
    key: ['frid'],
    how: 'watch',
    member: 'd.member_id',
    board: 'd.forum_id',
    at: 'd.start_date',
  }),
  subscription({
    from: 'core_like',
    key: ['like_id'],
    how: 'follow',
    member: 'd.like_member_id',
    board: `CASE d.like_area WHEN 'forums' THEN d.like_rel_id END`,
    topic: `CASE d.like_area WHEN 'topics' THEN d.like_rel_id END`,
    at: 'd.like_added',
    where: [`d.like_app = 'forums' AND d.like_area IN ('forums', 'topics')`, 'other things that a member follows'],
  }),
]

/** Points that members gave to what others wrote. */
export const reputation: Reader = {
  entity: 'action',
  from: 'reputation_index',
  key: ['id'],
  sql: `SELECT ${source}, 'reputation:' || d.id AS id, 'user' AS kind, nullif(d.member_id, '0') AS member, d.rep_date AS at,
    concat_ws(' ', 'reputation', d.rep_rating, d.app, d.type) AS operation, CASE WHEN d.app = 'forums' AND d.type = 'pid' THEN d.type_id END AS post
    FROM reputation_index d`,
}
