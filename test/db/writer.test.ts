import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Column } from '../../src/db/columns.ts'
import { encodeRows } from '../../src/db/encode.ts'
import type { openWriter } from '../../src/db/writer.ts'
import { withDatabase } from '../support/database.ts'

// Threads start from compiled files only.
const compiled = join(import.meta.dirname, '..', '..', 'dist', 'src', 'db', 'writer.js')
const columns: readonly Column[] = [
  { name: 'n', type: 'int4' },
  { name: 'words', type: 'text' },
]

describe.skipIf(!existsSync(compiled))('a connection in a thread of its own (needs the built program)', () => {
  const database = withDatabase()
  const open = async () => {
    const module = (await import(compiled)) as { readonly openWriter: typeof openWriter }
    return module.openWriter({ address: { connectionString: database.url }, place: 'a test', name: 'writer test' })
  }

  it('answers queries and takes payloads, in the order asked', async () => {
    const writer = await open()
    try {
      await writer.query('CREATE TABLE public.bulbs (n int, words text)')
      const rows = Array.from({ length: 30_000 }, (_, n) => [n, `tulip ${n}`])
      const payload = encodeRows('public.bulbs', columns, rows)
      expect(await writer.copyPayload(payload)).toBe(30_000)
      // The chunks stay the caller's, unless they are given away.
      expect(payload.chunks.every((c) => c.length > 0)).toBe(true)
      const chunks = payload.chunks.map((chunk) => new Uint8Array(chunk))
      await writer.query('BEGIN')
      expect(await writer.copyPayload({ ...payload, chunks, given: true })).toBe(30_000)
      expect(chunks.every((c) => c.length === 0)).toBe(true)
      await writer.query('ROLLBACK')
      const { rows: found } = await writer.query(
        'SELECT count(*)::int AS n, max(words) AS last FROM public.bulbs WHERE n > $1',
        [9],
      )
      expect(found).toEqual([{ n: 29_990, last: 'tulip 9999' }])
    } finally {
      await writer.end()
    }
  })

  it('reports what the server refuses, with its code, and goes on', async () => {
    const writer = await open()
    try {
      await expect(writer.query('SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' })
      await expect(writer.copyPayload(encodeRows('public.nowhere', columns, [[1, 'a']]))).rejects.toMatchObject({
        code: '42P01',
      })
      expect((await writer.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    } finally {
      await writer.end()
    }
  })

  it('says that the database was lost', async () => {
    const writer = await open()
    const { rows } = await writer.query('SELECT pg_backend_pid() AS pid')
    await database.client.query('SELECT pg_terminate_backend($1)', [(rows[0] as { pid: number }).pid])
    await expect(writer.query('SELECT pg_sleep(1)')).rejects.toMatchObject({
      place: 'a test',
      reason: expect.stringContaining('lost'),
    })
    await writer.end()
    await expect(writer.query('SELECT 1')).rejects.toThrow()
  })
})
