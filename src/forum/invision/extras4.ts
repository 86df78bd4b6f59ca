import { named, plain, unescaped } from '../derived.ts'
import { type Found, type Made, type Reader, source, type Tables } from '../forum.ts'
import { invisionHtml } from '../markup/invision.ts'
import { payerFields, payment } from '../payments.ts'
import { tablesOf } from '../words.ts'

/** What later versions have, and what the shop and its help desk (Nexus, later Commerce) keep of customers. */
export const extraTables4: Tables = tablesOf({
  core_members: 'pp_main_photo pp_cover_photo',
  core_member_status_replies: 'reply_ip_address',
  core_members_logins: 'member_id member_timestamp',
  core_announcements: 'announce_id announce_title announce_content announce_member_id announce_start',
  core_clubs: 'id name owner',
  core_clubs_memberships: 'club_id member_id status',
  core_referrals: 'member_id referred_by',
  core_member_recognize: 'r_id r_member_id r_message r_added r_given_by',
  nexus_customers: 'member_id cm_first_name cm_last_name cm_phone',
  nexus_customer_addresses: 'id member address',
  nexus_transactions: 't_id t_member t_status t_amount t_date t_extra t_gw_id t_ip t_currency',
  nexus_purchases: 'ps_id ps_member ps_name ps_start',
  nexus_notes: 'note_id note_member note_text note_author note_date',
  nexus_support_requests: 'r_id r_title r_member r_started r_email',
  nexus_support_replies: 'reply_id reply_request reply_member reply_post reply_date reply_email reply_ip_address',
})

const photo = (column: string, kind: string): Reader => ({
  entity: 'attachment',
  from: 'core_members',
  key: ['member_id'],
  aside: true,
  sql: `SELECT ${source}, '${kind}:' || d.member_id AS id, d.member_id AS owner, regexp_replace(d.${column}, '^.*/', '') AS name, d.${column} AS stored_name,
    false AS orphan FROM core_members d WHERE d.${column} <> ''`,
})

/** Photos, logins by day, clubs, who brought whom, and announcements. */
const people: readonly Reader[] = [
  photo('pp_main_photo', 'photo'),
  photo('pp_cover_photo', 'cover'),
  {
    entity: 'login',
    from: 'core_members_logins',
    key: ['member_id', 'member_timestamp'],
    repeats: true,
    sql: `SELECT ${source}, concat_ws(' ', d.member_id, d.member_timestamp) AS id, 'session' AS kind, d.member_id AS member, d.member_timestamp AS at FROM core_members_logins d`,
    derive: { id: named('login') },
  },
  {
    entity: 'grp',
    from: 'core_clubs',
    key: ['id'],
    sql: `SELECT ${source}, 'club:' || d.id AS id, d.name, 'club' AS kind FROM core_clubs d`,
    derive: { name: unescaped },
  },
  {
    entity: 'grp_member',
    from: 'core_clubs_memberships',
    key: ['club_id', 'member_id'],
    rest: 'refusals and exclusions',
    sql: `SELECT ${source}, 'club:' || d.club_id AS grp, d.member_id AS member, coalesce(d.status IN ('leader', 'moderator') OR c.owner = d.member_id, false) AS leader,
      coalesce(d.status NOT IN ('member', 'leader', 'moderator'), true) AS pending FROM core_clubs_memberships d LEFT JOIN core_clubs c ON c.id = d.club_id
      WHERE coalesce(d.status, '') NOT IN ('declined', 'banned', 'left')`,
  },
  {
    entity: 'action',
    from: 'core_referrals',
    key: ['member_id'],
    sql: `SELECT ${source}, 'core_referrals:' || d.member_id AS id, 'user' AS kind, nullif(d.referred_by, '0') AS member, 'brought a member' AS operation,
      d.member_id AS about FROM core_referrals d`,
  },
  {
    entity: 'action',
    from: 'core_member_recognize',
    key: ['r_id'],
    sql: `SELECT ${source}, 'core_member_recognize:' || d.r_id AS id, 'user' AS kind, nullif(d.r_given_by, '0') AS member, d.r_added AS at, 'recognition' AS operation,
      d.r_member_id AS about, d.r_message AS data FROM core_member_recognize d`,
  },
  {
    entity: 'post',
    from: 'core_announcements',
    key: ['announce_id'],
    sql: `SELECT ${source}, 'announcement:' || d.announce_id AS id, nullif(d.announce_member_id, '0') AS author, u.name AS author_name, d.announce_start AS at,
      d.announce_title AS subject, d.announce_content AS text FROM core_announcements d LEFT JOIN core_members u ON u.member_id = d.announce_member_id`,
    derive: { author_name: unescaped, subject: unescaped, plain: plain(invisionHtml, 'text') },
  },
]

