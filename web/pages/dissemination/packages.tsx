import { endpoints, type PackageRow } from '../../../src/api/contract.ts'
import { Chips } from '../../components/chips.tsx'
import { Page } from '../../components/frame/page.tsx'
import { CountryName } from '../../components/parts.tsx'
import { Empty } from '../../components/states.tsx'
import type { Column } from '../../components/table/columns.ts'
import { countColumn } from '../../components/table/kinds.tsx'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'
import { Link, part, useQueryValue } from '../../router.tsx'
import { stateWords } from './words.ts'

const hrefOf = (row: PackageRow) => `/dissemination/${part(row.package)}`

const columns: readonly Column<PackageRow>[] = [
  {
    key: 'package',
    label: 'Package',
    width: 180,
    value: (row) => row.package,
    cell: (row) => <Link href={hrefOf(row)}>{row.package}</Link>,
  },
  { key: 'recipient', label: 'Recipient', width: 'grow', value: (row) => row.recipient },
  {
    key: 'country',
    label: 'Country',
    width: 180,
    value: (row) => row.country.name,
    cell: (row) => <CountryName of={row.country} />,
  },
  countColumn('subjects', 'Subjects', 88, (row) => row.subjects),
  countColumn('statements', 'Statements', 100, (row) => row.statements),
  countColumn('removed', 'Left out', 84, (row) => row.removed),
  { key: 'handling', label: 'Handling', width: 120, value: (row) => row.handling },
  { key: 'evaluation', label: 'Evaluation', width: 140, value: (row) => `${row.evaluation} (${row.scheme})` },
  { key: 'state', label: 'State', width: 220, value: (row) => row.state, cell: (row) => stateWords[row.state] },
  countColumn('outcomes', 'Outcomes', 88, (row) => row.outcomes),
]

/** Packages by recipient and state. */
export function Packages() {
  const [state, setState] = useQueryValue('state', '', { push: true })
  const packages = usePages(
    endpoints.packages,
    {},
    { state: state === '' ? undefined : (state as PackageRow['state']) },
  )
  return (
    <Page title="Packages" filled about="What each recipient is given, and what was left out">
      <Table
        name="Packages"
        columns={columns}
        source={packages}
        rowKey={(row) => row.package}
        href={hrefOf}
        filters={
          <Chips
            label="State"
            value={state}
            onChange={setState}
            options={[
              { value: '', label: 'All' },
              { value: 'draft', label: 'Draft' },
              { value: 'proposed', label: 'Proposed' },
              { value: 'released', label: 'Released' },
            ]}
          />
        }
        empty={
          <Empty title="No package">No jurisdiction has a subject above the threshold, or the stage has not run.</Empty>
        }
      />
    </Page>
  )
}
