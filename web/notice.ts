import { useSyncExternalStore } from 'react'

/** What was just recorded, said where it stays in view though the list it was recorded from has moved on. */
export interface Notice {
  readonly said: string
  /** Stages that no longer follow from the tables. */
  readonly stale: readonly string[]
}

let now: Notice | null = null
let timer = 0
const listeners = new Set<() => void>()

function show(notice: Notice | null): void {
  now = notice
  for (const listener of listeners) listener()
}

/** Says it for as long as it takes to read. */
export function say(notice: Notice): void {
  window.clearTimeout(timer)
  show(notice)
  timer = window.setTimeout(() => show(null), notice.stale.length > 0 ? 15_000 : 8_000)
}

/** Takes the notice away. */
export function hush(): void {
  window.clearTimeout(timer)
  show(null)
}

/** What is being said. */
export function useNotice(): Notice | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => now,
  )
}
