import { useState } from 'react'
import { endpoints, type Source } from '../../../src/api/contract.ts'
import type { Shown } from '../../../src/model/shown.ts'
import { send } from '../../api.ts'
import { PlaceOfBytes } from '../../components/drawer/place.tsx'
import { ShownText } from '../../components/shown.tsx'
import { Answered } from '../../components/states.tsx'
import { usePreferences } from '../../preferences.ts'
import { useAnswer } from '../../resource.ts'
import { count } from '../../text/format.ts'
import type { Form } from './forms.tsx'

/** Texts opened in this session: opening is deliberate, but once is enough. */
const opened = new Set<string>()

/** What a post and a message have in common. */
interface Text {
  readonly id: string
  readonly site: number
  readonly text: string
  readonly plain: string
  readonly shown: readonly Shown[]
  readonly topic?: string | null
  readonly size: number
  readonly cut: boolean
  readonly folded: boolean
  readonly source: Source
}

/** A post's or message's text in the chosen form, folded where it may be severe. */
export function PlaceText({
  of,
  place,
  form,
}: {
  readonly of: Text
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
          {count(of.size)} characters, folded
          {of.folded ? ': a term of a loaded list occurs in it. Opening it is counted.' : ' as you prefer.'}
        </span>
        <button type="button" className="button tiny" data-unfold onClick={open}>
          Open <kbd>o</kbd>
        </button>
      </div>
    )
  }
  if (form === 'bytes') return <Bytes source={of.source} />
  return <Whole of={of} place={place} form={form} />
}

/** The text itself; lists carry only the beginning of a long one, and the rest is fetched when it is asked for. */
function Whole({ of, place, form }: { readonly of: Text; readonly place: 'post' | 'message'; readonly form: Form }) {
  const [wanted, setWanted] = useState(false)
  const post = useAnswer(endpoints.post, wanted && place === 'post' ? { site: of.site, post: of.id } : null)
  const message = useAnswer(endpoints.message, wanted && place === 'message' ? { site: of.site, message: of.id } : null)
  const whole = place === 'post' ? post : message
  const now = whole.data ?? of
  return (
    <>
      {form === 'original' ? (
        <pre className="original">{now.text}</pre>
      ) : (
        <ShownText of={now.shown} place={{ site: of.site, topic: of.topic ?? null }} />
      )}
      {of.cut && whole.data === null && (
        <p className="cut">
          <button
            type="button"
            className="button tiny"
            onClick={() => setWanted(true)}
            disabled={wanted && whole.state === 'loading'}
          >
            Show all {count(of.size)} characters
          </button>
          {whole.state === 'failed' && <span> {whole.trouble.reason}</span>}
        </p>
      )}
    </>
  )
}

const none: readonly string[] = []

function Bytes({ source }: { readonly source: Source }) {
  const trace = useAnswer(endpoints.trace, { id: source.trace })
  return (
    <Answered of={trace} what="the bytes, re-reading the exhibit">
      {(data) => (
        <>
          {data.bytes.slice(0, 1).map((bytes) => (
            <PlaceOfBytes key={bytes.step} bytes={bytes} hits={none} sentence={data.sentence} />
          ))}
        </>
      )}
    </Answered>
  )
}
