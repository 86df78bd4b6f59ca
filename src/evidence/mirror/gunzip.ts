import type { FileHandle } from 'node:fs/promises'
import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib'

/** Something wrong with a gzip file: where in what it unpacks to, and what. */
export interface GzipTrouble {
  readonly code: 'gzip-damaged' | 'gzip-truncated' | 'gzip-checksum' | 'gzip-trailing'
  readonly detail: string
  /** Offset in the unpacked content. */
  readonly at: number
}

/** A piece of unpacked content, and how far the packed file was read for it. */
export interface Unpacked {
  readonly bytes: Uint8Array
  readonly packed: number
}

const pieceBytes = 32 << 10
const bufferBytes = 64 << 10

/**
 * Unpacks a gzip file of one or more members (RFC 1952). What a damaged member gives before the damage is given to the
 * last byte, and after it reading goes on with the next member.
 */
export async function* gunzip(file: FileHandle, report: (trouble: GzipTrouble) => void): AsyncGenerator<Unpacked> {
  let at = 0
  let out = 0
  for (;;) {
    const header = await memberHeader(file, at)
    if (header === 'end') return
    if (header === null) {
      const next = await nextMember(file, at + 1)
      if (!(await onlyZeros(file, at))) {
        const detail = next < 0 ? 'The packed file goes on with' : `Skipped ${next - at} bytes of the packed file:`
        report({ code: 'gzip-trailing', detail: `${detail} bytes that are no gzip member, from byte ${at}`, at: out })
      }
      if (next < 0) return
      at = next
      continue
    }
    const before = out
    const member = inflate(file, header)
    let crc = 0
    let step = await member.next()
    for (; !step.done; step = await member.next()) {
      crc = crc32(step.value.bytes, crc)
      out += step.value.bytes.length
      yield step.value
    }
    const { end, problem } = step.value
    if (problem === 'truncated') {
      return report({
        code: 'gzip-truncated',
        detail: 'The packed file ends inside its content; all before was read',
        at: out,
      })
    }
    if (problem === 'damaged') {
      const next = await nextMember(file, end)
      const how = next < 0 ? 'what follows cannot be unpacked' : `reading goes on with the member at byte ${next}`
      report({ code: 'gzip-damaged', detail: `The packed file is damaged near byte ${end}; ${how}`, at: out })
      if (next < 0) return
      at = next
      continue
    }
    const trailer = await readAt(file, end, 8)
    const size = (out - before) % 0x1_0000_0000
    if (trailer.length < 8) {
      report({
        code: 'gzip-truncated',
        detail: 'The packed file ends before its checksum; all content was read',
        at: out,
      })
    } else if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== size) {
      report({
        code: 'gzip-checksum',
        detail: `The content does not match its checksum (member that ends at byte ${end + 8})`,
        at: out,
      })
    }
    at = end + 8
  }
}

type MemberEnd = { readonly end: number; readonly problem: 'truncated' | 'damaged' | null }

/** Unpacks the deflate stream at `from`, piece by piece, and says where it ends. */
async function* inflate(file: FileHandle, from: number): AsyncGenerator<Unpacked, MemberEnd> {
  let z = open()
  let at = from
  try {
    for (;;) {
      const piece = await readAt(file, at, pieceBytes)
      if (piece.length === 0) return { end: at, problem: 'truncated' }
      const { out, failed } = await push(z, piece)
      if (failed) break
      const used = from + z.bytesWritten
      if (out.length > 0) yield { bytes: out, packed: used }
      if (used < at + piece.length) return { end: used, problem: null }
      at += piece.length
    }
    z.destroy()
    z = open()
    const rest = await retry(z, file, from, at)
    if (rest.bytes.length > 0) yield { bytes: rest.bytes, packed: rest.end }
    return { end: rest.end, problem: 'damaged' }
  } finally {
    z.destroy()
  }
}

/** Unpacks again up to the piece that failed, then byte by byte: what came out before the bad byte is not lost. */
async function retry(z: InflateRaw, file: FileHandle, from: number, failing: number) {
  for (let at = from; at < failing; at += pieceBytes) await push(z, await readAt(file, at, pieceBytes))
  const piece = await readAt(file, failing, pieceBytes)
  const parts: Uint8Array[] = []
  for (let i = 0; i < piece.length; i++) {
    const { out, failed } = await push(z, piece.subarray(i, i + 1))
    if (failed) return { bytes: Buffer.concat(parts), end: failing + i }
    parts.push(out)
  }
  return { bytes: Buffer.concat(parts), end: failing + piece.length }
}

function open(): InflateRaw {
  return createInflateRaw({ chunkSize: bufferBytes, readableHighWaterMark: 1 << 30 } as object)
}

/** Gives a piece to the stream and takes everything that comes out of it. */
function push(z: InflateRaw, piece: Uint8Array): Promise<{ readonly out: Uint8Array; readonly failed: boolean }> {
  return new Promise((resolve) => {
    const failed = () => resolve({ out: new Uint8Array(), failed: true })
    z.once('error', failed)
    z.write(piece, (error) => {
      if (error) return
      z.off('error', failed)
      resolve({ out: (z.read() as Buffer | null) ?? new Uint8Array(), failed: false })
    })
  })
}

/** Where the content of the member at `at` begins; null when there is no member, `end` at the file's end. */
async function memberHeader(file: FileHandle, at: number): Promise<number | 'end' | null> {
  const head = await readAt(file, at, bufferBytes)
  if (head.length === 0) return 'end'
  if (!isMember(head, 0)) return null
  const flags = head[3]!
  let i = 10
  if (flags & 4) i += 2 + head.readUInt16LE(10)
  for (const flag of [8, 16]) if (flags & flag) i = head.indexOf(0, i) + 1
  return at + (flags & 2 ? i + 2 : i)
}

/** The magic number, the one method there is, no reserved flags, and a known extra-flags byte. */
function isMember(bytes: Buffer, i: number): boolean {
  return (
    i + 10 <= bytes.length &&
    bytes[i] === 0x1f &&
    bytes[i + 1] === 0x8b &&
    bytes[i + 2] === 8 &&
    bytes[i + 3]! < 0x20 &&
    [0, 2, 4].includes(bytes[i + 8]!)
  )
}

async function nextMember(file: FileHandle, from: number): Promise<number> {
  for (let at = from; ; at += bufferBytes - 10) {
    const bytes = await readAt(file, at, bufferBytes)
    for (let i = bytes.indexOf(0x1f); i >= 0; i = bytes.indexOf(0x1f, i + 1)) if (isMember(bytes, i)) return at + i
    if (bytes.length < bufferBytes) return -1
  }
}

async function onlyZeros(file: FileHandle, from: number): Promise<boolean> {
  for (let at = from; ; at += bufferBytes) {
    const bytes = await readAt(file, at, bufferBytes)
    if (bytes.some((b) => b !== 0)) return false
    if (bytes.length < bufferBytes) return true
  }
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  const { bytesRead } = await file.read(buffer, 0, length, at)
  return buffer.subarray(0, bytesRead)
}
