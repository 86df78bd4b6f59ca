import { xxh32 } from '../../src/evidence/unpack/xxhash.ts'

/** How a frame is written. */
export interface Lz4Style {
  /** Blocks may copy from those before them. */
  readonly linked?: boolean
  readonly blockSums?: boolean
  readonly contentSum?: boolean
  readonly contentSize?: boolean
}

const blockBytes = 64 << 10
/** A block that is packed ends with literals, and no copy begins near its end (LZ4 Block Format Description, "End of block restrictions"). */
const [lastLiterals, lastMatch] = [5, 12]

/** Packs bytes as one frame of LZ4 (LZ4 Frame Format Description 1.6.4) in blocks of 64 kB. */
export function writeLz4(data: Buffer, style: Lz4Style = {}): Buffer {
  const { linked = false, blockSums = false, contentSum = true, contentSize = false } = style
  const flags = 0x40 | (linked ? 0 : 0x20) | (blockSums ? 0x10 : 0) | (contentSize ? 8 : 0) | (contentSum ? 4 : 0)
  const size = Buffer.alloc(contentSize ? 8 : 0)
  if (contentSize) size.writeBigUInt64LE(BigInt(data.length))
  const head = Buffer.concat([Buffer.of(flags, 0x40), size])
  const parts: Buffer[] = [Buffer.from('04224d18', 'hex'), head, Buffer.of((sum(head) >>> 8) & 0xff)]
  for (let at = 0; at < data.length; at += blockBytes) {
    const end = Math.min(at + blockBytes, data.length)
    const packed = packBlock(data, at, end, linked ? Math.max(0, at - blockBytes) : at)
    const plain = packed.length >= end - at
    const block = plain ? data.subarray(at, end) : packed
    parts.push(int32(plain ? (block.length | 0x80000000) >>> 0 : block.length), block)
    if (blockSums) parts.push(int32(sum(block)))
  }
  parts.push(int32(0))
  if (contentSum) parts.push(int32(sum(data)))
  return Buffer.concat(parts)
}

/** Blocks as `lz4 -l` writes them, without checksums. */
export function writeLegacyLz4(data: Buffer): Buffer {
  const block = packBlock(data, 0, data.length, 0)
  return Buffer.concat([Buffer.from('02214c18', 'hex'), int32(block.length), block])
}

function packBlock(data: Buffer, from: number, end: number, reach: number): Buffer {
  const out: number[] = []
  const seen = new Map<number, number>()
  for (let i = reach; i < from; i++) if (i + 4 <= end) seen.set(data.readUInt32LE(i), i)
  let start = from
  const number = (value: number): void => {
    let left = value - 15
    for (; left >= 255; left -= 255) out.push(255)
    out.push(left)
  }
  const put = (literals: Buffer, back: number, length: number): void => {
    out.push((Math.min(15, literals.length) << 4) | (back === 0 ? 0 : Math.min(15, length - 4)))
    if (literals.length >= 15) number(literals.length)
    for (const byte of literals) out.push(byte)
    if (back === 0) return
    out.push(back & 255, back >> 8)
    if (length - 4 >= 15) number(length - 4)
  }
  for (let i = from; i + lastMatch <= end; ) {
    const key = data.readUInt32LE(i)
    const before = seen.get(key)
    seen.set(key, i)
    if (before === undefined || i - before > 65_535) {
      i += 1
      continue
    }
    let length = 4
    while (i + length < end - lastLiterals && data[before + length] === data[i + length]) length += 1
    put(data.subarray(start, i), i - before, length)
    i += length
    start = i
  }
  put(data.subarray(start, end), 0, 0)
  return Buffer.from(out)
}

function sum(bytes: Buffer): number {
  const hash = xxh32()
  hash.update(bytes)
  return hash.digest()
}

function int32(n: number): Buffer {
  const b = Buffer.alloc(4)
  b.writeUInt32LE(n)
  return b
}
