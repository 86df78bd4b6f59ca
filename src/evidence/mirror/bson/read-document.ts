import type { Field, MirrorColumn } from '../read-row.ts'
import { type Held, heldIn } from './rows.ts'
import { type Element, elementsAt, types, walk } from './walk.ts'

/** Reads a document again as the mirror did. Its fields are given by their own names too, so that secrets among them can be hidden. */
export function readDocument(row: Uint8Array, columns: readonly MirrorColumn[]): readonly Field[] | null {
  const bytes = Buffer.from(row.buffer, row.byteOffset, row.length)
  const walked = walk(bytes, 0)
  if (walked.problem !== null || bytes.readInt32LE(0) !== bytes.length) return null
  const names = columns.map((c) => c.name)
  const session = names.includes('sid')
  const values = valuesOf(heldIn(bytes, walked.elements, session ? 'sessions' : ''))
  const fields = columns.map((c): Field => {
    const own = walked.elements.find((e) => e.name === c.name)
    const value = values[c.name]
    const place = own ?? { start: 0, end: bytes.length }
    return { column: c.column, start: place.start, end: place.end, value: value ?? null, cut: value === undefined }
  })
  const secret = session ? walked.elements.filter((e) => e.name === '_id').map((e) => part(e, 'session_id', bytes)) : []
  return [...fields, ...inside(bytes, walked.elements), ...secret]
}

/** A row's values by column; a member of a set has the document in common with others, and is not told by it. */
function valuesOf(held: Held): Readonly<Record<string, string | null>> {
  if (held.is === 'session') return { sid: held.sid, sess: held.sess, expire: held.expire }
  if (held.is === 'document') return { _id: held.id, document: held.document }
  const { key, object, expires } = held
  const common = { _key: key, type: object.kind, expireAt: expires }
  if (object.kind === 'hash') return { ...common, data: object.fields }
  if (object.kind === 'string') return { ...common, data: object.text }
  if (object.kind !== 'zset') return common
  const [value, score] = object.members[0]!
  return { _key: key, value, score }
}

function inside(bytes: Buffer, elements: readonly Element[]): Field[] {
  return elements.flatMap((e) => {
    const nested = e.type === types.document || e.type === types.array ? inside(bytes, elementsAt(bytes, e.start)) : []
    return [part(e, e.name, bytes), ...nested]
  })
}

function part(e: Element, column: string, bytes: Buffer): Field {
  return { column, start: e.start, end: e.end, value: bytes.subarray(e.start, e.end), cut: true }
}
