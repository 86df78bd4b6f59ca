import { named, scheme } from '../derived.ts'
import { type Derived, type Made, type Reader, source } from '../forum.ts'
import { fieldsOf, handles } from '../handles.ts'
import { formatted } from '../markup/formatted.ts'
import { vanillaMarkup } from '../markup/vanilla.ts'
import { packedAddress, packedIp } from '../packed.ts'
import { utc } from '../times.ts'

/** What hash there is, or the method its column names where the hash does not say: `vbulletin`, `md5`. */
const stored: Derived = {
  hint: '_method',
  by: (hash, cell) => {
    const method = (cell.hint ?? '').toLowerCase()
    if (method === 'random' || method === 'reset') return null
    const found = scheme.by(hash, { ...cell, hint: null })
    return found === 'unknown' && method !== '' ? method : found
  },
}

const meta = (name: string): string => `max(m.Value) FILTER (WHERE m.Name = '${name}')`

/** Accounts, what they say of themselves, and their roles. `Admin` 2 is the software itself. */
export const people: readonly Reader[] = [
  {
    entity: 'member',
    from: 'User',
    key: ['userid'],
    sql: `SELECT ${source}, d.UserID AS id, d.Name AS name, CASE WHEN d.Admin = '2' THEN 'bot' ELSE 'member' END AS kind,
      CASE WHEN d.Deleted = '1' OR d.Confirmed = '0' THEN 'inactive' ELSE 'active' END AS state, d.Email AS email, coalesce(d.DateFirstVisit, d.DateInserted) AS _first,
      coalesce(d.DateInserted, d.DateFirstVisit) AS joined_at, d.InsertIPAddress AS joined_from, d.DateLastActive AS last_seen_at, d.LastIPAddress AS last_ip,
      CASE WHEN d.DateOfBirth NOT LIKE '0%' THEN left(d.DateOfBirth, 10) END AS birthday, d.Location AS location, d.Title AS title, s.signature, s.format AS _format,
      CASE WHEN d.Admin = '1' THEN 'founder' WHEN r.administrator THEN 'administrator' WHEN r.moderator THEN 'moderator' END AS staff,
      d.CountComments AS posts, d.Password AS password_scheme, d.HashMethod AS _method, s.fields AS handles
      FROM "User" d LEFT JOIN (SELECT m.UserID, ${meta('Plugin.Signatures.Sig')} AS signature, ${meta('Plugin.Signatures.Format')} AS format,
          (jsonb_object_agg(substr(m.Name, 9), m.Value) FILTER (WHERE m.Name LIKE 'Profile._%'))::text AS fields
          FROM "UserMeta" m WHERE m.UserID IN (SELECT u.UserID FROM "User" u) GROUP BY m.UserID) s ON s.UserID = d.UserID
      LEFT JOIN (SELECT u.UserID, bool_or(o.Type = 'administrator' OR o.Name = 'Administrator') AS administrator, bool_or(o.Type = 'moderator' OR o.Name = 'Moderator') AS moderator
          FROM "UserRole" u JOIN "Role" o ON o.RoleID = u.RoleID GROUP BY u.UserID) r ON r.UserID = d.UserID`,
    derive: {
      joined_at: utc,
      joined_from: packedIp,
      last_seen_at: utc,
      last_ip: packedIp,
      signature_plain: formatted(vanillaMarkup, 'signature', '_format'),
      password_scheme: stored,
      handles,
    },
  },
  {
    entity: 'profile_field',
    from: 'User',
    key: ['userid'],
    aside: true,
    sql: `SELECT ${source}, d.UserID AS member, jsonb_build_object('about', d.About, 'location', d.Location, 'gender', nullif(d.Gender, 'u'))::text AS _fields FROM "User" d`,
    each: (row) => fieldsOf(row),
  },
  {
    // A name may stand in several rows, each with a value.
    entity: 'profile_field',
    from: 'UserMeta',
    key: ['userid', 'name', 'value'],
    whole: true,
    rest: 'preferences of members, and signatures, which are read into the accounts',
    none: 'fields that are not filled in',
    sql: `SELECT ${source}, d.UserID AS member, concat('Profile.', substr(d.Name, 9), CASE WHEN row_number() OVER (PARTITION BY d.UserID, d.Name ORDER BY d._row) > 1
        THEN ' ' || row_number() OVER (PARTITION BY d.UserID, d.Name ORDER BY d._row) END) AS _name, d.Value AS value FROM "UserMeta" d WHERE d.Name LIKE 'Profile._%'`,
    each: ({ member, _name, value }) => {
      const name = (_name ?? '').slice(8)
      const field = ['about', 'location', 'gender'].includes(name) ? `field:${name}` : name
      return (value ?? '').trim() === '' ? [] : [{ member: member ?? null, field, value: value ?? null }]
    },
  },
  {
    entity: 'profile_field',
    from: 'UserAuthentication',
    key: ['foreignuserkey', 'providerkey'],
    sql: `SELECT ${source}, d.UserID AS member, 'connected:' || d.ProviderKey || ':' || d.ForeignUserKey AS field, d.ForeignUserKey AS value FROM "UserAuthentication" d`,
  },
  {
    entity: 'grp',
    from: 'Role',
    key: ['roleid'],
    sql: `SELECT ${source}, d.RoleID AS id, d.Name AS name, nullif(d.Type, '') AS kind FROM "Role" d`,
  },
  {
    entity: 'grp_member',
    from: 'UserRole',
    key: ['userid', 'roleid'],
    sql: `SELECT ${source}, d.RoleID AS grp, d.UserID AS member, false AS leader, false AS pending FROM "UserRole" d`,
  },
  {
    entity: 'relation',
    from: 'UserMeta',
    key: ['userid', 'name', 'value'],
    aside: true,
    whole: true,
    sql: `SELECT ${source}, d.UserID AS member, substring(d.Name FROM '([0-9]+)$') AS other, 'foe' AS kind FROM "UserMeta" d
      WHERE d._row IN (SELECT min(m._row) FROM "UserMeta" m WHERE m.Name ~ '^Plugin\\.Ignore\\.Blocked\\.User\\.[0-9]+$' GROUP BY m.UserID, m.Name)`,
  },
]

