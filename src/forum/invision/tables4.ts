import type { Tables } from '../forum.ts'
import { reasons, tablesOf } from '../words.ts'
import { archived } from './talk.ts'

/** What every Invision Community has and a board cannot be read without. */
export const needs: Tables = tablesOf({
  core_sys_conf_settings: 'conf_key conf_value',
  core_applications: 'app_directory app_version',
  core_members:
    'member_id name member_group_id mgroup_others email joined ip_address bday_day bday_month bday_year last_visit last_activity temp_ban members_pass_hash members_pass_salt signature timezone',
  core_groups: 'g_id',
  forums_forums: 'id position parent_id',
  forums_topics:
    'tid title state starter_id start_date starter_name views forum_id approved pinned moved_to poll_state',
  forums_posts:
    'pid edit_time author_id author_name ip_address post_date post queued topic_id edit_name post_edit_reason',
  core_message_topics: 'mt_id mt_title mt_starter_id mt_to_member_id',
  core_message_posts: 'msg_id msg_topic_id msg_date msg_post msg_author_id msg_ip_address',
  core_message_topic_user_map: 'map_user_id map_topic_id map_folder_id map_read_time map_user_active',
  core_attachments: 'attach_id attach_file attach_location attach_date attach_member_id attach_filesize',
})

/** What is read where it is there. */
export const optional: Tables = tablesOf({
  core_sys_conf_settings: 'conf_default',
  core_applications: 'app_long_version',
  core_members: 'member_title member_posts failed_logins msg_count_total',
  core_pfields_data: 'pf_id',
  core_pfields_content: 'member_id field_*',
  core_sys_lang_words: 'word_key word_default word_custom',
  forums_forums: 'password redirect_on sub_can_post',
  forums_posts: 'new_topic',
  forums_archive_posts: archived,
  core_attachments_map: 'attachment_id location_key id1 id2',
  core_polls: 'pid start_date choices poll_question',
  core_voters: 'vid ip_address member_id poll member_choices',
  core_moderators: 'type id',
  core_admin_permission_rows: 'row_id row_id_type',
  core_anonymous_posts: 'anonymous_member_id anonymous_object_class anonymous_object_id',
  core_soft_delete_log: 'sdl_obj_id sdl_obj_key sdl_obj_member_id sdl_obj_date sdl_obj_reason',
  core_edit_history: 'id class comment_id member time old reason',
  core_members_warn_logs:
    'wl_id wl_member wl_moderator wl_date wl_note_member wl_note_mods wl_content_app wl_content_module wl_content_id2',
  core_rc_index: 'id class content_id status',
  core_rc_reports: 'id rid report report_by date_reported ip_address',
  core_rc_comments: 'id rid comment comment_by comment_date ip_address',
  core_banfilters: 'ban_id ban_type ban_content ban_date ban_reason',
  core_follow: 'follow_id follow_app follow_area follow_rel_id follow_member_id follow_added',
  core_reputation_index: 'id member_id app type type_id rep_date rep_rating member_received',
  core_ignored_users: 'ignore_id ignore_owner_id ignore_ignore_id',
  core_sessions: 'id member_id member_name ip_address browser running_time',
  core_sys_cp_sessions:
    'session_id session_ip_address session_member_id session_member_name session_log_in_time session_running_time',
  core_members_known_devices: 'device_key member_id user_agent login_handler last_seen',
  core_members_known_ip_addresses: 'device_key member_id ip_address last_seen',
  core_member_history: 'log_id log_app log_member log_by log_type log_data log_date log_ip_address',
  core_admin_login_logs: 'admin_id admin_ip_address admin_username admin_time admin_success',
  core_admin_logs: 'id member_id ctime note ip_address lang_key',
  core_moderator_logs: 'id member_id ctime note ip_address lang_key class item_id',
  core_error_logs: 'log_id log_member log_date log_error log_ip_address log_request_uri',
  core_spam_service_log: 'id log_date log_code email_address ip_address',
  core_validating: 'vid member_id entry_date ip_address prev_email new_reg email_chg lost_pass',
  core_login_links: 'token_login_method token_member token_identifier token_email',
  core_member_status_updates:
    'status_id status_member_id status_date status_content status_author_id status_author_ip status_approved',
  core_member_status_replies: 'reply_id reply_status_id reply_member_id reply_date reply_content reply_approved',
})

