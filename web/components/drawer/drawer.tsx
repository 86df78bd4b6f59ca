import { useEffect, useRef, useState } from 'react'
import { endpoints, type Trace } from '../../../src/api/contract.ts'
import { useKeys } from '../../keys.tsx'
import { useAnswer } from '../../resource.ts'
import { useQueryValue } from '../../router.tsx'
import { Copy } from '../parts.tsx'
import { Scroll } from '../scroll.tsx'
import { closeDrawer } from '../statement.tsx'
import { Failed, Skeleton } from '../states.tsx'
import { Chain } from './chain.tsx'
import { PlaceOfBytes } from './place.tsx'

/** The provenance drawer: from any statement to the bytes it rests on. */
export function Drawer() {
  const [why] = useQueryValue('why')
  return why === '' ? null : <Opened key={why} id={why} />
}

function Opened({ id }: { readonly id: string }) {
  const [hit] = useQueryValue('hit')
  const trace = useAnswer(endpoints.trace, { id })
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  useKeys('Why?', [{ key: 'Escape', label: 'Close and go back to the statement', run: closeDrawer }])
  return (
    <div className="drawer" role="dialog" aria-labelledby="drawer-title">
      <div className="drawer-head">
        <h2 id="drawer-title" ref={heading} tabIndex={-1}>
          Why?
        </h2>
        <code className="soft small drawer-id" title={id}>
          {id}
        </code>
        <Copy text={id} what="identifier" />
        <button type="button" className="button quiet" onClick={closeDrawer}>
          Close <kbd>Esc</kbd>
        </button>
      </div>
      <Scroll label="Chain and bytes" className="drawer-body">
        {trace.state === 'failed' ? (
          <Failed trouble={trace.trouble} retry={trace.reload} />
        ) : trace.state === 'loading' ? (
          <Skeleton what="the chain, re-reading the exhibit" />
        ) : (
          <Walk trace={trace.data} hit={hit} />
        )}
      </Scroll>
    </div>
  )
}

function Walk({ trace, hit }: { readonly trace: Trace; readonly hit: string }) {
  const [picked, setPicked] = useState<string | null>(null)
  const chosen = trace.bytes.find((bytes) => bytes.step === picked) ?? trace.bytes[0]
  const shownHit = hit !== '' ? hit : quotedAbove(trace, chosen?.step ?? null)
  return (
    <>
      <p className="sentence">{trace.sentence}</p>
      <h3 className="rests">Rests on</h3>
      <Chain
        steps={trace.steps}
        withBytes={new Set(trace.bytes.map((bytes) => bytes.step))}
        chosen={chosen?.step ?? null}
        onChoose={setPicked}
      />
      {trace.truncated && (
        <p className="partial">The chain holds more sightings than are shown; “holdfast trace” prints them all.</p>
      )}
      {chosen === undefined ? (
        <p className="partial">No bytes stand behind this: it follows from what the evidence does not say.</p>
      ) : (
        <PlaceOfBytes key={chosen.step} bytes={chosen} hit={shownHit} sentence={trace.sentence} />
      )}
    </>
  )
}

/** What to look for in the bytes when nobody said: the first value quoted by the step, or by one above it. */
function quotedAbove(trace: Trace, from: string | null): string {
  let step = trace.steps.find((each) => each.id === from)
  for (let depth = 0; step !== undefined && depth < 8; depth++) {
    const found = /[“"‘]([^”"’]{3,})[”"’]/.exec(step.sentence)?.[1]
    if (found !== undefined) return found
    const { parent } = step
    step = trace.steps.find((each) => each.id === parent)
  }
  return /[“"‘]([^”"’]{3,})[”"’]/.exec(trace.sentence)?.[1] ?? ''
}
