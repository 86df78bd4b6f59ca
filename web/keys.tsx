import { useEffect, useRef, useSyncExternalStore } from 'react'

/** A key of the present screen: shown by `?`, run when pressed outside a field. */
export interface KeyBinding {
  /** As `KeyboardEvent.key` gives it, or two of them in order: `g q`. */
  readonly key: string
  readonly label: string
  readonly run: () => void
}

interface KeySet {
  readonly title: string
  readonly bindings: readonly KeyBinding[]
}

let active: readonly { readonly id: object; readonly set: { current: KeySet } }[] = []
const listeners = new Set<() => void>()
const announce = () => {
  for (const listener of listeners) listener()
}

function inField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
}

let pending = ''
let pendingAt = 0

window.addEventListener('keydown', (event) => {
  // A dialog over the page keeps the page's keys from acting behind it.
  if (document.querySelector('dialog[open]') !== null) return
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  if (inField(event.target) && event.key !== 'Escape') return
  const chord = pending !== '' && event.timeStamp - pendingAt < 1200 ? `${pending} ${event.key}` : event.key
  pending = ''
  // The newest screen is asked first, so that an open drawer or dialog takes a key before the page below it.
  for (const entry of [...active].reverse()) {
    const found = entry.set.current.bindings.find((binding) => binding.key === chord)
    if (found !== undefined) {
      event.preventDefault()
      found.run()
      return
    }
  }
  const starts = active.some((entry) => entry.set.current.bindings.some((b) => b.key.startsWith(`${event.key} `)))
  if (starts) {
    pending = event.key
    pendingAt = event.timeStamp
  }
})

/** Gives the screen its keys for as long as it is shown. */
export function useKeys(title: string, bindings: readonly KeyBinding[]): void {
  const set = useRef<KeySet>({ title, bindings })
  set.current = { title, bindings }
  useEffect(() => {
    const id = {}
    active = [...active, { id, set }]
    announce()
    return () => {
      active = active.filter((entry) => entry.id !== id)
      announce()
    }
  }, [])
}

/** The keys that work now, by group, for the help dialog. */
export function useActiveKeys(): readonly KeySet[] {
  const entries = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => active,
  )
  return entries.map((entry) => entry.set.current)
}
