import type { Comparison, Passphrase } from '../identity.ts'
import { rareness } from '../scheme.ts'

/** Bits that chance takes away: people hit upon easy passphrases alike, and upon long ones only by telling each other. */
const hitUpon: Readonly<Record<Passphrase['strength'], number>> = {
  common: Number.POSITIVE_INFINITY,
  weak: 5,
  fair: 2,
  strong: -2,
}

/** The same passphrase, found for the hashes of both accounts. */
export const samePassphrase: Comparison = {
  name: 'same-passphrase',
  about:
    'The same passphrase was recovered on both accounts, each hash made again from it: rareness by the number of accounts that share it, plus 2 bits where it is strong, less 2 where fair and 5 where weak; what everybody chooses weighs nothing. Silent where the stored hashes are equal already. The passphrase itself stays in the vault.',
  keys: (persona) => persona.passphrases.map((p) => `secret ${p.secret}`),
  compare: ({ a, b }, world) => {
    const equal = a.secrets.some((s) => b.secrets.some((t) => t.fingerprint === s.fingerprint))
    if (equal) return null
    for (const mine of a.passphrases) {
      const theirs = b.passphrases.find((p) => p.secret === mine.secret)
      if (theirs === undefined) continue
      const holders = Math.max(2, world.holders('same-passphrase', `secret ${mine.secret}`))
      const rare = rareness(world, holders)
      const weight = rare === 0 ? 0 : rare - hitUpon[mine.strength]
      if (weight <= 0) continue
      const others = holders > 2 ? `${holders} accounts share it` : 'no other account is known to share it'
      return {
        weight,
        detail: `the same passphrase was recovered on both accounts (secret ${mine.secret} of the vault, ${mine.strength}; ${others})`,
        because: [mine.because, theirs.because],
      }
    }
    return null
  },
}
