import { useState } from 'react'
import type { Recorded } from '../../src/api/contract.ts'
import type { Trouble } from '../api.ts'
import { hush, say, useNotice } from '../notice.ts'
import { refresh, troubleOf } from '../resource.ts'

/** What became of something that was sent to be recorded. */
export interface RecordingState {
  readonly busy: boolean
  readonly trouble: Trouble | null
  readonly run: (work: () => Promise<Recorded>, said: string, after?: () => void) => void
}

/** Sends something to be recorded, and says how it went; everything on screen is asked again after it. */
export function useRecording(): RecordingState {
  const [state, setState] = useState<Omit<RecordingState, 'run'>>({ busy: false, trouble: null })
  const run = async (work: () => Promise<Recorded>, said: string, after?: () => void) => {
    setState({ busy: true, trouble: null })
    try {
      const recorded = await work()
      setState({ busy: false, trouble: null })
      say({ said, stale: recorded.stale })
      after?.()
      refresh()
    } catch (error) {
      setState({ busy: false, trouble: troubleOf(error) })
    }
  }
  return { ...state, run: (work, said, after) => void run(work, said, after) }
}

/** Under the form: that it is being recorded, or why it was not. */
export function Recording({ of }: { readonly of: RecordingState }) {
  return (
    <div className="recording" role="status">
      {of.busy && 'Recording…'}
      {of.trouble !== null && (
        <p className="not-recorded">
          <strong>Not recorded. {of.trouble.name}.</strong> {of.trouble.reason} {of.trouble.next}
        </p>
      )}
    </div>
  )
}

/** What was recorded last, at the foot of the window. */
export function LastRecorded() {
  const notice = useNotice()
  return (
    <div className="notice-place" role="status">
      {notice !== null && (
        <p className="notice">
          <strong>{notice.said}</strong>
          {notice.stale.length > 0 && (
            <span>
              {' '}
              The next run takes it into account; until then these stages show what was before:{' '}
              {notice.stale.join(', ')}.
            </span>
          )}
          <button type="button" className="button tiny" onClick={hush}>
            Close
          </button>
        </p>
      )}
    </div>
  )
}
