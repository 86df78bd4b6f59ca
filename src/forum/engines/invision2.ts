import { offset, plain, unescaped } from '../derived.ts'
import { type Derived, type ForumAdapter, source } from '../forum.ts'
import { fieldsOf, handles } from '../handles.ts'
import { extras, extraTables } from '../invision/extras2.ts'
import { groups, justice, logs, reputation, staff, subscriptions, talk } from '../invision/older.ts'
import { needs, nonEntities, optional, site } from '../invision/older-tables.ts'
import { accountDerived, failures, groupRows, sessions } from '../invision/people.ts'
import { type Names, posts, topics } from '../invision/talk.ts'
import { invisionMixed } from '../markup/invision.ts'
import { birthday } from '../times.ts'
import { reasons, tablesOf } from '../words.ts'

const names: Names = {
  core: '',
  forums: '',
  member: 'id',
  shown: 'name',
  hidden: ['2'],
  unnamed: null,
  softDeletes: null,
}

const contacts = `jsonb_build_object('icq', nullif(e.icq_number, '0'), 'aim', e.aim_name, 'msn', e.msnname, 'yahoo', e.yahoo)`

/** `in`, `sent`, `unsent`, or a folder of one's own by the name in the list `dir_1:Name|…`; it ends in its number. */
const folder: Derived = {
  hint: '_folders',
  by: (id, { hint }) => {
    const known: Record<string, string> = { in: 'inbox', sent: 'sent', unsent: 'outbox' }
    if (known[id] !== undefined) return known[id]
    const entry = (hint ?? '').split('|').find((part) => part.startsWith(`${id}:`))
    const name = entry?.slice(id.length + 1).replace(/;\d+$/, '') ?? ''
    return `${name} [${id}]`.trim()
  },
}

/** Members a message went to; those who got a copy are known by the boxes it lies in. */
const recipients: Derived = {
  hint: 'author',
  by: (list, { hint }) => [...new Set(list.split(' '))].filter((m) => m !== '' && m !== '0' && m !== hint),
}

