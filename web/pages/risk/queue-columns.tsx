import type { QueueRow } from '../../../src/api/contract.ts'
import { subjectAddress } from '../../address-of.ts'
import { AtRisk, Band, CountryName } from '../../components/parts.tsx'
import type { Column } from '../../components/table/columns.ts'
import { countColumn, timeColumn } from '../../components/table/kinds.tsx'
import { Link } from '../../router.tsx'
import { words } from '../../text/format.ts'

/** Columns of the queue; the reasons come last because they take what room is left. */
export function queueColumns(bands: readonly string[]): readonly Column<QueueRow>[] {
  return [
    countColumn('position', 'No.', 52, (row) => row.position),
    {
      key: 'band',
      label: 'Band',
      width: 102,
      wide: 120,
      value: (row) => row.band,
      order: (row) => bands.length - bands.indexOf(row.band),
      cell: (row) => <Band band={row.band} bands={bands} />,
    },
    {
      key: 'immediacy',
      label: 'Immediacy',
      width: 114,
      value: (row) => (row.safeguarding ? 'safeguarding' : 'none'),
      cell: (row) => (row.safeguarding ? <AtRisk /> : <span className="soft">none known</span>),
    },
    {
      key: 'name',
      label: 'Subject',
      width: 124,
      wide: 200,
      value: (row) => row.name,
      cell: (row) => (
        <Link href={subjectAddress(row.subject)} tabIndex={-1}>
          {row.name}
        </Link>
      ),
    },
    {
      key: 'country',
      label: 'Country',
      width: 124,
      wide: 200,
      value: (row) => row.place?.name ?? null,
      cell: (row) => (row.place === null ? <span className="soft">not known</span> : <CountryName of={row.place} />),
    },
    {
      key: 'located',
      label: 'Located?',
      width: 108,
      wide: 168,
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
    countColumn('personas', 'Accounts', 80, (row) => row.personas, { optional: true }),
    timeColumn('seen', 'Last seen', (row) => row.lastSeenAt),
    {
      key: 'reasons',
      label: 'Top reasons',
      width: 'grow',
      value: (row) => row.reasons.map((reason) => reason.detail).join('; '),
    },
    {
      key: 'points',
      label: 'Points',
      optional: true,
      width: 72,
      align: 'right',
      value: (row) => row.points,
      cell: (row) => row.points.toFixed(0),
    },
    countColumn('possible', 'Possible', 80, (row) => row.possible, { optional: true }),
    countColumn('unknowns', 'Unknown', 80, (row) => row.unknowns, { optional: true }),
    countColumn('packages', 'Packages', 84, (row) => row.packages, { optional: true }),
    {
      key: 'decision',
      label: 'Decision',
      width: 96,
      wide: 148,
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
