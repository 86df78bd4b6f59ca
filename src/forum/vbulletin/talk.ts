import { later, plain, unescaped } from '../derived.ts'
import { type Derivations, type Reader, source } from '../forum.ts'
import { pollOptions } from '../lists.ts'
import { vbulletinMarkup } from '../markup/dialects.ts'
import { decodeEntities } from '../markup/entities.ts'
import { bit, days } from '../sql.ts'

const written: Derivations = { author_name: unescaped, subject: unescaped, plain: plain(vbulletinMarkup, 'text') }

/** Visibility: 1 shown, 0 waiting for a moderator, 2 soft-deleted. */
const deleted = `CASE d.visible WHEN '2' THEN 'soft' WHEN '0' THEN 'unapproved' END AS deleted, x.dateline AS deleted_at, nullif(x.userid, '0') AS deleted_by`

/** Who deleted what, and why. */
function deletion(type: 'post' | 'thread', ids: string): string {
  return `(SELECT primaryid, min(dateline) AS dateline, min(userid) AS userid, min(reason) AS reason FROM deletionlog
    WHERE type = '${type}' AND primaryid IN (${ids}) GROUP BY primaryid)`
}

/** Polls by topic: a topic that only points to another one names that one where a poll would stand. */
const pollTopics = `(SELECT pollid, min(threadid) AS threadid FROM thread WHERE open <> '10' AND nullif(pollid, '0') IS NOT NULL GROUP BY pollid)`

/** Boards, topics, posts with their earlier versions, polls, calendar and announcements of versions 3 and 4. */
export const talk: readonly Reader[] = [
  {
    entity: 'board',
    from: 'forum',
    key: ['forumid'],
    // Bits of a board's options (includes/xml/bitfield_vbulletin.xml): 2 topics may be begun, 4 it holds topics.
    sql: `SELECT ${source}, d.forumid AS id, CASE WHEN d.parentid ~ '^[1-9]' THEN d.parentid END AS parent,
      CASE WHEN d.link <> '' THEN 'link' WHEN ${bit('d.options', 4)} THEN 'board' ELSE 'category' END AS kind, d.title AS name,
      d.description, d.displayorder AS position, ${bit('d.options', 4)} AND NOT ${bit('d.options', 2)} AS locked, d.password <> '' AS has_password FROM forum d`,
    derive: { name: unescaped, description: unescaped },
  },
  {
    entity: 'topic',
    from: 'thread',
    key: ['threadid'],
    sql: `SELECT ${source}, d.threadid AS id, nullif(d.forumid, '0') AS board, d.title, nullif(d.postuserid, '0') AS author,
      d.postusername AS author_name, d.dateline AS at, d.views,
      CASE WHEN d.open = '10' THEN 'moved' WHEN d.sticky = '1' THEN 'sticky' ELSE 'normal' END AS kind, d.open = '0' AS locked, ${deleted},
      CASE WHEN d.open = '10' THEN nullif(d.pollid, '0') END AS moved_to, p.question AS poll_title, p.dateline AS poll_start,
      ${days('p.timeout')} AS _poll_length
      FROM thread d LEFT JOIN poll p ON d.open <> '10' AND p.pollid = nullif(d.pollid, '0')
      LEFT JOIN ${deletion('thread', 'SELECT threadid FROM thread')} x ON x.primaryid = d.threadid`,
    derive: {
      title: unescaped,
      author_name: unescaped,
      poll_title: unescaped,
      poll_end: { from: 'poll_start', hint: '_poll_length', by: later },
    },
  },
  {
    entity: 'post',
    from: 'post',
    key: ['postid'],
    sql: `SELECT ${source}, d.postid AS id, t.forumid AS board, d.threadid AS topic, nullif(d.userid, '0') AS author, d.username AS author_name,
      d.dateline AS at, d.ipaddress AS ip, d.title AS subject, d.pagetext AS text, e.dateline AS edited_at, nullif(e.userid, '0') AS edited_by,
      e.reason AS edit_reason, ${deleted}, x.reason AS deleted_reason
      FROM post d LEFT JOIN thread t ON t.threadid = d.threadid
      LEFT JOIN (SELECT postid, min(userid) AS userid, min(dateline) AS dateline, min(reason) AS reason FROM editlog
        WHERE postid IN (SELECT postid FROM post) GROUP BY postid) e ON e.postid = d.postid
      LEFT JOIN ${deletion('post', 'SELECT postid FROM post')} x ON x.primaryid = d.postid`,
    derive: { ...written, edit_reason: unescaped, deleted_reason: unescaped },
  },
  {
    // Every version since when it was written, the one that is shown among them (editpost.php).
    entity: 'post_version',
    from: 'postedithistory',
    key: ['postedithistoryid'],
    sql: `SELECT ${source}, 'version:' || d.postedithistoryid AS id, nullif(d.postid, '0') AS post, 'made' AS form, d.dateline AS since,
      nullif(d.userid, '0') AS author, d.title AS subject, d.pagetext AS text, d.reason FROM postedithistory d`,
    derive: { subject: unescaped, reason: unescaped, plain: plain(vbulletinMarkup, 'text') },
  },
  {
    entity: 'report',
    from: 'post',
    key: ['postid'],
    aside: true,
    sql: `SELECT ${source}, 'post:' || d.postid AS id, d.postid AS post, nullif(t.postuserid, '0') AS by, t.dateline AS at, t.title AS reason,
      t.open = '0' AS closed FROM post d LEFT JOIN thread t ON t.threadid = d.reportthreadid WHERE nullif(d.reportthreadid, '0') IS NOT NULL`,
    derive: { reason: unescaped },
  },
  {
    entity: 'poll_option',
    from: 'poll',
    key: ['pollid'],
    sql: `SELECT ${source}, coalesce(t.threadid, 'poll:' || d.pollid) AS topic, d.options AS _options, d.votes AS _votes
      FROM poll d LEFT JOIN ${pollTopics} t ON t.pollid = d.pollid`,
    each: (row) => pollOptions(row, '|||').map((made) => ({ ...made, label: decodeEntities(String(made.label)) })),
  },
  {
    entity: 'poll_vote',
    from: 'pollvote',
    key: ['pollvoteid'],
    sql: `SELECT ${source}, d.pollvoteid AS n, coalesce(t.threadid, 'poll:' || d.pollid) AS topic, d.voteoption AS option,
      nullif(d.userid, '0') AS member FROM pollvote d LEFT JOIN ${pollTopics} t ON t.pollid = d.pollid`,
  },
  {
    entity: 'post',
    from: 'announcement',
    key: ['announcementid'],
    sql: `SELECT ${source}, 'announcement:' || d.announcementid AS id, CASE WHEN d.forumid ~ '^[1-9]' THEN d.forumid END AS board,
      nullif(d.userid, '0') AS author, u.username AS author_name, d.startdate AS at, d.title AS subject, d.pagetext AS text
      FROM announcement d LEFT JOIN "user" u ON u.userid = d.userid`,
    derive: written,
  },
  {
    entity: 'post',
    from: 'event',
    key: ['eventid'],
    sql: `SELECT ${source}, 'event:' || d.eventid AS id, nullif(d.userid, '0') AS author, u.username AS author_name, d.dateline AS at,
      d.title AS subject, d.event AS text FROM event d LEFT JOIN "user" u ON u.userid = d.userid`,
    derive: written,
  },
]
