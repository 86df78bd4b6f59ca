import { endpoints, type MatchRow, type SetKind } from '../../../src/api/contract.ts'
import { categoryOf, hashLabel, howMatched, quietKinds, setKinds } from '../../../src/model/verdict.ts'
import { addressOf } from '../../address-of.ts'
import { Chips } from '../../components/chips.tsx'
import { Hash } from '../../components/parts.tsx'
import { Empty } from '../../components/states.tsx'
import type { Column } from '../../components/table/columns.ts'
import { countColumn } from '../../components/table/kinds.tsx'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'
import { useAnswer } from '../../resource.ts'
import { Link, useQueryValue } from '../../router.tsx'
import { words } from '../../text/format.ts'

const columns: readonly Column<MatchRow>[] = [
  {
    key: 'kind',
    label: 'Kind',
    width: 128,
    value: (row) => words(row.kind),
    cell: (row) =>
      quietKinds.includes(row.kind) ? words(row.kind) : <span className="tag strong">{words(row.kind)}</span>,
  },
  { key: 'set', label: 'Set', width: 128, value: (row) => row.set },
  { key: 'category', label: 'Category', width: 136, value: (row) => categoryOf(row) },
  { key: 'path', label: 'File', width: 'grow', mono: true, value: (row) => row.path },
  {
    key: 'exhibit',
    label: 'Exhibit',
    width: 80,
    value: (row) => row.exhibit ?? 'not in evidence',
    cell: (row) => row.exhibit ?? <span className="soft">not in evidence</span>,
  },
  { ...countColumn<MatchRow>('size', 'Bytes', 88, (row) => row.size), optional: true },
  {
    key: 'hash',
    label: 'Hash that agrees',
    width: 200,
    value: (row) => `${hashLabel[row.by]} ${row.hash}`,
    cell: (row) => (
      <>
        <span className="soft small">{hashLabel[row.by]} </span>
        <Hash value={row.hash} what={hashLabel[row.by]} />
      </>
    ),
  },
  {
    key: 'how',
    label: 'How sure',
    width: 108,
    value: (row) => howMatched(row),
    cell: (row) =>
      row.differs !== null ? (
        <span className="tag" title={howMatched(row)}>
          other {row.differs === 'size' ? 'size' : hashLabel[row.differs]}
        </span>
      ) : row.by === 'md5' ? (
        <span title={howMatched(row)}>MD5 alone</span>
      ) : (
        <span className="soft">{row.inEvidence ? 'by its bytes' : 'by the database'}</span>
      ),
  },
  {
    key: 'uploads',
    label: 'Attached to',
    width: 128,
    value: (row) => row.uploads.map(placeOf).join(' '),
    cell: (row) => <Uploads of={row} />,
  },
  { key: 'line', label: 'Line of the set', width: 104, align: 'right', optional: true, value: (row) => row.line },
]

function placeOf(of: MatchRow['uploads'][number]): string | null {
  if (of.post !== null) return `post:${of.site}:${of.post}`
  return of.message === null ? null : `message:${of.site}:${of.message}`
}

function Uploads({ of }: { readonly of: MatchRow }) {
  const first = of.uploads[0]
  if (first === undefined) return <span className="soft">no attachment</span>
  const place = placeOf(first)
  const to = place === null ? null : addressOf(place)
  const more = of.uploadCount > 1 ? ` and ${of.uploadCount - 1} more` : ''
  if (to === null)
    return (
      <span className="soft">
        attachment {first.id}
        {more}
      </span>
    )
  return (
    <>
      <Link href={to}>{first.post === null ? `message ${first.message}` : `post ${first.post}`}</Link>
      {more}
    </>
  )
}

const keyOf = (row: MatchRow) => `${row.id} ${row.set} ${row.code} ${row.line}`

/** Files that a set lists: those that somebody should look at, and behind one choice those that nobody has to. */
export function Matches() {
  const [kind, setKind] = useQueryValue('kind', '', { push: true })
  const sets = useAnswer(endpoints.hashSets, {})
  const rows = usePages(
    endpoints.setMatches,
    {},
    kind === '' ? { quiet: false } : kind === 'all' ? {} : { kind: kind as SetKind },
  )
  const loaded = sets.data?.filter((each) => each.removedAt === null).length
  return (
    <Table
      name="Matches"
      columns={columns}
      source={rows}
      rowKey={keyOf}
      filters={
        <Chips
          label="Kind of set"
          value={kind}
          onChange={setKind}
          options={[
            { value: '', label: 'To look at' },
            ...setKinds.map((each) => ({ value: each, label: words(each) })),
            { value: 'all', label: 'All' },
          ]}
        />
      }
      empty={
        loaded === 0 ? (
          <Empty title="No set is loaded">
            The program ships none. The agency’s own are loaded with: holdfast sets import FILE
          </Empty>
        ) : (
          <Empty title="No match here">
            {kind === ''
              ? 'No file is in a set of interest. Files in sets of known software and of harmless files are behind the other choices.'
              : 'No file of the case is in a set of this kind.'}
          </Empty>
        )
      }
    />
  )
}
