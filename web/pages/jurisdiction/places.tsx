import { type CountryCount, endpoints } from '../../../src/api/contract.ts'
import { Page } from '../../components/frame/page.tsx'
import { WorldMap } from '../../components/map/map.tsx'
import { CountryName } from '../../components/parts.tsx'
import { Empty } from '../../components/states.tsx'
import type { Column } from '../../components/table/columns.ts'
import { countColumn } from '../../components/table/kinds.tsx'
import { rowsOfAnswer } from '../../components/table/source.ts'
import { Table } from '../../components/table/table.tsx'
import { useAnswer } from '../../resource.ts'
import { Link } from '../../router.tsx'
import { count } from '../../text/format.ts'

const columns: readonly Column<CountryCount>[] = [
  {
    key: 'country',
    label: 'Country',
    width: 'grow',
    value: (row) => row.name,
    cell: (row) => (
      <Link href={`/risk?country=${row.code}`}>
        <CountryName of={row} />
      </Link>
    ),
  },
  { key: 'code', label: 'Code', width: 72, value: (row) => row.code, mono: true, optional: true },
  countColumn('subjects', 'Subjects', 96, (row) => row.subjects),
  {
    key: 'safeguarding',
    label: 'Safeguarding',
    width: 116,
    align: 'right',
    value: (row) => row.safeguarding,
    cell: (row) =>
      row.safeguarding === 0 ? (
        <span className="soft">0</span>
      ) : (
        <span className="at-risk-count">
          <span aria-hidden="true">▲</span>
          {count(row.safeguarding)}
        </span>
      ),
  },
  countColumn('packages', 'Packages', 96, (row) => row.packages),
]

/** Countries and their subjects; the map says nothing the table does not. */
export function Places() {
  const places = useAnswer(endpoints.places, {})
  return (
    <Page title="Places" filled about="Where subjects most likely are, by the head of each one’s list of places">
      <div className="places">
        <Table
          name="Countries"
          columns={columns}
          source={rowsOfAnswer(places)}
          rowKey={(row) => row.code}
          href={(row) => `/risk?country=${row.code}`}
          empty={<Empty title="Nobody is placed yet">Countries appear when the jurisdiction stage has run.</Empty>}
        />
        <figure className="card place-map">
          <WorldMap countries={places.data ?? []} />
          <figcaption>
            Darker means more subjects, by the logarithm. A country one clicks opens its part of the queue; subjects
            that no signal places stand in none. <Link href="/risk?located=no">Those not located</Link>
          </figcaption>
        </figure>
      </div>
    </Page>
  )
}
