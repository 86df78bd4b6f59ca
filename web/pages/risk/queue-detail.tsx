import type { RefObject } from 'react'
import type { QueueRow, RiskVocabulary } from '../../../src/api/contract.ts'
import { subjectAddress } from '../../address-of.ts'
import { AtRisk, LikelihoodWord } from '../../components/parts.tsx'
import { Scroll } from '../../components/scroll.tsx'
import { Statement } from '../../components/statement.tsx'
import { Link } from '../../router.tsx'
import { plural } from '../../text/format.ts'
import { DecisionForm } from './decision-form.tsx'

/** Why the current row stands where it stands, each reason a statement, and the decision beside it. */
export function QueueDetail({
  row,
  vocabulary,
  reason,
}: {
  readonly row: QueueRow
  readonly vocabulary: RiskVocabulary | null
  readonly reason: RefObject<HTMLTextAreaElement | null>
}) {
  return (
    <section className="card under queue-detail" aria-label={`Why ${row.name} stands at ${row.position}`}>
      <Scroll label="Reasons" className="why">
        <h2>
          <span className="soft">{row.position}.</span> <Link href={subjectAddress(row.subject)}>{row.name}</Link>{' '}
          {row.safeguarding && <AtRisk />}
        </h2>
        <p className="why-sentence">{row.why}</p>
        <ul className="reasons">
          {row.reasons.map((each) => (
            <li key={each.factor}>
              <span className="number points">+{each.points}</span>
              <Statement trace={each.trace}>{each.detail}</Statement>
            </li>
          ))}
        </ul>
        <p className="soft small">
          {row.points} points, {row.possible} if every unknown were present · {plural(row.unknowns, 'unknown')}
          {row.place !== null && (
            <>
              {' '}
              · {row.place.name} <LikelihoodWord of={row.place} />
            </>
          )}
        </p>
      </Scroll>
      <DecisionForm
        key={row.subject}
        subject={row.subject}
        name={row.name}
        verdicts={vocabulary?.verdicts ?? []}
        decided={row.decision}
        reason={reason}
      />
    </section>
  )
}
