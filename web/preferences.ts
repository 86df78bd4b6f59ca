import { useSyncExternalStore } from 'react'

/** What a person chose for their own eyes; kept in this browser; only `why` is sent. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark'
  readonly clock: 'utc' | 'local'
  /** `severe`: texts in which a loaded term occurs are folded; `all`: every text is. */
  readonly fold: 'severe' | 'all'
  /** Why the reader looks; it goes into the access log with each request. */
  readonly why: string
}

const key = 'holdfast.preferences'
const standard: Preferences = { theme: 'system', clock: 'utc', fold: 'severe', why: '' }

function read(): Preferences {
  try {
    return { ...standard, ...(JSON.parse(window.localStorage.getItem(key) ?? '{}') as Partial<Preferences>) }
  } catch {
    return standard
  }
}

let now = read()
const listeners = new Set<() => void>()

function apply(): void {
  if (now.theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = now.theme
}
apply()

/** Changes some preferences, here and in what this browser remembers. */
export function prefer(changes: Partial<Preferences>): void {
  now = { ...now, ...changes }
  apply()
  try {
    window.localStorage.setItem(key, JSON.stringify(now))
  } catch {
    // A browser that remembers nothing still shows what was chosen until the page is closed.
  }
  for (const listener of listeners) listener()
}

/** The preferences as they are. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => now,
  )
}

/** The preferences outside of a component. */
export function preferences(): Preferences {
  return now
}
