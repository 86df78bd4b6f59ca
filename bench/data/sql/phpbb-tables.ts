/** The tables of phpBB 3.3.10 as MariaDB stores them, in dump order. */
import type { Dialect, TableDefinition } from './tables.ts'

export const phpbbDialect: Dialect = { prefix: 'phpbb_', keyPrefix: '', collation: 'bin' }

export const phpbbTables: readonly TableDefinition[] = [
  [
    'acl_groups',
    'group_id:m forum_id:m auth_option_id:m auth_role_id:m auth_setting:i1.2',
    'group_id(group_id) auth_opt_id(auth_option_id) auth_role_id(auth_role_id)',
  ],
  [
    'acl_options',
    'auth_option_id:m+ auth_option:v50 is_global:b is_local:b founder_only:b',
    'PRIMARY(auth_option_id) !auth_option(auth_option)',
  ],
  [
    'acl_roles',
    'role_id:m+ role_name:v255 role_description:text role_type:v10 role_order:s',
    'PRIMARY(role_id) role_type(role_type) role_order(role_order)',
  ],
  [
    'acl_roles_data',
    'role_id:m auth_option_id:m auth_setting:i1.2',
    'PRIMARY(role_id,auth_option_id) ath_op_id(auth_option_id)',
  ],
  [
    'acl_users',
    'user_id:u forum_id:m auth_option_id:m auth_role_id:m auth_setting:i1.2',
    'user_id(user_id) auth_option_id(auth_option_id) auth_role_id(auth_role_id)',
  ],
  [
    'attachments',
    'attach_id:u+ post_msg_id:u topic_id:u in_message:b poster_id:u is_orphan:b=1 physical_filename:v255 real_filename:v255 download_count:m attach_comment:text extension:v100 mimetype:v100 filesize:i4.20u filetime:t thumbnail:b',
    'PRIMARY(attach_id) filetime(filetime) post_msg_id(post_msg_id) topic_id(topic_id) poster_id(poster_id) is_orphan(is_orphan)',
  ],
  [
    'banlist',
    'ban_id:u+ ban_userid:u ban_ip:v40 ban_email:v100 ban_start:t ban_end:t ban_exclude:b ban_reason:v255 ban_give_reason:v255',
    'PRIMARY(ban_id) ban_end(ban_end) ban_user(ban_userid,ban_exclude) ban_email(ban_email,ban_exclude) ban_ip(ban_ip,ban_exclude)',
  ],
  [
    'bbcodes',
    'bbcode_id:s bbcode_tag:v16 bbcode_helpline:text display_on_posting:b bbcode_match:text bbcode_tpl:mtext first_pass_match:mtext first_pass_replace:mtext second_pass_match:mtext second_pass_replace:mtext',
    'PRIMARY(bbcode_id) display_on_post(display_on_posting)',
  ],
  ['bookmarks', 'topic_id:u user_id:u', 'PRIMARY(topic_id,user_id)'],
  [
    'bots',
    'bot_id:u+ bot_active:b=1 bot_name:v255 user_id:u bot_agent:v255 bot_ip:v255',
    'PRIMARY(bot_id) bot_active(bot_active)',
  ],
  ['config', 'config_name:v255 config_value:v255 is_dynamic:b', 'PRIMARY(config_name) is_dynamic(is_dynamic)'],
  ['config_text', 'config_name:v255 config_value:mtext', 'PRIMARY(config_name)'],
  [
    'confirm',
    'confirm_id:c32 session_id:c32 confirm_type:i1.3 code:v8 seed:u attempts:m',
    'PRIMARY(session_id,confirm_id) confirm_type(confirm_type)',
  ],
  ['disallow', 'disallow_id:m+ disallow_username:v255', 'PRIMARY(disallow_id)'],
  [
    'drafts',
    'draft_id:u+ user_id:u topic_id:u forum_id:m save_time:t draft_subject:v255 draft_message:mtext',
    'PRIMARY(draft_id) save_time(save_time)',
  ],
  ['ext', 'ext_name:v255 ext_active:b ext_state:text', '!ext_name(ext_name)'],
  [
    'extension_groups',
    'group_id:m+ group_name:v255 cat_id:i1.2 allow_group:b download_mode:b=1 upload_icon:v255 max_filesize:i4.20u allowed_forums:text allow_in_pm:b',
    'PRIMARY(group_id)',
  ],
  ['extensions', 'extension_id:m+ group_id:m extension:v100', 'PRIMARY(extension_id)'],
  [
    'forums',
    'forum_id:m+ parent_id:m left_id:m right_id:m forum_parents:mtext forum_name:v255 forum_desc:text forum_desc_bitfield:v255 forum_desc_options:i4.11u=7 forum_desc_uid:v8 forum_link:v255 forum_password:v255 forum_style:m forum_image:v255 forum_rules:text forum_rules_link:v255 forum_rules_bitfield:v255 forum_rules_options:i4.11u=7 forum_rules_uid:v8 forum_topics_per_page:s forum_type:i1.4 forum_status:i1.4 forum_last_post_id:u forum_last_poster_id:u forum_last_post_subject:v255 forum_last_post_time:t forum_last_poster_name:v255 forum_last_poster_colour:v6 forum_flags:i1.4=32 display_on_index:b=1 enable_indexing:b=1 enable_icons:b=1 enable_prune:b prune_next:t prune_days:m prune_viewed:m prune_freq:m display_subforum_list:b=1 display_subforum_limit:b forum_options:i4.20u forum_posts_approved:m forum_posts_unapproved:m forum_posts_softdeleted:m forum_topics_approved:m forum_topics_unapproved:m forum_topics_softdeleted:m enable_shadow_prune:b prune_shadow_days:i3.8u=7 prune_shadow_freq:i3.8u=1 prune_shadow_next:i4.11',
    'PRIMARY(forum_id) left_right_id(left_id,right_id) forum_lastpost_id(forum_last_post_id)',
  ],
  ['forums_access', 'forum_id:m user_id:u session_id:c32', 'PRIMARY(forum_id,user_id,session_id)'],
  ['forums_track', 'user_id:u forum_id:m mark_time:t', 'PRIMARY(user_id,forum_id)'],
  [
    'forums_watch',
    'forum_id:m user_id:u notify_status:b',
    'forum_id(forum_id) user_id(user_id) notify_stat(notify_status)',
  ],
  [
    'groups',
    'group_id:m+ group_type:i1.4=1 group_founder_manage:b group_skip_auth:b group_name:v255 group_desc:text group_desc_bitfield:v255 group_desc_options:i4.11u=7 group_desc_uid:v8 group_display:b group_avatar:v255 group_avatar_type:v255 group_avatar_width:s group_avatar_height:s group_rank:m group_colour:v6 group_sig_chars:m group_receive_pm:b group_message_limit:m group_legend:m group_max_recipients:m',
    'PRIMARY(group_id) group_legend_name(group_legend,group_name)',
  ],
  [
    'icons',
    'icons_id:m+ icons_url:v255 icons_width:i1.4 icons_height:i1.4 icons_alt:v255 icons_order:m display_on_posting:b=1',
    'PRIMARY(icons_id) display_on_posting(display_on_posting)',
  ],
  [
    'lang',
    'lang_id:i1.4+ lang_iso:v30 lang_dir:v30 lang_english_name:v100 lang_local_name:v255 lang_author:v255',
    'PRIMARY(lang_id) lang_iso(lang_iso)',
  ],
  [
    'log',
    'log_id:u+ log_type:i1.4 user_id:u forum_id:m topic_id:u post_id:u reportee_id:u log_ip:v40 log_time:t log_operation:text log_data:mtext',
    'PRIMARY(log_id) log_type(log_type) forum_id(forum_id) topic_id(topic_id) reportee_id(reportee_id) user_id(user_id) log_time(log_time)',
  ],
  [
    'login_attempts',
    'attempt_ip:v40 attempt_browser:v150 attempt_forwarded_for:v255 attempt_time:t user_id:u username:v255=0 username_clean:v255=0',
    'att_ip(attempt_ip,attempt_time) att_for(attempt_forwarded_for,attempt_time) att_time(attempt_time) user_id(user_id)',
  ],
  [
    'migrations',
    'migration_name:v255 migration_depends_on:text migration_schema_done:b migration_data_done:b migration_data_state:text migration_start_time:t migration_end_time:t',
    'PRIMARY(migration_name)',
  ],
  [
    'moderator_cache',
    'forum_id:m user_id:u username:v255 group_id:m group_name:v255 display_on_index:b=1',
    'disp_idx(display_on_index) forum_id(forum_id)',
  ],
  [
    'modules',
    'module_id:m+ module_enabled:b=1 module_display:b=1 module_basename:v255 module_class:v10 parent_id:m left_id:m right_id:m module_langname:v255 module_mode:v255 module_auth:v255',
    'PRIMARY(module_id) left_right_id(left_id,right_id) module_enabled(module_enabled) class_left_id(module_class,left_id)',
  ],
  [
    'notification_emails',
    'notification_type_id:s item_id:u item_parent_id:u user_id:u',
    'PRIMARY(notification_type_id,item_id,item_parent_id,user_id)',
  ],
  [
    'notification_types',
    'notification_type_id:s+ notification_type_name:v255 notification_type_enabled:b=1',
    'PRIMARY(notification_type_id) !type(notification_type_name)',
  ],
  [
    'notifications',
    'notification_id:u+ notification_type_id:s item_id:m item_parent_id:m user_id:u notification_read:b notification_time:i4.11u=1 notification_data:text',
    'PRIMARY(notification_id) item_ident(notification_type_id,item_id) user(user_id,notification_read)',
  ],
  ['oauth_accounts', 'user_id:u provider:v255 oauth_provider_id:text', 'PRIMARY(user_id,provider)'],
  ['oauth_states', 'user_id:u session_id:c32 provider:v255 oauth_state:v255', 'user_id(user_id) provider(provider)'],
  ['oauth_tokens', 'user_id:u session_id:c32 provider:v255 oauth_token:mtext', 'user_id(user_id) provider(provider)'],
  [
    'poll_options',
    'poll_option_id:i1.4 topic_id:u poll_option_text:text poll_option_total:m',
    'poll_opt_id(poll_option_id) topic_id(topic_id)',
  ],
  [
    'poll_votes',
    'topic_id:u poll_option_id:i1.4 vote_user_id:u vote_user_ip:v40',
    'topic_id(topic_id) vote_user_id(vote_user_id) vote_user_ip(vote_user_ip)',
  ],
  [
    'posts',
    'post_id:u+ topic_id:u forum_id:m poster_id:u icon_id:m poster_ip:v40 post_time:t post_reported:b enable_bbcode:b=1 enable_smilies:b=1 enable_magic_url:b=1 enable_sig:b=1 post_username:v255 post_subject:v255@unicode_ci post_text:mtext post_checksum:v32 post_attachment:b bbcode_bitfield:v255 bbcode_uid:v8 post_postcount:b=1 post_edit_time:t post_edit_reason:v255 post_edit_user:u post_edit_count:s post_edit_locked:b post_visibility:i1.3 post_delete_time:t post_delete_reason:v255 post_delete_user:u',
    'PRIMARY(post_id) forum_id(forum_id) topic_id(topic_id) poster_ip(poster_ip) poster_id(poster_id) tid_post_time(topic_id,post_time) post_username(post_username) post_visibility(post_visibility)',
  ],
  [
    'privmsgs',
    'msg_id:u+ root_level:m author_id:u icon_id:m author_ip:v40 message_time:t enable_bbcode:b=1 enable_smilies:b=1 enable_magic_url:b=1 enable_sig:b=1 message_subject:v255 message_text:mtext message_edit_reason:v255 message_edit_user:u message_attachment:b bbcode_bitfield:v255 bbcode_uid:v8 message_edit_time:t message_edit_count:s to_address:text bcc_address:text message_reported:b',
    'PRIMARY(msg_id) author_ip(author_ip) message_time(message_time) author_id(author_id) root_level(root_level)',
  ],
  ['privmsgs_folder', 'folder_id:m+ user_id:u folder_name:v255 pm_count:m', 'PRIMARY(folder_id) user_id(user_id)'],
  [
    'privmsgs_rules',
    'rule_id:m+ user_id:u rule_check:m rule_connection:m rule_string:v255 rule_user_id:u rule_group_id:m rule_action:m rule_folder_id:i4.11',
    'PRIMARY(rule_id) user_id(user_id)',
  ],
  [
    'privmsgs_to',
    'msg_id:u user_id:u author_id:u pm_deleted:b pm_new:b=1 pm_unread:b=1 pm_replied:b pm_marked:b pm_forwarded:b folder_id:i4.11',
    'msg_id(msg_id) author_id(author_id) usr_flder_id(user_id,folder_id)',
  ],
  [
    'profile_fields',
    'field_id:m+ field_name:v255 field_type:v100 field_ident:v20 field_length:v20 field_minlen:v255 field_maxlen:v255 field_novalue:v255 field_default_value:v255 field_validation:v64 field_required:b field_show_on_reg:b field_hide:b field_no_view:b field_active:b field_order:m field_show_profile:b field_show_on_vt:b field_show_novalue:b field_show_on_pm:b field_show_on_ml:b field_is_contact:b field_contact_desc:v255 field_contact_url:v255',
    'PRIMARY(field_id) fld_type(field_type) fld_ordr(field_order)',
  ],
  [
    'profile_fields_data',
    'user_id:u pf_phpbb_interests:mtext pf_phpbb_occupation:mtext pf_phpbb_facebook:v255 pf_phpbb_icq:v255 pf_phpbb_youtube:v255 pf_phpbb_location:v255 pf_phpbb_twitter:v255 pf_phpbb_skype:v255 pf_phpbb_website:v255 pf_phpbb_yahoo:v255',
    'PRIMARY(user_id)',
  ],
  [
    'profile_fields_lang',
    'field_id:m lang_id:m option_id:m field_type:v100 lang_value:v255',
    'PRIMARY(field_id,lang_id,option_id)',
  ],
  [
    'profile_lang',
    'field_id:m lang_id:m lang_name:v255 lang_explain:text lang_default_value:v255',
    'PRIMARY(field_id,lang_id)',
  ],
  ['ranks', 'rank_id:m+ rank_title:v255 rank_min:m rank_special:b rank_image:v255', 'PRIMARY(rank_id)'],
  [
    'reports',
    'report_id:u+ reason_id:s post_id:u user_id:u user_notify:b report_closed:b report_time:t report_text:mtext pm_id:u reported_post_enable_bbcode:b=1 reported_post_enable_smilies:b=1 reported_post_enable_magic_url:b=1 reported_post_text:mtext reported_post_uid:v8 reported_post_bitfield:v255',
    'PRIMARY(report_id) post_id(post_id) pm_id(pm_id)',
  ],
  ['reports_reasons', 'reason_id:s+ reason_title:v255 reason_description:mtext reason_order:s', 'PRIMARY(reason_id)'],
  ['search_results', 'search_key:v32 search_time:t search_keywords:mtext search_authors:mtext', 'PRIMARY(search_key)'],
  [
    'search_wordlist',
    'word_id:u+ word_text:v255 word_common:b word_count:m',
    'PRIMARY(word_id) !wrd_txt(word_text) wrd_cnt(word_count)',
  ],
  [
    'search_wordmatch',
    'post_id:u word_id:u title_match:b',
    '!un_mtch(word_id,post_id,title_match) word_id(word_id) post_id(post_id)',
  ],
  [
    'sessions',
    'session_id:c32 session_user_id:u session_last_visit:t session_start:t session_time:t session_ip:v40 session_browser:v150 session_forwarded_for:v255 session_page:v255 session_viewonline:b=1 session_autologin:b session_admin:b session_forum_id:m',
    'PRIMARY(session_id) session_time(session_time) session_user_id(session_user_id) session_fid(session_forum_id)',
  ],
  ['sessions_keys', 'key_id:c32 user_id:u last_ip:v40 last_login:t', 'PRIMARY(key_id,user_id) last_login(last_login)'],
  ['sitelist', 'site_id:m+ site_ip:v40 site_hostname:v255 ip_exclude:b', 'PRIMARY(site_id)'],
  [
    'smilies',
    'smiley_id:m+ code:v50 emotion:v255 smiley_url:v50 smiley_width:s smiley_height:s smiley_order:m display_on_posting:b=1',
    'PRIMARY(smiley_id) display_on_post(display_on_posting)',
  ],
  [
    'styles',
    'style_id:m+ style_name:v255 style_copyright:v255 style_active:b=1 style_path:v100 bbcode_bitfield:v255=kNg= style_parent_id:i4.4u style_parent_tree:text',
    'PRIMARY(style_id) !style_name(style_name)',
  ],
  [
    'teampage',
    'teampage_id:m+ group_id:m teampage_name:v255 teampage_position:m teampage_parent:m',
    'PRIMARY(teampage_id)',
  ],
  [
    'topics',
    'topic_id:u+ forum_id:m icon_id:m topic_attachment:b topic_reported:b topic_title:v255@unicode_ci topic_poster:u topic_time:t topic_time_limit:t topic_views:m topic_status:i1.3 topic_type:i1.3 topic_first_post_id:u topic_first_poster_name:v255@unicode_ci topic_first_poster_colour:v6 topic_last_post_id:u topic_last_poster_id:u topic_last_poster_name:v255 topic_last_poster_colour:v6 topic_last_post_subject:v255 topic_last_post_time:t topic_last_view_time:t topic_moved_id:u topic_bumped:b topic_bumper:m poll_title:v255 poll_start:t poll_length:t poll_max_options:i1.4=1 poll_last_vote:t poll_vote_change:b topic_visibility:i1.3 topic_delete_time:t topic_delete_reason:v255 topic_delete_user:u topic_posts_approved:m topic_posts_unapproved:m topic_posts_softdeleted:m',
    'PRIMARY(topic_id) forum_id(forum_id) forum_id_type(forum_id,topic_type) last_post_time(topic_last_post_time) fid_time_moved(forum_id,topic_last_post_time,topic_moved_id) topic_visibility(topic_visibility) forum_vis_last(forum_id,topic_visibility,topic_last_post_id) latest_topics(forum_id,topic_last_post_time,topic_last_post_id,topic_moved_id)',
  ],
  ['topics_posted', 'user_id:u topic_id:u topic_posted:b', 'PRIMARY(user_id,topic_id)'],
  [
    'topics_track',
    'user_id:u topic_id:u forum_id:m mark_time:t',
    'PRIMARY(user_id,topic_id) forum_id(forum_id) topic_id(topic_id)',
  ],
  [
    'topics_watch',
    'topic_id:u user_id:u notify_status:b',
    'topic_id(topic_id) user_id(user_id) notify_stat(notify_status)',
  ],
  [
    'user_group',
    'group_id:m user_id:u group_leader:b user_pending:b=1',
    'group_id(group_id) user_id(user_id) group_leader(group_leader)',
  ],
  [
    'user_notifications',
    'item_type:v165 item_id:u user_id:u method:v165 notify:b=1',
    '!itm_usr_mthd(item_type,item_id,user_id,method) user_id(user_id) uid_itm_id(user_id,item_id) usr_itm_tpe(user_id,item_type,item_id)',
  ],
  [
    'users',
    'user_id:u+ user_type:i1.2 group_id:i3.8u=3 user_permissions:mtext user_perm_from:m user_ip:v40 user_regdate:t username:v255 username_clean:v255 user_password:v255 user_passchg:t user_email:v100 user_birthday:v10 user_lastvisit:t user_lastmark:t user_lastpost_time:t user_lastpage:v200 user_last_confirm_key:v10 user_last_search:t user_warnings:i1.4 user_last_warning:t user_login_attempts:i1.4 user_inactive_reason:i1.2 user_inactive_time:t user_posts:m user_lang:v30 user_timezone:v100 user_dateformat:v64=d~M~Y~H:i user_style:m user_rank:m user_colour:v6 user_new_privmsg:i4.4 user_unread_privmsg:i4.4 user_last_privmsg:t user_message_rules:b user_full_folder:i4.11=-3 user_emailtime:t user_topic_show_days:s user_topic_sortby_type:v1=t user_topic_sortby_dir:v1=d user_post_show_days:s user_post_sortby_type:v1=t user_post_sortby_dir:v1=a user_notify:b user_notify_pm:b=1 user_notify_type:i1.4 user_allow_pm:b=1 user_allow_viewonline:b=1 user_allow_viewemail:b=1 user_allow_massemail:b=1 user_options:i4.11u=230271 user_avatar:v255 user_avatar_type:v255 user_avatar_width:s user_avatar_height:s user_sig:mtext user_sig_bbcode_uid:v8 user_sig_bbcode_bitfield:v255 user_jabber:v255 user_actkey:v32 reset_token:v64 reset_token_expiration:t user_newpasswd:v255 user_form_salt:v32 user_new:b=1 user_reminded:i1.4 user_reminded_time:t',
    'PRIMARY(user_id) !username_clean(username_clean) user_birthday(user_birthday) user_type(user_type) user_email(user_email)',
  ],
  ['warnings', 'warning_id:m+ user_id:u post_id:u log_id:u warning_time:t', 'PRIMARY(warning_id)'],
  ['words', 'word_id:u+ word:v255 replacement:v255', 'PRIMARY(word_id)'],
  ['zebra', 'user_id:u zebra_id:u friend:b foe:b', 'PRIMARY(user_id,zebra_id)'],
]
