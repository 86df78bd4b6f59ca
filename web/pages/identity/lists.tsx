import { type AccessRow, type Contact, endpoints, type Subject } from '../../../src/api/contract.ts'
import { memberAddress, subjectAddress } from '../../address-of.ts'
import { CountryName } from '../../components/parts.tsx'
import { Empty } from '../../components/states.tsx'
import type { Column } from '../../components/table/columns.ts'
import { countColumn, timeColumn } from '../../components/table/kinds.tsx'
import { rowsOf } from '../../components/table/source.ts'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'
import { Link, part } from '../../router.tsx'
import { words } from '../../text/format.ts'
import { accessColumns } from '../govern/columns.tsx'

const contactColumns: readonly Column<Contact>[] = [
  { key: 'own', label: 'Own account', width: 112, value: (row) => row.own.name },
  {
    key: 'direction',
    label: 'Direction',
    width: 76,
    value: (row) => (row.direction === 'out' ? '→ to' : '← from'),
  },
  {
    key: 'other',
    label: 'Other account',
    width: 124,
    value: (row) => row.other.name,
    cell: (row) => <Link href={memberAddress(row.other) ?? '#'}>{row.other.name ?? row.other.id}</Link>,
  },
  {
    key: 'subject',
    label: 'Subject',
    width: 'grow',
    value: (row) => row.subject?.name ?? null,
    cell: (row) =>
      row.subject === null ? (
        <span className="soft">the same one</span>
      ) : (
        <Link href={subjectAddress(row.subject.subject)}>{row.subject.name}</Link>
      ),
  },
  { key: 'kind', label: 'Kind', width: 80, value: (row) => row.kind, cell: (row) => words(row.kind) },
  countColumn('n', 'Times', 60, (row) => row.n),
  timeColumn('firstAt', 'First', (row) => row.firstAt, { optional: true }),
  timeColumn('lastAt', 'Last', (row) => row.lastAt),
]

/** Whom the subject had to do with. */
export function Contacts({ subject }: { readonly subject: string }) {
  const contacts = usePages(endpoints.contacts, { subject })
  return (
    <Table
      name="Contacts"
      columns={contactColumns}
      source={contacts}
      rowKey={(row) => `${row.own.id} ${row.direction} ${row.other.site} ${row.other.id} ${row.kind}`}
      href={(row) => (row.subject === null ? null : subjectAddress(row.subject.subject))}
      empty={<Empty title="No contact">No private message, friend or foe of these accounts is in evidence.</Empty>}
    />
  )
}

type PackageOf = Subject['packages'][number]

const packageColumns: readonly Column<PackageOf>[] = [
  {
    key: 'package',
    label: 'Package',
    width: 200,
    value: (row) => row.package,
    cell: (row) => <Link href={`/dissemination/${part(row.package)}`}>{row.package}</Link>,
  },
  { key: 'recipient', label: 'Recipient', width: 'grow', value: (row) => row.recipient },
  {
    key: 'country',
    label: 'Country',
    width: 180,
    value: (row) => row.country.name,
    cell: (row) => <CountryName of={row.country} />,
  },
  countColumn('statements', 'Statements', 110, (row) => row.statements),
]

/** Packages that speak of the subject. */
export function SubjectPackages({ of }: { readonly of: Subject }) {
  return (
    <Table
      name="Packages of the subject"
      columns={packageColumns}
      source={rowsOf(of.packages)}
      rowKey={(row) => row.package}
      href={(row) => `/dissemination/${part(row.package)}`}
      empty={<Empty title="In no package">The subject is below the threshold, or not located.</Empty>}
    />
  )
}

/** Who looked at the subject. */
export function AccessLog({ what }: { readonly what: string }) {
  const access = usePages(endpoints.access, {}, { what })
  return (
    <Table<AccessRow>
      name="Access log of the subject"
      columns={accessColumns}
      source={access}
      rowKey={(row) => String(row.id)}
      empty={<Empty title="Nobody looked yet" />}
    />
  )
}
