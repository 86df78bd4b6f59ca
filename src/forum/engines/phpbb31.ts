import { unescaped } from '../derived.ts'
import type { ForumAdapter } from '../forum.ts'
import { source } from '../forum.ts'
import { phpbbMarkup } from '../markup/index.ts'
import { account, accountDerived, accountFrom, groups } from '../phpbb/people.ts'
import { contacts, fieldRows, former } from '../phpbb/profile.ts'
import { actions, justice, logins } from '../phpbb/records.ts'
import { needs, nonEntities, optional, site, uploads } from '../phpbb/tables.ts'
import { boards, extras, messages, post, postDerived, postFrom, topic, topicDerived } from '../phpbb/talk.ts'
import { withColumns } from '../words.ts'

/** Visibility: 0 unapproved, 1 shown, 2 soft-deleted, 3 to be approved again after an edit. */
function hidden(column: string): string {
  return `CASE ${column} WHEN '2' THEN 'soft' WHEN '0' THEN 'unapproved' WHEN '3' THEN 'unapproved' END`
}

/** phpBB 3.1 to 3.3: soft deletion, contacts as profile fields; text as marked BBCode in 3.1, as XML since 3.2. */
export const phpbb31: ForumAdapter = {
  engine: 'phpbb',
  name: 'phpbb31',
  versions: '3.1 to 3.3',
  about:
    'phpBB 3.1 to 3.3: members, boards, posts, private messages, attachments, polls, bans, reports, sessions and logs.',
  needs,
  optional: withColumns(optional, {
    posts: 'post_visibility post_delete_time post_delete_reason post_delete_user',
    topics: 'topic_visibility topic_delete_time topic_delete_user',
  }),
  marks: ['posts.post_visibility', 'topics.topic_visibility', 'users.user_form_salt'],
  lacks: ['posts.post_approved', 'topics.topic_approved', 'users.user_from'],
  site,
  reads: [
    {
      entity: 'member',
      from: 'users',
      key: ['user_id'],
      sql: `SELECT ${account}, p.pf_json::jsonb ->> 'pf_phpbb_location' AS location, p.pf_json::jsonb ->> 'pf_phpbb_website' AS website,
        d.user_timezone AS timezone, (coalesce(p.pf_json::jsonb, '{}') || jsonb_build_object('pf_phpbb_jabber', d.user_jabber))::text AS handles,
        (SELECT string_agg(f.field_ident, ' ' ORDER BY f.field_ident) FROM profile_fields f WHERE f.field_is_contact = '1') AS _contacts
        FROM ${accountFrom}
        LEFT JOIN (SELECT user_id, min(pf_json) AS pf_json FROM profile_fields_data GROUP BY user_id) p ON p.user_id = d.user_id`,
      derive: { ...accountDerived, handles: { hint: '_contacts', by: (json, { hint }) => contacts(json, hint) } },
    },
    {
      entity: 'profile_field',
      from: 'users',
      key: ['user_id'],
      aside: true,
      sql: `SELECT ${source}, d.user_id AS member, jsonb_build_object('jabber', d.user_jabber)::text AS _fields FROM users d`,
      each: (row) => fieldRows(row, row._fields ?? '{}', new Set()),
    },
    {
      entity: 'profile_field',
      from: 'profile_fields_data',
      key: ['user_id'],
      sql: `SELECT ${source}, d.user_id AS member, d.pf_json AS _fields FROM profile_fields_data d`,
      each: (row) => fieldRows(row, row._fields ?? '{}', new Set(['jabber'])),
    },
    former,
    ...groups,
    boards,
    {
      entity: 'topic',
      from: 'topics',
      key: ['topic_id'],
      sql: `SELECT ${topic}, ${hidden('d.topic_visibility')} AS deleted, d.topic_delete_time AS deleted_at,
        nullif(d.topic_delete_user, '0') AS deleted_by FROM topics d`,
      derive: topicDerived,
    },
    {
      entity: 'post',
      from: 'posts',
      key: ['post_id'],
      sql: `SELECT ${post}, ${hidden('d.post_visibility')} AS deleted, d.post_delete_time AS deleted_at,
        nullif(d.post_delete_user, '0') AS deleted_by, d.post_delete_reason AS deleted_reason FROM ${postFrom}`,
      derive: { ...postDerived, deleted_reason: unescaped },
    },
    ...messages,
    ...extras,
    ...justice,
    ...logins,
    actions,
  ],
  nonEntities,
  markup: phpbbMarkup,
  uploads,
}
