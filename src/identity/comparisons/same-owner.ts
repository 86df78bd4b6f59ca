import type { Comparison } from '../identity.ts'
import { rareness } from '../scheme.ts'

/** The software's own note that both accounts are one member's. */
export const sameOwner: Comparison = {
  name: 'same-owner',
  about:
    'The software itself keeps one account as that under which the owner of the other writes unnamed, or both as such of one owner. Rareness plus 12 bits: no guess, and it errs only where two people share a log-in.',
  keys: (persona) => persona.aliases.map((alias) => alias.owner),
  compare: ({ a, b }, world) => {
    for (const mine of a.aliases) {
      const theirs = b.aliases.find((alias) => alias.owner === mine.owner)
      if (theirs === undefined) continue
      // One person may have many such accounts: that makes none of them less theirs.
      return {
        weight: rareness(world, 2) + 12,
        detail: 'the software keeps both as accounts of one member, who writes unnamed under one of them',
        because: [...new Set([mine.because, theirs.because])],
      }
    }
    return null
  },
}
