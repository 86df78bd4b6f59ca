import { filled, offset, plain, scheme, unescaped } from '../derived.ts'
import { type Derived, type Found, type Made, type Reader, source } from '../forum.ts'
import { fieldsOf } from '../handles.ts'
import { numbersIn, relations } from '../lists.ts'
import { mybbMarkup } from '../markup/dialects.ts'
import { decodeEntities } from '../markup/entities.ts'
import { packedIp } from '../packed.ts'
import { object } from '../sql.ts'

/** The messengers of an account; who registers without an ICQ number is stored under number 0. */
function reached(columns: readonly string[]): string {
  return columns.includes('icq')
    ? `(${object(columns)}::jsonb || jsonb_build_object('icq', nullif(d.icq, '0')))::text`
    : object(columns)
}

/** The names of the profile fields that administrators made, by column. */
const fieldNames = `(SELECT jsonb_object_agg('fid' || p.fid, p.name)::text FROM profilefields p WHERE p.name <> '')`

/** True for an account in a group of which something holds, by its first group or a further one. */
function inGroup(holds: string): string {
  return `EXISTS (SELECT FROM usergroups h WHERE ${holds}
    AND (h.gid = d.usergroup OR ',' || d.additionalgroups || ',' LIKE '%,' || h.gid || ',%'))`
}

const staff = `CASE WHEN d.usergroup = '4' OR ${inGroup(`h.cancp = '1'`)} THEN 'administrator'
  WHEN d.usergroup = '3' OR ${inGroup(`(h.issupermod = '1' OR h.canmodcp = '1')`)}
    OR d.uid IN (SELECT coalesce(m.id, m.uid) FROM moderators m WHERE m.isgroup IS DISTINCT FROM '1')
    OR d.usergroup IN (SELECT m.id FROM moderators m WHERE m.isgroup = '1') THEN 'moderator' END`

/** Profile fields under the names their makers gave them; of two that are named alike the second tells its column. */
function namedFields(json: string, names: string | null): string {
  const known = new Map(Object.entries(JSON.parse(names ?? '{}') as Record<string, string>))
  const found = new Map<string, string | null>()
  for (const [column, value] of Object.entries(JSON.parse(json) as Record<string, string | null>)) {
    const name = known.get(column) ?? column
    found.set(found.has(name) ? `${name} [${column}]` : name, value)
  }
  return JSON.stringify(Object.fromEntries(found))
}

const location: Derived = {
  from: '_fields',
  hint: '_names',
  by: (json, { hint }) => {
    const fields = JSON.parse(namedFields(json, hint)) as Record<string, string | null>
    return fields.Location ?? null
  },
}

/** Until 1.6 the pages stored what members say of themselves as HTML source; since 1.8 only titles of their own. */
const escapedFields = new Set(['website', 'icq', 'aim', 'yahoo', 'msn'])
const handlesInHtml: Derived = { by: (json, cell) => decodeFields(String(filled.by(json, cell))) }

function decodeFields(json: string): string {
  const values = Object.entries(JSON.parse(json) as Record<string, string>)
  return JSON.stringify(Object.fromEntries(values.map(([field, value]) => [field, decodeEntities(value)])))
}

/** Accounts; group 5 waits for its e-mail to be confirmed, groups 4 and 3 are the administrators and super moderators. */
export function members(messengers: readonly string[], inHtml = false): Reader {
  return {
    entity: 'member',
    from: 'users',
    key: ['uid'],
    sql: `SELECT ${source}, d.uid AS id, d.username AS name, 'member' AS kind,
      CASE WHEN d.usergroup = '5' THEN 'inactive' ELSE 'active' END AS state, d.email, d.regdate AS joined_at,
      d.regip AS joined_from, d.lastactive AS last_seen_at, d.lastip AS last_ip, d.birthday, d.timezone, d.language,
      f.fidjson AS _fields, ${fieldNames} AS _names, d.website, coalesce(nullif(d.usertitle, ''), g.usertitle) AS title,
      d.signature, d.postnum AS posts, ${staff} AS staff, d.password AS password_scheme, d.salt AS _salt,
      ${reached(messengers)} AS handles
      FROM users d LEFT JOIN usergroups g ON g.gid = d.usergroup LEFT JOIN userfields f ON f.ufid = d.uid`,
    derive: {
      joined_from: packedIp,
      last_ip: packedIp,
      timezone: { by: offset },
      location,
      birthday: { by: (text) => (/^[\d-]*$/.test(text) && /\d/.test(text) ? text : null) },
      signature_plain: plain(mybbMarkup, 'signature'),
      password_scheme: scheme,
      title: unescaped,
      ...(inHtml ? { website: unescaped, handles: handlesInHtml } : { handles: filled }),
    },
  }
}

