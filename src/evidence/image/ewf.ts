import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import { type Acquisition, acquisitionOf } from './ewf-header.ts'
import { type Image, lastBefore } from './image.ts'

/** An image in Expert Witness form: its bytes, what was said when it was taken, and what is wrong with its segments. */
export interface Ewf extends Image {
  readonly acquisition: Acquisition
  readonly stored: { readonly md5: string | null; readonly sha1: string | null }
  readonly trouble: readonly string[]
  /** Chunks that could not be read so far; they read as zeros. */
  readonly lost: () => number
}

/** The magic of EWF-E01 ("Expert Witness Compression Format", libewf documentation, section 2.1). */
export const ewfMagic = Buffer.from([0x45, 0x56, 0x46, 0x09, 0x0d, 0x0a, 0xff, 0x00])

/** The number of a segment by its first bytes; null where it is none. */
export function segmentNumber(head: Uint8Array): number | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(13, head.length))
  return bytes.length === 13 && bytes.subarray(0, 8).equals(ewfMagic) ? bytes.readUInt16LE(9) : null
}

interface Table {
  readonly file: number
  readonly first: number
  readonly count: number
  readonly base: number
  /** Where its entries lie, and where the bytes of its last chunk end. */
  readonly entriesAt: number
  readonly end: number
}

const mostSections = 1_000_000
/** Bytes of unpacked chunks, and of the lists of chunks, that are held. */
const heldBytes = 64 << 20

