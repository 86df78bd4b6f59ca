import { isUtf8 } from 'node:buffer'

/** The bytes end within what is being read. */
export class Short extends Error {}
/** The bytes are not what they should be. */
export class Damaged extends Error {}

/** A place in bytes; `room` is how many more bytes may be unpacked, `spoilt` that a text was no UTF-8. */
export interface Cursor {
  readonly bytes: Buffer
  at: number
  room: number
  spoilt: boolean
}

/** The next bytes. */
export function take(c: Cursor, length: number): Buffer {
  if (length > c.bytes.length - c.at) throw new Short()
  c.at += length
  return c.bytes.subarray(c.at - length, c.at)
}

/** A length, or how a text is packed (Redis, rdb.h, "Defines related to the dump file format"). */
function lengthOf(c: Cursor): { readonly length: number; readonly packed: boolean } {
  const first = take(c, 1)[0]!
  const rest = first & 0x3f
  if (first < 0x40) return { length: first, packed: false }
  if (first < 0x80) return { length: rest * 256 + take(c, 1)[0]!, packed: false }
  if (first >= 0xc0) return { length: rest, packed: true }
  if (first === 0x80) return { length: take(c, 4).readUInt32BE(0), packed: false }
  if (first !== 0x81) throw new Damaged()
  const length = Number(take(c, 8).readBigUInt64BE(0))
  if (!Number.isSafeInteger(length)) throw new Damaged()
  return { length, packed: false }
}

/** A length that is none of a text. */
export function count(c: Cursor): number {
  const { length, packed } = lengthOf(c)
  if (packed) throw new Damaged()
  return length
}

/** A text's bytes: as they are, a number, or packed with LZF. */
export function raw(c: Cursor): Buffer {
  const { length, packed } = lengthOf(c)
  if (!packed) return take(c, length)
  if (length === 0) return Buffer.from(String(take(c, 1).readInt8(0)))
  if (length === 1) return Buffer.from(String(take(c, 2).readInt16LE(0)))
  if (length === 2) return Buffer.from(String(take(c, 4).readInt32LE(0)))
  if (length !== 3) throw new Damaged()
  const from = count(c)
  const to = count(c)
  const input = take(c, from)
  // One byte of LZF stands for at most 88.
  if (to > c.room || to > from * 300) throw new Damaged()
  c.room -= to
  return unpackLzf(input, to)
}

/** A text. */
export function text(c: Cursor): string {
  return said(c, raw(c))
}

/** Bytes as text. */
export function said(c: Cursor, bytes: Buffer): string {
  if (!isUtf8(bytes)) c.spoilt = true
  return bytes.toString('utf8')
}

/** Unpacks LZF (liblzf, lzf_d.c): runs of bytes, and copies of what stands before. */
function unpackLzf(input: Buffer, size: number): Buffer {
  const out = Buffer.alloc(size)
  let to = 0
  for (let i = 0; i < input.length; ) {
    const control = input[i++]!
    if (control < 32) {
      if (i + control + 1 > input.length || to + control + 1 > size) throw new Damaged()
      for (let n = 0; n <= control; n++) out[to++] = input[i++]!
      continue
    }
    let length = control >> 5
    if (length === 7) length += input[i++] ?? 0
    let from = to - ((control & 0x1f) << 8) - (input[i++] ?? 0) - 1
    if (from < 0 || to + length + 2 > size) throw new Damaged()
    for (let n = 0; n < length + 2; n++) out[to++] = out[from++]!
  }
  if (to !== size) throw new Damaged()
  return out
}
