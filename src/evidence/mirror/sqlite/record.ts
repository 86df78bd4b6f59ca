/** A value of a record: its serial type, and where its bytes stand in the payload. */
export interface Serial {
  readonly type: number
  readonly start: number
  readonly end: number
}

/** A number of one to nine bytes, and where it ends. */
export interface Varint {
  readonly value: number
  readonly next: number
}

/** Reads a variable-length integer (SQLite, "Database File Format", section 1.6); null when it is cut off. */
export function varint(bytes: Uint8Array, at: number, end = bytes.length): Varint | null {
  let value = 0n
  for (let i = 0; i < 9; i++) {
    const b = bytes[at + i]
    if (b === undefined || at + i >= end) return null
    if (i === 8) return { value: Number(BigInt.asIntN(64, (value << 8n) | BigInt(b))), next: at + 9 }
    value = (value << 7n) | BigInt(b & 0x7f)
    if (b < 0x80) return { value: Number(value), next: at + i + 1 }
  }
  return null
}

/** Like `varint`, for row numbers, which need all 64 bits. */
export function bigVarint(bytes: Uint8Array, at: number): bigint {
  let value = 0n
  for (let i = 0; i < 9; i++) {
    const b = bytes[at + i] ?? 0
    if (i === 8) return BigInt.asIntN(64, (value << 8n) | BigInt(b))
    value = (value << 7n) | BigInt(b & 0x7f)
    if (b < 0x80) return value
  }
  return value
}

/** Bytes that a value of this serial type takes; -1 for types that are not in use. */
export function widthOf(type: number): number {
  if (type >= 12) return type % 2 === 0 ? (type - 12) / 2 : (type - 13) / 2
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, -1, -1][type] ?? -1
}

/**
 * The values that a record's header lists (section 2.1, "Record Format"); null when it makes no sense. `size` is the
 * payload's declared length, of which `payload` may be the beginning only.
 */
export function serials(payload: Uint8Array, size: number): readonly Serial[] | null {
  const head = varint(payload, 0)
  if (head === null || head.value < head.next || head.value > size || head.value > payload.length) return null
  const list: Serial[] = []
  let body = head.value
  for (let at = head.next; at < head.value; ) {
    const type = varint(payload, at, head.value)
    const width = type === null ? -1 : widthOf(type.value)
    if (type === null || width < 0 || type.value < 0) return null
    list.push({ type: type.value, start: body, end: body + width })
    body += width
    if (body > size) return null
    at = type.next
  }
  return body === size ? list : null
}

/** The storage class of a serial type. */
export function classOf(type: number): 'null' | 'integer' | 'real' | 'text' | 'blob' {
  if (type === 0) return 'null'
  if (type === 7) return 'real'
  if (type < 10) return 'integer'
  return type % 2 === 0 ? 'blob' : 'text'
}

/** A number as text; the bytes of a text or blob as they are. */
export function valueIn(payload: Uint8Array, { type, start, end }: Serial): string | Uint8Array | null {
  if (type === 0) return null
  if (type >= 12) return payload.subarray(start, end)
  if (type === 8) return '0'
  if (type === 9) return '1'
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length)
  if (type === 7) return String(view.getFloat64(start))
  if (end - start <= 6) {
    let value = view.getInt8(start)
    for (let i = start + 1; i < end; i++) value = value * 256 + payload[i]!
    return String(value)
  }
  return String(view.getBigInt64(start))
}
