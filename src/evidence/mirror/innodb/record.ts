import type { Layout } from './layout.ts'

/** Where the fields of a record stand, field by field as in its layout; reused from record to record. */
export interface Reading {
  readonly layout: Layout
  /** First byte and end of the record in the bytes it was read from. */
  from: number
  to: number
  /** The record is marked as deleted. */
  deleted: boolean
  /** Of each field: where it begins, where it ends, or -1 for NULL and -2 for a field that the record lacks. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** The value goes on in other pages: its last 20 bytes say where. */
  readonly external: Uint8Array
  readonly presences: Map<number, Presence>
}

/** The fields that records of one version have. */
interface Presence {
  readonly fields: readonly number[]
  readonly nullBytes: number
}

/** Value of `ends` for NULL, and for a field that the record does not have. */
export const isNull = -1
export const isAbsent = -2

/** Info bits of a record (MySQL source, rem0rec.h: REC_INFO_DELETED_FLAG, REC_INFO_VERSION_FLAG, REC_INFO_INSTANT_FLAG). */
const [deletedBit, versionBit, instantBit] = [0x20, 0x40, 0x80]

/** Room for the fields of records of a layout. */
export function openReading(layout: Layout): Reading {
  const n = layout.fields.length
  return {
    layout,
    from: 0,
    to: 0,
    deleted: false,
    starts: new Int32Array(n),
    ends: new Int32Array(n),
    external: new Uint8Array(n),
    presences: new Map(),
  }
}

/**
 * Reads where the fields stand of the record whose first field begins at `origin`; false when what stands between `low` and
 * `high` is no record. Source: MySQL manual, "InnoDB Row Formats"; MySQL source, storage/innobase/rem/rec.cc.
 */
export function readRecord(r: Reading, bytes: Uint8Array, origin: number, low: number, high: number): boolean {
  return r.layout.redundant ? readRedundant(r, bytes, origin, low, high) : readCompact(r, bytes, origin, low, high)
}

/** Five bytes stand before a record: info bits, number in the page and kind, and where the next one is. */
function readCompact(r: Reading, bytes: Uint8Array, origin: number, low: number, high: number): boolean {
  if (origin - 5 < low || origin > high || (bytes[origin - 3]! & 7) !== 0) return false
  const info = bytes[origin - 5]!
  let at = origin - 6
  const { fields, changing, first } = r.layout
  let key = -1
  if (changing) {
    if (info & versionBit) key = bytes[at--]!
    else if (info & instantBit) {
      const n = bytes[at--]!
      key = 1000 + (n & 0x80 ? ((n & 0x7f) << 8) | bytes[at--]! : n)
    } else key = first === undefined ? 0 : 1000 + first
  } else if (info & (versionBit | instantBit)) return false
  const presence = presenceOf(r, key)
  if (presence === null) return false
  let lengths = at - presence.nullBytes
  if (changing) r.ends.fill(isAbsent)
  let [pos, nulls] = [origin, 0]
  for (const i of presence.fields) {
    const field = fields[i]!
    r.external[i] = 0
    if (field.nullable) {
      const bit = bytes[at - (nulls >> 3)]! & (1 << (nulls & 7))
      nulls++
      if (bit !== 0) {
        r.starts[i] = pos
        r.ends[i] = isNull
        continue
      }
    }
    let length = field.fixed
    if (length === 0) {
      if (lengths < low) return false
      length = bytes[lengths--]!
      if (field.big && length & 0x80) {
        r.external[i] = (length >> 6) & 1
        length = ((length & 0x3f) << 8) | bytes[lengths--]!
      }
    }
    r.starts[i] = pos
    pos += length
    r.ends[i] = pos
    if (pos > high) return false
  }
  r.from = lengths + 1
  r.to = pos
  r.deleted = (info & deletedBit) !== 0
  return r.from >= low
}

/** Six bytes stand before a record, and before them where each of its fields ends, in one byte or two. */
function readRedundant(r: Reading, bytes: Uint8Array, origin: number, low: number, high: number): boolean {
  if (origin - 6 < low || origin > high) return false
  const info = bytes[origin - 6]!
  const count = (((bytes[origin - 4]! << 8) | bytes[origin - 3]!) >> 1) & 0x3ff
  const short = (bytes[origin - 3]! & 1) === 1
  const { changing } = r.layout
  const version = changing && info & versionBit ? bytes[origin - 7]! : -1
  const list = origin - 6 - (version >= 0 ? 1 : 0)
  const presence = presenceOf(r, version >= 0 ? version : changing ? 1000 + count : -1)
  if (presence === null || presence.fields.length !== count || list - count * (short ? 1 : 2) < low) return false
  if (changing) r.ends.fill(isAbsent)
  let pos = 0
  for (const [n, i] of presence.fields.entries()) {
    const word = short ? bytes[list - n - 1]! : (bytes[list - 2 * n - 2]! << 8) | bytes[list - 2 * n - 1]!
    const end = word & (short ? 0x7f : 0x3fff)
    if (end < pos || origin + end > high) return false
    r.starts[i] = origin + pos
    r.external[i] = !short && (word & 0x4000) !== 0 ? 1 : 0
    r.ends[i] = (word & (short ? 0x80 : 0x8000)) !== 0 ? isNull : origin + end
    pos = end
  }
  r.from = list - count * (short ? 1 : 2)
  r.to = origin + pos
  r.deleted = (info & deletedBit) !== 0
  return true
}

/** Which fields are there: -1 all, a version of rows, or from 1000 on so many fields; null when there are none such. */
function presenceOf(r: Reading, key: number): Presence | null {
  const known = r.presences.get(key)
  if (known !== undefined) return known
  const all = [...r.layout.fields.keys()]
  const { fields } = r.layout
  const old = all.filter((i) => fields[i]!.added === undefined)
  if (key >= 1000 && key - 1000 > old.length) return null
  const there =
    key < 0
      ? all
      : key >= 1000
        ? old.slice(0, key - 1000)
        : all.filter((i) => (fields[i]!.added ?? 0) <= key && (fields[i]!.dropped ?? 256) > key)
  const nullBytes = Math.ceil(there.filter((i) => fields[i]!.nullable).length / 8)
  const presence = { fields: there, nullBytes }
  r.presences.set(key, presence)
  return presence
}
