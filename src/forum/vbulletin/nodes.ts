import { named, plain, unescaped } from '../derived.ts'
import { type Derivations, type Derived, type Reader, source } from '../forum.ts'
import { numbersIn } from '../lists.ts'
import { vbulletinMarkup } from '../markup/dialects.ts'
import { inOrder } from '../sql.ts'

const written: Derivations = {
  author_name: unescaped,
  subject: unescaped,
  deleted_reason: unescaped,
  edit_reason: unescaped,
  plain: plain(vbulletinMarkup, 'text'),
}

/** A node that has no row in a table of what is no post. */
const isPost = ['channel', 'privatemessage', 'attach', 'photo', 'report', 'infraction']
  .map((table) => `NOT EXISTS (SELECT FROM ${table} z WHERE z.nodeid = d.nodeid)`)
  .join(' AND ')

const deleted = `CASE WHEN nullif(d.deleteuserid, '0') IS NOT NULL THEN 'soft' WHEN d.approved = '0' THEN 'unapproved' END AS deleted,
  CASE WHEN nullif(d.deleteuserid, '0') IS NOT NULL THEN d.unpublishdate END AS deleted_at, nullif(d.deleteuserid, '0') AS deleted_by`

/** What a node says: its text, and the address it is about where it is a link. */
const text = `concat_ws(E'\\n', nullif(x.rawtext, ''), nullif(l.url, ''))`
const textFrom = 'LEFT JOIN text x ON x.nodeid = d.nodeid LEFT JOIN link l ON l.nodeid = d.nodeid'

