import type { Tables } from '../forum.ts'
import { reasons, tablesOf } from '../words.ts'

/** What every XenForo has and a board cannot be read without. */
export const needs: Tables = tablesOf({
  xf_option: 'option_id option_value',
  xf_user:
    'user_id username email custom_title timezone user_group_id message_count register_date last_activity user_state is_moderator is_admin',
  xf_user_profile: 'user_id dob_day dob_month dob_year signature location about',
  xf_user_authenticate: 'user_id scheme_class data',
  xf_ip: 'ip_id user_id content_type content_id action ip log_date',
  xf_node: 'node_id title description node_type_id parent_node_id lft',
  xf_thread:
    'thread_id node_id title view_count user_id username post_date sticky discussion_state discussion_open discussion_type',
  xf_post:
    'post_id thread_id user_id username post_date message ip_id message_state last_edit_date last_edit_user_id edit_count',
  xf_conversation_master: 'conversation_id title user_id username',
  xf_conversation_message: 'message_id conversation_id message_date user_id username message ip_id',
  xf_conversation_recipient: 'conversation_id user_id recipient_state last_read_date',
  xf_attachment: 'attachment_id data_id content_type content_id attach_date unassociated',
  xf_attachment_data: 'data_id user_id upload_date filename file_size file_hash',
})

/** What is read where it is there, in all versions. */
export const optional: Tables = tablesOf({
  xf_user: 'language_id',
  xf_user_profile: 'website homepage occupation',
  xf_language: 'language_id language_code',
  xf_admin: 'user_id is_super_admin',
  xf_addon: 'addon_id version_string',
  xf_user_group: 'user_group_id title',
  xf_user_group_relation: 'user_id user_group_id is_primary',
  xf_user_field: 'field_id display_group',
  xf_user_field_value: 'user_id field_id field_value',
  xf_moderator: 'user_id is_super_moderator',
  xf_moderator_content: 'moderator_id content_type content_id user_id',
  xf_forum: 'node_id allow_posting',
  xf_thread_redirect: 'thread_id redirect_key',
  xf_deletion_log: 'content_type content_id delete_date delete_user_id delete_reason',
  xf_edit_history: 'edit_history_id content_type content_id edit_user_id edit_date old_text',
  xf_profile_post: 'profile_post_id profile_user_id user_id username post_date message ip_id message_state',
  xf_profile_post_comment:
    'profile_post_comment_id profile_post_id user_id username comment_date message ip_id message_state',
  xf_conversation_user: 'conversation_id owner_user_id is_unread',
  xf_poll: 'poll_id content_type content_id question close_date',
  xf_poll_response: 'poll_response_id poll_id response response_vote_count',
  xf_poll_vote: 'user_id poll_response_id poll_id',
  xf_user_ban: 'user_id ban_user_id ban_date end_date user_reason',
  xf_ip_match: 'ip match_type create_user_id create_date reason',
  xf_ban_email: 'banned_email create_user_id create_date reason',
  xf_warning: 'warning_id content_type content_id user_id warning_date warning_user_id title notes',
  xf_report: 'report_id content_type content_id report_state content_user_id content_info first_report_date',
  xf_report_comment: 'report_comment_id report_id comment_date user_id message state_change is_report',
  xf_login_attempt: 'attempt_id login ip_address attempt_date',
  xf_session_activity: 'user_id unique_key ip controller_name controller_action params view_date',
  xf_moderator_log:
    'moderator_log_id log_date user_id ip_address content_type content_id content_user_id content_title discussion_content_type discussion_content_id action action_params',
  xf_user_reject: 'user_id reject_date reject_user_id reject_reason',
  xf_admin_log: 'admin_log_id ip_address request_date user_id request_url request_data',
  xf_error_log: 'error_id exception_date user_id ip_address message',
  xf_spam_trigger_log: 'trigger_log_id content_type content_id log_date user_id ip_address result details',
  xf_spam_cleaner_log: 'spam_cleaner_log_id user_id applying_user_id application_date data',
  xf_email_bounce_log: 'bounce_id log_date message_type user_id recipient diagnostic_info',
  xf_search: 'search_id search_query search_constraints user_id search_date',
  xf_draft: 'draft_id draft_key user_id last_update message',
  xf_user_follow: 'user_id follow_user_id',
  xf_user_ignored: 'user_id ignored_user_id',
  xf_forum_watch: 'user_id node_id',
  xf_thread_watch: 'user_id thread_id',
  xf_bookmark_item: 'bookmark_id user_id content_type content_id bookmark_date',
  xf_liked_content: 'like_id content_type content_id like_user_id like_date content_user_id',
  xf_reaction_content:
    'reaction_content_id reaction_id content_type content_id reaction_user_id reaction_date content_user_id',
})

/** Columns of packed addresses. */
export const packed: readonly string[] = [
  'xf_ip.ip',
  ...['login_attempt', 'moderator_log', 'admin_log', 'error_log', 'spam_trigger_log'].map((t) => `xf_${t}.ip_address`),
  'xf_session_activity.ip',
]

