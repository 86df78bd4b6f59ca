import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { gunzipSync, constants as zlib } from 'node:zlib'
import { EvidenceError } from './evidence.ts'
import { sources } from './sources/index.ts'

/** What a file is: how it is packed, and which reader reads it. */
export interface Recognised {
  readonly encoding: 'gzip' | null
  readonly source: string
}

const headBytes = 256 * 1024

/** Recognises a file by its first bytes, never by its name; a file that nothing here reads is refused with the reason. */
export async function recognise(path: string): Promise<Recognised> {
  const head = await readHead(path)
  if (head.length === 0) throw new EvidenceError(path, 'is empty', 'Check that it was copied whole.')
  const packed = head[0] === 0x1f && head[1] === 0x8b
  const plain = packed ? unpackHead(head) : head
  const source = plain ? sources.find((s) => s.detect(plain, path)) : undefined
  if (source) return { encoding: packed ? 'gzip' : null, source: source.name }
  const what = packed
    ? plain
      ? 'is a gzip archive that does not hold a dump'
      : 'is a damaged gzip archive'
    : `begins with ${preview(head)} and is not a dump`
  throw new EvidenceError(path, what, `What can be read: ${sources.map((s) => s.about).join('; ')}.`)
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY)
  try {
    const buffer = Buffer.alloc(headBytes)
    const { bytesRead } = await file.read(buffer, 0, headBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** What the first bytes of an archive unpack to; the head is cut anywhere, so the end may be missing. */
function unpackHead(head: Buffer): Buffer | null {
  try {
    return gunzipSync(head, { finishFlush: zlib.Z_SYNC_FLUSH, maxOutputLength: 64 * 1024 * 1024 }).subarray(
      0,
      headBytes,
    )
  } catch {
    return null
  }
}

function preview(head: Buffer): string {
  const text = head.subarray(0, 24).toString('latin1')
  return /^[\x20-\x7e\r\n\t]+$/.test(text) ? JSON.stringify(text) : `the bytes ${head.subarray(0, 8).toString('hex')}`
}
