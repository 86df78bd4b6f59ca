import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/** A file of an exhibit, opened for looking only. */
export interface Peek {
  readonly path: string
  readonly size: number
  /** What evidence.open told it to be. */
  readonly source: string
  /** How many of its entries stayed closed when it was opened as a container. */
  readonly closedEntries: number
  readonly head: Buffer
  /** Bytes at a place; fewer at the end of the file. */
  readonly read: (at: number, length: number) => Promise<Buffer>
}

/** So much of each file is looked at before anything is suspected. */
export const headBytes = 8192
/** No form needs more at once. */
const mostAtOnce = 64 << 20

/** Opens a file, hands it to `look`, and closes it. */
export async function peekAt<T>(
  file: { readonly place: string; readonly path: string; readonly source: string; readonly closedEntries: number },
  look: (peek: Peek) => Promise<T>,
): Promise<T> {
  const handle = await open(file.place, constants.O_RDONLY)
  try {
    const { size } = await handle.stat()
    const read = async (at: number, length: number): Promise<Buffer> => {
      const wanted = Math.max(0, Math.min(length, size - at, mostAtOnce))
      if (!(wanted > 0) || !(at >= 0)) return Buffer.alloc(0)
      const buffer = Buffer.alloc(wanted)
      const { bytesRead } = await handle.read(buffer, 0, wanted, at)
      return buffer.subarray(0, bytesRead)
    }
    return await look({ ...file, size, head: await read(0, headBytes), read })
  } finally {
    await handle.close()
  }
}

/** True where the first bytes are text in one of the usual character sets. */
export function isText(peek: Peek): boolean {
  return peek.head.length > 0 && !peek.head.includes(0)
}
