/** The configuration table of the first board. */
import type { Value } from '../sql/dump.ts'

/** Figures that phpBB keeps among its settings. */
export interface Figures {
  readonly opened: number
  readonly members: number
  readonly posts: number
  readonly topics: number
  readonly files: number
  readonly bytes: number
  readonly newest: readonly [id: number, name: string]
  readonly salt: string
}

/** Rows of `phpbb_config`, in the order of the primary key. */
export function settings(f: Figures): readonly (readonly Value[])[] {
  const fixed: { readonly [name: string]: string | number } = {
    active_sessions: 0,
    allow_attachments: 1,
    allow_autologin: 1,
    allow_avatar: 1,
    allow_birthdays: 1,
    allow_bookmarks: 1,
    allow_emailreuse: 1,
    allow_name_chars: 'USERNAME_CHARS_ANY',
    allow_namechange: 0,
    allow_pm_attach: 1,
    allow_post_links: 1,
    allow_privmsg: 1,
    allow_sig: 1,
    allow_smilies: 1,
    attachment_quota: 0,
    auth_method: 'db',
    avatar_path: 'images/avatars/upload',
    avatar_salt: f.salt,
    board_contact: 'stationmaster@lanternjunction.example',
    board_disable: 0,
    board_email: 'stationmaster@lanternjunction.example',
    board_hide_emails: 1,
    board_startdate: f.opened,
    board_timezone: 'Europe/Amsterdam',
    cookie_domain: 'www.lanternjunction.example',
    cookie_name: 'phpbb3_lj42q',
    cookie_secure: 1,
    dbms_version: '10.11.6-MariaDB-0+deb12u1',
    default_dateformat: 'D M d, Y g:i a',
    default_lang: 'en',
    default_style: 1,
    display_last_edited: 1,
    email_enable: 1,
    flood_interval: 15,
    forwarded_for_check: 0,
    hot_threshold: 25,
    ip_check: 3,
    max_attachments: 3,
    max_login_attempts: 3,
    max_name_chars: 25,
    max_poll_options: 10,
    min_name_chars: 3,
    pm_max_boxes: 4,
    pm_max_msgs: 0,
    pm_max_recipients: 5,
    posts_per_page: 10,
    require_activation: 1,
    script_path: '/',
    search_type: '\\phpbb\\search\\fulltext_mysql',
    server_name: 'www.lanternjunction.example',
    server_port: 443,
    server_protocol: 'https://',
    session_gc: 3600,
    session_length: 3600,
    site_desc: 'Railways, gardens, birds & stamps',
    sitename: 'Lantern Junction',
    topics_per_page: 25,
    upload_path: 'files',
    version: '3.3.10',
    warnings_expire_days: 90,
  }
  const changing: { readonly [name: string]: string | number } = {
    newest_user_colour: '',
    newest_user_id: f.newest[0],
    newest_username: f.newest[1],
    num_files: f.files,
    num_posts: f.posts,
    num_topics: f.topics,
    num_users: f.members,
    record_online_users: 41,
    upload_dir_size: f.bytes,
  }
  const rows = [
    ...Object.entries(fixed).map(([name, value]) => [name, String(value), 0] as const),
    ...Object.entries(changing).map(([name, value]) => [name, String(value), 1] as const),
  ]
  return rows.sort(([a], [b]) => (a < b ? -1 : 1))
}
