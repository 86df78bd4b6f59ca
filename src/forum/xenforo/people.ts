import { plain, scheme } from '../derived.ts'
import { type Derived, type Reader, source } from '../forum.ts'
import { fieldsOf, handles } from '../handles.ts'
import { xenforoMarkup } from '../markup/xenforo.ts'
import { packedIp } from '../packed.ts'
import { unserialize } from '../php.ts'
import { birthday } from '../times.ts'

/** The password's hash, and its salt where there is one, stand in a serialised list. */
const stored: Derived = {
  hint: '_class',
  by: (data, cell) => {
    const found = unserialize(data)?.value
    const pairs = Array.isArray(found) ? (found as readonly (readonly [string, unknown])[]) : []
    const of = (name: string): string | null => {
      const value = pairs.find(([key]) => key === name)?.[1]
      return typeof value === 'string' && value !== '' ? value : null
    }
    const hash = of('hash') ?? of('password')
    if (hash === null) return pairs.length > 0 && !/NoPassword/.test(cell.hint ?? '') ? 'unknown' : null
    return scheme.by(hash, { ...cell, hint: of('salt') }) as string | null
  },
}

const object = (columns: readonly string[]): string =>
  `jsonb_build_object(${columns.map((c) => `'${c}', d.${c}`).join(', ')})::text`
const own = ['location', 'website', 'homepage', 'occupation', 'about']

/** Addresses of an account's registration and of its latest log-in, from the list of all addresses. */
const addresses = `LEFT JOIN (SELECT user_id,
    min(ip) FILTER (WHERE action = 'register') AS joined_from,
    substr(max(lpad(log_date, 12, '0') || ip) FILTER (WHERE action LIKE 'login%'), 13) AS last_ip
    FROM xf_ip WHERE content_type = 'user' GROUP BY user_id) i ON i.user_id = d.user_id`

/** Accounts; guests have none. */
export const members: Reader = {
  entity: 'member',
  from: 'xf_user',
  key: ['user_id'],
  sql: `SELECT ${source}, d.user_id AS id, d.username AS name, 'member' AS kind,
    CASE WHEN d.user_state IN ('valid', 'email_confirm_edit', 'email_bounce') THEN 'active' WHEN d.user_state IS NULL THEN 'unknown' ELSE 'inactive' END AS state,
    d.email, d.register_date AS joined_at, i.joined_from, d.last_activity AS last_seen_at, i.last_ip,
    ${birthday('p.dob_day', 'p.dob_month', 'p.dob_year')} AS birthday, d.timezone, l.language_code AS language, p.location,
    coalesce(nullif(p.website, ''), p.homepage) AS website, d.custom_title AS title, p.signature, d.message_count AS posts,
    CASE WHEN a.is_super_admin = '1' THEN 'founder' WHEN d.is_admin = '1' THEN 'administrator' WHEN d.is_moderator = '1' THEN 'moderator' END AS staff,
    s.data AS password_scheme, s.scheme_class AS _class, f.fields AS handles,
    (SELECT string_agg(field_id, ' ' ORDER BY field_id) FROM xf_user_field WHERE display_group = 'contact') AS _marked
    FROM xf_user d LEFT JOIN xf_user_profile p ON p.user_id = d.user_id LEFT JOIN xf_user_authenticate s ON s.user_id = d.user_id
    LEFT JOIN xf_admin a ON a.user_id = d.user_id LEFT JOIN xf_language l ON l.language_id = d.language_id ${addresses}
    LEFT JOIN (SELECT user_id, jsonb_object_agg(field_id, field_value)::text AS fields FROM xf_user_field_value
      WHERE field_id IS NOT NULL AND user_id IN (SELECT user_id FROM xf_user) GROUP BY user_id) f ON f.user_id = d.user_id`,
  derive: {
    joined_from: packedIp,
    last_ip: packedIp,
    signature_plain: plain(xenforoMarkup, 'signature'),
    password_scheme: stored,
    handles,
  },
}

/** What a profile says, in the software's own fields and in those an administrator added. */
export const profiles: readonly Reader[] = [
  {
    entity: 'profile_field',
    from: 'xf_user_profile',
    key: ['user_id'],
    none: 'profiles in which nothing is filled in',
    sql: `SELECT ${source}, d.user_id AS member, ${object(own)} AS _fields FROM xf_user_profile d`,
    each: (row) => fieldsOf(row),
  },
  {
    entity: 'profile_field',
    from: 'xf_user_field_value',
    key: ['user_id', 'field_id'],
    none: 'fields that are not filled in',
    sql: `SELECT ${source}, d.user_id AS member, jsonb_build_object(coalesce(d.field_id, ''), d.field_value)::text AS _fields FROM xf_user_field_value d`,
    each: (row) => fieldsOf(row, new Set(own)),
  },
]

/** An account at another service, by the key that service knows it by. */
export function connected(table: string): Reader {
  return {
    entity: 'profile_field',
    from: table,
    key: ['user_id', 'provider'],
    sql: `SELECT ${source}, d.user_id AS member, 'connected:' || d.provider AS field, d.provider_key AS value FROM ${table} d`,
  }
}

/** Groups, who is in them, and who moderates what. */
export const groups: readonly Reader[] = [
  {
    entity: 'grp',
    from: 'xf_user_group',
    key: ['user_group_id'],
    sql: `SELECT ${source}, d.user_group_id AS id, d.title AS name FROM xf_user_group d`,
  },
  {
    entity: 'grp_member',
    from: 'xf_user_group_relation',
    key: ['user_id', 'user_group_id'],
    sql: `SELECT ${source}, d.user_group_id AS grp, d.user_id AS member, false AS leader, false AS pending FROM xf_user_group_relation d`,
  },
  {
    entity: 'moderator',
    from: 'xf_moderator_content',
    key: ['moderator_id'],
    rest: 'moderators of what is no board',
    sql: `SELECT ${source}, d.moderator_id AS n, d.content_id AS board, d.user_id AS member FROM xf_moderator_content d
      WHERE d.content_type = 'node'`,
  },
  {
    // Moderators of the whole board, numbered below zero: the numbers of the others begin at 1.
    entity: 'moderator',
    from: 'xf_moderator',
    key: ['user_id'],
    rest: 'moderators of single boards, read with these',
    sql: `SELECT ${source}, '-' || d.user_id AS n, d.user_id AS member FROM xf_moderator d WHERE d.is_super_moderator = '1'`,
  },
  {
    entity: 'relation',
    from: 'xf_user_follow',
    key: ['user_id', 'follow_user_id'],
    sql: `SELECT ${source}, d.user_id AS member, d.follow_user_id AS other, 'friend' AS kind FROM xf_user_follow d`,
  },
  {
    entity: 'relation',
    from: 'xf_user_ignored',
    key: ['user_id', 'ignored_user_id'],
    sql: `SELECT ${source}, d.user_id AS member, d.ignored_user_id AS other, 'foe' AS kind FROM xf_user_ignored d`,
  },
]
