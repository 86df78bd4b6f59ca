import type { ReactNode } from 'react'
import type { Piece, Shown } from '../../src/model/shown.ts'
import { Link, part } from '../router.tsx'
import { bytes } from '../text/format.ts'
import { Hash } from './parts.tsx'

/** What a reader of a text needs to know of where it stands. */
export interface Place {
  readonly site: number
  readonly topic: string | null
}

/** A seized text as it was shown: React elements from a tree, and nothing in it fetches, runs or leads out of the program. */
export function ShownText({ of, place }: { readonly of: readonly Shown[]; readonly place: Place }) {
  return <div className="reading">{pieces(of, place)}</div>
}

function pieces(of: readonly Shown[], place: Place): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: a seized text never changes
  return of.map((each, i) => (typeof each === 'string' ? each : <One key={i} of={each} place={place} />))
}

function One({ of, place }: { readonly of: Piece; readonly place: Place }) {
  const inside = pieces(of.of, place)
  switch (of.is) {
    case 'bold':
      return <strong>{inside}</strong>
    case 'italic':
      return <em>{inside}</em>
    case 'underlined':
      return <u>{inside}</u>
    case 'struck':
      return <s>{inside}</s>
    case 'subscript':
      return <sub>{inside}</sub>
    case 'superscript':
      return <sup>{inside}</sup>
    case 'typed':
      return <code>{inside}</code>
    case 'code':
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      return <pre tabIndex={0}>{inside}</pre>
    case 'colour':
      return <Coloured colour={of.value ?? ''}>{inside}</Coloured>
    case 'size':
      return <span className={`size-${of.value ?? '3'}`}>{inside}</span>
    case 'align':
      return <div className={`align-${of.value ?? 'left'}`}>{inside}</div>
    case 'quote':
      return <Quote of={of} place={place} />
    case 'list':
      return of.value === '1' ? <ol>{items(of, place)}</ol> : <ul>{items(of, place)}</ul>
    case 'item':
      return <div className="item">{inside}</div>
    case 'table':
      return <Table of={of} place={place} />
    case 'row':
    case 'cell':
      return <div>{inside}</div>
    case 'spoiler':
      return (
        <details className="spoiler">
          <summary>{of.value ?? 'Spoiler'}</summary>
          {inside}
        </details>
      )
    case 'heading':
      return <p className="heading">{inside}</p>
    case 'paragraph':
      return <div className="indent">{inside}</div>
    case 'rule':
      return <hr />
    case 'mention':
      return <span className="mention">@{of.value}</span>
    case 'upload':
      return (
        <span className="placeholder">
          upload {of.value} <Behind of={of} />
        </span>
      )
    case 'remote':
      return (
        <span className="placeholder" title="Nothing is fetched: this is the address as it is written">
          {of.what} <span className="selector">{of.value}</span> {inside} <Behind of={of} />
        </span>
      )
    case 'email':
    case 'link':
      return (
        <>
          {of.of.length > 0 && <>{inside} </>}
          <span
            className="selector"
            title={of.is === 'link' ? 'An address, not a link: nothing here leads out' : 'An e-mail address'}
          >
            {of.value}
          </span>
        </>
      )
  }
}

/** What is known of the bytes behind a placeholder. */
function Behind({ of: { is, held } }: { readonly of: Piece }) {
  if (held === undefined)
    return is === 'upload' ? null : <span className="small">· its bytes were not found in evidence</span>
  return (
    <span className="small" title={held.path}>
      · {held.size === null ? 'size not stated' : bytes(held.size)} · SHA-256{' '}
      <Hash value={held.sha256} what={`SHA-256 of ${held.path}`} /> · set verdict: {held.verdict}
    </span>
  )
}

/** Lists hold items only; what stands between them is an item too. */
function items(of: Piece, place: Place): ReactNode {
  return of.of.map((each, i) => {
    if (typeof each === 'string' && each.trim() === '') return null
    const inside =
      typeof each === 'string' ? each : each.is === 'item' ? pieces(each.of, place) : <One of={each} place={place} />
    // biome-ignore lint/suspicious/noArrayIndexKey: a seized text never changes
    return <li key={i}>{inside}</li>
  })
}

function Table({ of, place }: { readonly of: Piece; readonly place: Place }) {
  const rows = of.of.filter((each): each is Piece => typeof each !== 'string' && each.is === 'row')
  const rest = of.of.filter((each) => (typeof each === 'string' ? each.trim() !== '' : each.is !== 'row'))
  return (
    <>
      {pieces(rest, place)}
      <table>
        <tbody>
          {rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a seized text never changes
            <tr key={i}>
              {row.of.map((cell, n) =>
                typeof cell === 'string' ? (
                  cell.trim() === '' ? null : (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a seized text never changes
                    <td key={n}>{cell}</td>
                  )
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a seized text never changes
                  <td key={n} className={cell.value === 'head' ? 'head' : ''}>
                    {cell.is === 'cell' ? pieces(cell.of, place) : <One of={cell} place={place} />}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

/** A colour is said, not shown: text that was hidden in the colour of the page must not stay hidden. */
function Coloured({ colour, children }: { readonly colour: string; readonly children: ReactNode }) {
  const safe = /^(?:#[0-9a-f]{3,8}|[a-z]{3,20})$/i.test(colour) ? colour : 'transparent'
  return (
    <span className="coloured" title={`Written in ${colour.slice(0, 40)}`}>
      <i aria-hidden="true" style={{ background: safe }} />
      {children}
    </span>
  )
}

function Quote({ of, place }: { readonly of: Piece; readonly place: Place }) {
  const { author, post, topic } = of
  return (
    <blockquote>
      {(author !== undefined || post !== undefined) && (
        <p className="quoted">
          {author !== undefined ? `${author} wrote` : 'Quoted'}
          {post !== undefined && (
            <>
              {' '}
              <Link
                href={
                  topic !== undefined && topic === place.topic
                    ? inTopic(post)
                    : `/forum/${place.site}/posts/${part(post)}`
                }
              >
                post {post}
              </Link>
            </>
          )}
        </p>
      )}
      {pieces(of.of, place)}
    </blockquote>
  )
}

/** The same topic at another post, with all else of the address kept. */
function inTopic(post: string): string {
  const query = new URLSearchParams(window.location.search)
  query.set('post', post)
  for (const gone of ['page', 'why', 'hit']) query.delete(gone)
  return `${window.location.pathname}?${query.toString().replaceAll('%3A', ':')}`
}
