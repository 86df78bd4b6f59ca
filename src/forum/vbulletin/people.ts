import { filled, offset, plain, scheme, unescaped } from '../derived.ts'
import { type Derived, type Made, type Reader, source } from '../forum.ts'
import { fieldsOf } from '../handles.ts'
import { numbersIn, relations } from '../lists.ts'
import { vbulletinMarkup } from '../markup/dialects.ts'
import { decodeEntities } from '../markup/entities.ts'
import { bit, object } from '../sql.ts'

const messengers = ['icq', 'aim', 'yahoo', 'msn', 'skype', 'google']
const ownFields = [...messengers, 'homepage', 'birthday', 'parentemail', 'referrerid', 'usertitle']

/** The names of profile fields by column; each language has its own, of which the first by the alphabet is taken. */
const fieldNames = `(SELECT jsonb_object_agg(n.field, n.name)::text FROM (
  SELECT substring(p.varname from '^(field[0-9]{1,6})_title$') AS field, min(p.text) AS name FROM phrase p
   WHERE p.varname ~ '^field[0-9]{1,6}_title$' AND p.text <> '' GROUP BY 1) n)`

/** What the first four fields are called when a board is installed. */
const usualNames: Readonly<Record<string, string>> = {
  field1: 'Biography',
  field2: 'Location',
  field3: 'Interests',
  field4: 'Occupation',
}

function namedFields(json: string, names: string | null): string {
  const known = JSON.parse(names ?? '{}') as Record<string, string>
  const found = new Map<string, string | null>()
  for (const [column, value] of Object.entries(JSON.parse(json) as Record<string, string | null>)) {
    const name = decodeEntities(known[column] ?? usualNames[column] ?? column)
    found.set(found.has(name) ? `${name} [${column}]` : name, value === null ? null : decodeEntities(value))
  }
  return JSON.stringify(Object.fromEntries(found))
}

const location: Derived = {
  from: '_fields',
  hint: '_names',
  by: (json, { hint }) => (JSON.parse(namedFields(json, hint)) as Record<string, string | null>).Location ?? null,
}

/** True for an account in a group with a bit of the administrators' permissions, by its first group or a further one. */
function inGroup(mask: number): string {
  return `EXISTS (SELECT FROM usergroup h WHERE ${bit('h.adminpermissions', mask)}
    AND (h.usergroupid = d.usergroupid OR ',' || d.membergroupids || ',' LIKE '%,' || h.usergroupid || ',%'))`
}

/** The bits of `adminpermissions` (includes/xml/bitfield_vbulletin.xml): 1 super moderator, 2 control panel. */
const staff = `CASE WHEN d.userid IN (SELECT a.userid FROM administrator a) OR ${inGroup(2)} THEN 'administrator'
  WHEN ${inGroup(1)} OR d.userid IN (SELECT m.userid FROM moderator m) THEN 'moderator' END`

/** MM-DD-YYYY as day, month, year; 0000 is a year that was not told. */
const birthday: Derived = {
  by: (text) => {
    const [, month, day, year] = /^(\d\d)-(\d\d)-(\d{4})$/.exec(text.trim()) ?? []
    return month === undefined || month === '00' ? null : `${day}-${month}-${year}`
  },
}

/** Accounts; groups 3 and 4 wait for their e-mail to be confirmed or for a moderator. `password` and `salt` are the columns of the version. */
export function members(password: string, salt: string): Reader {
  return {
    entity: 'member',
    from: 'user',
    key: ['userid'],
    sql: `SELECT ${source}, d.userid AS id, d.username AS name, 'member' AS kind,
      CASE WHEN d.usergroupid IN ('3', '4') THEN 'inactive' ELSE 'active' END AS state, d.email, d.joindate AS joined_at,
      d.ipaddress AS joined_from, d.lastactivity AS last_seen_at, d.birthday, d.timezoneoffset AS timezone, l.languagecode AS language,
      f.fieldjson AS _fields, ${fieldNames} AS _names, nullif(d.homepage, 'http://') AS website, d.usertitle AS title, t.signature, d.posts,
      ${staff} AS staff, ${password} AS password_scheme, ${salt} AS _salt, ${object(messengers)} AS handles
      FROM "user" d LEFT JOIN userfield f ON f.userid = d.userid LEFT JOIN usertextfield t ON t.userid = d.userid
      LEFT JOIN (SELECT languageid, min(languagecode) AS languagecode FROM language GROUP BY languageid) l ON l.languageid = d.languageid`,
    derive: {
      name: unescaped,
      title: unescaped,
      website: unescaped,
      birthday,
      timezone: { by: offset },
      location,
      signature_plain: plain(vbulletinMarkup, 'signature'),
      password_scheme: scheme,
      handles: filled,
    },
  }
}

