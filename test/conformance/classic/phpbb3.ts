import type { SeizedTables } from '../../support/mirror.ts'
import { config, type EngineBoard, plain, prefixed, t, table } from './table.ts'

const phpass = `$H$9${'a'.repeat(30)}`

/** What is the same in the tables of every phpBB 3. */
function phpbb(version: string, text: string, own: SeizedTables): SeizedTables {
  return prefixed('bb_', {
    config: config(
      {
        server_name: 'spoor.example',
        sitename: 'Spoor &amp; wissel',
        version,
        server_protocol: 'http://',
        script_path: '/forum',
        board_timezone: 'Europe/Amsterdam',
      },
      'config_name',
      'config_value',
    ),
    groups: table(
      'group_id group_type group_name',
      [1, 3, 'GUESTS'],
      [2, 3, 'REGISTERED'],
      [5, 3, 'ADMINISTRATORS'],
      [6, 3, 'BOTS'],
    ),
    user_group: table(
      'group_id user_id group_leader user_pending',
      [1, 1, 0, 0],
      [5, 2, 1, 0],
      [2, 2, 0, 0],
      [2, 3, 0, 0],
      [2, 4, 0, 0],
      [6, 9, 0, 0],
    ),
    forums: table(
      'forum_id parent_id left_id forum_name forum_desc forum_type forum_status forum_password forum_desc_uid',
      [1, 0, 1, 'Baan', '', 0, 0, '', ''],
      [2, 1, 2, 'Schaal N', 'Kleine treinen', 1, 0, phpass, ''],
    ),
    privmsgs: table(
      'msg_id root_level author_id author_ip message_time message_subject message_text bbcode_uid message_edit_time to_address bcc_address',
      [1, 0, 3, '192.0.2.3', t + 50, 'Wissels', text, '1abc2d3e', 0, 'u_4:g_5', 'u_2'],
      [2, 1, 4, '192.0.2.4', t + 60, 'Re: Wissels', 'ja', '', 0, 'u_3', ''],
    ),
    privmsgs_to: table(
      'msg_id user_id author_id pm_deleted pm_unread folder_id',
      [1, 4, 3, 0, 1, 0],
      [1, 3, 3, 0, 0, -1],
      [1, 2, 3, 0, 0, 7],
      [2, 3, 4, 1, 0, 0],
    ),
    privmsgs_folder: table('folder_id user_id folder_name pm_count', [7, 2, 'inbox', 1]),
    attachments: table(
      'attach_id post_msg_id topic_id in_message poster_id is_orphan physical_filename real_filename attach_comment extension mimetype filesize filetime',
      [1, 2, 1, 0, 3, 0, '3_0123456789abcdef', 'baan &amp; brug.png', '', 'png', 'image/png', 1849, t + 10],
      [2, 1, 0, 1, 3, 0, '3_fedcba9876543210', 'plan.pdf', '', 'pdf', 'application/pdf', 99, t + 50],
    ),
    poll_options: table('poll_option_id topic_id poll_option_text poll_option_total', [1, 1, 'N', 2], [2, 1, 'H0', 0]),
    poll_votes: table(
      'topic_id poll_option_id vote_user_id vote_user_ip',
      [1, 1, 3, '192.0.2.3'],
      [1, 1, 1, '192.0.2.9'],
      [1, 1, 1, '192.0.2.9'],
    ),
    banlist: table(
      'ban_id ban_userid ban_ip ban_email ban_start ban_end ban_exclude ban_reason ban_give_reason',
      [1, 4, '', '', t + 70, 0, 0, 'Reclame', ''],
      [2, 0, '198.51.100.*', '', t + 71, t + 999, 0, '', 'Te veel &amp; te vaak'],
    ),
    warnings: table('warning_id user_id post_id log_id warning_time', [1, 4, 2, 2, t + 65]),
    reports: table(
      'report_id reason_id post_id pm_id user_id user_notify report_closed report_time report_text',
      [1, 2, 2, 0, 3, 1, 0, t + 40, 'Reclame?'],
      [2, 2, 0, 1, 4, 1, 1, t + 55, ''],
    ),
    reports_reasons: table('reason_id reason_title reason_description reason_order', [2, 'spam', 'Advertising', 1]),
    sessions: table(
      'session_id session_user_id session_last_visit session_start session_time session_ip session_browser session_forwarded_for session_page',
      ['0123456789abcdef0123456789abcdef', 3, t, t + 1, t + 90, '192.0.2.3', 'Mozilla/5.0', '', 'index.php'],
      ['f123456789abcdef0123456789abcdef', 1, t, t + 2, t + 3, '192.0.2.9', 'curl', '', ''],
    ),
    sessions_keys: table('key_id user_id last_ip last_login', [
      'abcdefabcdefabcdefabcdefabcdefab',
      3,
      '192.0.2.3',
      t + 1,
    ]),
    login_attempts: table(
      'attempt_ip attempt_browser attempt_forwarded_for attempt_time user_id username username_clean',
      ['192.0.2.8', 'curl', '', t + 5, 4, 'Wissel_Wim', 'wissel_wim'],
      ['192.0.2.8', 'curl', '', t + 5, 4, 'Wissel_Wim', 'wissel_wim'],
      ['192.0.2.8', 'curl', '', t + 6, 0, 'niemand', 'niemand'],
    ),
    log: table(
      'log_id log_type user_id forum_id topic_id post_id reportee_id log_ip log_time log_operation log_data',
      [1, 0, 2, 0, 0, 0, 0, '192.0.2.2', t + 70, 'LOG_BAN_USER', 'a:2:{i:0;s:7:"Reclame";i:1;s:10:"Wissel_Wim";}'],
      [2, 3, 2, 0, 0, 0, 4, '192.0.2.2', t + 65, 'LOG_USER_WARNING_BODY', 'a:1:{i:0;s:10:"Niet weer!";}'],
      [3, 3, 2, 0, 0, 0, 4, '192.0.2.2', t + 66, 'LOG_USER_UPDATE_NAME', 'a:2:{i:0;s:3:"Wim";i:1;s:10:"Wissel_Wim";}'],
      [
        4,
        3,
        4,
        0,
        0,
        0,
        4,
        '192.0.2.4',
        t + 67,
        'LOG_USER_UPDATE_EMAIL',
        'a:3:{i:0;s:10:"Wissel_Wim";i:1;s:15:"w1@post.example";i:2;s:15:"w2@post.example";}',
      ],
      [
        10,
        3,
        4,
        0,
        0,
        0,
        4,
        '192.0.2.4',
        t + 68,
        'LOG_USER_UPDATE_EMAIL',
        'a:3:{i:0;s:10:"Wissel_Wim";i:1;s:15:"w2@post.example";i:2;s:15:"w3@post.example";}',
      ],
    ),
    zebra: table('user_id zebra_id friend foe', [3, 4, 1, 0], [4, 3, 0, 1]),
    topics_watch: table('topic_id user_id notify_status', [1, 3, 0]),
    forums_watch: table('forum_id user_id notify_status', [2, 4, 1]),
    thanks: table('post_id poster_id user_id topic_id forum_id thanks_time', [2, 4, 3, 1, 2, t + 83]),
    drafts: table('draft_id user_id topic_id forum_id save_time draft_subject draft_message', [
      1,
      3,
      1,
      2,
      t + 80,
      'Later',
      'Nog niet af',
    ]),
    ranks: table('rank_id rank_title rank_min rank_special rank_image', [1, 'Machinist', 0, 1, '']),
    moderator_cache: table('forum_id user_id username group_id group_name display_on_index', [
      2,
      3,
      'Rail_Rita',
      0,
      '',
      1,
    ]),
    bookmarks: table('topic_id user_id', [1, 4]),
    smilies: table('smiley_id code', [1, ':)']),
    ...own,
  })
}

