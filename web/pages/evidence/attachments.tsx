import { type Attachment, endpoints } from '../../../src/api/contract.ts'
import { quietKinds, verdictWords } from '../../../src/model/verdict.ts'
import { addressOf, memberAddress } from '../../address-of.ts'
import { Hash } from '../../components/parts.tsx'
import { Statement } from '../../components/statement.tsx'
import { Empty } from '../../components/states.tsx'
import type { Column } from '../../components/table/columns.ts'
import { countColumn, timeColumn } from '../../components/table/kinds.tsx'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'
import { Link, useQueryValue } from '../../router.tsx'

/** Where an upload hangs: its post or message, or nowhere any more. */
function placeOf(row: Attachment): string | null {
  if (row.post !== null) return `post:${row.site}:${row.post}`
  return row.message === null ? null : `message:${row.site}:${row.message}`
}

const hashed = (row: Attachment): boolean => (row.sha256 ?? row.sha1 ?? row.md5) !== null

const columns: readonly Column<Attachment>[] = [
  {
    key: 'name',
    label: 'Name',
    width: 'grow',
    value: (row) => row.name,
    cell: (row) => (
      <Statement trace={row.source.trace} hit={row.name}>
        {row.name}
      </Statement>
    ),
  },
  { key: 'type', label: 'Type', width: 116, value: (row) => row.mediaType },
  countColumn('size', 'Bytes', 104, (row) => row.size),
  {
    key: 'sha256',
    label: 'SHA-256',
    width: 148,
    value: (row) => row.sha256,
    cell: (row) =>
      row.sha256 === null ? <span className="soft">not in evidence</span> : <Hash value={row.sha256} what="SHA-256" />,
  },
  {
    key: 'sets',
    label: 'Set verdict',
    width: 140,
    value: (row) => verdictWords(row.sets, hashed(row)).join('; '),
    cell: (row) => {
      const words = verdictWords(row.sets, hashed(row)).join('; ')
      const [first, ...more] = row.sets.matches.filter((m) => m.differs === null)
      if (first === undefined)
        return (
          <span className="soft" title={words}>
            {words}
          </span>
        )
      return (
        <span title={words}>
          <span className={quietKinds.includes(first.kind) ? 'tag' : 'tag strong'}>{first.set}</span>
          {more.length > 0 && <span className="soft"> +{more.length}</span>}
        </span>
      )
    },
  },
  {
    key: 'owner',
    label: 'Uploaded by',
    width: 148,
    value: (row) => row.owner.name,
    cell: (row) => {
      const to = memberAddress(row.owner)
      return to === null ? (row.owner.name ?? 'nobody named') : <Link href={to}>{row.owner.name ?? row.owner.id}</Link>
    },
  },
  timeColumn('at', 'At', (row) => row.at),
  {
    key: 'place',
    label: 'In',
    width: 132,
    value: (row) => placeOf(row) ?? (row.orphan ? 'orphan' : null),
    cell: (row) => {
      const place = placeOf(row)
      const to = place === null ? null : addressOf(place)
      if (to === null) return <span className="soft">{row.orphan ? 'orphan' : 'nowhere'}</span>
      return <Link href={to}>{row.post === null ? `message ${row.message}` : `post ${row.post}`}</Link>
    },
  },
]

const keyOf = (row: Attachment) => `${row.site}:${row.id}`

/** Uploads as placeholders: what the evidence says of them, never what they show. */
export function Attachments() {
  const [search, setSearch] = useQueryValue('q')
  const rows = usePages(endpoints.attachments, {}, { search: search === '' ? undefined : search })
  return (
    <Table
      name="Attachments"
      columns={columns}
      source={rows}
      rowKey={keyOf}
      trace={(row) => row.source.trace}
      search={{ label: 'Search names', value: search, onSearch: setSearch }}
      empty={<Empty title="No upload">The evidence names no attachment.</Empty>}
    />
  )
}
