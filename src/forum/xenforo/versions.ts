import { plain } from '../derived.ts'
import { type Reader, source } from '../forum.ts'
import { xenforoMarkup } from '../markup/xenforo.ts'
import { post } from './records.ts'

const of = post('d.content_type', 'd.content_id')

/** The text before each edit, with who made that edit and when (XF, Repository/EditHistory.php). */
export const versions: readonly Reader[] = [
  {
    entity: 'post_version',
    from: 'xf_edit_history',
    key: ['edit_history_id'],
    sql: `SELECT ${source}, 'edit:' || d.edit_history_id AS id, ${of} AS post, CASE d.content_type WHEN 'conversation_message' THEN d.content_id END AS message,
      CASE WHEN ${of} IS NULL AND d.content_type IS DISTINCT FROM 'conversation_message' THEN concat_ws(' ', d.content_type, d.content_id) END AS about,
      'before' AS form, d.edit_date AS until, nullif(d.edit_user_id, '0') AS replaced_by, d.old_text AS text FROM xf_edit_history d`,
    derive: { plain: plain(xenforoMarkup, 'text') },
  },
]
