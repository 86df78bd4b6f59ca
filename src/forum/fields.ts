/** The tuple being read: where each field begins and how long it is, -1 for NULL. */
export interface Fields {
  bytes: Buffer
  readonly starts: Int32Array
  readonly lengths: Int32Array
}

/** Room for tuples of so many fields. */
export function openFields(count: number): Fields {
  return { bytes: Buffer.alloc(0), starts: new Int32Array(count), lengths: new Int32Array(count) }
}

/** Finds the fields of the tuple at `start`. */
export function readTuple(fields: Fields, bytes: Buffer, start: number): void {
  const { starts, lengths } = fields
  fields.bytes = bytes
  let at = start + 2
  for (let i = 0; i < starts.length; i++) {
    const length = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
    at += 4
    starts[i] = at
    lengths[i] = length
    if (length > 0) at += length
  }
}

/** Buffer's own UTF-8 reader without the checks of `toString`; part of Node's Buffer though not of its types. */
type Utf8Buffer = Buffer & { utf8Slice: (start: number, end: number) => string }

/** A text field, null for NULL. */
export function textAt({ bytes, starts, lengths }: Fields, i: number): string | null {
  const length = lengths[i]!
  return length < 0 ? null : (bytes as Utf8Buffer).utf8Slice(starts[i]!, starts[i]! + length)
}

/** A text field that is a whole number of at most 15 digits, else -1. */
export function digitsAt({ bytes, starts, lengths }: Fields, i: number): number {
  const length = lengths[i]!
  if (length <= 0 || length > 15) return -1
  const end = starts[i]! + length
  let value = 0
  for (let at = starts[i]!; at < end; at++) {
    const digit = bytes[at]! - 0x30
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

/** A field of the type int4 or int8, as far as a double holds it. */
export function intAt({ bytes, starts, lengths }: Fields, i: number): number {
  const at = starts[i]!
  return lengths[i] === 8 ? bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4) : bytes.readInt32BE(at)
}

/** True when a field holds one of these bytes. */
export function holdsAt({ bytes, starts, lengths }: Fields, i: number, codes: readonly number[]): boolean {
  const end = starts[i]! + lengths[i]!
  const [first, second, third] = codes
  for (let at = starts[i]!; at < end; at++) {
    const byte = bytes[at]!
    if (byte === first || byte === second || byte === third) return true
  }
  return false
}
