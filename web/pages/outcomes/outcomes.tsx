import { endpoints, type Outcome } from '../../../src/api/contract.ts'
import { send } from '../../api.ts'
import { Page } from '../../components/frame/page.tsx'
import { Card, CountryName } from '../../components/parts.tsx'
import { Empty } from '../../components/states.tsx'
import type { Column } from '../../components/table/columns.ts'
import { timeColumn } from '../../components/table/kinds.tsx'
import { Table } from '../../components/table/table.tsx'
import { WithReason } from '../../components/with-reason.tsx'
import { usePages } from '../../pages.ts'
import { Link, part, useQueryValue } from '../../router.tsx'
import { words } from '../../text/format.ts'
import { Headline } from './headline.tsx'
import { OutcomeForm } from './outcome-form.tsx'

const columns: readonly Column<Outcome>[] = [
  { key: 'kind', label: 'What', width: 140, value: (row) => row.kind, cell: (row) => words(row.kind) },
  { key: 'happenedOn', label: 'On', width: 96, value: (row) => row.happenedOn },
  {
    key: 'country',
    label: 'Country',
    width: 132,
    value: (row) => row.country.name,
    cell: (row) => <CountryName of={row.country} />,
  },
  {
    key: 'package',
    label: 'Package',
    width: 148,
    value: (row) => row.package,
    cell: (row) => <Link href={`/dissemination/${part(row.package)}`}>{row.package}</Link>,
  },
  { key: 'nominal', label: 'Their reference', width: 128, value: (row) => row.nominalRef, mono: true },
  { key: 'subject', label: 'Subject', width: 148, value: (row) => row.subject?.name ?? null },
  { key: 'note', label: 'Note', width: 'grow', value: (row) => row.note },
  { key: 'by', label: 'Recorded by', width: 140, value: (row) => row.by, optional: true },
  timeColumn('at', 'Recorded at', (row) => row.at, { optional: true }),
  {
    key: 'state',
    label: 'State',
    width: 220,
    value: (row) => (row.withdrawn === null ? 'counts' : `withdrawn: ${row.withdrawn.reason}`),
    cell: (row) =>
      row.withdrawn === null ? (
        <WithReason
          label="Withdraw"
          says="Outcome withdrawn."
          work={(reason) => send(endpoints.withdrawOutcome, { outcome: row.outcome }, { reason })}
        />
      ) : (
        `withdrawn: ${row.withdrawn.reason}`
      ),
  },
]

/** What recipients did with the packages, counted without counting anyone twice. */
export function Outcomes() {
  const [chosen] = useQueryValue('package')
  const outcomes = usePages(endpoints.outcomes, {})
  return (
    <Page title="Outcomes" filled about="What came of the packages; nobody is counted twice">
      <div className="outcomes">
        <div className="outcomes-main">
          <Headline />
          <Table
            name="Outcomes"
            columns={columns}
            source={outcomes}
            rowKey={(row) => String(row.outcome)}
            empty={
              <Empty title="No outcome yet">Recipients’ reports are recorded with the form beside this list.</Empty>
            }
          />
        </div>
        <Card title="Record an outcome" className="outcome-card">
          <OutcomeForm key={chosen} chosen={chosen} />
        </Card>
      </div>
    </Page>
  )
}
