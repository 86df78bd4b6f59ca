import { endpoints, type LockedThing } from '../../../src/api/contract.ts'
import { Statement } from '../../components/statement.tsx'
import { Empty } from '../../components/states.tsx'
import type { Column } from '../../components/table/columns.ts'
import { countColumn } from '../../components/table/kinds.tsx'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'

/** A thing's state in words; a shape before colour: what is still closed is the strong one. */
const states: Readonly<Record<LockedThing['state'], string>> = {
  closed: 'closed',
  part: 'opened in part',
  opened: 'opened',
  open: 'lies open',
}

const whereOf = (row: LockedThing): string => [row.path, row.place].filter((part) => part !== '').join(', ')

const columns: readonly Column<LockedThing>[] = [
  {
    key: 'state',
    label: 'State',
    width: 116,
    value: (row) => states[row.state],
    cell: (row) => (row.state === 'closed' ? <span className="tag strong">{states.closed}</span> : states[row.state]),
  },
  { key: 'kind', label: 'Kind', width: 92, value: (row) => row.kind },
  { key: 'form', label: 'Form', width: 132, mono: true, value: (row) => row.form },
  { key: 'exhibit', label: 'Exhibit', width: 92, value: (row) => row.exhibit },
  {
    key: 'path',
    label: 'Where',
    width: 260,
    wide: 340,
    mono: true,
    value: whereOf,
    cell: (row) => <Statement trace={row.source.trace}>{whereOf(row)}</Statement>,
  },
  {
    key: 'why',
    label: 'Why we think so',
    width: 'grow',
    value: (row) => `${row.certainty === 'possible' ? 'Possibly: ' : ''}${row.why}`,
  },
  {
    key: 'opener',
    label: 'Opens with',
    width: 96,
    value: (row) => row.opener,
    cell: (row) => row.opener ?? <span className="soft">another tool</span>,
  },
  countColumn('attempts', 'Trials', 72, (row) => row.attempts),
  countColumn('files', 'Files out', 84, (row) => row.files),
  { key: 'thing', label: 'Name', width: 124, mono: true, optional: true, value: (row) => row.thing },
]

const keyOf = (row: LockedThing) => `${row.exhibit} ${row.thing} ${row.path} ${row.place}`

/** Everything that is closed, and the keys that were found. */
export function Locked() {
  const rows = usePages(endpoints.locked, {})
  return (
    <Table
      name="Locked"
      columns={columns}
      source={rows}
      rowKey={keyOf}
      trace={(row) => row.source.trace}
      empty={
        <Empty title="Nothing closed was found">
          Archives, documents, containers, messages and keys that are closed are listed here once an exhibit was read.
        </Empty>
      }
    />
  )
}
