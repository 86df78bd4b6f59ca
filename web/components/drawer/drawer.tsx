import { useEffect, useMemo, useRef, useState } from 'react'
import { endpoints, type Trace } from '../../../src/api/contract.ts'
import { useKeys } from '../../keys.tsx'
import { useAnswer } from '../../resource.ts'
import { useQueryValue } from '../../router.tsx'
import { Copy } from '../parts.tsx'
import { Scroll } from '../scroll.tsx'
import { closeDrawer } from '../statement.tsx'
import { Failed, Skeleton } from '../states.tsx'
import { Chain } from './chain.tsx'
import { hitsIn } from './hits.ts'
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
  const hits = useMemo(
    () => (chosen === undefined ? [] : hitsIn(chosen.text, hit, trace, chosen.step)),
    [chosen, hit, trace],
  )
  // The first step says the sentence again; what follows it begins the chain.
  const repeats = trace.steps.length > 1 && trace.steps[0]?.sentence === trace.sentence
  return (
    <>
      <p className="sentence">{trace.sentence}</p>
      <h3 className="rests">Rests on</h3>
      <Chain
        steps={repeats ? trace.steps.slice(1) : trace.steps}
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
        <PlaceOfBytes key={chosen.step} bytes={chosen} hits={hits} sentence={trace.sentence} />
      )}
    </>
  )
}
