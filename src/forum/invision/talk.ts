import { plain, unescaped } from '../derived.ts'
import { type Derivations, type Derived, type Made, type Reader, source } from '../forum.ts'
import type { Markup } from '../markup/index.ts'

/** How a version names its tables and what its numbers mean. */
export interface Names {
  readonly core: '' | 'core_'
  readonly forums: '' | 'forums_'
  /** Columns of an account: its number, and the name others see. */
  readonly member: 'member_id' | 'id'
  readonly shown: 'name' | 'members_display_name'
  /** Numbers of posts that were hidden after they had been shown; 1 are those that wait. */
  readonly hidden: readonly string[]
  /** The list that says who wrote what appears without a name; null where there is none. */
  readonly unnamed: 'core_anonymous_posts' | null
  /** The list that says who hid what; null where there is none. */
  readonly softDeletes: 'core_soft_delete_log' | null
}

const quotedList = (numbers: readonly string[]): string => numbers.map((n) => `'${n}'`).join(', ')

/** SQL for a flag of topics: 1 is what anyone may see, 0 what waits. */
const approved = (column: string): string =>
  `CASE WHEN ${column} = '0' THEN 'unapproved' WHEN ${column} IS DISTINCT FROM '1' AND ${column} IS NOT NULL THEN 'soft' END`

/** Who hid a post or topic, when and why. */
function softDeleted(names: Names, key: string, id: string, table: string): string {
  if (names.softDeletes === null)
    return `LEFT JOIN (SELECT NULL::text AS at, NULL::text AS by, NULL::text AS reason) x ON false`
  return `LEFT JOIN (SELECT sdl_obj_id, min(sdl_obj_date) AS at, min(sdl_obj_member_id) AS by, min(sdl_obj_reason) AS reason
    FROM ${names.softDeletes} WHERE sdl_obj_key = '${key}' AND sdl_obj_id IN (SELECT ${id} FROM ${table}) GROUP BY sdl_obj_id) x
    ON x.sdl_obj_id = d.${id}`
}

/** Who wrote what appears without a name: a topic, whose first post is not in the list itself, or a post (IPS\Content\Anonymous). */
function unnamed({ unnamed: list }: Names, what: 'Topic' | 'Post', id: string, as: string): string {
  if (list === null) return ''
  return `LEFT JOIN (SELECT anonymous_object_id AS id, min(anonymous_member_id) AS member FROM ${list}
    WHERE anonymous_object_class = 'IPS\\forums\\Topic${what === 'Post' ? '\\Post' : ''}' GROUP BY 1) ${as} ON ${as}.id = ${id}`
}

const writer = ({ unnamed: list }: Names, as: string): string =>
  list === null ? 'NULL::text' : `nullif(${as}.member, '0')`

/** The first post of a topic that appears without a name is its writer's. */
const firstWriter = (names: Names): string =>
  names.unnamed === null ? '' : `, CASE WHEN d.new_topic = '1' THEN ${writer(names, 'z')} END`

/** Topics; `link` ones only lead to where another was moved (`tid&fid`). */
export function topics(names: Names, poll: string): Reader {
  const table = `${names.forums}topics`
  return {
    entity: 'topic',
    from: table,
    key: ['tid'],
    sql: `SELECT ${source}, d.tid AS id, nullif(d.forum_id, '0') AS board, d.title, coalesce(nullif(d.starter_id, '0'), ${writer(names, 'y')}) AS author,
      d.starter_name AS author_name, d.start_date AS at, d.views,
      CASE WHEN d.state = 'link' THEN 'moved' WHEN d.pinned = '1' THEN 'sticky' ELSE 'normal' END AS kind, coalesce(d.state = 'closed', false) AS locked,
      ${approved('d.approved')} AS deleted, x.at AS deleted_at, nullif(x.by, '0') AS deleted_by, nullif(split_part(d.moved_to, '&', 1), '') AS moved_to,
      q.poll_question AS poll_title, q.start_date AS poll_start
      FROM ${table} d ${softDeleted(names, 'topic', 'tid', table)} ${unnamed(names, 'Topic', 'd.tid', 'y')} LEFT JOIN ${poll}`,
    derive: { title: unescaped, author_name: unescaped, poll_title: unescaped },
  }
}

/** Posts; who edited one is said by name only, and is the account that alone has that name. */
export function posts(names: Names, markup: Markup): Reader {
  const table = `${names.forums}posts`
  const { core, member, shown } = names
  return {
    entity: 'post',
    from: table,
    key: ['pid'],
    sql: `SELECT ${source}, d.pid AS id, t.forum_id AS board, d.topic_id AS topic, coalesce(nullif(d.author_id, '0'), ${writer(names, 'y')}${firstWriter(names)}) AS author, d.author_name,
      d.post_date AS at, d.ip_address AS ip, d.post AS text, d.edit_time AS edited_at, e.member_id AS edited_by, d.post_edit_reason AS edit_reason,
      CASE WHEN d.queued = '1' THEN 'unapproved' WHEN d.queued IN (${quotedList(names.hidden)}) THEN 'soft' END AS deleted, x.at AS deleted_at, nullif(x.by, '0') AS deleted_by, x.reason AS deleted_reason
      FROM ${table} d LEFT JOIN ${names.forums}topics t ON t.tid = d.topic_id ${softDeleted(names, 'post', 'pid', table)}
      ${unnamed(names, 'Post', 'd.pid', 'y')} ${unnamed(names, 'Topic', 'd.topic_id', 'z')}
      LEFT JOIN (SELECT lower(${shown}) AS name, min(${member}) AS member_id FROM ${core}members WHERE ${shown} <> '' GROUP BY 1 HAVING count(*) = 1) e
        ON e.name = lower(d.edit_name)`,
    derive: { author_name: unescaped, edit_reason: unescaped, deleted_reason: unescaped, plain: plain(markup, 'text') },
  }
}

