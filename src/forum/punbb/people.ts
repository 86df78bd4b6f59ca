import { filled, offset, plain, scheme } from '../derived.ts'
import { type Made, type Reader, source } from '../forum.ts'
import { punbbMarkup } from '../markup/index.ts'
import { unserialize } from '../php.ts'

const handles = 'icq jabber msn aim yahoo skype facebook twitter linkedin'.split(' ')
const fields = [...handles, 'realname', 'url', 'location', 'title', 'admin_note']

function object(columns: readonly string[]): string {
  return `jsonb_build_object(${columns.map((c) => `'${c}', d.${c}`).join(', ')})::text`
}

/** What is the same of an account in all versions. Account 1 is the guest; groups 0 and 32000 have not confirmed their address. */
export function members(staff: string): Reader {
  return {
    entity: 'member',
    from: 'users',
    key: ['id'],
    sql: `SELECT ${source}, d.id, d.username AS name, CASE WHEN d.id = '1' THEN 'guest' ELSE 'member' END AS kind,
      CASE WHEN d.group_id IN ('0', '32000') THEN 'inactive' ELSE 'active' END AS state, nullif(d.email, 'Guest') AS email,
      d.registered AS joined_at, nullif(d.registration_ip, '0.0.0.0') AS joined_from, d.last_visit AS last_seen_at,
      d.timezone, d.language, d.location, d.url AS website, coalesce(nullif(d.title, ''), g.g_user_title) AS title, d.signature,
      d.num_posts AS posts, ${staff} AS staff, CASE WHEN d.id <> '1' THEN d.password END AS password_scheme, d.salt AS _salt,
      ${object(handles)} AS handles
      FROM users d LEFT JOIN groups g ON g.g_id = d.group_id`,
    derive: {
      timezone: { by: offset },
      signature_plain: plain(punbbMarkup, 'signature'),
      password_scheme: scheme,
      handles: filled,
    },
  }
}

/** An address waiting to be confirmed is a profile field too; a password waiting there is a secret and is none. */
export const profile: Reader = {
  entity: 'profile_field',
  from: 'users',
  key: ['id'],
  aside: true,
  sql: `SELECT ${source}, d.id AS member,
    (${object(fields)}::jsonb || jsonb_build_object('new_email', CASE WHEN d.activate_string LIKE '%@%' THEN d.activate_string END))::text AS _fields
    FROM users d`,
  each: (row) =>
    Object.entries(JSON.parse(row._fields ?? '{}') as Record<string, string | null>).flatMap(
      ([field, value]): Made[] =>
        value === null || value.trim() === '' ? [] : [{ member: row.member ?? null, field, value }],
    ),
}

/** Groups; each account is in one. */
export const groups: readonly Reader[] = [
  {
    entity: 'grp',
    from: 'groups',
    key: ['g_id'],
    sql: `SELECT ${source}, d.g_id AS id, d.g_title AS name, CASE WHEN d.g_moderator = '1' THEN 'moderators' END AS kind FROM groups d`,
  },
  {
    entity: 'grp_member',
    from: 'users',
    key: ['id'],
    aside: true,
    sql: `SELECT ${source}, d.group_id AS grp, d.id AS member, false AS leader, false AS pending FROM users d
      WHERE d.group_id NOT IN ('0', '32000')`,
  },
]

/** A board's moderators are a serialised list of names and accounts. */
export const moderators: Reader = {
  entity: 'moderator',
  from: 'forums',
  key: ['id'],
  aside: true,
  whole: true,
  sql: `SELECT ${source}, (row_number() OVER (ORDER BY length(d.id), d.id))::text AS _rank, d.id AS board, d.moderators AS _moderators FROM forums d`,
  each: (row, find) => {
    if ((row._moderators ?? '') === '') return []
    const list = unserialize(row._moderators ?? '')?.value
    if (!Array.isArray(list)) {
      find('unreadable-php', `The moderators of board ${row.board} could not be read.`)
      return []
    }
    return (list as readonly (readonly [string, unknown])[]).slice(0, 1000).flatMap(([, member], i): Made[] => {
      if (typeof member !== 'number' && typeof member !== 'string') return []
      return [{ n: String(Number(row._rank) * 1000 + i), board: row.board ?? null, member: String(member), grp: null }]
    })
  },
}
