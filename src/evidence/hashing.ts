import { createHash } from 'node:crypto'
import { constants, type PathLike } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'

/** The hashes and size of an exhibit, hexadecimal and bytes. */
export interface Hashes {
  readonly md5: string
  readonly sha1: string
  readonly sha256: string
  readonly size: number
}

/** Called with the bytes read so far and in all. */
export type OnBytes = (done: number, total: number) => void

const chunkBytes = 4 * 1024 * 1024
const slots = 4
/** Below this a second thread costs more than it saves. */
const threadFrom = 8 * 1024 * 1024

/** Hashes bytes as they come. */
export function openHashes(): { readonly update: (bytes: Uint8Array) => void; readonly finish: () => Hashes } {
  const [md5, sha1, sha256] = [createHash('md5'), createHash('sha1'), createHash('sha256')]
  let size = 0
  return {
    update: (bytes) => {
      for (const hash of [md5, sha1, sha256]) hash.update(bytes)
      size += bytes.length
    },
    finish: () => ({ md5: md5.digest('hex'), sha1: sha1.digest('hex'), sha256: sha256.digest('hex'), size }),
  }
}

/**
 * Reads a file once, read-only, and computes MD5, SHA-1, SHA-256 and size; writes the same bytes to `copyTo` when
 * given. MD5, the slowest, runs on a second thread over shared memory, so that the pass costs little more than it.
 */
export async function hashFile(
  path: PathLike,
  options: { readonly copyTo?: string; readonly onBytes?: OnBytes; readonly signal?: AbortSignal } = {},
): Promise<Hashes> {
  const source = await open(path, constants.O_RDONLY)
  const copy = options.copyTo
    ? await open(options.copyTo, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
    : null
  const total = (await source.stat()).size
  if (total < threadFrom) return hashHere(source, copy, total, options)
  const memory = new SharedArrayBuffer(chunkBytes * slots)
  const helper = startHelper(memory)
  const [sha1, sha256] = [createHash('sha1'), createHash('sha256')]
  const flush = openFlush(copy)
  let size = 0
  try {
    for (let n = 0; ; n++) {
      options.signal?.throwIfAborted()
      await helper.free(n)
      const chunk = new Uint8Array(memory, (n % slots) * chunkBytes, chunkBytes)
      const { bytesRead } = await source.read(chunk, 0, chunkBytes, null)
      if (bytesRead === 0) break
      helper.take(n % slots, bytesRead)
      const read = chunk.subarray(0, bytesRead)
      sha1.update(read)
      sha256.update(read)
      if (copy) await writeAll(copy, read)
      size += bytesRead
      flush.at(size)
      options.onBytes?.(size, Math.max(total, size))
    }
    await flush.done()
    await copy?.sync()
    return { md5: await helper.finish(), sha1: sha1.digest('hex'), sha256: sha256.digest('hex'), size }
  } finally {
    await flush.done().catch(() => undefined)
    await Promise.all([source.close(), copy?.close(), helper.stop()])
  }
}

const flushEvery = 64 * 1024 * 1024

/** Has the disk write what was given to it while more is hashed, so that little is left to wait for at the end. */
function openFlush(copy: FileHandle | null) {
  let flushed = 0
  let running: Promise<void> | null = null
  let failed: unknown = null
  return {
    at: (size: number): void => {
      if (copy === null || running !== null || size - flushed < flushEvery) return
      flushed = size
      running = copy
        .datasync()
        .catch((error: unknown) => {
          failed = error
        })
        .finally(() => {
          running = null
        })
    },
    done: async (): Promise<void> => {
      await running
      if (failed !== null) throw failed
    },
  }
}

async function hashHere(
  source: FileHandle,
  copy: FileHandle | null,
  total: number,
  options: { readonly onBytes?: OnBytes; readonly signal?: AbortSignal },
): Promise<Hashes> {
  const hashes = openHashes()
  const buffer = Buffer.allocUnsafe(Math.min(total + 1, chunkBytes))
  try {
    for (let size = 0; ; ) {
      options.signal?.throwIfAborted()
      const { bytesRead } = await source.read(buffer, 0, buffer.length, null)
      if (bytesRead === 0) break
      const read = buffer.subarray(0, bytesRead)
      hashes.update(read)
      if (copy) await writeAll(copy, read)
      size += bytesRead
      options.onBytes?.(size, Math.max(total, size))
    }
    await copy?.sync()
    return hashes.finish()
  } finally {
    await Promise.all([source.close(), copy?.close()])
  }
}

/** The SHA-256 alone, for verifying again what was hashed before. */
export async function sha256File(
  path: PathLike,
  onBytes?: OnBytes,
): Promise<{ readonly sha256: string; readonly size: number }> {
  const source = await open(path, constants.O_RDONLY)
  const hash = createHash('sha256')
  let size = 0
  try {
    const total = (await source.stat()).size
    const buffer = Buffer.allocUnsafe(Math.min(total + 1, chunkBytes))
    for (;;) {
      const { bytesRead } = await source.read(buffer, 0, buffer.length, null)
      if (bytesRead === 0) return { sha256: hash.digest('hex'), size }
      hash.update(buffer.subarray(0, bytesRead))
      size += bytesRead
      onBytes?.(size, Math.max(total, size))
    }
  } finally {
    await source.close()
  }
}

async function writeAll(
  file: { write: (b: Uint8Array, o: number, l: number) => Promise<{ bytesWritten: number }> },
  bytes: Uint8Array,
) {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at, bytes.length - at)).bytesWritten
}

/** Plain JavaScript, because a worker's entry must run the same from source and from the built program. */
const helperSource = `
const { parentPort, workerData } = require('node:worker_threads')
const { createHash } = require('node:crypto')
const md5 = createHash('md5')
parentPort.on('message', (m) => {
  if (m === null) return parentPort.postMessage({ md5: md5.digest('hex') })
  md5.update(new Uint8Array(workerData.memory, m.slot * workerData.chunkBytes, m.length))
  parentPort.postMessage('done')
})`

function startHelper(memory: SharedArrayBuffer) {
  const worker = new Worker(helperSource, { eval: true, workerData: { memory, chunkBytes } })
  let done = 0
  let wake: () => void = () => undefined
  let fail: (error: unknown) => void = () => undefined
  const result = new Promise<string>((resolve, reject) => {
    fail = reject
    worker.on('message', (m: 'done' | { md5: string }) => {
      if (m !== 'done') return resolve(m.md5)
      done += 1
      wake()
    })
    worker.on('error', reject)
  })
  result.catch(() => undefined)
  return {
    /** Waits until the slot that the nth chunk goes to has been hashed. */
    free: async (n: number): Promise<void> => {
      while (done < n - slots + 1)
        await Promise.race([
          new Promise<void>((r) => {
            wake = r
          }),
          result,
        ])
    },
    take: (slot: number, length: number): void => worker.postMessage({ slot, length }),
    finish: (): Promise<string> => {
      worker.postMessage(null)
      return result
    },
    stop: async (): Promise<void> => {
      fail(new Error('stopped'))
      await worker.terminate()
    },
  }
}
