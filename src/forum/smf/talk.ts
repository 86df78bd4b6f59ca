import { numbered, plain, unescaped } from '../derived.ts'
import { type Reader, source } from '../forum.ts'
import { smfMarkup } from '../markup/dialects.ts'
import { packedIp } from '../packed.ts'

/** The board that deleted posts go to, where there is one. */
const recycle = `(SELECT max(s.value) FROM settings s WHERE s.variable = 'recycle_board'
  AND EXISTS (SELECT FROM settings o WHERE o.variable = 'recycle_enable' AND o.value = '1'))`

function deleted(approved: string, board: string): string {
  return `CASE WHEN ${approved} = '0' THEN 'unapproved' WHEN ${board} = ${recycle} THEN 'soft' END AS deleted`
}

/** Accounts by the name that only one of them shows: the software says by name who edited. */
const byName = `(SELECT real_name AS name, min(id_member) AS id FROM members WHERE real_name <> '' GROUP BY 1 HAVING count(*) = 1)`

/** Polls by topic. */
const pollTopics = `(SELECT id_poll, min(id_topic) AS id_topic FROM topics WHERE nullif(id_poll, '0') IS NOT NULL GROUP BY id_poll)`

/**
 * The name of an upload on disk: number and digest; where no digest is kept, as older versions wrote it, from the name that
 * was given. What they made of letters beyond ASCII depends on the board's characters, and is not guessed.
 */
function onDisk(row: string, ending: string): string {
  const clean = `regexp_replace(regexp_replace(${row}.filename, '[ \\t\\n\\r\\f\\v]', '_', 'g'), '[^A-Za-z0-9_.-]', '', 'g')`
  return `CASE WHEN ${row}.file_hash <> '' THEN ${row}.id_attach || '_' || ${row}.file_hash || '${ending}'
    WHEN octet_length(${row}.filename) = length(${row}.filename) THEN ${row}.id_attach || '_' || replace(${clean}, '.', '_') || md5(${clean}) END`
}

