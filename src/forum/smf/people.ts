import { plain, scheme, unescaped } from '../derived.ts'
import { type Derived, type Made, type Reader, source } from '../forum.ts'
import { fieldsOf, isHandle } from '../handles.ts'
import { numbersIn, relations } from '../lists.ts'
import { smfMarkup } from '../markup/dialects.ts'
import { decodeEntities } from '../markup/entities.ts'
import { packedIp } from '../packed.ts'
import { object } from '../sql.ts'
import { words } from '../words.ts'

const ownFields = words(
  'icq aim yim msn location website_url openid_uri personal_text usertitle gender birthdate avatar time_offset member_name',
)

/** Fields that administrators made, by column; since 2.1 those the software brings along too, whose names are in braces. */
const custom = `(SELECT t.id_member, jsonb_object_agg(t.variable, t.value)::text AS fields FROM themes t
  WHERE t.variable LIKE 'cust\\_%' AND t.id_theme = '1' AND t.value <> '' AND t.id_member IN (SELECT id_member FROM members) GROUP BY t.id_member)`

/** Names of those fields; one that is no field's alone, or is the software's own, stands with its column. */
const fieldNames = `(SELECT c.col_name, CASE WHEN min(c.field_name) LIKE '{%' OR coalesce(min(c.field_name), '') = '' THEN substr(c.col_name, 6)
    WHEN count(*) OVER (PARTITION BY min(c.field_name)) > 1 OR min(c.field_name) IN (${ownFields.map((f) => `'${f}'`).join(', ')})
      THEN min(c.field_name) || ' [' || c.col_name || ']' ELSE min(c.field_name) END AS name
  FROM custom_fields c GROUP BY c.col_name)`

/** Group 1 are the administrators, 2 the moderators of all boards, 3 those of one. */
function inGroup(group: string): string {
  return `(d.id_group = '${group}' OR ',' || d.additional_groups || ',' LIKE '%,${group},%')`
}
const staff = `CASE WHEN ${inGroup('1')} THEN 'administrator'
  WHEN ${inGroup('2')} OR ${inGroup('3')} OR d.id_member IN (SELECT o.id_member FROM moderators o) THEN 'moderator' END`

/** YYYY-MM-DD as day, month, year; the years 1 and 1004 stand for none, and their first day is what an account begins with. */
const birthday: Derived = {
  by: (text) => {
    const [, year = '', month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text.trim()) ?? []
    if (year === '' || month === '00' || (year <= '1004' && month === '01' && day === '01')) return null
    return `${day}-${month}-${year < '1900' ? '0000' : year}`
  },
}

function entriesOf(json: string): readonly (readonly [string, string])[] {
  return Object.entries(JSON.parse(json) as Record<string, string | null>).flatMap(([field, value]) =>
    value === null || value.trim() === '' ? [] : [[field, decodeEntities(value)] as const],
  )
}

const handles: Derived = {
  hint: '_custom',
  by: (json, { hint }) => {
    const more = entriesOf(hint ?? '{}').map(([field, value]) => [field.slice(5), value] as const)
    return JSON.stringify(Object.fromEntries([...entriesOf(json), ...more.filter(([field]) => isHandle(field))]))
  },
}

const location: Derived = {
  hint: '_custom',
  by: (own, { hint }) =>
    own === ' ' ? ((JSON.parse(hint ?? '{}') as Record<string, string>).cust_loca ?? null) : decodeEntities(own),
}

/** Accounts: the name that is shown; is_activated is 1 where an account may be used, and 10 more where it is banned. */
export const members: Reader = {
  entity: 'member',
  from: 'members',
  key: ['id_member'],
  sql: `SELECT ${source}, d.id_member AS id, coalesce(nullif(d.real_name, ''), d.member_name) AS name, 'member' AS kind,
    CASE WHEN right(d.is_activated, 1) = '1' THEN 'active' ELSE 'inactive' END AS state, d.email_address AS email,
    d.date_registered AS joined_at, d.last_login AS last_seen_at, d.member_ip AS last_ip, d.birthdate AS birthday, d.timezone,
    d.lngfile AS language, coalesce(nullif(d.location, ''), ' ') AS location, c.fields AS _custom, d.website_url AS website, d.usertitle AS title,
    d.signature, d.posts, ${staff} AS staff, d.passwd AS password_scheme, ${object(['icq', 'aim', 'yim', 'msn'])} AS handles
    FROM members d LEFT JOIN ${custom} c ON c.id_member = d.id_member`,
  derive: {
    name: unescaped,
    title: unescaped,
    website: unescaped,
    last_ip: packedIp,
    birthday,
    location,
    handles,
    signature_plain: plain(smfMarkup, 'signature'),
    password_scheme: scheme,
  },
}

