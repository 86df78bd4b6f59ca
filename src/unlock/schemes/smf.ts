import { sameHex, sha1 } from '../digests.ts'
import { type HashScheme, salted } from '../hashes.ts'

/** Small letters as PHP before 8.2 makes them, of ASCII only, and as Unicode has them. */
function names(user: string): readonly string[] {
  return [...new Set([user.replace(/[A-Z]/g, (c) => c.toLowerCase()), user.toLowerCase()])]
}

/** SMF before 2.1. */
export const smf: HashScheme = {
  name: 'smf',
  about: 'SHA-1 over the log-in name in small letters and the password: SMF 1.1 and 2.0.',
  examples: [
    {
      stored: { hash: 'd27c0a627a45db487af161fcc3a4005d88eb8a1f', user: '25551135', dialect: 'smf' },
      passphrase: 'hashcat',
    },
  ],
  recognise: ({ dialect, hash, user }) => dialect === 'smf' && /^[0-9a-f]{40}$/i.test(hash) && user !== '',
  hashcat: { mode: 121, line: ({ hash, user }) => salted(hash, names(user)[0]!) },
  check: (passphrase, { hash, user }) => names(user).some((name) => sameHex(sha1(name, passphrase), hash)),
}
