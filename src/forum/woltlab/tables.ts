import type { Tables } from '../forum.ts'
import { reasons, tablesOf } from '../words.ts'

/** What every WoltLab 4 to 6 has and a board cannot be read without; names of columns in lower case. */
export const needs: Tables = tablesOf({
  wcf1_package: 'packageid package packageversion',
  wcf1_option: 'optionid optionname optionvalue',
  wcf1_user:
    'userid username email password registrationdate banned banreason registrationipaddress lastactivitytime signature usertitle',
  wcf1_user_option: 'optionid optionname categoryname',
  wcf1_user_option_value: 'userid',
  wcf1_user_group: 'groupid groupname grouptype',
  wcf1_user_to_group: 'userid groupid',
  wbb1_board: 'boardid parentid position boardtype title description isclosed',
  wbb1_thread:
    'threadid boardid topic time userid username views isannouncement issticky isdisabled isclosed isdeleted movedthreadid',
  wbb1_post:
    'postid threadid userid username subject message time isdeleted isdisabled editorid lastedittime editcount editreason enablehtml ipaddress',
  wcf1_conversation: 'conversationid subject time userid username',
  wcf1_conversation_message: 'messageid conversationid userid username message time enablehtml ipaddress',
  wcf1_conversation_to_user: 'conversationid participantid hideconversation lastvisittime',
  wcf1_attachment: 'attachmentid objecttypeid objectid userid filename filesize filetype filehash uploadtime',
  wcf1_object_type: 'objecttypeid definitionid objecttype',
})

/** What is read where it is there. */
export const optional: Tables = tablesOf({
  wcf1_user: 'activationcode emailconfirmed banexpires newemail oldusername authdata languageid wbbposts',
  wcf1_user_option_value: 'useroption*',
  wcf1_language: 'languageid languagecode',
  wcf1_language_item: 'languageitem languageitemvalue',
  wcf1_application: 'packageid domainname domainpath',
  wcf1_object_type_definition: 'definitionid definitionname',
  wcf1_user_group_option: 'optionid optionname',
  wcf1_user_group_option_value: 'groupid optionid optionvalue',
  wcf1_acl_option: 'optionid categoryname',
  wcf1_acl_option_to_user: 'optionid objectid userid optionvalue',
  wcf1_acl_option_to_group: 'optionid objectid groupid optionvalue',
  wbb1_thread: 'deletetime',
  wbb1_post: 'deletetime pollid',
  wcf1_conversation: 'isdraft',
  wcf1_conversation_message: 'lastedittime',
  wcf1_conversation_to_user: 'isinvisible',
  wcf1_attachment: 'tmphash fileid',
  wcf1_file: 'fileid filename filesize filehash mimetype',
  wcf1_poll: 'pollid question time endtime',
  wcf1_poll_option: 'optionid pollid optionvalue votes',
  wcf1_poll_option_vote: 'pollid optionid userid',
  wcf1_comment: 'commentid objecttypeid objectid time userid username message enablehtml',
  wcf1_comment_response: 'responseid commentid time userid username message enablehtml',
  wcf1_user_follow: 'followid userid followuserid',
  wcf1_user_ignore: 'ignoreid userid ignoreuserid',
  wcf1_user_authentication_failure: 'failureid environment userid username time ipaddress useragent',
  wcf1_session: 'sessionid userid ipaddress useragent lastactivitytime',
  wcf1_acp_session: 'sessionid userid ipaddress useragent lastactivitytime',
  wcf1_user_session: 'sessionid userid ipaddress useragent creationtime lastactivitytime',
  wcf1_acp_session_log: 'sessionlogid userid ipaddress useragent time lastactivitytime',
  wcf1_acp_session_access_log: 'sessionaccesslogid sessionlogid ipaddress time requesturi',
  wcf1_moderation_queue: 'queueid objecttypeid objectid userid time status additionaldata',
  wcf1_modification_log: 'logid objecttypeid objectid userid time action additionaldata',
  wcf1_edit_history_entry: 'entryid objecttypeid objectid userid time obsoletedat obsoletedbyuserid message',
  wcf1_user_infraction_warning: 'userwarningid objecttypeid objectid userid judgeid time title reason',
  wcf1_user_infraction_suspension: 'usersuspensionid userid judgeid time expires reason',
  wcf1_paid_subscription_transaction_log: 'logid userid logtime transactionid transactiondetails logmessage',
  wcf1_user_object_watch: 'watchid objecttypeid objectid userid',
  wcf1_like: 'likeid objectid objecttypeid objectuserid userid time likevalue',
  wcf1_search: 'searchid userid searchdata searchtime',
})

