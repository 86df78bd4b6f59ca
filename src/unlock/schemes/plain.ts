import { md5, sameHex, sha1, sha256, sha512 } from '../digests.ts'
import type { HashScheme } from '../hashes.ts'

function digest(
  name: string,
  mode: number,
  made: (passphrase: Uint8Array) => string,
  users: string,
  example: string,
): HashScheme {
  return {
    name,
    about: `${users}: one digest of the password, without a salt.`,
    examples: [{ stored: { hash: example }, passphrase: 'hashcat' }],
    // Discourse always salts: where its salt is missing, the hash cannot be made again.
    recognise: ({ form, dialect }) => form === name && dialect !== 'discourse',
    hashcat: { mode, line: ({ hash }) => hash.toLowerCase() },
    check: (passphrase, { hash }) => sameHex(made(passphrase), hash),
  }
}

/** Unsalted digests, by length. */
export const plainMd5 = digest(
  'md5',
  0,
  (p) => md5(p),
  'MD5: phpBB 2, PunBB up to 1.1 and old boards',
  '8743b52063cd84097a65d1633f5c74f5',
)
export const plainSha1 = digest(
  'sha1',
  100,
  (p) => sha1(p),
  'SHA-1: PunBB 1.2, FluxBB up to 1.5.10',
  'b89eaac7e61417341b710b727768294d0e6a277b',
)
export const plainSha256 = digest(
  'sha256',
  1400,
  (p) => sha256(p),
  'SHA-256: modified boards',
  '127e6fbfe24a750e72930c220a8e138275656b8e5d8f48a98c3c92df2caba935',
)
export const plainSha512 = digest(
  'sha512',
  1700,
  (p) => sha512(p),
  'SHA-512: modified boards',
  '82a9dda829eb7f8ffe9fbe49e45d47d2dad9664fbb7adf72492e3c81ebd3e29134d9bc12212bf83c6840f10e8246b9db54a4859b7ccd0123d86e5872c1e5082f',
)
