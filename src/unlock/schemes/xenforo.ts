import { sameHex, sha1, sha256 } from '../digests.ts'
import { type HashScheme, salted } from '../hashes.ts'

/** XenForo 1 where the server had SHA-256. */
export const xenforoSha256: HashScheme = {
  name: 'xenforo-sha256',
  about: 'SHA-256 over the SHA-256 of the password and the salt: XenForo 1.0 and 1.1 (XenForo_Authentication_Core).',
  examples: [
    {
      stored: {
        hash: 'bfede293ecf6539211a7305ea218b9f3f608953130405cda9eaba6fb6250f824',
        salt: '7218532375810603',
        dialect: 'xenforo',
      },
      passphrase: 'hashcat',
    },
  ],
  recognise: ({ dialect, form }) => dialect === 'xenforo' && form === 'sha256-salted',
  hashcat: { mode: 20710, line: ({ hash, salt }) => salted(hash, salt) },
  check: (passphrase, { hash, salt }) => sameHex(sha256(sha256(passphrase), salt ?? ''), hash),
}

/** XenForo 1 elsewhere. */
export const xenforoSha1: HashScheme = {
  name: 'xenforo-sha1',
  about: 'SHA-1 over the SHA-1 of the password and the salt: XenForo 1.0 and 1.1 on servers without SHA-256.',
  examples: [
    {
      stored: { hash: '9138d472fce6fe50e2a32da4eec4ecdc8860f4d5', salt: 'hashcat1', dialect: 'xenforo' },
      passphrase: 'hashcat',
    },
  ],
  recognise: ({ dialect, form }) => dialect === 'xenforo' && form === 'sha1-salted',
  hashcat: { mode: 4510, line: ({ hash, salt }) => salted(hash, salt) },
  check: (passphrase, { hash, salt }) => sameHex(sha1(sha1(passphrase), salt ?? ''), hash),
}
