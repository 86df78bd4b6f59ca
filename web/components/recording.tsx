import { useState } from 'react'
import type { Recorded } from '../../src/api/contract.ts'
import type { Trouble } from '../api.ts'
import { refresh, troubleOf } from '../resource.ts'
import { words } from '../text/format.ts'

/** What became of something that was sent to be recorded. */
export interface RecordingState {
  readonly busy: boolean
  readonly said: string | null
  readonly stale: readonly string[]
  readonly trouble: Trouble | null
  readonly run: (work: () => Promise<Recorded>, said: string, after?: () => void) => void
}

/** Sends something to be recorded, and says how it went; everything on screen is asked again after it. */
export function useRecording(): RecordingState {
  const [state, setState] = useState<Omit<RecordingState, 'run'>>({ busy: false, said: null, stale: [], trouble: null })
  const run = async (work: () => Promise<Recorded>, said: string, after?: () => void) => {
    setState({ busy: true, said: null, stale: [], trouble: null })
    try {
      const recorded = await work()
      setState({ busy: false, said, stale: recorded.stale, trouble: null })
      after?.()
      refresh()
    } catch (error) {
      setState({ busy: false, said: null, stale: [], trouble: troubleOf(error) })
    }
  }
  return { ...state, run: (work, said, after) => void run(work, said, after) }
}

/** The words for it, announced. */
export function Recording({ of }: { readonly of: RecordingState }) {
  return (
    <div className="recording" role="status">
      {of.busy && 'Recording…'}
      {of.said}
      {of.stale.length > 0 &&
        ` Run the pipeline again: ${of.stale.map((each) => words(each).toLowerCase()).join(', ')} no longer follow from the tables.`}
      {of.trouble !== null && (
        <p className="not-recorded">
          <strong>Not recorded. {of.trouble.name}.</strong> {of.trouble.reason} {of.trouble.next}
        </p>
      )}
    </div>
  )
}
