import { useState } from 'react'
import type { Recorded } from '../../src/api/contract.ts'
import { Recording, useRecording } from './recording.tsx'

/** An action that asks for its reason in the same place before it does anything. */
export function WithReason({
  label,
  says,
  work,
}: {
  readonly label: string
  /** What will have happened. */
  readonly says: string
  readonly work: (reason: string) => Promise<Recorded>
}) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const recording = useRecording()
  if (!open) {
    return (
      <button type="button" className="button tiny" onClick={() => setOpen(true)}>
        {label}
      </button>
    )
  }
  return (
    <form
      className="with-reason"
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.trim() !== '')
          recording.run(
            () => work(reason.trim()),
            says,
            () => setOpen(false),
          )
      }}
    >
      <input
        className="field"
        // biome-ignore lint/a11y/noAutofocus: the press that opened the field asked for it
        autoFocus
        aria-label={`Reason to ${label.toLowerCase()}`}
        placeholder="Reason (required)"
        value={reason}
        maxLength={4000}
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      />
      <button type="submit" className="button tiny" disabled={reason.trim() === '' || recording.busy}>
        {label}
      </button>
      <button type="button" className="button tiny" onClick={() => setOpen(false)}>
        Leave
      </button>
      <Recording of={recording} />
    </form>
  )
}
