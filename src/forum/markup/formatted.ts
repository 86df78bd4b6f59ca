import type { Derived } from '../forum.ts'
import type { Markup } from './index.ts'

/** What a marked-up column says to a reader where no character tells that it has marks; `hint` names the column of its format. */
export function formatted(markup: Markup, from: string, hint?: string): Derived {
  return { from, ...(hint ? { hint } : {}), by: (text, { hint: format }) => markup(text, format) }
}
