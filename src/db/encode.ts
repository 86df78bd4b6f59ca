import type { Column, ColumnType } from './columns.ts'
import { packInet } from './inet.ts'
import { toDays, toMicroseconds } from './instants.ts'
import type { CopyPayload } from './stage.ts'

/** Bytes under construction: a chunk with room, and the full ones before it. */
interface Output {
  buffer: Buffer
  at: number
  full: Uint8Array[]
  fullBytes: number
}

const leastChunk = 16 * 1024
const mostChunk = 512 * 1024

/** Makes sure that `bytes` more fit into the current chunk. */
function reserve(out: Output, bytes: number): void {
  if (out.at + bytes <= out.buffer.length) return
  if (out.at > 0) out.full.push(out.buffer.subarray(0, out.at))
  out.fullBytes += out.at
  const size = Math.min(mostChunk, Math.max(leastChunk, out.buffer.length * 2))
  out.buffer = Buffer.allocUnsafeSlow(Math.max(size, bytes))
  out.at = 0
}

/** Writes the length and the value; throws `Unfit` with the reason when the value is not of its type. */
type Encode = (out: Output, value: NonNullable<unknown>) => void

class Unfit extends Error {}

function putInt32(out: Output, value: number): void {
  const { buffer } = out
  buffer[out.at] = value >>> 24
  buffer[out.at + 1] = value >>> 16
  buffer[out.at + 2] = value >>> 8
  buffer[out.at + 3] = value
  out.at += 4
}

function putInt64(out: Output, value: number | bigint): void {
  if (typeof value === 'bigint') {
    out.at = out.buffer.writeBigInt64BE(value, out.at)
  } else {
    putInt32(out, Math.floor(value / 0x1_0000_0000))
    putInt32(out, value % 0x1_0000_0000)
  }
}

function integer(value: unknown, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value <= most && value >= -most - 1) return value
  throw new Unfit(`${String(value)} is not a whole number in range`)
}

const encodeInt4: Encode = (out, value) => {
  if ((value as number) !== ((value as number) | 0)) throw new Unfit(`${String(value)} is not a 32-bit whole number`)
  reserve(out, 8)
  putInt32(out, 4)
  putInt32(out, value as number)
}

const encodeInt8: Encode = (out, value) => {
  const fits = typeof value === 'bigint' ? BigInt.asIntN(64, value) === value : Number.isSafeInteger(value)
  if (!fits) throw new Unfit(`${String(value)} is not a 64-bit whole number, or not an exact one`)
  reserve(out, 12)
  putInt32(out, 8)
  putInt64(out, value as number | bigint)
}

/** Buffer's own UTF-8 writer without the checks of `write`; part of Node's Buffer though not of its types. */
type Utf8Buffer = Buffer & { utf8Write: (text: string, at: number) => number }

/** Up to this length the loop beats the call into native code. */
const shortText = 24

function putText(out: Output, text: string): void {
  const { length } = text
  // Three bytes hold any UTF-16 code unit; long texts are measured rather than given three times their room.
  reserve(out, 4 + (length > mostChunk / 4 ? Buffer.byteLength(text) : length * 3))
  const start = out.at + 4
  const { buffer } = out
  let i = 0
  if (length <= shortText) {
    for (; i < length; i += 1) {
      const unit = text.charCodeAt(i)
      if (unit > 0x7f) break
      if (unit === 0) throw new Unfit('text holds a NUL character, which PostgreSQL cannot store')
      buffer[start + i] = unit
    }
  }
  let bytes = i
  if (i < length) {
    if (text.includes('\0')) throw new Unfit('text holds a NUL character, which PostgreSQL cannot store')
    bytes = (buffer as Utf8Buffer).utf8Write(text, start)
  }
  putInt32(out, bytes)
  out.at = start + bytes
}

const encodeText: Encode = (out, value) => {
  if (typeof value !== 'string') throw new Unfit(`${typeof value} is not text`)
  putText(out, value)
}

function encodeBytes(out: Output, bytes: Uint8Array, prefix?: number): void {
  const extra = prefix === undefined ? 0 : 1
  reserve(out, 4 + extra + bytes.length)
  putInt32(out, bytes.length + extra)
  if (prefix !== undefined) out.buffer[out.at++] = prefix
  out.buffer.set(bytes, out.at)
  out.at += bytes.length
}

/** JSON text that jsonb takes: no NUL, and U+FFFD for lone surrogates, which JSON.stringify writes as escapes. */
function jsonText(value: unknown): string {
  const text = JSON.stringify(value)
  if (text === undefined) throw new Unfit(`${typeof value} is not a JSON value`)
  if (!text.includes('\\u')) return text
  return text.replace(/\\(u[0-9a-f]{4}|.)/g, (sequence, code: string) => {
    if (code === 'u0000') throw new Unfit('JSON text holds a NUL character, which PostgreSQL cannot store')
    return /^ud[89a-f]/.test(code) ? '\ufffd' : sequence
  })
}

