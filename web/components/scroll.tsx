import type { ReactNode, Ref } from 'react'

/** A region that scrolls by itself; it takes focus, because what scrolls must be reachable by keyboard. */
export function Scroll({
  label,
  className = 'scroll',
  ref,
  focusable = true,
  children,
}: {
  readonly label: string
  readonly className?: string
  readonly ref?: Ref<HTMLElement>
  /** False where something inside takes focus and scrolls it. */
  readonly focusable?: boolean
  readonly children: ReactNode
}) {
  return (
    <section className={className} ref={ref} tabIndex={focusable ? 0 : -1} aria-label={label}>
      {children}
    </section>
  )
}
