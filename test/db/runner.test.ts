import { describe, expect, it } from 'vitest'
import type { Column } from '../../src/db/columns.ts'
import { digestOf } from '../../src/db/digest.ts'
import { encodeRecords } from '../../src/db/encode.ts'
import { inOrder } from '../../src/db/plan.ts'
import { type RunEvent, type RunOptions, runStages } from '../../src/db/runner.ts'
import type { Batch, Stage, StageContext } from '../../src/db/stage.ts'
import { withDatabase } from '../support/database.ts'

const database = withDatabase()

/** Writes `total` edges, `batchRows` at a time, and goes on where its state says. */
function counting(total: number, version = 1): Stage {
  async function* run({ resume, batchRows }: StageContext): AsyncIterable<Batch> {
    for (let from = typeof resume === 'number' ? resume : 0; from < total; from += batchRows) {
      const rows = Array.from({ length: Math.min(batchRows, total - from) }, (_, i) => from + i)
      yield {
        before: rows.map((n) => ({
          text: `INSERT INTO links.edge VALUES (1, $1, 'b', 'friend', $2)`,
          values: [`m${n}`, n],
        })),
        findings: from === 0 ? [{ severity: 'note', code: 'odd-signal-box', detail: 'one finding', at: null }] : [],
        rows: rows.length,
        state: from + rows.length,
        progress: { done: from + rows.length, total, unit: 'rows' },
      }
    }
  }
  return { name: 'counting', about: 'counts', scope: 'case', version, reads: [], writes: ['links.edge'], run }
}

const options = (): RunOptions => ({
  connect: () => database.connect(),
  caseDir: '/nowhere',
  actor: 'A. Examiner',
  clock: () => new Date('2026-01-02T03:04:05Z'),
  signal: new AbortController().signal,
  batchRows: 10,
})

const edges = async (): Promise<number> =>
  Number((await database.client.query('SELECT count(*) AS n FROM links.edge')).rows[0].n)

describe('the runner', () => {
  it('goes on after the last committed batch, at every batch, to the same rows', async () => {
    const digests = new Set<string>()
    for (const killAt of [...Array(7).keys()]) {
      await database.client.query(
        'DELETE FROM evidence.stage_run; DELETE FROM evidence.checkpoint; DELETE FROM evidence.finding; DELETE FROM links.edge',
      )
      for (const moment of ['before-commit', 'after-commit'] as const) {
        let n = 0
        const onBatch = (m: string): void => {
          if (m === moment && n++ === killAt) throw new Error('pulled the plug')
        }
        await runStages([counting(55)], { ...options(), onBatch }).catch((e: Error) =>
          expect(e.message).toBe('pulled the plug'),
        )
      }
      const [result] = await runStages([counting(55)], options())
      expect(result).toMatchObject({ name: 'counting', rows: 55 })
      expect(await edges()).toBe(55)
      digests.add(await digestOf(database.client, ['links.edge', 'evidence.finding']))
    }
    expect(digests.size).toBe(1)
  })

  it('skips what is up to date and starts over when the stage changed', async () => {
    const [same] = await runStages([counting(55)], options())
    expect(same?.ran).toBe(false)
    const [changed] = await runStages([counting(12, 2)], options())
    expect(changed).toMatchObject({ ran: true, rows: 12 })
    expect(await edges()).toBe(12)
  })

  it('stops when asked and says so', async () => {
    const abort = new AbortController()
    abort.abort(new Error('stopped by the examiner'))
    await expect(runStages([counting(5, 3)], { ...options(), signal: abort.signal })).rejects.toThrow(
      'stopped by the examiner',
    )
  })
})

