import { decimal, decimalBytes, realText } from './numbers.ts'

/** Kinds of values (MySQL source, sql-common/json_binary.cc, JSONB_TYPE_…). */
const [smallObject, largeObject, smallArray, largeArray, literal] = [0, 1, 2, 3, 4]
const [int16, uint16, int32, uint32, int64, uint64, double, text, opaque] = [5, 6, 7, 8, 9, 10, 11, 12, 15]

/** Deeper than this MySQL accepts none (JSON_DOCUMENT_MAX_DEPTH). */
const deepest = 100
/** So many times the bytes of a document may its text have; more comes of parts that several others point to. */
const mostTimes = 40

/** A document being written as text; throws where its bytes make no sense. */
interface Writing {
  readonly bytes: Uint8Array
  readonly view: DataView
  left: number
}

class BadDocument extends Error {}

/** Binary JSON as the text that MySQL makes of it; null for bytes that are no document. */
export function jsonText(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return ''
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const w: Writing = { bytes, view, left: 1024 + bytes.length * mostTimes }
  try {
    return value(w, bytes[0]!, 1, bytes.length, 0)
  } catch (error) {
    if (error instanceof BadDocument || error instanceof RangeError) return null
    throw error
  }
}

function value(w: Writing, type: number, at: number, end: number, depth: number): string {
  if (at < 0 || at >= end || depth > deepest || w.left < 0) throw new BadDocument()
  switch (type) {
    case smallObject:
    case largeObject:
    case smallArray:
    case largeArray:
      return container(w, type, at, end, depth)
    case literal:
      return literalText(w.bytes[at]!)
    case int16:
      return String(w.view.getInt16(at, true))
    case uint16:
      return String(w.view.getUint16(at, true))
    case int32:
      return String(w.view.getInt32(at, true))
    case uint32:
      return String(w.view.getUint32(at, true))
    case int64:
      return String(w.view.getBigInt64(at, true))
    case uint64:
      return String(w.view.getBigUint64(at, true))
    case double:
      return doubleText(w.view.getFloat64(at, true))
    case text: {
      const { length, next } = lengthAt(w, at, end)
      return quoted(w, next, next + length, end)
    }
    case opaque:
      return opaqueText(w, at, end)
    default:
      throw new BadDocument()
  }
}

function container(w: Writing, type: number, at: number, end: number, depth: number): string {
  const large = type === largeObject || type === largeArray
  const object = type === smallObject || type === largeObject
  const width = large ? 4 : 2
  const number = (offset: number): number => {
    if (offset + width > end) throw new BadDocument()
    return large ? w.view.getUint32(offset, true) : w.view.getUint16(offset, true)
  }
  const count = number(at)
  const to = at + number(at + width)
  if (to > end || to < at) throw new BadDocument()
  const keys = at + 2 * width
  const values = keys + (object ? count * (width + 2) : 0)
  if (values + count * (width + 1) > to) throw new BadDocument()
  const parts: string[] = []
  for (let i = 0; i < count; i++) {
    const entry = values + i * (width + 1)
    const kind = w.bytes[entry]!
    const inside =
      kind === literal || kind === int16 || kind === uint16 || (large && (kind === int32 || kind === uint32))
    const place = inside ? entry + 1 : at + number(entry + 1)
    const found = value(w, kind, place, to, depth + 1)
    if (!object) parts.push(found)
    else {
      const key = keys + i * (width + 2)
      const from = at + number(key)
      parts.push(`${quoted(w, from, from + w.view.getUint16(key + width, true), to)}: ${found}`)
    }
    w.left -= 4
  }
  return object ? `{${parts.join(', ')}}` : `[${parts.join(', ')}]`
}

function literalText(code: number): string {
  if (code === 0) return 'null'
  if (code === 1) return 'true'
  if (code === 2) return 'false'
  throw new BadDocument()
}

function doubleText(n: number): string {
  const written = realText(n)
  return /[.e]/.test(written) ? written : `${written}.0`
}

/** A length of seven bits a byte, the lowest first. */
function lengthAt(w: Writing, at: number, end: number): { length: number; next: number } {
  let length = 0
  for (let i = 0; i < 5; i++) {
    if (at + i >= end) break
    const b = w.bytes[at + i]!
    length += (b & 0x7f) * 2 ** (7 * i)
    if (b < 0x80) return { length, next: at + i + 1 }
  }
  throw new BadDocument()
}

function quoted(w: Writing, from: number, to: number, end: number): string {
  if (to > end || from > to) throw new BadDocument()
  w.left -= to - from + 2
  if (w.left < 0) throw new BadDocument()
  return JSON.stringify(Buffer.from(w.bytes.subarray(from, to)).toString('utf8'))
}

/** Types of columns that opaque values have (MySQL source, field_types.h). */
const [timestampType, dateType, timeType, datetimeType, decimalType] = [7, 10, 11, 12, 246]

function opaqueText(w: Writing, at: number, end: number): string {
  const type = w.bytes[at]!
  const { length, next } = lengthAt(w, at + 1, end)
  const to = next + length
  if (to > end) throw new BadDocument()
  w.left -= 2 * length
  if (type === decimalType && length > 2) {
    const [precision, scale] = [w.bytes[next]!, w.bytes[next + 1]!]
    if (scale <= precision && decimalBytes(precision, scale) === length - 2)
      return decimal(w.bytes, next + 2, to, precision, scale) ?? 'null'
  }
  if ([timestampType, dateType, timeType, datetimeType].includes(type) && length === 8)
    return `"${packedTime(w.view.getBigInt64(next, true), type)}"`
  return `"base64:type${type}:${Buffer.from(w.bytes.subarray(next, to)).toString('base64')}"`
}

/** A date or time packed into one number (MySQL source, my_time.cc, TIME_from_longlong_datetime_packed). */
function packedTime(packed: bigint, type: number): string {
  const n = packed < 0n ? -packed : packed
  const micro = String(n & 0xffffffn).padStart(6, '0')
  const whole = Number(n >> 24n)
  const two = (v: number): string => String(v).padStart(2, '0')
  if (type === timeType) {
    const clock = `${two((whole >> 12) & 1023)}:${two((whole >> 6) & 63)}:${two(whole & 63)}`
    return `${packed < 0n ? '-' : ''}${clock}.${micro}`
  }
  const [day, seconds] = [Math.floor(whole / 2 ** 17), whole % 2 ** 17]
  const month = Math.floor(day / 32)
  const written = `${String(Math.floor(month / 13)).padStart(4, '0')}-${two(month % 13)}-${two(day % 32)}`
  if (type === dateType) return written
  return `${written} ${two(seconds >> 12)}:${two((seconds >> 6) & 63)}:${two(seconds & 63)}.${micro}`
}
