import { crc32, createInflateRaw } from 'node:zlib'
import { failed, type OpenedEntry, type Opener, type OpenInput, passphraseBytes } from '../opener.ts'
import { type ZipStream, zipCipher } from '../zip-ciphers.ts'
import { type ZipEntry, zipEntries } from '../zip-directory.ts'

const piece = 256 << 10

/** Entries of zip archives, encrypted traditionally or by AES, stored or deflated. */
export const zip: Opener = {
  name: 'zip',
  about: 'entries of zip archives: traditional encryption and AES (AE-1, AE-2), stored or deflated',
  fits: (key) => key.kind === 'passphrase',
  open: async function* (input, key) {
    const closed = ((await zipEntries(input.peek)) ?? []).filter((e) => e.encrypted)
    if (closed.length === 0) throw failed('damaged', 'the directory of the archive lists no encrypted entry')
    let [fitted, unsupported] = [0, 0]
    for (const entry of closed) {
      input.signal.throwIfAborted()
      const stream = await streamOf(input, entry, passphraseBytes(key.value))
      if (stream === 'wrong-key') continue
      if (stream === null || (entry.method !== 0 && entry.method !== 8)) {
        unsupported += 1
        continue
      }
      fitted += 1
      const { name, modifiedAt } = entry
      yield { name, modifiedAt, listed: true, content: contentOf(input, entry, stream) } satisfies OpenedEntry
    }
    if (fitted > 0) return
    if (unsupported > 0)
      throw failed('unsupported', `${unsupported} entries are encrypted or packed in a way that is not read`)
    throw failed('wrong-key', 'no entry opens with it')
  },
}

interface Started {
  readonly stream: ZipStream
  readonly from: number
  readonly to: number
  readonly after: number
}

async function streamOf(
  { peek }: OpenInput,
  entry: ZipEntry,
  passphrases: readonly Buffer[],
): Promise<Started | 'wrong-key' | null> {
  const cipher = zipCipher(entry)
  const head = await peek.read(entry.offset, 30)
  if (cipher === null || head.length < 30 || head.readUInt32LE(0) !== 0x04034b50) return null
  const start = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  const before = await peek.read(start, cipher.before)
  if (before.length < cipher.before) return null
  for (const passphrase of passphrases) {
    const stream = cipher.start(passphrase, before)
    const to = start + entry.packed - cipher.after
    if (stream !== null) return { stream, from: start + cipher.before, to, after: cipher.after }
  }
  return 'wrong-key'
}

/** One passphrase in 256 seems to fit the traditional encryption: the checksum tells at the end. */
async function* contentOf(input: OpenInput, entry: ZipEntry, started: Started): AsyncGenerator<Uint8Array> {
  let [crc, length] = [0, 0]
  try {
    for await (const plain of entry.method === 8 ? inflated(decrypted(input, started)) : decrypted(input, started)) {
      crc = crc32(plain, crc)
      length += plain.length
      yield plain
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw failed(entry.aes ? 'damaged' : 'wrong-key', 'what comes out cannot be unpacked')
    throw error
  }
  if (length !== entry.size) throw failed('damaged', `${length} of ${entry.size} bytes came out`)
  // AE-2 leaves the checksum out.
  if (entry.aes?.version !== 2 && crc !== entry.crc)
    throw failed(entry.aes ? 'damaged' : 'wrong-key', 'what comes out does not agree with its checksum')
}

async function* decrypted({ peek, signal }: OpenInput, { stream, from, to, after }: Started): AsyncGenerator<Buffer> {
  for (let at = from; at < to; ) {
    signal.throwIfAborted()
    const bytes = await peek.read(at, Math.min(piece, to - at))
    if (bytes.length === 0) throw failed('damaged', 'the archive ends before the entry does')
    at += bytes.length
    yield stream.decrypt(bytes)
  }
  stream.end(await peek.read(to, after))
}

async function* inflated(pieces: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  const unpacker = createInflateRaw({ chunkSize: piece })
  let failure: unknown = null
  const feeding = (async () => {
    for await (const bytes of pieces) {
      if (unpacker.destroyed) return
      if (!unpacker.write(bytes)) await new Promise((resolve) => unpacker.once('drain', resolve).once('close', resolve))
    }
    unpacker.end()
  })().catch((error) => {
    failure = error
    unpacker.destroy(error)
  })
  try {
    for await (const plain of unpacker) yield plain as Uint8Array
    await feeding
    if (failure !== null) throw failure
  } finally {
    unpacker.destroy()
  }
}
