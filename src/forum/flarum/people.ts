import { named, scheme } from '../derived.ts'
import { type Reader, source } from '../forum.ts'
import { fieldsOf, handles } from '../handles.ts'
import { utc } from '../times.ts'

const inGroup = (id: string): string => `d.id IN (SELECT g.user_id FROM group_user g WHERE g.group_id = '${id}')`

/** Accounts, what they say of themselves, groups (1 administrators, 4 moderators), and whom they follow or ignore. */
export const people: readonly Reader[] = [
  {
    entity: 'member',
    from: 'users',
    key: ['id'],
    sql: `SELECT ${source}, d.id, d.username AS name, 'member' AS kind, CASE WHEN d.is_email_confirmed = '0' THEN 'inactive' ELSE 'active' END AS state, d.email,
      d.joined_at, d.last_seen_at, i.ip AS last_ip, d.comment_count AS posts,
      CASE WHEN ${inGroup('1')} THEN 'administrator' WHEN ${inGroup('4')} THEN 'moderator' END AS staff, d.password AS password_scheme, m.fields AS handles
      FROM users d LEFT JOIN (SELECT user_id, substr(max(rpad(last_activity_at, 30) || last_ip_address), 31) AS ip FROM access_tokens WHERE last_ip_address <> '' GROUP BY user_id) i
        ON i.user_id = d.id
      LEFT JOIN (SELECT a.user_id, jsonb_object_agg(f.name, a.content)::text AS fields FROM fof_masquerade_answers a JOIN fof_masquerade_fields f ON f.id = a.field_id
        WHERE f.name IS NOT NULL GROUP BY a.user_id) m ON m.user_id = d.id`,
    derive: {
      joined_at: utc,
      last_seen_at: utc,
      password_scheme: { by: (hash, cell) => scheme.by(hash, { ...cell, hint: null }) },
      handles,
    },
  },
  {
    entity: 'profile_field',
    from: 'users',
    key: ['id'],
    aside: true,
    sql: `SELECT ${source}, d.id AS member, jsonb_build_object('nickname', d.nickname, 'bio', d.bio)::text AS _fields FROM users d`,
    each: (row) => fieldsOf(row),
  },
  {
    entity: 'profile_field',
    from: 'fof_masquerade_answers',
    key: ['user_id', 'field_id'],
    none: 'fields that are not filled in',
    sql: `SELECT ${source}, d.user_id AS member, jsonb_build_object(CASE WHEN f.others = 1 THEN f.name ELSE concat(f.name, ' [', d.field_id, ']') END, d.content)::text AS _fields
      FROM fof_masquerade_answers d LEFT JOIN (SELECT id, name, count(*) OVER (PARTITION BY name) AS others FROM fof_masquerade_fields) f ON f.id = d.field_id`,
    each: (row) => fieldsOf(row, new Set(['nickname', 'bio'])),
  },
  {
    entity: 'profile_field',
    from: 'login_providers',
    key: ['provider', 'identifier'],
    sql: `SELECT ${source}, d.user_id AS member, concat('connected:', d.provider, ':', d.identifier) AS field, d.identifier AS value FROM login_providers d`,
  },
  {
    entity: 'grp',
    from: 'groups',
    key: ['id'],
    sql: `SELECT ${source}, d.id, coalesce(nullif(d.name_plural, ''), d.name_singular) AS name FROM groups d`,
  },
  {
    entity: 'grp_member',
    from: 'group_user',
    key: ['user_id', 'group_id'],
    sql: `SELECT ${source}, d.group_id AS grp, d.user_id AS member, false AS leader, false AS pending FROM group_user d`,
  },
  {
    entity: 'relation',
    from: 'user_followers',
    key: ['user_id', 'followed_user_id'],
    sql: `SELECT ${source}, d.user_id AS member, d.followed_user_id AS other, 'friend' AS kind FROM user_followers d`,
  },
  {
    entity: 'relation',
    from: 'ignored_user',
    key: ['user_id', 'ignored_user_id'],
    sql: `SELECT ${source}, d.user_id AS member, d.ignored_user_id AS other, 'foe' AS kind FROM ignored_user d`,
  },
  {
    entity: 'login',
    from: 'access_tokens',
    key: ['id'],
    sql: `SELECT ${source}, 'token:' || d.id AS id, CASE WHEN d.type IN ('session_remember', 'developer') THEN 'persistent' ELSE 'session' END AS kind, d.user_id AS member,
      d.created_at AS at, d.last_activity_at AS until, d.last_ip_address AS ip, d.last_user_agent AS agent FROM access_tokens d`,
    derive: { at: utc, until: utc },
  },
]

/** Requests that wait to be confirmed by mail; their tokens are secrets. */
function request(table: string, operation: string, member: string, data: string): Reader {
  return {
    entity: 'action',
    from: table,
    key: ['token'],
    sql: `SELECT ${source}, d.token AS id, 'user' AS kind, ${member} AS member, d.created_at AS at, '${operation}' AS operation, ${data} AS data FROM ${table} d`,
    derive: { id: named(table), at: utc },
  }
}

export const requests: readonly Reader[] = [
  request('email_tokens', 'confirm new e-mail', 'd.user_id', 'd.email'),
  request('password_tokens', 'lost password', 'd.user_id', 'NULL::text'),
  request('registration_tokens', 'register', 'NULL::text', `concat_ws(' ', d.provider, d.identifier)`),
]