/** Tables that hold no entity, and why. */
export const nonEntities: Readonly<Record<string, string>> = reasons({
  'read into other rows':
    'wcf1_package wcf1_user_option wcf1_language wcf1_language_item wcf1_application wcf1_object_type wcf1_object_type_definition wcf1_user_group_option wcf1_user_group_option_value wcf1_acl_option wcf1_conversation wcf1_file wcf1_poll',
  'settings and texts of the software':
    'wcf1_acp_dashboard_box_to_user wcf1_acp_menu_item wcf1_acp_search_provider wcf1_acp_template wcf1_ad wcf1_article wcf1_article_content wcf1_bbcode wcf1_bbcode_attribute wcf1_bbcode_media_provider wcf1_box wcf1_box_content wcf1_box_to_page wcf1_captcha_question wcf1_category wcf1_clipboard_action wcf1_clipboard_page wcf1_clipboard_item wcf1_contact_attachment wcf1_devtools_missing_language_item wcf1_condition wcf1_contact_option wcf1_contact_recipient wcf1_core_object wcf1_cronjob wcf1_cronjob_log wcf1_dashboard_box wcf1_dashboard_option wcf1_devtools_project wcf1_event_listener wcf1_label wcf1_label_group wcf1_label_group_to_object wcf1_label_object wcf1_language_category wcf1_language_server wcf1_media wcf1_media_content wcf1_menu wcf1_menu_item wcf1_notice wcf1_option_category wcf1_package_audit_log wcf1_package_compatibility wcf1_package_exclusion wcf1_package_installation_file_log wcf1_package_installation_form wcf1_package_installation_node wcf1_package_installation_plugin wcf1_package_installation_queue wcf1_package_installation_sql_log wcf1_package_requirement wcf1_package_update wcf1_package_update_compatibility wcf1_package_update_exclusion wcf1_package_update_fromversion wcf1_package_update_optional wcf1_package_update_requirement wcf1_package_update_server wcf1_package_update_version wcf1_page wcf1_page_box_order wcf1_page_content wcf1_page_menu_item wcf1_paid_subscription wcf1_reaction_type wcf1_registry wcf1_sitemap wcf1_smiley wcf1_spider wcf1_style wcf1_style_variable wcf1_style_variable_value wcf1_template wcf1_template_group wcf1_template_listener wcf1_trophy wcf1_user_menu_item wcf1_user_notification_event wcf1_user_option_category wcf1_user_profile_menu_item wcf1_user_rank wcf1_user_infraction wcf1_user_infraction_warning_definition wcf1_user_infraction_suspension_definition wcf1_infraction_warning wcf1_infraction_suspension wbb1_board_option wbb1_rss_feed wbb1_thread_form wbb1_thread_form_option wcf1_blacklist_status wcf1_blacklist_entry wcf1_email_log_entry wcf1_file_thumbnail wcf1_conversation_label wcf1_conversation_label_to_object wcf1_tag wcf1_tag_to_object wcf1_user_avatar wcf1_unfurl_url wcf1_unfurl_url_image wcf1_image_proxy',
  permissions:
    'wcf1_acl_simple_to_group wcf1_acl_simple_to_user wcf1_user_group_option_category wcf1_acl_option_category wcf1_user_group_assignment wcf1_user_group_manager',
  'what a member has seen, marked, liked or asked to be told of; no content':
    'wbb1_thread_similar wbb1_thread_announcement wbb1_thread_to_user wbb1_board_last_post wcf1_like_object wcf1_message_embedded_object wcf1_tracked_visit wcf1_tracked_visit_type wcf1_user_activity_event wcf1_user_activity_point wcf1_user_collapsible_content wcf1_user_notification wcf1_user_notification_author wcf1_user_notification_event_to_user wcf1_user_notification_to_user wcf1_user_profile_visitor wcf1_user_special_trophy wcf1_user_trophy wcf1_user_to_language wcf1_language_to_user wcf1_notice_dismissed wcf1_moderation_queue_to_user wcf1_paid_subscription_user wcf1_user_storage wcf1_article_moderation',
  'the search index, made from the posts':
    'wbb1_post_search_index wcf1_conversation_message_search_index wcf1_article_search_index wcf1_page_search_index wcf1_search_index_queue wcf1_search_keyword',
  'secrets of log-ins; see the mirror':
    'wcf1_session_virtual wcf1_acp_session_virtual wcf1_user_multifactor wcf1_user_multifactor_backup wcf1_user_multifactor_email wcf1_user_multifactor_totp wcf1_service_worker wcf1_service_worker_notification wcf1_package_update_auth wcf1_flood_control',
  'work the software has before it or has done':
    'wcf1_background_job wcf1_file_temporary wcf1_import_mapping wcf1_stat_daily wcf1_cli_history wcf1_migration',
})

/** The board as a whole, from its settings and packages. */
export const site = `
  SELECT (SELECT max(a.domainName || coalesce(a.domainPath, '')) FROM wcf1_application a JOIN wcf1_package p ON p.packageID = a.packageID AND p.package = 'com.woltlab.wbb') AS address,
         max(optionValue) FILTER (WHERE optionName = 'page_title') AS title,
         (SELECT max(packageVersion) FROM wcf1_package WHERE package = 'com.woltlab.wbb') AS version,
         (SELECT max('https://' || a.domainName || coalesce(a.domainPath, '')) FROM wcf1_application a JOIN wcf1_package p ON p.packageID = a.packageID AND p.package = 'com.woltlab.wbb') AS base_url,
         max(optionValue) FILTER (WHERE optionName = 'timezone') AS timezone
    FROM wcf1_option`
