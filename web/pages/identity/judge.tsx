import { useId, useState } from 'react'
import { endpoints, type Judgement } from '../../../src/api/contract.ts'
import { send } from '../../api.ts'
import { Time } from '../../components/parts.tsx'
import { Recording, useRecording } from '../../components/recording.tsx'
import { WithReason } from '../../components/with-reason.tsx'

type Verdict = Judgement['verdict']

const verdicts: readonly (readonly [Verdict, string])[] = [
  ['positive', 'One person'],
  ['negative', 'Two people'],
  ['unsure', 'Unsure'],
]

/** The words of a verdict. */
export function verdictWords(verdict: Verdict): string {
  return verdicts.find(([each]) => each === verdict)![1]
}

/** A ruling on two accounts: the reason, then one of three buttons; or the ruling in force and its withdrawal. */
export function Judge({
  a,
  b,
  names,
  ruled,
}: {
  readonly a: string
  readonly b: string
  readonly names: string
  readonly ruled: Judgement | null
}) {
  const [reason, setReason] = useState('')
  const recording = useRecording()
  const id = useId()
  const ready = reason.trim() !== '' && !recording.busy
  if (ruled !== null) {
    return (
      <div className="judge">
        <span>
          <strong>{verdictWords(ruled.verdict)}</strong>, ruled {ruled.by}, <Time at={ruled.at} />: {ruled.reason}
        </span>
        <WithReason
          label="Withdraw"
          says="Judgement withdrawn."
          work={(why) => send(endpoints.unjudge, { judgement: ruled.judgement }, { reason: why })}
        />
        <Recording of={recording} />
      </div>
    )
  }
  return (
    <form className="judge" onSubmit={(event) => event.preventDefault()} aria-label={`Judgement on ${names}`}>
      <input
        className="field"
        id={id}
        aria-label={`Reason for the judgement on ${names}`}
        placeholder="Reason (required)"
        value={reason}
        maxLength={4000}
        onChange={(event) => setReason(event.target.value)}
      />
      {verdicts.map(([verdict, label]) => (
        <button
          key={verdict}
          type="button"
          className="button"
          disabled={!ready}
          onClick={() =>
            recording.run(
              () => send(endpoints.judge, {}, { a, b, verdict, reason: reason.trim() }),
              `Judgement recorded: ${label.toLowerCase()}.`,
              () => setReason(''),
            )
          }
        >
          {label}
        </button>
      ))}
      <Recording of={recording} />
    </form>
  )
}
