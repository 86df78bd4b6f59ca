import { codecOf, decode, guess } from '../charset.ts'
import { jsonText } from './json.ts'
import type { Field } from './layout.ts'
import { date, datetime, decimal, integer, plain, real, time, timestamp } from './numbers.ts'

/** A value as the mirror keeps it; `spoilt` where its bytes are not what its column holds. */
export interface Held {
  readonly bytes: Uint8Array | null
  readonly spoilt: boolean
}

const space = 0x20

/** What the bytes from `from` to `to` say as a value of this field. */
export function fieldValue(field: Field, bytes: Uint8Array, from: number, to: number): Held {
  if (field.kind === 'bytes') return { bytes: Uint8Array.from(bytes.subarray(from, to)), spoilt: false }
  if (field.kind === 'text' || field.kind === 'char') return textOf(field, bytes.subarray(from, to))
  // What a record or a description states may be of another length than the type has.
  const fits = field.kind === 'json' || (to > from && to - from === field.fixed)
  const text = fits ? written(field, bytes, from, to) : null
  return text === null ? { bytes: null, spoilt: true } : { bytes: Buffer.from(text), spoilt: false }
}

function written(field: Field, bytes: Uint8Array, from: number, to: number): string | null {
  const { kind, precision = 0, scale = 0 } = field
  switch (kind) {
    case 'int':
      return integer(bytes, from, to, true)
    case 'uint':
      return integer(bytes, from, to, false)
    case 'float':
    case 'double':
      return to - from === (kind === 'float' ? 4 : 8) ? real(bytes, from, to, field.scale ?? 31) : null
    case 'decimal':
      return decimal(bytes, from, to, precision, scale)
    case 'date':
      return date(bytes, from, to)
    case 'time':
      return time(bytes, from, to, precision)
    case 'datetime':
      return datetime(bytes, from, to, precision)
    case 'timestamp':
      return timestamp(bytes, from, to, precision)
    case 'year':
      return bytes[from] === 0 ? '0000' : String(1900 + bytes[from]!)
    case 'enum':
      return nameOf(field.names ?? [], plain(bytes, from, to))
    case 'set':
      return namesOf(field.names ?? [], bytes, from, to)
    case 'json': {
      const document = jsonText(bytes.subarray(from, to))
      return document?.replaceAll('\0', '\u2400') ?? null
    }
    default:
      return null
  }
}

/** The name of an ENUM's number, which counts from one; a number without a name as it is. */
function nameOf(names: readonly string[], n: number): string {
  return n === 0 ? '' : (names[n - 1] ?? String(n))
}

function namesOf(names: readonly string[], bytes: Uint8Array, from: number, to: number): string {
  let n = 0n
  for (let i = from; i < to; i++) n = (n << 8n) | BigInt(bytes[i]!)
  if (names.length === 0 || n >> BigInt(names.length) !== 0n) return String(n)
  return names.filter((_, i) => (n >> BigInt(i)) & 1n).join(',')
}

function textOf(field: Field, raw: Uint8Array): Held {
  const codec = codecOf(field.charset ?? '') ?? guess
  const even = field.charset === 'utf32' ? narrowed(raw) : raw
  const { bytes, invalid } = decode(field.charset === 'utf32' ? guess : codec, even)
  if (field.kind !== 'char') return { bytes: bytes === raw ? Uint8Array.from(raw) : bytes, spoilt: invalid }
  // A CHAR is filled up with spaces, which are no part of its value.
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === space) end--
  return { bytes: Uint8Array.from(bytes.subarray(0, end)), spoilt: invalid }
}

/** Characters of four bytes each as UTF-8. */
function narrowed(raw: Uint8Array): Uint8Array {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.length)
  let text = ''
  for (let i = 0; i + 4 <= raw.length; i += 4) {
    const point = view.getUint32(i)
    text += point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : '\ufffd'
  }
  return Buffer.from(text)
}
