import { useEffect } from 'react'

/** Closes open menus when one presses elsewhere, or Escape. */
export function useMenusThatClose(): void {
  useEffect(() => {
    const close = (keep: Node | null) => {
      for (const menu of document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')) {
        if (keep !== null && menu.contains(keep)) continue
        const held = menu.contains(document.activeElement)
        menu.open = false
        if (held) menu.querySelector('summary')?.focus()
      }
    }
    const pressed = (event: PointerEvent) => close(event.target instanceof Node ? event.target : null)
    const escaped = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close(null)
    }
    document.addEventListener('pointerdown', pressed)
    document.addEventListener('keydown', escaped)
    return () => {
      document.removeEventListener('pointerdown', pressed)
      document.removeEventListener('keydown', escaped)
    }
  }, [])
}
