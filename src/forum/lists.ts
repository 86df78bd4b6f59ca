import type { Found, Made } from './forum.ts'
import { type PhpValue, unserialize } from './php.ts'

/** Numbers in a list with commas or blanks between them, each once. */
export function numbersIn(list: string | null): readonly string[] {
  return [...new Set((list ?? '').split(/[\s,]+/).filter((part) => /^\d{1,19}$/.test(part) && part !== '0'))]
}

/** Rows of relations from two lists of accounts: friends and people to be ignored. */
export function relations(member: string | null, friends: string | null, foes: string | null): readonly Made[] {
  const rows = (list: string | null, kind: string): readonly Made[] =>
    numbersIn(list).map((other) => ({ member, other, kind }))
  return [...rows(friends, 'friend'), ...rows(foes, 'foe')]
}

/** Options of a poll that are stored as one text, with how many votes each has: numbered from 1. */
export function pollOptions(row: Found, between: string): readonly Made[] {
  const votes = (row._votes ?? '').split(between)
  return (row._options ?? '')
    .split(between)
    .slice(0, 1000)
    .map((label, i) => ({
      topic: row.topic ?? null,
      option: `${row._poll ?? ''}${i + 1}`,
      label,
      votes: /^\d{1,9}$/.test(votes[i] ?? '') ? (votes[i] ?? null) : null,
    }))
}

/** The pairs of a serialised array; none where the text is no such thing. */
export function pairsOf(text: string | null): readonly (readonly [string, PhpValue])[] {
  const value = text === null || text === '' ? null : (unserialize(text)?.value ?? null)
  return Array.isArray(value) ? (value as readonly (readonly [string, PhpValue])[]) : []
}
