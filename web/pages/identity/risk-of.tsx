import type { Factor, RiskVocabulary, Subject } from '../../../src/api/contract.ts'
import { AtRisk, Band, Card } from '../../components/parts.tsx'
import { Scroll } from '../../components/scroll.tsx'
import { Statement } from '../../components/statement.tsx'
import { Empty } from '../../components/states.tsx'
import { plural, words } from '../../text/format.ts'

const shape: Readonly<Record<Factor['state'], string>> = { present: '●', absent: '○', unknown: '?' }
const order: readonly Factor['state'][] = ['present', 'unknown', 'absent']

/** The assessment: its sentence, then every factor, unknown ones as themselves. */
export function RiskOf({ of, vocabulary }: { readonly of: Subject; readonly vocabulary: RiskVocabulary | null }) {
  const { assessment } = of
  if (assessment === null) return <Empty title="Not assessed yet">The risk stage has not run over this subject.</Empty>
  const factors = [...assessment.factors].sort(
    (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.points - a.points,
  )
  return (
    <Scroll label="Risk" className="scroll stack">
      <Card
        title={<Band band={assessment.band} bands={(vocabulary?.bands ?? []).map((each) => each.band)} />}
        tools={
          <>
            {assessment.safeguarding && <AtRisk />}
            <span>
              {assessment.points} of {assessment.possible} points
            </span>
            <span className="soft small">scheme {assessment.scheme}</span>
          </>
        }
      >
        <div className="inside">
          <p className="why-sentence">{assessment.why}</p>
          <p className="soft small">
            {plural(assessment.unknowns, 'factor')} unknown; if every one were present it would be {assessment.possible}{' '}
            points.
          </p>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">Factor</th>
                <th scope="col">State</th>
                <th scope="col">In words</th>
                <th scope="col" className="number">
                  Points
                </th>
              </tr>
            </thead>
            <tbody>
              {factors.map((factor) => (
                <tr key={factor.factor} data-state={factor.state}>
                  <td className="nowrap">{words(factor.factor)}</td>
                  <td className="nowrap">
                    <span aria-hidden="true">{shape[factor.state]}</span> {factor.state}
                  </td>
                  <td>
                    {factor.because.length > 0 ? (
                      <Statement trace={factor.trace}>{factor.detail}</Statement>
                    ) : (
                      <span className="soft">{factor.detail}</span>
                    )}
                  </td>
                  <td className="number">
                    {factor.state === 'present'
                      ? `+${factor.points}`
                      : factor.points === 0
                        ? '0'
                        : `(${factor.points})`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Card>
    </Scroll>
  )
}
