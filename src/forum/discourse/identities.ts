import { type Found, type Made, type Reader, source } from '../forum.ts'
import { fieldsOf } from '../handles.ts'
import { numberOf } from './staff-actions.ts'

/** What a service told of an account's owner: kept with what names the owner there, never with what opens the door. */
function told(row: Found): readonly Made[] {
  let info: unknown
  try {
    info = JSON.parse(row._info ?? '')
  } catch {
    info = null
  }
  const known = info !== null && typeof info === 'object' ? (info as Readonly<Record<string, unknown>>) : {}
  const said = ['name', 'first_name', 'last_name', 'nickname', 'email', 'phone', 'location', 'description']
    .map((name) => [name, known[name]] as const)
    .filter((pair): pair is readonly [string, string] => typeof pair[1] === 'string' && pair[1].trim() !== '')
  const member = row.member ?? null
  const field = row._field ?? ''
  return [
    ...(row.value === null ? [] : [{ member, field, value: row.value ?? null }]),
    ...said.map(([name, value]) => ({ member, field: `${field} ${name}`, value })),
  ]
}

/** The tables in which older versions kept the accounts of one service each, with what names them there. */
const services: readonly (readonly [service: string, number: string, more: string])[] = [
  ['twitter', 'twitter_user_id', `'nickname', d.screen_name, 'email', d.email`],
  [
    'facebook',
    'facebook_user_id',
    `'nickname', d.username, 'first_name', d.first_name, 'last_name', d.last_name, 'email', d.email, 'name', d.name, 'location', d.location, 'description', d.about_me`,
  ],
  [
    'google',
    'google_user_id',
    `'first_name', d.first_name, 'last_name', d.last_name, 'email', d.email, 'name', d.name`,
  ],
  ['github', 'github_user_id', `'nickname', d.screen_name`],
  ['instagram', 'instagram_user_id', `'nickname', d.screen_name`],
]

function connected(from: string, field: string, value: string, info: string): Reader {
  return {
    entity: 'profile_field',
    from,
    key: ['id'],
    none: 'accounts elsewhere that nothing is told of',
    sql: `SELECT ${source}, d.user_id AS member, concat('connected:', ${field}, ':', d.id) AS _field, ${value} AS value, ${info} AS _info FROM ${from} d`,
    each: told,
  }
}

/**
 * The first row of each address that an account had and has no more, numbered; the others say nothing new. A mail to an
 * address that was changed since, or to an account that was made anonymous, still names it.
 */
function formerMailbox(from: string, address: string, field: string): Reader {
  const own = `PARTITION BY x.user_id, lower(x.${address}) ORDER BY x._row`
  return {
    entity: 'profile_field',
    from,
    key: ['id'],
    whole: true,
    rest: 'the address that the account has, or one told already',
    sql: `SELECT ${source}, d.user_id AS member, concat('${field}', nullif(' ' || f.turn, ' 1')) AS field, d.${address} AS value FROM ${from} d
      JOIN (SELECT y._row, row_number() OVER (PARTITION BY y.user_id ORDER BY y._row) AS turn FROM (
          SELECT x._row, x.user_id, row_number() OVER (${own}) AS nth FROM ${from} x JOIN users u ON u.id = x.user_id
          WHERE x.${address} LIKE '%@%' AND lower(x.${address}) IS DISTINCT FROM lower(u.email) AND NOT EXISTS
            (SELECT FROM user_emails e WHERE e.user_id = x.user_id AND lower(e.email) = lower(x.${address}))) y WHERE y.nth = 1) f ON f._row = d._row`,
  }
}

const [newUsername, newName, anonymised] = ['change_username', 'change_name', 'anonymize_user'].map(numberOf)

/** What an account was called, and where it was reached, before a name was changed or it was made anonymous. */
const former: Reader = {
  entity: 'profile_field',
  from: 'user_histories',
  key: ['id'],
  aside: true,
  whole: true,
  sql: `SELECT ${source}, d.target_user_id AS member, d.id AS _id,
    CASE d.action WHEN ${newUsername} THEN d.previous_value WHEN ${anonymised} THEN substring(d.details FROM 'username: ([^\\n]+)') END AS _name,
    CASE d.action WHEN ${newName} THEN d.previous_value END AS _real, CASE d.action WHEN ${anonymised} THEN d.email END AS _email
    FROM user_histories d WHERE d.action IN (${newUsername}, ${newName}, ${anonymised}) AND d.target_user_id IS NOT NULL`,
  each: ({ member, _id, _name, _real, _email }) =>
    Object.entries({ 'former name': _name, 'former realname': _real, 'former e-mail': _email }).flatMap(
      ([field, value]) =>
        (value ?? '').trim() === '' ? [] : [{ member: member ?? null, field: `${field} ${_id}`, value: value ?? null }],
    ),
}

/** Whom an account belongs to that its owner writes under unnamed: in a table of its own, and in fields before version 2.4. */
const unnamed: readonly Reader[] = [
  {
    entity: 'relation',
    from: 'anonymous_users',
    key: ['user_id', 'master_user_id'],
    sql: `SELECT ${source}, d.user_id AS member, d.master_user_id AS other, 'alias' AS kind FROM anonymous_users d`,
  },
  {
    entity: 'relation',
    from: 'user_custom_fields',
    key: ['id'],
    aside: true,
    sql: `SELECT ${source}, d.user_id AS member, d.value AS other, 'alias' AS kind FROM user_custom_fields d
      WHERE d.name = 'master_id' AND NOT EXISTS (SELECT FROM anonymous_users a WHERE a.user_id = d.user_id AND a.master_user_id = d.value)`,
  },
]

/** Accounts elsewhere, accounts without a name, former names and addresses, pictures, and what a member says of the moment. */
export const identities: readonly Reader[] = [
  connected('user_associated_accounts', 'd.provider_name', 'd.provider_uid', 'd.info'),
  connected(
    'single_sign_on_records',
    `'sso'`,
    'd.external_id',
    `jsonb_build_object('nickname', d.external_username, 'email', d.external_email, 'name', d.external_name)::text`,
  ),
  connected(
    'oauth2_user_infos',
    `concat('oauth2:', d.provider)`,
    'd.uid',
    `jsonb_build_object('email', d.email, 'name', d.name)::text`,
  ),
  connected('user_open_ids', `'openid'`, 'd.url', `jsonb_build_object('email', d.email)::text`),
  ...services.map(([service, number, more]) =>
    connected(`${service}_user_infos`, `'older:${service}'`, `d.${number}`, `jsonb_build_object(${more})::text`),
  ),
  ...unnamed,
  former,
  formerMailbox('email_tokens', 'email', 'confirmed e-mail'),
  formerMailbox('email_logs', 'to_address', 'mailed e-mail'),
  formerMailbox('skipped_email_logs', 'to_address', 'unmailed e-mail'),
  {
    entity: 'profile_field',
    from: 'user_avatars',
    key: ['user_id'],
    rest: 'accounts without a picture of their own',
    sql: `SELECT ${source}, d.user_id AS member, 'avatar' AS field, p.url AS value FROM user_avatars d JOIN uploads p ON p.id = d.custom_upload_id`,
  },
  {
    entity: 'profile_field',
    from: 'user_statuses',
    key: ['user_id'],
    none: 'a picture alone',
    sql: `SELECT ${source}, d.user_id AS member, jsonb_build_object('status', d.description)::text AS _fields FROM user_statuses d`,
    each: (row) => fieldsOf(row),
  },
]
