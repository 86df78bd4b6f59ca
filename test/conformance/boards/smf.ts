import { called11 } from '../../../src/forum/smf/tables.ts'
import { packed, packedSix, prefixed, type StoredBoard, t, table } from './board.ts'
import { rowsIn } from './rows.ts'
import { type Address, accounts, hash, named11, session, smfTables, typed } from './smf-tables.ts'

const bcrypt = `$2y$10$${'a'.repeat(53)}`
const text: Address = (address) => address
const messengers = 'location icq aim yim msn message_labels'
const none = ['', '', '', '', '', '']
const rita = ['Utrecht', '100000001', '', '', 'rita@live.example', '']
const beheer = ['', '', '', '', '', 'Bouw &amp; zo,Rest']
const messageColumns = 'id_pm id_member_from deleted_by_sender from_name msgtime subject body'
const letters = [
  [1, 3, 0, 'Rail &quot;Rita&quot;', t + 50, 'Wissels', typed],
  [2, 4, 1, 'Wissel_Wim', t + 60, 'Re: Wissels', 'ja'],
]
const attachmentColumns = 'id_attach id_thumb id_msg id_member filename size attachment_type file_hash'
const uploads = [
  [1, 2, 2, 0, 'baan &amp; brug.png', 1849, 0, 'aaaabbbb'],
  [2, 0, 2, 0, 'baan &amp; brug.png_thumb', 99, 3, 'ccccdddd'],
  [3, 0, 0, 3, 'avatar_3.png', 512, 1, ''],
  [4, 0, 0, 0, 'plan.pdf', 77, 0, 'eeeeffff'],
  [5, 6, 2, 0, 'oud plan (2).v1.png', 70, 0, ''],
  [6, 0, 2, 0, 'oud plan (2).v1.png_thumb', 7, 3, ''],
  [7, 0, 2, 0, 'été.txt', 7, 0, ''],
]
const banItems = 'id_ban id_ban_group hostname email_address id_member hits'
const parts = 'ip_low1 ip_high1 ip_low2 ip_high2 ip_low3 ip_high3 ip_low4 ip_high4'

