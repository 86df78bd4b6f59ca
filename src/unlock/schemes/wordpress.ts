import { bcryptHolds, hmacSha384 } from '../digests.ts'
import type { HashScheme } from '../hashes.ts'

/** PHP's trim: white space that a person would not know of. */
function trimmed(passphrase: Uint8Array): Uint8Array {
  const space = new Set([0x20, 0x09, 0x0a, 0x0d, 0x00, 0x0b])
  let [from, to] = [0, passphrase.length]
  while (from < to && space.has(passphrase[from]!)) from++
  while (to > from && space.has(passphrase[to - 1]!)) to--
  return passphrase.subarray(from, to)
}

/** WordPress since 6.8. */
export const wordpress: HashScheme = {
  name: 'wordpress',
  about: 'bcrypt over the base64 of an HMAC with SHA-384 (`$wp$2y$`): WordPress 6.8 and later (wp_hash_password).',
  examples: [
    {
      stored: { hash: '$wp$2y$10$607XKVrBjPEqujeOXNwbYuOJ.gPMd2TelMMknmeV70Kap1E81Ovo6' },
      passphrase: 'hashpwn',
    },
  ],
  recognise: ({ form }) => form === 'wordpress-bcrypt',
  hashcat: { mode: 35500, since: '7.0.0', line: ({ hash }) => hash },
  check: (passphrase, { hash }) => bcryptHolds(hmacSha384('wp-sha384', trimmed(passphrase)), hash.slice(3)),
}
