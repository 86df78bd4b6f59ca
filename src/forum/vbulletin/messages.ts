import { plain, unescaped } from '../derived.ts'
import { type Derived, type Reader, source } from '../forum.ts'
import { pairsOf } from '../lists.ts'
import { vbulletinMarkup } from '../markup/dialects.ts'
import { decodeEntities } from '../markup/entities.ts'
import { inOrder } from '../sql.ts'

/** Accounts of a serialised list, number => name, since 3.5 one each for `cc` and `bcc`. */
const recipients: Derived = {
  by: (text) => {
    const all = pairsOf(text).flatMap(([key, value]) =>
      Array.isArray(value) ? value.map(([id]) => String(id)) : [key],
    )
    return [...new Set(all.filter((id) => /^[1-9]\d{0,18}$/.test(id)))]
  },
}

/** A folder by its number and the member's own list of them; ends in its number, so that no name can be taken for another. */
const folder: Derived = {
  hint: '_folders',
  by: (place, { hint }) => {
    const [number = '', nth = '1'] = place.split(' ')
    const own = pairsOf(hint).find(([key]) => key === number)?.[1]
    const name =
      number === '0'
        ? 'inbox'
        : number === '-1'
          ? 'sent'
          : `${typeof own === 'string' ? decodeEntities(own) : ''} [${number}]`.trim()
    return nth === '1' ? name : `${name} #${nth}`
  },
}

/** Private messages: one text, and a row for each mailbox it lies in; a text without any was deleted by all. */
export const messages: readonly Reader[] = [
  {
    entity: 'message',
    from: 'pmtext',
    key: ['pmtextid'],
    sql: `SELECT ${source}, d.pmtextid AS id, nullif(d.fromuserid, '0') AS author, d.fromusername AS author_name,
      coalesce(nullif(d.touserarray, ''), '-') AS recipients, d.dateline AS at, d.title AS subject, d.message AS text,
      p.pmtextid IS NULL AND EXISTS (SELECT FROM pm) AS deleted
      FROM pmtext d LEFT JOIN (SELECT DISTINCT pmtextid FROM pm WHERE pmtextid IN (SELECT pmtextid FROM pmtext)) p ON p.pmtextid = d.pmtextid`,
    derive: { author_name: unescaped, subject: unescaped, recipients, plain: plain(vbulletinMarkup, 'text') },
  },
  {
    entity: 'mailbox',
    from: 'pm',
    key: ['pmid'],
    whole: true,
    sql: `SELECT ${source}, d.pmtextid AS message, d.userid AS member, d.folderid || ' ' || d._nth AS folder, t.pmfolders AS _folders,
      d.messageread = '0' AS unread, false AS deleted
      FROM (SELECT m.*, row_number() OVER (PARTITION BY m.pmtextid, m.userid, m.folderid ORDER BY ${inOrder('m.pmid')})::text AS _nth FROM pm m) d
      LEFT JOIN usertextfield t ON t.userid = d.userid`,
    derive: { folder },
  },
  {
    entity: 'action',
    from: 'pmreceipt',
    key: ['pmid'],
    sql: `SELECT ${source}, 'pmreceipt:' || d.pmid AS id, 'user' AS kind, nullif(d.touserid, '0') AS member, d.readtime AS at,
      CASE WHEN nullif(d.readtime, '0') IS NULL THEN 'message not read yet' ELSE 'message read' END AS operation, nullif(d.userid, '0') AS about,
      'message ' || p.pmtextid AS data FROM pmreceipt d LEFT JOIN pm p ON p.pmid = d.pmid`,
  },
]
