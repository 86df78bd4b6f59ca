import type { Tables } from '../forum.ts'

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** What every board of this family has and cannot be read without. */
export const needs: Tables = {
  config: words('conf_name conf_value'),
  users: words('id group_id username password email registered registration_ip last_visit num_posts'),
  groups: words('g_id g_title g_user_title'),
  categories: words('id cat_name disp_position'),
  forums: words('id forum_name forum_desc redirect_url moderators disp_position cat_id'),
  topics: words('id poster subject posted num_views closed sticky moved_to forum_id'),
  posts: words('id poster poster_id poster_ip message posted edited edited_by topic_id'),
}

/** What is read where it is there. */
export const optional: Tables = {
  users: words(
    'title realname url jabber icq msn aim yahoo skype facebook twitter linkedin location signature timezone language admin_note activate_string salt',
  ),
  groups: words('g_moderator'),
  bans: words('id username ip email message expire'),
  reports: words('id post_id reported_by created message zapped'),
  online: words('user_id ident logged'),
  forum_subscriptions: words('user_id forum_id'),
  topic_subscriptions: words('user_id topic_id'),
  subscriptions: words('user_id topic_id'),
}

/** Tables that hold no entity, and why. */
export const nonEntities: Readonly<Record<string, string>> = {
  censoring: 'words the software replaces when showing a text',
  config: 'settings of the software; read into the site',
  forum_perms: 'permissions',
  ranks: 'titles by number of posts',
  search_cache: 'searches kept for speed',
  search_matches: 'the search index, made from the posts',
  search_words: 'the search index, made from the posts',
}

/** The board as a whole, from its settings. */
export const site = `
  SELECT max(conf_value) FILTER (WHERE conf_name = 'o_base_url') AS address,
         max(conf_value) FILTER (WHERE conf_name = 'o_board_title') AS title,
         max(conf_value) FILTER (WHERE conf_name = 'o_cur_version') AS version,
         max(conf_value) FILTER (WHERE conf_name = 'o_base_url') AS base_url,
         max(conf_value) FILTER (WHERE conf_name IN ('o_default_timezone', 'o_server_timezone')) AS timezone
    FROM config`

/** Accounts by a name that only one of them has, however it is written: the software refers to people by name. */
export const byName = `(SELECT lower(username) AS name, min(id) AS id FROM users WHERE id <> '1' GROUP BY 1 HAVING count(*) = 1)`
