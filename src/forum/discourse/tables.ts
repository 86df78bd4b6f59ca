import type { Tables } from '../forum.ts'
import { reasons, tablesOf } from '../words.ts'

/** What every Discourse has and a board cannot be read without. */
export const needs: Tables = tablesOf({
  schema_migrations: 'version',
  site_settings: 'name value',
  users:
    'id username name created_at active last_seen_at admin moderator ip_address registration_ip_address date_of_birth title locale suspended_at suspended_till',
  user_emails: 'id user_id email primary',
  user_profiles: 'user_id location website bio_raw',
  groups: 'id name',
  group_users: 'group_id user_id owner',
  categories: 'id name parent_category_id position description',
  topics:
    'id title created_at views user_id category_id archetype closed pinned_at pinned_globally deleted_at deleted_by_id visible',
  posts:
    'id user_id topic_id post_number raw created_at post_type version last_editor_id last_version_at edit_reason deleted_at deleted_by_id hidden action_code',
  topic_allowed_users: 'topic_id user_id',
  uploads: 'id user_id original_filename filesize url created_at extension',
})

/** What is read where it is there. */
export const optional: Tables = tablesOf({
  users: 'password_hash password_algorithm staged email',
  user_passwords: 'user_id password_hash password_algorithm',
  user_stats: 'user_id post_count',
  user_options: 'user_id timezone',
  user_fields: 'id name',
  user_custom_fields: 'id user_id name value',
  user_associated_accounts: 'id user_id provider_name provider_uid info',
  single_sign_on_records: 'id user_id external_id external_username external_email external_name',
  oauth2_user_infos: 'id user_id uid provider email name',
  user_open_ids: 'id user_id email url',
  twitter_user_infos: 'id user_id screen_name twitter_user_id email',
  facebook_user_infos: 'id user_id facebook_user_id username first_name last_name email name location about_me',
  google_user_infos: 'id user_id google_user_id first_name last_name email name',
  github_user_infos: 'id user_id screen_name github_user_id',
  instagram_user_infos: 'id user_id screen_name instagram_user_id',
  anonymous_users: 'id user_id master_user_id',
  user_avatars: 'id user_id custom_upload_id',
  user_statuses: 'user_id description',
  email_tokens: 'id user_id email',
  email_logs: 'id user_id to_address',
  skipped_email_logs: 'id user_id to_address',
  user_ip_address_histories: 'id user_id ip_address created_at updated_at',
  user_profile_views: 'id user_profile_id viewed_at ip_address user_id',
  topic_links: 'id topic_id post_id url',
  topic_link_clicks: 'id topic_link_id user_id created_at ip_address',
  plugin_store_rows: 'id plugin_name key value',
  discourse_reactions_reactions: 'id reaction_value',
  discourse_reactions_reaction_users: 'id reaction_id user_id post_id created_at',
  chat_uploads: 'chat_message_id upload_id',
  queued_posts: 'id topic_id user_id raw state created_at',
  invited_users: 'id user_id invite_id redeemed_at',
  warnings: 'id topic_id user_id created_by_id created_at',
  category_moderation_groups: 'id category_id group_id',
  topic_allowed_groups: 'topic_id group_id',
  topic_users: 'topic_id user_id last_read_post_number notification_level',
  category_users: 'id user_id category_id notification_level',
  bookmarks: 'id user_id post_id bookmarkable_id bookmarkable_type created_at',
  user_archived_messages: 'user_id topic_id',
  upload_references: 'upload_id target_type target_id',
  post_uploads: 'upload_id post_id',
  polls: 'id post_id title close_at created_at',
  poll_options: 'id poll_id html',
  poll_votes: 'poll_id poll_option_id user_id',
  drafts: 'id user_id draft_key data created_at updated_at',
  chat_channels: 'id name chatable_id chatable_type created_at',
  chat_messages: 'id chat_channel_id user_id created_at message deleted_at deleted_by_id last_editor_id',
  direct_message_users: 'direct_message_channel_id user_id',
  muted_users: 'user_id muted_user_id',
  ignored_users: 'user_id ignored_user_id',
  screened_ip_addresses: 'id ip_address action_type created_at',
  screened_emails: 'id email action_type created_at ip_address',
  user_warnings: 'id topic_id user_id created_by_id created_at',
  reviewables: 'id type status created_by_id target_id target_type topic_id category_id payload created_at',
  reviewable_scores: 'id reviewable_id user_id reviewable_score_type reason created_at',
  post_actions: 'id post_id user_id post_action_type_id created_at deleted_at',
  user_auth_tokens: 'id user_id user_agent client_ip created_at seen_at',
  user_auth_token_logs: 'id action user_id client_ip user_agent created_at path',
  user_histories:
    'id action acting_user_id target_user_id details context ip_address email subject previous_value new_value topic_id post_id category_id created_at custom_type',
  post_revisions: 'id user_id post_id number modifications created_at',
  chat_message_revisions: 'id chat_message_id old_message user_id created_at',
  search_logs: 'id term user_id ip_address created_at',
  topic_views: 'topic_id viewed_at user_id ip_address',
  incoming_links: 'id created_at ip_address current_user_id post_id',
  incoming_emails: 'id user_id topic_id post_id from_address subject created_at',
  email_change_requests: 'id user_id old_email new_email created_at',
  invites: 'id email invited_by_id created_at user_id custom_message',
})

