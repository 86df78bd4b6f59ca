import type { AccessRow } from '../../../src/api/contract.ts'
import { addressOf } from '../../address-of.ts'
import type { Column } from '../../components/table/columns.ts'
import { timeColumn } from '../../components/table/kinds.tsx'
import { Link } from '../../router.tsx'

/** Columns of the access log. */
export const accessColumns: readonly Column<AccessRow>[] = [
  timeColumn('at', 'At', (row) => row.at),
  { key: 'who', label: 'Who', width: 200, value: (row) => row.who },
  {
    key: 'what',
    label: 'Looked at',
    width: 'grow',
    value: (row) => row.what,
    cell: (row) => {
      const to = addressOf(row.what)
      return to === null ? (
        <span className="mono">{row.what}</span>
      ) : (
        <Link className="mono" href={to}>
          {row.what}
        </Link>
      )
    },
  },
  {
    key: 'why',
    label: 'Why',
    width: 'grow',
    value: (row) => row.why,
    cell: (row) => row.why ?? <span className="soft">not said</span>,
  },
]
