import type { ClientBase } from 'pg'
import type { ColumnType } from './columns.ts'
import { copyHeaderLength, copyParts, copySignature } from './copy-out.ts'
import { unpackInet } from './inet.ts'
import { fromDays, fromMicroseconds } from './instants.ts'

/** Reads one column's value, which has `length` bytes from `at` on; null is not asked for. */
export type Decode = (bytes: Buffer, at: number, length: number) => unknown

type FastBuffer = Buffer & { utf8Slice: (start: number, end: number) => string }

/** Up to this length the loop beats the call into native code. */
const shortText = 12

/** Text as it is. */
export function decodeText(bytes: Buffer, at: number, length: number): string {
  const end = at + length
  if (length <= shortText) {
    let text = ''
    let i = at
    for (; i < end; i += 1) {
      const unit = bytes[i]!
      if (unit > 0x7f) break
      text += String.fromCharCode(unit)
    }
    if (i === end) return text
  }
  return (bytes as FastBuffer).utf8Slice(at, end)
}

/** Node's own readers check their arguments, which costs more than the reading. */
function int32(bytes: Buffer, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
}

function decodeInt8(bytes: Buffer, at: number): number {
  const value = int32(bytes, at) * 0x1_0000_0000 + (int32(bytes, at + 4) >>> 0)
  if (Number.isSafeInteger(value)) return value
  throw new RangeError(`The bigint ${bytes.readBigInt64BE(at)} does not fit a number; select it as text.`)
}

/** Array of one dimension; source: array_send in postgresql utils/adt/arrayfuncs.c. */
function decodeArray(decode: Decode): Decode {
  return (bytes, start) => {
    const dimensions = int32(bytes, start)
    if (dimensions === 0) return []
    if (dimensions !== 1) throw new RangeError('Arrays of more than one dimension are not read.')
    const items: unknown[] = []
    let at = start + 20
    for (let n = int32(bytes, start + 12); n > 0; n -= 1) {
      const length = int32(bytes, at)
      items.push(length < 0 ? null : decode(bytes, at + 4, length))
      at += 4 + Math.max(0, length)
    }
    return items
  }
}

const decoders: Readonly<Record<ColumnType, Decode>> = {
  int2: (bytes, at) => bytes.readInt16BE(at),
  int4: (bytes, at) => int32(bytes, at),
  int8: decodeInt8,
  float8: (bytes, at) => bytes.readDoubleBE(at),
  bool: (bytes, at) => bytes[at] === 1,
  text: decodeText,
  timestamptz: (bytes, at) => fromMicroseconds(int32(bytes, at), int32(bytes, at + 4) >>> 0),
  date: (bytes, at) => fromDays(int32(bytes, at)),
  jsonb: (bytes, at, length) => JSON.parse(decodeText(bytes, at + 1, length - 1)),
  bytea: (bytes, at, length) => Buffer.from(bytes.subarray(at, at + length)),
  inet: (bytes, at, length) => unpackInet(bytes.subarray(at, at + length)),
  'text[]': decodeArray(decodeText),
  'int4[]': decodeArray((bytes, at) => int32(bytes, at)),
  'int8[]': decodeArray(decodeInt8),
}

/** Rows of one batch: as many as this, or as many as hold this many bytes. */
const batchRows = 2000
const batchBytes = 4 * 1024 * 1024

/**
 * Streams the rows of a query out in batches: several times faster than rows through the driver. `types` are the columns'
 * types in order; a function in the place of a type reads the column's bytes itself. For the connection see `copyParts`.
 */
export function copyOut(
  client: ClientBase,
  sql: string,
  types: readonly (ColumnType | Decode)[],
): AsyncGenerator<unknown[][], void, undefined> {
  const plan = types.map((type) => (typeof type === 'function' ? type : decoders[type]))
  let batch: unknown[][] = []
  let bytes = 0
  let begun = false
  const add = (chunk: Buffer): unknown[][] | null => {
    let at = 0
    if (!begun) {
      if (!chunk.subarray(0, copySignature.length).equals(copySignature))
        throw new Error('COPY did not begin as expected.')
      begun = true
      at = copyHeaderLength + int32(chunk, copyHeaderLength - 4)
    }
    while (at < chunk.length) {
      const fields = chunk.readInt16BE(at)
      at += 2
      if (fields < 0) break
      if (fields !== plan.length) throw new Error(`The query has ${fields} columns, ${plan.length} types were given.`)
      const row: unknown[] = new Array(fields)
      for (let i = 0; i < fields; i += 1) {
        const length = int32(chunk, at)
        at += 4
        row[i] = length < 0 ? null : plan[i]!(chunk, at, length)
        if (length > 0) at += length
      }
      batch.push(row)
    }
    bytes += chunk.length
    return batch.length < batchRows && bytes < batchBytes ? null : rest()
  }
  const rest = (): unknown[][] | null => {
    const full = batch
    batch = []
    bytes = 0
    return full.length > 0 ? full : null
  }
  return copyParts(client, sql, { add, rest })
}
