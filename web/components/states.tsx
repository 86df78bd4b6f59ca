import type { ReactNode } from 'react'
import type { Trouble } from '../api.ts'
import type { Resource } from '../resource.ts'

/** A designed empty state: what is not here, and why that may be. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="state">
      <h2>{title}</h2>
      {children !== undefined && <div className="next">{children}</div>}
    </div>
  )
}

/** An error in three parts: the thing, the reason, the next step. */
export function Failed({ trouble, retry }: { readonly trouble: Trouble; readonly retry?: () => void }) {
  const kind = trouble.status === 401 || trouble.status === 403 ? 'no-right' : 'failed'
  return (
    <div className="state" role="alert" data-state={kind}>
      <span className="tag strong">{kind === 'no-right' ? 'No right to see this' : 'Not loaded'}</span>
      <h2>{trouble.name}</h2>
      <p>{trouble.reason}</p>
      <p className="next">{trouble.next}</p>
      {retry !== undefined && (
        <button type="button" className="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  )
}

/** Grey bars in the place of what is coming, so that nothing jumps when it comes. */
export function Skeleton({ rows = 6, what }: { readonly rows?: number; readonly what: string }) {
  return (
    <div className="skeletons" role="status" aria-label={`Loading ${what}`}>
      {Array.from({ length: rows }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars have nothing else to be told apart by
        <div key={i} className="skeleton" style={{ width: `${88 - ((i * 23) % 47)}%` }} />
      ))}
      <p className="soft small">Loading {what}…</p>
    </div>
  )
}

/** Shows an answer, or the state it is in. */
export function Answered<T>({
  of,
  what,
  children,
}: {
  readonly of: Resource<T>
  readonly what: string
  readonly children: (data: T) => ReactNode
}) {
  if (of.state === 'failed') return <Failed trouble={of.trouble} retry={of.reload} />
  if (of.state === 'loading') return <Skeleton what={what} />
  return <>{children(of.data)}</>
}
