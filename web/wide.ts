import { useSyncExternalStore } from 'react'

/** From here on there is room beside the page for the drawer, and in tables for whole names. */
const wide = window.matchMedia('(min-width: 1600px)')

/** Whether the window is wide. */
export function useWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      wide.addEventListener('change', listener)
      return () => wide.removeEventListener('change', listener)
    },
    () => wide.matches,
  )
}