const topicColumns =
  'topic_id forum_id topic_title topic_poster topic_time topic_views topic_status topic_type topic_first_poster_name topic_moved_id poll_title poll_start poll_length'
const topicValues = [1, 2, 'Welke schaal &quot;N&quot;?', 3, t + 1, 12, 0, 1, 'Rail_Rita', 0, 'Welke?', t + 1, 86400]
const postColumns =
  'post_id topic_id forum_id poster_id poster_ip post_time post_username post_subject post_text bbcode_uid post_edit_time post_edit_user post_edit_count post_edit_reason'
const userColumns =
  'user_id user_type group_id user_ip user_regdate username user_password user_email user_form_salt user_lastvisit user_birthday user_lang user_rank user_sig user_sig_bbcode_uid user_posts user_jabber user_timezone'

function users(hash: string, zone: string, ...more: readonly (readonly (string | number)[])[]) {
  const rows = [
    [1, 2, 1, '', t, 'Anonymous', '', '', 's', 0, '', 'nl', 0, '', '', 0, '', zone],
    [
      2,
      3,
      5,
      '192.0.2.2',
      t,
      'beheer',
      hash,
      'beheer@spoor.example',
      's',
      t + 90,
      ' 5- 3-1984',
      'nl',
      1,
      '',
      '',
      0,
      '',
      zone,
    ],
    [
      3,
      0,
      2,
      '192.0.2.3',
      t,
      'Rail_Rita',
      hash,
      'rita@spoor.example',
      's',
      t + 91,
      '',
      'nl',
      0,
      'Groeten',
      '',
      1,
      'rita@chat.example',
      zone,
    ],
    [
      4,
      1,
      2,
      '2001:db8::4',
      t,
      'Wissel_Wim',
      hash,
      'wim@spoor.example',
      's',
      0,
      ' 0- 0-   0',
      'nl',
      0,
      '',
      '',
      1,
      '',
      zone,
    ],
    [9, 2, 6, '', t, 'Zoekmachine [Bot]', '', '', 's', 0, '', 'nl', 0, '', '', 0, '', zone],
  ]
  return rows.map((row, i) => [...row, ...(more[i] ?? more[0] ?? [])])
}

