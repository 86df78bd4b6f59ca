import { useCallback, useState } from 'react'

/** Rows a person picked: space or x for one, shift for all between. */
export function useSelection(keys: readonly string[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [anchor, setAnchor] = useState<string | null>(null)

  const toggle = useCallback((key: string) => {
    setAnchor(key)
    setChosen((now) => {
      const next = new Set(now)
      if (!next.delete(key)) next.add(key)
      return next
    })
  }, [])
  const extend = useCallback(
    (key: string) => {
      const from = Math.max(0, keys.indexOf(anchor ?? key))
      const to = keys.indexOf(key)
      setChosen((now) => new Set([...now, ...keys.slice(Math.min(from, to), Math.max(from, to) + 1)]))
    },
    [keys, anchor],
  )
  const clear = useCallback(() => setChosen(new Set()), [])
  return { chosen, toggle, extend, clear }
}