describe('batches that are independent', () => {
  const columns = ['site:int4', 'member_a:text', 'member_b:text', 'kind:text', 'n:int8'].map((c) => {
    const [name, type] = c.split(':') as [string, Column['type']]
    return { name, type }
  })
  /** Copies edges, `batchRows` at a time; the batch that begins at `spoilt` cannot be written. */
  function copying(total: number, spoilt: number | null = null): Stage {
    async function* run({ resume, batchRows }: StageContext): AsyncIterable<Batch> {
      for (let from = typeof resume === 'number' ? resume : 0; from < total; from += batchRows) {
        const rows = Array.from({ length: Math.min(batchRows, total - from) }, (_, i) => from + i)
        const edges = rows.map((n) => ({ site: 1, member_a: `m${n}`, member_b: 'b', kind: 'friend', n }))
        const copy = encodeRecords('links.edge', columns, edges)
        yield {
          copies: [from === spoilt ? { ...copy, rows: copy.rows + 1 } : copy],
          rows: rows.length,
          state: from + rows.length,
        }
      }
    }
    const stage = {
      name: 'copying',
      about: 'copies',
      scope: 'case',
      version: 1,
      reads: [],
      writes: ['links.edge'],
    } as const
    return { ...stage, overlap: true, parallel: true, run }
  }
  const emptied = () =>
    database.client.query(
      'DELETE FROM evidence.stage_run; DELETE FROM evidence.checkpoint; DELETE FROM evidence.finding; DELETE FROM links.edge',
    )

  it('are filled two at a time over two connections', async () => {
    await emptied()
    const order: string[] = []
    let writers = 0
    const connectWriter = async () => {
      const client = await database.connect()
      writers += 1
      const name = `w${writers}`
      const plain = client.query.bind(client) as (...args: unknown[]) => unknown
      client.query = ((...args: unknown[]) => {
        if (args[0] === 'BEGIN' || args[0] === 'COMMIT') order.push(`${name} ${args[0]}`)
        return plain(...args)
      }) as typeof client.query
      return client
    }
    await runStages([copying(40)], { ...options(), connectWriter })
    expect(await edges()).toBe(40)
    const second = order.indexOf('w2 BEGIN')
    expect(order.slice(second - 1, second + 2)).toEqual(['w1 BEGIN', 'w2 BEGIN', 'w1 COMMIT'])
    expect(order.filter((o) => o === 'w2 COMMIT')).toHaveLength(2)
  })

  it('are sealed in their order: after any stop the first so many are there, and nothing of the others', async () => {
    for (const spoilt of [0, 10, 20, 30, 50]) {
      await emptied()
      const sealed: number[] = []
      const onProgress = ({ state, rows }: RunEvent): void => void (state === 'running' && sealed.push(rows))
      await expect(runStages([copying(55, spoilt)], { ...options(), onProgress })).rejects.toThrow(/were announced/)
      expect(await edges()).toBe(spoilt)
      expect(sealed).toEqual(Array.from({ length: spoilt / 10 }, (_, i) => (i + 1) * 10))
      const [result] = await runStages([copying(55)], options())
      expect(result).toMatchObject({ rows: 55 })
      expect(await edges()).toBe(55)
    }
  })

  it('go on to the same rows wherever the plug is pulled', async () => {
    for (const moment of ['before-commit', 'after-commit'] as const)
      for (let killAt = 0; killAt < 6; killAt++) {
        await emptied()
        let n = 0
        const onBatch = (m: string): void => {
          if (m === moment && n++ === killAt) throw new Error('pulled the plug')
        }
        await expect(runStages([copying(55)], { ...options(), onBatch })).rejects.toThrow('pulled the plug')
        expect([0, 5]).toContain((await edges()) % 10)
        await runStages([copying(55)], options())
        expect(await edges()).toBe(55)
      }
  })
})

