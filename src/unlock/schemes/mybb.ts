import { md5, sameHex } from '../digests.ts'
import { type HashScheme, salted } from '../hashes.ts'

/** What Invision up to 3 makes of characters before it hashes them (parseCleanValue). */
const cleaning: readonly (readonly [string, string])[] = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
  ['!', '&#33;'],
  ['$', '&#036;'],
  ['\\', '&#092;'],
]

function cleaned(passphrase: Uint8Array): Uint8Array {
  const text = Buffer.from(passphrase).toString('latin1')
  return Buffer.from(
    cleaning.reduce((so, [from, to]) => so.replaceAll(from, () => to), text),
    'latin1',
  )
}

const isOne = ({ dialect, form }: { readonly dialect: string; readonly form: string }, engine: string): boolean =>
  dialect === engine && form === 'md5-salted'

/** MyBB's usual hash. */
export const mybb: HashScheme = {
  name: 'mybb',
  about: 'MD5 over the MD5 of the salt and the MD5 of the password: MyBB 1.2 to 1.8.',
  examples: [
    { stored: { hash: '022f7e02b3314f7d0968f73c00ba759f', salt: '67588', dialect: 'mybb' }, passphrase: 'hashcat' },
  ],
  recognise: (stored) => isOne(stored, 'mybb'),
  hashcat: { mode: 2811, line: ({ hash, salt }) => salted(hash, salt) },
  check: (passphrase, { hash, salt }) => sameHex(md5(md5(salt ?? ''), md5(passphrase)), hash),
}

/** Invision's usual hash before 4. */
export const invision: HashScheme = {
  name: 'invision',
  about:
    'MD5 over the MD5 of the salt and the MD5 of the password, in which some characters were written as HTML: Invision 2 and 3, and accounts that never logged in since.',
  examples: [
    { stored: { hash: '022f7e02b3314f7d0968f73c00ba759f', salt: '67588', dialect: 'invision' }, passphrase: 'hashcat' },
  ],
  recognise: (stored) => isOne(stored, 'invision'),
  hashcat: { mode: 2811, line: ({ hash, salt }) => salted(hash, salt) },
  check: (passphrase, { hash, salt }) =>
    [passphrase, cleaned(passphrase)].some((p) => sameHex(md5(md5(salt ?? ''), md5(p)), hash)),
}
