import { later, numbered, plain, unescaped } from '../derived.ts'
import { type Derivations, type Made, type Reader, source } from '../forum.ts'
import { phpbb2Markup } from '../markup/dialects.ts'
import { packedIp } from '../packed.ts'
import { inOrder } from '../sql.ts'

const written: Derivations = {
  author_name: unescaped,
  subject: unescaped,
  ip: packedIp,
  plain: plain(phpbb2Markup, 'text', '_mark'),
}

/** Polls with a beginning for the numbers of their options: a second poll of one topic must not take the first one's. */
const polls = `(SELECT v.*, CASE row_number() OVER (PARTITION BY v.topic_id ORDER BY ${inOrder('v.vote_id')}) WHEN 1 THEN '' ELSE v.vote_id || '.' END AS _nth
  FROM vote_desc v)`

/** Boards, topics, posts with their text in another table, polls and uploads. */
export const talk: readonly Reader[] = [
  {
    entity: 'board',
    from: 'categories',
    key: ['cat_id'],
    sql: `SELECT ${source}, 'category:' || d.cat_id AS id, 'category' AS kind, d.cat_title AS name, d.cat_order AS position, false AS locked,
      false AS has_password FROM categories d`,
    derive: { name: unescaped },
  },
  {
    entity: 'board',
    from: 'forums',
    key: ['forum_id'],
    sql: `SELECT ${source}, d.forum_id AS id, 'category:' || nullif(d.cat_id, '0') AS parent, 'board' AS kind, d.forum_name AS name,
      d.forum_desc AS description, d.forum_order AS position, d.forum_status = '1' AS locked, false AS has_password FROM forums d`,
    derive: { name: unescaped, description: unescaped },
  },
  {
    entity: 'topic',
    from: 'topics',
    key: ['topic_id'],
    sql: `SELECT ${source}, d.topic_id AS id, nullif(d.forum_id, '0') AS board, d.topic_title AS title, nullif(d.topic_poster, '-1') AS author,
      coalesce(nullif(p.post_username, ''), u.username) AS author_name, d.topic_time AS at, d.topic_views AS views,
      CASE WHEN d.topic_status = '2' THEN 'moved' WHEN d.topic_type = '1' THEN 'sticky' WHEN d.topic_type = '2' THEN 'announcement'
        WHEN d.topic_type = '3' THEN 'global' ELSE 'normal' END AS kind,
      d.topic_status = '1' AS locked, nullif(d.topic_moved_id, '0') AS moved_to, v.vote_text AS poll_title, v.vote_start AS poll_start,
      v.vote_length AS _poll_length
      FROM topics d LEFT JOIN users u ON u.user_id = d.topic_poster
      LEFT JOIN (SELECT post_id, min(post_username) AS post_username FROM posts WHERE post_id IN (SELECT topic_first_post_id FROM topics) GROUP BY post_id) p
        ON p.post_id = d.topic_first_post_id
      LEFT JOIN ${polls} v ON v.topic_id = d.topic_id AND v._nth = ''`,
    derive: {
      title: unescaped,
      author_name: unescaped,
      poll_title: unescaped,
      poll_end: { from: 'poll_start', hint: '_poll_length', by: later },
    },
  },
  {
    entity: 'post',
    from: 'posts',
    key: ['post_id'],
    sql: `SELECT ${source}, d.post_id AS id, nullif(d.forum_id, '0') AS board, d.topic_id AS topic, nullif(d.poster_id, '-1') AS author,
      coalesce(nullif(d.post_username, ''), u.username) AS author_name, d.post_time AS at, d.poster_ip AS ip, x.post_subject AS subject,
      x.post_text AS text, x.bbcode_uid AS _mark, d.post_edit_time AS edited_at, d.post_edit_count AS edit_count
      FROM posts d LEFT JOIN posts_text x ON x.post_id = d.post_id LEFT JOIN users u ON u.user_id = d.poster_id`,
    derive: written,
  },
  {
    // What is left of a post whose own row is gone.
    entity: 'post',
    from: 'posts_text',
    key: ['post_id'],
    sql: `SELECT ${source}, d.post_id AS id, d.post_subject AS subject, d.post_text AS text, d.bbcode_uid AS _mark, CASE WHEN EXISTS (SELECT FROM posts) THEN 'soft' END AS deleted FROM posts_text d
      WHERE NOT EXISTS (SELECT FROM posts p WHERE p.post_id = d.post_id)`,
    rest: 'the texts of posts, which are read as such',
    derive: { subject: unescaped, plain: plain(phpbb2Markup, 'text', '_mark') },
  },
  {
    entity: 'poll_option',
    from: 'vote_results',
    key: ['vote_id', 'vote_option_id'],
    sql: `SELECT ${source}, coalesce(v.topic_id, 'poll:' || d.vote_id) AS topic, coalesce(v._nth, '') || d.vote_option_id AS option, d.vote_option_text AS label,
      d.vote_result AS votes FROM vote_results d LEFT JOIN ${polls} v ON v.vote_id = d.vote_id`,
    derive: { label: unescaped },
  },
  {
    entity: 'poll_vote',
    from: 'vote_voters',
    key: ['vote_id', 'vote_user_id', 'vote_user_ip'],
    repeats: true,
    sql: `SELECT ${source}, concat_ws(' ', d.vote_id, d.vote_user_id, d.vote_user_ip) AS n, coalesce(v.topic_id, 'poll:' || d.vote_id) AS topic, '' AS option,
      nullif(d.vote_user_id, '-1') AS member, d.vote_user_ip AS ip FROM vote_voters d LEFT JOIN ${polls} v ON v.vote_id = d.vote_id`,
    derive: { n: numbered, ip: packedIp },
  },
  {
    entity: 'attachment',
    from: 'attachments_desc',
    key: ['attach_id'],
    sql: `SELECT ${source}, d.attach_id AS id, nullif(a.user_id_1, '-1') AS owner, nullif(a.post_id, '0') AS post, nullif(a.privmsgs_id, '0') AS message,
      d.real_filename AS name, d.physical_filename AS stored_name, d.mimetype AS media_type, d.filesize AS size, d.filetime AS at, d.comment,
      a.attach_id IS NULL AS orphan
      FROM attachments_desc d LEFT JOIN (SELECT attach_id, min(user_id_1) AS user_id_1, min(post_id) AS post_id, min(privmsgs_id) AS privmsgs_id
        FROM attachments WHERE attach_id IN (SELECT attach_id FROM attachments_desc) GROUP BY attach_id) a ON a.attach_id = d.attach_id`,
    derive: { name: unescaped, comment: unescaped },
  },
]

