import { bytesOf } from '../armour.ts'
import { failed, type Opener, type OpenInput, type TriedKey } from '../opener.ts'

/** Decrypted in memory. */
const most = 256 << 20

/** OpenPGP messages, by a passphrase or a private key; a passphrase of the private key may itself be in the keyring. */
export const pgp: Opener = {
  name: 'pgp',
  about: 'OpenPGP messages, with a passphrase or a private key whose own passphrase is in the keyring',
  fits: (key, { detail }) => {
    const recipients = Array.isArray(detail.recipients) ? detail.recipients.map(String) : []
    if (key.kind === 'passphrase') return detail.passphrases !== 0 || recipients.length === 0
    if (key.form !== 'pgp') return false
    // A hidden recipient may be anybody.
    return recipients.some((r) => /^0+$/.test(r) || key.identifiers.some((id) => id.endsWith(r)))
  },
  open: async function* (input, key) {
    const openpgp = await import('openpgp')
    // Old software wrote messages without integrity protection; they are evidence all the same.
    const config = { allowUnauthenticatedMessages: true, allowInsecureDecryptionWithSigningKeys: true }
    const message = await openpgp
      .readMessage({ binaryMessage: Uint8Array.from(await messageBytes(input)), config })
      .catch(() => {
        throw failed('damaged', 'it is no OpenPGP message that can be read')
      })
    const with_ =
      key.kind === 'passphrase'
        ? { passwords: [key.value] }
        : { decryptionKeys: await unlocked(key, input.passphrases) }
    const plain = await openpgp.decrypt({ message, ...with_, format: 'binary', config }).catch(() => {
      throw failed('wrong-key', 'it does not open with it')
    })
    const name = Buffer.from(plain.filename && plain.filename !== 'msg.txt' ? plain.filename : 'message')
    yield { name, modifiedAt: null, listed: false, content: once(plain.data as Uint8Array) }
  },
}

async function messageBytes({ peek, offset, length }: OpenInput): Promise<Buffer> {
  if (length > most) throw failed('limit', `it is longer than ${most} bytes`)
  const bytes = await peek.read(offset, length)
  return ((bytes[0] ?? 0) & 0x80) === 0
    ? bytesOf(bytes.toString('latin1').replace(/\r?\n[ \t]*(?:> ?)+/g, '\n'))
    : bytes
}

/** The private key, opened by one of the passphrases where it is closed. */
async function unlocked(key: TriedKey, passphrases: readonly TriedKey[]) {
  const openpgp = await import('openpgp')
  const armoured = key.value.includes('-----BEGIN')
  const privateKey = await (armoured
    ? openpgp.readPrivateKey({ armoredKey: key.value })
    : openpgp.readPrivateKey({ binaryKey: Uint8Array.from(Buffer.from(key.value, 'base64')) })
  ).catch(() => {
    throw failed('damaged', 'the private key cannot be read')
  })
  if (privateKey.isDecrypted()) return privateKey
  for (const { value } of passphrases) {
    const opened = await openpgp.decryptKey({ privateKey, passphrase: value }).catch(() => null)
    if (opened !== null) return opened
  }
  throw failed('wrong-key', 'no passphrase of the keyring opens the private key')
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
