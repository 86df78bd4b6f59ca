import { type StoredBoard, t, table } from './board.ts'
import { rowsIn } from './rows.ts'
import { accounts, hash, salt, session, typed, vbulletinTables } from './vbulletin-tables.ts'

const bcrypt = `$2y$10$${'a'.repeat(53)}`
const passwords = [
  [bcrypt, 'blowfish:10', 'usersecret'],
  [`${hash} ${salt}`, 'legacy', 'usersecret'],
  [bcrypt, 'blowfish:10', 'usersecret'],
]
const nodeColumns = `nodeid contenttypeid parentid starter userid authorname title description displayorder publishdate unpublishdate created ipaddress
  deleteuserid deletereason open approved sticky`

/** A node: kind, place, who and what, and what comes after the time. */
type Node = readonly [
  id: number,
  type: number,
  parent: number,
  starter: number,
  user: number,
  name: string,
  title: string,
  seconds: number,
]
function node(
  [id, type, parent, starter, user, name, title, seconds]: Node,
  ip = '',
  more: readonly (string | number)[] = [],
) {
  const [unpublished = 0, by = 0, why = '', open = 1, approved = 1, sticky = 0] = more
  const description = type === 1 ? 'Kleine treinen' : ''
  return [
    ...[
      id,
      type,
      parent,
      starter,
      user,
      name,
      title,
      description,
      id,
      t + seconds,
      unpublished,
      t + seconds,
      ip,
      by,
      why,
      open,
      approved,
      sticky,
    ],
  ]
}
const rita = 'Rail &quot;Rita&quot;'

