import { isUtf8 } from 'node:buffer'

/** Types of elements (BSON specification 1.1, "Grammar"). */
export const types = {
  double: 0x01,
  string: 0x02,
  document: 0x03,
  array: 0x04,
  binary: 0x05,
  undefined: 0x06,
  objectId: 0x07,
  boolean: 0x08,
  date: 0x09,
  null: 0x0a,
  regex: 0x0b,
  pointer: 0x0c,
  code: 0x0d,
  symbol: 0x0e,
  scoped: 0x0f,
  int32: 0x10,
  timestamp: 0x11,
  int64: 0x12,
  decimal: 0x13,
  least: 0xff,
  most: 0x7f,
} as const

/** An element of a document: its type, its name, and where its value lies. */
export interface Element {
  readonly type: number
  readonly name: string
  readonly at: number
  readonly start: number
  readonly end: number
}

/** A document's elements, or where it stops being one; `short` where only the bytes end. */
export type Walked =
  | { readonly elements: readonly Element[]; readonly problem: null }
  | { readonly elements: readonly Element[]; readonly problem: 'bad' | 'short'; readonly at: number }

/** More nested is damage (MongoDB manual, "Limits": 100 levels). */
const deepest = 120
const longestName = 1024

const fixed: Readonly<Record<number, number>> = {
  [types.double]: 8,
  [types.undefined]: 0,
  [types.objectId]: 12,
  [types.boolean]: 1,
  [types.date]: 8,
  [types.null]: 0,
  [types.int32]: 4,
  [types.timestamp]: 8,
  [types.int64]: 8,
  [types.decimal]: 16,
  [types.least]: 0,
  [types.most]: 0,
}

/** The elements of the document that begins at `from`, of which `bytes` may hold only a part; what is nested is checked too, unless it has been. */
export function walk(bytes: Buffer, from: number, depth = 0, checked = false): Walked {
  const elements: Element[] = []
  const fail = (problem: 'bad' | 'short', at: number): Walked => ({ elements, problem, at })
  if (from + 4 > bytes.length) return fail('short', from)
  const size = bytes.readInt32LE(from)
  if (size < 5 || depth > deepest) return fail('bad', from)
  const last = from + size - 1
  for (let at = from + 4; ; ) {
    if (at >= bytes.length) return fail('short', at)
    const type = bytes[at]!
    if (type === 0) return at === last ? { elements, problem: null } : fail('bad', at)
    const nameEnd = bytes.subarray(0, Math.min(bytes.length, at + 2 + longestName)).indexOf(0, at + 1)
    if (nameEnd < 0) return at + 2 + longestName > bytes.length ? fail('short', at) : fail('bad', at)
    const raw = bytes.subarray(at + 1, nameEnd)
    const start = nameEnd + 1
    if (nameEnd >= last || !isUtf8(raw)) return fail('bad', at)
    const end = valueEnd(bytes, type, start, depth, checked)
    if (typeof end !== 'number') return fail(end.problem, end.at)
    if (end < 0 || end > last) return fail('bad', at)
    elements.push({ type, name: raw.toString('utf8'), at, start, end })
    at = end
    if (at > bytes.length) return fail('short', at)
  }
}

/** Where a value ends, -1 where it is none, or what is wrong inside it; an end behind `bytes` has not been looked at. */
function valueEnd(
  bytes: Buffer,
  type: number,
  start: number,
  depth: number,
  checked: boolean,
): number | { problem: 'bad' | 'short'; at: number } {
  const size = fixed[type]
  if (size !== undefined) return type === types.boolean && (bytes[start] ?? 0) > 1 ? -1 : start + size
  const short = { problem: 'short', at: start } as const
  if (type === types.regex) {
    const pattern = bytes.indexOf(0, start)
    const options = pattern < 0 ? -1 : bytes.indexOf(0, pattern + 1)
    return options < 0 ? short : options + 1
  }
  if (start + 4 > bytes.length) return short
  const length = bytes.readInt32LE(start)
  if (type === types.document || type === types.array) {
    if (checked) return start + length
    const inner = walk(bytes, start, depth + 1)
    return inner.problem === null ? start + length : inner
  }
  if (type === types.binary) return length < 0 ? -1 : start + 5 + length
  if (type === types.scoped) return scopedEnd(bytes, start, length, depth)
  if (type !== types.string && type !== types.code && type !== types.symbol && type !== types.pointer) return -1
  if (length < 1) return -1
  const end = start + 4 + length
  if (end <= bytes.length && bytes[end - 1] !== 0) return -1
  return type === types.pointer ? end + 12 : end
}

function scopedEnd(bytes: Buffer, start: number, length: number, depth: number): ReturnType<typeof valueEnd> {
  if (start + 8 > bytes.length) return { problem: 'short', at: start }
  const scope = start + 8 + bytes.readInt32LE(start + 4)
  if (length < 14 || scope < start + 9 || scope > start + length - 5) return -1
  if (scope > bytes.length) return { problem: 'short', at: start }
  const inner = walk(bytes, scope, depth + 1)
  if (inner.problem !== null) return inner
  return scope + bytes.readInt32LE(scope) === start + length ? start + length : -1
}

/** The elements of a document that was found whole before. */
export function elementsAt(bytes: Buffer, from: number): readonly Element[] {
  return walk(bytes, from, 0, true).elements
}
