import { sameHex, sha1 } from '../digests.ts'
import { type HashScheme, salted } from '../hashes.ts'

/** PunBB's salted hash, which FluxBB took over. */
export const punbb: HashScheme = {
  name: 'punbb',
  about: 'SHA-1 over the salt and the SHA-1 of the password: PunBB 1.3 and later, and FluxBB boards made of one.',
  examples: [
    {
      stored: {
        hash: '59b80a295392eedb677ca377ad7bf3487928df96',
        salt: '136472340404074825440760227553028141804855170538',
        dialect: 'fluxbb',
      },
      passphrase: 'hashcat',
    },
  ],
  recognise: ({ dialect, form }) => (dialect === 'punbb' || dialect === 'fluxbb') && form === 'sha1-salted',
  hashcat: { mode: 4520, line: ({ hash, salt }) => salted(hash, salt) },
  check: (passphrase, { hash, salt }) => sameHex(sha1(salt ?? '', sha1(passphrase)), hash),
}
