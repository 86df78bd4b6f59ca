import { type Cursor, Damaged, Short, said, take } from './cursor.ts'

/** Reads a block that holds many values in one text; what ends too early in it is damage, not the end of the file. */
function inside(c: Cursor, block: Buffer, read: (b: Cursor) => string[]): string[] {
  const b: Cursor = { bytes: block, at: 0, room: 0, spoilt: false }
  try {
    const values = read(b)
    c.spoilt ||= b.spoilt
    return values
  } catch (error) {
    throw error instanceof Short ? new Damaged() : error
  }
}

const byte = (b: Cursor): number => take(b, 1)[0]!

/** The values of a set of integers (Redis, intset.c). */
export function intset(c: Cursor, block: Buffer): string[] {
  return inside(c, block, (b) => {
    const width = take(b, 4).readUInt32LE(0)
    const size = take(b, 4).readUInt32LE(0)
    if ((width !== 2 && width !== 4 && width !== 8) || size * width !== block.length - 8) throw new Damaged()
    return Array.from({ length: size }, () => {
      const value = take(b, width)
      return width === 8 ? String(value.readBigInt64LE(0)) : String(value.readIntLE(0, width))
    })
  })
}

/** The values of a ziplist (Redis, ziplist.c, "The general layout of the ziplist"). */
export function ziplist(c: Cursor, block: Buffer): string[] {
  return inside(c, block, (b) => {
    take(b, 10)
    const values: string[] = []
    for (let before = byte(b); before !== 0xff; before = byte(b)) {
      if (before === 0xfe) take(b, 4)
      values.push(zipEntry(b))
    }
    return values
  })
}

function zipEntry(b: Cursor): string {
  const head = byte(b)
  if (head < 0x40) return said(b, take(b, head))
  if (head < 0x80) return said(b, take(b, (head & 0x3f) * 256 + byte(b)))
  if (head === 0x80) return said(b, take(b, take(b, 4).readUInt32BE(0)))
  if (head === 0xc0) return String(take(b, 2).readInt16LE(0))
  if (head === 0xd0) return String(take(b, 4).readInt32LE(0))
  if (head === 0xe0) return String(take(b, 8).readBigInt64LE(0))
  if (head === 0xf0) return String(take(b, 3).readIntLE(0, 3))
  if (head === 0xfe) return String(take(b, 1).readInt8(0))
  if (head > 0xf0 && head < 0xfe) return String((head & 0x0f) - 1)
  throw new Damaged()
}

/** The values of a listpack (Redis, listpack.md, "Element encoding"). */
export function listpack(c: Cursor, block: Buffer): string[] {
  return inside(c, block, (b) => {
    take(b, 6)
    const values: string[] = []
    for (let head = byte(b); head !== 0xff; head = byte(b)) {
      const from = b.at - 1
      values.push(packEntry(b, head))
      const size = b.at - from
      // Behind it stands its own length, seven bits a byte.
      take(b, size < 128 ? 1 : size < 1 << 14 ? 2 : size < 1 << 21 ? 3 : size < 1 << 28 ? 4 : 5)
    }
    return values
  })
}

function packEntry(b: Cursor, head: number): string {
  if (head < 0x80) return String(head)
  if (head < 0xc0) return said(b, take(b, head & 0x3f))
  if (head < 0xe0) {
    const value = (head & 0x1f) * 256 + byte(b)
    return String(value >= 4096 ? value - 8192 : value)
  }
  if (head < 0xf0) return said(b, take(b, (head & 0x0f) * 256 + byte(b)))
  if (head === 0xf0) return said(b, take(b, take(b, 4).readUInt32LE(0)))
  if (head === 0xf1) return String(take(b, 2).readInt16LE(0))
  if (head === 0xf2) return String(take(b, 3).readIntLE(0, 3))
  if (head === 0xf3) return String(take(b, 4).readInt32LE(0))
  if (head === 0xf4) return String(take(b, 8).readBigInt64LE(0))
  throw new Damaged()
}
