import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'

const pieceBytes = 64 << 10

/** Bytes of a file at a place; fewer at its end. */
export async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  const { bytesRead } = await file.read(buffer, 0, length, at)
  return buffer.subarray(0, bytesRead)
}

/** The bytes between two places, piece by piece. */
export async function* stored(file: FileHandle, from: number, to: number): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to; ) {
    const piece = await readAt(file, at, Math.min(pieceBytes, to - at))
    if (piece.length === 0) return
    at += piece.length
    yield piece
  }
}

/**
 * What the deflate stream (RFC 1951) between two places unpacks to; `damaged` is told when it cannot be unpacked to its
 * end, `ended` where it ends.
 */
export async function* inflated(
  file: FileHandle,
  from: number,
  to: number,
  damaged: (detail: string) => void,
  ended: (at: number) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  const source = Readable.from(stored(file, from, to), { objectMode: false })
  const unpacker = createInflateRaw({ chunkSize: pieceBytes })
  source.on('error', (error) => unpacker.destroy(error))
  source.pipe(unpacker)
  try {
    for await (const piece of unpacker) yield piece as Uint8Array
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))) throw error
    damaged(`its content cannot be unpacked to its end (${error.message})`)
  } finally {
    ended(from + unpacker.bytesWritten)
    source.destroy()
    unpacker.destroy()
  }
}
