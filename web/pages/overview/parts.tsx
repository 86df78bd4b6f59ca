import type { FindingCount, Overview, SafeguardingRow, StageRun } from '../../../src/api/contract.ts'
import { subjectAddress } from '../../address-of.ts'
import { Term } from '../../components/glossary.tsx'
import { Card, CountryName, Facts, Hash, Time } from '../../components/parts.tsx'
import { Empty } from '../../components/states.tsx'
import { Link } from '../../router.tsx'
import { count, duration, plural, words } from '../../text/format.ts'

/** What needs a person now; the only place of this page that may be red. */
export function Safeguarding({ rows }: { readonly rows: readonly SafeguardingRow[] }) {
  return (
    <Card
      title="Needs a person now"
      className={rows.length > 0 ? 'needs at-risk' : 'needs'}
      tools={<Link href="/risk?safeguarding=yes&undecided=yes">Work the queue</Link>}
    >
      {rows.length === 0 ? (
        <Empty title="Nobody is waiting">No undecided subject bears on a person at present risk.</Empty>
      ) : (
        <ol className="needs-list">
          {rows.map((row) => (
            <li key={row.subject}>
              <span className="shape" aria-hidden="true">
                ▲
              </span>
              <Link href={subjectAddress(row.subject)}>{row.name}</Link>
              <p title={row.why}>{row.why}</p>
              <span className="where">{row.country === null ? 'not located' : <CountryName of={row.country} />}</span>
              <Time at={row.lastSeenAt} />
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}

const severities = ['loss', 'warning', 'note'] as const
const meaning = {
  loss: 'content that could not be kept',
  warning: 'worth checking',
  note: 'worth knowing',
}

/** Findings by severity, with the commonest codes of each. */
export function Findings({ counts }: { readonly counts: readonly FindingCount[] }) {
  return (
    <Card title="Findings" className="findings-card" tools={<Link href="/evidence?tab=findings">All findings</Link>}>
      <div className="inside severities">
        {counts.length === 0 && <p>Everything was read as expected.</p>}
        {severities.map((severity) => {
          const of = counts.filter((each) => each.severity === severity).sort((a, b) => b.findings - a.findings)
          const total = of.reduce((sum, each) => sum + each.findings, 0)
          return (
            <section key={severity}>
              <h3>
                <Link href={`/evidence?tab=findings&severity=${severity}`}>
                  {plural(total, severity, severity === 'loss' ? 'losses' : `${severity}s`)}
                </Link>{' '}
                <span className="soft small">{meaning[severity]}</span>
              </h3>
              <ul>
                {of.slice(0, 4).map((each) => (
                  <li key={each.code}>
                    <Link href={`/evidence?tab=findings&code=${each.code}`}>{words(each.code)}</Link>
                    <span className="number">{count(each.findings)}</span>
                  </li>
                ))}
              </ul>
            </section>
          )
        })}
      </div>
    </Card>
  )
}

/** Head of the custody ledger and the balance of the completeness ledger. */
export function Ledger({ of }: { readonly of: Overview }) {
  const { ledger, completeness } = of
  const missing = completeness.rows - completeness.accounted
  return (
    <Card title="Ledgers" className="ledger-card" tools={<Link href="/evidence?tab=custody">Custody</Link>}>
      <div className="inside">
        <Facts
          of={[
            [
              <Term key="c" word="custody">
                Custody entries
              </Term>,
              count(ledger.entries),
            ],
            [
              'Last head',
              ledger.head === null ? null : <Hash key="h" value={ledger.head} what="head of the ledger" keep={10} />,
            ],
            [
              <Term key="m" word="mirror">
                Rows in the mirror
              </Term>,
              count(completeness.rows),
            ],
            [
              'Accounted for',
              <>
                {count(completeness.accounted)}{' '}
                <strong>{completeness.balanced ? '— balances' : `— ${plural(missing, 'row')} missing`}</strong>
              </>,
            ],
          ]}
        />
        <p className="soft small ledger-note">
          Check without this program’s word for it: <code>holdfast verify</code> needs only the case folder.
        </p>
      </div>
    </Card>
  )
}

/** How far each stage is. */
export function Stages({ runs }: { readonly runs: readonly StageRun[] }) {
  const slowest = Math.max(0.001, ...runs.map((run) => run.seconds))
  return (
    <Card title="Stages" className="stages" tools={<span className="soft small">{progress(runs)}</span>}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Over</th>
            <th scope="col" className="number">
              Rows
            </th>
            <th scope="col" className="number">
              Time
            </th>
            <th scope="col" className="share">
              Share of time
            </th>
            <th scope="col">Ended</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={`${run.stage} ${run.unit}`}>
              <td>{run.stage.split('.').map(words).join(' · ')}</td>
              <td className="soft">{run.unit === 0 ? 'the case' : `unit ${run.unit}`}</td>
              <td className="number">{count(run.rows)}</td>
              <td className="number">{duration(run.seconds)}</td>
              <td className="share">
                <span className="meter" aria-hidden="true">
                  <i style={{ width: `${(run.seconds / slowest) * 100}%` }} />
                </span>
              </td>
              <td>{run.done ? <Time at={run.endedAt} /> : <span className="tag strong">not finished</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function progress(runs: readonly StageRun[]): string {
  const done = runs.filter((run) => run.done).length
  const seconds = runs.reduce((sum, run) => sum + run.seconds, 0)
  return `${done} of ${runs.length} done in ${duration(seconds)}`
}
