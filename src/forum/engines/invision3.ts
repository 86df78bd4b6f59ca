import { named, offset, plain, unescaped } from '../derived.ts'
import { type ForumAdapter, source } from '../forum.ts'
import { fieldsOf } from '../handles.ts'
import { announced, announcements, photos, shared } from '../invision/extras2.ts'
import { groups, justice, logs, reputation, staff, subscriptions, talk } from '../invision/older.ts'
import { fieldNames, needs, nonEntities, optional, site } from '../invision/older-tables.ts'
import { accountDerived, failures, memberships, sessions } from '../invision/people.ts'
import { archived, archivedPosts, messages, type Names, posts, topics } from '../invision/talk.ts'
import { invisionMixed } from '../markup/invision.ts'
import { birthday } from '../times.ts'
import { reasons, tablesOf } from '../words.ts'

const names: Names = {
  core: '',
  forums: '',
  member: 'member_id',
  shown: 'members_display_name',
  hidden: ['2', '3'],
  unnamed: null,
  softDeletes: 'core_soft_delete_log',
}

/** Invision Power Board 3: conversations, status updates, soft deletion since 3.1. */
export const invision3: ForumAdapter = {
  engine: 'invision',
  name: 'invision3',
  versions: '3.0 to 3.4',
  about:
    'Invision Power Board 3: members, boards, posts, conversations, status updates, attachments, polls, bans, warnings, reports, sessions and logs.',
  needs: {
    ...needs,
    ...tablesOf({
      core_sys_conf_settings: 'conf_key conf_value conf_default',
      members:
        'member_id name members_display_name member_group_id mgroup_others email joined ip_address members_pass_hash members_pass_salt last_visit last_activity bday_day bday_month bday_year title posts',
      profile_portal: 'pp_member_id signature pp_about_me',
      message_topics: 'mt_id mt_title mt_starter_id mt_to_member_id',
      message_posts: 'msg_id msg_topic_id msg_date msg_post msg_author_id msg_ip_address',
      message_topic_user_map: 'map_user_id map_topic_id map_folder_id map_read_time map_user_active',
    }),
  },
  optional: {
    ...optional,
    ...tablesOf({
      announcements: announced,
      core_share_links_log: 'log_id log_date log_member_id log_url log_title log_share_key log_ip_address',
      profile_portal: 'pp_main_photo',
      members: 'time_offset language member_banned temp_ban failed_logins fb_uid twitter_id live_id identity_url',
      core_soft_delete_log: 'sdl_obj_id sdl_obj_key sdl_obj_member_id sdl_obj_date sdl_obj_reason',
      forums_archive_posts: archived,
      members_warn_logs:
        'wl_id wl_member wl_moderator wl_date wl_note_member wl_note_mods wl_content_app wl_content_id2',
      ignored_users: 'ignore_id ignore_owner_id ignore_ignore_id',
      core_sys_cp_sessions:
        'session_id session_ip_address session_member_id session_member_name session_log_in_time session_running_time',
      search_sessions: 'session_id session_created session_member_id session_data',
      core_editor_autosave: 'eas_key eas_member_id eas_app eas_section eas_updated eas_content',
      member_status_updates:
        'status_id status_member_id status_date status_content status_author_id status_author_ip status_approved',
      member_status_replies: 'reply_id reply_status_id reply_member_id reply_date reply_content',
      profile_comments:
        'comment_id comment_for_member_id comment_by_member_id comment_date comment_ip_address comment_content comment_approved',
    }),
  },
  marks: [
    'members.members_pass_hash',
    'message_posts.msg_topic_id',
    'message_topic_user_map.map_topic_id',
    'profile_portal.pp_member_id',
    'members.members_display_name',
  ],
  lacks: [
    'members_converge',
    'message_text',
    'members.mgroup',
    'members.signature',
    'members.timezone',
    'attachments_map',
    'rc_index',
    'follow',
  ],
  site: site('core_sys_conf_settings'),
  reads: [
    {
      entity: 'member',
      from: 'members',
      key: ['member_id'],
      sql: `SELECT ${source}, d.member_id AS id, coalesce(nullif(d.members_display_name, ''), d.name) AS name, 'member' AS kind,
        CASE WHEN v.member_id IS NOT NULL THEN 'inactive' ELSE 'active' END AS state, d.email, d.joined AS joined_at, d.ip_address AS joined_from,
        coalesce(nullif(d.last_activity, '0'), d.last_visit) AS last_seen_at, ${birthday('d.bday_day', 'd.bday_month', 'd.bday_year')} AS birthday,
        d.time_offset AS timezone, d.title, p.signature, d.posts, ${staff('member_id', 'member_group_id')} AS staff,
        d.members_pass_hash AS password_scheme, d.members_pass_salt AS _salt, coalesce(f.field_json, '{}') AS handles, ${fieldNames} AS _names
        FROM members d LEFT JOIN profile_portal p ON p.pp_member_id = d.member_id LEFT JOIN pfields_content f ON f.member_id = d.member_id
        LEFT JOIN (SELECT DISTINCT member_id FROM validating WHERE new_reg = '1') v ON v.member_id = d.member_id`,
      derive: { ...accountDerived, timezone: { by: offset }, signature_plain: plain(invisionMixed, 'signature') },
    },
    {
      entity: 'profile_field',
      from: 'members',
      key: ['member_id'],
      aside: true,
      // The name for logging in is another one than the name others see where a member chose so.
      sql: `SELECT ${source}, d.member_id AS member, jsonb_build_object('log-in name', CASE WHEN d.name <> d.members_display_name THEN d.name END,
        'connected:facebook', nullif(d.fb_uid, '0'), 'connected:twitter', nullif(d.twitter_id, '0'), 'connected:live', d.live_id, 'connected:openid', d.identity_url)::text AS _fields
        FROM members d`,
      each: (row) => fieldsOf(row),
    },
    {
      entity: 'profile_field',
      from: 'profile_portal',
      key: ['pp_member_id'],
      none: 'profiles in which nothing is filled in',
      sql: `SELECT ${source}, d.pp_member_id AS member, jsonb_build_object('about me', d.pp_about_me)::text AS _fields FROM profile_portal d`,
      each: (row) =>
        fieldsOf(row)
          .map((made) => ({ ...made, value: invisionMixed(String(made.value), null) }))
          .filter(({ value }) => value !== ''),
    },
    ...groups,
    memberships('members'),
    {
      entity: 'relation',
      from: 'ignored_users',
      key: ['ignore_owner_id', 'ignore_ignore_id'],
      sql: `SELECT ${source}, d.ignore_owner_id AS member, d.ignore_ignore_id AS other, 'foe' AS kind FROM ignored_users d`,
    },
    topics(names, 'polls q ON q.tid = d.tid'),
    {
      entity: 'topic',
      from: 'members',
      key: ['member_id'],
      aside: true,
      sql: `SELECT ${source}, 'profile:' || d.member_id AS id, d.members_display_name AS title, d.member_id AS author, d.members_display_name AS author_name,
        d.joined AS at, 'normal' AS kind, false AS locked FROM members d
        WHERE d.member_id IN (SELECT status_member_id FROM member_status_updates UNION SELECT comment_for_member_id FROM profile_comments)`,
      derive: { title: unescaped, author_name: unescaped },
    },
    posts(names, invisionMixed),
    archivedPosts(names, invisionMixed),
    {
      entity: 'post',
      from: 'member_status_updates',
      key: ['status_id'],
      sql: `SELECT ${source}, 'status:' || d.status_id AS id, 'profile:' || d.status_member_id AS topic,
        coalesce(nullif(d.status_author_id, '0'), d.status_member_id) AS author, u.members_display_name AS author_name, d.status_date AS at, d.status_author_ip AS ip,
        d.status_content AS text, CASE WHEN d.status_approved = '0' THEN 'unapproved' END AS deleted
        FROM member_status_updates d LEFT JOIN members u ON u.member_id = coalesce(nullif(d.status_author_id, '0'), d.status_member_id)`,
      derive: { author_name: unescaped, plain: plain(invisionMixed, 'text') },
    },
    {
      entity: 'post',
      from: 'member_status_replies',
      key: ['reply_id'],
      sql: `SELECT ${source}, 'reply:' || d.reply_id AS id, 'profile:' || s.status_member_id AS topic, nullif(d.reply_member_id, '0') AS author,
        u.members_display_name AS author_name, d.reply_date AS at, d.reply_content AS text
        FROM member_status_replies d LEFT JOIN member_status_updates s ON s.status_id = d.reply_status_id LEFT JOIN members u ON u.member_id = d.reply_member_id`,
      derive: { author_name: unescaped, plain: plain(invisionMixed, 'text') },
    },
    {
      entity: 'post',
      from: 'profile_comments',
      key: ['comment_id'],
      sql: `SELECT ${source}, 'comment:' || d.comment_id AS id, 'profile:' || d.comment_for_member_id AS topic, nullif(d.comment_by_member_id, '0') AS author,
        u.members_display_name AS author_name, d.comment_date AS at, d.comment_ip_address AS ip, d.comment_content AS text,
        CASE WHEN d.comment_approved = '0' THEN 'unapproved' END AS deleted FROM profile_comments d LEFT JOIN members u ON u.member_id = d.comment_by_member_id`,
      derive: { author_name: unescaped, plain: plain(invisionMixed, 'text') },
    },
    photos,
    announcements('member_id'),
    shared,
    ...messages(names, invisionMixed),
    ...talk,
    ...justice,
    {
      entity: 'warning',
      from: 'members_warn_logs',
      key: ['wl_id'],
      sql: `SELECT ${source}, 'points:' || d.wl_id AS id, d.wl_member AS member, nullif(d.wl_moderator, '0') AS by, d.wl_date AS at,
        CASE d.wl_content_app WHEN 'forums' THEN nullif(d.wl_content_id2, '0') END AS post,
        concat_ws(' / ', nullif(d.wl_note_member, ''), nullif(d.wl_note_mods, '')) AS reason FROM members_warn_logs d`,
      derive: { reason: unescaped },
    },
    {
      entity: 'ban',
      from: 'members',
      key: ['member_id'],
      aside: true,
      // `from:until:span:unit` where it ends by itself.
      sql: `SELECT ${source}, 'member:' || d.member_id AS id, d.member_id AS member, d.members_display_name AS name, split_part(d.temp_ban, ':', 1) AS at,
        CASE WHEN d.member_banned IS DISTINCT FROM '1' THEN split_part(d.temp_ban, ':', 2) END AS until, false AS exempt
        FROM members d WHERE d.member_banned = '1' OR d.temp_ban NOT IN ('', '0')`,
      derive: { name: unescaped },
    },
    failures('members'),
    sessions(
      'sessions',
      'id',
      `nullif(d.member_id, '0') AS member, d.member_name AS name, d.running_time AS at, d.ip_address AS ip, d.browser AS agent`,
    ),
    sessions(
      'core_sys_cp_sessions',
      'session_id',
      `nullif(d.session_member_id, '0') AS member, d.session_member_name AS name, d.session_log_in_time AS at, d.session_running_time AS until, d.session_ip_address AS ip`,
    ),
    ...logs,
    ...subscriptions,
    reputation,
    {
      entity: 'action',
      from: 'search_sessions',
      key: ['session_id'],
      sql: `SELECT ${source}, d.session_id AS id, 'user' AS kind, nullif(d.session_member_id, '0') AS member, d.session_created AS at, 'search' AS operation,
        d.session_data AS data FROM search_sessions d`,
      derive: { id: named('search') },
    },
    {
      entity: 'draft',
      from: 'core_editor_autosave',
      key: ['eas_key'],
      sql: `SELECT ${source}, d.eas_key AS id, d.eas_member_id AS member, d.eas_updated AS at, concat_ws(' ', d.eas_app, d.eas_section) AS subject, d.eas_content AS text
        FROM core_editor_autosave d`,
      derive: { id: named('autosave'), plain: plain(invisionMixed, 'text') },
    },
  ],
  nonEntities: {
    ...nonEntities,
    ...reasons({
      'read into other rows': 'core_sys_conf_settings message_topics core_soft_delete_log',
    }),
  },
  markup: invisionMixed,
}