/** Profile fields: of the account itself, those that administrators made, and names and addresses it had before. */
export const profile: readonly Reader[] = [
  {
    entity: 'profile_field',
    from: 'user',
    key: ['userid'],
    aside: true,
    sql: `SELECT ${source}, d.userid AS member, (${object(ownFields)}::jsonb || jsonb_build_object('referrerid', nullif(d.referrerid, '0'), 'connected:facebook', nullif(d.fbuserid, '0'), 'connected:facebook name', d.fbname,
      'homepage', nullif(d.homepage, 'http://')))::text AS _fields FROM "user" d`,
    each: (row) => fieldsOf(row).map((field) => ({ ...field, value: decodeEntities(String(field.value)) })),
  },
  {
    entity: 'profile_field',
    from: 'userfield',
    key: ['userid'],
    sql: `SELECT ${source}, d.userid AS member, d.fieldjson AS _fields, ${fieldNames} AS _names FROM userfield d`,
    each: (row) =>
      fieldsOf({ ...row, _fields: namedFields(row._fields ?? '{}', row._names ?? null) }, new Set(ownFields)),
  },
  {
    entity: 'profile_field',
    from: 'userchangelog',
    key: ['changeid'],
    aside: true,
    sql: `SELECT ${source}, d.userid AS member, 'previous ' || d.fieldname || ' [' || d.changeid || ']' AS field, d.oldvalue AS value
      FROM userchangelog d WHERE d.fieldname IN ('username', 'email') AND d.oldvalue <> ''`,
    derive: { value: unescaped },
  },
]

/** Groups, who is in them, who moderates; a moderator of board -1 moderates all. */
export function groups(board: string): readonly Reader[] {
  return [
    {
      entity: 'grp',
      from: 'usergroup',
      key: ['usergroupid'],
      sql: `SELECT ${source}, d.usergroupid AS id, d.title AS name, CASE WHEN ${bit('d.adminpermissions', 2)} THEN 'administrators'
        WHEN ${bit('d.adminpermissions', 1)} THEN 'moderators' END AS kind FROM usergroup d`,
      derive: { name: unescaped },
    },
    {
      entity: 'grp_member',
      from: 'user',
      key: ['userid'],
      aside: true,
      sql: `SELECT ${source}, d.userid AS member, d.usergroupid AS _first, d.membergroupids AS _more, l.ids AS _leads FROM "user" d
        LEFT JOIN (SELECT userid, string_agg(usergroupid, ',') AS ids FROM usergroupleader GROUP BY userid) l ON l.userid = d.userid`,
      each: (row) => {
        const leads = new Set(numbersIn(row._leads ?? null))
        return numbersIn(`${row._first ?? ''},${row._more ?? ''}`).map(
          (grp): Made => ({
            grp,
            member: row.member ?? null,
            leader: leads.has(grp),
            pending: grp === '3' || grp === '4',
          }),
        )
      },
    },
    {
      entity: 'moderator',
      from: 'moderator',
      key: ['moderatorid'],
      sql: `SELECT ${source}, d.moderatorid AS n, CASE WHEN ${board} ~ '^[1-9]' THEN ${board} END AS board, d.userid AS member, NULL::text AS grp
        FROM moderator d`,
    },
  ]
}

/** Friends and people to be ignored: a table since 3.8, before that two lists; `friend` is what the table calls one. */
export function lists(friend: string): readonly Reader[] {
  return [
    {
      entity: 'relation',
      from: 'userlist',
      key: ['userid', 'relationid', 'type'],
      sql: `SELECT ${source}, d.userid AS member, d.relationid AS other, CASE d.type WHEN 'ignore' THEN 'foe' ELSE 'friend' END AS kind
        FROM userlist d WHERE d.type IN ('ignore', '${friend}')`,
      rest: 'wishes to be friends',
    },
    {
      entity: 'relation',
      from: 'user',
      key: ['userid'],
      aside: true,
      sql: `SELECT ${source}, d.userid AS member, t.buddylist AS _friends, t.ignorelist AS _foes FROM "user" d
        JOIN usertextfield t ON t.userid = d.userid
        WHERE (t.buddylist <> '' OR t.ignorelist <> '') AND NOT EXISTS (SELECT FROM userlist u WHERE u.userid = d.userid)`,
      each: (row) => relations(row.member ?? null, row._friends ?? null, row._foes ?? null),
    },
  ]
}
