import { endpoints, type SelectorRow } from '../../../src/api/contract.ts'
import { Chips } from '../../components/chips.tsx'
import { Page } from '../../components/frame/page.tsx'
import { Empty } from '../../components/states.tsx'
import type { Column } from '../../components/table/columns.ts'
import { countColumn, timeColumn } from '../../components/table/kinds.tsx'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'
import { useAnswer } from '../../resource.ts'
import { Link, useQueryValue } from '../../router.tsx'
import { count, words } from '../../text/format.ts'
import { selectorAddress } from './sightings.tsx'

const columns: readonly Column<SelectorRow>[] = [
  { key: 'kind', label: 'Kind', width: 96, value: (row) => row.kind, cell: (row) => words(row.kind) },
  {
    key: 'value',
    label: 'Value',
    width: 'grow',
    value: (row) => row.value,
    cell: (row) => (
      <Link className="mono" href={selectorAddress(row.kind, row.value)}>
        {row.value}
      </Link>
    ),
  },
  countColumn('personas', 'Accounts', 96, (row) => row.personas),
  countColumn('sightings', 'Sightings', 96, (row) => row.sightings),
  {
    key: 'specificity',
    label: 'Tells',
    width: 132,
    align: 'right',
    value: (row) => row.specificity,
    cell: (row) => <Specificity of={row.specificity} />,
  },
  timeColumn('firstAt', 'First seen', (row) => row.firstAt),
  timeColumn('lastAt', 'Last seen', (row) => row.lastAt),
]

/** How much a value tells: 0 nothing, 1 one person. */
export function Specificity({ of }: { readonly of: number }) {
  return (
    <span className="metered" title="0 tells nothing, 1 names one person">
      <span className="meter" aria-hidden="true">
        <i style={{ width: `${of * 100}%` }} />
      </span>
      {of.toFixed(2)}
    </span>
  )
}

type Sorting = 'rarity' | 'personas' | 'sightings'

/** Every selector of the case, telling values that several accounts share first. */
export function Artefacts() {
  const [kind, setKind] = useQueryValue('kind', '', { push: true })
  const [order, setOrder] = useQueryValue('order', 'rarity', { push: true })
  const [search, setSearch] = useQueryValue('q')
  const kinds = useAnswer(endpoints.selectorKinds, {})
  const selectors = usePages(
    endpoints.selectors,
    {},
    {
      kind: kind === '' ? undefined : kind,
      search: search === '' ? undefined : search,
      sort: order as Sorting,
    },
  )
  return (
    <Page title="Artefacts" filled about="Values that can identify or locate a person, and how often each was seen">
      <Chips
        label="Kind"
        value={kind}
        onChange={setKind}
        options={[
          { value: '', label: 'All kinds' },
          ...(kinds.data ?? []).map((each) => ({
            value: each.kind,
            label: words(each.kind),
            figure: count(each.selectors),
          })),
        ]}
      />
      <Table
        name="Selectors"
        columns={columns}
        source={selectors}
        rowKey={(row) => `${row.kind} ${row.value}`}
        href={(row) => selectorAddress(row.kind, row.value)}
        search={{ label: 'Search values', value: search, onSearch: setSearch }}
        filters={
          <select className="field" aria-label="Order" value={order} onChange={(event) => setOrder(event.target.value)}>
            <option value="rarity">Most telling</option>
            <option value="personas">Most accounts</option>
            <option value="sightings">Most sightings</option>
          </select>
        }
        empty={
          <Empty title="No selector here">Nothing of this kind was found, or the extract stage has not run.</Empty>
        }
      />
    </Page>
  )
}
