import { endpoints, type QueueRow } from '../../../src/api/contract.ts'
import { subjectAddress } from '../../address-of.ts'
import { AtRisk, CountryName, LikelihoodWord } from '../../components/parts.tsx'
import { Empty } from '../../components/states.tsx'
import type { Column } from '../../components/table/columns.ts'
import { countColumn, timeColumn } from '../../components/table/kinds.tsx'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'
import { Link, useQueryValue } from '../../router.tsx'

const columns: readonly Column<QueueRow>[] = [
  {
    key: 'name',
    label: 'Subject',
    width: 240,
    value: (row) => row.name,
    cell: (row) => <Link href={subjectAddress(row.subject)}>{row.name}</Link>,
  },
  { key: 'id', label: 'Identifier', width: 180, value: (row) => row.subject, mono: true },
  countColumn('personas', 'Accounts', 88, (row) => row.personas),
  {
    key: 'country',
    label: 'Country',
    width: 200,
    value: (row) => row.place?.name ?? null,
    cell: (row) => (row.place === null ? <span className="soft">not known</span> : <CountryName of={row.place} />),
  },
  {
    key: 'likelihood',
    label: 'How likely',
    width: 200,
    value: (row) => row.place?.probability ?? null,
    cell: (row) => (row.place === null ? <span className="soft">—</span> : <LikelihoodWord of={row.place} />),
  },
  timeColumn('seen', 'Last seen', (row) => row.lastSeenAt),
  {
    key: 'safeguarding',
    label: 'Immediacy',
    width: 132,
    value: (row) => (row.safeguarding ? 'safeguarding' : 'none'),
    cell: (row) => (row.safeguarding ? <AtRisk /> : <span className="soft">none known</span>),
  },
  { key: 'why', label: 'Why it stands where it stands', width: 'grow', value: (row) => row.why },
  countColumn('packages', 'Packages', 84, (row) => row.packages),
]

/** Every subject, to look one up; the order of work is the risk room's. */
export function SubjectList() {
  const [search, setSearch] = useQueryValue('q')
  const subjects = usePages(endpoints.queue, {}, { search: search === '' ? undefined : search })
  return (
    <Table
      name="Subjects"
      columns={columns}
      source={subjects}
      rowKey={(row) => row.subject}
      href={(row) => subjectAddress(row.subject)}
      trace={(row) => row.reasons[0]?.trace ?? null}
      search={{ label: 'Search subjects', value: search, onSearch: setSearch }}
      empty={<Empty title="No subject">Accounts become subjects when the identity stage has run.</Empty>}
    />
  )
}
