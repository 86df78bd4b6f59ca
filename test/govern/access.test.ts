import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Store } from '../../src/db/connect.ts'
import { AccessLogFull, accessLog } from '../../src/govern/access.ts'
import { accessEntries } from '../../src/govern/queries.ts'
import { withDatabase } from '../support/database.ts'

const database = withDatabase()
let store: Store
beforeAll(async () => {
  store = await database.openStore()
})
afterAll(() => store?.close())

const looked = (what: string) => ({ at: new Date('2024-06-01T12:00:00Z'), who: 'A', what, why: null })

test('consultations are written in the order they happened, without being asked', async () => {
  const log = accessLog(store.pool, () => undefined)
  for (let i = 0; i < 5; i++) log.note(looked(`thing:${i}`))
  await expect
    .poll(async () => (await accessEntries(store.pool, { who: 'A', limit: 10 })).map((entry) => entry.what))
    .toEqual(['thing:4', 'thing:3', 'thing:2', 'thing:1', 'thing:0'])
  await log.close()
})

test('what could not be written is kept and written later', async () => {
  const errors: unknown[] = []
  const log = accessLog(store.pool, (error) => errors.push(error))
  await database.client.query('ALTER TABLE govern.access RENAME TO hidden')
  log.note(looked('kept:1'))
  await expect.poll(() => errors.length).toBeGreaterThan(0)
  log.note(looked('kept:2'))
  await database.client.query('ALTER TABLE govern.hidden RENAME TO access')
  await log.close()
  const entries = await accessEntries(store.pool, { what: 'kept:1', limit: 10 })
  const more = await accessEntries(store.pool, { what: 'kept:2', limit: 10 })
  expect([entries.length, more.length]).toEqual([1, 1])
})

test('when too much is unwritten nothing more may be looked at', async () => {
  const log = accessLog(store.pool, () => undefined)
  expect(() => {
    for (let i = 0; i < 100_000; i++) log.note(looked('full'))
  }).toThrow(AccessLogFull)
  await log.close()
})

test('a thing and its parts are found together, and nothing whose name only begins alike', async () => {
  const log = accessLog(store.pool, () => undefined)
  for (const what of ['subject:1:4', 'subject:1:4/timeline', 'subject:1:42', 'subject:1:_', 'subject:1:x/timeline'])
    log.note(looked(what))
  await log.flush()
  const found = async (what: string) =>
    (await accessEntries(store.pool, { what, limit: 10 })).map((entry) => entry.what)
  expect(await found('subject:1:4')).toEqual(['subject:1:4/timeline', 'subject:1:4'])
  expect(await found('subject:1:_')).toEqual(['subject:1:_'])
  await log.close()
})

test('an entry cannot be changed or removed', async () => {
  await expect(database.client.query(`UPDATE govern.access SET who = 'B'`)).rejects.toThrow('append-only')
  await expect(database.client.query('DELETE FROM govern.access')).rejects.toThrow('append-only')
})
