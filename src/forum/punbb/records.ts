import { type Reader, source } from '../forum.ts'
import { subscription } from '../subscription.ts'
import { byName } from './tables.ts'

/** Bans, by name, address and e-mail; `creator` is who set one, where the version says so. */
export function bans(creator: string): Reader {
  return {
    entity: 'ban',
    from: 'bans',
    key: ['id'],
    sql: `SELECT ${source}, d.id, u.id AS member, d.username AS name, d.ip, d.email, d.expire AS until, d.message AS reason,
      ${creator} AS by, false AS exempt FROM bans d LEFT JOIN ${byName} u ON u.name = lower(d.username)`,
  }
}

/** Reports of posts. */
export const reports: Reader = {
  entity: 'report',
  from: 'reports',
  key: ['id'],
  sql: `SELECT ${source}, d.id, nullif(d.post_id, '0') AS post, nullif(d.reported_by, '1') AS by, d.created AS at, d.message AS text,
    nullif(d.zapped, '0') IS NOT NULL AS closed FROM reports d`,
}

/** Who was there in the last minutes; guests are listed by address, members by name. */
export const online: Reader = {
  entity: 'login',
  from: 'online',
  key: ['user_id', 'ident'],
  sql: `SELECT ${source}, 'online:' || d.user_id || ':' || d.ident AS id, 'online' AS kind, nullif(d.user_id, '1') AS member,
    CASE WHEN d.user_id <> '1' THEN d.ident END AS name, d.logged AS at, CASE WHEN d.user_id = '1' THEN d.ident END AS ip FROM online d`,
}

/** Boards and topics that members asked to be told of; up to 1.2 topics alone, in a table of another name. */
export const subscriptions: readonly Reader[] = [
  subscription({
    from: 'forum_subscriptions',
    key: ['user_id', 'forum_id'],
    how: 'watch',
    member: 'd.user_id',
    board: 'd.forum_id',
  }),
  subscription({
    from: 'topic_subscriptions',
    key: ['user_id', 'topic_id'],
    how: 'watch',
    member: 'd.user_id',
    topic: 'd.topic_id',
  }),
  subscription({
    from: 'subscriptions',
    key: ['user_id', 'topic_id'],
    how: 'watch',
    member: 'd.user_id',
    topic: 'd.topic_id',
  }),
]
