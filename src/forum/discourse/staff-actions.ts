import type { Derived } from '../forum.ts'

/** What staff did, in the order of its numbers from 1 (app/models/user_history.rb, 3.4); later names where one was changed. */
const names =
  `delete_user change_trust_level change_site_setting change_theme delete_theme checked_for_custom_avatar notified_about_avatar
  notified_about_sequential_replies notified_about_dominating_topic suspend_user unsuspend_user facebook_no_email grant_badge revoke_badge
  auto_trust_level_change check_email delete_post delete_topic impersonate roll_up change_username custom custom_staff anonymize_user
  reviewed_post change_category_settings delete_category create_category change_site_text silence_user unsilence_user grant_admin
  revoke_admin grant_moderation revoke_moderation backup_create rate_limited_like revoke_email deactivate_user wizard_step
  lock_trust_level unlock_trust_level activate_user change_readonly_mode backup_download backup_destroy notified_about_get_a_room
  change_name post_locked post_unlocked check_personal_message disabled_second_factor post_edit topic_published recover_topic
  post_approved create_badge change_badge delete_badge removed_silence_user removed_suspend_user removed_unsilence_user
  removed_unsuspend_user post_rejected merge_user entity_export change_password topic_timestamps_changed approve_user web_hook_create
  web_hook_update web_hook_destroy embeddable_host_create embeddable_host_update embeddable_host_destroy web_hook_deactivate
  change_theme_setting disable_theme_component enable_theme_component api_key_create api_key_update api_key_destroy revoke_title
  change_title override_upload_secure_status page_published page_unpublished add_email update_email destroy_email topic_closed
  topic_opened topic_archived topic_unarchived post_staff_note_create post_staff_note_destroy watched_word_create
  watched_word_destroy delete_group permanently_delete_post_revisions create_public_sidebar_section update_public_sidebar_section
  destroy_public_sidebar_section reset_bounce_score create_watched_word_group update_watched_word_group delete_watched_word_group
  redirected_to_required_fields filled_in_required_fields topic_slow_mode_set topic_slow_mode_removed custom_emoji_create
  custom_emoji_destroy delete_post_permanently delete_topic_permanently tag_group_create tag_group_destroy tag_group_change
  delete_associated_accounts`
    .trim()
    .split(/\s+/)

/** The number of an action as SQL compares it. */
export function numberOf(name: string): string {
  const at = names.indexOf(name)
  if (at < 0) throw new Error(`Discourse has no action ${name}`)
  return `'${at + 1}'`
}

/** A number, and perhaps the name of an extension's own action behind it, in words; a later number stays one. */
export const staffAction: Derived = {
  by: (text) => {
    const [number = '', ...own] = text.split(' ')
    return [names[Number(number) - 1] ?? `action ${number}`, ...own].join(' ')
  },
}
