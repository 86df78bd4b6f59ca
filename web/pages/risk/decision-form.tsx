import { type FormEvent, type RefObject, useId, useState } from 'react'
import { endpoints } from '../../../src/api/contract.ts'
import { send } from '../../api.ts'
import { Term } from '../../components/glossary.tsx'
import { Time } from '../../components/parts.tsx'
import { Recording, useRecording } from '../../components/recording.tsx'
import { words } from '../../text/format.ts'

/** A ruling on a subject: a verdict and the reason, without which nothing is recorded. */
export function DecisionForm({
  subject,
  name,
  verdicts,
  decided,
  reason,
}: {
  readonly subject: string
  readonly name: string
  readonly verdicts: readonly { readonly verdict: string; readonly about: string }[]
  readonly decided: { readonly verdict: string; readonly by: string; readonly at: string } | null
  readonly reason: RefObject<HTMLTextAreaElement | null>
}) {
  const [verdict, setVerdict] = useState('')
  const [text, setText] = useState('')
  const recording = useRecording()
  const id = useId()
  const about = verdicts.find((each) => each.verdict === verdict)?.about
  const ready = verdict !== '' && text.trim() !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    recording.run(
      () => send(endpoints.decide, { subject }, { verdict, reason: text.trim() }),
      `Decision on ${name} recorded: ${words(verdict).toLowerCase()}.`,
      () => {
        setVerdict('')
        setText('')
        // Keys work outside of fields: leaving it lets n go on to the next row.
        reason.current?.blur()
      },
    )
  }
  return (
    <form className="decision" onSubmit={submit} aria-label={`Decision on ${name}`}>
      <h3>
        <Term word="decision">Decision</Term> <kbd>d</kbd>
      </h3>
      <p className="soft small">
        {decided === null ? (
          'Nobody has ruled yet.'
        ) : (
          <>
            {words(decided.verdict)}, {decided.by}, <Time at={decided.at} />
          </>
        )}
      </p>
      <textarea
        ref={reason}
        className="field"
        id={`${id}-reason`}
        aria-label="Reason"
        placeholder="Reason (required)"
        value={text}
        maxLength={4000}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit()
        }}
      />
      <div className="decision-line">
        <select
          className="field"
          aria-label="Verdict"
          value={verdict}
          onChange={(event) => setVerdict(event.target.value)}
        >
          <option value="">Verdict…</option>
          {verdicts.map((each) => (
            <option key={each.verdict} value={each.verdict}>
              {words(each.verdict)}
            </option>
          ))}
        </select>
        <button type="submit" className="button primary" disabled={!ready || recording.busy}>
          Record
        </button>
      </div>
      {about !== undefined && <p className="soft small">{about}</p>}
      <Recording of={recording} />
    </form>
  )
}