/** Profile fields: of the account itself (its log-in name where another is shown), and those in the table of options. */
export const profile: readonly Reader[] = [
  {
    entity: 'profile_field',
    from: 'members',
    key: ['id_member'],
    aside: true,
    sql: `SELECT ${source}, d.id_member AS member, (${object(ownFields)}::jsonb || jsonb_build_object('gender', nullif(d.gender, '0'),
      'time_offset', nullif(d.time_offset, '0'), 'birthdate', nullif(nullif(d.birthdate, '0001-01-01'), '1004-01-01'), 'member_name', nullif(d.member_name, d.real_name)))::text AS _fields
      FROM members d`,
    each: (row) => fieldsOf(row).map((field) => ({ ...field, value: decodeEntities(String(field.value)) })),
  },
  {
    entity: 'profile_field',
    from: 'themes',
    key: ['id_member', 'id_theme', 'variable'],
    sql: `SELECT ${source}, d.id_member AS member, coalesce(c.name, d.variable) AS field, d.value FROM themes d
      LEFT JOIN ${fieldNames} c ON c.col_name = d.variable
      WHERE d.variable LIKE 'cust\\_%' AND d.id_theme = '1' AND d.id_member ~ '^[1-9]' AND d.value <> '' AND d.value <> '{gender_0}'`,
    rest: 'how members and the board want the pages to look, and fields left as they are at registration',
    derive: { field: unescaped, value: unescaped },
  },
  {
    // Each post keeps the mailbox its writer had then: the first post of each that is no longer the account's.
    entity: 'profile_field',
    from: 'messages',
    key: ['id_msg'],
    aside: true,
    whole: true,
    sql: `SELECT ${source}, d.id_member AS member, 'e-mail when posting [' || d.id_msg || ']' AS field, d.poster_email AS value
      FROM messages d JOIN (SELECT m.id_member, lower(m.poster_email) AS email, min(m._row) AS first FROM messages m
        WHERE m.id_member ~ '^[1-9]' AND m.poster_email LIKE '%@%' GROUP BY 1, 2) f ON f.first = d._row
      JOIN members u ON u.id_member = d.id_member WHERE f.email IS DISTINCT FROM lower(u.email_address)`,
  },
]

/** Groups, who is in them, who moderates, and who likes whom. */
export const groups: readonly Reader[] = [
  {
    entity: 'grp',
    from: 'membergroups',
    key: ['id_group'],
    sql: `SELECT ${source}, d.id_group AS id, d.group_name AS name, CASE WHEN d.id_group = '1' THEN 'administrators'
      WHEN d.id_group IN ('2', '3') THEN 'moderators' WHEN d.min_posts ~ '^[0-9]' THEN 'by posts' END AS kind FROM membergroups d`,
    derive: { name: unescaped },
  },
  {
    entity: 'grp_member',
    from: 'members',
    key: ['id_member'],
    aside: true,
    sql: `SELECT ${source}, d.id_member AS member, concat_ws(',', d.id_group, d.additional_groups, d.id_post_group) AS _all, l.ids AS _leads FROM members d
      LEFT JOIN (SELECT id_member, string_agg(id_group, ',') AS ids FROM group_moderators GROUP BY id_member) l ON l.id_member = d.id_member`,
    each: (row) => {
      const leads = new Set(numbersIn(row._leads ?? null))
      return numbersIn(row._all ?? '').map(
        (grp): Made => ({ grp, member: row.member ?? null, leader: leads.has(grp), pending: false }),
      )
    },
  },
  {
    entity: 'moderator',
    from: 'moderators',
    key: ['id_board', 'id_member'],
    whole: true,
    sql: `SELECT ${source}, (row_number() OVER (ORDER BY length(d.id_board), d.id_board, length(d.id_member), d.id_member, d._row))::text AS n,
      nullif(d.id_board, '0') AS board, d.id_member AS member, NULL::text AS grp FROM moderators d`,
  },
  {
    // Numbered downwards, so that no number is that of a moderator by account.
    entity: 'moderator',
    from: 'moderator_groups',
    key: ['id_board', 'id_group'],
    whole: true,
    sql: `SELECT ${source}, (-row_number() OVER (ORDER BY length(d.id_board), d.id_board, length(d.id_group), d.id_group, d._row))::text AS n,
      nullif(d.id_board, '0') AS board, NULL::text AS member, d.id_group AS grp FROM moderator_groups d`,
  },
  {
    entity: 'relation',
    from: 'members',
    key: ['id_member'],
    aside: true,
    sql: `SELECT ${source}, d.id_member AS member, d.buddy_list AS _friends, d.pm_ignore_list AS _foes FROM members d
      WHERE d.buddy_list <> '' OR d.pm_ignore_list <> ''`,
    each: (row) => relations(row.member ?? null, row._friends ?? null, row._foes ?? null),
  },
]
