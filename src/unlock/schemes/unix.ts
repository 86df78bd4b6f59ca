import { md5Crypt, shaCrypt } from '../crypt.ts'
import { same } from '../digests.ts'
import type { HashScheme } from '../hashes.ts'

const md5Shape = /^\$1\$([^$]{0,8})\$[./0-9A-Za-z]{22}$/

/** crypt(3) with MD5. */
export const md5CryptScheme: HashScheme = {
  name: 'md5-crypt',
  about: 'A thousand rounds of MD5 (`$1$`, crypt(3)): software that leaves hashing to the system, password files.',
  examples: [{ stored: { hash: '$1$38652870$DUjsu4TTlTsOe/xxZ05uf/' }, passphrase: 'hashcat' }],
  recognise: ({ hash }) => md5Shape.test(hash),
  hashcat: { mode: 500, line: ({ hash }) => hash },
  check: (passphrase, { hash }) => {
    const salt = md5Shape.exec(hash)?.[1] ?? ''
    return same(`$1$${salt}$${md5Crypt(passphrase, salt)}`, hash)
  },
}

/** crypt(3) with SHA-256. */
export const sha256CryptScheme: HashScheme = {
  name: 'sha256-crypt',
  about: 'Five thousand or more rounds of SHA-256 (`$5$`, crypt(3)): password files.',
  examples: [
    {
      stored: { hash: '$5$7777657035274252$XftMj84MW.New1/ViLY5V4CM4Y7EBvfETaZsCW9vcJ8' },
      passphrase: 'hashcat',
    },
  ],
  recognise: ({ hash }) => /^\$5\$(?:rounds=\d{1,10}\$)?[^$]{0,16}\$[./0-9A-Za-z]{43}$/.test(hash),
  hashcat: { mode: 7400, line: ({ hash }) => hash },
  check: (passphrase, { hash }) => same(shaCrypt(passphrase, hash) ?? '', hash),
}

/** crypt(3) with SHA-512. */
export const sha512CryptScheme: HashScheme = {
  name: 'sha512-crypt',
  about: 'Five thousand or more rounds of SHA-512 (`$6$`, crypt(3)): password files.',
  examples: [
    {
      stored: {
        hash: '$6$72820166$U4DVzpcYxgw7MVVDGGvB2/H5lRistD5.Ah4upwENR5UtffLR4X4SxSzfREv8z6wVl0jRFX40/KnYVvK4829kD1',
      },
      passphrase: 'hashcat',
    },
  ],
  recognise: ({ hash }) => /^\$6\$(?:rounds=\d{1,10}\$)?[^$]{0,16}\$[./0-9A-Za-z]{86}$/.test(hash),
  hashcat: { mode: 1800, line: ({ hash }) => hash },
  check: (passphrase, { hash }) => same(shaCrypt(passphrase, hash) ?? '', hash),
}