const legacy =
  '[quote=&quot;Rail_Rita&quot;:1abc2d3e]Past &#128642; [b:1abc2d3e]N[/b:1abc2d3e]?[/quote:1abc2d3e]\nJa &amp; mooi <!-- s:) --><img src="{SMILIES_PATH}/s.gif" alt=":)" title="" /><!-- s:) -->'
const xml =
  '<r><QUOTE author="Rail_Rita"><s>[quote=Rail_Rita]</s>Past <EMOJI seq="1f682">&#128642;</EMOJI> <B><s>[b]</s>N<e>[/b]</e></B>?<e>[/quote]</e></QUOTE>\nJa &amp; mooi <E>:)</E></r>'
const bcrypt = `$2y$10$${'a'.repeat(53)}`

/** phpBB's posts: one shown, one edited, one not. */
function posts(text: string, column: string, shown: number, hidden: number, ...more: readonly (string | number)[]) {
  const columns = `${postColumns} ${column}`
  return table(
    columns,
    [1, 1, 2, 3, '192.0.2.3', t + 1, '', 'Welke schaal?', 'Zeg het maar', '', 0, 0, 0, '', shown, ...more.map(() => 0)],
    [
      2,
      1,
      2,
      4,
      '2001:db8::4',
      t + 10,
      '',
      'Re: Welke schaal?',
      text,
      '1abc2d3e',
      t + 20,
      4,
      1,
      'typefout',
      shown,
      ...more.map(() => 0),
    ],
    [3, 1, 2, 1, '192.0.2.9', t + 30, 'Voorbijganger', 'Re: Welke schaal?', 'Hallo', '', 0, 0, 0, '', hidden, ...more],
  )
}

const contacts = 'user_id pf_phpbb_location pf_phpbb_website pf_phpbb_icq pf_phpbb_skype pf_telegram'

function phpbb31(version: string, text: string): SeizedTables {
  return phpbb(version, text, {
    users: table(userColumns, ...users(bcrypt, 'Europe/Amsterdam')),
    topics: table(`${topicColumns} topic_visibility topic_delete_time topic_delete_user`, [...topicValues, 1, 0, 0]),
    posts: posts(
      text,
      'post_visibility post_delete_time post_delete_reason post_delete_user',
      1,
      2,
      t + 44,
      'dubbel',
      2,
    ),
    reports: table(
      'report_id reason_id post_id pm_id user_id user_notify report_closed report_time report_text reported_post_text reported_post_uid',
      [1, 2, 2, 0, 3, 1, 0, t + 40, 'Reclame?', '<t>Bel wim@spoor.example</t>', ''],
      [2, 2, 0, 1, 4, 1, 1, t + 55, '', '', ''],
    ),
    migrations: table('migration_name migration_schema_done', ['\\phpbb\\db\\migration\\data\\v310\\gold', 1]),
    profile_fields: table(
      'field_id field_name field_ident field_is_contact',
      [1, 'phpbb_icq', 'phpbb_icq', 1],
      [2, 'telegram', 'telegram', 1],
    ),
    profile_fields_data: table(
      contacts,
      [3, 'Utrecht', 'http://rita.example/', '100000001', '', 'rail_rita'],
      [4, '', '', '', '', null],
    ),
  })
}

/** One board for each version of phpBB 3 that is read. */
export const phpbb3Boards: readonly EngineBoard[] = [
  {
    adapter: 'phpbb30',
    version: '3.0.14',
    key: 'spoor.example',
    tables: phpbb('3.0.14', legacy, {
      users: table(
        `${userColumns} user_icq user_aim user_yim user_msnm user_website user_from user_occ user_interests`,
        ...users(
          phpass,
          '1.00',
          ['', '', '', '', '', '', '', ''],
          ['', '', '', '', '', '', '', ''],
          ['100000001', '', '', '', 'http://rita.example/', 'Utrecht', '', 'treinen'],
        ),
      ),
      topics: table(`${topicColumns} topic_approved`, [...topicValues, 1]),
      posts: posts(legacy, 'post_approved', 1, 0),
      profile_fields_data: table('user_id pf_lievelingsbaan', [3, 'Emmaspoor']),
    }),
    post: { plain, author: '4', edited: true },
    recipients: ['4', 'group:5', '2'],
    deleted: 'unapproved',
  },
  {
    adapter: 'phpbb31',
    version: '3.1.12',
    key: 'spoor.example',
    tables: phpbb31('3.1.12', legacy),
    post: { plain, author: '4', edited: true },
    recipients: ['4', 'group:5', '2'],
    deleted: 'soft',
  },
  {
    adapter: 'phpbb31',
    version: '3.3.10',
    key: 'spoor.example',
    tables: phpbb31('3.3.10', xml),
    post: { plain, author: '4', edited: true },
    recipients: ['4', 'group:5', '2'],
    deleted: 'soft',
  },
]
