import { numbered, plain } from '../derived.ts'
import { type Derived, type Reader, source } from '../forum.ts'
import { xenforoMarkup } from '../markup/xenforo.ts'
import { packedIp } from '../packed.ts'

/** `visible`, `moderated` (waits for approval) and `deleted`. */
const hidden = (column: string): string =>
  `CASE ${column} WHEN 'deleted' THEN 'soft' WHEN 'moderated' THEN 'unapproved' END`

/** When, by whom and why content of a kind was deleted. */
function deletion(kind: string, id: string, table: string): string {
  return `LEFT JOIN (SELECT content_id, min(delete_date) AS at, min(delete_user_id) AS by, min(delete_reason) AS reason FROM xf_deletion_log
    WHERE content_type = '${kind}' AND content_id IN (SELECT ${id} FROM ${table}) GROUP BY content_id) x ON x.content_id = d.${id}`
}

/** The address a row was written from, kept in a list of its own. */
function from(table: string): string {
  return `LEFT JOIN (SELECT ip_id, min(ip) AS ip FROM xf_ip WHERE ip_id <> '0' AND ip_id IN (SELECT ip_id FROM ${table}) GROUP BY ip_id) i ON i.ip_id = d.ip_id`
}

/** Boards, categories, links and pages: a nested set. */
export const boards: Reader = {
  entity: 'board',
  from: 'xf_node',
  key: ['node_id'],
  sql: `SELECT ${source}, d.node_id AS id, nullif(d.parent_node_id, '0') AS parent,
    CASE d.node_type_id WHEN 'Category' THEN 'category' WHEN 'LinkForum' THEN 'link' WHEN 'Page' THEN 'link' ELSE 'board' END AS kind,
    d.title AS name, d.description, d.lft AS position, coalesce(f.allow_posting = '0', false) AS locked, false AS has_password
    FROM xf_node d LEFT JOIN xf_forum f ON f.node_id = d.node_id`,
}

/** Topics; `redirect` ones only lead to where another was moved. A profile on which others wrote is a topic too. */
export const topics: readonly Reader[] = [
  {
    entity: 'topic',
    from: 'xf_thread',
    key: ['thread_id'],
    sql: `SELECT ${source}, d.thread_id AS id, d.node_id AS board, d.title, nullif(d.user_id, '0') AS author, d.username AS author_name,
      d.post_date AS at, d.view_count AS views,
      CASE WHEN d.discussion_type = 'redirect' THEN 'moved' WHEN d.sticky = '1' THEN 'sticky' ELSE 'normal' END AS kind,
      d.discussion_open = '0' AS locked, ${hidden('d.discussion_state')} AS deleted, x.at AS deleted_at, nullif(x.by, '0') AS deleted_by,
      substring(r.redirect_key FROM '^thread-([0-9]+)-') AS moved_to, q.question AS poll_title,
      CASE WHEN q.question IS NOT NULL THEN d.post_date END AS poll_start, q.close_date AS poll_end
      FROM xf_thread d LEFT JOIN xf_thread_redirect r ON r.thread_id = d.thread_id ${deletion('thread', 'thread_id', 'xf_thread')}
      LEFT JOIN (SELECT content_id, min(question) AS question, min(close_date) AS close_date FROM xf_poll WHERE content_type = 'thread' GROUP BY content_id) q
        ON q.content_id = d.thread_id`,
  },
  {
    entity: 'topic',
    from: 'xf_user',
    key: ['user_id'],
    aside: true,
    sql: `SELECT ${source}, 'profile:' || d.user_id AS id, d.username AS title, d.user_id AS author, d.username AS author_name,
      d.register_date AS at, 'normal' AS kind, false AS locked FROM xf_user d
      WHERE d.user_id IN (SELECT profile_user_id FROM xf_profile_post)`,
  },
]

/** Posts, what was written on profiles, and comments on that. */
export const posts: readonly Reader[] = [
  {
    entity: 'post',
    from: 'xf_post',
    key: ['post_id'],
    sql: `SELECT ${source}, d.post_id AS id, t.node_id AS board, d.thread_id AS topic, nullif(d.user_id, '0') AS author, d.username AS author_name,
      d.post_date AS at, i.ip, d.message AS text, d.last_edit_date AS edited_at, nullif(d.last_edit_user_id, '0') AS edited_by,
      d.edit_count, ${hidden('d.message_state')} AS deleted, x.at AS deleted_at, nullif(x.by, '0') AS deleted_by, x.reason AS deleted_reason
      FROM xf_post d LEFT JOIN xf_thread t ON t.thread_id = d.thread_id ${from('xf_post')} ${deletion('post', 'post_id', 'xf_post')}`,
    derive: { ip: packedIp, plain: plain(xenforoMarkup, 'text') },
  },
  {
    entity: 'post',
    from: 'xf_profile_post',
    key: ['profile_post_id'],
    sql: `SELECT ${source}, 'profile:' || d.profile_post_id AS id, 'profile:' || d.profile_user_id AS topic, nullif(d.user_id, '0') AS author,
      d.username AS author_name, d.post_date AS at, i.ip, d.message AS text, ${hidden('d.message_state')} AS deleted, x.at AS deleted_at,
      nullif(x.by, '0') AS deleted_by, x.reason AS deleted_reason
      FROM xf_profile_post d ${from('xf_profile_post')} ${deletion('profile_post', 'profile_post_id', 'xf_profile_post')}`,
    derive: { ip: packedIp, plain: plain(xenforoMarkup, 'text') },
  },
  {
    entity: 'post',
    from: 'xf_profile_post_comment',
    key: ['profile_post_comment_id'],
    sql: `SELECT ${source}, 'comment:' || d.profile_post_comment_id AS id, 'profile:' || p.profile_user_id AS topic, nullif(d.user_id, '0') AS author,
      d.username AS author_name, d.comment_date AS at, i.ip, d.message AS text, ${hidden('d.message_state')} AS deleted
      FROM xf_profile_post_comment d LEFT JOIN xf_profile_post p ON p.profile_post_id = d.profile_post_id ${from('xf_profile_post_comment')}`,
    derive: { ip: packedIp, plain: plain(xenforoMarkup, 'text') },
  },
]

