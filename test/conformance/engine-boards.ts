import type { SeizedRow, SeizedTables } from '../support/mirror.ts'

/** A small board as one version of its software stores it, and what must be read from it. */
export interface EngineBoard {
  readonly adapter: string
  readonly version: string
  readonly key: string
  readonly tables: SeizedTables
  /** Plain text of post 2, who wrote it, and the recipients of message 1 where the software has messages. */
  readonly post: { readonly plain: string; readonly author: string; readonly edited: boolean }
  readonly recipients: readonly string[] | null
  readonly deleted: 'soft' | 'unapproved' | null
}

const t = 1_700_000_000
const phpass = `$H$9${'a'.repeat(30)}`

function table(
  columns: string,
  ...rows: readonly (readonly (string | number | null)[])[]
): readonly SeizedRow[] | { columns: string[] } {
  const names = columns.trim().split(/\s+/)
  if (rows.length === 0) return { columns: names }
  return rows.map((row) =>
    Object.fromEntries(names.map((n, i) => [n, row[i] === null || row[i] === undefined ? null : String(row[i])])),
  )
}

function prefixed(prefix: string, tables: SeizedTables): SeizedTables {
  return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [prefix + name, rows]))
}

function config(rows: Readonly<Record<string, string>>, name: string, value: string) {
  return table(`${name} ${value}`, ...Object.entries(rows))
}

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
      [2, 0, '198.51.100.*', '', t + 71, t + 999, 0, '', ''],
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
const plain = 'Rail_Rita wrote:\n> Past 🚂 N?\nJa & mooi :)'
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

/** FluxBB and PunBB: text as typed. */
function punbb(version: string, own: SeizedTables): SeizedTables {
  const typed = '[quote=Rail_Rita]Past &#128642; [b]N[/b]?[/quote]\nJa & mooi :)'
  return {
    config: config(
      {
        o_base_url: 'http://Spoor.example/forum',
        o_board_title: 'Spoor & wissel',
        o_cur_version: version,
        o_default_timezone: '1',
      },
      'conf_name',
      'conf_value',
    ),
    categories: table('id cat_name disp_position', [1, 'Baan', 1]),
    forums: table(
      'id forum_name forum_desc redirect_url moderators num_topics disp_position cat_id',
      [1, 'Schaal N', 'Kleine treinen', null, 'a:1:{s:9:"Rail_Rita";i:3;}', 1, 1, 1],
      [2, 'Elders', null, 'http://elders.example/', null, 0, 2, 1],
    ),
    posts: table(
      'id poster poster_id poster_ip poster_email message hide_smilies posted edited edited_by topic_id',
      [1, 'Rail_Rita', 3, '192.0.2.3', null, 'Zeg het maar', 0, t + 1, null, null, 1],
      [2, 'Wissel_Wim', 4, '2001:db8::4', null, typed, 0, t + 10, t + 20, 'Wissel_Wim', 1],
      [3, 'Voorbijganger', 1, '192.0.2.9', 'gast@elders.example', 'Hallo', 0, t + 30, null, null, 1],
    ),
    reports: table(
      'id post_id topic_id forum_id reported_by created message zapped zapped_by',
      [1, 2, 1, 1, 3, t + 40, 'Reclame?', null, null],
      [2, 2, 1, 1, 4, t + 41, 'Toch niet', t + 50, 2],
    ),
    online: table('user_id ident logged idle', [3, 'Rail_Rita', t + 90, 0], [1, '192.0.2.9', t + 91, 0]),
    search_words: table('id word', [1, 'schaal']),
    ...own,
  }
}

const memberColumns =
  'id group_id username password email title realname url jabber icq msn aim yahoo location signature timezone language num_posts registered registration_ip last_visit admin_note activate_string activate_key'

function members(hash: string) {
  const none = [null, null, null, null, null, null, null, null, null, null]
  return [
    [1, 3, 'Guest', 'Guest', 'Guest', ...none, 0, 'English', 0, 0, '0.0.0.0', 0, null, null, null],
    [2, 1, 'beheer', hash, 'beheer@spoor.example', ...none, 1, 'Dutch', 0, t, '192.0.2.2', t + 90, null, null, null],
    [
      3,
      2,
      'Rail_Rita',
      hash,
      'rita@spoor.example',
      null,
      'Rita R.',
      'http://rita.example/',
      'rita@chat.example',
      '100000001',
      null,
      null,
      null,
      'Utrecht',
      '[b]Groeten[/b]',
      1,
      'Dutch',
      1,
      t,
      '192.0.2.3',
      t + 91,
      'kent het spoor',
      'rita.nieuw@spoor.example',
      'a1b2c3d4',
    ],
    [
      4,
      0,
      'Wissel_Wim',
      hash,
      'wim@spoor.example',
      ...none,
      1,
      'Dutch',
      1,
      t,
      '2001:db8::4',
      0,
      null,
      'd0be2dc421be4fcd0172e5afceea3970e2f3d940',
      'b1b2c3d4',
    ],
  ]
}