/** Tables that hold no entity, and why. */
export const nonEntities: Readonly<Record<string, string>> = reasons({
  'settings of the software; some are read into the site': 'xf_option xf_addon xf_language',
  'read into other rows':
    'xf_admin xf_user_authenticate xf_user_field xf_forum xf_thread_redirect xf_deletion_log xf_attachment_data xf_conversation_master xf_conversation_user xf_poll xf_report',
  'settings and texts of the software':
    'xf_option_group xf_option_group_relation xf_phrase xf_phrase_compiled xf_phrase_map xf_template xf_template_map xf_template_compiled xf_template_include xf_template_modification xf_template_modification_log xf_template_history xf_template_phrase xf_style xf_style_property xf_style_property_definition xf_style_property_group xf_style_property_map xf_admin_template xf_admin_template_compiled xf_admin_template_include xf_admin_template_phrase xf_admin_template_modification xf_admin_template_modification_log xf_email_template xf_email_template_compiled xf_email_template_modification xf_email_template_modification_log xf_email_template_phrase xf_admin_navigation xf_navigation xf_route xf_route_filter xf_route_prefix xf_content_type xf_content_type_field xf_code_event xf_code_event_listener xf_class_extension xf_cron_entry xf_bb_code xf_bb_code_media_site xf_bb_code_parse_cache xf_smilie xf_smilie_category xf_help_page xf_page xf_link_forum xf_category xf_node_type xf_notice xf_notice_dismissed xf_advertising xf_advertising_position xf_widget xf_widget_definition xf_widget_position xf_reaction xf_feed xf_feed_log xf_captcha_question xf_captcha_log xf_payment_provider xf_payment_profile xf_purchasable xf_sitemap xf_member_stat xf_thread_prefix xf_thread_prefix_group xf_forum_prefix xf_thread_field xf_forum_field xf_forum_type xf_thread_type xf_moderator_default xf_trophy xf_user_title_ladder xf_user_upgrade xf_user_group_promotion xf_warning_action xf_warning_definition xf_connected_account_provider xf_oembed xf_image_proxy xf_link_proxy xf_unfurl_result xf_upgrade_log xf_upgrade_check xf_upgrade_job xf_addon_install_batch xf_file_check xf_development_config xf_data_registry xf_registry xf_api_scope xf_featured_content xf_activity_summary_definition xf_activity_summary_section xf_content_type_forum',
  permissions:
    'xf_permission xf_permission_cache_content xf_permission_cache_content_type xf_permission_cache_global_group xf_permission_combination xf_permission_combination_user_group xf_permission_entry xf_permission_entry_content xf_permission_group xf_permission_interface_group xf_admin_permission xf_admin_permission_entry',
  'what a member has seen or was told of; no content':
    'xf_thread_read xf_thread_reply_ban xf_forum_read xf_thread_user_post xf_thread_view xf_user_alert xf_user_alert_optout xf_user_alert_summary xf_user_option xf_user_privacy xf_user_status xf_news_feed xf_content_vote xf_bookmark_label xf_bookmark_label_use xf_user_trophy xf_user_notice_dismissed xf_tag_content xf_tag xf_tag_result_cache xf_user_push_subscription xf_user_group_promotion_log xf_user_group_change xf_attachment_view xf_notice_view xf_find_new xf_find_new_default xf_content_activity_log xf_featured_content_feature xf_moderation_queue xf_approval_queue xf_content_spam_cache',
  'the search index, made from the posts': 'xf_search_index xf_similar_thread',
  'secrets of log-ins; see the mirror':
    'xf_session xf_session_admin xf_session_install xf_user_tfa xf_user_tfa_trusted xf_user_confirmation xf_tfa_attempt xf_tfa_provider xf_oauth_client xf_oauth_token xf_api_key xf_user_api_key xf_passkey xf_pre_reg_action xf_api_attachment_key xf_login_token',
  'work the software has before it or has done':
    'xf_job xf_deferred xf_mail_queue xf_import_log xf_flood_check xf_stats_daily xf_template_cache xf_css_cache xf_cache xf_email_bounce_soft xf_email_unsubscribe xf_usage_stats xf_debug_log xf_change_log_cleanup',
})

/** The board as a whole, from its settings. */
export const site = `
  SELECT max(option_value) FILTER (WHERE option_id = 'boardUrl') AS address,
         max(option_value) FILTER (WHERE option_id = 'boardTitle') AS title,
         coalesce((SELECT max(version_string) FROM xf_addon WHERE addon_id IN ('XF', 'XenForo')),
           max(option_value) FILTER (WHERE option_id = 'currentVersionId')) AS version,
         max(option_value) FILTER (WHERE option_id = 'boardUrl') AS base_url,
         max(option_value) FILTER (WHERE option_id = 'guestTimeZone') AS timezone
    FROM xf_option`
