import { endpoints, type Judgement } from '../../../src/api/contract.ts'
import { addressOf } from '../../address-of.ts'
import { send } from '../../api.ts'
import { Empty } from '../../components/states.tsx'
import type { Column } from '../../components/table/columns.ts'
import { timeColumn } from '../../components/table/kinds.tsx'
import { Table } from '../../components/table/table.tsx'
import { WithReason } from '../../components/with-reason.tsx'
import { usePages } from '../../pages.ts'
import { Link } from '../../router.tsx'
import { verdictWords } from './judge.tsx'

const account = (id: string) => (
  <Link className="mono" href={addressOf(id) ?? '#'}>
    {id}
  </Link>
)

const columns: readonly Column<Judgement>[] = [
  timeColumn('at', 'At', (row) => row.at),
  { key: 'verdict', label: 'Verdict', width: 120, value: (row) => verdictWords(row.verdict) },
  { key: 'a', label: 'One account', width: 160, value: (row) => row.a, cell: (row) => account(row.a) },
  { key: 'b', label: 'Other account', width: 160, value: (row) => row.b, cell: (row) => account(row.b) },
  { key: 'reason', label: 'Reason', width: 'grow', value: (row) => row.reason },
  { key: 'by', label: 'By', width: 180, value: (row) => row.by },
  {
    key: 'withdrawn',
    label: 'State',
    width: 300,
    value: (row) => (row.withdrawn === null ? 'in force' : `withdrawn by ${row.withdrawn.by}: ${row.withdrawn.reason}`),
    cell: (row) =>
      row.withdrawn === null ? (
        <WithReason
          label="Withdraw"
          says="Judgement withdrawn."
          work={(reason) => send(endpoints.unjudge, { judgement: row.judgement }, { reason })}
        />
      ) : (
        `withdrawn by ${row.withdrawn.by}: ${row.withdrawn.reason}`
      ),
  },
]

/** Every ruling on accounts, newest first. */
export function JudgementList() {
  const judgements = usePages(endpoints.judgements, {})
  return (
    <Table
      name="Judgements"
      columns={columns}
      source={judgements}
      rowKey={(row) => String(row.judgement)}
      empty={<Empty title="Nobody has ruled yet">Rulings are made on a link, here or on a subject’s page.</Empty>}
    />
  )
}
