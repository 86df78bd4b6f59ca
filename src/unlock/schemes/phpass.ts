import { phpass } from '../crypt.ts'
import { same } from '../digests.ts'
import type { HashScheme } from '../hashes.ts'

/** Portable hashes of PHP applications. */
export const phpassScheme: HashScheme = {
  name: 'phpass',
  about: 'MD5 over and over (Openwall phpass, `$P$`; phpBB 3.0 writes `$H$`): phpBB 3.0, WordPress, Vanilla, others.',
  examples: [{ stored: { hash: '$P$946647711V1klyitUYhtB8Yw5DMA/w.' }, passphrase: 'hashcat' }],
  recognise: ({ form }) => form === 'phpass',
  hashcat: { mode: 400, line: ({ hash }) => hash },
  check: (passphrase, { hash }) => same(phpass(passphrase, hash) ?? '', hash),
}
