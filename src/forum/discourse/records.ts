import { named } from '../derived.ts'
import { type Derivations, type Reader, source } from '../forum.ts'
import { subscription } from '../subscription.ts'
import { utc } from '../times.ts'
import { numberOf, staffAction } from './staff-actions.ts'
import { traces } from './traces.ts'

const times: Derivations = { at: utc }

/** What a member says of a post: `post_action_types`, and the same numbers in the queue. */
const reason = (column: string): string =>
  `CASE ${column} WHEN '3' THEN 'off topic' WHEN '4' THEN 'inappropriate' WHEN '6' THEN 'told the member' WHEN '7' THEN 'told moderators' WHEN '8' THEN 'spam' WHEN '9' THEN 'needs approval' WHEN '10' THEN 'illegal' END`

/** Suspensions, screened addresses, warnings and flags. */
const justice: readonly Reader[] = [
  {
    entity: 'ban',
    from: 'users',
    key: ['id'],
    aside: true,
    sql: `SELECT ${source}, 'user:' || d.id AS id, d.id AS member, d.username AS name, d.suspended_at AS at, CASE WHEN d.suspended_till < '2100' THEN d.suspended_till END AS until,
      h.details AS reason, h.acting_user_id AS by, false AS exempt FROM users d
      LEFT JOIN (SELECT x.target_user_id, x.details, x.acting_user_id FROM user_histories x
        WHERE x._row IN (SELECT max(y._row) FROM user_histories y WHERE y.action = '10' GROUP BY y.target_user_id)) h ON h.target_user_id = d.id
      WHERE d.suspended_till IS NOT NULL`,
    derive: { at: utc, until: utc },
  },
  {
    entity: 'ban',
    from: 'screened_ip_addresses',
    key: ['id'],
    sql: `SELECT ${source}, 'ip:' || d.id AS id, d.ip_address AS ip, d.created_at AS at, d.action_type IS DISTINCT FROM '1' AS exempt FROM screened_ip_addresses d`,
    derive: times,
  },
  {
    entity: 'ban',
    from: 'screened_emails',
    key: ['id'],
    sql: `SELECT ${source}, 'email:' || d.id AS id, d.email, d.ip_address AS ip, d.created_at AS at, d.action_type IS DISTINCT FROM '1' AS exempt FROM screened_emails d`,
    derive: times,
  },
  // The table had another name before version 1.5.
  ...Object.entries({ user_warnings: 'd.id', warnings: `'older:' || d.id` }).map(
    ([from, id]): Reader => ({
      entity: 'warning',
      from,
      key: ['id'],
      sql: `SELECT ${source}, ${id} AS id, d.user_id AS member, d.created_at AS at, d.created_by_id AS by, t.title AS reason FROM ${from} d LEFT JOIN topics t ON t.id = d.topic_id`,
      derive: times,
    }),
  ),
  {
    entity: 'report',
    from: 'reviewable_scores',
    key: ['id'],
    sql: `SELECT ${source}, d.id, CASE v.target_type WHEN 'Post' THEN v.target_id END AS post, d.user_id AS by, d.created_at AS at,
      coalesce(${reason('d.reviewable_score_type')}, v.type) AS reason, d.reason AS text, coalesce(v.status <> '0', false) AS closed
      FROM reviewable_scores d LEFT JOIN reviewables v ON v.id = d.reviewable_id`,
    derive: times,
  },
  {
    entity: 'report',
    from: 'post_actions',
    key: ['id'],
    rest: 'likes, and flags that the queue has too',
    sql: `SELECT ${source}, 'flag:' || d.id AS id, d.post_id AS post, d.user_id AS by, d.created_at AS at, ${reason('d.post_action_type_id')} AS reason, d.deleted_at IS NOT NULL AS closed
      FROM post_actions d WHERE d.post_action_type_id IN ('3', '4', '6', '7', '8') AND NOT EXISTS (SELECT FROM reviewable_scores)`,
    derive: times,
  },
]

/** Tokens that keep someone logged in (they are secrets), and the log of their use. */
const logins: readonly Reader[] = [
  {
    entity: 'login',
    from: 'user_auth_tokens',
    key: ['id'],
    sql: `SELECT ${source}, 'token:' || d.id AS id, 'persistent' AS kind, d.user_id AS member, d.created_at AS at, d.seen_at AS until, d.client_ip AS ip, d.user_agent AS agent FROM user_auth_tokens d`,
    derive: { at: utc, until: utc },
  },
  {
    entity: 'login',
    from: 'user_auth_token_logs',
    key: ['id'],
    sql: `SELECT ${source}, 'log:' || d.id AS id, 'session' AS kind, d.user_id AS member, d.created_at AS at, d.client_ip AS ip, d.user_agent AS agent FROM user_auth_token_logs d`,
    derive: times,
  },
]

function action(from: string, id: string, columns: string, kind = 'user'): Reader {
  return {
    entity: 'action',
    from,
    key: ['id'],
    sql: `SELECT ${source}, '${id}:' || d.id AS id, '${kind}' AS kind, d.created_at AS at, ${columns} FROM ${from} d`,
    derive: times,
  }
}

const notTheirs = `d.action IN (${['delete_user', 'custom', 'custom_staff'].map(numberOf).join(', ')})`

