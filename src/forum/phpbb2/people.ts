import { named, offset, plain, scheme, unescaped } from '../derived.ts'
import { type Derived, type Reader, source } from '../forum.ts'
import { fieldsOf } from '../handles.ts'
import { phpbb2Markup } from '../markup/dialects.ts'
import { decodeEntities } from '../markup/entities.ts'
import { packedIp } from '../packed.ts'
import { subscription } from '../subscription.ts'

const fields: Readonly<Record<string, string>> = {
  icq: 'd.user_icq',
  aim: 'd.user_aim',
  yim: 'd.user_yim',
  msnm: 'd.user_msnm',
  website: 'd.user_website',
  from: 'd.user_from',
  occ: 'd.user_occ',
  interests: 'd.user_interests',
  avatar: 'd.user_avatar',
}
const ownFields = `jsonb_build_object(${Object.entries(fields)
  .map(([name, column]) => `'${name}', ${column}`)
  .join(', ')})::text`

/** Handles that are there, as they were typed. */
function decodedHandles(json: string): string {
  const found = Object.entries(JSON.parse(json) as Record<string, string | null>)
  const there = found.flatMap(([name, value]) =>
    value === null || value.trim() === '' ? [] : [[name, decodeEntities(value)] as const],
  )
  return JSON.stringify(Object.fromEntries(there))
}

/** Groups that exist for the permissions of one account. */
const single = `SELECT g.group_id FROM groups g WHERE g.group_single_user = '1'`

/** An address in hex in which `ff` stands for any number. */
const pattern: Derived = {
  by: (text) =>
    /^[0-9a-f]{8}$/i.test(text.trim())
      ? (text.trim().match(/../g) ?? []).map((pair) => (/ff/i.test(pair) ? '*' : Number.parseInt(pair, 16))).join('.')
      : text,
}

/** Accounts, groups, moderators, bans and log-ins; account -1 is the guest. */
export const people: readonly Reader[] = [
  {
    entity: 'member',
    from: 'users',
    key: ['user_id'],
    sql: `SELECT ${source}, d.user_id AS id, d.username AS name, CASE WHEN d.user_id = '-1' THEN 'guest' ELSE 'member' END AS kind,
      CASE WHEN d.user_active = '1' OR d.user_id = '-1' THEN 'active' ELSE 'inactive' END AS state, d.user_email AS email, d.user_regdate AS joined_at,
      coalesce(nullif(d.user_session_time, '0'), d.user_lastvisit) AS last_seen_at, d.user_timezone AS timezone, d.user_lang AS language,
      d.user_from AS location, d.user_website AS website, r.rank_title AS title, d.user_sig AS signature, d.user_sig_bbcode_uid AS _mark,
      d.user_posts AS posts, CASE d.user_level WHEN '1' THEN 'administrator' WHEN '2' THEN 'moderator' END AS staff,
      d.user_password AS password_scheme,
      jsonb_build_object('icq', d.user_icq, 'aim', d.user_aim, 'yahoo', d.user_yim, 'msn', d.user_msnm)::text AS handles
      FROM users d LEFT JOIN (SELECT rank_id, min(rank_title) AS rank_title FROM ranks WHERE rank_id <> '0' GROUP BY rank_id) r
        ON r.rank_id = d.user_rank`,
    derive: {
      name: unescaped,
      title: unescaped,
      location: unescaped,
      website: unescaped,
      timezone: { by: offset },
      signature_plain: plain(phpbb2Markup, 'signature', '_mark'),
      password_scheme: scheme,
      handles: { by: decodedHandles },
    },
  },
  {
    entity: 'profile_field',
    from: 'users',
    key: ['user_id'],
    aside: true,
    sql: `SELECT ${source}, d.user_id AS member, ${ownFields} AS _fields FROM users d`,
    each: (row) => fieldsOf(row).map((field) => ({ ...field, value: decodeEntities(String(field.value)) })),
  },
  {
    entity: 'grp',
    from: 'groups',
    key: ['group_id'],
    sql: `SELECT ${source}, d.group_id AS id, d.group_name AS name, CASE d.group_type WHEN '0' THEN 'open' WHEN '1' THEN 'closed' WHEN '2' THEN 'hidden' END AS kind
      FROM groups d WHERE d.group_single_user IS DISTINCT FROM '1'`,
    rest: 'groups of one account each, which carry its permissions',
    derive: { name: unescaped },
  },
  {
    entity: 'grp_member',
    from: 'user_group',
    key: ['user_id', 'group_id'],
    sql: `SELECT ${source}, d.group_id AS grp, d.user_id AS member, l.group_id IS NOT NULL AS leader, d.user_pending = '1' AS pending
      FROM user_group d LEFT JOIN (SELECT DISTINCT group_id, group_moderator FROM groups) l ON l.group_id = d.group_id AND l.group_moderator = d.user_id
      WHERE d.group_id NOT IN (${single})`,
    rest: 'groups of one account each, which carry its permissions',
  },
  {
    entity: 'moderator',
    from: 'auth_access',
    key: ['group_id', 'forum_id'],
    whole: true,
    sql: `SELECT ${source}, (row_number() OVER (ORDER BY length(d.forum_id), d.forum_id, length(d.group_id), d.group_id, d._row))::text AS n,
      d.forum_id AS board, u.user_id AS member, CASE WHEN u.user_id IS NULL THEN d.group_id END AS grp
      FROM auth_access d LEFT JOIN (SELECT group_id, min(user_id) AS user_id FROM user_group WHERE group_id IN (${single}) GROUP BY group_id) u
        ON u.group_id = d.group_id WHERE d.auth_mod = '1'`,
    rest: 'permissions that make nobody a moderator',
  },
  {
    entity: 'ban',
    from: 'banlist',
    key: ['ban_id'],
    sql: `SELECT ${source}, d.ban_id AS id, nullif(d.ban_userid, '0') AS member, u.username AS name, d.ban_ip AS ip, d.ban_email AS email,
      false AS exempt FROM banlist d LEFT JOIN users u ON u.user_id = nullif(d.ban_userid, '0')`,
    derive: { name: unescaped, ip: pattern },
  },
  {
    entity: 'login',
    from: 'sessions',
    key: ['session_id'],
    sql: `SELECT ${source}, d.session_id AS id, 'session' AS kind, nullif(d.session_user_id, '-1') AS member, d.session_start AS at,
      d.session_time AS until, d.session_ip AS ip FROM sessions d`,
    derive: { id: named('session'), ip: packedIp },
  },
  {
    entity: 'login',
    from: 'sessions_keys',
    key: ['key_id', 'user_id'],
    sql: `SELECT ${source}, d.key_id || ' ' || d.user_id AS id, 'persistent' AS kind, nullif(d.user_id, '-1') AS member, d.last_login AS at,
      d.last_ip AS ip FROM sessions_keys d`,
    derive: { id: named('persistent'), ip: packedIp },
  },
  {
    entity: 'login',
    from: 'users',
    key: ['user_id'],
    aside: true,
    sql: `SELECT ${source}, 'tries:' || d.user_id AS id, 'failed' AS kind, d.user_id AS member, d.username AS name, d.user_last_login_try AS at FROM users d
      WHERE d.user_last_login_try ~ '^[1-9]' AND d.user_login_tries ~ '^[1-9]'`,
    derive: { name: unescaped },
  },
  subscription({
    from: 'topics_watch',
    key: ['user_id', 'topic_id'],
    how: 'watch',
    member: 'd.user_id',
    topic: 'd.topic_id',
  }),
]