/** Tables that hold no entity, and why. */
export const nonEntities: Readonly<Record<string, string>> = reasons({
  'settings of the software; some are read into the site': 'schema_migrations site_settings',
  'read into other rows':
    'user_profiles user_passwords user_stats user_options user_fields topic_allowed_groups user_archived_messages upload_references post_uploads polls direct_message_users chat_uploads topic_links discourse_reactions_reactions',
  'settings and texts of the software':
    'ar_internal_metadata schema_migration_details badges badge_groupings badge_types color_schemes color_scheme_colors themes theme_fields theme_settings theme_translation_overrides theme_modifier_sets child_themes javascript_caches translation_overrides web_hooks web_crawler_requests web_hook_event_types web_hook_event_types_hooks watched_words watched_word_groups embeddable_hosts form_templates permalinks post_action_types flags remote_themes sitemaps stylesheet_cache custom_emojis tags tag_groups tag_group_memberships tag_group_permissions tag_users categories_web_hooks groups_web_hooks tags_web_hooks category_settings category_custom_fields category_tags category_tag_groups category_tag_stats category_featured_topics category_form_templates category_required_tag_groups category_search_data user_field_options sidebar_sections sidebar_urls sidebar_section_links application_requests scheduler_stats screened_urls dismissed_topic_users onceoff_logs problem_check_trackers optimized_images optimized_videos thumbnail_topics topic_thumbnails backup_metadata backup_draft_posts backup_draft_topics developers shelved_notifications ai_tools admin_notices data_explorer_queries data_explorer_query_groups discourse_automation_automations discourse_automation_fields discourse_automation_user_global_notices discourse_calendar_disabled_holidays discourse_templates_usage_count embeddable_host_tags gamification_leaderboards gamification_scores gamification_score_events theme_settings_migrations theme_svg_sprites topic_view_stats user_required_fields_versions category_featured_users site_customizations site_texts',
  permissions:
    'category_groups group_mentions group_requests group_histories group_associated_groups associated_groups user_associated_groups group_archived_messages allowed_pm_users group_custom_fields group_category_notification_defaults group_tag_notification_defaults',
  'what a member has seen, marked, liked or asked to be told of; no content':
    'notifications user_actions user_badges user_visits user_uploads directory_items directory_columns do_not_disturb_timings draft_sequences given_daily_likes linked_topics post_timings post_custom_fields post_details post_replies post_reply_keys post_stats post_hotlinked_media published_pages quoted_posts top_topics topic_custom_fields topic_embeds topic_groups topic_hot_scores topic_invites topic_localizations post_localizations topic_search_data topic_tags topic_timers user_export user_exports user_notification_schedules incoming_domains incoming_referers reviewable_histories reviewable_claimed_topics reviewable_notes unsubscribe_keys user_api_key_clients invited_groups chat_mentions chat_message_reactions chat_threads chat_message_interactions chat_message_custom_fields chat_webhook_events user_chat_channel_memberships user_chat_thread_memberships direct_message_channels chat_channel_archives chat_drafts chat_mention_notifications external_upload_stubs shared_drafts summary_sections incoming_chat_webhooks message_bus group_archived_message post_voting_votes topic_voting_votes discourse_voting_votes discourse_voting_topic_vote_count',
  'the search index, made from the posts': 'post_search_data user_search_data tag_search_data chat_message_search_data',
  'secrets of log-ins; see the mirror':
    'api_keys api_key_scopes user_api_keys user_api_key_scopes user_second_factors user_security_keys push_subscriptions password_reset_tokens imap_sync_logs',
  'work the software has before it or has done':
    'search_data web_hook_events redelivering_webhook_events web_hook_events_daily_aggregates user_search_logs email_styles',
})

/** The board as a whole, from its settings; its address stands in a file of the installation. */
export const site = `
  SELECT NULL::text AS address, max(value) FILTER (WHERE name = 'title') AS title, (SELECT max(version) FROM schema_migrations) AS version, NULL::text AS base_url,
         NULL::text AS timezone FROM site_settings`

/** SQL for a flag of PostgreSQL as COPY writes it. */
export const yes = (column: string): string => `coalesce(${column} IN ('t', 'true', '1'), false)`
