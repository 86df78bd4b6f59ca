import type { Tables } from '../forum.ts'
import { reasons, tablesOf } from '../words.ts'

/** What Invision 2 and 3 have alike and a board cannot be read without. */
export const needs: Tables = tablesOf({
  groups: 'g_id g_title g_access_cp g_is_supmod',
  forums: 'id name description position password parent_id redirect_on sub_can_post status',
  topics: 'tid title state starter_id start_date starter_name views forum_id approved pinned moved_to',
  posts: 'pid edit_time author_id author_name ip_address post_date post queued topic_id edit_name',
  attachments: 'attach_id attach_file attach_location attach_date attach_member_id attach_filesize',
})

/** What is read of both where it is there. */
export const optional: Tables = tablesOf({
  posts: 'post_edit_reason',
  attachments: 'attach_rel_id attach_rel_module attach_pid attach_msg',
  pfields_data: 'pf_id pf_title pf_key',
  pfields_content: 'member_id field_*',
  moderators: 'mid forum_id member_id is_group group_id',
  polls: 'pid tid start_date choices poll_question',
  voters: 'vid ip_address tid member_id member_choices',
  profile_friends: 'friends_id friends_member_id friends_friend_id',
  warn_logs: 'wlog_id wlog_mid wlog_notes wlog_date wlog_addedby wlog_pid',
  banfilters: 'ban_id ban_type ban_content ban_date ban_reason',
  rc_reports_index: 'id status title url rc_class exdat1 exdat2 exdat3',
  rc_status: 'status title is_complete',
  rc_classes: 'com_id my_class',
  rc_reports: 'id rid report report_by date_reported',
  rc_comments: 'id rid comment comment_by comment_date ip_address',
  sessions: 'id member_id member_name ip_address browser running_time',
  admin_login_logs: 'admin_id admin_ip_address admin_username admin_time admin_success',
  admin_logs: 'id member_id ctime note ip_address',
  moderator_logs: 'id forum_id topic_id post_id member_id ip_address ctime topic_title action',
  dnames_change: 'dname_id dname_member_id dname_date dname_ip_address dname_previous dname_current',
  validating: 'vid member_id entry_date ip_address prev_email new_reg email_chg lost_pass',
  email_logs:
    'email_id email_subject email_content email_date from_member_id from_ip_address to_member_id to_email_address topic_id',
  spam_service_log: 'id log_date log_code email_address ip_address',
  error_logs: 'log_id log_member log_date log_error log_ip_address log_request_uri',
  upgrade_history: 'upgrade_id upgrade_version_human',
  tracker: 'trid member_id topic_id start_date',
  forum_tracker: 'frid member_id forum_id start_date',
  core_like: 'like_id like_app like_area like_rel_id like_member_id like_added',
  reputation_index: 'id member_id app type type_id rep_date rep_rating',
})

/** Tables of both that hold no entity, and why. */
export const nonEntities: Readonly<Record<string, string>> = reasons({
  'read into other rows': 'pfields_data rc_reports_index rc_status rc_classes',
  'settings of the software; some are read into the site': 'upgrade_history',
  'settings and texts of the software':
    'admin_permission_keys admin_permission_rows badwords bbcode_mediatag cache_store cache_simple calendar_calendars components conf_settings_titles core_applications core_archive_rules core_editor_stored_replies core_geolocation_cache core_hooks core_hooks_files core_incoming_emails core_item_markers core_item_markers_storage core_rss_imported core_share_links core_sys_cp_sessions_log core_sys_lang core_sys_lang_words core_sys_login core_sys_module core_sys_settings_titles core_uagent_groups core_uagents custom_bbcode emoticons faq forum_perms languages login_methods mod_queued_items openid_temp pfields_groups question_and_answer reputation_levels rss_export rss_import rss_imported skin_cache skin_collections skin_css skin_css_previous skin_generator_sessions skin_macro skin_merge_changes skin_merge_session skin_replacements skin_sets skin_template_links skin_templates skin_templates_cache skin_templates_previous skin_url_mapping subscription_currency subscription_extra subscription_methods subscriptions task_logs task_manager template_diff_changes template_diff_import template_diff_session template_sandr titles topic_mmod topic_views upgrade_sessions rc_status_sev members_warn_actions members_warn_reasons api_users converge_local attachments_type core_tags_perms backup_log backup_queue backup_vars acp_help core_advertisements rc_modpref core_soft_delete_log_archive',
  permissions: 'permission_index core_access',
  'what a member has seen, marked, liked or asked to be told of; no content':
    'core_like_cache core_item_marker topics_read topic_markers topic_ratings topic_tracker inline_notifications reputation_cache reputation_totals profile_portal_views profile_ratings members_partial member_status_actions profile_friends_flood core_tags core_tags_cache twitter_connect facebook_oauth_temp mobile_device_map mobile_app_style core_inline_messages',
  'the search index, made from the posts':
    'search_results core_search_index search_keywords search_visitors tags_index forums_recent_posts',
  'texts made from others for showing them': 'content_cache_posts content_cache_sigs',
  'work the software has before it or has done':
    'bulk_mail mail_queue mail_error_logs spider_logs statistics core_stats_cache captcha reg_antispam api_log cal_events core_rss core_archive_log core_archive_restore core_incoming_email_log core_share_links_caches mobile_notifications',
})

/** Profile fields by the column they stand in, as JSON text. */
export const fieldNames = `(SELECT jsonb_object_agg('field_' || pf_id, coalesce(nullif(pf_key, ''), pf_title))::text FROM pfields_data WHERE pf_id IS NOT NULL)`

/** The board as a whole, from a table of settings; its address stands in a file of the installation. */
export function site(settings: string): string {
  return `SELECT max(coalesce(nullif(conf_value, ''), conf_default)) FILTER (WHERE conf_key = 'board_url') AS address,
         max(coalesce(nullif(conf_value, ''), conf_default)) FILTER (WHERE conf_key = 'board_name') AS title,
         (SELECT split_part(max(lpad(upgrade_id, 12, '0') || ' ' || upgrade_version_human), ' ', 2) FROM upgrade_history) AS version,
         max(coalesce(nullif(conf_value, ''), conf_default)) FILTER (WHERE conf_key = 'board_url') AS base_url,
         max(coalesce(nullif(conf_value, ''), conf_default)) FILTER (WHERE conf_key = 'time_offset') AS timezone
    FROM ${settings}`
}
