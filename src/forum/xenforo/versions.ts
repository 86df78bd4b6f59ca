import { plain } from '../derived.ts'
import { type Made, type Reader, source } from '../forum.ts'
import { xenforoMarkup } from '../markup/xenforo.ts'
import { unserialize } from '../php.ts'
import { post } from './records.ts'

const of = post('d.content_type', 'd.content_id')
const letter = (alias: string): string =>
  `CASE ${alias}.content_type WHEN 'conversation_message' THEN ${alias}.content_id END`

/** The text in what a report keeps of its content: serialised, or JSON since 2.1. */
function reported(info: string): string | null {
  const pairs = unserialize(info)?.value
  if (Array.isArray(pairs)) {
    const text = (pairs as readonly (readonly [string, unknown])[]).find(([name]) => name === 'message')?.[1]
    return typeof text === 'string' ? text : null
  }
  try {
    const text = (JSON.parse(info) as { readonly message?: unknown } | null)?.message
    return typeof text === 'string' ? text : null
  } catch {
    return null
  }
}

/** The text before each edit, with who made that edit and when (XF, Repository/EditHistory.php), and what reports kept. */
export const versions: readonly Reader[] = [
  {
    entity: 'post_version',
    from: 'xf_edit_history',
    key: ['edit_history_id'],
    sql: `SELECT ${source}, 'edit:' || d.edit_history_id AS id, ${of} AS post, ${letter('d')} AS message,
      CASE WHEN ${of} IS NULL AND d.content_type IS DISTINCT FROM 'conversation_message' THEN concat_ws(' ', d.content_type, d.content_id) END AS about,
      'before' AS form, d.edit_date AS until, nullif(d.edit_user_id, '0') AS replaced_by, d.old_text AS text FROM xf_edit_history d`,
    derive: { plain: plain(xenforoMarkup, 'text') },
  },
  {
    // A report keeps the text as it was when it was reported last (XF, Report/Post.php).
    entity: 'post_version',
    from: 'xf_report',
    key: ['report_id'],
    aside: true,
    sql: `SELECT ${source}, 'report:' || d.report_id AS id, CASE d.content_type WHEN 'post' THEN d.content_id END AS post, ${letter('d')} AS message,
      coalesce(c.at, d.first_report_date) AS since, nullif(d.content_user_id, '0') AS author, d.content_info AS _info, coalesce(p.message, m.message) AS _now
      FROM xf_report d LEFT JOIN (SELECT report_id, max(comment_date) AS at FROM xf_report_comment WHERE is_report = '1' GROUP BY report_id) c ON c.report_id = d.report_id
      LEFT JOIN xf_post p ON d.content_type = 'post' AND p.post_id = d.content_id
      LEFT JOIN xf_conversation_message m ON d.content_type = 'conversation_message' AND m.message_id = d.content_id
      WHERE d.content_type IN ('post', 'conversation_message') AND d.content_info <> ''`,
    each: ({ id = null, post: ofPost = null, message = null, since = null, author = null, _info, _now }) => {
      const text = reported(_info ?? '')
      if (text === null || text === '' || text === _now) return []
      const made: Made = {
        id,
        post: ofPost,
        message,
        form: 'seen',
        since,
        author,
        text,
        plain: xenforoMarkup(text, null),
      }
      return [made]
    },
  },
]
