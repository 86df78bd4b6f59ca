import type { SeizedTables } from '../../support/mirror.ts'
import { t, table } from './board.ts'

export const hash = '5f4dcc3b5aa765d61d8327deb882cf99'
export const salt = "s:L'q%8Zkd7"
export const session = '0123456789abcdef0123456789abcdef'
export const typed = '[QUOTE=Rail_Rita;1]Past [B]N[/B]?[/QUOTE]\nJa & mooi [ATTACH]1[/ATTACH] :)'

const accountColumns = `userid usergroupid membergroupids username email joindate lastactivity posts usertitle timezoneoffset ipaddress birthday
  homepage icq aim yahoo msn skype languageid referrerid parentemail`

/** Three accounts; `more` are the columns of the version. */
export function accounts(columns: string, ...more: readonly (readonly string[])[]) {
  const rest = ['', '', '', '', '', '', 1, 0, '']
  return table(
    `${accountColumns} ${columns}`,
    [
      2,
      6,
      '',
      'beheer',
      'beheer@spoor.example',
      t,
      t + 90,
      0,
      'Administrator',
      '1',
      '192.0.2.2',
      '',
      ...rest,
      ...(more[0] ?? []),
    ],
    [
      ...[
        3,
        2,
        '9,7',
        'Rail &quot;Rita&quot;',
        'rita@spoor.example',
        t,
        t + 91,
        1,
        'Machinist',
        '-3.5',
        '192.0.2.3',
        '05-31-1984',
      ],
      ...['http://rita.example/', '100000001', '', '', 'rita@live.example', 'rita.skype', 1, 2, '', ...(more[1] ?? [])],
    ],
    [
      4,
      3,
      '',
      'Wissel_Wim',
      'wim@spoor.example',
      t,
      0,
      1,
      'Leerling',
      '1',
      '',
      '',
      'http://',
      ...rest.slice(1),
      ...(more[2] ?? []),
    ],
  )
}

/** What is the same in the tables of all versions. */
export function vbulletinTables(version: string, own: SeizedTables): SeizedTables {
  return {
    setting: table(
      'varname grouptitle value',
      ['bbtitle', 'general', 'Spoor &amp; wissel'],
      ['bburl', 'general', 'http://spoor.example/forum'],
      ['templateversion', 'version', version],
      ['timeoffset', 'datetime', '1'],
      ['banip', 'banning', '198.51.100.7 203.0.113.\n198.51.100.7'],
    ),
    datastore: table('title data', ['banemail', ' @weg.example '], ['options', 'a:0:{}']),
    language: table('languageid title languagecode charset', [1, 'Nederlands', 'nl', 'UTF-8']),
    phrase: table(
      'phraseid languageid varname fieldname text',
      [1, 1, 'field2_title', 'cprofilefield', 'Location'],
      [2, 1, 'field5_title', 'cprofilefield', 'Telegram'],
      [3, 1, 'infractionlevel1_title', 'infractionlevel', 'Reclame'],
    ),
    usergroup: table(
      'usergroupid title usertitle adminpermissions',
      [1, 'Unregistered / Not Logged In', 'Guest', 0],
      [2, 'Registered Users', '', 0],
      [3, 'Users Awaiting Email Confirmation', '', 0],
      [5, 'Super Moderators', 'Super Moderator', 1],
      [6, 'Administrators', 'Administrator', 3],
      [7, 'Moderators', 'Moderator', 0],
      [9, 'Bouwers', '', 0],
    ),
    usergroupleader: table('usergroupleaderid userid usergroupid', [1, 3, 9]),
    usertextfield: table(
      'userid signature pmfolders buddylist ignorelist',
      [2, '', 'a:1:{i:1;s:4:"Bouw";}', '', ''],
      [3, '[B]Groeten[/B]', '', '2 4', ''],
      [4, '', '', '2', '3'],
    ),
    userfield: table(
      'userid temp field1 field2 field3 field4 field5',
      [2, '', '', '', '', '', ''],
      [3, '', '', 'Utrecht', 'treinen &amp; wissels', '', '@rail_rita'],
    ),
    administrator: table('userid adminpermissions', [2, 0]),
    userban: table('userid usergroupid adminid bandate liftdate reason', [4, 2, 2, t + 70, 0, 'Reclame']),
    customavatar: table('userid dateline filename visible filesize', [3, t + 9, 'avatar3_1.gif', 1, 512]),
    session: table(
      'sessionhash userid host idhash lastactivity location useragent loggedin',
      [session, 3, '192.0.2.3', 'x', t + 90, 'index.php', 'Mozilla/5.0', 1],
      [session.replaceAll('0', 'f'), 0, '192.0.2.9', 'y', t + 91, 'index.php', 'curl', 0],
    ),
    cpsession: table('userid hash dateline', [2, session, t + 92]),
    strikes: table(
      'striketime strikeip username',
      [t + 5, '192.0.2.8', 'Wissel_Wim'],
      [t + 5, '192.0.2.8', 'Wissel_Wim'],
    ),
    adminlog: table('adminlogid userid dateline script action extrainfo ipaddress', [
      1,
      2,
      t + 70,
      'user.php',
      'update',
      'user id = 4',
      '192.0.2.2',
    ]),
    userchangelog: table(
      'changeid userid fieldname newvalue oldvalue adminid change_time change_uniq ipaddress',
      [1, 3, 'email', 'rita@spoor.example', 'rita.oud@spoor.example', 3, t + 30, 'u1', 3221225987],
      [2, 4, 'usergroupid', '3', '2', 2, t + 31, 'u2', 0],
    ),
    usernote: table('usernoteid forumid userid posterid title message dateline', [
      1,
      2,
      4,
      2,
      'Let op',
      'Reclame &amp; meer',
      t + 32,
    ]),
    usergrouprequest: table('usergrouprequestid userid usergroupid reason dateline', [1, 4, 9, 'Ik bouw ook', t + 33]),
    useractivation: table('useractivationid userid dateline activationid type emailchange', [
      1,
      4,
      t,
      'ACTIVATIONCODE',
      0,
      0,
    ]),
    subscriptionlog: table('subscriptionlogid subscriptionid userid regdate', [1, 2, 3, t + 40]),
    paymentinfo: table('paymentinfoid hash subscriptionid userid completed', [1, 'aa', 2, 3, 1]),
    paymenttransaction: table(
      'paymenttransactionid paymentinfoid transactionid state amount currency dateline request',
      [
        ...[1, 1, 'TX1', 1, '5.00', 'eur', t + 41],
        `a:2:{s:3:"GET";s:6:"a:0:{}";s:4:"POST";s:50:"a:1:{s:11:"payer_email";s:17:"rita@bank.example";}";}`,
      ],
      [2, 0, 'TX2', 2, '5.00', 'eur', t + 42, ''],
    ),
    apiclient: table(
      'apiclientid secret userid clientname clientversion platformname platformversion initialipaddress dateline lastactivity',
      [1, 'toepassingsgeheim', 3, 'Spoorapp', '1.2', 'Android', '4.4', '192.0.2.77', t + 43, t + 90],
    ),
    apilog: table('apilogid apiclientid dateline method parampost ipaddress', [
      ...[1, 1, t + 44, 'login_login', 'a:1:{s:17:"vb_login_password";s:9:"seinpaal9";}', '192.0.2.78'],
    ]),
    passwordhistory: table('userid password passworddate', [3, hash, '2023-11-01']),
    usertitle: table('usertitleid minposts title', [1, 0, 'Leerling']),
    ...own,
  }
}
