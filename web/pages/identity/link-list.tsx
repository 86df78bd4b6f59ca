import { useState } from 'react'
import { endpoints, type Link as Hypothesis } from '../../../src/api/contract.ts'
import { Chips } from '../../components/chips.tsx'
import { Scroll } from '../../components/scroll.tsx'
import { Statement } from '../../components/statement.tsx'
import { Empty } from '../../components/states.tsx'
import type { Column } from '../../components/table/columns.ts'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'
import { useQueryValue } from '../../router.tsx'
import { words } from '../../text/format.ts'
import { LinkCard, signed } from './link-card.tsx'

const columns: readonly Column<Hypothesis>[] = [
  {
    key: 'weight',
    label: 'Weight',
    width: 84,
    align: 'right',
    value: (row) => row.weight,
    cell: (row) => signed(row.weight),
  },
  { key: 'state', label: 'State', width: 96, value: (row) => row.state },
  { key: 'a', label: 'One account', width: 168, value: (row) => row.a.name },
  { key: 'b', label: 'Other account', width: 168, value: (row) => row.b.name },
  {
    key: 'why',
    label: 'Why',
    width: 'grow',
    value: (row) => row.why,
    cell: (row) => <Statement trace={row.link}>{row.why}</Statement>,
  },
  {
    key: 'terms',
    label: 'Comparisons',
    width: 220,
    value: (row) => row.terms.map((term) => words(term.comparison)).join(', '),
  },
]

type State = Hypothesis['state']

/** Links, heaviest first, with the one at hand laid out below to rule on. */
export function LinkList() {
  const [state, setState] = useQueryValue('state', 'possible', { push: true })
  const [unjudged, setUnjudged] = useQueryValue('unjudged', 'yes', { push: true })
  const [current, setCurrent] = useState<Hypothesis | null>(null)
  const links = usePages(
    endpoints.links,
    {},
    {
      state: state === 'all' ? undefined : (state as State),
      unjudged: unjudged === 'yes' ? true : undefined,
    },
  )
  return (
    <div className="over-under">
      <Table
        name="Links"
        columns={columns}
        source={links}
        rowKey={(row) => row.link}
        trace={(row) => row.link}
        onCurrent={setCurrent}
        filters={
          <>
            <Chips
              label="State"
              value={state}
              onChange={setState}
              options={[
                { value: 'possible', label: 'Possible' },
                { value: 'joined', label: 'Joined' },
                { value: 'weak', label: 'Weak' },
                { value: 'all', label: 'All' },
              ]}
            />
            <button
              type="button"
              className="button"
              aria-pressed={unjudged === 'yes'}
              onClick={() => setUnjudged(unjudged === 'yes' ? 'no' : null)}
            >
              Not ruled on
            </button>
          </>
        }
        empty={<Empty title="No link waits here">Every link of this state was ruled on, or none was found.</Empty>}
      />
      {current !== null && (
        <Scroll label="The link at hand" className="under tall">
          <LinkCard key={current.link} link={current} judgements={[]} />
        </Scroll>
      )}
    </div>
  )
}
