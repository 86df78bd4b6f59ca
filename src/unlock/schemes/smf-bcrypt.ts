import { bcryptHolds, parseBcrypt } from '../digests.ts'
import type { HashScheme } from '../hashes.ts'

/** SMF since 2.1. */
export const smfBcrypt: HashScheme = {
  name: 'smf-bcrypt',
  about: 'bcrypt over the log-in name in small letters and the password: SMF 2.1 and later (hash_password).',
  examples: [],
  recognise: ({ hash, dialect }) => dialect === 'smf' && parseBcrypt(hash) !== null,
  hashcat: null,
  check: async (passphrase, { hash, user }) => {
    for (const name of new Set([user.toLowerCase(), user]))
      if (await bcryptHolds(Buffer.concat([Buffer.from(name), passphrase]), hash)) return true
    // A hash that came with an import of the software before was made of the password alone.
    return bcryptHolds(passphrase, hash)
  },
}
