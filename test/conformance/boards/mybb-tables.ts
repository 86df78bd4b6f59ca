import type { SeizedTables } from '../../support/mirror.ts'
import { t, table } from './board.ts'

/** An address as the version stores it: packed, or text. */
export type Address = (text: string) => string | Buffer

export const typed = `[quote="Rail_Rita" pid='1' dateline='${t + 1}']Past [b]N[/b]?[/quote]\nJa & mooi [attachment=1] :)`
export const hash = '5f4dcc3b5aa765d61d8327deb882cf99'
export const loginKey = 'LoginKeyLoginKeyLoginKeyLoginKeyLoginKeyLoginKey50'
export const sessions = ['0123456789abcdef0123456789abcdef', 'bot=7', 'fedcba9876543210fedcba9876543210']
export const code = 'ActivationCode1'

const groups = [
  [1, 1, 'Guests', '', 0, 0, 0, 0],
  [2, 1, 'Registered', '', 0, 0, 0, 0],
  [3, 1, 'Super Moderators', 'Super Moderator', 0, 1, 1, 0],
  [4, 1, 'Administrators', 'Administrator', 1, 1, 1, 0],
  [5, 1, 'Awaiting Activation', 'Account not Activated', 0, 0, 0, 0],
  [7, 1, 'Banned', 'Banned', 0, 0, 0, 1],
  [8, 2, 'Bouwers', '', 0, 0, 0, 0],
]

const messageColumns = 'pmid uid toid fromid recipients folder subject message dateline deletetime status readtime'
const toBoth = 'a:2:{s:2:"to";a:1:{i:0;s:1:"4";}s:3:"bcc";a:1:{i:0;s:1:"2";}}'

