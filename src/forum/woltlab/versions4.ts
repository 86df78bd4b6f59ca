import { plain } from '../derived.ts'
import { type Reader, source } from '../forum.ts'
import { woltlabMarkup } from '../markup/woltlab.ts'
import { post } from './records4.ts'

const letter = 'com.woltlab.wcf.conversation.message'
const of = post('o.objectType', 'd.objectID')

/** Versions with the times between which they stood (wcf, edit_history_entry). */
export const versions4: readonly Reader[] = [
  {
    entity: 'post_version',
    from: 'wcf1_edit_history_entry',
    key: ['entryid'],
    sql: `SELECT ${source}, 'edit:' || d.entryID AS id, ${of} AS post, CASE o.objectType WHEN '${letter}' THEN d.objectID END AS message,
      CASE WHEN ${of} IS NULL AND o.objectType IS DISTINCT FROM '${letter}' THEN concat_ws(' ', o.objectType, d.objectID) END AS about, 'span' AS form,
      d.time AS since, d.obsoletedAt AS until, nullif(d.userID, '0') AS author, nullif(d.obsoletedByUserID, '0') AS replaced_by, d.message AS text
      FROM wcf1_edit_history_entry d LEFT JOIN wcf1_object_type o ON o.objectTypeID = d.objectTypeID`,
    derive: { plain: plain(woltlabMarkup, 'text') },
  },
]
