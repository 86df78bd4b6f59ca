import type { Tables } from '../forum.ts'
import { reasons, tablesOf } from '../words.ts'

/** What every phpBB 2 has and a board cannot be read without. */
export const needs: Tables = tablesOf({
  config: 'config_name config_value',
  users: `user_id user_active username user_password user_session_time user_lastvisit user_regdate user_level user_posts user_timezone user_lang
    user_email user_icq user_website user_from user_sig user_sig_bbcode_uid user_aim user_yim user_msnm user_occ user_interests`,
  groups: 'group_id group_type group_name group_moderator group_single_user',
  user_group: 'group_id user_id user_pending',
  auth_access: 'group_id forum_id auth_mod',
  categories: 'cat_id cat_title cat_order',
  forums: 'forum_id cat_id forum_name forum_desc forum_status forum_order',
  topics:
    'topic_id forum_id topic_title topic_poster topic_time topic_views topic_status topic_type topic_first_post_id topic_moved_id',
  posts: 'post_id topic_id forum_id poster_id post_time poster_ip post_username post_edit_time post_edit_count',
  posts_text: 'post_id bbcode_uid post_subject post_text',
  privmsgs:
    'privmsgs_id privmsgs_type privmsgs_subject privmsgs_from_userid privmsgs_to_userid privmsgs_date privmsgs_ip',
  privmsgs_text: 'privmsgs_text_id privmsgs_bbcode_uid privmsgs_text',
})

/** What is read where it is there: later releases, and the modification that adds attachments. */
export const optional: Tables = tablesOf({
  users: 'user_rank user_avatar user_login_tries user_last_login_try',
  ranks: 'rank_id rank_title',
  banlist: 'ban_id ban_userid ban_ip ban_email',
  vote_desc: 'vote_id topic_id vote_text vote_start vote_length',
  vote_results: 'vote_id vote_option_id vote_option_text vote_result',
  vote_voters: 'vote_id vote_user_id vote_user_ip',
  sessions: 'session_id session_user_id session_start session_time session_ip',
  sessions_keys: 'key_id user_id last_ip last_login',
  topics_watch: 'topic_id user_id',
  attachments: 'attach_id post_id privmsgs_id user_id_1',
  attachments_desc: 'attach_id physical_filename real_filename comment mimetype filesize filetime',
})

/** Tables that hold no entity, and why. */
export const nonEntities: Readonly<Record<string, string>> = reasons({
  'settings of the software': `confirm disallow forum_prune smilies themes themes_name attachments_config attach_quota forbidden_extensions
    extension_groups extensions quota_limits attach_groups`,
  'settings of the software; read into the site': 'config',
  'read into other rows: the titles of members': 'ranks',
  'read into other rows: questions of polls': 'vote_desc',
  'read into other rows: where an upload belongs': 'attachments',
  'the search index and searches kept for speed': 'search_results search_wordlist search_wordmatch',
  'words the software replaces when showing a text': 'words',
})

/** The board as a whole; the version is stored without its first number (`.0.23`). */
export const site = `
  SELECT max(config_value) FILTER (WHERE config_name = 'server_name') AS address,
         max(config_value) FILTER (WHERE config_name = 'sitename') AS title,
         max(regexp_replace(config_value, '^[.]', '2.')) FILTER (WHERE config_name = 'version') AS version,
         CASE WHEN max(config_value) FILTER (WHERE config_name = 'cookie_secure') = '1' THEN 'https://' ELSE 'http://' END
           || max(config_value) FILTER (WHERE config_name = 'server_name')
           || coalesce(max(config_value) FILTER (WHERE config_name = 'script_path'), '') AS base_url,
         max(config_value) FILTER (WHERE config_name = 'board_timezone') AS timezone
    FROM config`

/** The board's language, which says the character set, and texts in it. */
export const charset = `
  SELECT (SELECT max(c.config_value) FROM config c WHERE c.config_name = 'default_lang') AS charset, d.topic_title AS sample
    FROM (SELECT topic_title FROM topics WHERE octet_length(topic_title) > length(topic_title) ORDER BY _row LIMIT 500) d
   UNION ALL SELECT (SELECT max(c.config_value) FROM config c WHERE c.config_name = 'default_lang'), s.post_text
    FROM (SELECT post_text FROM posts_text WHERE octet_length(post_text) > length(post_text) ORDER BY _row LIMIT 200) s`