/** One board for each version of each software that is read. */
export const boards: readonly EngineBoard[] = [
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
  {
    adapter: 'fluxbb',
    version: '1.5.11',
    key: 'spoor.example',
    tables: punbb('1.5.11', {
      users: table(memberColumns, ...members('d0be2dc421be4fcd0172e5afceea3970e2f3d940')),
      groups: table(
        'g_id g_title g_user_title g_moderator g_mod_edit_users',
        [1, 'Administrators', 'Administrator', 0, 0],
        [2, 'Moderators', 'Moderator', 1, 1],
        [3, 'Guests', null, 0, 0],
        [4, 'Members', null, 0, 0],
      ),
      topics: table(
        'id poster subject posted first_post_id last_post last_post_id last_poster num_views num_replies closed sticky moved_to forum_id',
        [1, 'Rail_Rita', 'Welke schaal "N"?', t + 1, 1, t + 30, 3, 'Voorbijganger', 12, 2, 0, 1, null, 1],
      ),
      bans: table(
        'id username ip email message expire ban_creator',
        [1, 'wissel_wim', null, 'wim@spoor.example', 'Reclame', null, 2],
        [2, null, '198.51.100', null, null, t + 999, 2],
      ),
      topic_subscriptions: table('user_id topic_id', [3, 1]),
      forum_subscriptions: table('user_id forum_id', [4, 1]),
    }),
    post: { plain, author: '4', edited: true },
    recipients: null,
    deleted: null,
  },
  {
    adapter: 'punbb12',
    version: '1.2.23',
    key: 'spoor.example',
    tables: prefixed(
      'pun_',
      punbb('1.2.23', {
        users: table(
          `${memberColumns} use_avatar save_pass`,
          ...members('5f4dcc3b5aa765d61d8327deb882cf99').map((row) => [...row, 0, 1]),
        ),
        groups: table(
          'g_id g_title g_user_title g_edit_subjects_interval',
          [1, 'Administrators', 'Administrator', 0],
          [2, 'Moderators', 'Moderator', 0],
          [3, 'Guest', null, 0],
          [4, 'Members', null, 0],
        ),
        topics: table(
          'id poster subject posted last_post last_post_id last_poster num_views num_replies closed sticky moved_to forum_id',
          [1, 'Rail_Rita', 'Welke schaal "N"?', t + 1, t + 30, 3, 'Voorbijganger', 12, 2, 0, 1, null, 1],
        ),
        bans: table(
          'id username ip email message expire',
          [1, 'Wissel_Wim', null, 'wim@spoor.example', 'Reclame', null],
          [2, null, '198.51.100', null, null, t + 999],
        ),
        subscriptions: table('user_id topic_id', [3, 1]),
      }),
    ),
    post: { plain, author: '4', edited: true },
    recipients: null,
    deleted: null,
  },
  {
    adapter: 'punbb12',
    version: '1.4.3',
    key: 'punbb',
    tables: prefixed(
      'pun_',
      punbb('1.4.3', {
        // The board's address stands in a file of the installation.
        config: config({ o_board_title: 'Spoor & wissel', o_cur_version: '1.4.3' }, 'conf_name', 'conf_value'),
        users: table(
          `${memberColumns} salt facebook twitter linkedin skype`,
          ...members('d0be2dc421be4fcd0172e5afceea3970e2f3d940').map(([id, group, ...row]) => [
            id ?? null,
            id === 1 ? 2 : id === 3 ? 4 : (group ?? null),
            ...row,
            ...['SaltSaltSalt', '', '', '', ''],
          ]),
        ),
        groups: table(
          'g_id g_title g_user_title g_moderator g_mod_edit_users',
          [1, 'Administrators', 'Administrator', 0, 0],
          [2, 'Guest', null, 0, 0],
          [3, 'Members', null, 0, 0],
          [4, 'Moderators', 'Moderator', 1, 1],
        ),
        topics: table(
          'id poster subject posted first_post_id last_post last_post_id last_poster num_views num_replies closed sticky moved_to forum_id',
          [1, 'Rail_Rita', 'Welke schaal "N"?', t + 1, 1, t + 30, 3, 'Voorbijganger', 12, 2, 0, 1, null, 1],
        ),
        bans: table('id username ip email message expire ban_creator', [
          1,
          'Wissel_Wim',
          null,
          'wim@spoor.example',
          'Reclame',
          null,
          2,
        ]),
        subscriptions: table('user_id topic_id', [3, 1]),
        forum_subscriptions: table('user_id forum_id', [3, 1]),
        extensions: table('id title version', ['pun_repository', 'Repository', '1.4']),
        extension_hooks: table('id extension_id code'),
      }),
    ),
    post: { plain, author: '4', edited: true },
    recipients: null,
    deleted: null,
  },
]
