import { type Reader, source } from '../forum.ts'
import { vanillaMarkup } from '../markup/vanilla.ts'
import { secondsOf } from '../times.ts'
import { kept, text } from './records.ts'

/** The log keeps a text as it was before an edit, with all other columns of its row (class.logmodel.php, logChange). */
export const versions: readonly Reader[] = [
  {
    entity: 'post_version',
    from: 'Log',
    key: ['logid'],
    aside: true,
    sql: `SELECT ${source}, 'log:' || d.LogID AS id, CASE d.RecordType WHEN 'Discussion' THEN 'discussion:' || d.RecordID ELSE d.RecordID END AS post,
      d.DateInserted AS _until, nullif(d.InsertUserID, '0') AS replaced_by, d.Data AS _data FROM "Log" d WHERE d.Operation = 'Edit' AND d.RecordType IN ('Discussion', 'Comment')`,
    each: ({ id, post, _until, replaced_by, _data }) => {
      const content = kept(_data ?? '')
      const body = text(content.Body)
      if (body === '') return []
      const format = text(content.Format) || null
      return [
        {
          ...{ id: id ?? null, post: post ?? null, form: 'before', until: secondsOf(_until ?? '') },
          ...{ replaced_by: replaced_by ?? null, subject: text(content.Name) || null },
          ...{ text: body, plain: vanillaMarkup(body, format) },
        },
      ]
    },
  },
]
