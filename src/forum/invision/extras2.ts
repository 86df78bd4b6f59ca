import { plain, unescaped } from '../derived.ts'
import { type Reader, source, type Tables } from '../forum.ts'
import { fieldsOf } from '../handles.ts'
import { invisionMixed } from '../markup/invision.ts'
import { payerFields, payment } from '../payments.ts'
import { tablesOf } from '../words.ts'

/** Columns of announcements, in 3 too. */
export const announced = 'announce_id announce_title announce_post announce_member_id announce_start'

/** What 2.2 and 2.3 have beside the tables of every version. */
export const extraTables: Tables = tablesOf({
  profile_portal: 'pp_member_id pp_bio_content pp_gender pp_main_photo',
  profile_comments:
    'comment_id comment_for_member_id comment_by_member_id comment_date comment_ip_address comment_content comment_approved',
  announcements: announced,
  subscription_trans:
    'subtrans_id subtrans_member_id subtrans_paid subtrans_method subtrans_start_date subtrans_state subtrans_trxid subtrans_subscrid subtrans_currency',
  subscription_logs:
    'sublog_id sublog_date sublog_member_id sublog_transid sublog_ipaddress sublog_data sublog_postdata',
})

/** Who a line of the log of payments is about: the account of the transaction where the line names none. */
const payer = `coalesce(nullif(d.sublog_member_id, '0'), nullif(t.subtrans_member_id, '0'))`
const transaction = `LEFT JOIN subscription_trans t ON t.subtrans_id = d.sublog_transid`

/** Photos that members show of themselves. */
export const photos: Reader = {
  entity: 'attachment',
  from: 'profile_portal',
  key: ['pp_member_id'],
  aside: true,
  sql: `SELECT ${source}, 'photo:' || d.pp_member_id AS id, d.pp_member_id AS owner, regexp_replace(d.pp_main_photo, '^.*/', '') AS name,
    d.pp_main_photo AS stored_name, false AS orphan FROM profile_portal d WHERE d.pp_main_photo <> ''`,
}

/** What the staff tells all; `member` is the number of an account in its table. */
export function announcements(member: string): Reader {
  return {
    entity: 'post',
    from: 'announcements',
    key: ['announce_id'],
    sql: `SELECT ${source}, 'announcement:' || d.announce_id AS id, nullif(d.announce_member_id, '0') AS author, u.members_display_name AS author_name,
      d.announce_start AS at, d.announce_title AS subject, d.announce_post AS text FROM announcements d LEFT JOIN members u ON u.${member} = d.announce_member_id`,
    derive: { author_name: unescaped, subject: unescaped, plain: plain(invisionMixed, 'text') },
  }
}

/** Pages that members of 3 sent to other services, with their addresses. */
export const shared: Reader = {
  entity: 'action',
  from: 'core_share_links_log',
  key: ['log_id'],
  sql: `SELECT ${source}, 'core_share_links_log:' || d.log_id AS id, 'user' AS kind, nullif(d.log_member_id, '0') AS member, d.log_date AS at, d.log_ip_address AS ip,
    concat_ws(' ', 'shared by', nullif(d.log_share_key, '')) AS operation, concat_ws(' ', d.log_title, d.log_url) AS data FROM core_share_links_log d`,
  derive: { data: unescaped },
}

/** Profiles with what others wrote on them, announcements, and what was paid for. */
export const extras: readonly Reader[] = [
  {
    entity: 'profile_field',
    from: 'profile_portal',
    key: ['pp_member_id'],
    none: 'profiles in which nothing is filled in',
    sql: `SELECT ${source}, d.pp_member_id AS member, jsonb_build_object('about me', d.pp_bio_content, 'gender', d.pp_gender)::text AS _fields FROM profile_portal d`,
    each: (row) =>
      fieldsOf(row)
        .map((made) => ({ ...made, value: invisionMixed(String(made.value), null) }))
        .filter(({ value }) => value !== ''),
  },
  photos,
  {
    entity: 'topic',
    from: 'members',
    key: ['id'],
    aside: true,
    sql: `SELECT ${source}, 'profile:' || d.id AS id, d.members_display_name AS title, d.id AS author, d.members_display_name AS author_name,
      d.joined AS at, 'normal' AS kind, false AS locked FROM members d WHERE d.id IN (SELECT comment_for_member_id FROM profile_comments)`,
    derive: { title: unescaped, author_name: unescaped },
  },
  {
    entity: 'post',
    from: 'profile_comments',
    key: ['comment_id'],
    sql: `SELECT ${source}, 'comment:' || d.comment_id AS id, 'profile:' || d.comment_for_member_id AS topic, nullif(d.comment_by_member_id, '0') AS author,
      u.members_display_name AS author_name, d.comment_date AS at, d.comment_ip_address AS ip, d.comment_content AS text,
      CASE WHEN d.comment_approved = '0' THEN 'unapproved' END AS deleted FROM profile_comments d LEFT JOIN members u ON u.id = d.comment_by_member_id`,
    derive: { author_name: unescaped, plain: plain(invisionMixed, 'text') },
  },
  announcements('id'),
  {
    entity: 'action',
    from: 'subscription_trans',
    key: ['subtrans_id'],
    sql: `SELECT ${source}, 'subscription_trans:' || d.subtrans_id AS id, 'user' AS kind, nullif(d.subtrans_member_id, '0') AS member, d.subtrans_start_date AS at,
      concat_ws(' ', 'purchase', nullif(d.subtrans_state, '')) AS operation,
      concat_ws(' ', nullif(d.subtrans_method, ''), d.subtrans_paid, d.subtrans_currency, nullif(d.subtrans_trxid, ''), nullif(d.subtrans_subscrid, '')) AS data FROM subscription_trans d`,
  },
  {
    entity: 'action',
    from: 'subscription_logs',
    key: ['sublog_id'],
    sql: `SELECT ${source}, 'subscription_logs:' || d.sublog_id AS id, 'other' AS kind, ${payer} AS member, d.sublog_date AS at, d.sublog_ipaddress AS ip,
      'payment' AS operation, d.sublog_data AS data, d.sublog_postdata AS _details FROM subscription_logs d ${transaction}`,
    derive: { data: payment },
  },
  {
    entity: 'profile_field',
    from: 'subscription_logs',
    key: ['sublog_id'],
    aside: true,
    sql: `SELECT ${source}, ${payer} AS member, d.sublog_id AS _id, d.sublog_postdata AS _details FROM subscription_logs d ${transaction} WHERE ${payer} IS NOT NULL`,
    each: payerFields,
  },
]
