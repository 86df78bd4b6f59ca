import { md5, sameHex, sha1, sha256, sha512 } from '../digests.ts'
import type { HashScheme } from '../hashes.ts'

const digests = { md5, sha1, sha256, sha512 } as const

/** A salted digest of software that is not known: the ways that are common are all tried. */
export const saltedDigest: HashScheme = {
  name: 'salted-digest',
  about:
    'A digest with a salt beside it, of software that is not known: salt before or after the password or its digest. Not handed to hashcat, which must be told which of these it is.',
  examples: [],
  recognise: ({ form }) => /^(?:md5|sha1|sha256|sha512)-salted$/.test(form),
  hashcat: null,
  check: (passphrase, { form, hash, salt }) => {
    const made = digests[form.replace('-salted', '') as keyof typeof digests]
    const s = salt ?? ''
    const ways = [
      () => made(passphrase, s),
      () => made(s, passphrase),
      () => made(made(passphrase), s),
      () => made(s, made(passphrase)),
      () => made(made(s), made(passphrase)),
    ]
    return ways.some((way) => sameHex(way(), hash))
  },
}