/** Tables that hold no entity, and why. */
export const nonEntities: Readonly<Record<string, string>> = reasons({
  'settings of the software; some are read into the site': 'core_sys_conf_settings core_applications',
  'read into other rows':
    'core_anonymous_posts core_pfields_data core_sys_lang_words core_message_topics core_attachments_map core_soft_delete_log core_rc_index core_admin_permission_rows',
  'settings and texts of the software':
    'core_sys_lang core_sys_social_group_members core_sys_social_groups core_themes core_theme_templates core_theme_css core_theme_settings_fields core_theme_settings_values core_theme_resources core_theme_conflict core_theme_content_history core_theme_templates_custom core_theme_editor_categories core_theme_editor_settings core_modules core_hooks core_plugins core_widgets core_widget_areas core_widget_trash core_menu core_acp_tab_order core_acp_search_index core_emoticons core_editor_stored_replies core_file_storage core_file_logs core_file_logins core_files core_files_temp core_image_proxy core_profanity_filters core_question_and_answer core_reactions core_referral_banners core_reputation_levels core_share_links core_sitemap core_social_promote core_streams core_tasks core_tasks_log core_upgrade_history core_leaders core_leaders_groups core_member_ranks core_advertisements core_bulk_mail core_cache core_store core_clubs_fields core_clubs_fieldvalues core_login_methods core_login_handlers core_oauth_clients core_pfields_groups core_googleauth_used_codes core_group_promotions core_profile_steps core_profile_completion core_rss_export core_rss_import core_seo_meta core_content_featured core_content_promote core_members_warn_actions core_members_warn_reasons core_members_warn_types core_moderation_actions core_automatic_moderation_rules core_automatic_moderation_types core_badges core_rules core_points_log_milestones core_output_cache core_dev core_api_keys core_webhooks forums_answer_ratings forums_archive_rules forums_question_ratings forums_rss_import forums_topic_mmod forums_view_method core_incoming_emails core_mail_queue core_queue core_assignments core_alerts core_icons core_streams_subscriptions core_acronyms core_club_pages core_mobileapp_menu core_api_webhooks core_achievements_rules core_social_promote_sharers core_oauth_authorize_prompts',
  permissions: 'core_permission_index core_moderator_permissions core_group_history core_members_feature_seen',
  'what a member has seen, marked, liked or asked to be told of; no content':
    'core_notifications core_notification_defaults core_notification_preferences core_follow_count_cache core_item_markers core_item_member_map core_item_statistics_cache core_item_redirect core_reputation_cache core_reputation_leaderboard_history core_ratings core_reviews core_tags core_tags_cache core_tags_perms core_view_updates core_views core_posts_seen core_member_recommendations core_member_badges core_points_log core_polls_seen core_alerts_seen core_social_promote_content core_saved_charts core_acp_notifications core_acp_notifications_dismissals core_acp_notifcations_dismissals core_clubs_node_map core_statistics core_attachments_labels core_content_meta core_post_before_registering core_acp_notifications_preferences core_achievements_log core_achievements_log_milestones core_solved_index',
  'the search index, made from the posts': 'core_search_index core_search_index_item_map core_search_index_tags',
  'secrets of log-ins; see the mirror':
    'core_oauth_authorization_requests core_oauth_server_access_tokens core_oauth_server_authorization_codes core_security_answers core_security_questions core_members_features core_ips_bulletins core_login_failures',
  'work the software has done':
    'core_mail_error_logs core_log core_statistics_log core_spam_whitelist core_api_logs core_notifications_pwa_queue core_notifications_pwa_keys core_email_templates core_edit_history_archive core_deletion_log core_license_key core_marketplace_tokens core_javascript core_advertisements_log core_geoip_cache core_automatic_moderation_pending core_rss_imported core_api_webhook_fires core_s3_deletions',
})

/** A text of the software in the language that comes first, under the key that names it. */
export const word = (key: string): string =>
  `(SELECT min(coalesce(nullif(w.word_custom, ''), w.word_default)) FROM core_sys_lang_words w WHERE w.word_key = ${key})`

/** The board as a whole, from its settings; its address stands in a file of the installation. */
export const site = `
  SELECT max(coalesce(nullif(conf_value, ''), conf_default)) FILTER (WHERE conf_key = 'board_url') AS address,
         max(coalesce(nullif(conf_value, ''), conf_default)) FILTER (WHERE conf_key = 'board_name') AS title,
         (SELECT max(app_version) FROM core_applications WHERE app_directory = 'core') AS version,
         max(coalesce(nullif(conf_value, ''), conf_default)) FILTER (WHERE conf_key = 'board_url') AS base_url,
         NULL::text AS timezone
    FROM core_sys_conf_settings`