/** What staff did. The address of a line is theirs, but for the deletion of an account, whose own it is, and what extensions tell. */
const staffLog: Reader = {
  ...action(
    'user_histories',
    'staff',
    `d.acting_user_id AS member, CASE WHEN (${notTheirs}) IS NOT TRUE THEN d.ip_address END AS ip, concat_ws(' ', d.action, nullif(d.custom_type, '')) AS operation,
      d.target_user_id AS about, d.category_id AS board, d.topic_id AS topic, d.post_id AS post,
      concat_ws(E'\\n', nullif(d.details, ''), nullif(d.context, ''), CASE WHEN ${notTheirs} THEN nullif(d.ip_address, '') END, nullif(d.email, ''),
        nullif(d.subject, ''), nullif(d.previous_value, ''), nullif(d.new_value, '')) AS data`,
    'moderator',
  ),
  derive: { at: utc, operation: staffAction },
}

/** The staff's log, earlier versions, searches, and every address under which something was looked at. */
const actions: readonly Reader[] = [
  staffLog,
  {
    ...action(
      'post_revisions',
      'edit',
      `d.user_id AS member, concat('edit post ', d.number) AS operation, d.post_id AS post`,
    ),
    aside: true,
  },
  action('search_logs', 'search', `d.user_id AS member, d.ip_address AS ip, 'search' AS operation, d.term AS data`),
  action(
    'incoming_links',
    'link',
    `d.current_user_id AS member, d.ip_address AS ip, 'follow link' AS operation, d.post_id AS post`,
  ),
  action(
    'incoming_emails',
    'mail',
    `d.user_id AS member, 'send e-mail' AS operation, d.topic_id AS topic, d.post_id AS post, concat_ws(' ', d.from_address, d.subject) AS data`,
  ),
  action(
    'email_change_requests',
    'email',
    `d.user_id AS member, 'change e-mail' AS operation, d.user_id AS about, jsonb_build_array(d.old_email, d.new_email)::text AS data`,
  ),
  action(
    'invites',
    'invite',
    `d.invited_by_id AS member, 'invite' AS operation, d.user_id AS about, concat_ws(E'\\n', nullif(d.email, ''), nullif(d.custom_message, '')) AS data`,
  ),
  {
    ...action(
      'invited_users',
      'invited',
      `d.user_id AS member, 'come by invitation' AS operation, i.invited_by_id AS about`,
    ),
    sql: `SELECT ${source}, 'invited:' || d.id AS id, 'user' AS kind, d.redeemed_at AS at, d.user_id AS member, 'come by invitation' AS operation, i.invited_by_id AS about
      FROM invited_users d LEFT JOIN invites i ON i.id = d.invite_id`,
  },
  {
    entity: 'action',
    from: 'topic_views',
    key: ['topic_id', 'user_id', 'ip_address', 'viewed_at'],
    repeats: true,
    sql: `SELECT ${source}, concat_ws(' ', d.topic_id, d.user_id, d.ip_address, d.viewed_at) AS id, 'user' AS kind, d.user_id AS member, d.viewed_at AS at, d.ip_address AS ip,
      'view topic' AS operation, d.topic_id AS topic FROM topic_views d`,
    derive: { id: named('view'), at: utc },
  },
]

/** Levels of notification (app/models/topic_user.rb): 2 tracking, 3 watching; of categories also 4, the first post alone. */
const watching = `d.notification_level IN ('2', '3', '4')`
const less = 'what a member has seen; no content'

/** What members watch and bookmarked. */
const subscriptions: readonly Reader[] = [
  subscription({
    from: 'topic_users',
    key: ['topic_id', 'user_id'],
    how: 'watch',
    member: 'd.user_id',
    topic: 'd.topic_id',
    where: [watching, less],
  }),
  subscription({
    from: 'category_users',
    key: ['id'],
    how: 'watch',
    member: 'd.user_id',
    board: 'd.category_id',
    where: [watching, less],
  }),
  subscription({
    from: 'bookmarks',
    key: ['id'],
    how: 'bookmark',
    member: 'd.user_id',
    topic: `CASE d.bookmarkable_type WHEN 'Topic' THEN d.bookmarkable_id END`,
    post: `CASE WHEN d.bookmarkable_type = 'Post' THEN d.bookmarkable_id WHEN d.bookmarkable_type IS NULL THEN d.post_id END`,
    at: 'd.created_at',
    derive: { at: utc },
    where: [
      `coalesce(d.bookmarkable_type, 'Post') IN ('Post', 'Topic')`,
      'bookmarks of other things than topics and posts',
    ],
  }),
]

/** Likes; the other actions on posts are reports. */
const likes: Reader = {
  entity: 'action',
  from: 'post_actions',
  key: ['id'],
  aside: true,
  rest: 'reports, and bookmarks of old versions',
  sql: `SELECT ${source}, 'like:' || d.id AS id, 'user' AS kind, d.user_id AS member, d.created_at AS at, 'like' AS operation, p.user_id AS about,
    d.post_id AS post FROM post_actions d LEFT JOIN posts p ON p.id = d.post_id WHERE d.post_action_type_id = '2'`,
  derive: { at: utc },
}

export const records: readonly Reader[] = [...justice, ...logins, ...actions, ...traces, ...subscriptions, likes]
