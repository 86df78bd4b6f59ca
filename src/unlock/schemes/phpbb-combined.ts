import { phpass } from '../crypt.ts'
import { bcryptDigest, parseBcrypt, same } from '../digests.ts'
import type { HashScheme } from '../hashes.ts'

/** `$H\2y$` + setting of phpass + `$` + cost and salt of bcrypt, a backslash between them + `$` + what bcrypt made. */
const shape = /^\$H\\(2[axy])\$([./0-9A-Za-z]{9})\$(\d\d)\\([./0-9A-Za-z]{22})\$([./0-9A-Za-z]{31})$/

/** phpBB's old hashes inside new ones. */
export const phpbbCombined: HashScheme = {
  name: 'phpbb-combined',
  about:
    'bcrypt over what phpass made of the password: how phpBB 3.1 and later strengthened hashes of 3.0 (passwords helper).',
  examples: [],
  recognise: ({ form, hash }) => form === 'bcrypt-phpass' && shape.test(hash),
  hashcat: null,
  check: async (passphrase, { hash }) => {
    const [, kind, inner, cost, salt, digest] = shape.exec(hash) ?? []
    const setting = `$${kind}$${cost}$${salt}`
    const first = phpass(passphrase, `$H$${inner}`)?.slice(12)
    if (first === undefined || digest === undefined || parseBcrypt(setting + digest) === null) return false
    return same(await bcryptDigest(first, setting), digest)
  },
}
