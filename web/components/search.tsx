import { useEffect, useState } from 'react'

/** Asks the server, unlike a table's filter, which looks through what is loaded. */
export function Search({
  value,
  label,
  onSearch,
}: {
  readonly value: string
  readonly label: string
  readonly onSearch: (text: string) => void
}) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text.trim() === value) return
    const timer = window.setTimeout(() => onSearch(text.trim()), 350)
    return () => window.clearTimeout(timer)
  }, [text, value, onSearch])
  return (
    <input
      className="field search"
      type="search"
      placeholder={label}
      aria-label={label}
      value={text}
      maxLength={200}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
    />
  )
}
