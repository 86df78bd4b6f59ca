import type { MailConcern, MailRow } from '../../../src/api/contract.ts'
import { StatedTime } from '../../components/corrected.tsx'
import type { Column } from '../../components/table/columns.ts'
import { countColumn } from '../../components/table/kinds.tsx'

/** Where a message has its own page. */
export function letterAddress(row: { readonly file: number; readonly n: number }): string {
  return `/evidence/mail/${row.file}/${row.n}`
}

/** A concern in a few words: what the board told whom, or who wrote. */
export function concernWords({ byBoard, direction, notice, member, address, siteKey }: MailConcern): string {
  const who = member?.name ?? address ?? 'nobody known'
  if (!byBoard) return `${direction === 'from' ? 'from' : 'to'} ${who} of ${siteKey}`
  const what = notice === null ? 'notice' : notices[notice]
  return direction === 'from' ? `${what} that ${who} had sent, ${siteKey}` : `${what} to ${who}, ${siteKey}`
}

/** What notices are called. */
export const notices: Readonly<Record<string, string>> = {
  registration: 'welcome',
  activation: 'activation',
  password: 'password reset',
  message: 'private message notice',
  reply: 'reply notice',
  report: 'report notice',
  mass: 'circular',
}

/** Columns of a list of messages. */
export const mailColumns: readonly Column<MailRow>[] = [
  {
    key: 'at',
    label: 'Date stated',
    width: 172,
    time: true,
    value: (row) => row.at,
    cell: (row) => <StatedTime at={row.at} corrected={row.corrected} />,
  },
  { key: 'subject', label: 'Subject', width: 'grow', value: (row) => row.subject },
  { key: 'from', label: 'From', width: 200, mono: true, value: (row) => row.from },
  {
    key: 'to',
    label: 'To',
    width: 200,
    mono: true,
    value: (row) => `${row.to.join(', ')}${row.more > 0 ? ` and ${row.more} more` : ''}`,
  },
  {
    key: 'concerns',
    label: 'Concerns',
    width: 280,
    value: (row) => row.concerns.map(concernWords).join('; '),
    cell: (row) =>
      row.concerns.length === 0 ? (
        <span className="soft">no account of a board</span>
      ) : (
        <span title={row.concerns.map((c) => c.why).join(' ')}>{row.concerns.map(concernWords).join('; ')}</span>
      ),
  },
  countColumn('attachments', 'Files', 64, (row) => row.attachments),
  {
    key: 'path',
    label: 'Kept in',
    width: 200,
    mono: true,
    optional: true,
    value: (row) => `${row.exhibit} ${row.path}`,
  },
]
