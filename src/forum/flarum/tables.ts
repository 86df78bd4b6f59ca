import type { Tables } from '../forum.ts'
import { reasons, tablesOf } from '../words.ts'

/** What every Flarum has and a board cannot be read without. */
export const needs: Tables = tablesOf({
  settings: 'key value',
  users: 'id username email is_email_confirmed password joined_at last_seen_at comment_count',
  groups: 'id name_singular name_plural',
  group_user: 'user_id group_id',
  discussions: 'id title created_at user_id first_post_id hidden_at hidden_user_id is_private',
  posts:
    'id discussion_id number created_at user_id type content edited_at edited_user_id hidden_at hidden_user_id ip_address',
  access_tokens: 'id user_id last_activity_at created_at type last_ip_address last_user_agent',
})

/** What is read where it is there: parts of the software that can be left out, and what is commonly added to it. */
export const optional: Tables = tablesOf({
  users: 'nickname bio suspended_until suspend_reason preferences',
  discussions: 'is_approved is_locked is_sticky view_count',
  posts: 'is_approved',
  tags: 'id name description parent_id position is_hidden is_restricted',
  discussion_tag: 'discussion_id tag_id',
  flags: 'id post_id type user_id reason reason_detail created_at',
  login_providers: 'id user_id provider identifier',
  email_tokens: 'token email user_id created_at',
  password_tokens: 'token user_id created_at',
  registration_tokens: 'token provider identifier created_at',
  recipients: 'id discussion_id user_id group_id removed_at',
  dialogs: 'id type',
  dialog_messages: 'id dialog_id user_id content created_at',
  dialog_user: 'dialog_id user_id last_read_message_id',
  polls: 'id question discussion_id post_id end_date created_at',
  poll_options: 'id poll_id answer vote_count',
  poll_votes: 'id poll_id option_id user_id',
  fof_upload_files: 'id actor_id base_name path url type size created_at discussion_id post_id',
  fof_upload_file_posts: 'id file_id post_id',
  fof_masquerade_fields: 'id name',
  fof_masquerade_answers: 'id user_id field_id content',
  banned_ips: 'id creator_id user_id address reason created_at',
  warnings: 'id user_id created_user_id post_id public_comment private_comment created_at',
  drafts: 'id user_id title content created_at updated_at',
  ignored_user: 'user_id ignored_user_id',
  user_followers: 'user_id followed_user_id',
  username_requests: 'id user_id requested_username status reason created_at',
  post_edit_histories: 'id actor_id post_id revision content created_at',
  audit_log: 'id actor_id client ip_address action payload created_at',
  discussion_user: 'user_id discussion_id subscription',
  post_likes: 'post_id user_id created_at',
})

/** Tables that hold no entity, and why. */
export const nonEntities: Readonly<Record<string, string>> = reasons({
  'settings of the software; some are read into the site': 'settings',
  'read into other rows': 'discussion_tag dialogs polls fof_masquerade_fields fof_upload_file_posts',
  'settings and texts of the software':
    'migrations links pages reactions fof_terms_policies emojis badges badge_category ranks catch_the_fish webhooks',
  permissions: 'group_permission',
  'what a member has seen, marked, liked or asked to be told of; no content':
    'notifications post_user dialog_message_mentions_group dialog_message_mentions_post dialog_message_mentions_tag dialog_message_mentions_user post_mentions_group post_mentions_post post_mentions_tag post_mentions_user tag_user post_reactions discussion_views badge_user rank_users fof_upload_downloads fof_terms_policy_user bookmarks push_subscriptions discussion_sticky_tag unsubscribe_tokens',
  'secrets of log-ins; see the mirror': 'api_keys sessions two_factor passkeys',
  'work the software has before it or has done':
    'queue_jobs queue_failed_jobs jobs failed_jobs cache package_manager_tasks',
})

/** The board as a whole, from its settings; its address stands in a file of the installation. */
export const site = `
  SELECT max(value) FILTER (WHERE key IN ('forum_url', 'url')) AS address, max(value) FILTER (WHERE key = 'forum_title') AS title,
         max(value) FILTER (WHERE key = 'version') AS version, max(value) FILTER (WHERE key IN ('forum_url', 'url')) AS base_url, NULL::text AS timezone
    FROM settings`
