import { filled, plain, scheme } from '../derived.ts'
import { type Derivations, type Reader, source } from '../forum.ts'
import { isHandle, renamed } from '../handles.ts'
import { woltlabMarkup } from '../markup/woltlab.ts'
import { unmapped } from '../packed.ts'

/** The value of a named option in a row `v` of the options of accounts. */
export function option(name: string): string {
  return `nullif(v.useroptionjson::jsonb ->> ('useroption' || (SELECT min(o.optionID) FROM wcf1_user_option o WHERE o.optionName = '${name}')), '')`
}

/** Names of the options that are fields of a profile, by column; those an administrator added are named by a text. */
export const optionNames = `(SELECT jsonb_object_agg('useroption' || o.optionID, coalesce(CASE WHEN o.optionName ~ '^option[0-9]+$' THEN i.name END, o.optionName))::text
  FROM wcf1_user_option o LEFT JOIN (SELECT languageItem, min(languageItemValue) AS name FROM wcf1_language_item
    WHERE languageItem LIKE 'wcf.user.option.option%' GROUP BY languageItem) i ON i.languageItem = 'wcf.user.option.' || o.optionName
  WHERE o.categoryName LIKE 'profile%')`

/** A name that is one, or else the text it names. */
export function worded(column: string): string {
  return `coalesce((SELECT min(i.languageItemValue) FROM wcf1_language_item i WHERE i.languageItem = ${column} AND ${column} LIKE '%.%'), ${column})`
}

/** What is the same of an account in all versions. */
export const account = `${source}, d.userID AS id, d.username AS name, 'member' AS kind,
  CASE WHEN coalesce(nullif(d.activationCode, '0'), '') <> '' OR d.emailConfirmed <> '' THEN 'inactive' ELSE 'active' END AS state, d.email, d.registrationDate AS joined_at,
  d.registrationIpAddress AS joined_from, d.lastActivityTime AS last_seen_at, CASE WHEN ${option('birthday')} NOT LIKE '0000-%' THEN ${option('birthday')} END AS birthday,
  ${option('timezone')} AS timezone, ${option('location')} AS location, ${option('homepage')} AS website, d.userTitle AS title, d.signature,
  d.password AS password_scheme, v.useroptionjson AS handles, ${optionNames} AS _names`

export const accountDerived: Derivations = {
  joined_from: unmapped,
  signature_plain: plain(woltlabMarkup, 'signature'),
  password_scheme: scheme,
  handles: {
    hint: '_names',
    by: (fields, cell) =>
      filled.by(
        JSON.stringify(Object.fromEntries(renamed(fields, cell.hint, false).filter(([f]) => isHandle(f)))),
        cell,
      ),
  },
}

/** Names of profile fields that are read from the account. */
const own: ReadonlySet<string> = new Set(['new e-mail', 'former name', 'connected'])

/** Fields of profiles, and addresses or names that an account had or asked for. */
export const profiles: readonly Reader[] = [
  {
    entity: 'profile_field',
    from: 'wcf1_user_option_value',
    key: ['userid'],
    none: 'profiles in which nothing is filled in',
    sql: `SELECT ${source}, d.userID AS member, d.useroptionjson AS _fields, ${optionNames} AS _names FROM wcf1_user_option_value d`,
    // What a choice that was never made looks like is no field.
    each: (row) =>
      renamed(row._fields ?? '{}', row._names ?? null, false, own)
        .filter(([, value]) => value !== '0' && !value.startsWith('0000-'))
        .map(([field, value]) => ({ member: row.member ?? null, field, value })),
  },
  {
    entity: 'profile_field',
    from: 'wcf1_user',
    key: ['userid'],
    aside: true,
    sql: `SELECT ${source}, d.userID AS member, jsonb_build_object('new e-mail', d.newEmail, 'former name', d.oldUsername, 'connected', d.authData)::text AS _fields
      FROM wcf1_user d WHERE d.newEmail <> '' OR d.oldUsername <> '' OR d.authData <> ''`,
    each: (row) =>
      renamed(row._fields ?? '{}', null).map(([field, value]) => ({ member: row.member ?? null, field, value })),
  },
]

/** Accounts that may not come in. */
export const userBans: Reader = {
  entity: 'ban',
  from: 'wcf1_user',
  key: ['userid'],
  aside: true,
  sql: `SELECT ${source}, 'user:' || d.userID AS id, d.userID AS member, d.username AS name, d.banExpires AS until, d.banReason AS reason, false AS exempt
    FROM wcf1_user d WHERE d.banned = '1'`,
}
