import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { navigate, useQueryValue, withQuery } from '../router.tsx'

/** One tab: its key in the address, its words, and how many things stand behind it. */
export interface Tab {
  readonly key: string
  readonly label: string
  readonly figure?: string | null
  readonly body: () => ReactNode
}

/** Tabs whose choice is part of the address; arrow keys move between them. */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) {
  const [chosen] = useQueryValue('tab')
  const list = useRef<HTMLDivElement>(null)
  const now = tabs.find((tab) => tab.key === chosen) ?? tabs[0]!
  // A filter or row of one tab means nothing in the next.
  const choose = (tab: Tab) =>
    navigate(
      withQuery({ tab: tab.key === tabs[0]!.key ? null : tab.key, sort: null, find: null, row: null, cols: null }),
    )
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const to = (tabs.indexOf(now) + step + tabs.length) % tabs.length
    choose(tabs[to]!)
    list.current?.querySelectorAll('button')[to]?.focus()
  }
  return (
    <>
      <div className="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            id={`tab-${tab.key}`}
            aria-selected={tab === now}
            aria-controls="tab-panel"
            tabIndex={tab === now ? 0 : -1}
            onClick={() => choose(tab)}
          >
            {tab.label}
            {tab.figure !== undefined && tab.figure !== null && <span className="figure">{tab.figure}</span>}
          </button>
        ))}
      </div>
      <div className="tab-panel" role="tabpanel" id="tab-panel" aria-labelledby={`tab-${now.key}`}>
        {now.body()}
      </div>
    </>
  )
}