/** What is read of posts of old topics, which version 3.4 and later move to a table of their own. */
export const archived =
  'archive_id archive_author_id archive_author_name archive_ip_address archive_content_date archive_content archive_queued archive_topic_id archive_edit_time archive_edit_reason'

/** Posts in the archive; one that was taken back stands among the others too. */
export function archivedPosts({ forums, hidden }: Names, markup: Markup): Reader {
  return {
    entity: 'post',
    from: 'forums_archive_posts',
    key: ['archive_id'],
    rest: 'posts that are in the list of current ones too',
    sql: `SELECT ${source}, d.archive_id AS id, t.forum_id AS board, d.archive_topic_id AS topic, nullif(d.archive_author_id, '0') AS author,
      d.archive_author_name AS author_name, d.archive_content_date AS at, d.archive_ip_address AS ip, d.archive_content AS text,
      nullif(d.archive_edit_time, '0') AS edited_at, nullif(d.archive_edit_reason, '') AS edit_reason,
      CASE WHEN d.archive_queued = '1' THEN 'unapproved' WHEN d.archive_queued IN (${quotedList(hidden)}) THEN 'soft' END AS deleted
      FROM forums_archive_posts d LEFT JOIN ${forums}topics t ON t.tid = d.archive_topic_id
      WHERE NOT EXISTS (SELECT FROM ${forums}posts p WHERE p.pid = d.archive_id)`,
    derive: { author_name: unescaped, plain: plain(markup, 'text') },
  }
}

/** Members of a conversation but for the author of the message. */
const others: Derived = {
  hint: 'author',
  by: (list, { hint }) =>
    [...new Set(list.split(' '))].filter((member) => member !== hint && member !== '0' && member !== ''),
}

/** Conversations: every message once, and once more for each member who has part in it. */
export function messages({ core, shown }: Names, markup: Markup): readonly Reader[] {
  const subject: Derivations = { subject: unescaped }
  return [
    {
      entity: 'message',
      from: `${core}message_posts`,
      key: ['msg_id'],
      sql: `SELECT ${source}, d.msg_id AS id, d.msg_topic_id AS thread, nullif(d.msg_author_id, '0') AS author, u.${shown} AS author_name,
        concat_ws(' ', r.members, c.mt_starter_id, c.mt_to_member_id) AS recipients, d.msg_date AS at, d.msg_ip_address AS ip, c.mt_title AS subject,
        d.msg_post AS text, r.gone IS DISTINCT FROM false AND EXISTS (SELECT FROM ${core}message_topic_user_map) AS deleted
        FROM ${core}message_posts d LEFT JOIN ${core}message_topics c ON c.mt_id = d.msg_topic_id
        LEFT JOIN ${core}members u ON u.member_id = d.msg_author_id
        LEFT JOIN (SELECT map_topic_id, string_agg(map_user_id, ' ' ORDER BY length(map_user_id), map_user_id) AS members,
            bool_and(coalesce(map_user_active = '0', false)) AS gone FROM ${core}message_topic_user_map GROUP BY map_topic_id) r ON r.map_topic_id = d.msg_topic_id`,
      derive: { ...subject, author_name: unescaped, recipients: others, plain: plain(markup, 'text') },
    },
    {
      entity: 'mailbox',
      from: `${core}message_topic_user_map`,
      key: ['map_topic_id', 'map_user_id'],
      none: 'members of a conversation without messages',
      sql: `SELECT ${source}, d.map_user_id AS member, d.map_read_time AS _read, d.map_user_active AS _active, d.map_folder_id AS _folder, m.messages AS _messages
        FROM ${core}message_topic_user_map d LEFT JOIN (
          SELECT n.msg_topic_id, string_agg(concat(n.msg_id, ':', n.msg_author_id, ':', n.msg_date), ' ' ORDER BY n._row) AS messages
            FROM (SELECT DISTINCT map_topic_id FROM ${core}message_topic_user_map) c
            JOIN ${core}message_posts n ON n.msg_topic_id = c.map_topic_id GROUP BY n.msg_topic_id) m ON m.msg_topic_id = d.map_topic_id`,
      each: mailboxes,
    },
  ]
}

/** A folder of one's own ends in its number, so that its name can be taken for no other folder. */
const mailboxes: NonNullable<Reader['each']> = ({ member, _read, _active, _folder, _messages }) =>
  (_messages ?? '').split(' ').flatMap((part): Made[] => {
    const [message = '', author, at] = part.split(':')
    if (message === '') return []
    const own = author === member
    const folder =
      _folder && !/^(?:myconvo|new|0|drafts?)$/.test(_folder) ? `folder [${_folder}]` : own ? 'sent' : 'inbox'
    const unread = !own && Number(at) > Number(_read ?? 0)
    return [{ message, member: member ?? null, folder, unread, deleted: _active === '0' }]
  })
