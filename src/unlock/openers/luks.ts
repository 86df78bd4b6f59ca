import { sectorCipher } from '../luks/ciphers.ts'
import { luksHeader } from '../luks/header.ts'
import { volumeKey } from '../luks/unlock.ts'
import { failed, type Opener, type OpenInput, passphraseBytes } from '../opener.ts'

const piece = 1 << 20

/** LUKS 1 and 2 volumes: what comes out is the raw file system that lies in them. */
export const luks: Opener = {
  name: 'luks',
  about: 'LUKS 1 and LUKS 2 volumes (AES in XTS or CBC; PBKDF2, Argon2), with a passphrase or a key file',
  fits: (key) => key.kind !== 'private-key',
  open: async function* (input, key) {
    const header = await luksHeader(input.peek, input.offset)
    if (header === null || header === 'damaged') throw failed('damaged', 'its header cannot be read')
    const candidates = key.kind === 'key-file' ? [Buffer.from(key.value, 'base64')] : passphraseBytes(key.value)
    for (const candidate of candidates) {
      input.signal.throwIfAborted()
      const volume = await volumeKey(input.peek, input.offset, header, candidate)
      if (volume === null) continue
      const { data } = header
      const end = data.size === null ? input.offset + input.length : input.offset + data.offset + data.size
      const content = sectors(input, volume, header.cipher, data, Math.min(end, input.peek.size))
      yield { name: Buffer.from('volume.img'), modifiedAt: null, listed: false, content }
      return
    }
    throw failed('wrong-key', 'it opens no key slot')
  },
}

async function* sectors(
  { peek, offset, signal }: OpenInput,
  key: Buffer,
  cipher: string,
  data: { readonly offset: number; readonly sector: number; readonly firstIv: number },
  end: number,
): AsyncGenerator<Uint8Array> {
  const decrypt = sectorCipher(cipher, key, data.sector)
  const start = offset + data.offset
  for (let at = start; at + data.sector <= end; ) {
    signal.throwIfAborted()
    const whole = Math.floor(Math.min(piece, end - at) / data.sector) * data.sector
    const bytes = await peek.read(at, whole)
    if (bytes.length < data.sector) return
    yield decrypt(bytes.subarray(0, bytes.length - (bytes.length % data.sector)), data.firstIv + (at - start) / 512)
    at += whole
  }
}
