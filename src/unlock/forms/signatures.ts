import { type Found, type LockedForm, whole } from '../form.ts'
import type { Peek } from '../peek.ts'

interface Signature {
  readonly kind: Found['kind']
  readonly form: string
  readonly opener?: string
  /** True when the first bytes are these; `path` only where the content alone is too common. */
  readonly is: (head: string, path: string) => boolean
  readonly why: string
}

/** Closed things that their first bytes tell; bytes as Latin-1. */
const signatures: readonly Signature[] = [
  // KeePass: Kdb.cs and KdbxFile.cs of KeePassLib.
  {
    kind: 'key',
    form: 'kdb',
    is: (h) => h.startsWith('\x03\xd9\xa2\x9a\x65\xfb\x4b\xb5'),
    why: 'it has the signature of a KeePass 1 database',
  },
  {
    kind: 'key',
    form: 'kdbx',
    is: (h) => /^\x03\xd9\xa2\x9a[\x66\x67]\xfb\x4b\xb5/.test(h),
    why: 'it has the signature of a KeePass 2 database',
  },
  {
    kind: 'key',
    form: 'password-safe',
    is: (h) => h.startsWith('PWS3'),
    why: 'it has the tag of a Password Safe 3 database',
  },
  // C2SP age specification.
  {
    kind: 'file',
    form: 'age',
    opener: 'age',
    is: (h) => h.startsWith('age-encryption.org/v1\n'),
    why: 'it has the first line of an age file',
  },
  {
    kind: 'file',
    form: 'age',
    opener: 'age',
    is: (h) => h.startsWith('-----BEGIN AGE ENCRYPTED FILE-----'),
    why: 'it is an armoured age file',
  },
  // openssl-enc(1): salted, plain or in base64.
  {
    kind: 'file',
    form: 'openssl',
    is: (h) => h.startsWith('Salted__'),
    why: 'it begins with Salted__ as `openssl enc` writes it',
  },
  {
    kind: 'file',
    form: 'openssl',
    is: (h) => h.startsWith('U2FsdGVkX1'),
    why: 'it begins with Salted__ in base64 as `openssl enc -a` writes it',
  },
  {
    kind: 'file',
    form: 'ansible-vault',
    is: (h) => h.startsWith('$ANSIBLE_VAULT;'),
    why: 'it has the first line of an Ansible vault',
  },
  {
    kind: 'container',
    form: 'dmg',
    is: (h) => h.startsWith('encrcdsa'),
    why: 'it has the signature of an encrypted disk image of macOS',
  },
  {
    kind: 'container',
    form: 'gocryptfs',
    is: (h, path) => path.endsWith('gocryptfs.conf') && h.includes('"EncryptedKey"'),
    why: 'it is the configuration of a gocryptfs folder: the files beside it are encrypted',
  },
  {
    kind: 'container',
    form: 'encfs',
    is: (h, path) => /\.encfs6?\.xml$/.test(path) && h.includes('encodedKeyData'),
    why: 'it is the configuration of an EncFS folder: the files beside it are encrypted',
  },
  {
    kind: 'container',
    form: 'cryfs',
    is: (h) => h.startsWith('cryfs.config;'),
    why: 'it is the configuration of a CryFS folder: the files beside it are encrypted',
  },
  {
    kind: 'container',
    form: 'cryptomator',
    is: (h) => h.includes('"primaryMasterKey"'),
    why: 'it is the master key file of a Cryptomator vault: the files beside it are encrypted',
  },
  // JKS and JCEKS of Java's keytool.
  {
    kind: 'key',
    form: 'java-keystore',
    is: (h) => /^(?:\xfe\xed\xfe\xed|\xce\xce\xce\xce)\x00\x00\x00[\x01\x02]/.test(h),
    why: 'it has the signature of a Java key store',
  },
  // PFX (RFC 7292): SEQUENCE, version 3, then a content info of type data or signedData.
  {
    kind: 'key',
    form: 'pkcs12',
    is: (h) => /^\x30(?:[\x00-\x7f]|\x81.|\x82..|\x80)\x02\x01\x03\x30/s.test(h),
    why: 'it is a PKCS #12 store (RFC 7292); some open with an empty passphrase',
  },
  // CMS (RFC 5652): OID 1.2.840.113549.1.7.3, and 1.2.840.113549.1.9.16.1.23 of RFC 5083.
  {
    kind: 'message',
    form: 'smime',
    is: (h) =>
      /^\x30.{0,6}?\x06(?:\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03|\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17)/s.test(
        h,
      ),
    why: 'it is an enveloped message (S/MIME, CMS)',
  },
  {
    kind: 'key',
    form: 'ppk',
    is: (h) => /^PuTTY-User-Key-File-\d/.test(h) && !/\nEncryption: none\r?\n/.test(h),
    why: 'it is a PuTTY private key that its header says to be encrypted',
  },
  {
    kind: 'key',
    form: 'gnupg-private-key',
    is: (h) =>
      /^(?:Created: .*\n)?(?:.*\n){0,12}?(?:Key: ?)?\((?:\d+:)?protected-private-key/.test(h) ||
      h.startsWith('(21:protected-private-key'),
    why: 'it is a private key of gpg-agent, protected by a passphrase',
  },
]

/** Files that their first bytes tell to be closed. */
export const bySignature: LockedForm = {
  name: 'signatures',
  about: signatures.map((s) => s.form).join(', '),
  suspect: () => true,
  look: async (peek) => {
    const head = peek.head.subarray(0, 4096).toString('latin1')
    const found = signatures.find((s) => s.is(head, peek.path))
    if (found)
      return [whole(peek, { kind: found.kind, form: found.form, why: found.why, opener: found.opener ?? null })]
    return wallet(peek)
  },
}

const mostWallet = 32 << 20

/** A wallet of Bitcoin Core in Berkeley DB (magic 0x00053162 at 12) whose records have a master key (`mkey`, crypter.h). */
async function wallet(peek: Peek): Promise<readonly Found[]> {
  const berkeley =
    peek.head.length > 16 && [peek.head.readUInt32LE(12), peek.head.readUInt32BE(12)].includes(0x00053162)
  if (!berkeley || !(await peek.read(0, mostWallet)).includes('\x04mkey', 0, 'latin1')) return []
  return [
    whole(peek, {
      kind: 'database',
      form: 'bitcoin-wallet',
      why: 'it is a Berkeley database with a master key record as wallets of Bitcoin Core have once encrypted',
    }),
  ]
}
