import { armor, Decrypter } from 'age-encryption'
import { failed, type Opener } from '../opener.ts'

/** Decrypted in memory. */
const most = 256 << 20

/** Files of age, by a passphrase or a private key (`AGE-SECRET-KEY-1…`). */
export const age: Opener = {
  name: 'age',
  about: 'files of age, with a passphrase or an age key',
  fits: (key) => key.kind === 'passphrase' || key.form === 'age',
  open: async function* ({ peek, offset, length }, key) {
    if (length > most) throw failed('limit', `it is longer than ${most} bytes`)
    const bytes = await peek.read(offset, Math.min(length, most))
    const decrypter = new Decrypter()
    const identity = /AGE-SECRET-KEY-[A-Z0-9-]+/.exec(key.value)?.[0]
    if (identity) decrypter.addIdentity(identity)
    else decrypter.addPassphrase(key.value)
    let plain: Uint8Array
    try {
      plain = await decrypter.decrypt(bytes[0] === 0x2d ? armor.decode(bytes.toString('latin1')) : bytes)
    } catch {
      throw failed('wrong-key', 'it does not open with it')
    }
    yield { name: Buffer.from('opened'), modifiedAt: null, listed: false, content: once(plain) }
  },
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