/** Members of a conversation but for the author of the message. */
const others: Derived = {
  hint: 'author',
  by: (list, { hint }) => [...new Set(list.split(' '))].filter((member) => member !== hint && member !== '0'),
}

/** Conversations: every message once, and once more for each member who has part in it. */
export const messages: readonly Reader[] = [
  {
    entity: 'message',
    from: 'xf_conversation_message',
    key: ['message_id'],
    sql: `SELECT ${source}, d.message_id AS id, d.conversation_id AS thread, nullif(d.user_id, '0') AS author, d.username AS author_name,
      concat_ws(' ', r.members, c.user_id) AS recipients, d.message_date AS at, i.ip, c.title AS subject, d.message AS text,
      coalesce(r.gone, false) AS deleted
      FROM xf_conversation_message d LEFT JOIN xf_conversation_master c ON c.conversation_id = d.conversation_id ${from('xf_conversation_message')}
      LEFT JOIN (SELECT conversation_id, string_agg(user_id, ' ' ORDER BY length(user_id), user_id) AS members,
          bool_and(recipient_state <> 'active') AS gone FROM xf_conversation_recipient GROUP BY conversation_id) r
        ON r.conversation_id = d.conversation_id`,
    derive: { ip: packedIp, recipients: others, plain: plain(xenforoMarkup, 'text') },
  },
  {
    entity: 'mailbox',
    from: 'xf_conversation_recipient',
    key: ['conversation_id', 'user_id'],
    none: 'members of a conversation without messages',
    sql: `SELECT ${source}, d.user_id AS member, d.last_read_date AS _read, d.recipient_state AS _state, m.messages AS _messages
      FROM xf_conversation_recipient d LEFT JOIN (
        SELECT n.conversation_id, string_agg(concat(n.message_id, ':', n.user_id, ':', n.message_date), ' ' ORDER BY n._row) AS messages
          FROM (SELECT DISTINCT conversation_id FROM xf_conversation_recipient) c
          JOIN xf_conversation_message n ON n.conversation_id = c.conversation_id GROUP BY n.conversation_id) m
        ON m.conversation_id = d.conversation_id`,
    each: ({ member, _read, _state, _messages }) =>
      (_messages ?? '').split(' ').flatMap((part) => {
        const [message = '', author, at] = part.split(':')
        if (message === '') return []
        const own = author === member
        const unread = !own && Number(at) > Number(_read ?? 0)
        return [
          { message, member: member ?? null, folder: own ? 'sent' : 'inbox', unread, deleted: _state !== 'active' },
        ]
      }),
  },
]

/** Uploads, polls and drafts. */
export const extras: readonly Reader[] = [
  {
    entity: 'attachment',
    from: 'xf_attachment',
    key: ['attachment_id'],
    sql: `SELECT ${source}, d.attachment_id AS id, nullif(f.user_id, '0') AS owner,
      CASE d.content_type WHEN 'post' THEN nullif(d.content_id, '0') WHEN 'profile_post' THEN 'profile:' || d.content_id
        WHEN 'profile_post_comment' THEN 'comment:' || d.content_id END AS post,
      CASE d.content_type WHEN 'conversation_message' THEN nullif(d.content_id, '0') END AS message,
      f.filename AS name, f.data_id || '-' || f.file_hash || '.data' AS stored_name, f.file_size AS size, d.attach_date AS at,
      d.unassociated = '1' AS orphan FROM xf_attachment d LEFT JOIN xf_attachment_data f ON f.data_id = d.data_id`,
  },
  {
    entity: 'poll_option',
    from: 'xf_poll_response',
    key: ['poll_response_id'],
    rest: 'polls that belong to no topic',
    sql: `SELECT ${source}, q.content_id AS topic, d.poll_response_id AS option, d.response AS label, d.response_vote_count AS votes
      FROM xf_poll_response d JOIN xf_poll q ON q.poll_id = d.poll_id WHERE q.content_type = 'thread'`,
  },
  {
    entity: 'poll_vote',
    from: 'xf_poll_vote',
    key: ['poll_response_id', 'user_id'],
    repeats: true,
    rest: 'polls that belong to no topic',
    sql: `SELECT ${source}, concat_ws(' ', d.poll_response_id, d.user_id) AS n, q.content_id AS topic, d.poll_response_id AS option,
      nullif(d.user_id, '0') AS member FROM xf_poll_vote d JOIN xf_poll q ON q.poll_id = d.poll_id WHERE q.content_type = 'thread'`,
    derive: { n: numbered },
  },
  {
    entity: 'draft',
    from: 'xf_draft',
    key: ['draft_key', 'user_id'],
    sql: `SELECT ${source}, d.user_id || ':' || d.draft_key AS id, d.user_id AS member,
      substring(d.draft_key FROM '^(?:forum|node)-([0-9]+)$') AS board, substring(d.draft_key FROM '^thread-([0-9]+)$') AS topic,
      d.last_update AS at, d.message AS text FROM xf_draft d`,
    derive: { plain: plain(xenforoMarkup, 'text') },
  },
]
