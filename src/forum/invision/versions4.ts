import { plain } from '../derived.ts'
import { type Reader, source } from '../forum.ts'
import { invisionHtml } from '../markup/invision.ts'
import { message, post } from './records4.ts'

const [ofPost, ofMessage] = [post('d.class', 'd.comment_id'), message('d.class', 'd.comment_id')]

/** The text before each edit, with who made that edit, when and why (core_edit_history of Invision Community 4). */
export const versions4: readonly Reader[] = [
  {
    entity: 'post_version',
    from: 'core_edit_history',
    key: ['id'],
    sql: `SELECT ${source}, 'edit:' || d.id AS id, ${ofPost} AS post, ${ofMessage} AS message,
      CASE WHEN coalesce(${ofPost}, ${ofMessage}) IS NULL THEN concat_ws(' ', d.class, d.comment_id) END AS about, 'before' AS form, d.time AS until,
      nullif(d.member, '0') AS replaced_by, d.old AS text, d.reason FROM core_edit_history d`,
    derive: { plain: plain(invisionHtml, 'text') },
  },
]
