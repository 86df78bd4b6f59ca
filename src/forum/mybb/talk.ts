import { later, plain, unescaped } from '../derived.ts'
import { type Reader, source } from '../forum.ts'
import { pollOptions } from '../lists.ts'
import { mybbMarkup } from '../markup/dialects.ts'
import { packedIp } from '../packed.ts'
import { days, inOrder } from '../sql.ts'

/** Visibility: 1 shown, 0 waiting for a moderator, -1 soft-deleted; -2 is a draft and no post. */
const deleted = `CASE d.visible WHEN '-1' THEN 'soft' WHEN '0' THEN 'unapproved' END AS deleted`

/** Polls with a beginning for the numbers of their options: a second poll of one topic must not take the first one's. */
const polls = `(SELECT o.*, CASE row_number() OVER (PARTITION BY o.tid ORDER BY ${inOrder('o.pid')}) WHEN 1 THEN '' ELSE o.pid || '.' END AS _nth FROM polls o)`

/** Boards, topics, posts, drafts and polls; `reason` is why a post was edited, where the version says so. */
export function talk(reason: string, votesFrom: string): readonly Reader[] {
  return [
    {
      entity: 'board',
      from: 'forums',
      key: ['fid'],
      sql: `SELECT ${source}, d.fid AS id, nullif(d.pid, '0') AS parent,
        CASE WHEN d.linkto <> '' THEN 'link' WHEN d.type = 'c' THEN 'category' ELSE 'board' END AS kind, d.name, d.description,
        d.disporder AS position, d.open = '0' AS locked, d.password <> '' AS has_password FROM forums d`,
    },
    {
      entity: 'topic',
      from: 'threads',
      key: ['tid'],
      sql: `SELECT ${source}, d.tid AS id, nullif(d.fid, '0') AS board, d.subject AS title, nullif(d.uid, '0') AS author,
        d.username AS author_name, d.dateline AS at, d.views,
        CASE WHEN d.closed LIKE 'moved|%' THEN 'moved' WHEN d.sticky = '1' THEN 'sticky' ELSE 'normal' END AS kind, d.closed = '1' AS locked,
        ${deleted}, substring(d.closed from '^moved.([0-9]{1,19})$') AS moved_to, p.question AS poll_title, p.dateline AS poll_start,
        ${days('p.timeout')} AS _poll_length
        FROM threads d LEFT JOIN polls p ON p.pid = nullif(d.poll, '0') WHERE d.visible IS DISTINCT FROM '-2'`,
      rest: 'topics that were never begun: their text is a draft',
      derive: { author_name: unescaped, poll_end: { from: 'poll_start', hint: '_poll_length', by: later } },
    },
    {
      entity: 'post',
      from: 'posts',
      key: ['pid'],
      sql: `SELECT ${source}, d.pid AS id, nullif(d.fid, '0') AS board, d.tid AS topic, nullif(d.uid, '0') AS author, d.username AS author_name,
        d.dateline AS at, d.ipaddress AS ip, d.subject, d.message AS text, d.edittime AS edited_at, nullif(d.edituid, '0') AS edited_by,
        ${reason} AS edit_reason, ${deleted} FROM posts d WHERE d.visible IS DISTINCT FROM '-2'`,
      rest: 'drafts, which are read as such',
      // The names of signed-in authors were stored as HTML source by the pages that post, and no name may hold a bare &.
      derive: { author_name: unescaped, ip: packedIp, plain: plain(mybbMarkup, 'text') },
    },
    {
      entity: 'draft',
      from: 'posts',
      key: ['pid'],
      aside: true,
      sql: `SELECT ${source}, d.pid AS id, d.uid AS member, nullif(d.fid, '0') AS board,
        CASE WHEN t.visible IS DISTINCT FROM '-2' THEN nullif(d.tid, '0') END AS topic, d.dateline AS at, d.subject, d.message AS text
        FROM posts d LEFT JOIN threads t ON t.tid = d.tid WHERE d.visible = '-2'`,
      derive: { plain: plain(mybbMarkup, 'text') },
    },
    {
      entity: 'attachment',
      from: 'attachments',
      key: ['aid'],
      sql: `SELECT ${source}, d.aid AS id, nullif(d.uid, '0') AS owner, nullif(d.pid, '0') AS post, d.filename AS name, d.attachname AS stored_name,
        CASE WHEN d.thumbnail <> 'SMALL' THEN nullif(d.thumbnail, '') END AS small_copy,
        d.filetype AS media_type, d.filesize AS size, d.dateuploaded AS at, nullif(d.pid, '0') IS NULL AS orphan FROM attachments d`,
    },
    {
      entity: 'poll_option',
      from: 'polls',
      key: ['pid'],
      whole: true,
      sql: `SELECT ${source}, d.tid AS topic, d._nth AS _poll, d.options AS _options, d.votes AS _votes FROM ${polls} d`,
      each: (row) => pollOptions(row, '||~|~||'),
    },
    {
      entity: 'poll_vote',
      from: 'pollvotes',
      key: ['vid'],
      sql: `SELECT ${source}, d.vid AS n, p.tid AS topic, p._nth || d.voteoption AS option, nullif(d.uid, '0') AS member, ${votesFrom} AS ip
        FROM pollvotes d LEFT JOIN ${polls} p ON p.pid = d.pid`,
      derive: { ip: packedIp },
    },
    {
      entity: 'post',
      from: 'events',
      key: ['eid'],
      sql: `SELECT ${source}, 'event:' || d.eid AS id, nullif(d.uid, '0') AS author, u.username AS author_name, d.dateline AS at, d.name AS subject,
        d.description AS text FROM events d LEFT JOIN users u ON u.uid = d.uid`,
      derive: { plain: plain(mybbMarkup, 'text') },
    },
    {
      entity: 'post',
      from: 'announcements',
      key: ['aid'],
      sql: `SELECT ${source}, 'announcement:' || d.aid AS id, CASE WHEN d.fid ~ '^[1-9]' THEN d.fid END AS board, nullif(d.uid, '0') AS author,
        u.username AS author_name, d.startdate AS at, d.subject, d.message AS text FROM announcements d LEFT JOIN users u ON u.uid = d.uid`,
      derive: { plain: plain(mybbMarkup, 'text') },
    },
  ]
}
