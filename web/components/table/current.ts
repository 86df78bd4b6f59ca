import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { navigate, withQuery } from '../../router.tsx'

/** The row a person is at: moved by keys, kept in the address so that a link opens at the same row. */
export function useCurrentRow(
  keys: readonly string[],
  scroller: RefObject<HTMLElement | null>,
  reveal: (index: number) => void,
) {
  const [key, setKey] = useState<string | null>(() => new URLSearchParams(window.location.search).get('row'))
  const found = key === null ? -1 : keys.indexOf(key)
  const index = found < 0 ? 0 : found
  const wanted = useRef(false)
  const arrived = useRef(false)
  const timer = useRef(0)

  const set = useCallback(
    (to: number) => {
      const next = keys[to]
      if (next === undefined) return
      setKey(next)
      // Browsers ration address changes, and holding j down would use them up.
      window.clearTimeout(timer.current)
      timer.current = window.setTimeout(
        () => navigate(withQuery({ row: to === 0 ? null : next }), { replace: true }),
        250,
      )
    },
    [keys],
  )
  useEffect(() => () => window.clearTimeout(timer.current), [])

  const go = useCallback(
    (to: number) => {
      if (keys.length === 0) return
      const bounded = Math.max(0, Math.min(keys.length - 1, to))
      wanted.current = true
      set(bounded)
      reveal(bounded)
    },
    [keys, set, reveal],
  )
  const step = useCallback(
    (by: number) => {
      const inside = scroller.current?.contains(document.activeElement) ?? false
      // The first press takes hold of the row one is at; the next ones move.
      go(inside ? index + by : index)
    },
    [go, index, scroller],
  )

  useEffect(() => {
    if (!wanted.current) return
    const row = scroller.current?.querySelector<HTMLElement>('tr[data-current="true"]')
    if (row === null || row === undefined) return
    wanted.current = false
    row.focus({ preventScroll: true })
  })

  useEffect(() => {
    if (arrived.current || found < 0) return
    arrived.current = true
    reveal(found)
  }, [found, reveal])

  return { index, set, go, step }
}