/** What is the same in the tables of MyBB 1.6 and 1.8. */
export function mybbTables(version: string, ip: Address, own: SeizedTables): SeizedTables {
  return {
    settings: table(
      'sid name title value',
      [1, 'bbname', 'Board Name', 'Spoor & wissel'],
      [2, 'bburl', 'Board URL', 'http://Spoor.example/forum'],
      [3, 'timezoneoffset', 'Timezone', '+1'],
    ),
    datacache: table(
      'title cache',
      ['version', `a:2:{s:7:"version";s:6:"${version}";s:12:"version_code";i:1837;}`],
      ['stats', 'a:0:{}'],
    ),
    usergroups: table('gid type title usertitle cancp issupermod canmodcp isbannedgroup', ...groups),
    groupleaders: table('lid gid uid', [1, 8, 3]),
    userfields: table(
      'ufid fid1 fid2 fid3 fid4',
      [2, '', '', '', ''],
      [3, 'Utrecht', 'Houdt van treinen', null, '@rail_rita'],
    ),
    profilefields: table('fid name', [1, 'Location'], [2, 'Bio'], [3, 'Bio'], [4, 'Telegram']),
    moderators: table('mid fid id isgroup', [1, 2, 3, 0], [2, 2, 8, 1]),
    awaitingactivation: table(
      'aid uid dateline code type misc',
      [1, 4, t, code, 'r', ''],
      [2, 3, t + 5, code, 'e', 'rita.nieuw@spoor.example'],
      [3, 3, t + 6, code, 'e', 'rita.nog@spoor.example'],
    ),
    forums: table(
      'fid name description linkto type pid disporder open password',
      [1, 'Baan', '', '', 'c', 0, 1, 1, ''],
      [2, 'Schaal N', 'Kleine treinen', '', 'f', 1, 1, 1, 'seinhuis'],
      [3, 'Elders', '', 'http://elders.example', 'f', 1, 2, 0, ''],
    ),
    threads: table(
      'tid fid subject poll uid username dateline firstpost views closed sticky visible',
      [1, 2, 'Welke schaal "N"?', 1, 3, 'Rail_Rita', t + 1, 1, 12, '', 1, 1],
      [2, 3, 'Verhuisd', 0, 4, 'Wissel_Wim', t + 2, 0, 3, 'moved|1', 0, 1],
      [3, 2, 'Weg', 0, 4, 'Wissel_Wim', t + 3, 9, 3, '1', 0, -1],
      [4, 2, 'Nog niet af', 0, 3, 'Rail_Rita', t + 4, 0, 0, '', 0, -2],
    ),
    privatemessages: table(
      `${messageColumns} ipaddress`,
      [1, 3, 4, 3, toBoth, 2, 'Wissels', typed, t + 50, 0, 1, 0, ip('192.0.2.3')],
      [2, 4, 4, 3, toBoth, 1, 'Wissels', typed, t + 50, 0, 0, 0, ip('192.0.2.3')],
      [3, 2, 4, 3, toBoth, 5, 'Wissels', typed, t + 50, 0, 1, t + 55, ip('192.0.2.3')],
      [
        10,
        3,
        3,
        4,
        'a:1:{s:2:"to";a:1:{i:0;s:1:"3";}}',
        4,
        'Re: Wissels',
        'ja',
        t + 60,
        t + 70,
        1,
        t + 61,
        ip('192.0.2.4'),
      ],
      [11, 3, 0, 3, 'a:0:{}', 3, 'Later', 'Aan wie?', t + 62, 0, 1, 0, ip('192.0.2.3')],
      // To oneself, both copies put into one folder.
      [12, 3, 3, 3, 'broken', 1, 'Lijstje', 'rails', t + 63, 0, 1, 0, ip('192.0.2.3')],
      [13, 3, 3, 3, 'broken', 1, 'Lijstje', 'rails', t + 63, 0, 1, 0, ip('192.0.2.3')],
    ),
    maillogs: table('mid subject message dateline fromuid fromemail touid toemail ipaddress', [
      1,
      'Beurs',
      'Kom je?',
      t + 64,
      0,
      'gast@elders.example',
      3,
      'rita@spoor.example',
      ip('192.0.2.9'),
    ]),
    attachments: table(
      'aid pid posthash uid filename filetype filesize attachname dateuploaded thumbnail',
      [
        1,
        2,
        '',
        4,
        'baan & brug.png',
        'image/png',
        1849,
        `202311/post_4_${t}_0123.attach`,
        t + 10,
        `202311/post_4_${t}_0123_thumb.png`,
      ],
      [2, 0, 'abc', 3, 'plan.pdf', 'application/pdf', 99, `202311/post_3_${t}_4567.attach`, t + 11, ''],
      [3, 2, '', 4, 'knop.png', 'image/png', 9, `202311/post_4_${t}_89ab.attach`, t + 12, 'SMALL'],
    ),
    polls: table(
      'pid tid question dateline options votes timeout',
      [1, 1, 'Welke?', t + 1, 'N||~|~||H0', '2||~|~||0', 2],
      [2, 1, 'Nog eens?', t + 2, 'Z', '0', 0],
    ),
    banned: table('uid gid admin dateline lifted reason', [4, 7, 2, t + 70, 0, 'Reclame']),
    banfilters: table(
      'fid filter type lastuse dateline',
      [1, '198.51.100.*', 1, 0, t + 71],
      [2, 'spam*', 2, 0, t + 72],
      [3, '*@weg.example', 3, 0, t + 73],
    ),
    warnings: table('wid uid tid pid title points dateline issuedby notes', [
      1,
      4,
      1,
      2,
      'Reclame',
      1,
      t + 65,
      2,
      'Niet weer!',
    ]),
    sessions: table(
      'sid uid ip time useragent',
      [sessions[0] ?? '', 3, ip('192.0.2.3'), t + 90, 'Mozilla/5.0'],
      [sessions[1] ?? '', 0, ip('192.0.2.9'), t + 91, 'Zoekmachine'],
    ),
    adminlog: table(
      'uid ipaddress dateline module action data',
      [2, ip('192.0.2.2'), t + 70, 'user-banning', 'add', 'a:1:{i:0;s:10:"Wissel_Wim";}'],
      [2, ip('192.0.2.2'), t + 70, 'user-banning', 'add', 'a:1:{i:0;s:10:"Wissel_Wim";}'],
    ),
    moderatorlog: table('uid dateline fid tid pid action data ipaddress', [
      2,
      t + 66,
      2,
      1,
      3,
      'Post soft deleted',
      'a:0:{}',
      ip('192.0.2.2'),
    ]),
    searchlog: table('sid uid dateline ipaddress keywords', [
      sessions[2] ?? '',
      3,
      t + 80,
      ip('192.0.2.3'),
      '"schaal n"',
    ]),
    reputation: table('rid uid adduid pid reputation dateline comments', [1, 4, 3, 2, -1, t + 81, 'Onaardig']),
    threadratings: table('rid tid uid rating ipaddress', [1, 1, 4, 5, ip('192.0.2.4')]),
    forumsubscriptions: table('fsid fid uid', [1, 2, 4]),
    threadsubscriptions: table('sid uid tid notification dateline', [1, 3, 1, 1, t + 84]),
    joinrequests: table('rid uid gid reason dateline', [1, 4, 8, 'Ik bouw ook', t + 82]),
    events: table('eid cid uid name description dateline', [1, 1, 3, 'Beurs', 'Zaterdag [b]tien[/b] uur', t + 83]),
    announcements: table('aid fid uid subject message startdate', [1, -1, 2, 'Welkom', 'Hallo', t + 84]),
    templates: table('tid title template', [1, 'index', '<html>']),
    threadsread: table('tid uid dateline', [1, 3, t + 90]),
    ...own,
  }
}