/** What 2.0 and 1.1 have alike besides. */
const older = {
  ban_items: table(
    `${banItems} ${parts}`,
    [1, 1, '', 'wim@spoor.example', 4, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [2, 2, '', '', 0, 0, 198, 198, 51, 51, 100, 100, 0, 255],
    [3, 2, '', '', 0, 0, 203, 203, 0, 0, 113, 113, 9, 9],
    [4, 2, '%.weg.example', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ),
  log_online: table(
    'session log_time id_member ip url',
    [session, t + 90, 3, 3221225987, 'a:2:{s:5:"board";i:2;s:10:"USER_AGENT";s:11:"Mozilla/5.0";}'],
    ['ip192.0.2.9', t + 91, 0, 3221225993, 'a:0:{}'],
  ),
  log_notify: table('id_member id_topic id_board sent', [3, 1, 0, 0], [4, 0, 2, 1]),
  log_karma: table('id_target id_executor log_time action', [4, 3, t + 81, -1]),
}

const reported = {
  log_reported: table('id_report id_msg id_topic id_board id_member membername subject body time_started closed', [
    ...[1, 2, 1, 2, 4, 'Wissel_Wim', 'Re: Welke schaal', 'Bel [b]me[/b] maar', t + 40, 0],
  ]),
  log_group_requests: table('id_request id_member id_group time_applied reason', [
    1,
    4,
    9,
    t + 82,
    'Ik bouw &amp; ook',
  ]),
  subscriptions: table('id_subscribe name', [1, 'Eerste klas']),
  log_subscribed: table(
    'id_sublog id_subscribe id_member start_time vendor_ref pending_details',
    [1, 1, 3, t + 85, 'I-ABC', 'a:0:{}'],
    [2, 1, 4, t + 86, '', ''],
  ),
  log_comments: table(
    'id_comment id_member member_name comment_type id_recipient recipient_name log_time counter body',
    [1, 1, 'beheer', 'warning', 4, 'Wissel_Wim', t + 65, 10, 'Niet weer!'],
    [2, 1, 'beheer', 'warntpl', 0, 'Sjabloon', t, 0, 'Beste {MEMBER}'],
  ),
}

const tables20 = smfTables('2.0.19', text, {
  ...older,
  ...reported,
  members: accounts(hash, text, messengers, beheer, rita, none),
  group_moderators: table('id_group id_member', [9, 3]),
  themes: table(
    'id_member id_theme variable value',
    [0, 1, 'theme_url', 'http://Spoor.example/forum/Themes/default'],
    [3, 1, 'cust_telegr', '@rail_rita'],
    [3, 1, 'show_avatars', '1'],
  ),
  custom_fields: table('id_field col_name field_name', [1, 'cust_telegr', 'Telegram']),
  personal_messages: table(`${messageColumns} id_pm_head`, ...letters.map((row) => [...row, 1])),
  pm_recipients: table(
    'id_pm id_member labels bcc is_read is_new deleted',
    [1, 4, '-1', 0, 0, 1, 0],
    [1, 1, '-1,0', 1, 3, 0, 0],
    [2, 3, '-1', 0, 1, 0, 1],
  ),
  attachments: table(`${attachmentColumns} mime_type`, ...uploads.map((row, i) => [...row, i < 3 ? 'image/png' : ''])),
  log_reported_comments: table(
    'id_comment id_report id_member member_ip comment time_sent',
    [1, 1, 3, '192.0.2.3', 'Reclame?', t + 40],
    [...[2, 1, 0, '192.0.2.9', 'Ja &amp; nee', t + 41]],
  ),
  log_actions: table(
    'id_action id_log log_time id_member ip action id_board id_topic id_msg extra',
    [1, 1, t + 66, 1, '192.0.2.2', 'remove', 2, 1, 3, 'a:1:{s:6:"member";s:1:"4";}'],
    [
      2,
      2,
      t + 67,
      3,
      '192.0.2.3',
      'email_address',
      0,
      0,
      0,
      'a:3:{s:8:"previous";s:22:"rita.oud@spoor.example";s:3:"new";s:18:"rita@spoor.example";s:10:"applicator";i:3;}',
    ],
  ),
  calendar: table('id_event start_date id_board id_topic title id_member', [
    1,
    '2023-12-01',
    2,
    1,
    'Beurs &amp; meer',
    3,
  ]),
})

const tables21 = smfTables('2.1.4', packed, {
  ...reported,
  members: accounts(bcrypt, packed, 'timezone tfa_secret', ['UTC', 'TFASECRET'], ['Europe/Amsterdam', ''], ['', '']),
  group_moderators: table('id_group id_member', [9, 3]),
  moderator_groups: table('id_board id_group', [2, 9]),
  themes: table(
    'id_member id_theme variable value',
    [0, 1, 'theme_url', 'http://Spoor.example/forum/Themes/default'],
    [3, 1, 'cust_icq', '100000001'],
    [3, 1, 'cust_gender', '{gender_0}'],
    [3, 1, 'cust_loca', 'Utrecht'],
    [3, 1, 'cust_telegr', '@rail_rita'],
    [3, 1, 'cust_second', '@rita2'],
    [3, 1, 'show_avatars', '1'],
  ),
  custom_fields: table(
    'id_field col_name field_name',
    [1, 'cust_icq', '{icq}'],
    [2, 'cust_telegr', 'Telegram'],
    [3, 'cust_second', 'Telegram'],
    [4, 'cust_loca', '{location}'],
  ),
  personal_messages: table(`${messageColumns} id_pm_head`, ...letters.map((row) => [...row, 1])),
  pm_recipients: table(
    'id_pm id_member bcc is_read is_new deleted in_inbox',
    [1, 4, 0, 0, 1, 0, 1],
    [1, 1, 1, 3, 0, 0, 1],
    [2, 3, 0, 1, 0, 1, 1],
  ),
  pm_labels: table('id_label id_member name', [5, 1, 'Bouw &amp; zo']),
  pm_labeled_messages: table('id_label id_pm', [5, 1]),
  attachments: table(`${attachmentColumns} mime_type`, ...uploads.map((row, i) => [...row, i < 3 ? 'image/png' : ''])),
  ban_items: table(
    `${banItems} ip_low ip_high`,
    [1, 1, '', 'wim@spoor.example', 4, 0, null, null],
    [2, 2, '', '', 0, 0, packed('198.51.100.0'), packed('198.51.100.255')],
    [3, 2, '', '', 0, 0, packedSix, packedSix],
    [4, 2, '%.weg.example', '', 0, 0, null, null],
  ),
  log_reported_comments: table('id_comment id_report id_member member_ip comment time_sent', [
    1,
    1,
    3,
    packed('192.0.2.3'),
    'Reclame?',
    t + 40,
  ]),
  log_actions: table('id_action id_log log_time id_member ip action id_board id_topic id_msg extra', [
    ...[
      2,
      2,
      t + 67,
      3,
      packedSix,
      'email_address',
      0,
      0,
      0,
      '{"previous":"rita.oud@spoor.example","new":"rita@spoor.example","applicator":3}',
    ],
  ]),
  log_online: table('session log_time id_member id_spider ip url', [
    session,
    t + 90,
    3,
    0,
    packedSix,
    '{"board":2,"USER_AGENT":"Mozilla\\/5.0"}',
  ]),
  member_logins: table(
    'id_login id_member time ip ip2',
    [1, 3, t + 1, packedSix, packed('198.51.100.9')],
    [2, 3, t + 2, packedSix, packedSix],
  ),
  log_notify: table('id_member id_topic id_board sent', [3, 1, 0, 0]),
  user_likes: table('id_member content_type content_id like_time', [3, 'msg', 2, t + 83]),
  user_drafts: table('id_draft id_topic id_board poster_time id_member subject body', [
    1,
    1,
    2,
    t + 84,
    3,
    'Later &amp; nu',
    'Een [i]begin[/i]',
  ]),
  background_tasks: table('id_task task_class', [1, 'Like_Notify']),
})

const tables11 = named11(
  smfTables('1.1.21', text, {
    ...older,
    members: accounts(hash, text, messengers, beheer, rita, none),
    themes: table('id_member id_theme variable value', [3, 1, 'show_avatars', '1']),
    personal_messages: table(messageColumns, ...letters),
    pm_recipients: table(
      'id_pm id_member labels bcc is_read deleted',
      [1, 4, '-1', 0, 0, 0],
      [1, 1, '1', 1, 1, 0],
      [2, 3, '-1', 0, 1, 1],
    ),
    attachments: table(attachmentColumns, ...uploads),
    log_actions: table('id_action log_time id_member ip action extra', [
      1,
      t + 66,
      1,
      '192.0.2.2',
      'remove',
      'a:1:{s:6:"member";s:1:"4";}',
    ]),
  }),
  called11,
)

const secrets = [session, 'SECRETANSWER', 'VALIDATE']
const same = { key: 'spoor.example', title: null }

/** Boards of Simple Machines Forum. */
export const smfBoards: readonly StoredBoard[] = [
  {
    ...same,
    adapter: 'smf21',
    version: '2.1.4',
    tables: prefixed('smf_', tables21),
    secrets: [...secrets, bcrypt, 'TFASECRET'],
    golden: 'smf21',
    rows: rowsIn('smf21'),
  },
  {
    ...same,
    adapter: 'smf20',
    version: '2.0.19',
    tables: prefixed('smf_', tables20),
    secrets: [...secrets, hash],
    golden: 'smf20',
    rows: rowsIn('smf20'),
  },
  {
    ...same,
    adapter: 'smf11',
    version: '1.1.21',
    tables: tables11,
    secrets: [...secrets, hash],
    golden: 'smf11',
    rows: rowsIn('smf11'),
  },
]
