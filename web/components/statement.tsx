import type { ReactNode } from 'react'
import { navigate, useQueryValue, withQuery } from '../router.tsx'

/**
 * Anything the program says that rests on evidence: a button that opens the provenance drawer. `hit` is the value
 * to look for in the bytes, so that an address stands out in the row it was read from.
 */
export function Statement({
  trace,
  hit,
  children,
  className = '',
}: {
  readonly trace: string
  readonly hit?: string | null
  readonly children: ReactNode
  readonly className?: string
}) {
  const [open] = useQueryValue('why')
  const [openHit] = useQueryValue('hit')
  return (
    <button
      type="button"
      className={`statement ${className}`}
      data-trace={trace}
      data-hit={hit ?? ''}
      aria-haspopup="dialog"
      aria-expanded={open === trace && openHit === (hit ?? '')}
      onClick={(event) => {
        event.stopPropagation()
        openDrawer(event.currentTarget)
      }}
    >
      {children}
    </button>
  )
}

let opener: HTMLElement | null = null

/** Opens the drawer for the element's statement, and remembers where focus has to return. */
export function openDrawer(element: HTMLElement): void {
  const trace = element.dataset.trace
  if (trace === undefined) return
  opener = element
  navigate(withQuery({ why: trace, hit: element.dataset.hit ?? null }))
}

/** Closes the drawer and gives focus back to what opened it. */
export function closeDrawer(): void {
  navigate(withQuery({ why: null, hit: null }), { replace: true })
  const back = opener?.isConnected ? opener : document.getElementById('content')
  opener = null
  back?.focus()
}

/** What `w` asks about: the focused statement, else the first one of the focused row, post or card. */
export function statementInFocus(): HTMLElement | null {
  const focused = document.activeElement
  if (!(focused instanceof HTMLElement)) return null
  return focused.closest<HTMLElement>('[data-trace]') ?? focused.querySelector<HTMLElement>('[data-trace]')
}
