import type { SightingRow } from '../../../src/api/contract.ts'
import { memberAddress } from '../../address-of.ts'
import { Statement } from '../../components/statement.tsx'
import type { Column } from '../../components/table/columns.ts'
import { timeColumn } from '../../components/table/kinds.tsx'
import { Link } from '../../router.tsx'
import { words } from '../../text/format.ts'

/** The address of a selector's own page. */
export function selectorAddress(kind: string, value: string): string {
  return `/artefacts/selector?${new URLSearchParams({ kind, value })}`
}

/** Columns of any list of sightings; every value is a statement. */
export const sightingColumns: readonly Column<SightingRow>[] = [
  { key: 'kind', label: 'Kind', width: 88, value: (row) => row.kind, cell: (row) => words(row.kind) },
  {
    key: 'value',
    label: 'Value',
    width: 260,
    value: (row) => row.value,
    cell: (row) => (
      <Statement trace={row.id} hit={row.raw} className="mono">
        {row.value}
      </Statement>
    ),
  },
  { key: 'relation', label: 'Relation', width: 132, value: (row) => row.relation, cell: (row) => words(row.relation) },
  {
    key: 'member',
    label: 'Account',
    width: 160,
    value: (row) => row.member.name,
    cell: (row) => {
      const to = memberAddress(row.member)
      return to === null ? (row.member.name ?? 'no account') : <Link href={to}>{row.member.name ?? row.member.id}</Link>
    },
  },
  timeColumn('seenAt', 'Seen at', (row) => row.seenAt),
  { key: 'place', label: 'Place', width: 120, value: (row) => `${row.place} ${row.placeId}` },
  {
    key: 'excerpt',
    label: 'In its text',
    width: 'grow',
    value: (row) => (row.excerpt === null ? null : row.excerpt.before + row.excerpt.hit + row.excerpt.after),
    cell: (row) =>
      row.excerpt === null ? (
        <span className="soft">a column of its row</span>
      ) : (
        <span className="excerpt">
          <span>{row.excerpt.before}</span>
          <mark>{row.excerpt.hit}</mark>
          <span>{row.excerpt.after}</span>
        </span>
      ),
  },
]