/** An address as the shop keeps it: JSON with lines, city, region, postal code and country; as it stands where it is none. */
function address({ member = null, _id, _address }: Found): readonly Made[] {
  if (!_address) return []
  let value = _address
  try {
    const stated: unknown = JSON.parse(_address)
    const { addressLines, city, region, postalCode, country } = (stated ?? {}) as Readonly<Record<string, unknown>>
    const parts = [addressLines, city, region, postalCode, country].flat(2)
    value = parts.filter((part) => typeof part === 'string' && part.trim() !== '').join(', ')
  } catch {
    // Not JSON: as older versions wrote it, or damaged.
  }
  return value === '' ? [] : [{ member, field: `address ${_id}`, value }]
}

/** Customers: names, telephone numbers, addresses, payments, and what they wrote to the help desk. */
const customers: readonly Reader[] = [
  {
    entity: 'profile_field',
    from: 'nexus_customers',
    key: ['member_id'],
    none: 'customers of whom nothing is filled in',
    sql: `SELECT ${source}, d.member_id AS member, d.cm_first_name AS _first, d.cm_last_name AS _last, d.cm_phone AS _phone FROM nexus_customers d`,
    each: ({ member = null, _first, _last, _phone }) =>
      [
        ['customer name', [_first, _last].filter(Boolean).join(' ')],
        ['customer phone', _phone ?? ''],
      ].flatMap(([field, value]): Made[] => (value === '' ? [] : [{ member, field: field!, value: value! }])),
  },
  {
    entity: 'profile_field',
    from: 'nexus_customer_addresses',
    key: ['id'],
    none: 'addresses without content',
    sql: `SELECT ${source}, d.member, d.id AS _id, nullif(d.address, '') AS _address FROM nexus_customer_addresses d`,
    each: address,
  },
  {
    entity: 'action',
    from: 'nexus_transactions',
    key: ['t_id'],
    sql: `SELECT ${source}, 'nexus_transactions:' || d.t_id AS id, 'user' AS kind, nullif(d.t_member, '0') AS member, d.t_date AS at, d.t_ip AS ip,
      concat_ws(' ', 'payment', nullif(d.t_status, '')) AS operation, concat_ws(' ', d.t_amount, d.t_currency, nullif(d.t_gw_id, '')) AS data, d.t_extra AS _details
      FROM nexus_transactions d`,
    derive: { data: payment },
  },
  {
    entity: 'profile_field',
    from: 'nexus_transactions',
    key: ['t_id'],
    aside: true,
    sql: `SELECT ${source}, d.t_member AS member, d.t_id AS _id, d.t_extra AS _details FROM nexus_transactions d WHERE d.t_member <> '0'`,
    each: payerFields,
  },
  {
    entity: 'action',
    from: 'nexus_purchases',
    key: ['ps_id'],
    sql: `SELECT ${source}, 'nexus_purchases:' || d.ps_id AS id, 'user' AS kind, nullif(d.ps_member, '0') AS member, d.ps_start AS at, 'purchase' AS operation,
      d.ps_name AS data FROM nexus_purchases d`,
    derive: { data: unescaped },
  },
  {
    entity: 'action',
    from: 'nexus_notes',
    key: ['note_id'],
    sql: `SELECT ${source}, 'nexus_notes:' || d.note_id AS id, 'moderator' AS kind, nullif(d.note_author, '0') AS member, d.note_date AS at, 'note' AS operation,
      d.note_member AS about, d.note_text AS _text FROM nexus_notes d`,
    derive: { data: plain(invisionHtml, '_text') },
  },
  {
    entity: 'topic',
    from: 'nexus_support_requests',
    key: ['r_id'],
    sql: `SELECT ${source}, 'support:' || d.r_id AS id, d.r_title AS title, nullif(d.r_member, '0') AS author, coalesce(u.name, d.r_email) AS author_name, d.r_started AS at,
      'normal' AS kind, false AS locked FROM nexus_support_requests d LEFT JOIN core_members u ON u.member_id = d.r_member`,
    derive: { title: unescaped, author_name: unescaped },
  },
  {
    entity: 'post',
    from: 'nexus_support_replies',
    key: ['reply_id'],
    sql: `SELECT ${source}, 'support:' || d.reply_id AS id, 'support:' || d.reply_request AS topic, nullif(d.reply_member, '0') AS author,
      coalesce(u.name, nullif(d.reply_email, '')) AS author_name, d.reply_date AS at, nullif(d.reply_ip_address, '') AS ip, d.reply_post AS text
      FROM nexus_support_replies d LEFT JOIN core_members u ON u.member_id = d.reply_member`,
    derive: { author_name: unescaped, plain: plain(invisionHtml, 'text') },
  },
]

export const extras4: readonly Reader[] = [...people, ...customers]
