import type { CopyPayload } from '../db/stage.ts'

/** Tuples of COPY BINARY under construction (PostgreSQL manual, COPY, "Binary Format"). */
export interface Output {
  readonly table: string
  readonly columns: readonly string[]
  buffer: Buffer
  at: number
  /** Where the row begins that is being written. */
  row: number
  rows: number
  full: Uint8Array[]
  fullBytes: number
}

const leastChunk = 16 * 1024
const mostChunk = 1024 * 1024

/** No rows yet. */
export function openOutput(table: string, columns: readonly string[]): Output {
  return { table, columns, buffer: Buffer.alloc(0), at: 0, row: 0, rows: 0, full: [], fullBytes: 0 }
}

/** Makes sure that `bytes` more fit; the row being written stays in one piece. */
export function reserve(out: Output, bytes: number): void {
  if (out.at + bytes <= out.buffer.length) return
  const begun = out.buffer.subarray(out.row, out.at)
  if (out.row > 0) out.full.push(out.buffer.subarray(0, out.row))
  out.fullBytes += out.row
  const size = Math.min(mostChunk, Math.max(leastChunk, out.buffer.length * 2))
  out.buffer = Buffer.allocUnsafeSlow(Math.max(size, begun.length + bytes))
  out.buffer.set(begun, 0)
  out.at = begun.length
  out.row = 0
}

/** Begins a row of all columns. */
export function beginRow(out: Output): void {
  out.row = out.at
  reserve(out, 2)
  out.at = out.buffer.writeInt16BE(out.columns.length, out.at)
}

/** Keeps the row that was written. */
export function endRow(out: Output): void {
  out.row = out.at
  out.rows += 1
}

/** Forgets the row that was begun. */
export function dropRow(out: Output): void {
  out.at = out.row
}

/** Bytes of rows since the last payload. */
export function written(out: Output): number {
  return out.fullBytes + out.at
}

/** The rows written since the last call; what is left of the chunk is used by the next. */
export function takePayload(out: Output): CopyPayload {
  const chunks = out.at > 0 ? [...out.full, out.buffer.subarray(0, out.at)] : out.full
  const payload = { table: out.table, columns: out.columns, rows: out.rows, chunks }
  Object.assign(out, { buffer: out.buffer.subarray(out.at), at: 0, row: 0, rows: 0, full: [], fullBytes: 0 })
  return payload
}

/** Writes four bytes; the caller reserved them. */
export function putInt32(out: Output, value: number): void {
  const { buffer, at } = out
  buffer[at] = value >>> 24
  buffer[at + 1] = value >>> 16
  buffer[at + 2] = value >>> 8
  buffer[at + 3] = value
  out.at = at + 4
}

/** NULL. */
export function putNull(out: Output): void {
  reserve(out, 4)
  putInt32(out, -1)
}

/** A whole number in eight bytes. */
export function putInt8(out: Output, value: number | bigint): void {
  reserve(out, 12)
  putInt32(out, 8)
  if (typeof value === 'bigint') {
    out.at = out.buffer.writeBigInt64BE(value, out.at)
    return
  }
  putInt32(out, Math.floor(value / 0x1_0000_0000))
  putInt32(out, value % 0x1_0000_0000)
}

/** A whole number in four bytes. */
export function putInt4(out: Output, value: number): void {
  reserve(out, 8)
  putInt32(out, 4)
  putInt32(out, value)
}

/** A flag. */
export function putBool(out: Output, value: boolean): void {
  reserve(out, 5)
  putInt32(out, 1)
  out.buffer[out.at++] = value ? 1 : 0
}

/** Below this length a loop is faster than a call into native code. */
const shortCopy = 40

/** A value as it was read, its length first. */
export function putCopy(out: Output, from: Buffer, start: number, length: number): void {
  reserve(out, 4 + length)
  putInt32(out, length)
  const { buffer, at } = out
  if (length < shortCopy) for (let i = 0; i < length; i++) buffer[at + i] = from[start + i]!
  else from.copy(buffer, at, start, start + length)
  out.at = at + length
}

/** Buffer's own UTF-8 writer without the checks of `write`; part of Node's Buffer though not of its types. */
type Utf8Buffer = Buffer & { utf8Write: (text: string, at: number) => number }

/** Text in UTF-8, its length first, after `prefix` where the type has one; NUL, which PostgreSQL refuses, shows as U+2400. */
export function putText(out: Output, text: string, prefix?: number): void {
  const clean = text.includes('\0') ? text.replaceAll('\0', '\u2400') : text
  // Three bytes hold any UTF-16 code unit; long texts are measured rather than given three times their room.
  reserve(out, 5 + (clean.length > 65_536 ? Buffer.byteLength(clean) : clean.length * 3))
  const extra = prefix === undefined ? 0 : 1
  const bytes = (out.buffer as Utf8Buffer).utf8Write(clean, out.at + 4 + extra)
  putInt32(out, bytes + extra)
  if (prefix !== undefined) out.buffer[out.at] = prefix
  out.at += bytes + extra
}

/** An array of texts (array_send in postgresql utils/adt/arrayfuncs.c; 25 is the type text). */
export function putTexts(out: Output, texts: readonly string[]): void {
  reserve(out, 24)
  const at = out.at
  const head = texts.length === 0 ? [0, 0, 25] : [1, 0, 25, texts.length, 1]
  putInt32(out, 0)
  for (const number of head) putInt32(out, number)
  const offset = at - out.row
  for (const text of texts) putText(out, text)
  const begin = out.row + offset
  out.buffer.writeInt32BE(out.at - begin - 4, begin)
}