/** Boards, topics, posts, uploads, polls, drafts and the calendar. `stored` is what follows the digest in a file's name. */
export function talk(stored: string): readonly Reader[] {
  return [
    {
      entity: 'board',
      from: 'categories',
      key: ['id_cat'],
      sql: `SELECT ${source}, 'category:' || d.id_cat AS id, 'category' AS kind, d.name, d.cat_order AS position, false AS locked,
        false AS has_password FROM categories d`,
      derive: { name: unescaped },
    },
    {
      entity: 'board',
      from: 'boards',
      key: ['id_board'],
      sql: `SELECT ${source}, d.id_board AS id, coalesce(nullif(d.id_parent, '0'), 'category:' || d.id_cat) AS parent,
        CASE WHEN d.redirect <> '' THEN 'link' ELSE 'board' END AS kind, d.name, d.description, d.board_order AS position, false AS locked,
        false AS has_password FROM boards d`,
      derive: { name: unescaped, description: unescaped },
    },
    {
      entity: 'topic',
      from: 'topics',
      key: ['id_topic'],
      sql: `SELECT ${source}, d.id_topic AS id, nullif(d.id_board, '0') AS board, m.subject AS title, nullif(d.id_member_started, '0') AS author,
        m.poster_name AS author_name, m.poster_time AS at, d.num_views AS views,
        CASE WHEN nullif(d.id_redirect_topic, '0') IS NOT NULL THEN 'moved' WHEN d.is_sticky <> '0' THEN 'sticky' ELSE 'normal' END AS kind,
        d.locked <> '0' AS locked, nullif(d.id_redirect_topic, '0') AS moved_to, ${deleted('d.approved', 'd.id_board')},
        p.question AS poll_title, p.expire_time AS poll_end
        FROM topics d LEFT JOIN (SELECT id_msg, min(subject) AS subject, min(poster_name) AS poster_name, min(poster_time) AS poster_time FROM messages
          WHERE id_msg IN (SELECT id_first_msg FROM topics) GROUP BY id_msg) m ON m.id_msg = d.id_first_msg
        LEFT JOIN (SELECT id_poll, min(question) AS question, min(expire_time) AS expire_time FROM polls GROUP BY id_poll) p
          ON p.id_poll = nullif(d.id_poll, '0')`,
      derive: { title: unescaped, author_name: unescaped, poll_title: unescaped },
    },
    {
      entity: 'post',
      from: 'messages',
      key: ['id_msg'],
      sql: `SELECT ${source}, d.id_msg AS id, nullif(d.id_board, '0') AS board, d.id_topic AS topic, nullif(d.id_member, '0') AS author,
        d.poster_name AS author_name, d.poster_time AS at, d.poster_ip AS ip, d.subject, d.body AS text, d.modified_time AS edited_at,
        e.id AS edited_by, d.modified_reason AS edit_reason, ${deleted('d.approved', 'd.id_board')}
        FROM messages d LEFT JOIN ${byName} e ON e.name = nullif(d.modified_name, '')`,
      derive: {
        author_name: unescaped,
        ip: packedIp,
        subject: unescaped,
        edit_reason: unescaped,
        plain: plain(smfMarkup, 'text'),
      },
    },
    {
      entity: 'attachment',
      from: 'attachments',
      key: ['id_attach'],
      // A small copy is a row of its own, and may lie far from its picture.
      whole: true,
      sql: `SELECT ${source}, d.id_attach AS id, coalesce(nullif(d.id_member, '0'), nullif(m.id_member, '0')) AS owner, nullif(d.id_msg, '0') AS post,
        d.filename AS name, CASE WHEN d.attachment_type = '1' THEN d.filename ELSE ${onDisk('d', stored)} END AS stored_name, ${onDisk('t', stored)} AS small_copy,
        d.mime_type AS media_type, d.size, m.poster_time AS at, nullif(d.id_msg, '0') IS NULL AND nullif(d.id_member, '0') IS NULL AS orphan
        FROM attachments d LEFT JOIN (SELECT id_msg, min(id_member) AS id_member, min(poster_time) AS poster_time FROM messages
          WHERE id_msg IN (SELECT id_msg FROM attachments) GROUP BY id_msg) m ON m.id_msg = nullif(d.id_msg, '0')
        LEFT JOIN attachments t ON t.id_attach = nullif(d.id_thumb, '0') AND t.attachment_type = '3'
        WHERE d.attachment_type IS DISTINCT FROM '3'`,
      rest: 'small copies of pictures, which the software makes',
      derive: { name: unescaped },
    },
    {
      entity: 'poll_option',
      from: 'poll_choices',
      key: ['id_poll', 'id_choice'],
      sql: `SELECT ${source}, coalesce(t.id_topic, 'poll:' || d.id_poll) AS topic, d.id_choice AS option, d.label, d.votes
        FROM poll_choices d LEFT JOIN ${pollTopics} t ON t.id_poll = d.id_poll`,
      derive: { label: unescaped },
    },
    {
      entity: 'poll_vote',
      from: 'log_polls',
      key: ['id_poll', 'id_member', 'id_choice'],
      repeats: true,
      sql: `SELECT ${source}, concat_ws(' ', d.id_poll, d.id_member, d.id_choice) AS n, coalesce(t.id_topic, 'poll:' || d.id_poll) AS topic,
        d.id_choice AS option, nullif(d.id_member, '0') AS member FROM log_polls d LEFT JOIN ${pollTopics} t ON t.id_poll = d.id_poll`,
      derive: { n: numbered },
    },
    {
      entity: 'draft',
      from: 'user_drafts',
      key: ['id_draft'],
      sql: `SELECT ${source}, d.id_draft AS id, d.id_member AS member, nullif(d.id_board, '0') AS board, nullif(d.id_topic, '0') AS topic,
        d.poster_time AS at, d.subject, d.body AS text FROM user_drafts d`,
      derive: { subject: unescaped, plain: plain(smfMarkup, 'text') },
    },
    {
      entity: 'post',
      from: 'calendar',
      key: ['id_event'],
      sql: `SELECT ${source}, 'event:' || d.id_event AS id, nullif(d.id_board, '0') AS board, nullif(d.id_topic, '0') AS topic,
        nullif(d.id_member, '0') AS author, u.real_name AS author_name, d.title AS text
        FROM calendar d LEFT JOIN members u ON u.id_member = nullif(d.id_member, '0')`,
      derive: { author_name: unescaped, plain: { ...unescaped, from: 'text' } },
    },
  ]
}
