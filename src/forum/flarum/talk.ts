import { numbered } from '../derived.ts'
import { type Derived, type Reader, source } from '../forum.ts'
import { flarumMarkup } from '../markup/flarum.ts'
import { formatted } from '../markup/formatted.ts'
import { utc } from '../times.ts'

const hidden = `CASE WHEN d.hidden_at IS NOT NULL THEN 'soft' WHEN d.is_approved = '0' THEN 'unapproved' END AS deleted, d.hidden_at AS deleted_at,
  nullif(d.hidden_user_id, '0') AS deleted_by`
const words = formatted(flarumMarkup, 'text')
const by = 'LEFT JOIN users u ON u.id = d.user_id'

/** A topic's board is the tag that says most of it: one below another before a main one, and that before the rest. */
const board = `LEFT JOIN (SELECT x.discussion_id, ltrim(substr(min(CASE WHEN t.parent_id IS NOT NULL THEN '0' WHEN t.position IS NOT NULL THEN '1' ELSE '2' END || lpad(t.id, 12, '0')), 2), '0') AS tag
  FROM discussion_tag x JOIN tags t ON t.id = x.tag_id GROUP BY x.discussion_id) b ON b.discussion_id = `

/** Discussions with a list of recipients are private. */
const isPrivate = (id: string): string => `EXISTS (SELECT FROM recipients r WHERE r.discussion_id = ${id})`

/** Tags, discussions and posts; what is no comment tells what happened to the discussion. */
export const talk: readonly Reader[] = [
  {
    entity: 'board',
    from: 'tags',
    key: ['id'],
    sql: `SELECT ${source}, d.id, nullif(d.parent_id, '0') AS parent, 'board' AS kind, d.name, d.description, d.position, false AS locked, false AS has_password FROM tags d`,
  },
  {
    entity: 'topic',
    from: 'discussions',
    key: ['id'],
    rest: 'private discussions, read into messages',
    sql: `SELECT ${source}, d.id, b.tag AS board, d.title, nullif(d.user_id, '0') AS author, u.username AS author_name, d.created_at AS at, d.view_count AS views,
      CASE WHEN d.is_sticky = '1' THEN 'sticky' ELSE 'normal' END AS kind, coalesce(d.is_locked = '1', false) AS locked, ${hidden}, q.question AS poll_title,
      q.created_at AS poll_start, q.end_date AS poll_end FROM discussions d ${by} ${board} d.id
      LEFT JOIN (SELECT coalesce(nullif(p.discussion_id, ''), s.discussion_id) AS discussion_id, min(p.question) AS question, min(p.created_at) AS created_at, min(p.end_date) AS end_date
        FROM polls p LEFT JOIN posts s ON s.id = p.post_id GROUP BY 1) q ON q.discussion_id = d.id WHERE NOT ${isPrivate('d.id')}`,
    derive: { at: utc, deleted_at: utc, poll_start: utc, poll_end: utc },
  },
  {
    entity: 'post',
    from: 'posts',
    key: ['id'],
    rest: 'what happened to a discussion, read into the log, and private messages',
    sql: `SELECT ${source}, d.id, b.tag AS board, d.discussion_id AS topic, nullif(d.user_id, '0') AS author, u.username AS author_name, d.created_at AS at, d.ip_address AS ip,
      d.content AS text, d.edited_at, nullif(d.edited_user_id, '0') AS edited_by, ${hidden} FROM posts d ${by} ${board} d.discussion_id
      WHERE coalesce(d.type, 'comment') = 'comment' AND NOT ${isPrivate('d.discussion_id')}`,
    derive: { at: utc, edited_at: utc, deleted_at: utc, plain: words },
  },
  {
    entity: 'action',
    from: 'posts',
    key: ['id'],
    aside: true,
    sql: `SELECT ${source}, 'event:' || d.id AS id, 'moderator' AS kind, nullif(d.user_id, '0') AS member, d.created_at AS at, d.ip_address AS ip, d.type AS operation,
      d.discussion_id AS topic, d.content AS data FROM posts d WHERE d.type <> 'comment'`,
    derive: { at: utc },
  },
]

const others: Derived = {
  hint: 'author',
  by: (list, { hint }) => [...new Set(list.split(' '))].filter((m) => m !== hint && m !== '0' && m !== ''),
}