/** Invision Power Board 2.1 to 2.3: passwords in a table of their own, messages with a row for each box they lie in. */
export const invision2: ForumAdapter = {
  engine: 'invision',
  name: 'invision2',
  versions: '2.1 to 2.3',
  about:
    'Invision Power Board 2: members, boards, posts, private messages, attachments, polls, bans, warnings, sessions and logs.',
  needs: {
    ...needs,
    ...tablesOf({
      conf_settings: 'conf_key conf_value conf_default',
      members:
        'id name mgroup mgroup_others email joined ip_address last_visit last_activity bday_day bday_month bday_year title posts',
      members_converge: 'converge_id converge_pass_hash converge_pass_salt',
      member_extra: 'id aim_name icq_number msnname yahoo website location signature interests',
      message_text: 'msg_id msg_date msg_post msg_author_id msg_ip_address',
      message_topics: 'mt_id mt_msg_id mt_date mt_title mt_from_id mt_to_id mt_owner_id mt_vid_folder mt_read',
    }),
  },
  optional: {
    ...optional,
    ...extraTables,
    ...tablesOf({
      members: 'members_display_name time_offset language temp_ban failed_logins ignored_users',
      member_extra: 'bio vdirs',
      contacts: 'id contact_id member_id allow_msg',
      admin_sessions:
        'session_id session_ip_address session_member_id session_member_name session_log_in_time session_running_time',
    }),
  },
  marks: ['members_converge.converge_pass_hash', 'message_topics.mt_owner_id', 'members.mgroup', 'message_text.msg_id'],
  lacks: ['members.member_group_id', 'message_posts', 'message_topic_user_map', 'members.member_id'],
  site: site('conf_settings'),
  reads: [
    {
      entity: 'member',
      from: 'members',
      key: ['id'],
      sql: `SELECT ${source}, d.id, coalesce(nullif(d.members_display_name, ''), d.name) AS name, CASE WHEN d.id = '0' THEN 'guest' ELSE 'member' END AS kind,
        CASE WHEN v.member_id IS NOT NULL THEN 'inactive' ELSE 'active' END AS state, d.email, d.joined AS joined_at, d.ip_address AS joined_from,
        coalesce(nullif(d.last_activity, '0'), d.last_visit) AS last_seen_at, ${birthday('d.bday_day', 'd.bday_month', 'd.bday_year')} AS birthday,
        d.time_offset AS timezone, d.language, e.location, e.website, d.title, e.signature, d.posts, ${staff('id', 'mgroup')} AS staff,
        c.converge_pass_hash AS password_scheme, c.converge_pass_salt AS _salt, ${contacts}::text AS handles
        FROM members d LEFT JOIN member_extra e ON e.id = d.id LEFT JOIN members_converge c ON c.converge_id = d.id
        LEFT JOIN (SELECT DISTINCT member_id FROM validating WHERE new_reg = '1') v ON v.member_id = d.id`,
      derive: {
        ...accountDerived,
        timezone: { by: offset },
        handles,
        location: unescaped,
        website: unescaped,
        signature_plain: plain(invisionMixed, 'signature'),
      },
    },
    {
      entity: 'profile_field',
      from: 'members',
      key: ['id'],
      aside: true,
      sql: `SELECT ${source}, d.id AS member, jsonb_build_object('log-in name', CASE WHEN d.name <> d.members_display_name THEN d.name END)::text AS _fields FROM members d`,
      each: (row) => fieldsOf(row),
    },
    {
      entity: 'profile_field',
      from: 'member_extra',
      key: ['id'],
      none: 'profiles in which nothing is filled in',
      sql: `SELECT ${source}, d.id AS member,
        (${contacts.replaceAll('e.', 'd.')} || jsonb_build_object('website', d.website, 'location', d.location, 'interests', d.interests, 'biography', d.bio))::text AS _fields
        FROM member_extra d`,
      each: (row) =>
        fieldsOf(row)
          .map((made) => ({ ...made, value: invisionMixed(String(made.value), null) }))
          .filter(({ value }) => value !== ''),
    },
    ...groups,
    {
      entity: 'grp_member',
      from: 'members',
      key: ['id'],
      aside: true,
      sql: `SELECT ${source}, d.id AS member, d.mgroup AS _first, d.mgroup_others AS _others FROM members d`,
      each: groupRows,
    },
    {
      entity: 'relation',
      from: 'contacts',
      key: ['member_id', 'contact_id'],
      sql: `SELECT ${source}, d.member_id AS member, d.contact_id AS other, CASE WHEN d.allow_msg = '0' THEN 'foe' ELSE 'friend' END AS kind FROM contacts d
        WHERE NOT EXISTS (SELECT FROM profile_friends f WHERE f.friends_member_id = d.member_id AND f.friends_friend_id = d.contact_id AND d.allow_msg IS DISTINCT FROM '0')`,
      rest: 'friends that are in the list of friends too',
    },
    topics(names, 'polls q ON q.tid = d.tid'),
    posts(names, invisionMixed),
    {
      entity: 'message',
      from: 'message_text',
      key: ['msg_id'],
      sql: `SELECT ${source}, d.msg_id AS id, nullif(d.msg_author_id, '0') AS author, u.name AS author_name, b.members AS recipients, d.msg_date AS at,
        d.msg_ip_address AS ip, b.title AS subject, d.msg_post AS text, b.mt_msg_id IS NULL AND EXISTS (SELECT FROM message_topics) AS deleted
        FROM message_text d LEFT JOIN members u ON u.id = d.msg_author_id
        LEFT JOIN (SELECT mt_msg_id, min(mt_title) AS title,
            string_agg(concat_ws(' ', mt_to_id, CASE WHEN mt_vid_folder <> 'sent' THEN mt_owner_id END), ' ' ORDER BY length(mt_to_id), mt_to_id, mt_owner_id) AS members
            FROM message_topics GROUP BY mt_msg_id) b ON b.mt_msg_id = d.msg_id`,
      derive: { author_name: unescaped, subject: unescaped, recipients, plain: plain(invisionMixed, 'text') },
    },
    {
      entity: 'mailbox',
      from: 'message_topics',
      key: ['mt_msg_id', 'mt_owner_id', 'mt_vid_folder'],
      sql: `SELECT ${source}, d.mt_msg_id AS message, d.mt_owner_id AS member, d.mt_vid_folder AS folder, e.vdirs AS _folders,
        coalesce(d.mt_read = '0', false) AS unread, false AS deleted FROM message_topics d LEFT JOIN member_extra e ON e.id = d.mt_owner_id`,
      derive: { folder },
    },
    ...talk,
    ...justice,
    {
      entity: 'ban',
      from: 'members',
      key: ['id'],
      aside: true,
      // `from:until:span:unit`.
      sql: `SELECT ${source}, 'member:' || d.id AS id, d.id AS member, d.name, split_part(d.temp_ban, ':', 1) AS at, split_part(d.temp_ban, ':', 2) AS until, false AS exempt
        FROM members d WHERE d.temp_ban NOT IN ('', '0')`,
      derive: { name: unescaped },
    },
    failures('members', 'id'),
    sessions(
      'sessions',
      'id',
      `nullif(d.member_id, '0') AS member, d.member_name AS name, d.running_time AS at, d.ip_address AS ip, d.browser AS agent`,
    ),
    sessions(
      'admin_sessions',
      'session_id',
      `nullif(d.session_member_id, '0') AS member, d.session_member_name AS name, d.session_log_in_time AS at, d.session_running_time AS until, d.session_ip_address AS ip`,
    ),
    ...logs,
    ...subscriptions,
    ...extras,
    reputation,
  ],
  nonEntities: {
    ...nonEntities,
    ...reasons({
      'read into other rows': 'conf_settings members_converge',
      'settings and texts of the software': 'conf_settings_titles',
    }),
  },
  markup: invisionMixed,
}
