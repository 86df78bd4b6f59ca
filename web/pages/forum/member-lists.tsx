import { endpoints, type Login, type SightingRow } from '../../../src/api/contract.ts'
import { VirtualList } from '../../components/list.tsx'
import { Statement } from '../../components/statement.tsx'
import { Empty } from '../../components/states.tsx'
import type { Column } from '../../components/table/columns.ts'
import { timeColumn } from '../../components/table/kinds.tsx'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'
import { words } from '../../text/format.ts'
import { sightingColumns } from '../artefacts/sightings.tsx'
import { useForm } from './forms.tsx'
import { PostView } from './post.tsx'

interface Of {
  readonly site: number
  readonly member: string
}

/** Posts of an account, newest first. */
export function MemberPosts(of: Of) {
  const [form] = useForm()
  const posts = usePages(endpoints.memberPosts, of)
  return (
    <VirtualList
      label="Posts of the account"
      source={posts}
      estimate={160}
      rowKey={(post) => post.id}
      empty={<Empty title="This account wrote no post the evidence still holds" />}
      render={(post) => <PostView post={post} form={form} chosen={false} />}
    />
  )
}

const loginColumns: readonly Column<Login>[] = [
  timeColumn('at', 'At', (row) => row.at),
  timeColumn('until', 'Until', (row) => row.until),
  { key: 'kind', label: 'Kind', width: 110, value: (row) => row.kind, cell: (row) => words(row.kind) },
  {
    key: 'ip',
    label: 'Address',
    width: 180,
    value: (row) => row.ip,
    cell: (row) =>
      row.ip === null ? (
        '—'
      ) : (
        <Statement trace={row.source.trace} hit={row.ip} className="mono">
          {row.ip}
        </Statement>
      ),
  },
  { key: 'country', label: 'Country', width: 96, value: (row) => row.country },
  { key: 'name', label: 'Name given', width: 160, value: (row) => row.name },
  { key: 'forwarded', label: 'Forwarded for', width: 160, value: (row) => row.forwardedFor, optional: true },
  { key: 'agent', label: 'Browser', width: 'grow', value: (row) => row.agent },
]

/** Sessions and log-ins of an account. */
export function Logins(of: Of) {
  const logins = usePages(endpoints.memberLogins, of)
  return (
    <Table
      name="Log-ins"
      columns={loginColumns}
      source={logins}
      rowKey={(row) => row.id}
      trace={(row) => row.source.trace}
      empty={<Empty title="The evidence holds no session or log-in of this account" />}
    />
  )
}

const selectorColumns: readonly Column<SightingRow>[] = sightingColumns.filter((column) => column.key !== 'member')

/** Where an account was seen with which selector. */
export function MemberSelectors(of: Of) {
  const sightings = usePages(endpoints.memberSightings, of)
  return (
    <Table
      name="Sightings of the account"
      columns={selectorColumns}
      source={sightings}
      rowKey={(row) => row.id}
      trace={(row) => row.id}
      empty={<Empty title="No selector was seen with this account" />}
    />
  )
}
