import { type CopyChange, endpoints, type SiteCopy } from '../../../src/api/contract.ts'
import { addressOf } from '../../address-of.ts'
import { Chips } from '../../components/chips.tsx'
import { Page } from '../../components/frame/page.tsx'
import { Time } from '../../components/parts.tsx'
import { Scroll } from '../../components/scroll.tsx'
import { Statement } from '../../components/statement.tsx'
import { Answered, Empty } from '../../components/states.tsx'
import type { Column } from '../../components/table/columns.ts'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'
import { useAnswer } from '../../resource.ts'
import { Link, useQueryValue } from '../../router.tsx'
import { count } from '../../text/format.ts'

const kinds = ['added', 'deleted', 'changed'] as const

/** What differs between the copies of a board: what was edited, deleted, renamed or purged between them. */
export function Copies({ site }: { readonly site: string }) {
  const of = { site: Number(site) }
  const copies = useAnswer(endpoints.copies, of)
  return (
    <Page
      title="Copies of the board"
      filled
      about="Rows that only one copy holds, that another has no more, or that read otherwise"
      tools={
        <Link className="button" href={`/forum/${site}`}>
          The board
        </Link>
      }
    >
      <Answered of={copies} what="the copies">
        {(all) =>
          all.length < 2 ? (
            <Empty title="The evidence holds one copy of this board">There is nothing to compare it with.</Empty>
          ) : (
            <>
              <List of={all} />
              <Differences site={of.site} />
            </>
          )
        }
      </Answered>
    </Page>
  )
}

function Differences({ site }: { readonly site: number }) {
  const [kind, setKind] = useQueryValue('kind')
  const wanted = kinds.find((each) => each === kind)
  const changes = usePages(endpoints.changes, { site }, wanted === undefined ? {} : { kind: wanted })
  return (
    <>
      <Chips
        label="Kind of difference"
        value={kind}
        onChange={setKind}
        options={[
          { value: '', label: 'All' },
          { value: 'changed', label: 'Changed' },
          { value: 'deleted', label: 'Deleted' },
          { value: 'added', label: 'Only in a copy' },
        ]}
      />
      <Table
        name="Differences"
        columns={columns(site)}
        source={changes}
        rowKey={(row) => `${row.copy} ${row.table} ${row.id}`}
        trace={(row) => row.source.trace}
        empty={<Empty title="No difference of this kind" />}
      />
    </>
  )
}

function List({ of }: { readonly of: readonly SiteCopy[] }) {
  const figures = ['Rows', 'Same', 'Added', 'Changed', 'Missing', 'Garbled']
  return (
    <Scroll label="Copies" className="copies">
      <table>
        <thead>
          <tr>
            <th scope="col">Copy</th>
            <th scope="col">File</th>
            <th scope="col">As of</th>
            {figures.map((figure) => (
              <th key={figure} scope="col" className="number">
                {figure}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {of.map((copy) => (
            <tr key={copy.n}>
              <td>
                {copy.n} {copy.base && <span className="tag">base</span>}
              </td>
              <td className="mono">{copy.path ?? '—'}</td>
              <td>
                <Time at={copy.asOf} />
              </td>
              {[copy.rows, copy.same, copy.added, copy.changed, copy.missing, copy.garbled].map((n, i) => (
                <td key={figures[i]} className="number">
                  {copy.base && i > 0 ? '—' : count(n)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

const columns = (site: number): readonly Column<CopyChange>[] => [
  { key: 'copy', label: 'Copy', width: 70, value: (row) => row.copy },
  {
    key: 'kind',
    label: 'Difference',
    width: 170,
    value: (row) => row.kind,
    cell: (row) =>
      row.kind === 'added' ? 'only in this copy' : row.kind === 'deleted' ? 'deleted between them' : 'reads otherwise',
  },
  { key: 'entity', label: 'What', width: 130, value: (row) => row.entity },
  { key: 'table', label: 'Table', width: 200, value: (row) => row.table },
  {
    key: 'id',
    label: 'Row',
    width: 140,
    value: (row) => row.id,
    cell: (row) => {
      const to = row.entity === null ? null : addressOf(`${row.entity}:${site}:${row.id}`)
      return to === null ? row.id : <Link href={to}>{row.id}</Link>
    },
  },
  { key: 'columns', label: 'Columns', width: 'grow', value: (row) => row.columns.join(', ') },
  {
    key: 'why',
    label: 'Bytes',
    width: 90,
    value: (row) => row.source.trace,
    cell: (row) => <Statement trace={row.source.trace}>why?</Statement>,
  },
]
