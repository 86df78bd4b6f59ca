import { pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { sameHex } from '../digests.ts'
import type { HashScheme, Stored } from '../hashes.ts'

/** Rounds before the algorithm got a column of its own (lib/pbkdf2.rb, config/initializers). */
const usualRounds = 64_000
const mostRounds = 10_000_000

function rounds({ method }: Stored): number {
  return Number(/\bi=(\d{1,9})\b/.exec(method ?? '')?.[1] ?? usualRounds)
}

/** Discourse's hash. */
export const discourse: HashScheme = {
  name: 'discourse',
  about:
    'PBKDF2 with SHA-256 over the password, salted with the text of the column `salt`: 64,000 rounds, or what `password_algorithm` says: Discourse.',
  examples: [],
  recognise: (stored) =>
    stored.dialect === 'discourse' &&
    /^sha256(?:-salted)?$/.test(stored.form) &&
    (stored.salt ?? '') !== '' &&
    rounds(stored) > 0 &&
    rounds(stored) <= mostRounds,
  hashcat: {
    mode: 10900,
    line: (stored) =>
      `sha256:${rounds(stored)}:${Buffer.from(stored.salt ?? '').toString('base64')}:${Buffer.from(stored.hash, 'hex').toString('base64')}`,
  },
  check: async (passphrase, stored) => {
    const made = await promisify(pbkdf2)(passphrase, Buffer.from(stored.salt ?? ''), rounds(stored), 32, 'sha256')
    return sameHex(made.toString('hex'), stored.hash)
  },
}