/** What the copies of one message have in common. */
const same = 'm.privmsgs_from_userid, m.privmsgs_to_userid, m.privmsgs_date, m.privmsgs_subject, md5(x.privmsgs_text)'
const copies = `(SELECT m.*, x.privmsgs_text, x.privmsgs_bbcode_uid,
    first_value(m.privmsgs_id) OVER (PARTITION BY ${same} ORDER BY ${inOrder('m.privmsgs_id')}) AS _first,
    CASE WHEN m.privmsgs_type IN ('2', '4') THEN m.privmsgs_from_userid ELSE m.privmsgs_to_userid END AS _owner,
    CASE m.privmsgs_type WHEN '2' THEN 'sent' WHEN '3' THEN 'saved' WHEN '4' THEN 'saved' ELSE 'inbox' END AS _folder
  FROM privmsgs m LEFT JOIN privmsgs_text x ON x.privmsgs_text_id = m.privmsgs_id)`

/**
 * Private messages. Types: 0 read, 1 new, 2 sent, 3 saved by who got it, 4 saved by who wrote it, 5 not read. A message that
 * was not read yet lies in the writer's outbox by the same row; once it is read the writer's copy is a row of its own.
 */
export const messages: readonly Reader[] = [
  {
    entity: 'message',
    from: 'privmsgs',
    key: ['privmsgs_id'],
    aside: true,
    whole: true,
    sql: `SELECT ${source}, d.privmsgs_id AS id, nullif(d.privmsgs_from_userid, '-1') AS author, u.username AS author_name, nullif(d.privmsgs_to_userid, '-1') AS recipients,
      d.privmsgs_date AS at, d.privmsgs_ip AS ip, d.privmsgs_subject AS subject, d.privmsgs_text AS text, d.privmsgs_bbcode_uid AS _mark, false AS deleted
      FROM ${copies} d LEFT JOIN users u ON u.user_id = d.privmsgs_from_userid WHERE d.privmsgs_id = d._first`,
    derive: { ...written, recipients: { by: (to) => [to] } },
  },
  {
    entity: 'mailbox',
    from: 'privmsgs',
    key: ['privmsgs_id'],
    whole: true,
    sql: `SELECT ${source}, d._first AS message, d._owner AS member, d._folder AS folder, d.privmsgs_type AS _type, d.privmsgs_from_userid AS _author, d._nth
      FROM (SELECT c.*, row_number() OVER (PARTITION BY c._first, c._owner, c._folder ORDER BY ${inOrder('c.privmsgs_id')})::text AS _nth FROM ${copies} c) d`,
    each: (row) => {
      const nth = row._nth === '1' || !row._nth ? '' : ` #${row._nth}`
      const unread = row._type === '1' || row._type === '5'
      const place = (member: string | null, folder: string, isUnread: boolean): Made => ({
        message: row.message ?? null,
        member,
        folder: folder + nth,
        unread: isUnread,
        deleted: false,
      })
      const own = place(row.member ?? null, row.folder ?? '', unread)
      return unread ? [own, place(row._author ?? null, 'outbox', false)] : [own]
    },
  },
  {
    // What is left of a message whose own row is gone.
    entity: 'message',
    from: 'privmsgs_text',
    key: ['privmsgs_text_id'],
    sql: `SELECT ${source}, d.privmsgs_text_id AS id, '-' AS recipients, d.privmsgs_text AS text, d.privmsgs_bbcode_uid AS _mark, EXISTS (SELECT FROM privmsgs) AS deleted FROM privmsgs_text d
      WHERE NOT EXISTS (SELECT FROM privmsgs p WHERE p.privmsgs_id = d.privmsgs_text_id)`,
    rest: 'the texts of messages, which are read as such',
    derive: { recipients: { by: () => [] }, plain: plain(phpbb2Markup, 'text', '_mark') },
  },
]
