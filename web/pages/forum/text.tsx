import { useState } from 'react'
import { endpoints, type Source } from '../../../src/api/contract.ts'
import { send } from '../../api.ts'
import { PlaceOfBytes } from '../../components/drawer/place.tsx'
import { Answered } from '../../components/states.tsx'
import { usePreferences } from '../../preferences.ts'
import { useAnswer } from '../../resource.ts'
import { count } from '../../text/format.ts'
import type { Form } from './forms.tsx'

/** Texts opened in this session: opening is deliberate, but once is enough. */
const opened = new Set<string>()

/** A post's or message's text in the chosen form, folded where it may be severe. */
export function PlaceText({
  of,
  place,
  form,
}: {
  readonly of: {
    readonly id: string
    readonly site: number
    readonly text: string
    readonly plain: string
    readonly folded: boolean
    readonly source: Source
  }
  readonly place: 'post' | 'message'
  readonly form: Form
}) {
  const { fold } = usePreferences()
  const key = `${place}:${of.site}:${of.id}`
  const [, setTick] = useState(0)
  const folded = (of.folded || fold === 'all') && !opened.has(key)
  const open = () => {
    opened.add(key)
    setTick((n) => n + 1)
    // The text is here already; a count that could not be recorded must not keep the reader from it.
    if (of.folded) void send(endpoints.opened, {}, { site: of.site, place, id: of.id }).catch(() => undefined)
  }
  if (folded) {
    return (
      <div className="folded">
        <span className="soft">
          {count(of.plain.length)} characters, folded
          {of.folded ? ': a term of a loaded list occurs in it. Opening it is counted.' : ' as you prefer.'}
        </span>
        <button type="button" className="button tiny" data-unfold onClick={open}>
          Open <kbd>o</kbd>
        </button>
      </div>
    )
  }
  if (form === 'bytes') return <Bytes source={of.source} />
  if (form === 'original') return <pre className="original">{of.text}</pre>
  return <div className="reading">{of.plain}</div>
}

function Bytes({ source }: { readonly source: Source }) {
  const trace = useAnswer(endpoints.trace, { id: source.trace })
  return (
    <Answered of={trace} what="the bytes, re-reading the exhibit">
      {(data) => (
        <>
          {data.bytes.slice(0, 1).map((bytes) => (
            <PlaceOfBytes key={bytes.step} bytes={bytes} hit="" sentence={data.sentence} />
          ))}
        </>
      )}
    </Answered>
  )
}