/** What an account's own row says besides. */
const ownFields = ['website', 'birthday', 'avatar', 'notepad', 'usernotes', 'awayreason', 'referrer']

/** Profile fields: of the account itself, those that administrators made, and an address waiting to be confirmed. */
export function profile(messengers: readonly string[], inHtml = false): readonly Reader[] {
  const own = [...messengers, ...ownFields]
  return [
    {
      entity: 'profile_field',
      from: 'users',
      key: ['uid'],
      aside: true,
      sql: `SELECT ${source}, d.uid AS member, (${reached(own)}::jsonb
        || jsonb_build_object('referrer', nullif(d.referrer, '0')))::text AS _fields FROM users d`,
      each: (row) =>
        fieldsOf(row).map((made) =>
          inHtml && escapedFields.has(String(made.field))
            ? { ...made, value: decodeEntities(String(made.value)) }
            : made,
        ),
    },
    {
      entity: 'profile_field',
      from: 'userfields',
      key: ['ufid'],
      sql: `SELECT ${source}, d.ufid AS member, d.fidjson AS _fields, ${fieldNames} AS _names FROM userfields d`,
      each: (row) =>
        fieldsOf(
          { ...row, _fields: namedFields(row._fields ?? '{}', row._names ?? null) },
          new Set([...own, 'new_email']),
        ),
    },
    {
      entity: 'profile_field',
      from: 'awaitingactivation',
      key: ['aid'],
      whole: true,
      sql: `SELECT ${source}, d.uid AS member, d.misc AS value,
        CASE row_number() OVER (PARTITION BY d.uid ORDER BY d._row) WHEN 1 THEN 'new_email' ELSE 'new_email [' || d.aid || ']' END AS field
        FROM awaitingactivation d WHERE d.type = 'e' AND d.misc LIKE '%@%'`,
      rest: 'codes by which accounts are confirmed, which are secrets',
    },
  ]
}

/** Each account is in one group and may be in more; `_leads` are those it leads. */
function memberships(row: Found): readonly Made[] {
  const leads = new Set(numbersIn(row._leads ?? null))
  return numbersIn(`${row._first ?? ''},${row._more ?? ''}`).map((grp) => ({
    grp,
    member: row.member ?? null,
    leader: leads.has(grp),
    pending: grp === '5',
  }))
}

/** Groups, who is in them, who moderates, and who likes whom. */
export const groups: readonly Reader[] = [
  {
    entity: 'grp',
    from: 'usergroups',
    key: ['gid'],
    sql: `SELECT ${source}, d.gid AS id, d.title AS name, CASE WHEN d.cancp = '1' THEN 'administrators'
      WHEN d.issupermod = '1' OR d.canmodcp = '1' THEN 'moderators' WHEN d.isbannedgroup = '1' THEN 'banned' END AS kind FROM usergroups d`,
  },
  {
    entity: 'grp_member',
    from: 'users',
    key: ['uid'],
    aside: true,
    sql: `SELECT ${source}, d.uid AS member, d.usergroup AS _first, d.additionalgroups AS _more, l.gids AS _leads FROM users d
      LEFT JOIN (SELECT uid, string_agg(gid, ',') AS gids FROM groupleaders GROUP BY uid) l ON l.uid = d.uid`,
    each: memberships,
  },
  {
    entity: 'moderator',
    from: 'moderators',
    key: ['mid'],
    sql: `SELECT ${source}, d.mid AS n, nullif(d.fid, '-1') AS board, CASE WHEN d.isgroup IS DISTINCT FROM '1' THEN coalesce(d.id, d.uid) END AS member,
      CASE WHEN d.isgroup = '1' THEN d.id END AS grp FROM moderators d`,
  },
  {
    entity: 'relation',
    from: 'users',
    key: ['uid'],
    aside: true,
    sql: `SELECT ${source}, d.uid AS member, d.buddylist AS _friends, d.ignorelist AS _foes FROM users d
      WHERE d.buddylist <> '' OR d.ignorelist <> ''`,
    each: (row) => relations(row.member ?? null, row._friends ?? null, row._foes ?? null),
  },
]
