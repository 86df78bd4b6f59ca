import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { type GzipTrouble, gunzip, type Unpacked } from './gunzip.ts'

/** Small enough that sockets get their turn between two pieces, large enough that reading costs little. */
const pieceBytes = 256 << 10

/**
 * The content of a file from byte `from` on, unpacked where it is packed, opened read-only. A piece is valid until the
 * next is asked for.
 */
export async function* pieces(
  path: string,
  encoding: 'gzip' | null,
  from: number,
  report: (trouble: GzipTrouble) => void,
): AsyncGenerator<Unpacked> {
  const file = await open(path, constants.O_RDONLY)
  try {
    if (encoding === null) {
      const buffer = new Uint8Array(pieceBytes)
      for (let at = from; ; ) {
        const { bytesRead } = await file.read(buffer, 0, pieceBytes, at)
        if (bytesRead === 0) return
        at += bytesRead
        yield { bytes: buffer.subarray(0, bytesRead), packed: at }
      }
    }
    let at = 0
    for await (const { bytes, packed } of gunzip(file, (t) => t.at >= from && report(t))) {
      const skipped = Math.min(Math.max(from - at, 0), bytes.length)
      at += bytes.length
      if (skipped < bytes.length) yield { bytes: bytes.subarray(skipped), packed }
    }
  } finally {
    await file.close()
  }
}
