import { endpoints, type MemberRow } from '../../../src/api/contract.ts'
import { memberAddress, subjectAddress } from '../../address-of.ts'
import { Statement } from '../../components/statement.tsx'
import { Empty } from '../../components/states.tsx'
import type { Column } from '../../components/table/columns.ts'
import { countColumn, timeColumn } from '../../components/table/kinds.tsx'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'
import { useAnswer } from '../../resource.ts'
import { Link, useQueryValue } from '../../router.tsx'

const hrefOf = (row: MemberRow) => memberAddress(row)
const statement = (row: MemberRow, value: string | null) =>
  value === null || value === '' ? (
    <span className="soft">—</span>
  ) : (
    <Statement trace={row.source.trace} hit={value} className="mono">
      {value}
    </Statement>
  )

const columns: readonly Column<MemberRow>[] = [
  { key: 'site', label: 'Board', width: 64, align: 'right', value: (row) => row.site, optional: true },
  { key: 'id', label: 'Id', width: 80, align: 'right', value: (row) => row.id },
  {
    key: 'name',
    label: 'Name',
    width: 200,
    value: (row) => row.name,
    cell: (row) => <Link href={hrefOf(row) ?? '#'}>{row.name}</Link>,
  },
  { key: 'kind', label: 'Kind', width: 96, value: (row) => row.kind, optional: true },
  { key: 'state', label: 'State', width: 96, value: (row) => row.state },
  { key: 'email', label: 'E-mail', width: 'grow', value: (row) => row.email, cell: (row) => statement(row, row.email) },
  timeColumn('joinedAt', 'Joined', (row) => row.joinedAt),
  {
    key: 'joinedFrom',
    label: 'Joined from',
    width: 140,
    value: (row) => row.joinedFrom,
    cell: (row) => statement(row, row.joinedFrom),
  },
  timeColumn('lastSeenAt', 'Last seen', (row) => row.lastSeenAt),
  {
    key: 'lastIp',
    label: 'Last address',
    width: 140,
    value: (row) => row.lastIp,
    cell: (row) => statement(row, row.lastIp),
    optional: true,
  },
  countColumn('posts', 'Posts', 72, (row) => row.posts),
  { key: 'staff', label: 'Staff', width: 116, value: (row) => row.staff },
  {
    key: 'subject',
    label: 'Subject',
    width: 132,
    value: (row) => row.subject,
    cell: (row) =>
      row.subject === null ? (
        <span className="soft">—</span>
      ) : (
        <Link href={subjectAddress(row.subject)}>{row.subject}</Link>
      ),
  },
]

type Sorting = 'name' | 'joined' | 'seen' | 'posts'

/** Every account of every board. */
export function AccountList() {
  const [search, setSearch] = useQueryValue('q')
  const [site, setSite] = useQueryValue('site', '', { push: true })
  const [order, setOrder] = useQueryValue('order', 'name', { push: true })
  const sites = useAnswer(endpoints.sites, {})
  const members = usePages(
    endpoints.members,
    {},
    {
      search: search === '' ? undefined : search,
      site: site === '' ? undefined : Number(site),
      sort: order as Sorting,
      order: order === 'name' ? 'asc' : 'desc',
    },
  )
  return (
    <Table
      name="Accounts"
      columns={columns}
      source={members}
      rowKey={(row) => `${row.site}:${row.id}`}
      href={hrefOf}
      trace={(row) => row.source.trace}
      search={{ label: 'Search names and e-mail', value: search, onSearch: setSearch }}
      filters={
        <>
          <select className="field" aria-label="Board" value={site} onChange={(event) => setSite(event.target.value)}>
            <option value="">Every board</option>
            {(sites.data ?? []).map((each) => (
              <option key={each.site} value={each.site}>
                {each.title ?? each.key}
              </option>
            ))}
          </select>
          <select className="field" aria-label="Order" value={order} onChange={(event) => setOrder(event.target.value)}>
            <option value="name">By name</option>
            <option value="joined">Latest joined</option>
            <option value="seen">Latest seen</option>
            <option value="posts">Most posts</option>
          </select>
        </>
      }
      empty={<Empty title="No account">No member of a rebuilt board fits these filters.</Empty>}
    />
  )
}
