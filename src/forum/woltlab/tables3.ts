import type { Tables } from '../forum.ts'
import { reasons, tablesOf } from '../words.ts'

/** What every Burning Board 3 has and a board cannot be read without; names of columns in lower case. */
export const needs3: Tables = tablesOf({
  wcf1_package: 'packageid package packageversion',
  wcf1_user:
    'userid username email password salt registrationdate banned banreason registrationipaddress lastactivitytime signature usertitle',
  wcf1_user_option: 'optionid optionname categoryname',
  wcf1_user_option_value: 'userid',
  wcf1_group: 'groupid groupname grouptype',
  wcf1_user_to_groups: 'userid groupid',
  wbb1_1_board: 'boardid parentid title description boardtype isclosed',
  wbb1_1_thread:
    'threadid boardid topic time userid username views isannouncement issticky isdisabled isclosed isdeleted movedthreadid',
  wbb1_1_post:
    'postid threadid userid username subject message time isdeleted isdisabled editor editorid lastedittime editcount editreason enablehtml ipaddress',
  wcf1_pm: 'pmid parentpmid userid username subject message time enablehtml',
  wcf1_pm_to_user: 'pmid recipientid recipient isblindcopy isdeleted isviewed folderid',
  wcf1_attachment: 'attachmentid containerid containertype userid attachmentname attachmentsize filetype uploadtime',
})

/** What is read where it is there. */
export const optional3: Tables = tablesOf({
  wcf1_user: 'activationcode emailconfirmed banexpires newemail oldusername authdata',
  wcf1_user_option_value: 'useroption*',
  wcf1_option: 'optionname optionvalue',
  wcf1_language_item: 'languageitem languageitemvalue',
  wcf1_group_option: 'optionid optionname',
  wcf1_group_option_value: 'groupid optionid optionvalue',
  wbb1_1_board_structure: 'parentid boardid position',
  wbb1_1_board_moderator: 'boardid userid groupid',
  wbb1_1_thread: 'deletetime deletedby deletedbyid deletereason',
  wbb1_1_post: 'deletetime deletedby deletedbyid deletereason pollid',
  wcf1_pm: 'isdraft saveinoutbox ipaddress',
  wcf1_pm_folder: 'folderid foldername',
  wcf1_poll: 'pollid messageid messagetype question time endtime',
  wcf1_poll_option: 'polloptionid pollid polloption votes',
  wcf1_poll_option_vote: 'polloptionid userid ipaddress',
  wcf1_poll_vote: 'pollid userid ipaddress',
  wbb1_1_board_subscription: 'userid boardid',
  wbb1_1_thread_subscription: 'userid threadid',
  wcf1_user_guestbook: 'entryid ownerid userid username message time',
  wcf1_user_whitelist: 'userid whiteuserid',
  wcf1_user_blacklist: 'userid blackuserid',
  wcf1_user_failed_login: 'failedloginid userid username time ipaddress useragent',
  wcf1_session: 'sessionid userid ipaddress useragent lastactivitytime',
  wcf1_acp_session: 'sessionid userid ipaddress useragent lastactivitytime',
  wcf1_acp_session_log: 'sessionlogid userid ipaddress useragent time lastactivitytime',
  wcf1_acp_session_access_log: 'sessionaccesslogid sessionlogid ipaddress time requesturi',
  wcf1_user_infraction_warning_to_user: 'userwarningid objectid objecttype userid judgeid time reason title',
  wcf1_user_infraction_suspension_to_user: 'usersuspensionid userid judgeid time expires',
  wbb1_1_post_report: 'reportid postid userid report reporttime',
  wbb1_1_thread_announcement: 'boardid threadid',
  wcf1_search: 'searchid userid searchdate',
})

/** Tables that hold no entity, and why. */
export const nonEntities3: Readonly<Record<string, string>> = reasons({
  'read into other rows':
    'wcf1_package wcf1_user_option wcf1_language_item wcf1_group_option wcf1_group_option_value wbb1_1_board_structure wcf1_pm_folder wcf1_poll wcf1_poll_vote',
  'settings and texts of the software':
    'wcf1_acp_menu_item wcf1_acp_template wcf1_acp_template_patch wcf1_avatar wcf1_avatar_category wcf1_bbcode wcf1_bbcode_attribute wcf1_cache_resource wcf1_cronjobs wcf1_cronjobs_log wcf1_event_listener wcf1_feed_entry wcf1_feed_source wcf1_group_application wcf1_header_menu_item wcf1_help_item wcf1_language wcf1_language_category wcf1_language_to_packages wcf1_option_category wcf1_package_dependency wcf1_package_exclusion wcf1_package_installation_file_log wcf1_package_installation_plugin wcf1_package_installation_queue wcf1_package_installation_sql_log wcf1_package_requirement wcf1_package_requirement_map wcf1_package_update wcf1_package_update_server wcf1_package_update_version wcf1_page_location wcf1_page_menu_item wcf1_searchable_message_type wcf1_smiley wcf1_spider wcf1_stat_type wcf1_style wcf1_style_variable wcf1_style_to_package wcf1_template wcf1_template_pack wcf1_template_patch wcf1_user_option_category wcf1_user_profile_menu_item wcf1_user_rank wcf1_usercp_menu_item wcf1_group_option_category wcf1_user_infraction_warning wcf1_user_infraction_suspension wcf1_help_item_version wbb1_1_board_ignored_by_user wbb1_1_thread_similar',
  permissions: 'wbb1_1_board_to_group wbb1_1_board_to_user wcf1_group_leader wcf1_group_application_option',
  'what a member has seen, marked, liked or asked to be told of; no content':
    'wbb1_1_board_visit wbb1_1_board_closed_category_to_user wbb1_1_board_closed_category_to_admin wbb1_1_board_last_post wbb1_1_thread_visit wbb1_1_thread_rating wbb1_1_thread_announcement wbb1_1_user wbb1_1_user_last_post wcf1_user_profile_visitor wcf1_user_to_languages wcf1_tag wcf1_tag_to_object wcf1_user_activity_point',
  'the search index, made from the posts': 'wbb1_1_post_hash wbb1_1_post_cache wcf1_pm_hash wbb1_1_post_search_index',
  'secrets of log-ins; see the mirror': 'wcf1_session_data wcf1_acp_session_data wcf1_captcha wcf1_user_session_store',
  'work the software has done':
    'wcf1_stat_daily wcf1_import_mapping wcf1_attachment_container_type wcf1_search_keyword',
})

/** The board as a whole, from its settings and packages. */
export const site3 = `
  SELECT max(optionValue) FILTER (WHERE optionName = 'page_url') AS address, max(optionValue) FILTER (WHERE optionName = 'page_title') AS title,
         (SELECT max(packageVersion) FROM wcf1_package WHERE package = 'com.woltlab.wbb') AS version,
         max(optionValue) FILTER (WHERE optionName = 'page_url') AS base_url, max(optionValue) FILTER (WHERE optionName = 'timezone') AS timezone FROM wcf1_option`