/** Board of vBulletin 5. */
export const vbulletin5Board: StoredBoard = {
  adapter: 'vbulletin5',
  version: '5.6.9',
  key: 'spoor.example',
  title: 'Spoor & wissel',
  secrets: [bcrypt, hash, salt, 'usersecret', session, 'ACTIVATIONCODE'],
  golden: 'vbulletin5',
  rows: rowsIn('vbulletin5'),
  tables: vbulletinTables('5.6.9', {
    user: accounts('token scheme secret', ...passwords),
    contenttype: table(
      'contenttypeid class packageid',
      [1, 'Channel', 1],
      [2, 'Text', 1],
      [3, 'PrivateMessage', 1],
      [4, 'Attach', 1],
    ),
    node: table(
      nodeColumns,
      node([1, 1, 0, 0, 2, 'beheer', 'Root', 0]),
      node([2, 1, 1, 0, 2, 'beheer', 'Baan', 0]),
      node([3, 1, 2, 0, 2, 'beheer', 'Schaal N &amp; Z', 0]),
      node([10, 2, 3, 10, 3, rita, 'Welke schaal &quot;N&quot;?', 1], '192.0.2.3', [0, 0, '', 1, 1, 1]),
      node([11, 2, 10, 10, 4, 'Wissel_Wim', '', 10], '2001:db8::4'),
      node([12, 2, 11, 10, 0, 'Voorbijganger', '', 30], '192.0.2.9', [t + 44, 2, 'dubbel']),
      node([13, 2, 10, 10, 4, 'Wissel_Wim', '', 31], '192.0.2.4', [0, 0, '', 1, 0]),
      node([14, 2, 3, 14, 4, 'Wissel_Wim', 'Verhuisd', 32], '', [0, 0, '', 0]),
      node([15, 4, 11, 10, 4, 'Wissel_Wim', '', 10]),
      node([16, 5, 3, 16, 3, rita, 'Melding', 40]),
      node([17, 6, 3, 17, 2, 'beheer', 'Waarschuwing', 65]),
      node([18, 7, 3, 18, 3, rita, 'Kijk', 33]),
      node([20, 3, 1, 20, 3, rita, 'Wissels', 50], '192.0.2.3'),
      node([21, 3, 20, 20, 4, 'Wissel_Wim', '', 60], '192.0.2.4'),
      node([22, 3, 1, 22, 2, 'beheer', '', 61]),
      node([23, 4, 20, 20, 3, rita, '', 50]),
      node([24, 8, 18, 18, 3, rita, '', 33]),
    ),
    closure: table('parent child depth', [10, 11, 1]),
    channel: table('nodeid guid category', [1, 'vbulletin-4ecbdf567f2c35.70389590', 1], [2, '', 1], [3, '', 0]),
    text: table(
      'nodeid rawtext',
      [10, 'Zeg het maar'],
      [11, typed.replace('Rita;1', 'Rita;n10')],
      [12, 'Hallo'],
      [13, 'Wacht'],
      [16, 'Reclame?'],
      [18, 'Mooi'],
      [20, typed],
      [21, 'ja'],
      [22, ''],
      [99, 'Van een weg bericht'],
    ),
    link: table('nodeid url', [18, 'http://elders.example/1']),
    redirect: table('nodeid tonodeid', [14, 10]),
    nodeview: table('nodeid count', [10, 12]),
    privatemessage: table(
      'nodeid msgtype about aboutid',
      [20, 'message', '', 0],
      [21, 'message', '', 0],
      [22, 'notification', 'reply', 11],
    ),
    sentto: table(
      'nodeid userid folderid deleted msgread',
      [20, 3, 2, 0, 1],
      [20, 4, 11, 0, 0],
      [20, 2, 7, 0, 1],
      [21, 3, 1, 1, 1],
      [21, 4, 12, 1, 1],
      [22, 3, 3, 0, 0],
    ),
    messagefolder: table(
      'folderid userid title titlephrase',
      [1, 3, '', 'messages'],
      [2, 3, '', 'sent_items'],
      [3, 3, '', 'notifications'],
      [7, 2, 'Bouw en zo', ''],
      [11, 4, '', 'messages'],
      [12, 4, '', 'sent_items'],
    ),
    attach: table('nodeid filedataid filename caption', [15, 11, 'baan &amp; brug.png', ''], [23, 12, 'plan.pdf', '']),
    photo: table('nodeid filedataid caption', [24, 11, 'Mijn baan']),
    filedata: table(
      'filedataid userid dateline filesize filehash extension',
      [11, 4, t + 10, 1849, 'e4d909c290d0fb1ca068ffaddf22cbd0', 'png'],
      [12, 3, t, 99, '', 'pdf'],
    ),
    poll: table('nodeid timeout', [10, t + 999]),
    polloption: table('polloptionid nodeid title votes', [1, 10, 'N', 1], [2, 10, 'H0 &amp; 0', 0]),
    pollvote: table('pollvoteid userid nodeid polloptionid', [1, 3, 10, 1]),
    report: table('nodeid reportnodeid closed', [16, 11, 0]),
    infraction: table('nodeid infractednodeid infracteduserid note customreason', [17, 11, 4, 'Niet weer!', '']),
    editlog: table('nodeid userid username dateline reason', [11, 2, 'beheer', t + 20, 'typefout']),
    postedithistory: table('postedithistoryid nodeid userid title dateline pagetext', [
      1,
      11,
      4,
      '',
      t + 10,
      'Bel me maar',
    ]),
    autosavetext: table('parentid nodeid userid title pagetext dateline', [10, 0, 3, '', 'Nog niet af', t + 70]),
    moderator: table('moderatorid userid nodeid', [1, 3, 3]),
    moderatorlog: table('moderatorlogid dateline userid nodeid action type threadtitle ipaddress', [
      1,
      t + 44,
      2,
      12,
      'softdelete',
      0,
      'Welke schaal',
      '192.0.2.2',
    ]),
    reputation: table('reputationid nodeid userid reputation whoadded reason dateline', [1, 11, 4, 1, 3, '', t + 81]),
    subscribediscussion: table('subscribediscussionid userid discussionid emailupdate', [1, 3, 20, 0]),
    searchlog: table('searchlogid userid ipaddress json dateline', [
      1,
      3,
      '192.0.2.3',
      '{"keywords":"schaal"}',
      t + 80,
    ]),
    userlist: table('userid relationid type friend', [3, 4, 'follow', 'yes'], [3, 2, 'ignore', 'no']),
  }),
}
