import type { Tables } from '../forum.ts'
import { reasons, tablesOf, words } from '../words.ts'

/** What every Simple Machines board has, by the names of 2.0. */
export const needs: Tables = tablesOf({
  settings: 'variable value',
  members: `id_member member_name real_name email_address date_registered last_login passwd member_ip member_ip2 birthdate website_url
    signature personal_text usertitle posts lngfile is_activated id_group additional_groups id_post_group`,
  membergroups: 'id_group group_name min_posts',
  categories: 'id_cat name cat_order',
  boards: 'id_board id_cat id_parent board_order name description',
  topics: 'id_topic id_board id_first_msg id_member_started id_poll num_views is_sticky locked',
  messages:
    'id_msg id_topic id_board id_member poster_name poster_time poster_ip subject body modified_time modified_name',
  personal_messages: 'id_pm id_member_from deleted_by_sender from_name msgtime subject body',
  pm_recipients: 'id_pm id_member bcc is_read deleted',
  attachments: 'id_attach id_msg id_member filename size attachment_type',
})

/** What is read where it is there, in any version. */
export const optional: Tables = tablesOf({
  members:
    'location icq aim yim msn openid_uri time_offset timezone gender avatar buddy_list pm_ignore_list message_labels',
  boards: 'redirect',
  topics: 'approved id_redirect_topic',
  messages: 'poster_email approved modified_reason',
  personal_messages: 'id_pm_head',
  pm_recipients: 'labels in_inbox',
  attachments: 'file_hash mime_type id_thumb',
  themes: 'id_member id_theme variable value',
  custom_fields: 'col_name field_name',
  moderators: 'id_board id_member',
  moderator_groups: 'id_board id_group',
  group_moderators: 'id_group id_member',
  pm_labels: 'id_label id_member name',
  pm_labeled_messages: 'id_label id_pm',
  polls: 'id_poll question expire_time',
  poll_choices: 'id_poll id_choice label votes',
  log_polls: 'id_poll id_member id_choice',
  ban_groups: 'id_ban_group ban_time expire_time reason notes',
  ban_items: `id_ban id_ban_group hostname email_address id_member ip_low ip_high ip_low1 ip_low2 ip_low3 ip_low4 ip_high1 ip_high2
    ip_high3 ip_high4`,
  log_actions: 'id_action id_log log_time id_member ip action id_board id_topic id_msg extra',
  log_banned: 'id_ban_log id_member ip email log_time',
  log_errors: 'id_error log_time id_member ip message error_type',
  log_online: 'session log_time id_member ip url',
  log_karma: 'id_target id_executor log_time action',
  subscriptions: 'id_subscribe name',
  log_subscribed: 'id_sublog id_subscribe id_member start_time vendor_ref pending_details',
  log_comments: 'id_comment id_member comment_type id_recipient log_time body',
  log_reported: 'id_report id_msg id_topic id_board id_member time_started subject body closed',
  log_reported_comments: 'id_comment id_report id_member member_ip comment time_sent',
  log_group_requests: 'id_request id_member id_group time_applied reason',
  member_logins: 'id_login id_member time ip ip2',
  user_likes: 'id_member content_type content_id like_time',
  user_drafts: 'id_draft id_topic id_board poster_time id_member subject body',
  log_notify: 'id_member id_topic id_board',
  calendar: 'id_event id_board id_topic title id_member',
})

/** Columns that 1.1 writes without the underscore, as all its names but those of numbers (`ID_MEMBER`). */
const joined: Readonly<Record<string, string>> = {
  members: `member_name real_name email_address date_registered last_login member_ip member_ip2 website_url personal_text additional_groups
    time_offset message_labels`,
  membergroups: 'group_name min_posts',
  categories: 'cat_order',
  boards: 'board_order',
  topics: 'num_views is_sticky',
  messages: 'poster_name poster_email poster_time poster_ip modified_time modified_name',
  personal_messages: 'deleted_by_sender from_name',
  attachments: 'attachment_type',
  polls: 'expire_time',
  log_actions: 'log_time',
  log_banned: 'log_time',
  log_errors: 'log_time',
  log_online: 'log_time',
  log_karma: 'log_time',
}

/** The columns of 1.1 that are called otherwise since. */
export const called11: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(joined).flatMap(([table, columns]) =>
    words(columns).map((column) => [`${table}.${column}`, column.replaceAll('_', '')]),
  ),
)

/** Tables that hold no entity, and why, in all versions. */
export const nonEntities: Readonly<Record<string, string>> = reasons({
  'settings of the software': `admin_info_files background_tasks board_icons calendar_holidays custom_fields log_packages log_scheduled_tasks
    message_icons package_servers permission_profiles qanda scheduled_tasks smileys smiley_files spiders user_alerts_prefs pm_rules`,
  'settings of the software; read into the site': 'settings',
  permissions: 'board_permissions board_permissions_view permissions',
  'read into other rows: bans, of which each part is one': 'ban_groups',
  'read into other rows: questions of polls': 'polls',
  'read into other rows: who leads a group': 'group_moderators',
  'read into other rows: folders of private messages': 'pm_labels pm_labeled_messages',
  'what a member has seen or was told of; no content': `collapsed_categories log_boards log_mark_read log_topics mentions
    user_alerts log_digest`,
  'the search index and searches kept for speed': `log_search_messages log_search_results log_search_subjects log_search_topics log_search_words`,
  'counters, and visits of search engines':
    'log_activity log_floodcontrol log_spider_hits log_spider_stats openid_assoc',
  'what the server remembers of a visit: identifiers and log-ins, which are secrets': 'sessions',
  'read into other rows: what subscriptions are called': 'subscriptions',
  'letters of the software that came with a warning, or are on their way': 'log_member_notices mail_queue',
  'posts and files waiting for a moderator; read from the posts themselves': 'approval_queue',
})

/** The board as a whole: its name and address stand in a file of the installation; the address of its pictures is in the database. */
export const site = `
  SELECT coalesce(
           (SELECT substring(min(t.value) from '^(https?://.{1,250})/Themes/') FROM themes t WHERE t.id_member = '0' AND t.variable = 'theme_url'
              AND t.value LIKE '%/Themes/default'),
           max(substring(value from '^(https?://.{1,250})/Smileys')) FILTER (WHERE variable = 'smileys_url')) AS address,
         NULL::text AS title,
         max(value) FILTER (WHERE variable = 'smfVersion') AS version,
         coalesce(
           (SELECT substring(min(t.value) from '^(https?://.{1,250})/Themes/') FROM themes t WHERE t.id_member = '0' AND t.variable = 'theme_url'
              AND t.value LIKE '%/Themes/default'),
           max(substring(value from '^(https?://.{1,250})/Smileys')) FILTER (WHERE variable = 'smileys_url')) AS base_url,
         max(value) FILTER (WHERE variable = 'default_timezone') AS timezone
    FROM settings`

/** The character set of the board where its settings say it, and texts in it. */
export const charset = `
  SELECT (SELECT max(s.value) FROM settings s WHERE s.variable = 'global_character_set') AS charset, d.subject AS sample
    FROM (SELECT subject FROM messages WHERE octet_length(subject) > length(subject) ORDER BY _row LIMIT 500) d`
