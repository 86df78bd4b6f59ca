import { bcryptHolds, md5, parseBcrypt } from '../digests.ts'
import type { HashScheme } from '../hashes.ts'

/** vBulletin 5's usual token. */
export const vbulletin5: HashScheme = {
  name: 'vbulletin5',
  about: 'bcrypt over the MD5 of the password, in hexadecimal: vBulletin 5 and 6 where `scheme` is blowfish.',
  examples: [
    {
      stored: {
        hash: '$2a$05$/VT2Xs2dMd8GJKfrXhjYP.DkTjOVrY12yDN7/6I8ZV0q/1lEohLru',
        dialect: 'vbulletin',
        method: 'blowfish:5',
      },
      passphrase: 'hashcat',
    },
  ],
  recognise: ({ hash, dialect }) => dialect === 'vbulletin' && parseBcrypt(hash) !== null,
  hashcat: { mode: 25600, line: ({ hash }) => hash },
  check: (passphrase, { hash }) => bcryptHolds(md5(passphrase), hash),
}
