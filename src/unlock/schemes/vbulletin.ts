import { md5, sameHex } from '../digests.ts'
import { type HashScheme, salted } from '../hashes.ts'

function of(name: string, mode: number, lengths: (salt: number) => boolean, about: string): HashScheme {
  return {
    name,
    about,
    examples: [],
    recognise: ({ dialect, form, salt }) =>
      dialect === 'vbulletin' && form === 'md5-salted' && lengths(salt?.length ?? 0),
    hashcat: { mode, line: ({ hash, salt }) => salted(hash, salt) },
    check: (passphrase, { hash, salt }) => sameHex(md5(md5(passphrase), salt ?? ''), hash),
  }
}

/** vBulletin with the short salt. */
export const vbulletin3: HashScheme = {
  ...of(
    'vbulletin3',
    2611,
    (length) => length > 0 && length < 30,
    'MD5 over the MD5 of the password and a salt of three characters: vBulletin 3 up to 3.8.4.',
  ),
  examples: [
    { stored: { hash: '28f9975808ae2bdc5847b1cda26033ea', salt: '308', dialect: 'vbulletin' }, passphrase: 'hashcat' },
  ],
}

/** vBulletin with the long salt. */
export const vbulletin4: HashScheme = {
  ...of(
    'vbulletin4',
    2711,
    (length) => length >= 30,
    'MD5 over the MD5 of the password and a salt of thirty characters: vBulletin 3.8.5 and later, 4, and 5 where `scheme` is legacy.',
  ),
  examples: [
    {
      stored: {
        hash: '0844fbb2fdeda31884a7a45ec2010bb6',
        salt: '324410183853308365427804872426',
        dialect: 'vbulletin',
      },
      passphrase: 'hashcat',
    },
  ],
}
