import { later, numbered, plain, unescaped } from '../derived.ts'
import { type Derivations, type Derived, type Reader, source } from '../forum.ts'
import { phpbbMarkup } from '../markup/index.ts'

/** Boards: a nested set, in the order of its left numbers. */
export const boards: Reader = {
  entity: 'board',
  from: 'forums',
  key: ['forum_id'],
  sql: `SELECT ${source}, d.forum_id AS id, nullif(d.parent_id, '0') AS parent,
    CASE d.forum_type WHEN '0' THEN 'category' WHEN '2' THEN 'link' ELSE 'board' END AS kind, d.forum_name AS name,
    d.forum_desc AS _description, d.forum_desc_uid AS _mark, d.left_id AS position, d.forum_status = '1' AS locked,
    d.forum_password <> '' AS has_password FROM forums d`,
  derive: { name: unescaped, description: plain(phpbbMarkup, '_description', '_mark') },
}

/** What is the same of a topic in every phpBB 3; account 1 is the guest. */
export const topic = `${source}, d.topic_id AS id, nullif(d.forum_id, '0') AS board, d.topic_title AS title,
  nullif(d.topic_poster, '1') AS author, d.topic_first_poster_name AS author_name, d.topic_time AS at, d.topic_views AS views,
  CASE WHEN d.topic_status = '2' THEN 'moved' WHEN d.topic_type = '1' THEN 'sticky' WHEN d.topic_type = '2' THEN 'announcement'
    WHEN d.topic_type = '3' THEN 'global' ELSE 'normal' END AS kind,
  d.topic_status = '1' AS locked, nullif(d.topic_moved_id, '0') AS moved_to, d.poll_title, d.poll_start, d.poll_length AS _poll_length`

export const topicDerived: Derivations = {
  title: unescaped,
  author_name: unescaped,
  poll_title: plain(phpbbMarkup, 'poll_title'),
  poll_end: { from: 'poll_start', hint: '_poll_length', by: later },
}

/** What is the same of a post in every phpBB 3. */
export const post = `${source}, d.post_id AS id, nullif(d.forum_id, '0') AS board, d.topic_id AS topic,
  nullif(d.poster_id, '1') AS author, coalesce(nullif(d.post_username, ''), u.username) AS author_name, d.post_time AS at,
  d.poster_ip AS ip, d.post_subject AS subject, d.post_text AS text, d.bbcode_uid AS _mark, d.post_edit_time AS edited_at,
  nullif(d.post_edit_user, '0') AS edited_by, d.post_edit_count AS edit_count, d.post_edit_reason AS edit_reason`

/** Tables of a post: its author's name is in another one. */
export const postFrom = 'posts d LEFT JOIN users u ON u.user_id = d.poster_id'

export const postDerived: Derivations = {
  author_name: unescaped,
  subject: unescaped,
  edit_reason: unescaped,
  plain: plain(phpbbMarkup, 'text', '_mark'),
}

/** `u_12:g_5`, accounts and groups. */
const recipients: Derived = {
  by: (text) => {
    const all = text.split(':').flatMap((part) => {
      const found = /^([ug])_(\d+)$/.exec(part.trim())
      return found ? [found[1] === 'g' ? `group:${found[2]}` : `${found[2]}`] : []
    })
    return [...new Set(all)]
  },
}

