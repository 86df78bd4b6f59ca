import type { Tables, UploadPlaces } from '../forum.ts'
import { words } from '../words.ts'

/** What every phpBB 3 has and a board cannot be read without. */
export const needs: Tables = {
  config: words('config_name config_value'),
  users: words('user_id user_type user_ip user_regdate username user_password user_email user_form_salt'),
  groups: words('group_id group_type group_name'),
  user_group: words('group_id user_id group_leader user_pending'),
  forums: words('forum_id parent_id left_id forum_name forum_desc forum_type forum_status forum_password'),
  topics: words(
    'topic_id forum_id topic_title topic_poster topic_time topic_views topic_status topic_type topic_first_poster_name topic_moved_id poll_title poll_start poll_length',
  ),
  posts: words(
    'post_id topic_id forum_id poster_id poster_ip post_time post_username post_subject post_text bbcode_uid post_edit_time post_edit_user post_edit_count post_edit_reason',
  ),
  privmsgs: words(
    'msg_id root_level author_id author_ip message_time message_subject message_text bbcode_uid message_edit_time to_address bcc_address',
  ),
  privmsgs_to: words('msg_id user_id folder_id pm_deleted pm_unread'),
  attachments: words(
    'attach_id post_msg_id in_message poster_id is_orphan physical_filename real_filename attach_comment mimetype filesize filetime',
  ),
}

/** What is read where it is there, in all versions. */
export const optional: Tables = {
  users: words(
    'user_lastvisit user_birthday user_timezone user_lang user_rank user_sig user_sig_bbcode_uid user_posts user_jabber user_inactive_reason',
  ),
  ranks: words('rank_id rank_title'),
  forums: words('forum_desc_uid'),
  privmsgs_folder: words('folder_id user_id folder_name'),
  moderator_cache: words('forum_id user_id group_id'),
  acl_users: words('user_id auth_option_id auth_role_id auth_setting'),
  acl_groups: words('group_id auth_option_id auth_role_id auth_setting'),
  acl_roles: words('role_id role_type'),
  acl_options: words('auth_option_id auth_option'),
  poll_options: words('topic_id poll_option_id poll_option_text poll_option_total'),
  poll_votes: words('topic_id poll_option_id vote_user_id vote_user_ip'),
  banlist: words('ban_id ban_userid ban_ip ban_email ban_start ban_end ban_exclude ban_reason ban_give_reason'),
  warnings: words('warning_id user_id post_id log_id warning_time'),
  reports: words(
    'report_id reason_id post_id pm_id user_id report_time report_text report_closed reported_post_text reported_post_uid',
  ),
  reports_reasons: words('reason_id reason_title'),
  sessions: words(
    'session_id session_user_id session_start session_time session_ip session_browser session_forwarded_for',
  ),
  sessions_keys: words('key_id user_id last_ip last_login'),
  login_attempts: words('attempt_ip attempt_browser attempt_forwarded_for attempt_time user_id username'),
  log: words('log_id log_type user_id forum_id topic_id post_id reportee_id log_ip log_time log_operation log_data'),
  zebra: words('user_id zebra_id friend foe'),
  forums_watch: words('forum_id user_id'),
  topics_watch: words('topic_id user_id'),
  bookmarks: words('topic_id user_id'),
  thanks: words('post_id poster_id user_id topic_id forum_id thanks_time'),
  drafts: words('draft_id user_id topic_id forum_id save_time draft_subject draft_message'),
  profile_fields: words('field_ident field_is_contact'),
  profile_fields_data: words('user_id pf_*'),
}

const settings = 'settings of the software'
const permissions = 'permissions; who is staff is read from them'
const kept = 'what a member has seen or was told of; no content'
const index = 'the search index, made from the posts'
const words_ = 'texts and pictures of the software'
const read = 'read into other rows'

/** Tables that hold no entity, and why. */
export const nonEntities: Readonly<Record<string, string>> = {
  acl_groups: permissions,
  acl_options: permissions,
  acl_roles: permissions,
  acl_roles_data: permissions,
  acl_users: permissions,
  bbcodes: settings,
  bots: 'search engines the software knows; their accounts are members of kind bot',
  captcha_answers: settings,
  captcha_questions: settings,
  config: 'settings of the software; read into the site',
  config_text: settings,
  confirm: 'pictures to be typed off at registration; nothing of a person',
  disallow: 'names nobody may register',
  ext: settings,
  extension_groups: settings,
  extensions: settings,
  forums_access: 'sessions that entered a password-protected board, by session identifier only',
  forums_track: kept,
  icons: words_,
  lang: words_,
  migrations: settings,
  modules: settings,
  notification_emails: kept,
  notification_types: settings,
  notifications: kept,
  oauth_accounts: 'log-ins through other services, as secrets; see the mirror',
  oauth_states: 'secrets of log-ins through other services',
  oauth_tokens: 'secrets of log-ins through other services',
  privmsgs_folder: `${read}: the names of folders`,
  privmsgs_rules: 'rules that sort incoming messages',
  profile_fields: 'the description of the profile fields',
  profile_fields_lang: 'the description of the profile fields',
  profile_lang: 'the description of the profile fields',
  qa_confirm: 'questions to be answered at registration',
  ranks: `${read}: the titles of members`,
  reports_reasons: `${read}: the reasons of reports`,
  search_results: 'searches kept for speed, by session',
  search_wordlist: index,
  search_wordmatch: index,
  sitelist: settings,
  smilies: words_,
  styles: words_,
  styles_imageset: words_,
  styles_imageset_data: words_,
  styles_template: words_,
  styles_template_data: words_,
  styles_theme: words_,
  teampage: settings,
  topics_posted: 'which member wrote in which topic, made from the posts',
  topics_track: kept,
  user_notifications: kept,
  words: 'words the software replaces when showing a text',
}

/** The board as a whole, from its settings. */
export const site = `
  SELECT max(config_value) FILTER (WHERE config_name = 'server_name') AS address,
         max(config_value) FILTER (WHERE config_name = 'sitename') AS title,
         max(config_value) FILTER (WHERE config_name = 'version') AS version,
         max(config_value) FILTER (WHERE config_name = 'server_protocol')
           || max(config_value) FILTER (WHERE config_name = 'server_name')
           || coalesce(max(config_value) FILTER (WHERE config_name = 'script_path'), '') AS base_url,
         max(config_value) FILTER (WHERE config_name = 'board_timezone') AS timezone
    FROM config`

/** Uploads lie under a name without an ending (includes/functions_upload.php); the folder's name is a setting. */
export const uploads: UploadPlaces = {
  files: ['files/{stored_name}', '{stored_name}'],
  beside: ['files/thumb_{stored_name}', 'thumb_{stored_name}'],
}
