import { plain } from '../derived.ts'
import { type Derived, type Reader, source } from '../forum.ts'
import { pairsOf } from '../lists.ts'
import { mybbMarkup } from '../markup/dialects.ts'
import { decodeEntities } from '../markup/entities.ts'
import { packedIp } from '../packed.ts'
import { inOrder } from '../sql.ts'

/** What the copies of one message have in common: each mailbox it lies in has a row of its own. */
const same = 'PARTITION BY m.fromid, m.dateline, m.recipients, md5(m.subject), md5(m.message)'

/** Messages that were sent, each row with the number of the first copy; folder 3 holds drafts. */
const copies = `(SELECT c.*, row_number() OVER (PARTITION BY c._first, c.uid, c.folder ORDER BY ${inOrder('c.pmid')})::text AS _nth FROM (
  SELECT m.*, first_value(m.pmid) OVER (${same} ORDER BY ${inOrder('m.pmid')}) AS _first, bool_and(m.folder = '4') OVER (${same}) AS _gone
    FROM privatemessages m WHERE m.folder IS DISTINCT FROM '3') c)`

/** Accounts in a serialised list of lists, `to` and `bcc`; the one the row names where the list cannot be read. */
const recipients: Derived = {
  hint: '_to',
  by: (text, { hint }) => {
    const lists = pairsOf(text).flatMap(([, list]) => (Array.isArray(list) ? list : []))
    const all = lists.map(([, who]) => String(who)).filter((who) => /^[1-9]\d{0,18}$/.test(who))
    return all.length > 0 ? [...new Set(all)] : hint === null ? [] : [hint]
  },
}

/** A folder by the member's own list of them, `1**Inbox$%%$5**Trains`; its number, so that no name can be taken for another. */
function folderName(number: string, list: string | null): string {
  const fixed: Readonly<Record<string, string>> = { '1': 'inbox', '2': 'sent', '4': 'trash' }
  const known = fixed[number]
  if (known !== undefined) return known
  const own = (list ?? '').split('$%%$').find((part) => part.startsWith(`${number}**`))
  return `${decodeEntities(own?.slice(number.length + 2) ?? '')} [${number}]`.trim()
}

/** Private messages, one row for each mailbox: told apart by sender, second, recipients and text. */
export const messages: readonly Reader[] = [
  {
    entity: 'message',
    from: 'privatemessages',
    key: ['pmid'],
    aside: true,
    whole: true,
    sql: `SELECT ${source}, d.pmid AS id, nullif(d.fromid, '0') AS author, u.username AS author_name,
      coalesce(nullif(d.recipients, ''), '-') AS recipients, nullif(d.toid, '0') AS _to, d.dateline AS at, d.ipaddress AS ip, d.subject, d.message AS text,
      d._gone AS deleted FROM ${copies} d LEFT JOIN users u ON u.uid = d.fromid WHERE d.pmid = d._first`,
    derive: { recipients, ip: packedIp, plain: plain(mybbMarkup, 'text') },
  },
  {
    entity: 'mailbox',
    from: 'privatemessages',
    key: ['pmid'],
    whole: true,
    sql: `SELECT ${source}, d._first AS message, d.uid AS member, d.folder || ' ' || d._nth AS folder, u.pmfolders AS _folders,
      d.status = '0' AS unread, d.folder = '4' AS deleted FROM ${copies} d LEFT JOIN users u ON u.uid = d.uid`,
    derive: {
      folder: {
        hint: '_folders',
        by: (place, { hint }) => {
          const [number = '', nth = '1'] = place.split(' ')
          const name = folderName(number, hint)
          return nth === '1' ? name : `${name} #${nth}`
        },
      },
    },
    rest: 'drafts, which are read as such',
  },
  {
    entity: 'draft',
    from: 'privatemessages',
    key: ['pmid'],
    aside: true,
    sql: `SELECT ${source}, 'message:' || d.pmid AS id, d.uid AS member, d.dateline AS at, d.subject, d.message AS text FROM privatemessages d
      WHERE d.folder = '3'`,
    derive: { plain: plain(mybbMarkup, 'text') },
  },
  {
    entity: 'message',
    from: 'maillogs',
    key: ['mid'],
    sql: `SELECT ${source}, 'mail:' || d.mid AS id, nullif(d.fromuid, '0') AS author, coalesce(u.username, d.fromemail) AS author_name,
      nullif(d.touid, '0') AS recipients, d.dateline AS at, d.ipaddress AS ip, d.subject, d.message AS text, false AS deleted
      FROM maillogs d LEFT JOIN users u ON u.uid = nullif(d.fromuid, '0')`,
    derive: { recipients: { by: (to) => [to] }, ip: packedIp, plain: plain(mybbMarkup, 'text') },
  },
]