/** Boards, topics and posts of version 5, where everything is a node below another. */
export const nodes: readonly Reader[] = [
  {
    entity: 'board',
    from: 'channel',
    key: ['nodeid'],
    sql: `SELECT ${source}, d.nodeid AS id, nullif(n.parentid, '0') AS parent,
      CASE WHEN d.category = '1' OR nullif(n.parentid, '0') IS NULL THEN 'category' ELSE 'board' END AS kind, n.title AS name, n.description,
      n.displayorder AS position, n.open = '0' AS locked, false AS has_password FROM channel d LEFT JOIN node n ON n.nodeid = d.nodeid`,
    derive: { name: unescaped, description: unescaped },
  },
  {
    entity: 'topic',
    from: 'node',
    key: ['nodeid'],
    aside: true,
    sql: `SELECT ${source}, d.nodeid AS id, nullif(d.parentid, '0') AS board, d.title, nullif(d.userid, '0') AS author, d.authorname AS author_name,
      coalesce(nullif(d.publishdate, '0'), d.created) AS at, v.count AS views,
      CASE WHEN r.nodeid IS NOT NULL THEN 'moved' WHEN d.sticky = '1' THEN 'sticky' ELSE 'normal' END AS kind, d.open = '0' AS locked, ${deleted},
      r.tonodeid AS moved_to, CASE WHEN p.nodeid IS NOT NULL THEN d.title END AS poll_title, CASE WHEN p.nodeid IS NOT NULL THEN d.created END AS poll_start,
      CASE WHEN p.timeout ~ '^[0-9]{9,10}$' THEN p.timeout END AS poll_end
      FROM node d LEFT JOIN (SELECT nodeid, min(tonodeid) AS tonodeid FROM redirect GROUP BY nodeid) r ON r.nodeid = d.nodeid
      LEFT JOIN (SELECT nodeid, min(timeout) AS timeout FROM poll GROUP BY nodeid) p ON p.nodeid = d.nodeid
      LEFT JOIN (SELECT nodeid, min(count) AS count FROM nodeview WHERE nodeid IN (SELECT nodeid FROM node) GROUP BY nodeid) v ON v.nodeid = d.nodeid
      WHERE d.starter = d.nodeid AND ${isPost}`,
    derive: { title: unescaped, author_name: unescaped, poll_title: unescaped },
  },
  {
    entity: 'post',
    from: 'node',
    key: ['nodeid'],
    // The first post of a topic, which may be anywhere in the table, says which board it is in.
    whole: true,
    sql: `SELECT ${source}, d.nodeid AS id, nullif(s.parentid, '0') AS board, nullif(d.starter, '0') AS topic, nullif(d.userid, '0') AS author,
      d.authorname AS author_name, coalesce(nullif(d.publishdate, '0'), d.created) AS at, d.ipaddress AS ip, d.title AS subject, ${text} AS text,
      e.dateline AS edited_at, nullif(e.userid, '0') AS edited_by, e.reason AS edit_reason, ${deleted}, d.deletereason AS deleted_reason
      FROM node d LEFT JOIN node s ON s.nodeid = d.starter ${textFrom}
      LEFT JOIN (SELECT nodeid, min(userid) AS userid, min(dateline) AS dateline, min(reason) AS reason FROM editlog GROUP BY nodeid) e ON e.nodeid = d.nodeid
      WHERE ${isPost}`,
    rest: 'boards, messages, uploads, reports and infractions, which are read with their own tables',
    derive: written,
  },
  {
    // What is left of a text whose own node is gone.
    entity: 'post',
    from: 'text',
    key: ['nodeid'],
    sql: `SELECT ${source}, d.nodeid AS id, d.rawtext AS text, CASE WHEN EXISTS (SELECT FROM node) THEN 'soft' END AS deleted FROM text d
      WHERE NOT EXISTS (SELECT FROM node n WHERE n.nodeid = d.nodeid)`,
    rest: 'the texts of posts, messages and reports, which are read as such',
    derive: { plain: plain(vbulletinMarkup, 'text') },
  },
  {
    // Every version since when it was written, the one that is shown among them.
    entity: 'post_version',
    from: 'postedithistory',
    key: ['postedithistoryid'],
    sql: `SELECT ${source}, 'version:' || d.postedithistoryid AS id, CASE WHEN m.nodeid IS NULL THEN d.nodeid END AS post, m.nodeid AS message, 'made' AS form,
      d.dateline AS since, nullif(d.userid, '0') AS author, d.title AS subject, d.pagetext AS text, d.reason
      FROM postedithistory d LEFT JOIN (SELECT DISTINCT nodeid FROM privatemessage) m ON m.nodeid = d.nodeid`,
    derive: { subject: unescaped, reason: unescaped, plain: plain(vbulletinMarkup, 'text') },
  },
  {
    entity: 'draft',
    from: 'autosavetext',
    key: ['parentid', 'nodeid', 'userid'],
    sql: `SELECT ${source}, concat_ws(':', 'autosave', d.parentid, d.nodeid, d.userid) AS id, nullif(d.userid, '0') AS member, d.dateline AS at,
      d.title AS subject, d.pagetext AS text FROM autosavetext d`,
    derive: { subject: unescaped, plain: plain(vbulletinMarkup, 'text') },
  },
  {
    entity: 'report',
    from: 'report',
    key: ['nodeid'],
    sql: `SELECT ${source}, d.nodeid AS id, nullif(d.reportnodeid, '0') AS post, nullif(n.userid, '0') AS by, n.created AS at, n.title AS reason,
      x.rawtext AS text, d.closed = '1' AS closed FROM report d LEFT JOIN node n ON n.nodeid = d.nodeid LEFT JOIN text x ON x.nodeid = d.nodeid`,
    derive: { reason: unescaped },
  },
  {
    entity: 'warning',
    from: 'infraction',
    key: ['nodeid'],
    sql: `SELECT ${source}, d.nodeid AS id, d.infracteduserid AS member, nullif(d.infractednodeid, '0') AS post, n.created AS at,
      nullif(n.userid, '0') AS by, concat_ws(': ', nullif(d.customreason, ''), nullif(n.title, ''), nullif(d.note, '')) AS reason
      FROM infraction d LEFT JOIN node n ON n.nodeid = d.nodeid`,
    derive: { reason: unescaped },
  },
  {
    entity: 'poll_option',
    from: 'polloption',
    key: ['polloptionid'],
    sql: `SELECT ${source}, d.nodeid AS topic, d.polloptionid AS option, d.title AS label, d.votes FROM polloption d`,
    derive: { label: unescaped },
  },
  {
    entity: 'poll_vote',
    from: 'pollvote',
    key: ['pollvoteid'],
    sql: `SELECT ${source}, d.pollvoteid AS n, d.nodeid AS topic, d.polloptionid AS option, nullif(d.userid, '0') AS member FROM pollvote d`,
  },
]

