import type { Corrected } from '../../src/api/contract.ts'
import { seconds } from '../text/format.ts'
import { Time } from './parts.tsx'

/** A time as its source states it and, where that clock was found to be wrong, what the board's own clock said then. */
export function StatedTime({ at, corrected }: { readonly at: string | null; readonly corrected: Corrected | null }) {
  if (corrected === null) return <Time at={at} />
  return (
    <span className="stated-time">
      <Time at={at} />
      <span className="soft small" title={`As stated, ${seconds(corrected.seconds)}. ${corrected.why}`}>
        {' '}
        board’s clock <Time at={corrected.at} />
      </span>
    </span>
  )
}
