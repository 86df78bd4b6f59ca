import { bcryptHolds, parseBcrypt, sha512 } from '../digests.ts'
import type { HashScheme } from '../hashes.ts'

/** NodeBB's usual hash. */
export const nodebb: HashScheme = {
  name: 'nodebb',
  about:
    'bcrypt over the SHA-512 of the password, in hexadecimal: NodeBB where `password:shaWrapped` is 1 (src/password.js).',
  examples: [
    {
      stored: {
        hash: '$2a$12$KhivLhCuLhSyMBOxLxCyLu78x4z2X/EJdZNfS3Gy36fvRt56P2jbS',
        dialect: 'nodebb',
        method: 'sha512',
      },
      passphrase: 'hashcat',
    },
  ],
  recognise: ({ hash, dialect, method }) => dialect === 'nodebb' && method === 'sha512' && parseBcrypt(hash) !== null,
  hashcat: { mode: 28400, line: ({ hash }) => hash },
  check: (passphrase, { hash }) => bcryptHolds(sha512(passphrase), hash),
}