/** Uploads and pictures: nodes below the post they belong to. */
function upload(from: 'attach' | 'photo', id: string, name: string): Reader {
  return {
    entity: 'attachment',
    from,
    key: ['nodeid'],
    sql: `SELECT ${source}, ${id} AS id, nullif(n.userid, '0') AS owner, CASE WHEN m.nodeid IS NULL THEN nullif(n.parentid, '0') END AS post,
      m.nodeid AS message, ${name} AS name, d.filedataid || '.attach' AS stored_name, f.filesize AS size, f.filehash AS md5, n.created AS at,
      d.caption AS comment, n.nodeid IS NULL AS orphan
      FROM ${from} d LEFT JOIN node n ON n.nodeid = d.nodeid LEFT JOIN filedata f ON f.filedataid = d.filedataid
      LEFT JOIN privatemessage m ON m.nodeid = n.parentid`,
    derive: { name: unescaped, comment: unescaped },
  }
}
export const uploads: readonly Reader[] = [
  upload('attach', 'd.nodeid', 'd.filename'),
  upload('photo', `'photo:' || d.nodeid`, `concat(d.nodeid, '.', f.extension)`),
]

/** Folders that the software brings along, by the name of their phrase. */
const folder: Derived = {
  by: (place) => {
    const [nth = '1', phrase = '', number = '', ...title] = place.split(' ')
    const known = ({ messages: 'inbox', sent_items: 'sent', trash: 'trash' } as Readonly<Record<string, string>>)[
      phrase
    ]
    const name = known ?? `${title.join(' ')} [${number}]`.trim()
    return nth === '1' ? name : `${name} #${nth}`
  },
}

/** Private messages: nodes with a row for each folder they lie in. */
export const letters: readonly Reader[] = [
  {
    entity: 'message',
    from: 'privatemessage',
    key: ['nodeid'],
    sql: `SELECT ${source}, d.nodeid AS id, nullif(n.starter, '0') AS thread, nullif(n.userid, '0') AS author, n.authorname AS author_name,
      coalesce(s.ids, '-') AS recipients, coalesce(nullif(n.publishdate, '0'), n.created) AS at, n.ipaddress AS ip, n.title AS subject, x.rawtext AS text,
      coalesce(s.gone, EXISTS (SELECT FROM sentto)) AS deleted
      FROM privatemessage d LEFT JOIN node n ON n.nodeid = d.nodeid LEFT JOIN text x ON x.nodeid = d.nodeid
      LEFT JOIN (SELECT t.nodeid, string_agg(t.userid, ',' ORDER BY ${inOrder('t.userid')}) FILTER (WHERE t.userid IS DISTINCT FROM w.userid) AS ids,
          bool_and(coalesce(t.deleted, '0') <> '0') AS gone
        FROM sentto t LEFT JOIN node w ON w.nodeid = t.nodeid WHERE t.nodeid IN (SELECT nodeid FROM privatemessage) GROUP BY t.nodeid) s ON s.nodeid = d.nodeid
      WHERE coalesce(d.msgtype, 'message') = 'message'`,
    rest: 'notices of the software and requests to join',
    derive: { ...written, recipients: { by: numbersIn } },
  },
  {
    entity: 'mailbox',
    from: 'sentto',
    key: ['nodeid', 'userid', 'folderid'],
    whole: true,
    sql: `SELECT ${source}, d.nodeid AS message, d.userid AS member, concat_ws(' ', d._nth, coalesce(nullif(d._phrase, ''), '-'), d.folderid, d._title) AS folder,
      d.msgread = '0' AS unread, d.deleted = '1' AS deleted
      FROM (SELECT t.*, f.titlephrase AS _phrase, f.title AS _title,
          row_number() OVER (PARTITION BY t.nodeid, t.userid, coalesce(nullif(f.titlephrase, ''), t.folderid) ORDER BY ${inOrder('t.folderid')})::text AS _nth
        FROM sentto t LEFT JOIN (SELECT folderid, min(titlephrase) AS titlephrase, min(title) AS title FROM messagefolder GROUP BY folderid) f
          ON f.folderid = t.folderid) d
      JOIN privatemessage m ON m.nodeid = d.nodeid AND coalesce(m.msgtype, 'message') = 'message'`,
    rest: 'notices of the software and requests to join',
    derive: { folder },
  },
]

/** Addresses of visits, where the version keeps them. */
export const searches: readonly Reader[] = [
  {
    entity: 'action',
    from: 'searchlog',
    key: ['searchlogid'],
    sql: `SELECT ${source}, d.searchlogid AS id, 'user' AS kind, nullif(d.userid, '0') AS member, d.dateline AS at, d.ipaddress AS ip, 'search' AS operation,
      d.json AS data FROM searchlog d`,
    derive: { id: named('search') },
  },
]
