import type { PackageDetail } from '../../../src/api/contract.ts'
import { Card } from '../../components/parts.tsx'
import { Link } from '../../router.tsx'
import { words } from '../../text/format.ts'

/** What the recipient reported came of it. */
export function PackageOutcomes({ of }: { readonly of: PackageDetail }) {
  return (
    <Card
      title="Outcomes"
      tools={<Link href={`/outcomes?package=${encodeURIComponent(of.package)}`}>Record an outcome</Link>}
    >
      <div className="inside">
        {of.outcomeRows.length === 0 && <p className="soft">The recipient has reported nothing yet.</p>}
        <ul className="lines">
          {of.outcomeRows.map((row) => (
            <li key={row.outcome} data-withdrawn={row.withdrawn !== null}>
              <strong>{words(row.kind)}</strong>
              <span>{row.happenedOn ?? 'day not stated'}</span>
              {row.nominalRef !== null && <span className="mono">{row.nominalRef}</span>}
              {row.subject !== null && <span>{row.subject.name}</span>}
              {row.withdrawn !== null && <span className="tag">withdrawn</span>}
            </li>
          ))}
        </ul>
      </div>
    </Card>
  )
}
