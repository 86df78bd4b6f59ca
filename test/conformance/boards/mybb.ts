import { packed, packedSix, prefixed, type StoredBoard, t, table } from './board.ts'
import { type Address, code, hash, loginKey, mybbTables, sessions, typed } from './mybb-tables.ts'
import { rowsIn } from './rows.ts'

const accountColumns = `uid username password salt loginkey email postnum usergroup additionalgroups regdate lastactive regip lastip
  usertitle website icq birthday signature timezone language avatar buddylist ignorelist pmfolders notepad usernotes awayreason referrer`

/** Four accounts; `more` are the columns of the version. */
function accounts(ip: Address, columns: string, ...more: readonly (readonly string[])[]) {
  // Until 1.6 the pages stored it as HTML source.
  const and = columns.includes('msn') ? '&amp;' : '&'
  const key = (who: string) => [hash, 'SaltSalt', loginKey, `${who}@spoor.example`]
  const rest = ['', '', '0', '', '', '1', 'dutch', '', '', '']
  return table(
    `${accountColumns} ${columns}`,
    [
      2,
      'beheer',
      ...key('beheer'),
      0,
      4,
      '',
      t,
      t + 90,
      ip('192.0.2.2'),
      ip('192.0.2.2'),
      ...rest,
      '5**Bouw &amp; sloop',
      '',
      '',
      '',
      0,
      ...(more[0] ?? []),
    ],
    [
      ...[
        3,
        'Rail_Rita',
        ...key('rita'),
        1,
        2,
        '8,8',
        t,
        t + 91,
        ip('192.0.2.3'),
        ip('192.0.2.33'),
        'Machinist &amp; stoker',
        `http://rita.example/?a=1${and}b=2`,
      ],
      ...['100000001', '5-3-1984', '[b]Groeten[/b]', '-3.5', 'dutch', './uploads/avatars/avatar_3.png', '4,4,2', ''],
      ...['1**Inbox$%%$5**Spoor &amp; wissel', 'kaas kopen', 'kent het spoor', '', 0, ...(more[1] ?? [])],
    ],
    [
      ...[
        4,
        'Wissel_Wim',
        ...key('wim'),
        1,
        5,
        '',
        t,
        0,
        ip('192.0.2.4'),
        null,
        ...rest.slice(0, 8),
        '',
        '3',
        '',
        '',
        '',
        'weg',
        3,
      ],
      ...(more[2] ?? []),
    ],
  )
}

const postColumns = 'pid tid fid subject uid username dateline message ipaddress edituid edittime visible'

function posts(ip: Address, six: string | Buffer, column: string, ...reason: readonly string[]) {
  return table(
    `${postColumns} ${column}`,
    [1, 1, 2, 'Welke schaal?', 3, 'Rail_Rita', t + 1, 'Zeg het maar', ip('192.0.2.3'), 0, 0, 1, ''],
    [2, 1, 2, 'RE: Welke schaal?', 4, 'Wissel_Wim', t + 10, typed, six, 4, t + 20, 1, ...reason],
    [3, 1, 2, 'RE: Welke schaal?', 0, 'Voorbijganger', t + 30, 'Hallo', ip('192.0.2.9'), 0, 0, -1, ''],
    [4, 1, 2, '', 4, 'Wissel_Wim', t + 31, 'Wacht', ip('192.0.2.4'), 0, 0, 0, ''],
    [5, 4, 2, 'Nog niet af', 3, 'Rail_Rita', t + 32, 'Een [i]begin[/i]', ip('192.0.2.3'), 0, 0, -2, ''],
  )
}

const packedTables = mybbTables('1.8.37', packed, {
  users: accounts(packed, 'skype google sourceeditor', ['', '', '0'], ['rita.skype', '', '0'], ['', '', '0']),
  posts: posts(packed, packedSix, 'editreason', 'typefout'),
  // Of the plug-in Edit History Log.
  edithistory: table('eid pid tid uid dateline originaltext subject ipaddress reason', [
    ...[1, 2, 1, 4, t + 20, 'Nee, bel [b]wim@spoor.example[/b]', 'Re: Welke schaal?', packed('192.0.2.45'), 'typefout'],
  ]),
  pollvotes: table(
    'vid pid uid voteoption dateline ipaddress',
    [1, 1, 3, 1, t + 5, packed('192.0.2.3')],
    [2, 1, 0, 1, t + 6, null],
    [3, 2, 3, 1, t + 7, null],
  ),
  adminsessions: table('sid uid loginkey ip dateline lastactive useragent', [
    sessions[2] ?? '',
    2,
    loginKey,
    packed('192.0.2.2'),
    t + 1,
    t + 95,
    'Mozilla/5.0',
  ]),
  reportedcontent: table(
    'rid id id2 id3 uid reportstatus reasonid reason type reports reporters dateline lastreport',
    [1, 2, 1, 2, 3, 0, 1, 'Reclame?', 'post', 3, 'a:3:{i:0;i:3;i:1;i:4;i:2;i:2;}', t + 40, t + 45],
    [2, 4, 0, 0, 2, 1, 0, 'Vreemd', 'profile', 1, 'a:1:{i:0;i:2;}', t + 55, t + 55],
  ),
  reportreasons: table('rid title', [1, '<lang:report_reason_spam>']),
  spamlog: table('sid username email ipaddress dateline', [
    1,
    'Aanbieding',
    'koop@weg.example',
    packed('198.51.100.7'),
    t + 85,
  ]),
  buddyrequests: table('id uid touid date', [1, 4, 3, t + 86]),
  adminoptions: table('uid authsecret recovery_codes', [2, 'SECRETSECRETSECR', '[]']),
})

const text: Address = (address) => address
const typedTables = mybbTables('1.6.18', text, {
  users: accounts(
    text,
    'aim yahoo msn longregip',
    ['', '', '', '0'],
    ['rita&amp;co', '', 'rita@live.example', '0'],
    ['', '', '', '0'],
  ),
  posts: posts(text, '2001:db8::4', 'longipaddress posthash'),
  pollvotes: table('vid pid uid voteoption dateline', [1, 1, 3, 1, t + 5]),
  adminsessions: table('sid uid loginkey ip dateline lastactive', [
    sessions[2] ?? '',
    2,
    loginKey,
    '192.0.2.2',
    t + 1,
    t + 95,
  ]),
  reportedposts: table('rid pid tid fid uid reportstatus reason dateline', [
    1,
    2,
    1,
    2,
    3,
    1,
    'Reclame &amp; meer?',
    t + 40,
  ]),
})

const secrets = [hash, 'SaltSalt', loginKey, code, sessions[0] ?? '', sessions[2] ?? '', 'seinhuis']

/** Boards of MyBB 1.8 and 1.6. */
export const mybbBoards: readonly StoredBoard[] = [
  {
    adapter: 'mybb18',
    version: '1.8.37',
    key: 'spoor.example',
    title: 'Spoor & wissel',
    tables: prefixed('mybb_', packedTables),
    secrets: [...secrets, 'SECRETSECRETSECR'],
    golden: 'mybb18',
    rows: rowsIn('mybb18'),
  },
  {
    adapter: 'mybb16',
    version: '1.6.18',
    key: 'spoor.example',
    title: 'Spoor & wissel',
    tables: typedTables,
    secrets,
    golden: 'mybb16',
    rows: rowsIn('mybb16'),
  },
]
