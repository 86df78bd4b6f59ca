import { useState } from 'react'
import type { TraceBytes } from '../../../src/api/contract.ts'
import { usePreferences } from '../../preferences.ts'
import { Link } from '../../router.tsx'
import { count, instant } from '../../text/format.ts'
import { Copy, Hash } from '../parts.tsx'
import { Decoded, Hex } from './hex.tsx'

/** The last step of the walk: exhibit, path, offset, length, the bytes, and whether they still match. */
export function PlaceOfBytes({
  bytes,
  hits,
  sentence,
}: {
  readonly bytes: TraceBytes
  readonly hits: readonly string[]
  readonly sentence: string
}) {
  const [form, setForm] = useState<'hex' | 'text'>('hex')
  return (
    <section className="place" aria-label={`Bytes in exhibit ${bytes.exhibit.number}`}>
      <div className="place-head">
        <Verdict bytes={bytes} />
        <div className="tools">
          <button type="button" className="button tiny" aria-pressed={form === 'hex'} onClick={() => setForm('hex')}>
            Hex
          </button>
          <button type="button" className="button tiny" aria-pressed={form === 'text'} onClick={() => setForm('text')}>
            Text
          </button>
        </div>
      </div>
      <dl className="facts">
        <dt>Exhibit</dt>
        <dd>
          <Link href={`/evidence?row=${bytes.exhibit.exhibit}`}>{bytes.exhibit.number}</Link>
          <span className="soft"> · SHA-256 </span>
          <Hash value={bytes.exhibit.sha256} what="SHA-256 of the exhibit" />
        </dd>
        <dt>File</dt>
        <dd className="mono">{bytes.path}</dd>
        <dt>Bytes</dt>
        <dd className="mono">
          offset {count(bytes.offset)} · length {count(bytes.length)}
          {bytes.shown < bytes.length && ` · first ${count(bytes.shown)} shown`}
        </dd>
      </dl>
      {form === 'hex' ? <Hex bytes={bytes} hits={hits} /> : <Decoded bytes={bytes} hits={hits} />}
      <div className="place-foot">
        {bytes.masked > 0 && <span className="soft small">{count(bytes.masked)} bytes of secrets are masked.</span>}
        <Copy text={citation(bytes, sentence)} what="citation">
          Copy as citation
        </Copy>
      </div>
    </section>
  )
}

function Verdict({ bytes }: { readonly bytes: TraceBytes }) {
  const { clock } = usePreferences()
  const at = instant(bytes.verifiedAt, clock === 'local')
  if (bytes.matches) {
    return (
      <p className="verdict" data-matches="true" title={`Re-read from the exhibit at ${at}`}>
        <span aria-hidden="true">✓</span> Verified <time dateTime={bytes.verifiedAt}>{at.slice(11)}</time>
      </p>
    )
  }
  return (
    <p className="verdict" data-matches="false">
      <span aria-hidden="true">✕</span> Does not match{bytes.reason !== null && `: ${bytes.reason}`}
    </p>
  )
}

/** The place in one line, as a report or a statement of evidence cites it. */
export function citation(bytes: TraceBytes, sentence: string): string {
  const check = bytes.matches ? `verified ${bytes.verifiedAt}` : `does not match on ${bytes.verifiedAt}`
  return (
    `${sentence} [Exhibit ${bytes.exhibit.number}, ${bytes.path}, bytes ${bytes.offset}–${bytes.offset + bytes.length - 1}; ` +
    `exhibit SHA-256 ${bytes.exhibit.sha256}; ${check}]`
  )
}
