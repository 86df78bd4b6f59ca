import { type CompletenessRow, endpoints } from '../../../src/api/contract.ts'
import { Empty } from '../../components/states.tsx'
import type { Column } from '../../components/table/columns.ts'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'
import { count } from '../../text/format.ts'

const figure = (key: 'rows' | 'entities' | 'nonEntities' | 'findings', label: string): Column<CompletenessRow> => ({
  key,
  label,
  width: 92,
  align: 'right',
  value: (row) => row[key],
  cell: (row) => count(row[key]),
})

const columns: readonly Column<CompletenessRow>[] = [
  { key: 'exhibit', label: 'Exhibit', width: 72, align: 'right', value: (row) => row.exhibit },
  { key: 'name', label: 'Table', width: 200, mono: true, value: (row) => row.name },
  figure('rows', 'Rows'),
  figure('entities', 'Entities'),
  figure('nonEntities', 'Non-entities'),
  figure('findings', 'Findings'),
  {
    key: 'balanced',
    label: 'Balance',
    width: 112,
    value: (row) => (row.balanced ? 'balances' : 'does not balance'),
    cell: (row) => (row.balanced ? 'balances' : <span className="tag strong">does not balance</span>),
  },
  { key: 'entity', label: 'Became', width: 104, value: (row) => row.entity },
  { key: 'why', label: 'Why not all', width: 'grow', value: (row) => row.why },
]

/** For each table of the mirror: rows = entities + declared non-entities + findings. */
export function Completeness() {
  const rows = usePages(endpoints.completeness, {})
  return (
    <Table
      name="Completeness ledger"
      columns={columns}
      source={rows}
      rowKey={(row) => `${row.exhibit} ${row.name}`}
      empty={<Empty title="No table was mirrored yet">Run the pipeline over an exhibit that holds a database.</Empty>}
    />
  )
}
