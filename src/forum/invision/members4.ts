import { plain } from '../derived.ts'
import { type Reader, source } from '../forum.ts'
import { invisionHtml } from '../markup/invision.ts'
import { subscription } from '../subscription.ts'
import { birthday } from '../times.ts'
import { accountDerived, fieldRows, memberships } from './people.ts'
import { word } from './tables4.ts'

/** True for accounts in a group, by their first or a further one. */
const inGroup = (group: string): string =>
  `(${group} = d.member_group_id OR position(',' || ${group} || ',' IN ',' || coalesce(d.mgroup_others, '') || ',') > 0)`

const fieldNames = `(SELECT jsonb_object_agg('field_' || f.pf_id, w.name)::text FROM core_pfields_data f JOIN (
    SELECT word_key, min(coalesce(nullif(word_custom, ''), word_default)) AS name FROM core_sys_lang_words
     WHERE word_key LIKE 'core\\_pfield\\_%' GROUP BY word_key) w ON w.word_key = 'core_pfield_' || f.pf_id)`

/** Accounts, their profile fields, groups and moderators of Invision Community 4. */
export const people4: readonly Reader[] = [
  {
    entity: 'member',
    from: 'core_members',
    key: ['member_id'],
    sql: `SELECT ${source}, d.member_id AS id, d.name, 'member' AS kind, CASE WHEN v.member_id IS NOT NULL THEN 'inactive' ELSE 'active' END AS state,
      d.email, d.joined AS joined_at, d.ip_address AS joined_from, greatest(lpad(d.last_activity, 12, '0'), lpad(d.last_visit, 12, '0')) AS last_seen_at,
      ${birthday('d.bday_day', 'd.bday_month', 'd.bday_year')} AS birthday, d.timezone, d.member_title AS title, d.signature, d.member_posts AS posts,
      CASE WHEN EXISTS (SELECT FROM core_admin_permission_rows r WHERE (r.row_id_type = 'member' AND r.row_id = d.member_id)
             OR (r.row_id_type = 'group' AND ${inGroup('r.row_id')})) THEN 'administrator'
           WHEN EXISTS (SELECT FROM core_moderators m WHERE (m.type = 'm' AND m.id = d.member_id) OR (m.type = 'g' AND ${inGroup('m.id')})) THEN 'moderator' END AS staff,
      d.members_pass_hash AS password_scheme, d.members_pass_salt AS _salt, coalesce(p.field_json, '{}') AS handles, ${fieldNames} AS _names
      FROM core_members d LEFT JOIN core_pfields_content p ON p.member_id = d.member_id
      LEFT JOIN (SELECT DISTINCT member_id FROM core_validating WHERE new_reg = '1') v ON v.member_id = d.member_id`,
    derive: {
      ...accountDerived,
      last_seen_at: { by: (text) => String(Number(text)) },
      signature_plain: plain(invisionHtml, 'signature'),
    },
  },
  {
    entity: 'profile_field',
    from: 'core_pfields_content',
    key: ['member_id'],
    none: 'profiles in which nothing is filled in',
    sql: `SELECT ${source}, d.member_id AS member, d.field_json AS _fields, ${fieldNames} AS _names FROM core_pfields_content d`,
    each: fieldRows,
  },
  {
    entity: 'profile_field',
    from: 'core_login_links',
    key: ['token_login_method', 'token_member'],
    sql: `SELECT ${source}, d.token_member AS member, 'connected:' || d.token_login_method AS field,
      concat_ws(' ', d.token_identifier, nullif(d.token_email, '')) AS value FROM core_login_links d`,
  },
  {
    entity: 'grp',
    from: 'core_groups',
    key: ['g_id'],
    sql: `SELECT ${source}, d.g_id AS id, ${word(`'core_group_' || d.g_id`)} AS name FROM core_groups d`,
  },
  memberships('core_members'),
  {
    entity: 'moderator',
    from: 'core_moderators',
    key: ['type', 'id'],
    whole: true,
    sql: `SELECT ${source}, (row_number() OVER (ORDER BY d.type, length(d.id), d.id, d._row))::text AS n,
      CASE d.type WHEN 'm' THEN d.id END AS member, CASE d.type WHEN 'g' THEN d.id END AS grp FROM core_moderators d`,
  },
  {
    entity: 'relation',
    from: 'core_ignored_users',
    key: ['ignore_owner_id', 'ignore_ignore_id'],
    sql: `SELECT ${source}, d.ignore_owner_id AS member, d.ignore_ignore_id AS other, 'foe' AS kind FROM core_ignored_users d`,
  },
  {
    entity: 'relation',
    from: 'core_follow',
    key: ['follow_id'],
    rest: 'read into other rows: boards and topics that a member follows; what else is followed is no entity',
    sql: `SELECT ${source}, d.follow_member_id AS member, d.follow_rel_id AS other, 'friend' AS kind FROM core_follow d
      WHERE d.follow_app = 'core' AND d.follow_area = 'member' AND d._row IN (SELECT min(f._row) FROM core_follow f
        WHERE f.follow_app = 'core' AND f.follow_area = 'member' GROUP BY f.follow_member_id, f.follow_rel_id)`,
    whole: true,
  },
  subscription({
    from: 'core_follow',
    key: ['follow_id'],
    aside: true,
    how: 'follow',
    member: 'd.follow_member_id',
    board: `CASE d.follow_area WHEN 'forum' THEN d.follow_rel_id END`,
    topic: `CASE d.follow_area WHEN 'topic' THEN d.follow_rel_id END`,
    at: 'd.follow_added',
    where: [`d.follow_app = 'forums' AND d.follow_area IN ('forum', 'topic')`, 'other things that a member follows'],
  }),
]
