import { phpass } from '../crypt.ts'
import { same } from '../digests.ts'
import type { HashScheme } from '../hashes.ts'

/** Drupal's own phpass. */
export const drupal7: HashScheme = {
  name: 'drupal7',
  about: 'SHA-512 over and over, cut to 55 characters (`$S$`): Drupal 7 to 10.0 (includes/password.inc).',
  examples: [{ stored: { hash: '$S$C20340258nzjDWpoQthrdNTR02f0pmev0K/5/Nx80WSkOQcPEQRh' }, passphrase: 'hashcat' }],
  recognise: ({ form }) => form === 'drupal7',
  hashcat: { mode: 7900, line: ({ hash }) => hash },
  check: (passphrase, { hash }) => same(phpass(passphrase, hash) ?? '', hash),
}
