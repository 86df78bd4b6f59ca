import { createHash } from 'node:crypto'
import { passwordScheme } from '../model/password.ts'
import type { Cell, Derived } from './forum.ts'
import { decodeEntities } from './markup/entities.ts'
import type { Markup } from './markup/index.ts'
import { type PhpValue, unserialize } from './php.ts'

/** Column functions that several engines use. */

/** Text that the forum stored as HTML source: a name, a title. */
export const unescaped: Derived = { when: '&', by: decodeEntities }

/** What a marked-up column says to a reader. */
export function plain(markup: Markup, from: string, hint?: string): Derived {
  // Every markup here is made of tags and character references: without their first characters a text is plain.
  return { from, ...(hint ? { hint } : {}), when: '[<&', by: (text, { hint: mark }) => markup(text, mark) }
}

/** The name of a password's scheme, from the stored hash. */
export const scheme: Derived = { hint: '_salt', by: (stored, { hint }) => passwordScheme(stored, hint) }

/** A row's name where the software's own is a secret or there is none: the kind and a digest of what is in the row. */
export function named(kind: string): Derived {
  return { by: (value) => `${kind}:${createHash('sha256').update(value).digest('hex').slice(0, 20)}` }
}

/** The same for a column of whole numbers. */
export const numbered: Derived = {
  by: (value) => BigInt(`0x${createHash('sha256').update(value).digest('hex').slice(0, 15)}`).toString(),
}

/** A JSON object of text values without the empty ones. */
export const filled: Derived = {
  by: (json) => {
    const values = Object.entries(JSON.parse(json) as Record<string, string | null>)
    return JSON.stringify(Object.fromEntries(values.filter(([, v]) => v !== null && v.trim() !== '')))
  },
}

/** A time that is another time and a number of seconds later. */
export const later: Derived['by'] = (start, { hint }) =>
  /^\d{1,12}$/.test(start) && /^[1-9]\d{0,11}$/.test(hint ?? '') ? String(Number(start) + Number(hint)) : null

/** Hours from UTC as a zone: `1` is `UTC+1`, `5.5` is `UTC+5:30`. */
export function offset(hours: string): string | null {
  const n = Number(hours)
  if (hours.trim() === '' || !Number.isFinite(n) || Math.abs(n) > 14) return null
  const minutes = Math.round((Math.abs(n) % 1) * 60)
  const tail = minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`
  return n === 0 ? 'UTC' : `UTC${n < 0 ? '-' : '+'}${Math.trunc(Math.abs(n))}${tail}`
}

/** A serialised list as a JSON array of its values, text that is none as it is. */
export function listed(text: string, cell: Cell): string {
  if (text === '') return text
  const found = unserialize(text)
  if (found === null) {
    cell.find('unreadable-php', 'A serialised PHP value could not be read; it is kept as stored.')
    return text
  }
  return JSON.stringify(simple(found.value))
}

function simple(value: PhpValue): unknown {
  if (value === null || typeof value !== 'object') return value
  const inOrder = value.every(([key], i) => key === String(i))
  return inOrder ? value.map(([, v]) => simple(v)) : Object.fromEntries(value.map(([k, v]) => [k, simple(v)]))
}
