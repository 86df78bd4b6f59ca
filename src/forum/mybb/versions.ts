import { plain } from '../derived.ts'
import { type Reader, source } from '../forum.ts'
import { mybbMarkup } from '../markup/dialects.ts'
import { packedIp } from '../packed.ts'

/** The text before each edit, as the plug-in Edit History Log keeps it (inc/plugins/edithistory.php); the software itself keeps none. */
export const versions: readonly Reader[] = [
  {
    entity: 'post_version',
    from: 'edithistory',
    key: ['eid'],
    sql: `SELECT ${source}, 'edit:' || d.eid AS id, nullif(d.pid, '0') AS post, 'before' AS form, d.dateline AS until, nullif(d.uid, '0') AS replaced_by,
      d.subject, d.originaltext AS text, d.reason FROM edithistory d`,
    derive: { plain: plain(mybbMarkup, 'text') },
  },
  {
    entity: 'action',
    from: 'edithistory',
    key: ['eid'],
    aside: true,
    sql: `SELECT ${source}, 'edit:' || d.eid AS id, 'user' AS kind, nullif(d.uid, '0') AS member, d.dateline AS at, d.ipaddress AS ip, 'edit post' AS operation,
      nullif(d.pid, '0') AS post FROM edithistory d`,
    derive: { ip: packedIp },
  },
]
