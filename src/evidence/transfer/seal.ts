import { createHash } from 'node:crypto'
import { open, rename, rm, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Encrypter } from 'age-encryption'
import type { ClientBase } from 'pg'
import { appendCustody, inTransaction, sha256 } from '../../db/custody.ts'
import { readPrivateKey, readPublicKey } from '../custody/keys.ts'
import { EvidenceError } from '../evidence.ts'
import { flushLedger } from '../ledger.ts'
import { readName } from '../names.ts'
import { readOperation } from '../operation.ts'
import { type Content, contentsOf, type Wanted } from './contents.ts'
import { manifestEntry, signatureEntry, signManifest } from './manifest.ts'
import { tarEnd, tarHeader, tarPadding } from './tar-writer.ts'

/** Who seals what for whom. */
export interface SealOptions {
  readonly wanted: Wanted
  /** age public keys (`age1…`): any one of their owners opens the container. */
  readonly to: readonly string[]
  readonly out: string
  readonly by: string
  readonly at: Date
  /** The case's private key, where it is not kept in the case folder. */
  readonly keyPath?: string
  readonly signal?: AbortSignal
  readonly onBytes?: (bytes: number, total: number) => void
}

/** What was sealed. */
export interface Sealed {
  readonly out: string
  readonly sha256: string
  readonly size: number
  readonly manifest: string
  readonly key: string
  readonly recipients: readonly string[]
  readonly exhibits: readonly string[]
  readonly files: number
}

/**
 * Writes a container: a tar archive, its signed manifest first, encrypted to the recipients' age keys (C2SP age). Bytes of
 * exhibits are hashed again on their way and must be what the ledger says.
 */
export async function sealTransfer(db: ClientBase, caseDir: string, options: SealOptions): Promise<Sealed> {
  const { out, by, at } = options
  const encrypter = encrypterFor(options.to)
  if (await stat(out).catch(() => null))
    throw new EvidenceError(out, 'is there already', 'Name a new file with --out, or move that one away.')
  const privateKey = await readPrivateKey(caseDir, options.keyPath)
  const publicKey = (await readPublicKey(caseDir))!
  const ledger = await flushLedger(db, caseDir)
  const { exhibits, files } = await contentsOf(db, caseDir, options.wanted)
  const operation = await readOperation(db)
  const { text, signature } = signManifest(
    {
      operation: operation?.name ?? null,
      exercise: operation?.exercise ?? false,
      by,
      at: at.toISOString(),
      recipients: options.to,
      ledger: { entries: ledger.seq, hash: ledger.seq === 0 ? null : ledger.hash },
      exhibits,
      files: files.map(({ path, size, sha256: hash }) => ({ path, size, sha256: hash })),
    },
    { privateKey, publicKey },
  )
  const stream = await encrypter.encrypt(streamOf(archive(text, signature, files, options)))
  const written = await write(stream, `${out}.partial`)
  const sealed: Sealed = {
    out,
    ...written,
    manifest: sha256(text),
    key: JSON.parse(text.toString()).key as string,
    recipients: options.to,
    exhibits: exhibits.map((e) => e.number),
    files: files.length,
  }
  await inTransaction(db, () =>
    appendCustody(db, {
      at: at.toISOString(),
      actor: by,
      action: 'seal-transfer',
      subject: basename(out),
      detail: { ...sealed, out: basename(out), whole_case: options.wanted === 'case' },
    }),
  )
  await rename(`${out}.partial`, out)
  return sealed
}

function encrypterFor(recipients: readonly string[]): Encrypter {
  const encrypter = new Encrypter()
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient)
    } catch {
      throw new EvidenceError(
        recipient.startsWith('AGE-SECRET-KEY') ? 'a private key' : `recipient ${recipient}`,
        'is not an age public key',
        'Ask the recipient for the line that begins with age1 (age-keygen prints it).',
      )
    }
  }
  if (recipients.length === 0) throw new EvidenceError('the container', 'has no recipient', 'Name one with --to age1….')
  return encrypter
}

async function* archive(
  manifest: Buffer,
  signature: Buffer,
  files: readonly Content[],
  { signal, onBytes }: SealOptions,
): AsyncGenerator<Uint8Array> {
  const total = files.reduce((sum, f) => sum + f.size, 0)
  let done = 0
  for (const [name, bytes] of [
    [manifestEntry, manifest],
    [signatureEntry, signature],
  ] as const) {
    yield tarHeader(Buffer.from(name), bytes.length)
    yield bytes
    yield tarPadding(bytes.length)
  }
  for (const file of files) {
    yield tarHeader(readName(file.path), file.size)
    const hash = createHash('sha256')
    let size = 0
    for await (const piece of file.open()) {
      signal?.throwIfAborted()
      size += piece.length
      if (size > file.size) break
      hash.update(piece)
      done += piece.length
      onBytes?.(done, total)
      yield piece
    }
    if (size !== file.size || hash.digest('hex') !== file.sha256)
      throw new EvidenceError(file.path, 'is not what the ledger says', 'See what changed: holdfast verify')
    yield tarPadding(file.size)
  }
  yield tarEnd()
}

function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await pieces.next()
      if (next.done) controller.close()
      else controller.enqueue(next.value)
    },
    cancel: async () => void (await pieces.return(undefined)),
  })
}

async function write(
  stream: ReadableStream<Uint8Array>,
  path: string,
): Promise<{ readonly sha256: string; readonly size: number }> {
  const file = await open(path, 'w', 0o600)
  const hash = createHash('sha256')
  let size = 0
  try {
    for await (const piece of stream) {
      hash.update(piece)
      size += piece.length
      for (let at = 0; at < piece.length; ) at += (await file.write(piece, at)).bytesWritten
    }
    await file.sync()
  } catch (error) {
    await file.close()
    await rm(path, { force: true })
    throw error
  }
  await file.close()
  return { sha256: hash.digest('hex'), size }
}