/** Array of one dimension; source: array_send in postgresql utils/adt/arrayfuncs.c. Written in place, its length when it is known. */
function encodeArray(elementOid: number, encode: Encode): Encode {
  return (out, value) => {
    if (!Array.isArray(value)) throw new Unfit(`${typeof value} is not an array`)
    reserve(out, 24)
    const { buffer, at } = out
    out.at += 4
    const begin = out.fullBytes + out.at
    putInt32(out, value.length > 0 ? 1 : 0)
    putInt32(out, value.includes(null) || value.includes(undefined) ? 1 : 0)
    putInt32(out, elementOid)
    if (value.length > 0) {
      putInt32(out, value.length)
      putInt32(out, 1)
    }
    for (let i = 0; i < value.length; i += 1) encodeValue(out, value[i], encode)
    // The length stands in the chunk that was current at the beginning, though that may be a full one by now.
    const length = out.fullBytes + out.at - begin
    buffer.writeInt32BE(length, at)
  }
}

function encodeValue(out: Output, value: unknown, encode: Encode): void {
  if (value === null || value === undefined) {
    reserve(out, 4)
    putInt32(out, -1)
  } else {
    encode(out, value)
  }
}

/** Sources of the binary forms: the …_send functions in postgresql utils/adt. */
const encoders: Readonly<Record<ColumnType, Encode>> = {
  int2: (out, value) => {
    const number = integer(value, 0x7fff)
    reserve(out, 6)
    putInt32(out, 2)
    out.at = out.buffer.writeInt16BE(number, out.at)
  },
  int4: encodeInt4,
  int8: encodeInt8,
  float8: (out, value) => {
    if (typeof value !== 'number') throw new Unfit(`${typeof value} is not a number`)
    reserve(out, 12)
    putInt32(out, 8)
    out.at = out.buffer.writeDoubleBE(value, out.at)
  },
  bool: (out, value) => {
    if (typeof value !== 'boolean') throw new Unfit(`${typeof value} is not a truth value`)
    reserve(out, 5)
    putInt32(out, 1)
    out.buffer[out.at++] = value ? 1 : 0
  },
  text: encodeText,
  timestamptz: (out, value) => {
    const micros = toMicroseconds(value)
    if (micros === null) throw new Unfit(`${String(value)} is not an instant that PostgreSQL can hold`)
    reserve(out, 12)
    putInt32(out, 8)
    putInt64(out, micros)
  },
  date: (out, value) => {
    const days = toDays(value)
    if (days === null) throw new Unfit(`${String(value)} is not a date`)
    encodeInt4(out, days)
  },
  jsonb: (out, value) => encodeBytes(out, Buffer.from(jsonText(value)), 1),
  bytea: (out, value) => {
    if (!(value instanceof Uint8Array)) throw new Unfit(`${typeof value} is not bytes`)
    encodeBytes(out, value)
  },
  inet: (out, value) => {
    const bytes = typeof value === 'string' ? packInet(value) : null
    if (!bytes) throw new Unfit(`${String(value)} is not an address`)
    encodeBytes(out, bytes)
  },
  'text[]': encodeArray(25, encodeText),
  'int4[]': encodeArray(23, encodeInt4),
  'int8[]': encodeArray(20, encodeInt8),
}

/** Turns rows into a payload for `copyIn`, row by row; see `ColumnType` for the values. */
export interface RowEncoder {
  /** Adds a row, its values in the order of the columns. */
  readonly add: (values: readonly unknown[]) => void
  readonly rows: () => number
  readonly bytes: () => number
  /** The rows added since the last call. */
  readonly take: () => CopyPayload
}

/** An encoder for rows of one table. A value that is not of its column's type is an error in the caller's code. */
export function rowEncoder(table: string, columns: readonly Column[]): RowEncoder {
  const plan = columns.map((column) => encoders[column.type])
  const names = columns.map((column) => column.name)
  const out: Output = { buffer: Buffer.alloc(0), at: 0, full: [], fullBytes: 0 }
  let rows = 0

  const add = (values: readonly unknown[]): void => {
    if (values.length !== plan.length) throw new Error(`${table}: ${values.length} values for ${plan.length} columns`)
    reserve(out, 2)
    out.at = out.buffer.writeInt16BE(plan.length, out.at)
    for (let i = 0; i < plan.length; i += 1) {
      try {
        encodeValue(out, values[i], plan[i]!)
      } catch (error) {
        throw error instanceof Unfit ? new TypeError(`${table}.${names[i]}: ${error.message}`) : error
      }
    }
    rows += 1
  }

  return {
    add,
    rows: () => rows,
    bytes: () => out.fullBytes + out.at,
    take: () => {
      const chunks = out.at > 0 ? [...out.full, out.buffer.subarray(0, out.at)] : out.full
      const payload = { table, columns: names, rows, chunks }
      // The rest of the chunk is used by the next rows; what was handed out is not touched again.
      Object.assign(out, { buffer: out.buffer.subarray(out.at), at: 0, full: [], fullBytes: 0 })
      rows = 0
      return payload
    },
  }
}

/** All rows as one payload. */
export function encodeRows(table: string, columns: readonly Column[], rows: Iterable<readonly unknown[]>): CopyPayload {
  const encoder = rowEncoder(table, columns)
  for (const row of rows) encoder.add(row)
  return encoder.take()
}

/** As `encodeRows`, with rows as objects; a property that is no column is an error, a missing one is NULL. */
export function encodeRecords(
  table: string,
  columns: readonly Column[],
  records: Iterable<Readonly<Record<string, unknown>>>,
): CopyPayload {
  const names = new Set(columns.map((column) => column.name))
  const encoder = rowEncoder(table, columns)
  for (const record of records) {
    for (const key in record) if (!names.has(key)) throw new Error(`${table} has no column ${key}`)
    encoder.add(columns.map((column) => record[column.name]))
  }
  return encoder.take()
}
