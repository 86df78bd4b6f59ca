import { numbered } from '../derived.ts'
import { type Derived, type Found, type Made, type Reader, source } from '../forum.ts'
import { discourseMarkup } from '../markup/discourse.ts'
import { formatted } from '../markup/formatted.ts'
import { htmlPlain } from '../markup/html.ts'
import { secondsOf, utc } from '../times.ts'
import { yes } from './tables.ts'

const words = formatted(discourseMarkup, 'text')
const by = 'LEFT JOIN users u ON u.id = d.user_id'
const edited = `CASE WHEN d.version <> '1' THEN d.last_version_at END AS edited_at, CASE WHEN d.version <> '1' THEN d.last_editor_id END AS edited_by`
const isPrivate = (table: string): string => `${table}.archetype = 'private_message'`

function jsonOf(text: string | null | undefined): Readonly<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(text ?? '')
    return found !== null && typeof found === 'object' ? (found as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A post that waits for approval, or was refused it, is kept with the queue. */
function queued(row: Found): readonly Made[] {
  const payload = jsonOf(row._payload)
  const body = text(payload.raw)
  if (row._type !== 'ReviewableQueuedPost' || body === '') return []
  const made: Made = {
    ...{
      id: row.id ?? null,
      topic: row.topic ?? null,
      board: row.board ?? null,
      author: row.author ?? null,
      at: secondsOf(row._at ?? ''),
    },
    ...{ subject: text(payload.title) || null, text: body, plain: discourseMarkup(body, null), deleted: 'unapproved' },
  }
  return [made]
}

/** Categories, topics and posts; a topic that is a private message is none. */
export const talk: readonly Reader[] = [
  {
    entity: 'board',
    from: 'categories',
    key: ['id'],
    sql: `SELECT ${source}, d.id, d.parent_category_id AS parent, 'board' AS kind, d.name, d.description AS _description, d.position, false AS locked, false AS has_password FROM categories d`,
    derive: { description: { from: '_description', by: (html) => htmlPlain(html) } },
  },
  {
    entity: 'topic',
    from: 'topics',
    key: ['id'],
    rest: 'private messages, read with their texts',
    sql: `SELECT ${source}, d.id, d.category_id AS board, d.title, d.user_id AS author, u.username AS author_name, d.created_at AS at, d.views,
      CASE WHEN ${yes('d.pinned_globally')} THEN 'global' WHEN d.pinned_at IS NOT NULL THEN 'sticky' WHEN d.archetype = 'banner' THEN 'announcement' ELSE 'normal' END AS kind,
      ${yes('d.closed')} AS locked, CASE WHEN d.deleted_at IS NOT NULL THEN 'soft' END AS deleted, d.deleted_at, d.deleted_by_id AS deleted_by,
      q.title AS poll_title, q.at AS poll_start, q.until AS poll_end FROM topics d ${by}
      LEFT JOIN (SELECT p.topic_id, coalesce(min(nullif(l.title, '')), 'poll') AS title, min(l.created_at) AS at, min(l.close_at) AS until
        FROM polls l JOIN posts p ON p.id = l.post_id GROUP BY p.topic_id) q ON q.topic_id = d.id WHERE (${isPrivate('d')}) IS NOT TRUE`,
    derive: { at: utc, deleted_at: utc, poll_start: utc, poll_end: utc },
  },
  {
    entity: 'post',
    from: 'posts',
    key: ['id'],
    rest: 'private messages, and what happened to a topic',
    sql: `SELECT ${source}, d.id, t.category_id AS board, d.topic_id AS topic, d.user_id AS author, u.username AS author_name, d.created_at AS at, d.raw AS text, ${edited},
      d.edit_reason, CASE WHEN d.deleted_at IS NOT NULL OR ${yes('d.hidden')} THEN 'soft' END AS deleted, d.deleted_at, d.deleted_by_id AS deleted_by
      FROM posts d ${by} LEFT JOIN topics t ON t.id = d.topic_id WHERE d.post_type IS DISTINCT FROM '3' AND (${isPrivate('t')}) IS NOT TRUE`,
    derive: { at: utc, edited_at: utc, deleted_at: utc, plain: words },
  },
  {
    entity: 'action',
    from: 'posts',
    key: ['id'],
    aside: true,
    sql: `SELECT ${source}, 'post:' || d.id AS id, 'moderator' AS kind, d.user_id AS member, d.created_at AS at, coalesce(nullif(d.action_code, ''), 'small action') AS operation,
      d.topic_id AS topic, d.raw AS data FROM posts d WHERE d.post_type = '3'`,
    derive: { at: utc },
  },
  {
    entity: 'post',
    from: 'reviewables',
    key: ['id'],
    none: 'reports of posts and accounts, read with what was said of them',
    sql: `SELECT ${source}, 'queued:' || d.id AS id, d.topic_id AS topic, d.category_id AS board, d.created_by_id AS author, d.type AS _type, d.payload AS _payload,
      d.created_at AS _at FROM reviewables d`,
    each: queued,
  },
  {
    // The queue before version 2.3; what was let through (2) is a post.
    entity: 'post',
    from: 'queued_posts',
    key: ['id'],
    rest: 'posts that were let through',
    sql: `SELECT ${source}, 'queue:' || d.id AS id, d.topic_id AS topic, d.user_id AS author, u.username AS author_name, d.created_at AS at, d.raw AS text, 'unapproved' AS deleted
      FROM queued_posts d ${by} WHERE d.state IS DISTINCT FROM '2'`,
    derive: { at: utc, plain: words },
  },
  {
    entity: 'topic',
    from: 'chat_channels',
    key: ['id'],
    rest: 'channels of direct messages',
    sql: `SELECT ${source}, 'chat:' || d.id AS id, CASE d.chatable_type WHEN 'Category' THEN d.chatable_id END AS board, d.name AS title, d.created_at AS at, 'normal' AS kind,
      false AS locked FROM chat_channels d WHERE d.chatable_type IS DISTINCT FROM 'DirectMessage'`,
    derive: { at: utc },
  },
  {
    entity: 'post',
    from: 'chat_messages',
    key: ['id'],
    aside: true,
    sql: `SELECT ${source}, 'chat:' || d.id AS id, 'chat:' || d.chat_channel_id AS topic, d.user_id AS author, u.username AS author_name, d.created_at AS at, d.message AS text,
      CASE WHEN d.deleted_at IS NOT NULL THEN 'soft' END AS deleted, d.deleted_at, d.deleted_by_id AS deleted_by
      FROM chat_messages d ${by} LEFT JOIN chat_channels c ON c.id = d.chat_channel_id WHERE c.chatable_type IS DISTINCT FROM 'DirectMessage'`,
    derive: { at: utc, deleted_at: utc, plain: words },
  },
]

const others: Derived = {
  hint: 'author',
  by: (list, { hint }) => [...new Set(list.split(' '))].filter((m) => m !== hint && m !== ''),
}

/** Private messages are topics with a list of who may read them; direct messages of the chat are those of their channel. */
export const messages: readonly Reader[] = [
  {
    entity: 'message',
    from: 'posts',
    key: ['id'],
    aside: true,
    sql: `SELECT ${source}, d.id, d.topic_id AS thread, d.user_id AS author, u.username AS author_name, concat_ws(' ', r.members, g.groups) AS recipients, d.created_at AS at, t.title AS subject,
      d.raw AS text, CASE WHEN d.version <> '1' THEN d.last_version_at END AS edited_at, d.deleted_at IS NOT NULL OR t.deleted_at IS NOT NULL AS deleted
      FROM posts d ${by} JOIN topics t ON t.id = d.topic_id
      LEFT JOIN (SELECT topic_id, string_agg(user_id, ' ' ORDER BY length(user_id), user_id) AS members FROM topic_allowed_users GROUP BY topic_id) r ON r.topic_id = d.topic_id
      LEFT JOIN (SELECT topic_id, string_agg('group:' || group_id, ' ' ORDER BY length(group_id), group_id) AS groups FROM topic_allowed_groups GROUP BY topic_id) g ON g.topic_id = d.topic_id
      WHERE d.post_type IS DISTINCT FROM '3' AND ${isPrivate('t')}`,
    derive: { at: utc, edited_at: utc, recipients: others, plain: words },
  },
  {
    entity: 'mailbox',
    from: 'topic_allowed_users',
    key: ['topic_id', 'user_id'],
    none: 'members of private messages that are gone',
    sql: `SELECT ${source}, d.user_id AS member, coalesce(v.last_read_post_number, '0') AS _read, CASE WHEN a.topic_id IS NOT NULL THEN '1' END AS _archived, m.messages AS _messages
      FROM topic_allowed_users d LEFT JOIN topic_users v ON v.topic_id = d.topic_id AND v.user_id = d.user_id
      LEFT JOIN user_archived_messages a ON a.topic_id = d.topic_id AND a.user_id = d.user_id
      LEFT JOIN (SELECT n.topic_id, string_agg(concat(n.id, ':', n.user_id, ':', n.post_number), ' ' ORDER BY n._row) AS messages
          FROM (SELECT DISTINCT topic_id FROM topic_allowed_users) c JOIN posts n ON n.topic_id = c.topic_id WHERE n.post_type IS DISTINCT FROM '3' GROUP BY n.topic_id) m ON m.topic_id = d.topic_id`,
    each: ({ member, _read, _archived, _messages }) =>
      (_messages ?? '').split(' ').flatMap((part) => {
        const [message = '', author, number] = part.split(':')
        if (message === '') return []
        const own = author === member
        const folder = _archived === '1' ? 'archive' : own ? 'sent' : 'inbox'
        return [
          { message, member: member ?? null, folder, unread: !own && Number(number) > Number(_read), deleted: false },
        ]
      }),
  },
  {
    entity: 'message',
    from: 'chat_messages',
    key: ['id'],
    rest: 'messages of public channels, read into posts',
    sql: `SELECT ${source}, 'chat:' || d.id AS id, 'chat:' || d.chat_channel_id AS thread, d.user_id AS author, u.username AS author_name, r.members AS recipients, d.created_at AS at,
      d.message AS text, d.deleted_at IS NOT NULL AS deleted FROM chat_messages d ${by} JOIN chat_channels c ON c.id = d.chat_channel_id
      LEFT JOIN (SELECT direct_message_channel_id, string_agg(user_id, ' ' ORDER BY length(user_id), user_id) AS members FROM direct_message_users GROUP BY 1) r
        ON r.direct_message_channel_id = c.chatable_id WHERE c.chatable_type = 'DirectMessage'`,
    derive: { at: utc, recipients: others, plain: words },
  },
]

const uses = (post: string, chat: string, from: string): string =>
  `SELECT upload_id, ${post} AS post_id, ${chat} AS chat_id FROM ${from}`

/** The post, private message or line of the chat that an upload was first used in. */
const ofPost = `LEFT JOIN (SELECT upload_id, min(post_id) AS post_id, min(chat_id) AS chat_id FROM (
    ${[
      uses('target_id', 'NULL::text', `upload_references WHERE target_type = 'Post'`),
      uses('post_id', 'NULL::text', 'post_uploads'),
      uses('NULL::text', 'target_id', `upload_references WHERE target_type = 'ChatMessage'`),
      uses('NULL::text', 'chat_message_id', 'chat_uploads'),
    ].join(' UNION ALL ')}) a GROUP BY upload_id) r ON r.upload_id = d.id
  LEFT JOIN posts p ON p.id = r.post_id LEFT JOIN topics t ON t.id = p.topic_id
  LEFT JOIN chat_messages k ON k.id = r.chat_id LEFT JOIN chat_channels c ON c.id = k.chat_channel_id`

const place = (kind: 'post' | 'message'): string =>
  `CASE WHEN (CASE WHEN r.post_id IS NULL THEN c.chatable_type = 'DirectMessage' ELSE ${isPrivate('t')} END) IS ${kind === 'post' ? 'NOT ' : ''}TRUE
      THEN coalesce(r.post_id, 'chat:' || r.chat_id) END AS ${kind}`

/** Uploads, polls and drafts. */
export const extras: readonly Reader[] = [
  {
    entity: 'attachment',
    from: 'uploads',
    key: ['id'],
    rest: 'pictures of the software itself',
    sql: `SELECT ${source}, d.id, d.user_id AS owner, ${place('post')}, ${place('message')},
      d.original_filename AS name, substring(d.url FROM '[^/]+$') AS stored_name, d.filesize AS size, d.created_at AS at, coalesce(r.post_id, r.chat_id) IS NULL AS orphan FROM uploads d ${ofPost} WHERE d.id NOT LIKE '-%'`,
    derive: { at: utc },
  },
  {
    entity: 'poll_option',
    from: 'poll_options',
    key: ['id'],
    rest: 'polls whose posts are gone',
    sql: `SELECT ${source}, p.topic_id AS topic, d.id AS option, d.html AS _label FROM poll_options d JOIN polls l ON l.id = d.poll_id JOIN posts p ON p.id = l.post_id`,
    derive: { label: { from: '_label', by: (html) => htmlPlain(html) } },
  },
  {
    entity: 'poll_vote',
    from: 'poll_votes',
    key: ['poll_id', 'poll_option_id', 'user_id'],
    repeats: true,
    rest: 'polls whose posts are gone',
    sql: `SELECT ${source}, concat_ws(' ', d.poll_id, d.poll_option_id, d.user_id) AS n, p.topic_id AS topic, d.poll_option_id AS option, d.user_id AS member
      FROM poll_votes d JOIN polls l ON l.id = d.poll_id JOIN posts p ON p.id = l.post_id`,
    derive: { n: numbered },
  },
  {
    entity: 'draft',
    from: 'drafts',
    key: ['id'],
    none: 'drafts without a text',
    sql: `SELECT ${source}, d.id, d.user_id AS member, substring(d.draft_key FROM '^topic_([0-9]+)$') AS topic, coalesce(d.updated_at, d.created_at) AS _at, d.data AS _data FROM drafts d`,
    each: ({ id, member, topic, _at, _data }) => {
      const data = jsonOf(_data)
      const body = text(data.reply)
      if (body === '' && text(data.title) === '') return []
      const made: Made = {
        id: id ?? null,
        member: member ?? null,
        topic: topic ?? null,
        at: secondsOf(_at ?? ''),
        subject: text(data.title) || null,
        text: body,
        plain: discourseMarkup(body, null),
      }
      return [made]
    },
  },
]
