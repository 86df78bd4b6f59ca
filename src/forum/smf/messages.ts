import { plain, unescaped } from '../derived.ts'
import { type Found, type Made, type Reader, source } from '../forum.ts'
import { numbersIn } from '../lists.ts'
import { smfMarkup } from '../markup/dialects.ts'
import { decodeEntities } from '../markup/entities.ts'

/**
 * The folders a message lies in: the inbox, and those the member made, ending in their number, so that no name can be taken
 * for another. Since 2.1 they have tables; before that a row lists numbers (-1 the inbox) of a list of names.
 */
function foldersOf(row: Found): readonly string[] {
  const named = (name: string, number: string): string => `${decodeEntities(name).trim()} [${number}]`.trim()
  if (row._inbox !== null && row._inbox !== undefined) {
    const own = JSON.parse(row._labels ?? '{}') as Record<string, string | null>
    const labels = Object.entries(own).map(([number, name]) => named(name ?? '', number))
    return row._inbox === '1' ? ['inbox', ...labels] : labels
  }
  const numbers = [...new Set((row._numbers ?? '').split(',').filter((n) => /^-?\d{1,9}$/.test(n)))]
  const names = (row._names ?? '').split(',')
  return numbers.map((n) => (n === '-1' ? 'inbox' : named(names[Number(n)] ?? '', n)))
}

/** Private messages: one row each, with rows for those they went to; the writer's own copy is that row itself. */
export const messages: readonly Reader[] = [
  {
    entity: 'message',
    from: 'personal_messages',
    key: ['id_pm'],
    sql: `SELECT ${source}, d.id_pm AS id, nullif(d.id_pm_head, '0') AS thread, nullif(d.id_member_from, '0') AS author, d.from_name AS author_name,
      coalesce(r.ids, '-') AS recipients, d.msgtime AS at, d.subject, d.body AS text,
      d.deleted_by_sender = '1' AND coalesce(r.gone, true) AS deleted
      FROM personal_messages d LEFT JOIN (SELECT id_pm, string_agg(id_member, ',' ORDER BY bcc, length(id_member), id_member) AS ids,
          bool_and(coalesce(deleted, '0') <> '0') AS gone
        FROM pm_recipients WHERE id_pm IN (SELECT id_pm FROM personal_messages) GROUP BY id_pm) r ON r.id_pm = d.id_pm`,
    derive: {
      author_name: unescaped,
      recipients: { by: numbersIn },
      subject: unescaped,
      plain: plain(smfMarkup, 'text'),
    },
  },
  {
    entity: 'mailbox',
    from: 'pm_recipients',
    key: ['id_pm', 'id_member'],
    sql: `SELECT ${source}, d.id_pm AS message, d.id_member AS member, d.in_inbox AS _inbox, l.labels AS _labels, d.labels AS _numbers,
      m.message_labels AS _names, d.is_read AS _read, d.deleted AS _deleted
      FROM pm_recipients d LEFT JOIN members m ON m.id_member = d.id_member
      LEFT JOIN (SELECT o.id_pm, n.id_member, jsonb_object_agg(n.id_label, n.name)::text AS labels FROM pm_labeled_messages o JOIN pm_labels n ON n.id_label = o.id_label
        WHERE o.id_pm IN (SELECT id_pm FROM pm_recipients) AND n.id_label IS NOT NULL GROUP BY o.id_pm, n.id_member) l ON l.id_pm = d.id_pm AND l.id_member = d.id_member`,
    each: (row) => {
      const folders = foldersOf(row)
      const [message = null, member = null] = [row.message, row.member]
      // The lowest bit of is_read is set once it was read.
      const unread = Number(row._read ?? '0') % 2 === 0
      return (folders.length === 0 ? ['none'] : folders).map(
        (folder): Made => ({ message, member, folder, unread, deleted: (row._deleted ?? '0') !== '0' }),
      )
    },
  },
  {
    entity: 'mailbox',
    from: 'personal_messages',
    key: ['id_pm'],
    aside: true,
    sql: `SELECT ${source}, d.id_pm AS message, d.id_member_from AS member, 'sent' AS folder, false AS unread, d.deleted_by_sender = '1' AS deleted
      FROM personal_messages d WHERE nullif(d.id_member_from, '0') IS NOT NULL`,
  },
]
