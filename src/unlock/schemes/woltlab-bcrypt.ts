import { bcryptDigest, parseBcrypt, same } from '../digests.ts'
import type { HashScheme } from '../hashes.ts'

const bare = (hash: string): string => hash.replace(/^(?:double_?bcrypt|wcf2):/i, '')

/** WoltLab's bcrypt within bcrypt. */
export const woltlabBcrypt: HashScheme = {
  name: 'woltlab-bcrypt',
  about:
    'bcrypt over what bcrypt made of the password, twice with one salt: WoltLab from 2.0 to 5.3, marked DoubleBcrypt since 5.4 (PasswordUtil::getDoubleSaltedHash).',
  examples: [],
  recognise: ({ hash, dialect }) =>
    parseBcrypt(bare(hash)) !== null && (bare(hash) !== hash || (dialect === 'woltlab' && hash.startsWith('$2a$'))),
  hashcat: null,
  check: async (passphrase, { hash }) => {
    const parsed = parseBcrypt(bare(hash))
    if (!parsed) return false
    const first = parsed.setting + (await bcryptDigest(passphrase, parsed.setting))
    return same(await bcryptDigest(first, parsed.setting), parsed.digest)
  },
}
