import { type ReactNode, useState } from 'react'
import type { Country, Likelihood } from '../../src/api/contract.ts'
import { usePreferences } from '../preferences.ts'
import { instant, shortHash, words } from '../text/format.ts'
import { Icon } from './icon.tsx'

/** Copies text and says so for a moment. */
export function Copy({
  text,
  what,
  children,
}: {
  readonly text: string
  readonly what: string
  readonly children?: ReactNode
}) {
  const [done, setDone] = useState(false)
  const copy = () => {
    void navigator.clipboard?.writeText(text).then(() => {
      setDone(true)
      window.setTimeout(() => setDone(false), 1500)
    })
  }
  const label = done ? `Copied ${what}` : `Copy ${what}`
  return (
    <button
      type="button"
      className={children === undefined ? 'copy' : 'button'}
      title={label}
      aria-label={label}
      onClick={(event) => {
        event.stopPropagation()
        copy()
      }}
    >
      {children === undefined ? <Icon of={done ? 'done' : 'copy'} /> : done ? 'Copied' : children}
    </button>
  )
}

/** A hash shortened in the middle; the whole of it on hover and in the clipboard. */
export function Hash({
  value,
  what,
  keep = 6,
}: {
  readonly value: string
  readonly what: string
  readonly keep?: number
}) {
  return (
    <span className="hash">
      <span title={value}>{shortHash(value, keep)}</span>
      <Copy text={value} what={what} />
    </span>
  )
}

/** A moment, ISO with seconds, in the clock the reader chose. */
export function Time({ at }: { readonly at: string | null }) {
  const { clock } = usePreferences()
  if (at === null) return <span className="soft">—</span>
  return (
    <time className="time" dateTime={at}>
      <Hyphened text={instant(at, clock === 'local')} />
    </time>
  )
}

/** Tabular figures make hyphens as wide as digits; those of a date are set narrow again. */
function Hyphened({ text }: { readonly text: string }) {
  const [year, month, ...rest] = text.split('-')
  if (month === undefined) return text
  return (
    <>
      {year}
      <i>-</i>
      {month}
      <i>-</i>
      {rest.join('-')}
    </>
  )
}

/** A country by name and code, never by a flag. */
export function CountryName({ of }: { readonly of: Country }) {
  return (
    <span className="country">
      <span className="name">{of.name}</span>
      <span className="code">{of.code}</span>
    </span>
  )
}

/** An ICD 203 word with the range it stands for. */
export function LikelihoodWord({ of }: { readonly of: Likelihood }) {
  return (
    <span className="nowrap" title={`Probability ${of.probability.toFixed(2)}; the word stands for the range shown`}>
      {of.word}{' '}
      <span className="soft">
        {of.range[0]}–{of.range[1]} %
      </span>
    </span>
  )
}

/** A band as a word and a shape: as many bars as there are bands below or at it. */
export function Band({ band, bands }: { readonly band: string; readonly bands: readonly string[] }) {
  // Bands come highest first, so the first has every bar filled.
  const at = bands.indexOf(band)
  const filled = at < 0 ? 0 : bands.length - at
  return (
    <span className="band">
      <i aria-hidden="true">
        {bands.map((each, i) => (
          <b key={each} className={i < filled ? 'on' : ''} />
        ))}
      </i>
      {words(band)}
    </span>
  )
}

/** The one red mark of the program. */
export function AtRisk() {
  return (
    <span className="tag danger">
      <span aria-hidden="true">▲</span> Safeguarding
    </span>
  )
}

/** A framed part of a page. */
export function Card({
  title,
  tools,
  children,
  className = '',
}: {
  readonly title: ReactNode
  readonly tools?: ReactNode
  readonly children: ReactNode
  readonly className?: string
}) {
  return (
    <section className={`card ${className}`}>
      <header>
        <h2>{title}</h2>
        {tools !== undefined && <div className="tools">{tools}</div>}
      </header>
      {children}
    </section>
  )
}

/** A label beside its value. */
export function Facts({ of }: { readonly of: readonly (readonly [label: ReactNode, value: ReactNode])[] }) {
  return (
    <dl className="facts">
      {of.map(([label, value], i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: facts are written in a fixed order
        <div key={i} className="fact">
          <dt>{label}</dt>
          <dd>{value ?? <span className="soft">—</span>}</dd>
        </div>
      ))}
    </dl>
  )
}
