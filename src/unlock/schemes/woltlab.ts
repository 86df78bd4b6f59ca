import { sameHex, sha1 } from '../digests.ts'
import { type HashScheme, salted } from '../hashes.ts'

/** Burning Board's salted hash. */
export const woltlab: HashScheme = {
  name: 'woltlab',
  about: 'SHA-1 over the salt and the SHA-1 of the salt and the SHA-1 of the password: Burning Board 3 (WCF 1).',
  examples: [
    {
      stored: {
        hash: '7f8d1951fe48ae3266980c2979c141f60e4415e5',
        salt: '5037864764153886517871426607441768004150',
        dialect: 'woltlab',
      },
      passphrase: 'hashcat',
    },
  ],
  recognise: ({ dialect, form }) => dialect === 'woltlab' && form === 'sha1-salted',
  // The mode takes salts of forty characters only, which is what the software makes.
  hashcat: { mode: 8400, line: ({ hash, salt }) => (salt?.length === 40 ? salted(hash, salt) : null) },
  check: (passphrase, { hash, salt }) => sameHex(sha1(salt ?? '', sha1(salt ?? '', sha1(passphrase))), hash),
}