/** Opens an image by its segments in order. What is missing or damaged of them reads as zeros and is told. */
export function openEwf(paths: readonly string[]): Ewf {
  const files = paths.map((path) => openSync(path, constants.O_RDONLY))
  const trouble: string[] = []
  const tables: Table[] = []
  const headers: { readonly wide: boolean; readonly bytes: Buffer }[] = []
  const stored: { md5: string | null; sha1: string | null } = { md5: null, sha1: null }
  let [chunkBytes, sectors, sectorBytes, chunks, media] = [32_768, 0, 512, 0, null as number | null]
  let done = false
  for (const [file, fd] of files.entries()) {
    const size = fstatSync(fd).size
    let sectorsEnd = 0
    let listed = false
    for (let at = 13, n = 0; n < mostSections; n++) {
      const head = readFrom(fd, at, 76)
      if (head.length < 76) {
        trouble.push(`Segment ${file + 1} ends inside a section`)
        break
      }
      const type = head.toString('latin1', 0, 16).replace(/\0.*$/s, '')
      const next = Number(head.readBigUInt64LE(16))
      const length = Number(head.readBigUInt64LE(24)) - 76
      const body = (most: number): Buffer => readFrom(fd, at + 76, Math.max(0, Math.min(length, most)))
      if (type === 'header2' || type === 'header') headers.push({ wide: type === 'header2', bytes: body(1 << 20) })
      else if (type === 'volume' || type === 'disk' || type === 'data') {
        const v = body(1052)
        if (v.length >= 24 && type !== 'data') {
          chunkBytes = v.readUInt32LE(8) * v.readUInt32LE(12)
          sectorBytes = v.readUInt32LE(12)
          sectors = v.length >= 1052 ? Number(v.readBigUInt64LE(16)) : v.readUInt32LE(16)
          media = v[0]!
        }
      } else if (type === 'sectors') {
        sectorsEnd = at + 76 + Math.max(0, length)
        listed = false
      } else if (type === 'table' || (type === 'table2' && !listed)) {
        const t = body(24)
        const stated = t.length === 24 ? t.readUInt32LE(0) : 0
        const count = Math.min(
          stated,
          Math.max(0, Math.floor(((next > at ? Math.min(next, size) : size) - at - 100) / 4)),
        )
        if (count < stated) trouble.push(`Segment ${file + 1}: a list of ${stated} chunks has room for ${count}`)
        if (count > 0) {
          // Without a section of sectors (EnCase 1) the chunks lie behind the entries.
          const end = sectorsEnd > 0 ? sectorsEnd : next > at ? next : size
          tables.push({ file, first: chunks, count, base: Number(t.readBigUInt64LE(8)), entriesAt: at + 100, end })
          chunks += count
          listed = true
        }
      } else if (type === 'digest') {
        const d = body(80)
        if (d.length >= 36) {
          stored.md5 = hashOf(d.subarray(0, 16)) ?? stored.md5
          stored.sha1 = hashOf(d.subarray(16, 36))
        }
      } else if (type === 'hash') {
        const d = body(16)
        if (d.length === 16) stored.md5 = hashOf(d) ?? stored.md5
      } else if (type === 'done') done = true
      if (type === 'done' || type === 'next') break
      if (next <= at || next >= size) {
        trouble.push(`Segment ${file + 1}: its section "${printable(type)}" leads nowhere`)
        break
      }
      at = next
    }
  }
  if (!(chunkBytes > 0 && chunkBytes <= 1 << 27)) {
    trouble.push(`Its chunks are stated to have ${chunkBytes} bytes`)
    chunkBytes = 32_768
  }
  if (!done) trouble.push('Its last segment is not there, or is cut off')
  const there = chunks * chunkBytes
  const stated = Number.isSafeInteger(sectors * sectorBytes) && sectors > 0 ? sectors * sectorBytes : there
  // What no list names lies behind the last chunk that one does: zeros in its place would be bytes that nobody seized.
  const whole = Math.min(stated, there)
  if (whole < stated)
    trouble.push(`${stated - whole} of the ${stated} bytes that it states are in no list of its chunks`)
  const starts = tables.map((t) => t.first)
  const lost = new Set<number>()
  const longest = tables.reduce((most, t) => Math.max(most, t.count * 4), 1)
  const entries = cached(Math.max(2, Math.min(16, Math.floor(heldBytes / longest))), (i: number) => {
    const table = tables[i]!
    return readFrom(files[table.file]!, table.entriesAt, table.count * 4)
  })
  const chunk = cached(Math.max(2, Math.min(128, Math.floor(heldBytes / chunkBytes))), (n: number): Buffer => {
    const wanted = Math.max(0, Math.min(chunkBytes, whole - n * chunkBytes))
    const i = lastBefore(starts, n)
    const table = tables[i]
    const found = table === undefined || n >= table.first + table.count ? null : unpack(table, entries(i), n, wanted)
    if (found !== null && found.length >= wanted) return found.subarray(0, wanted)
    lost.add(n)
    return found === null ? Buffer.alloc(wanted) : Buffer.concat([found, Buffer.alloc(wanted - found.length)])
  })
  const unpack = (table: Table, list: Buffer, n: number, wanted: number): Buffer | null => {
    const own = (n - table.first) * 4
    if (own + 4 > list.length) return null
    const entry = list.readUInt32LE(own)
    const at = table.base + (entry & 0x7fffffff)
    const next = own + 8 <= list.length ? table.base + (list.readUInt32LE(own + 4) & 0x7fffffff) : table.end
    if (entry >>> 31 === 0) return readFrom(files[table.file]!, at, wanted)
    const packed = readFrom(files[table.file]!, at, Math.max(0, Math.min(next - at, chunkBytes * 2 + 64)))
    try {
      return inflateSync(packed, { maxOutputLength: chunkBytes })
    } catch {
      return null
    }
  }
  return {
    size: whole,
    paths: trouble.length === 0 ? paths : null,
    acquisition: acquisitionOf(headers, { media, sectorBytes }),
    stored,
    trouble,
    lost: () => lost.size,
    read: (at, length) => {
      const to = Math.min(at + length, whole)
      const parts: Buffer[] = []
      for (let from = at; from < to; ) {
        const n = Math.floor(from / chunkBytes)
        const part = chunk(n).subarray(from - n * chunkBytes, to - n * chunkBytes)
        if (part.length === 0) break
        parts.push(part)
        from += part.length
      }
      return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
    },
    close: () => {
      for (const fd of files) closeSync(fd)
    },
  }
}

function readFrom(fd: number, at: number, length: number): Buffer {
  if (!Number.isSafeInteger(at) || at < 0 || length <= 0) return Buffer.alloc(0)
  // A length that damage makes is not believed before there are so many bytes.
  const there = length > 1 << 20 ? Math.max(0, Math.min(length, fstatSync(fd).size - at)) : length
  const buffer = Buffer.allocUnsafe(there)
  let got = 0
  while (got < buffer.length) {
    const read = readSync(fd, buffer, got, buffer.length - got, at + got)
    if (read === 0) break
    got += read
  }
  return buffer.subarray(0, got)
}

function hashOf(bytes: Buffer): string | null {
  return bytes.every((b) => b === 0) ? null : bytes.toString('hex')
}

function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?')
}

/** Keeps what was made last, so many of them. */
function cached<T>(most: number, make: (key: number) => T): (key: number) => T {
  const held = new Map<number, T>()
  return (key) => {
    const known = held.get(key)
    if (known !== undefined) {
      held.delete(key)
      held.set(key, known)
      return known
    }
    const made = make(key)
    held.set(key, made)
    if (held.size > most) held.delete(held.keys().next().value!)
    return made
  }
}
