import type { RefObject } from 'react'
import { endpoints, type RiskVocabulary, type Subject } from '../../../src/api/contract.ts'
import { send } from '../../api.ts'
import { Time } from '../../components/parts.tsx'
import { WithReason } from '../../components/with-reason.tsx'
import { words } from '../../text/format.ts'
import { DecisionForm } from '../risk/decision-form.tsx'

/** The decision, always in reach, and every ruling before it. */
export function SubjectAside({
  of,
  vocabulary,
  reason,
}: {
  readonly of: Subject
  readonly vocabulary: RiskVocabulary | null
  readonly reason: RefObject<HTMLTextAreaElement | null>
}) {
  const inForce = of.decisions.find((decision) => decision.withdrawn === null) ?? null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <aside className="subject-aside card" aria-label="Decision" tabIndex={0}>
      <DecisionForm
        subject={of.subject}
        name={of.name}
        verdicts={vocabulary?.verdicts ?? []}
        decided={inForce}
        reason={reason}
      />
      <section className="decisions">
        <h3>Rulings so far</h3>
        {of.decisions.length === 0 && <p className="soft small">None.</p>}
        <ol>
          {of.decisions.map((decision) => (
            <li key={decision.decision} data-withdrawn={decision.withdrawn !== null}>
              <p>
                <strong>{words(decision.verdict)}</strong>
                {decision.withdrawn !== null && <span className="tag">withdrawn</span>}
              </p>
              <p>{decision.reason}</p>
              <p className="soft small">
                {decision.by}, <Time at={decision.at} />, scheme {decision.scheme}
              </p>
              {decision.withdrawn === null ? (
                <WithReason
                  label="Withdraw"
                  says="Decision withdrawn."
                  work={(why) => send(endpoints.undecide, { decision: decision.decision }, { reason: why })}
                />
              ) : (
                <p className="soft small">
                  Withdrawn by {decision.withdrawn.by}, <Time at={decision.withdrawn.at} />: {decision.withdrawn.reason}
                </p>
              )}
            </li>
          ))}
        </ol>
      </section>
    </aside>
  )
}
