import { filled, plain, scheme, unescaped } from '../derived.ts'
import { type Derivations, type Reader, source } from '../forum.ts'
import { phpbbMarkup } from '../markup/index.ts'
import { subscription } from '../subscription.ts'

/** Accounts that hold a permission of a kind (`a_` administrators, `m_` moderators), by themselves or by a group. */
function permitted(kind: 'a_' | 'm_'): string {
  const holds = `(r.role_type = '${kind}' OR (o.auth_option LIKE '${kind.replace('_', '\\_')}%' AND a.auth_setting = '1'))`
  const roles = `LEFT JOIN acl_roles r ON r.role_id = a.auth_role_id LEFT JOIN acl_options o ON o.auth_option_id = a.auth_option_id`
  return `SELECT a.user_id FROM acl_users a ${roles} WHERE ${holds}
    UNION SELECT g.user_id FROM acl_groups a ${roles} JOIN user_group g ON g.group_id = a.group_id AND g.user_pending = '0' WHERE ${holds}`
}

function named(group: string): string {
  return `SELECT u.user_id FROM user_group u JOIN groups g ON g.group_id = u.group_id
    WHERE g.group_name = '${group}' AND g.group_type = '3' AND u.user_pending = '0'`
}

/** Founder, administrator or moderator as the account's type, its groups, its permissions and the list of moderators say. */
export const staff = `CASE WHEN d.user_type = '3' THEN 'founder'
  WHEN d.user_id IN (${named('ADMINISTRATORS')} UNION ${permitted('a_')}) THEN 'administrator'
  WHEN d.user_id IN (${named('GLOBAL_MODERATORS')} UNION ${permitted('m_')}
    UNION SELECT m.user_id FROM moderator_cache m WHERE m.user_id <> '0'
    UNION SELECT u.user_id FROM moderator_cache m JOIN user_group u ON u.group_id = m.group_id AND u.user_pending = '0') THEN 'moderator' END`

/** What is the same of an account in every phpBB 3; user types: 0 normal, 1 inactive, 2 ignored (guest, bots), 3 founder. */
export const account = `${source}, d.user_id AS id, d.username AS name,
  CASE WHEN d.user_id = '1' THEN 'guest' WHEN d.user_type = '2' THEN 'bot' ELSE 'member' END AS kind,
  CASE WHEN d.user_type IN ('0', '2', '3') THEN 'active' WHEN d.user_type = '1' THEN 'inactive' ELSE 'unknown' END AS state,
  d.user_email AS email, d.user_regdate AS joined_at, d.user_ip AS joined_from, d.user_lastvisit AS last_seen_at,
  translate(d.user_birthday, ' ', '0') AS birthday, d.user_lang AS language, r.rank_title AS title,
  d.user_sig AS signature, d.user_sig_bbcode_uid AS _mark, d.user_posts AS posts, ${staff} AS staff,
  d.user_password AS password_scheme`

/** Tables of an account: the title of its rank is in another one. */
export const accountFrom = `users d LEFT JOIN (SELECT rank_id, min(rank_title) AS rank_title FROM ranks WHERE rank_id <> '0' GROUP BY rank_id) r
  ON r.rank_id = d.user_rank`

/** How the columns of `account` are read. */
export const accountDerived: Derivations = {
  name: unescaped,
  title: unescaped,
  location: unescaped,
  website: unescaped,
  birthday: { by: (text) => (/^0*-0*-0*$/.test(text.trim()) ? null : text) },
  signature_plain: plain(phpbbMarkup, 'signature', '_mark'),
  password_scheme: scheme,
  handles: filled,
}

/** Groups and who is in them. */
export const groups: readonly Reader[] = [
  {
    entity: 'grp',
    from: 'groups',
    key: ['group_id'],
    sql: `SELECT ${source}, d.group_id AS id, d.group_name AS name,
      CASE d.group_type WHEN '0' THEN 'open' WHEN '1' THEN 'closed' WHEN '2' THEN 'hidden' WHEN '3' THEN 'special' WHEN '4' THEN 'free' END AS kind
      FROM groups d`,
    derive: { name: unescaped },
  },
  {
    entity: 'grp_member',
    from: 'user_group',
    key: ['user_id', 'group_id'],
    sql: `SELECT ${source}, d.group_id AS grp, d.user_id AS member, d.group_leader = '1' AS leader, d.user_pending = '1' AS pending
      FROM user_group d`,
  },
  {
    entity: 'moderator',
    from: 'moderator_cache',
    key: ['forum_id', 'user_id', 'group_id'],
    whole: true,
    sql: `SELECT ${source}, (row_number() OVER (ORDER BY d.forum_id, d.user_id, d.group_id, d._row))::text AS n,
      nullif(d.forum_id, '0') AS board, nullif(d.user_id, '0') AS member, nullif(d.group_id, '0') AS grp FROM moderator_cache d`,
  },
  {
    entity: 'relation',
    from: 'zebra',
    key: ['user_id', 'zebra_id'],
    sql: `SELECT ${source}, d.user_id AS member, d.zebra_id AS other, CASE WHEN d.friend = '1' THEN 'friend' ELSE 'foe' END AS kind
      FROM zebra d`,
  },
  subscription({
    from: 'forums_watch',
    key: ['user_id', 'forum_id'],
    how: 'watch',
    member: 'd.user_id',
    board: 'd.forum_id',
  }),
  subscription({
    from: 'topics_watch',
    key: ['user_id', 'topic_id'],
    how: 'watch',
    member: 'd.user_id',
    topic: 'd.topic_id',
  }),
  subscription({
    from: 'bookmarks',
    key: ['user_id', 'topic_id'],
    how: 'bookmark',
    member: 'd.user_id',
    topic: 'd.topic_id',
  }),
  {
    // A widespread extension ("Thanks for posts").
    entity: 'action',
    from: 'thanks',
    key: ['post_id', 'user_id'],
    sql: `SELECT ${source}, concat_ws(':', 'thanks', d.post_id, d.user_id) AS id, 'user' AS kind, d.user_id AS member, d.thanks_time AS at,
      'thanks' AS operation, nullif(d.poster_id, '0') AS about, nullif(d.forum_id, '0') AS board, nullif(d.topic_id, '0') AS topic, d.post_id AS post FROM thanks d`,
  },
]
