import { type Derived, type Reader, source } from '../forum.ts'
import { fieldsOf, handles } from '../handles.ts'
import { discourseMarkup } from '../markup/discourse.ts'
import { utc } from '../times.ts'
import { identities } from './identities.ts'
import { yes } from './tables.ts'

/** Passwords are PBKDF2 with SHA-256 unless the column of their algorithm says otherwise. */
const stored: Derived = {
  hint: '_algorithm',
  by: (_hash, { hint }) => /^\$?([a-z0-9-]+)/i.exec(hint ?? '')?.[1]?.toLowerCase() ?? 'pbkdf2-sha256',
}

/** Names of fields that do not come from an administrator. */
const ownName =
  /^(?:(?:realname|location|website|bio|avatar|status)$|(?:connected|custom|field):|(?:former|confirmed|mailed|unmailed|anonymous account|e-mail) )/

/** Names under which extensions keep what lets somebody in. */
const secretive = 'token|secret|key|passw|auth|otp|salt|hash|credential|session|cookie'

const first = `row_number() OVER (PARTITION BY d.user_id, d.name ORDER BY d._row)`

/** Accounts, their mailboxes and profile fields, groups, and whom they do not want to hear. Numbers below 1 are the software's own. */
export const people: readonly Reader[] = [
  {
    entity: 'member',
    from: 'users',
    key: ['id'],
    sql: `SELECT ${source}, d.id, d.username AS name, CASE WHEN d.id LIKE '-%' THEN 'bot' ELSE 'member' END AS kind,
      CASE WHEN ${yes('d.active')} AND NOT ${yes('d.staged')} THEN 'active' ELSE 'inactive' END AS state, coalesce(e.email, d.email) AS email, d.created_at AS joined_at,
      d.registration_ip_address AS joined_from, d.last_seen_at, d.ip_address AS last_ip, d.date_of_birth AS birthday, o.timezone, d.locale AS language, p.location, p.website,
      d.title, s.post_count AS posts, CASE WHEN ${yes('d.admin')} THEN 'administrator' WHEN ${yes('d.moderator')} THEN 'moderator' END AS staff,
      coalesce(nullif(w.password_hash, ''), d.password_hash) AS password_scheme, coalesce(w.password_algorithm, d.password_algorithm) AS _algorithm, f.fields AS handles
      FROM users d LEFT JOIN user_profiles p ON p.user_id = d.id LEFT JOIN user_stats s ON s.user_id = d.id LEFT JOIN user_options o ON o.user_id = d.id
      LEFT JOIN user_passwords w ON w.user_id = d.id
      LEFT JOIN (SELECT user_id, coalesce(min(email) FILTER (WHERE ${yes('"primary"')}), min(email)) AS email FROM user_emails GROUP BY user_id) e ON e.user_id = d.id
      LEFT JOIN (SELECT c.user_id, jsonb_object_agg(n.name, c.value)::text AS fields FROM user_custom_fields c JOIN user_fields n ON c.name = 'user_field_' || n.id
        WHERE n.name IS NOT NULL GROUP BY c.user_id) f ON f.user_id = d.id`,
    derive: { joined_at: utc, last_seen_at: utc, password_scheme: stored, handles },
  },
  {
    entity: 'profile_field',
    from: 'users',
    key: ['id'],
    aside: true,
    sql: `SELECT ${source}, d.id AS member, jsonb_build_object('realname', d.name, 'location', p.location, 'website', p.website, 'bio', p.bio_raw)::text AS _fields
      FROM users d LEFT JOIN user_profiles p ON p.user_id = d.id`,
    each: (row) =>
      fieldsOf(row).map((made) =>
        made.field === 'bio' ? { ...made, value: discourseMarkup(String(made.value), null) || '-' } : made,
      ),
  },
  {
    // All mailboxes but the first, which is the account's; where several are the same kind they are numbered.
    entity: 'profile_field',
    from: 'user_emails',
    key: ['id'],
    whole: true,
    rest: 'the first mailbox of an account, read into it',
    sql: `SELECT ${source}, d.user_id AS member, 'e-mail ' || row_number() OVER (PARTITION BY d.user_id ORDER BY d._row) AS field, d.email AS value FROM user_emails d
      WHERE NOT ${yes('d.primary')}`,
  },
  {
    entity: 'profile_field',
    from: 'user_custom_fields',
    key: ['id'],
    whole: true,
    rest: 'what lets somebody in, and which account is whose, read with these',
    none: 'fields that are not filled in',
    sql: `SELECT ${source}, d.user_id AS member, n.name AS _name, d.name AS _custom,
      concat(CASE WHEN n.others > 1 THEN ' [' || n.id || ']' END, CASE WHEN ${first} > 1 THEN ' ' || ${first} END) AS _turn, d.value FROM user_custom_fields d LEFT JOIN (SELECT id, name, count(*) OVER (PARTITION BY name) AS others FROM user_fields) n ON d.name = 'user_field_' || n.id
      WHERE d.name !~* '${secretive}' AND d.name NOT IN ('master_id', 'shadow_id')`,
    each: ({ member, _name, _custom, _turn, value }) => {
      if ((value ?? '').trim() === '') return []
      const own = _name === null ? 'custom:' : ownName.test(_name ?? '') ? 'field:' : ''
      return [{ member: member ?? null, field: `${own}${_name ?? _custom}${_turn}`, value: value ?? null }]
    },
  },
  ...identities,
  {
    entity: 'grp',
    from: 'groups',
    key: ['id'],
    sql: `SELECT ${source}, d.id, d.name FROM groups d`,
  },
  {
    entity: 'grp_member',
    from: 'group_users',
    key: ['user_id', 'group_id'],
    sql: `SELECT ${source}, d.group_id AS grp, d.user_id AS member, ${yes('d.owner')} AS leader, false AS pending FROM group_users d`,
  },
  {
    entity: 'moderator',
    from: 'category_moderation_groups',
    key: ['id'],
    sql: `SELECT ${source}, d.id AS n, d.category_id AS board, d.group_id AS grp FROM category_moderation_groups d`,
  },
  {
    entity: 'relation',
    from: 'ignored_users',
    key: ['user_id', 'ignored_user_id'],
    sql: `SELECT ${source}, d.user_id AS member, d.ignored_user_id AS other, 'foe' AS kind FROM ignored_users d`,
  },
  {
    entity: 'relation',
    from: 'muted_users',
    key: ['user_id', 'muted_user_id'],
    rest: 'members that are ignored too',
    sql: `SELECT ${source}, d.user_id AS member, d.muted_user_id AS other, 'foe' AS kind FROM muted_users d
      WHERE NOT EXISTS (SELECT FROM ignored_users i WHERE i.user_id = d.user_id AND i.ignored_user_id = d.muted_user_id)`,
  },
]
