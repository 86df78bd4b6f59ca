import { beforeEach, describe, expect, it } from 'vitest'
import { tableDigests } from '../src/db/digest.ts'
import type { Stage } from '../src/db/stage.ts'
import { openDigestBeside, settledBefore } from '../src/digest-beside.ts'
import { withDatabase } from './support/database.ts'

const db = withDatabase()
const none = async () => null

const stage = (name: string, reads: readonly string[], writes: readonly string[]): Stage => ({
  name,
  about: name,
  scope: 'case',
  version: 1,
  reads,
  writes,
  reset: () => [],
  run: async function* () {},
})

describe('tables that are settled', () => {
  const stages = [
    stage('sow', [], ['field', 'log']),
    stage('water', ['field'], ['field', 'tank']),
    stage('reap', ['field', 'tank'], ['barn', 'log']),
  ]
  it('are those that no stage to come writes, each said once', () => {
    const settled = settledBefore(stages, [])
    expect(settled('sow')).toEqual([])
    expect(settled('water')).toEqual([])
    expect(settled('reap')).toEqual(['field', 'tank'])
    expect(settled('reap')).toEqual([])
  })
  it('never are those that are written in passing', () => {
    expect(settledBefore(stages, ['tank'])('reap')).toEqual(['field'])
  })
})

describe('a digest beside a run', () => {
  beforeEach(async () => {
    await db.client.query(`
      DROP TABLE IF EXISTS wagons, tracks, signals;
      CREATE TABLE wagons AS SELECT n, 'wagon ' || n AS name FROM generate_series(1, 5000) n;
      CREATE TABLE tracks AS SELECT n, 'track ' || n AS name FROM generate_series(1, 300) n;
      CREATE TABLE signals (n int, name text);`)
  })
  const tables = ['wagons', 'tracks', 'signals']
  const connect = async () => [await db.connect('one'), await db.connect('two')]
  const now = () => tableDigests([db.client], tables, none)

  /** Has the early digests made before anything else happens. */
  async function begun() {
    const beside = openDigestBeside(connect, none)
    beside.settled(['wagons', 'tracks'])
    while (beside.spent() === 0) await new Promise((r) => setTimeout(r, 5))
    await new Promise((r) => setTimeout(r, 200))
    return beside
  }

  it('is the digest of the tables', async () => {
    expect(await (await begun()).finish(tables)).toEqual(await now())
    expect(await openDigestBeside(connect, none).finish(tables)).toEqual(await now())
  })

  it.each([
    ['changed', `UPDATE wagons SET name = 'sold' WHERE n = 77`],
    ['added', `INSERT INTO tracks VALUES (301, 'siding')`],
    ['taken away', 'DELETE FROM wagons WHERE n = 4000'],
    ['taken away and put back otherwise', `DELETE FROM tracks WHERE n = 9; INSERT INTO tracks VALUES (9, 'new')`],
  ])('is of the rows as they are at the end, where one was %s after it was hashed', async (_, sql) => {
    const beside = await begun()
    await db.client.query(sql)
    expect(await beside.finish(tables)).toEqual(await now())
  })

  it('sees what a transaction wrote that was open all the while', async () => {
    const other = await db.connect('other')
    await other.query(`BEGIN; UPDATE wagons SET name = 'lent' WHERE n = 5`)
    const beside = await begun()
    await other.query('COMMIT')
    expect(await beside.finish(tables)).toEqual(await now())
  })

  it('is of the contents as they are at the end, where a table they are joined with changed', async () => {
    const named = async (_: unknown, table: string) =>
      table === 'wagons' ? { columns: ['s.name'], join: 'JOIN tracks s ON s.n = t.n % 300 + 1', joined: ['s'] } : null
    const beside = openDigestBeside(connect, named)
    beside.settled(['wagons'])
    while (beside.spent() === 0) await new Promise((r) => setTimeout(r, 5))
    await db.client.query(`UPDATE tracks SET name = 'closed' WHERE n = 12`)
    expect(await beside.finish(tables)).toEqual(await tableDigests([db.client], tables, named))
  })

  it('fails where it is waited for when a table cannot be read', async () => {
    const beside = openDigestBeside(connect, none)
    beside.settled(['no_such_table'])
    await expect(beside.finish(tables)).resolves.toBeDefined()
    const other = openDigestBeside(connect, none)
    other.settled(['no_such_table'])
    await new Promise((r) => setTimeout(r, 300))
    await expect(other.finish(tables)).rejects.toThrow(/no_such_table/)
  })

  it('hashes nothing any more when it was stopped', async () => {
    const beside = openDigestBeside(connect, none)
    beside.stop()
    beside.settled(['wagons'])
    await expect(beside.finish(tables)).rejects.toThrow('stopped')
  })
})
