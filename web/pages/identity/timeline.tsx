import { endpoints, type Subject, type TimelineEvent, type TimelineKind } from '../../../src/api/contract.ts'
import { addressOf, memberAddress } from '../../address-of.ts'
import { Statement } from '../../components/statement.tsx'
import { Empty } from '../../components/states.tsx'
import type { Column } from '../../components/table/columns.ts'
import { timeColumn } from '../../components/table/kinds.tsx'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'
import { Link, useQueryValue } from '../../router.tsx'
import { words } from '../../text/format.ts'

const kinds: readonly TimelineKind[] = ['registered', 'post', 'message', 'login', 'mail', 'edit']

const columns: readonly Column<TimelineEvent>[] = [
  timeColumn('at', 'At', (row) => row.at),
  { key: 'kind', label: 'What', width: 92, value: (row) => row.kind, cell: (row) => words(row.kind) },
  {
    key: 'member',
    label: 'Account',
    width: 132,
    wide: 180,
    value: (row) => row.member.name,
    cell: (row) => <Link href={memberAddress(row.member) ?? '#'}>{row.member.name ?? row.member.id}</Link>,
  },
  {
    key: 'ip',
    label: 'Address',
    width: 124,
    wide: 180,
    value: (row) => row.ip,
    cell: (row) =>
      row.ip === null ? (
        <span className="soft">—</span>
      ) : (
        <Statement trace={row.source.trace} hit={row.ip} className="mono">
          {row.ip}
        </Statement>
      ),
  },
  {
    key: 'summary',
    label: 'In words',
    width: 'grow',
    value: (row) => row.summary,
    cell: (row) => <Statement trace={row.source.trace}>{row.summary}</Statement>,
  },
]

/** What the subject's accounts did, in order of time. */
export function SubjectTimeline({ of }: { readonly of: Subject }) {
  const [chosen, setChosen] = useQueryValue('kinds')
  const [order, setOrder] = useQueryValue('order', 'desc')
  const events = usePages(
    endpoints.timeline,
    { subject: of.subject },
    {
      kinds: chosen === '' ? undefined : chosen,
      order: order === 'asc' ? 'asc' : 'desc',
    },
  )
  const now = new Set(chosen === '' ? kinds : chosen.split(','))
  const toggle = (kind: TimelineKind) => {
    const next = kinds.filter((each) => now.has(each) !== (each === kind))
    setChosen(next.length === kinds.length || next.length === 0 ? null : next.join(','))
  }
  return (
    <Table
      name="Timeline"
      columns={columns}
      source={events}
      rowKey={(row) => row.id}
      href={(row) => addressOf(row.id)}
      trace={(row) => row.source.trace}
      filters={
        <>
          <div className="chips">
            {kinds.map((kind) => (
              <button key={kind} type="button" aria-pressed={now.has(kind)} onClick={() => toggle(kind)}>
                {words(kind)}
              </button>
            ))}
          </div>
          <button type="button" className="button" onClick={() => setOrder(order === 'asc' ? null : 'asc')}>
            {order === 'asc' ? 'Oldest first' : 'Newest first'}
          </button>
        </>
      }
      empty={<Empty title="Nothing of these kinds">The evidence dates no such event of these accounts.</Empty>}
    />
  )
}
