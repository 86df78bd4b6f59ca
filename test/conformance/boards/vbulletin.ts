import { type StoredBoard, t, table } from './board.ts'
import { rowsIn } from './rows.ts'
import { classicTables } from './vbulletin-classic.ts'
import { accounts, hash, salt, session } from './vbulletin-tables.ts'

const secrets = [hash, salt, session, 'ACTIVATIONCODE', 'seinhuis', 'toepassingsgeheim', 'seinpaal9']
const passwords = [
  [hash, salt],
  [hash, salt],
  [hash, salt],
]

/** Boards of vBulletin. */
export const vbulletinBoards: readonly StoredBoard[] = [
  {
    adapter: 'vbulletin3',
    version: '3.8.11',
    key: 'spoor.example',
    title: 'Spoor & wissel',
    tables: classicTables('3.8.11', {
      user: accounts('password salt', ...passwords),
      attachment: table(
        'attachmentid userid dateline filename visible filesize postid filehash posthash',
        [1, 4, t + 10, 'baan &amp; brug.png', 1, 1849, 2, 'e4d909c290d0fb1ca068ffaddf22cbd0', ''],
        [2, 3, t + 11, 'plan.pdf', 1, 99, 0, '', 'abc'],
      ),
      picture: table('pictureid userid caption extension filesize', [1, 3, 'Mijn baan', 'jpg', 700]),
      albumpicture: table('albumid pictureid dateline', [1, 1, t + 12]),
      album: table('albumid userid title', [1, 3, 'Thuis']),
      search: table('searchid userid ipaddress query dateline', [1, 3, '192.0.2.3', 'schaal n', t + 80]),
      postlog: table('postid useragent ip dateline', [2, 'Mozilla/5.0', 3221225988, t + 10]),
      privacyconsent: table('privacyconsentid ipaddress created consent', [1, '192.0.2.71', t + 85, 1]),
      ipaddress: table('ipid contentid contenttype ip altip dateline', [
        ...[7, 3, 'visitormessage', '192.0.2.7', '198.51.100.7', t + 84],
      ]),
    }),
    secrets,
    golden: 'vbulletin3',
    rows: rowsIn('vbulletin3'),
  },
  {
    adapter: 'vbulletin4',
    version: '4.2.5',
    key: 'spoor.example',
    title: 'Spoor & wissel',
    tables: classicTables('4.2.5', {
      user: accounts(
        'password salt fbuserid fbname',
        [hash, salt, '0', ''],
        [hash, salt, '555001', 'Rita Rails'],
        [hash, salt, '0', ''],
      ),
      autosave: table(
        'contenttypeid parentcontentid contentid userid pagetext title posthash dateline',
        [1, 1, 0, 3, 'Nog [b]niet[/b] af', '', 'x', t + 86],
        [2, 2, 0, 4, 'Nieuw', 'Een &amp; ander', 'y', t + 87],
      ),
      attachment: table(
        'attachmentid contenttypeid contentid userid dateline filedataid filename caption',
        [1, 1, 2, 4, t + 10, 11, 'baan &amp; brug.png', ''],
        [2, 1, 0, 3, t + 11, 12, 'plan.pdf', ''],
        [3, 8, 1, 3, t + 12, 11, 'album.png', 'Mijn baan'],
      ),
      filedata: table(
        'filedataid userid dateline filesize filehash extension refcount',
        [11, 4, t + 10, 1849, 'e4d909c290d0fb1ca068ffaddf22cbd0', 'png', 2],
        [12, 3, t + 11, 99, '', 'pdf', 1],
        [13, 4, t + 13, 55, '', 'jpg', 0],
      ),
      contenttype: table('contenttypeid class packageid', [1, 'Post', 1], [8, 'Album', 1]),
      searchlog: table('searchlogid userid ipaddress json dateline', [
        1,
        3,
        '192.0.2.3',
        '{"keywords":["schaal"]}',
        t + 80,
      ]),
      ipdata: table(
        'ipid contenttypeid contentid userid ip altip dateline rectype',
        [1, 1, 2, 4, 3221225988, '0.0.0.0', t + 10, 'content'],
        [7, 1, 3, 4, '192.0.2.7', '198.51.100.7', t + 84, 'content'],
      ),
    }),
    secrets,
    golden: 'vbulletin4',
    rows: rowsIn('vbulletin4'),
  },
]
