import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'

/** Sectors of a chunk and bytes of a sector, as most programs write them. */
const perChunk = 64
const sectorBytes = 512

/**
 * An image in Expert Witness form in so many segments ("Expert Witness Compression Format", sections 2 and 3): header,
 * volume, chunks packed where that makes them smaller, tables, and the MD5 of all of it.
 */
export function ewfSegments(disk: Buffer, count = 1): readonly Buffer[] {
  const bytes = perChunk * sectorBytes
  const chunks = Array.from({ length: Math.ceil(disk.length / bytes) }, (_, i) =>
    disk.subarray(i * bytes, (i + 1) * bytes),
  )
  const each = Math.ceil(chunks.length / count)
  return Array.from({ length: count }, (_, n) => {
    const parts: Buffer[] = [segmentHead(n + 1)]
    let at = 13
    const section = (type: string, body: Buffer, last = false): void => {
      const head = Buffer.alloc(76)
      head.write(type, 0, 'latin1')
      head.writeBigUInt64LE(BigInt(last ? at : at + 76 + body.length), 16)
      head.writeBigUInt64LE(BigInt(last ? 76 : 76 + body.length), 24)
      head.writeUInt32LE(adler32(head.subarray(0, 72)), 72)
      parts.push(head, body)
      at += 76 + body.length
    }
    if (n === 0) {
      const words =
        '1\nmain\nc\tn\ta\te\tt\tav\tov\tm\tu\np\r\n4\t7\tgarden shed\tA. Examiner\tnotes\t8\tLinux\t1700000000\t1700000001\n\n'
      section('header2', deflateSync(Buffer.from(`\ufeff${words}`, 'utf16le')))
      section('header', deflateSync(Buffer.from(words)))
      section('volume', volume(chunks.length, disk.length / sectorBytes))
    }
    const own = chunks.slice(n * each, (n + 1) * each)
    const base = at + 76
    const packed = own.map((chunk) => {
      const small = deflateSync(chunk)
      const sum = Buffer.alloc(4)
      sum.writeUInt32LE(adler32(chunk))
      return small.length < chunk.length
        ? { packed: true, bytes: small }
        : { packed: false, bytes: Buffer.concat([chunk, sum]) }
    })
    section('sectors', Buffer.concat(packed.map((p) => p.bytes)))
    const table = Buffer.alloc(24 + own.length * 4 + 4)
    table.writeUInt32LE(own.length, 0)
    table.writeBigUInt64LE(BigInt(base), 8)
    table.writeUInt32LE(adler32(table.subarray(0, 20)), 20)
    let inside = 0
    for (const [i, p] of packed.entries()) {
      table.writeUInt32LE((inside | (p.packed ? 0x80000000 : 0)) >>> 0, 24 + i * 4)
      inside += p.bytes.length
    }
    table.writeUInt32LE(adler32(table.subarray(24, table.length - 4)), table.length - 4)
    section('table', table)
    section('table2', table)
    if (n === count - 1) {
      const hash = Buffer.concat([createHash('md5').update(disk).digest(), Buffer.alloc(20)])
      hash.writeUInt32LE(adler32(hash.subarray(0, 32)), 32)
      section('hash', hash)
    }
    section(n === count - 1 ? 'done' : 'next', Buffer.alloc(0), true)
    return Buffer.concat(parts)
  })
}

function segmentHead(number: number): Buffer {
  const head = Buffer.from('455646090d0aff000100000000', 'hex')
  head.writeUInt16LE(number, 9)
  return head
}

function volume(chunks: number, sectors: number): Buffer {
  const body = Buffer.alloc(1052)
  body[0] = 1
  body.writeUInt32LE(chunks, 4)
  body.writeUInt32LE(perChunk, 8)
  body.writeUInt32LE(sectorBytes, 12)
  body.writeBigUInt64LE(BigInt(sectors), 16)
  body.writeUInt32LE(adler32(body.subarray(0, 1048)), 1048)
  return body
}

/** The checksum of RFC 1950, section 8. */
function adler32(bytes: Buffer): number {
  let [a, b] = [1, 0]
  for (const byte of bytes) {
    a = (a + byte) % 65_521
    b = (b + a) % 65_521
  }
  return ((b << 16) | a) >>> 0
}
