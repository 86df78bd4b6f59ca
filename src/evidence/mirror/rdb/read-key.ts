import type { Field, MirrorColumn } from '../read-row.ts'
import { type Cursor, Damaged, Short, take, text } from './cursor.ts'
import { heldUnder } from './value.ts'

/** Reads a key of a dump again as the mirror did. A hash or a session is hidden whole: what is secret in it may be packed. */
export function readKey(row: Uint8Array, columns: readonly MirrorColumn[]): readonly Field[] | null {
  const bytes = Buffer.from(row.buffer, row.byteOffset, row.length)
  const c: Cursor = { bytes, at: 0, room: 64 << 20, spoilt: false }
  try {
    const type = take(c, 1)[0]!
    const key = text(c)
    const start = c.at
    const object = heldUnder(c, type)
    if (c.at !== bytes.length) return null
    const data = object.kind === 'hash' ? object.fields : object.kind === 'string' ? object.text : undefined
    const values: Readonly<Record<string, string | undefined>> = { _key: key, type: object.kind, data }
    const fields = columns.map(({ name, column }): Field => {
      const value = values[name]
      const place = name === '_key' ? { start: 1, end: start } : { start, end: bytes.length }
      return { column, ...place, value: value ?? null, cut: value === undefined }
    })
    if (object.kind !== 'hash' && !key.startsWith('sess:')) return fields
    return [...fields, { column: 'secret', start: 1, end: bytes.length, value: bytes, cut: true }]
  } catch (error) {
    if (error instanceof Short || error instanceof Damaged) return null
    throw error
  }
}
