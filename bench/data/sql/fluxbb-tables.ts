/** The tables of FluxBB 1.5.11 as MariaDB stores them, in dump order. */
import type { Dialect, TableDefinition } from './tables.ts'

export const fluxbbDialect: Dialect = { prefix: 'fbx_', keyPrefix: 'fbx_', collation: 'general_ci' }

export const fluxbbTables: readonly TableDefinition[] = [
  [
    'bans',
    'id:u+ username:v200? ip:v255? email:v80? message:v255? expire:u? ban_creator:u',
    'PRIMARY(id) bans_username_idx(username(25))',
  ],
  ['categories', 'id:u+ cat_name:v80=New~Category disp_position:i4.10', 'PRIMARY(id)'],
  ['censoring', 'id:u+ search_for:v60 replace_with:v60', 'PRIMARY(id)'],
  ['config', 'conf_name:v255 conf_value:text?', 'PRIMARY(conf_name)'],
  [
    'forum_perms',
    'group_id:i4.10 forum_id:i4.10 read_forum:f=1 post_replies:f=1 post_topics:f=1',
    'PRIMARY(group_id,forum_id)',
  ],
  ['forum_subscriptions', 'user_id:u forum_id:u', 'PRIMARY(user_id,forum_id)'],
  [
    'forums',
    'id:u+ forum_name:v80=New~forum forum_desc:text? redirect_url:v100? moderators:text? num_topics:m num_posts:m last_post:u? last_post_id:u? last_poster:v200? sort_by:f disp_position:i4.10 cat_id:u',
    'PRIMARY(id)',
  ],
  [
    'groups',
    'g_id:u+ g_title:v50 g_user_title:v50? g_promote_min_posts:u g_promote_next_group:u g_moderator:f g_mod_edit_users:f g_mod_rename_users:f g_mod_change_passwords:f g_mod_ban_users:f g_mod_promote_users:f g_read_board:f=1 g_view_users:f=1 g_post_replies:f=1 g_post_topics:f=1 g_edit_posts:f=1 g_delete_posts:f=1 g_delete_topics:f=1 g_post_links:f=1 g_set_title:f=1 g_search:f=1 g_search_users:f=1 g_send_email:f=1 g_post_flood:i2.6=30 g_search_flood:i2.6=30 g_email_flood:i2.6=60 g_report_flood:i2.6=60',
    'PRIMARY(g_id)',
  ],
  [
    'online',
    'user_id:i4.10u=1 ident:v200 logged:u idle:f last_post:u? last_search:u?',
    '!online_user_id_ident_idx(user_id,ident(25)) online_ident_idx(ident(25)) online_logged_idx(logged)',
  ],
  [
    'posts',
    'id:u+ poster:v200 poster_id:i4.10u=1 poster_ip:v39? poster_email:v80? message:mtext? hide_smilies:f posted:u edited:u? edited_by:v200? topic_id:u',
    'PRIMARY(id) posts_topic_id_idx(topic_id) posts_multi_idx(poster_id,topic_id)',
  ],
  [
    'reports',
    'id:u+ post_id:u topic_id:u forum_id:u reported_by:u created:u message:text? zapped:u? zapped_by:u?',
    'PRIMARY(id) reports_zapped_idx(zapped)',
  ],
  ['search_cache', 'id:u ident:v200 search_data:mtext?', 'PRIMARY(id) search_cache_ident_idx(ident(8))'],
  [
    'search_matches',
    'post_id:u word_id:u subject_match:f',
    'search_matches_word_id_idx(word_id) search_matches_post_id_idx(post_id)',
  ],
  ['search_words', 'id:u+ word:v20@bin', 'PRIMARY(word) search_words_id_idx(id)'],
  ['topic_subscriptions', 'user_id:u topic_id:u', 'PRIMARY(user_id,topic_id)'],
  [
    'topics',
    'id:u+ poster:v200 subject:v255 posted:u first_post_id:u last_post:u last_post_id:u last_poster:v200? num_views:m num_replies:m closed:f sticky:f moved_to:u? forum_id:u',
    'PRIMARY(id) topics_forum_id_idx(forum_id) topics_moved_to_idx(moved_to) topics_last_post_idx(last_post) topics_first_post_id_idx(first_post_id)',
  ],
  [
    'users',
    'id:u+ group_id:i4.10u=3 username:v200 password:v255 email:v80 title:v50? realname:v40? url:v100? jabber:v80? icq:v12? msn:v80? yahoo:v30? location:v30? signature:text? disp_topics:i1.3u? disp_posts:i1.3u? email_setting:f=1 notify_with_post:f auto_notify:f show_smilies:f=1 show_img:f=1 show_img_sig:f=1 show_avatars:f=1 show_sig:f=1 timezone:float dst:f time_format:f date_format:f language:v25=English style:v25=Air num_posts:u last_post:u? last_search:u? last_email_sent:u? last_report_sent:u? registered:u registration_ip:v39=0.0.0.0 last_visit:u admin_note:v30? activate_string:v80? activate_key:v8?',
    'PRIMARY(id) !users_username_idx(username(25)) users_registered_idx(registered)',
  ],
]