/** Private messages and the folders they lie in: 0 inbox, -1 sent, -2 not yet fetched, -3 not yet sorted, -4 held back. */
export const messages: readonly Reader[] = [
  {
    entity: 'message',
    from: 'privmsgs',
    key: ['msg_id'],
    sql: `SELECT ${source}, d.msg_id AS id, CASE WHEN d.root_level = '0' THEN d.msg_id ELSE d.root_level END AS thread,
      nullif(d.author_id, '1') AS author, u.username AS author_name, concat_ws(':', d.to_address, d.bcc_address) AS recipients,
      d.message_time AS at, d.author_ip AS ip, d.message_subject AS subject, d.message_text AS text, d.bbcode_uid AS _mark,
      d.message_edit_time AS edited_at,
      t.msg_id IS NULL AND EXISTS (SELECT FROM privmsgs_to) AS deleted
      FROM privmsgs d LEFT JOIN users u ON u.user_id = d.author_id
      LEFT JOIN (SELECT DISTINCT msg_id FROM privmsgs_to
        WHERE pm_deleted = '0' AND msg_id IN (SELECT msg_id FROM privmsgs)) t ON t.msg_id = d.msg_id`,
    derive: {
      author_name: unescaped,
      subject: unescaped,
      recipients,
      plain: plain(phpbbMarkup, 'text', '_mark'),
    },
  },
  {
    entity: 'mailbox',
    from: 'privmsgs_to',
    key: ['msg_id', 'user_id', 'folder_id'],
    // A folder of one's own ends in its number, so that no name a member chose can be taken for another folder.
    sql: `SELECT ${source}, d.msg_id AS message, d.user_id AS member,
      CASE d.folder_id WHEN '0' THEN 'inbox' WHEN '-1' THEN 'sent' WHEN '-2' THEN 'outbox' WHEN '-3' THEN 'none' WHEN '-4' THEN 'held'
        ELSE concat(f.folder_name, ' [', d.folder_id, ']') END AS folder,
      d.pm_unread = '1' AS unread, d.pm_deleted = '1' AS deleted
      FROM privmsgs_to d LEFT JOIN (SELECT folder_id, min(folder_name) AS folder_name FROM privmsgs_folder GROUP BY folder_id) f
        ON f.folder_id = d.folder_id`,
    derive: { folder: unescaped },
  },
]

/** Uploads, polls and drafts. */
export const extras: readonly Reader[] = [
  {
    entity: 'attachment',
    from: 'attachments',
    key: ['attach_id'],
    sql: `SELECT ${source}, d.attach_id AS id, nullif(d.poster_id, '1') AS owner,
      CASE WHEN d.in_message IS DISTINCT FROM '1' THEN nullif(d.post_msg_id, '0') END AS post,
      CASE WHEN d.in_message = '1' THEN nullif(d.post_msg_id, '0') END AS message,
      d.real_filename AS name, d.physical_filename AS stored_name, d.mimetype AS media_type, d.filesize AS size, d.filetime AS at,
      d.attach_comment AS comment, d.is_orphan = '1' AS orphan FROM attachments d`,
    derive: { name: unescaped, comment: unescaped },
  },
  {
    entity: 'poll_option',
    from: 'poll_options',
    key: ['topic_id', 'poll_option_id'],
    sql: `SELECT ${source}, d.topic_id AS topic, d.poll_option_id AS option, d.poll_option_text AS _label, d.poll_option_total AS votes
      FROM poll_options d`,
    derive: { label: plain(phpbbMarkup, '_label') },
  },
  {
    entity: 'poll_vote',
    from: 'poll_votes',
    key: ['topic_id', 'poll_option_id', 'vote_user_id', 'vote_user_ip'],
    repeats: true,
    sql: `SELECT ${source}, concat_ws(' ', d.topic_id, d.poll_option_id, d.vote_user_id, d.vote_user_ip) AS n, d.topic_id AS topic,
      d.poll_option_id AS option, nullif(d.vote_user_id, '1') AS member, d.vote_user_ip AS ip FROM poll_votes d`,
    derive: { n: numbered },
  },
  {
    entity: 'draft',
    from: 'drafts',
    key: ['draft_id'],
    sql: `SELECT ${source}, d.draft_id AS id, d.user_id AS member, nullif(d.forum_id, '0') AS board, nullif(d.topic_id, '0') AS topic,
      d.save_time AS at, d.draft_subject AS subject, d.draft_message AS text FROM drafts d`,
    derive: { subject: unescaped, plain: plain(phpbbMarkup, 'text') },
  },
]
