import { offset } from '../derived.ts'
import type { ForumAdapter } from '../forum.ts'
import { source } from '../forum.ts'
import { phpbbMarkup } from '../markup/index.ts'
import { account, accountDerived, accountFrom, groups } from '../phpbb/people.ts'
import { fieldRows, former } from '../phpbb/profile.ts'
import { actions, justice, logins } from '../phpbb/records.ts'
import { needs, nonEntities, optional, site, uploads } from '../phpbb/tables.ts'
import { boards, extras, messages, post, postDerived, postFrom, topic, topicDerived } from '../phpbb/talk.ts'
import { withColumns } from '../words.ts'

/** Profile fields that 3.0 keeps in the table of users. */
const fields = 'icq aim yim msnm jabber website from occ interests'.split(' ')
const ownFields = `jsonb_build_object(${fields.map((f) => `'${f}', d.user_${f}`).join(', ')})::text`

/** phpBB 3.0: text as HTML with marked BBCode, approval instead of visibility, contacts in the table of users. */
export const phpbb30: ForumAdapter = {
  engine: 'phpbb',
  name: 'phpbb30',
  versions: '3.0',
  about: 'phpBB 3.0: members, boards, posts, private messages, attachments, polls, bans, reports, sessions and logs.',
  needs,
  optional: withColumns(optional, {
    users: 'user_icq user_aim user_yim user_msnm user_website user_from user_occ user_interests',
    posts: 'post_approved',
    topics: 'topic_approved',
  }),
  marks: ['posts.post_approved', 'topics.topic_approved', 'users.user_from'],
  lacks: [
    'posts.post_visibility',
    'topics.topic_visibility',
    'migrations',
    'users.user_level',
    'groups.group_single_user',
  ],
  site,
  reads: [
    {
      entity: 'member',
      from: 'users',
      key: ['user_id'],
      sql: `SELECT ${account}, d.user_from AS location, d.user_website AS website, d.user_timezone AS timezone,
        jsonb_build_object('icq', d.user_icq, 'aim', d.user_aim, 'yahoo', d.user_yim, 'msn', d.user_msnm, 'jabber', d.user_jabber)::text AS handles
        FROM ${accountFrom}`,
      derive: { ...accountDerived, timezone: { by: offset } },
    },
    {
      entity: 'profile_field',
      from: 'users',
      key: ['user_id'],
      aside: true,
      sql: `SELECT ${source}, d.user_id AS member, ${ownFields} AS _fields FROM users d`,
      each: (row) => fieldRows(row, row._fields ?? '{}', new Set()),
    },
    {
      entity: 'profile_field',
      from: 'profile_fields_data',
      key: ['user_id'],
      sql: `SELECT ${source}, d.user_id AS member, d.pf_json AS _fields FROM profile_fields_data d`,
      each: (row) => fieldRows(row, row._fields ?? '{}', new Set(fields)),
    },
    former,
    ...groups,
    boards,
    {
      entity: 'topic',
      from: 'topics',
      key: ['topic_id'],
      sql: `SELECT ${topic}, CASE WHEN d.topic_approved = '0' THEN 'unapproved' END AS deleted FROM topics d`,
      derive: topicDerived,
    },
    {
      entity: 'post',
      from: 'posts',
      key: ['post_id'],
      sql: `SELECT ${post}, CASE WHEN d.post_approved = '0' THEN 'unapproved' END AS deleted FROM ${postFrom}`,
      derive: postDerived,
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
