import type { QueueRow } from '../../../src/api/contract.ts'
import { subjectAddress } from '../../address-of.ts'
import { AtRisk, Band, CountryName, Time } from '../../components/parts.tsx'
import type { Column } from '../../components/table/columns.ts'
import { Link } from '../../router.tsx'
import { words } from '../../text/format.ts'

/** Columns of the queue; the reasons come last because they take what room is left. */
export function queueColumns(bands: readonly string[]): readonly Column<QueueRow>[] {
  return [
    { key: 'position', label: 'No.', width: 56, align: 'right', value: (row) => row.position },
    {
      key: 'band',
      label: 'Band',
      width: 116,
      // Sorting by the word would put high before low before medium.
      value: (row) => row.band,
      cell: (row) => <Band band={row.band} bands={bands} />,
    },
    {
      key: 'immediacy',
      label: 'Immediacy',
      width: 124,
      value: (row) => (row.safeguarding ? 'safeguarding' : 'none'),
      cell: (row) => (row.safeguarding ? <AtRisk /> : <span className="soft">none known</span>),
    },
    {
      key: 'name',
      label: 'Subject',
      width: 168,
      value: (row) => row.name,
      cell: (row) => (
        <>
          <Link href={subjectAddress(row.subject)} tabIndex={-1}>
            {row.name}
          </Link>
          {row.personas > 1 && <span className="figure-after">{row.personas} accounts</span>}
        </>
      ),
    },
    {
      key: 'country',
      label: 'Country',
      width: 148,
      value: (row) => row.place?.name ?? null,
      cell: (row) => (row.place === null ? <span className="soft">not known</span> : <CountryName of={row.place} />),
    },
    {
      key: 'located',
      label: 'Located?',
      width: 136,
      value: (row) => row.place?.probability ?? null,
      cell: (row) =>
        row.place === null ? (
          <span className="soft">no</span>
        ) : (
          <>
            {row.place.word}
            {row.place.conflict && (
              <span className="tag" title="Strong signals point elsewhere">
                conflict
              </span>
            )}
          </>
        ),
    },
    {
      key: 'seen',
      label: 'Last seen',
      width: 164,
      value: (row) => row.lastSeenAt,
      cell: (row) => <Time at={row.lastSeenAt} />,
    },
    {
      key: 'reasons',
      label: 'Top reasons',
      width: 'grow',
      value: (row) => row.reasons.map((reason) => reason.detail).join('; '),
    },
    {
      key: 'points',
      label: 'Points',
      width: 72,
      align: 'right',
      value: (row) => row.points,
      cell: (row) => row.points.toFixed(0),
    },
    { key: 'possible', label: 'Possible', width: 80, align: 'right', value: (row) => row.possible, optional: true },
    { key: 'unknowns', label: 'Unknown', width: 80, align: 'right', value: (row) => row.unknowns, optional: true },
    { key: 'packages', label: 'Packages', width: 84, align: 'right', value: (row) => row.packages, optional: true },
    {
      key: 'decision',
      label: 'Decision',
      width: 132,
      value: (row) => row.decision?.verdict ?? null,
      cell: (row) =>
        row.decision === null ? (
          <span className="soft">none yet</span>
        ) : (
          <span title={`${row.decision.by}, ${row.decision.at}`}>{words(row.decision.verdict)}</span>
        ),
    },
  ]
}