const mostAddresses = 500

/** Addresses that accounts came from, sessions and keys that keep someone logged in. */
export const logins: readonly Reader[] = [
  {
    entity: 'login',
    from: 'UserIP',
    key: ['userid', 'ipaddress'],
    sql: `SELECT ${source}, concat_ws(' ', d.UserID, d.IPAddress) AS id, 'session' AS kind, d.UserID AS member, d.DateInserted AS at, d.DateUpdated AS until, d.IPAddress AS ip
      FROM "UserIP" d`,
    derive: { id: named('address'), at: utc, until: utc, ip: packedIp },
  },
  {
    // Before 2.3 all addresses of an account stand in one column, without times.
    entity: 'login',
    from: 'User',
    key: ['userid'],
    aside: true,
    sql: `SELECT ${source}, d.UserID AS member, d.AllIPAddresses AS _all FROM "User" d WHERE d.AllIPAddresses <> ''`,
    each: ({ member, _all }) =>
      [...new Set((_all ?? '').split(',').map((ip) => packedAddress(ip) ?? ''))]
        .filter((ip) => ip !== '' && ip !== '0.0.0.0')
        .slice(0, mostAddresses)
        .map((ip): Made => ({ id: `address:${member}:${ip}`, kind: 'session', member: member ?? null, ip })),
  },
  {
    entity: 'login',
    from: 'Session',
    key: ['sessionid'],
    sql: `SELECT ${source}, d.SessionID AS id, 'session' AS kind, nullif(d.UserID, '0') AS member, d.DateInserted AS at, coalesce(d.DateUpdated, d.DateExpires) AS until FROM "Session" d`,
    derive: { id: named('session'), at: utc, until: utc },
  },
  {
    entity: 'login',
    from: 'AccessToken',
    key: ['accesstokenid'],
    sql: `SELECT ${source}, 'token:' || d.AccessTokenID AS id, 'persistent' AS kind, nullif(d.UserID, '0') AS member, d.DateInserted AS at, d.DateLastUsed AS until, d.InsertIPAddress AS ip
      FROM "AccessToken" d`,
    derive: { at: utc, until: utc, ip: packedIp },
  },
]
