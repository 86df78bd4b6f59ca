import { bcryptHolds, parseBcrypt } from '../digests.ts'
import type { HashScheme } from '../hashes.ts'

/** What stands before the hash in WoltLab's column since 5.4. */
const bare = (hash: string): string => hash.replace(/^bcrypt:/i, '')

/** bcrypt over the password itself. */
export const bcryptScheme: HashScheme = {
  name: 'bcrypt',
  about:
    'bcrypt (2a, 2b, 2x, 2y) over the password itself: phpBB 3.1 and later, XenForo 2 and XenForo 1 since 1.2, Invision 4, FluxBB since 1.5.11, MyBB and Vanilla by choice, Flarum, WoltLab since 5.4, NodeBB before 0.5.',
  examples: [
    { stored: { hash: '$2a$05$MBCzKhG1KhezLh.0LRa0Kuw12nLJtpHy6DIaU.JAnqJUDYspHC.Ou' }, passphrase: 'hashcat' },
  ],
  recognise: ({ hash }) => parseBcrypt(bare(hash)) !== null,
  hashcat: { mode: 3200, line: ({ hash }) => bare(hash) },
  check: (passphrase, { hash }) => bcryptHolds(passphrase, bare(hash)),
}
