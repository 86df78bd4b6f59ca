import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, rename, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { Decrypter } from 'age-encryption'
import { sha256 } from '../../db/custody.ts'
import { EvidenceError } from '../evidence.ts'
import type { Fault } from '../ledger.ts'
import type { Entry } from '../unpack/container.ts'
import { readTar } from '../unpack/tar-stream.ts'
import { manifestEntry, openManifest, signatureEntry, type TransferManifest } from './manifest.ts'
import { type Unpacked, unpackInto } from './unpacked.ts'

/** What is opened, with what, and whose seal is expected. */
export interface OpenTransferOptions {
  readonly file: string
  /** Text of an age identity file: lines `AGE-SECRET-KEY-1…`, comments. */
  readonly identity: string
  /** Where the files go; left out, everything is checked and nothing is written. */
  readonly out?: string
  /** Fingerprint of the sender's key, as told by another way. */
  readonly key?: string
  readonly signal?: AbortSignal
  readonly onBytes?: (bytes: number, total: number) => void
}

/** What was found in a container. Files are to be used only where there is no fault. */
export interface OpenedTransfer {
  readonly sha256: string
  readonly manifest: TransferManifest
  readonly manifestSha256: string
  readonly files: number
  /** Files that an earlier, interrupted opening had verified and written. */
  readonly resumed: number
  readonly faults: readonly Fault[]
}

/** A manifest longer than this is taken for damage. */
const longestManifest = 1 << 28

/**
 * Opens a container and verifies it whole: the signature first, then every file against the manifest while it is written
 * aside; only when all agree does the folder get its name. An interrupted opening goes on with the files it had verified.
 */
export async function openTransfer(options: OpenTransferOptions): Promise<OpenedTransfer> {
  const { file, out, signal } = options
  if (out !== undefined && (await stat(out).catch(() => null)))
    throw new EvidenceError(out, 'is there already', 'Name a new folder with --out, or move that one away.')
  const total = (await stat(file)).size
  const hash = createHash('sha256')
  let read = 0
  const source = createReadStream(file)
  const counted = source.iterator({ destroyOnReturn: true })
  const cipher = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await counted.next()
      if (next.done) return controller.close()
      const piece = next.value as Buffer
      hash.update(piece)
      read += piece.length
      options.onBytes?.(read, total)
      controller.enqueue(new Uint8Array(piece))
    },
    cancel: async () => void (await counted.return?.()),
  })
  const faults: Fault[] = []
  const entries = readTar(await decrypted(cipher, options, faults, () => read), (trouble) =>
    faults.push({ place: 'the archive', what: trouble.detail }),
  )
  let into: Unpacked | undefined
  try {
    const { manifest, text } = await signedManifest(entries, options, faults)
    into = await unpackInto(out === undefined ? null : `${out}.partial`, manifest, sha256(text))
    const expected = new Map(manifest.files.map((f) => [f.path, f]))
    let files = 0
    for await (const entry of entries) {
      signal?.throwIfAborted()
      const wanted = expected.get(entry.path)
      if (wanted === undefined || entry.content === null) {
        faults.push({ place: entry.path, what: 'is not in the manifest: it was added, or comes twice' })
        continue
      }
      expected.delete(entry.path)
      const what = await into.take(wanted, entry.content)
      if (what === null) files += 1
      else faults.push({ place: entry.path, what })
    }
    for (const path of expected.keys()) faults.push({ place: path, what: 'is missing' })
    await into.close()
    if (out !== undefined && faults.length === 0) await rename(`${out}.partial`, out)
    const { resumed } = into.state()
    return { sha256: hash.digest('hex'), manifest, manifestSha256: sha256(text), files, resumed, faults }
  } finally {
    await into?.close()
    await entries.return(undefined)
    source.destroy()
  }
}

/** The bytes within; where they stop being authentic, a fault is told and they end. */
async function decrypted(
  cipher: ReadableStream<Uint8Array>,
  { file, identity }: OpenTransferOptions,
  faults: Fault[],
  at: () => number,
): Promise<AsyncIterable<Uint8Array>> {
  const decrypter = new Decrypter()
  const keys = identity.split('\n').map((line) => line.trim())
  const own = keys.filter((line) => line.startsWith('AGE-SECRET-KEY-'))
  if (own.length === 0)
    throw new EvidenceError('the identity', 'holds no age private key', 'Name the file that age-keygen wrote.')
  let plain: ReadableStream<Uint8Array>
  try {
    for (const key of own) decrypter.addIdentity(key)
    plain = await decrypter.decrypt(cipher)
  } catch {
    throw new EvidenceError(
      file,
      'is not a container for this identity, or its beginning was changed',
      'Ask the sender for which age1… key it was sealed.',
    )
  }
  return (async function* () {
    try {
      yield* Readable.fromWeb(plain as never) as AsyncIterable<Uint8Array>
    } catch {
      faults.push({ place: file, what: `was changed or cut short near byte ${at()}: nothing after that is believed` })
    }
  })()
}

async function signedManifest(
  entries: AsyncGenerator<Entry>,
  { file, key }: OpenTransferOptions,
  faults: readonly Fault[],
): Promise<{ readonly manifest: TransferManifest; readonly text: Buffer }> {
  const text = await head(entries, manifestEntry)
  const signature = text === null ? null : await head(entries, signatureEntry)
  const found = text === null || signature === null ? 'has no signed manifest' : openManifest(text, signature)
  if (typeof found === 'string')
    throw new EvidenceError(
      `the manifest of ${file}`,
      faults[0] ? `${found} (${faults[0].what})` : found,
      'Nothing was written. Ask the sender for the container again.',
    )
  if (key !== undefined && found.key !== key.toLowerCase())
    throw new EvidenceError(
      `the manifest of ${file}`,
      `is signed by ${found.key}, not by the key you expect`,
      'Nothing was written. Compare the fingerprint with the sender by another way.',
    )
  return { manifest: found, text: text! }
}

/** The next entry whole, if it is the one of this name. */
async function head(entries: AsyncGenerator<Entry>, name: string): Promise<Buffer | null> {
  const next = await entries.next()
  if (next.done || next.value.path !== name || next.value.content === null) return null
  if ((next.value.size ?? 0) > longestManifest) return null
  const pieces: Buffer[] = []
  for await (const piece of next.value.content) pieces.push(Buffer.from(piece))
  return Buffer.concat(pieces)
}

/** Reads an identity file. */
export async function readIdentity(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => {
    throw new EvidenceError(path, 'cannot be read', 'Name the file that age-keygen wrote.')
  })
}