describe('a batch that fills tables of its own', () => {
  /** Fills a new table with each second batch; what is there is its first so many rows. */
  function making(total: number): Stage {
    const columns: readonly Column[] = [{ name: 'n', type: 'int8' }]
    async function* run({ resume, batchRows }: StageContext): AsyncIterable<Batch> {
      for (let from = typeof resume === 'number' ? resume : 0; from < total; from += batchRows) {
        const table = `made.t${Math.floor(from / 2 / batchRows)}`
        const make = [
          { text: 'CREATE SCHEMA IF NOT EXISTS made' },
          { text: `DROP TABLE IF EXISTS ${table}` },
          { text: `CREATE TABLE ${table} (n bigint)` },
        ]
        const rows = Array.from({ length: Math.min(batchRows, total - from) }, (_, i) => ({ n: from + i }))
        yield {
          ...((from / batchRows) % 2 === 0 && { prepare: make }),
          copies: [encodeRecords(table, columns, rows)],
          rows: rows.length,
          state: from + rows.length,
        }
      }
    }
    const reset = () => [{ text: 'DROP SCHEMA IF EXISTS made CASCADE' }]
    const stage = { name: 'making', about: 'makes', scope: 'case', version: 1, reads: [], writes: [] } as const
    return { ...stage, reset, overlap: true, parallel: true, run }
  }
  const anew = () =>
    database.client.query(
      'DROP SCHEMA IF EXISTS made CASCADE; DELETE FROM evidence.stage_run; DELETE FROM evidence.checkpoint',
    )
  const held = async (): Promise<readonly number[]> => {
    const all: number[] = []
    for (const t of ['t0', 't1', 't2']) {
      const { rows } = await database.client.query(`SELECT n::int FROM made.${t} ORDER BY n`)
      all.push(...rows.map((r) => r.n))
    }
    return all
  }
  const everyRow = Array.from({ length: 55 }, (_, i) => i)

  it('finds them made, and the batch beside it finds them too', async () => {
    await anew()
    await runStages([making(55)], options())
    expect(await held()).toEqual(everyRow)
  })

  it('has all its rows once wherever the plug is pulled', async () => {
    for (const moment of ['prepared', 'before-commit', 'after-commit'] as const)
      for (let killAt = 0; killAt < (moment === 'prepared' ? 3 : 6); killAt++) {
        await anew()
        let n = 0
        const onBatch = (m: string): void => {
          if (m === moment && n++ === killAt) throw new Error('pulled the plug')
        }
        await expect(runStages([making(55)], { ...options(), onBatch })).rejects.toThrow('pulled the plug')
        await runStages([making(55)], options())
        expect(await held()).toEqual(everyRow)
      }
  })

  it('fails with the reason when they cannot be made, and what came before is kept', async () => {
    await anew()
    const spoilt = (stage: Stage): Stage => ({
      ...stage,
      run: async function* (context) {
        for await (const batch of stage.run(context))
          yield batch.prepare && batch.state === 30
            ? { ...batch, prepare: [{ text: 'CREATE TABLE nowhere.t (n int)' }] }
            : batch
      },
    })
    await expect(runStages([spoilt(making(55))], options())).rejects.toThrow(/nowhere/)
    await runStages([making(55)], options())
    expect(await held()).toEqual(everyRow)
  })
})

describe('the order of stages', () => {
  const stage = (name: string, reads: string[], writes: string[]): Stage => ({ ...counting(1), name, reads, writes })
  it('follows from what they read and write, not from the list', () => {
    const [a, b, c] = [stage('a', ['y'], ['z']), stage('b', [], ['x']), stage('c', ['x'], ['y'])]
    expect(inOrder([a, b, c]).map((s) => s.name)).toEqual(['b', 'c', 'a'])
  })
  it('keeps the given order of stages that each add to a table of which they read what is there', () => {
    const adding = (name: string): Stage => ({ ...stage(name, ['files'], ['files']), reset: () => [] })
    const first = { ...stage('first', [], ['files']), reset: () => [] }
    const reader = stage('reader', ['files'], ['rows'])
    const names = (list: readonly Stage[]): readonly string[] => inOrder(list).map((s) => s.name)
    expect(names([reader, first, adding('one'), adding('two')])).toEqual(['first', 'one', 'two', 'reader'])
    expect(names([adding('two'), adding('one'), reader, first])).toEqual(['first', 'two', 'one', 'reader'])
  })
  it('refuses a circle, and two writers of one table that cannot take back their own rows', () => {
    expect(() => inOrder([stage('a', ['y'], ['x']), stage('b', ['x'], ['y'])])).toThrow(/circle/)
    expect(() => inOrder([stage('a', [], ['x']), stage('b', [], ['x'])])).toThrow(/reset/)
  })
})

describe('a table digest', () => {
  it('does not depend on the order in which rows were written, and shows any change', async () => {
    const { client } = database
    await client.query('DELETE FROM links.edge')
    await client.query(`INSERT INTO links.edge VALUES (1, 'a', 'b', 'friend', 1), (1, 'A', 'b', 'friend', 2)`)
    const first = await digestOf(client, ['links.edge'])
    await client.query('DELETE FROM links.edge')
    await client.query(`INSERT INTO links.edge VALUES (1, 'A', 'b', 'friend', 2), (1, 'a', 'b', 'friend', 1)`)
    expect(await digestOf(client, ['links.edge'])).toBe(first)
    await client.query(`UPDATE links.edge SET n = 3 WHERE member_a = 'a'`)
    expect(await digestOf(client, ['links.edge'])).not.toBe(first)
  })
})