/** Private discussions, and the dialogues of Flarum 2; these are named after their kind, since both are numbered from 1. */
export const messages: readonly Reader[] = [
  {
    entity: 'message',
    from: 'posts',
    key: ['id'],
    aside: true,
    sql: `SELECT ${source}, d.id, d.discussion_id AS thread, nullif(d.user_id, '0') AS author, u.username AS author_name, r.members AS recipients, d.created_at AS at, d.ip_address AS ip,
      t.title AS subject, d.content AS text, d.edited_at, r.gone OR d.hidden_at IS NOT NULL AS deleted
      FROM posts d ${by} LEFT JOIN discussions t ON t.id = d.discussion_id
      JOIN (SELECT discussion_id, string_agg(coalesce(nullif(user_id, '0'), 'group:' || group_id), ' ' ORDER BY _row) AS members, bool_and(removed_at IS NOT NULL) AS gone
        FROM recipients GROUP BY discussion_id) r ON r.discussion_id = d.discussion_id WHERE coalesce(d.type, 'comment') = 'comment'`,
    derive: { at: utc, edited_at: utc, recipients: others, plain: words },
  },
  {
    entity: 'mailbox',
    from: 'recipients',
    key: ['discussion_id', 'user_id', 'group_id'],
    none: 'groups that have part in a private discussion, and discussions without posts',
    sql: `SELECT ${source}, nullif(d.user_id, '0') AS member, d.removed_at AS _removed, m.messages AS _messages
      FROM recipients d LEFT JOIN (SELECT n.discussion_id, string_agg(concat(n.id, ':', n.user_id), ' ' ORDER BY n._row) FILTER (WHERE coalesce(n.type, 'comment') = 'comment') AS messages
          FROM (SELECT DISTINCT discussion_id FROM recipients) c JOIN posts n ON n.discussion_id = c.discussion_id GROUP BY n.discussion_id) m ON m.discussion_id = d.discussion_id`,
    each: ({ member, _removed, _messages }) =>
      (_messages ?? '').split(' ').flatMap((part) => {
        const [message = '', author] = part.split(':')
        if (message === '' || !member) return []
        return [
          { message, member, folder: author === member ? 'sent' : 'inbox', unread: false, deleted: _removed != null },
        ]
      }),
  },
  {
    entity: 'message',
    from: 'dialog_messages',
    key: ['id'],
    sql: `SELECT ${source}, 'dialog:' || d.id AS id, 'dialog:' || d.dialog_id AS thread, nullif(d.user_id, '0') AS author, u.username AS author_name, r.members AS recipients,
      d.created_at AS at, d.content AS text, r.dialog_id IS NULL AND EXISTS (SELECT FROM dialog_user) AS deleted
      FROM dialog_messages d ${by} LEFT JOIN (SELECT dialog_id, string_agg(user_id, ' ' ORDER BY length(user_id), user_id) AS members FROM dialog_user GROUP BY dialog_id) r
        ON r.dialog_id = d.dialog_id`,
    derive: { at: utc, recipients: others, plain: words },
  },
  {
    entity: 'mailbox',
    from: 'dialog_user',
    key: ['dialog_id', 'user_id'],
    none: 'members of a dialogue without messages',
    sql: `SELECT ${source}, d.user_id AS member, d.last_read_message_id AS _read, m.messages AS _messages
      FROM dialog_user d LEFT JOIN (SELECT n.dialog_id, string_agg(concat(n.id, ':', n.user_id), ' ' ORDER BY n._row) AS messages
          FROM (SELECT DISTINCT dialog_id FROM dialog_user) c JOIN dialog_messages n ON n.dialog_id = c.dialog_id GROUP BY n.dialog_id) m ON m.dialog_id = d.dialog_id`,
    each: ({ member, _read, _messages }) =>
      (_messages ?? '').split(' ').flatMap((part) => {
        const [message = '', author] = part.split(':')
        if (message === '') return []
        const own = author === member
        const unread = !own && Number(message) > Number(_read ?? 0)
        return [
          {
            message: `dialog:${message}`,
            member: member ?? null,
            folder: own ? 'sent' : 'inbox',
            unread,
            deleted: false,
          },
        ]
      }),
  },
]

/** Older releases of the extension say with a file which post it is in, since 2022 a list does, where a file can be in several posts. */
const postOfFile = `coalesce(nullif(d.post_id, '0'), l.post)`

const topicOfPoll = `coalesce(nullif(q.discussion_id, ''), s.discussion_id)`

/** Uploads, polls and drafts, which all come with extensions. */
export const extras: readonly Reader[] = [
  {
    entity: 'attachment',
    from: 'fof_upload_files',
    key: ['id'],
    sql: `SELECT ${source}, d.id, nullif(d.actor_id, '0') AS owner, CASE WHEN r.discussion_id IS NULL THEN ${postOfFile} END AS post,
      CASE WHEN r.discussion_id IS NOT NULL THEN ${postOfFile} END AS message, d.base_name AS name, d.path AS stored_name, d.type AS media_type, d.size,
      d.created_at AS at, ${postOfFile} IS NULL AS orphan FROM fof_upload_files d
      LEFT JOIN (SELECT file_id, ltrim(min(lpad(post_id, 12, '0')), '0') AS post FROM fof_upload_file_posts WHERE post_id <> '' GROUP BY file_id) l ON l.file_id = d.id
      LEFT JOIN posts p ON p.id = ${postOfFile} LEFT JOIN (SELECT DISTINCT discussion_id FROM recipients) r ON r.discussion_id = p.discussion_id`,
    derive: { at: utc },
  },
  {
    entity: 'poll_option',
    from: 'poll_options',
    key: ['id'],
    rest: 'polls that belong to no discussion',
    sql: `SELECT ${source}, ${topicOfPoll} AS topic, d.id AS option, d.answer AS label, d.vote_count AS votes
      FROM poll_options d JOIN polls q ON q.id = d.poll_id LEFT JOIN posts s ON s.id = q.post_id WHERE ${topicOfPoll} IS NOT NULL`,
  },
  {
    entity: 'poll_vote',
    from: 'poll_votes',
    key: ['id'],
    rest: 'polls that belong to no discussion',
    sql: `SELECT ${source}, d.id AS n, ${topicOfPoll} AS topic, d.option_id AS option, nullif(d.user_id, '0') AS member
      FROM poll_votes d JOIN polls q ON q.id = d.poll_id LEFT JOIN posts s ON s.id = q.post_id WHERE ${topicOfPoll} IS NOT NULL`,
    derive: { n: numbered },
  },
  {
    entity: 'draft',
    from: 'drafts',
    key: ['id'],
    sql: `SELECT ${source}, d.id, d.user_id AS member, coalesce(d.updated_at, d.created_at) AS at, d.title AS subject, d.content AS text FROM drafts d`,
    derive: { at: utc, plain: words },
  },
]
