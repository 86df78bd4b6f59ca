import type { Field, MirrorColumn } from '../read-row.ts'
import { type Cursor, Damaged, Short, take, text } from './cursor.ts'
import { commandAt } from './resp.ts'
import { heldUnder } from './value.ts'

/** Reads a key of a dump again as the mirror did. A hash or a session is hidden whole: what is secret in it may be packed. */
export function readKey(row: Uint8Array, columns: readonly MirrorColumn[]): readonly Field[] | null {
  const bytes = Buffer.from(row.buffer, row.byteOffset, row.length)
  const c: Cursor = { bytes, at: 0, room: 64 << 20, spoilt: false }
  try {
    if (bytes[0] === 0x2a) return ofCommand(c, columns)
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

/** A command of a log: the row has its key, and what other commands left besides. All of it is hidden: a secret may be any of its values. */
function ofCommand(c: Cursor, columns: readonly MirrorColumn[]): readonly Field[] | null {
  const [, key] = commandAt(c)
  if (c.at !== c.bytes.length || key === undefined) return null
  const whole = { start: 1, end: c.bytes.length }
  const fields = columns.map(({ column }): Field => ({ column, ...whole, value: null, cut: true }))
  return [...fields, { column: 'secret', ...whole, value: c.bytes, cut: true }]
}
