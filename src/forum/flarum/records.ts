import { type Reader, source } from '../forum.ts'
import { flarumMarkup } from '../markup/flarum.ts'
import { subscription } from '../subscription.ts'
import { utc } from '../times.ts'

/** Suspensions, bans, warnings, flags and logs; most come with extensions. */
export const records: readonly Reader[] = [
  {
    entity: 'ban',
    from: 'users',
    key: ['id'],
    aside: true,
    sql: `SELECT ${source}, 'user:' || d.id AS id, d.id AS member, d.username AS name, d.suspended_until AS _until, d.suspend_reason AS reason, false AS exempt FROM users d
      WHERE d.suspended_until IS NOT NULL`,
    derive: {
      // For good is said as the year 2038.
      until: {
        from: '_until',
        by: (text, cell) => (text.startsWith('2038-') ? null : (utc.by(text, cell) as string | null)),
      },
    },
  },
  {
    entity: 'ban',
    from: 'banned_ips',
    key: ['id'],
    sql: `SELECT ${source}, 'ip:' || d.id AS id, nullif(d.user_id, '0') AS member, d.address AS ip, d.created_at AS at, d.reason, nullif(d.creator_id, '0') AS by, false AS exempt
      FROM banned_ips d`,
    derive: { at: utc },
  },
  {
    entity: 'warning',
    from: 'warnings',
    key: ['id'],
    sql: `SELECT ${source}, d.id, d.user_id AS member, nullif(d.post_id, '0') AS post, d.created_at AS at, nullif(d.created_user_id, '0') AS by,
      coalesce(nullif(d.public_comment, ''), d.private_comment) AS reason FROM warnings d`,
    derive: { at: utc, reason: { by: (text) => flarumMarkup(text, null) } },
  },
  {
    entity: 'report',
    from: 'flags',
    key: ['id'],
    rest: 'posts that wait to be approved; their rows say so',
    sql: `SELECT ${source}, d.id, d.post_id AS post, nullif(d.user_id, '0') AS by, d.created_at AS at, d.reason, d.reason_detail AS text, false AS closed FROM flags d
      WHERE d.type IS DISTINCT FROM 'approval'`,
    derive: { at: utc },
  },
  {
    entity: 'action',
    from: 'username_requests',
    key: ['id'],
    sql: `SELECT ${source}, 'name:' || d.id AS id, 'user' AS kind, d.user_id AS member, d.created_at AS at, concat_ws(' ', 'change username', d.status) AS operation, d.user_id AS about,
      concat_ws(' ', d.requested_username, d.reason) AS data FROM username_requests d`,
    derive: { at: utc },
  },
  {
    entity: 'action',
    from: 'post_edit_histories',
    key: ['id'],
    aside: true,
    sql: `SELECT ${source}, 'edit:' || d.id AS id, 'user' AS kind, nullif(d.actor_id, '0') AS member, d.created_at AS at, 'edit post' AS operation, d.post_id AS post
      FROM post_edit_histories d WHERE d.revision IS DISTINCT FROM '0'`,
    derive: { at: utc },
  },
  {
    entity: 'action',
    from: 'audit_log',
    key: ['id'],
    sql: `SELECT ${source}, 'audit:' || d.id AS id, 'other' AS kind, nullif(d.actor_id, '0') AS member, d.created_at AS at, d.ip_address AS ip, d.action AS operation, d.payload AS data
      FROM audit_log d`,
    derive: { at: utc },
  },
  subscription({
    from: 'discussion_user',
    key: ['user_id', 'discussion_id'],
    how: 'follow',
    member: 'd.user_id',
    topic: 'd.discussion_id',
    where: [`d.subscription = 'follow'`, 'what a member has seen; no content'],
  }),
  {
    entity: 'action',
    from: 'post_likes',
    key: ['post_id', 'user_id'],
    sql: `SELECT ${source}, concat_ws(':', 'like', d.post_id, d.user_id) AS id, 'user' AS kind, d.user_id AS member, d.created_at AS at,
      'like' AS operation, p.user_id AS about, d.post_id AS post FROM post_likes d LEFT JOIN posts p ON p.id = d.post_id`,
    derive: { at: utc },
  },
]
