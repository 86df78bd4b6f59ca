import { type Action, endpoints, type FailedLogin, type Visit } from '../../../src/api/contract.ts'
import { Time } from '../../components/parts.tsx'
import { Statement } from '../../components/statement.tsx'
import { Empty } from '../../components/states.tsx'
import type { Column } from '../../components/table/columns.ts'
import { timeColumn } from '../../components/table/kinds.tsx'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'
import { count, words } from '../../text/format.ts'
import { Author } from './post.tsx'

interface Of {
  readonly site: number
  readonly member: string
}

function address(row: { readonly ip: string | null; readonly source: { readonly trace: string } }) {
  if (row.ip === null || row.ip === '') return '—'
  return (
    <Statement trace={row.source.trace} hit={row.ip} className="mono">
      {row.ip}
    </Statement>
  )
}

const visitColumns: readonly Column<Visit>[] = [
  timeColumn('first', 'From', (row) => row.firstAt, {
    cell: (row) => (
      <>
        <Time at={row.firstAt} />
        {row.stated !== null && (
          <span className="soft small" title="By the board’s clock; the clock of the log was another">
            {' '}
            log states <Time at={row.stated} />
          </span>
        )}
      </>
    ),
  }),
  timeColumn('last', 'To', (row) => row.lastAt),
  { key: 'ip', label: 'Address', width: 150, value: (row) => row.ip, cell: address },
  {
    key: 'requests',
    label: 'Requests',
    width: 90,
    align: 'right',
    value: (row) => row.requests,
    cell: (row) => count(row.requests),
  },
  { key: 'why', label: 'Why it was this account', width: 'grow', value: (row) => row.why },
  { key: 'agent', label: 'Browser', width: 240, value: (row) => row.agent },
]

/** Visits in the access logs that this account made. */
export function Visits(of: Of) {
  const visits = usePages(endpoints.memberVisits, of)
  return (
    <Table
      name="Visits"
      columns={visitColumns}
      source={visits}
      rowKey={(row) => String(row.visit)}
      trace={(row) => row.source.trace}
      empty={<Empty title="No line of an access log could be joined to this account" />}
    />
  )
}

const failedColumns: readonly Column<FailedLogin>[] = [
  timeColumn('at', 'At', (row) => row.at),
  { key: 'ip', label: 'Address', width: 150, value: (row) => row.ip, cell: address },
  { key: 'why', label: 'Why it was this account', width: 'grow', value: (row) => row.why },
  { key: 'agent', label: 'Browser', width: 300, value: (row) => row.agent },
]

/** Log-ins that failed and that the logs let us put to this account. */
export function FailedLogins(of: Of) {
  const failed = usePages(endpoints.memberFailed, of)
  return (
    <Table
      name="Failed log-ins"
      columns={failedColumns}
      source={failed}
      rowKey={(row) => String(row.n)}
      trace={(row) => row.source.trace}
      empty={<Empty title="The access logs show no failed log-in of this account" />}
    />
  )
}

const actionColumns: readonly Column<Action>[] = [
  timeColumn('at', 'At', (row) => row.at),
  { key: 'kind', label: 'Log', width: 110, value: (row) => row.kind, cell: (row) => words(row.kind) },
  { key: 'operation', label: 'What was done', width: 220, value: (row) => row.operation },
  {
    key: 'by',
    label: 'By',
    width: 150,
    value: (row) => row.by?.name ?? null,
    cell: (row) => (row.by === null ? '—' : <Author of={row.by} />),
  },
  {
    key: 'about',
    label: 'About',
    width: 150,
    value: (row) => row.about?.name ?? null,
    cell: (row) => (row.about === null ? '—' : <Author of={row.about} />),
  },
  { key: 'ip', label: 'Address', width: 150, value: (row) => row.ip, cell: address },
  { key: 'data', label: 'As stored', width: 'grow', value: (row) => row.data },
]

/** What the board's logs hold of an account: names and addresses it had, what it did, what was done about it. */
export function Actions(of: Of) {
  const actions = usePages(endpoints.memberActions, of)
  return (
    <Table
      name="Board logs"
      columns={actionColumns}
      source={actions}
      rowKey={(row) => row.id}
      trace={(row) => row.source.trace}
      empty={<Empty title="The board's logs hold nothing of this account" />}
    />
  )
}
