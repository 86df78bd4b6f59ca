import type { Comparison } from '../identity.ts'
import { rareness } from '../scheme.ts'

/** The same stored password behind both accounts. */
export const samePassword: Comparison = {
  name: 'same-password',
  about:
    'Both accounts hold the same password hash. Where the scheme has no salt of its own for each account this means the same password: rareness plus 1 bit, since a rare password is rarely shared. With equal salt too, one row was copied from the other: rareness plus 8 bits.',
  keys: (persona) => persona.secrets.map((s) => s.fingerprint),
  compare: ({ a, b }, world) => {
    for (const mine of a.secrets) {
      const theirs = b.secrets.find((s) => s.fingerprint === mine.fingerprint)
      if (theirs === undefined) continue
      const holders = Math.max(2, world.holders('same-password', mine.fingerprint))
      const copied = !mine.comparable || !theirs.comparable
      const rare = rareness(world, holders)
      const weight = copied ? rare + 8 : rare === 0 ? 0 : rare + 1
      if (weight <= 0) return null
      const others = holders > 2 ? `, which ${holders} accounts hold` : ', which no other account holds'
      return {
        weight,
        detail: copied ? 'the same password hash with the same salt' : `the same unsalted password hash${others}`,
        because: [mine.because, theirs.because],
      }
    }
    return null
  },
}
