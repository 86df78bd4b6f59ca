import { describe, expect, it } from 'vitest'
import { artefactStages } from '../../src/artefacts/stage.ts'
import { buildIndexes, emptied, shedIndexes, worthShedding } from '../../src/db/bulk.ts'
import { digestOf } from '../../src/db/digest.ts'
import { runStages } from '../../src/db/runner.ts'
import type { Statement } from '../../src/db/stage.ts'
import { identityStages, subjectTables } from '../../src/identity/stage.ts'
import { jurisdictionStages, networkTables, placeTables } from '../../src/jurisdiction/stage.ts'
import { riskStages, riskTables } from '../../src/risk/stage.ts'
import { insertBoard, run } from '../identity/board.ts'
import { withDatabase } from '../support/database.ts'

const tables = [...networkTables, ...subjectTables, ...placeTables, ...riskTables]
const stages = [...artefactStages, ...jurisdictionStages, ...identityStages, ...riskStages]
/** Enough accounts that a dozen factors each are many rows. */
const members = Array.from({ length: Math.ceil(worthShedding / 12) }, (_, i) => ({
  id: String(i + 1),
  name: `signal ${i}`,
  email: `box${i}@rails.example.de`,
  location: ['Utrecht, Netherlands', 'near Berlin', 'Poland'][i % 3],
  timezone: ['Europe/Paris', 'Europe/Berlin'][i % 2],
  joined_at: '2020-05-01T10:00:00Z',
  joined_from: `81.2.${i >> 8}.${i & 255}`,
  last_seen_at: `2024-05-01T10:${String(i % 60).padStart(2, '0')}:00Z`,
}))

describe('tables that are written whole', () => {
  const database = withDatabase()
  const all = async (statements: readonly Statement[]): Promise<void> => {
    for (const { text } of statements) await database.client.query(text)
  }
  const indexes = async () =>
    (
      await database.client.query<{ text: string }>(
        `SELECT indexrelid::regclass || ' ' || pg_get_indexdef(indexrelid) || ' ' || indisprimary AS text
           FROM pg_index WHERE indrelid = ANY ($1::regclass[])
          UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
          WHERE contype = 'f' AND conrelid = ANY ($1::regclass[]) AND confrelid = ANY ($1::regclass[]) ORDER BY 1`,
        [tables.map((t) => t.table)],
      )
    ).rows.map((r) => r.text)
  const digest = () =>
    digestOf(
      database.client,
      tables.map((t) => t.table),
    )

  it('have the indexes of their migrations again after these were taken off, wholly or by half', async () => {
    const before = await indexes()
    expect(before).toHaveLength(tables.reduce((sum, t) => sum + 1 + (t.others?.length ?? 0) + Number('refers' in t), 0))
    await all(shedIndexes(tables))
    expect(await indexes()).toEqual([])
    await all(shedIndexes(tables))
    await all(buildIndexes(tables.slice(0, 1)))
    await all(buildIndexes(tables))
    expect(await indexes()).toEqual(before)
    await all(shedIndexes(tables))
    await all(emptied(tables, ['risk.scheme']))
    expect(await indexes()).toEqual(before)
  })

  it('hold the same rows and have their indexes when the work was broken off at any batch', async () => {
    await insertBoard(database.client, { members })
    const before = await indexes()
    await run(database, stages)
    expect(await indexes()).toEqual(before)
    const whole = await digest()
    const again = ['jurisdiction.places', 'risk.assess']
    await database.client.query('DELETE FROM evidence.stage_run WHERE stage = ANY ($1)', [again])
    let [stops, shed] = [0, 0]
    for (let done = false; !done; stops += 1) {
      let batches = 0
      const onBatch = (moment: string): void => {
        if (moment === (stops % 2 === 0 ? 'before-commit' : 'after-commit')) batches += 1
        if (batches === 2) throw new Error('the power failed')
      }
      done = await runStages(stages, {
        connect: () => database.connect('stages'),
        caseDir: '/nonexistent',
        actor: 'a test',
        clock: () => new Date('2024-06-01T00:00:00Z'),
        signal: new AbortController().signal,
        batchRows: 700,
        onBatch,
      }).then(
        () => true,
        (error: Error) => error.message !== 'the power failed',
      )
      if ((await indexes()).length < before.length) shed += 1
    }
    expect(stops).toBeGreaterThan(4)
    expect(shed).toBeGreaterThan(2)
    expect(await indexes()).toEqual(before)
    expect(await digest()).toBe(whole)
  })
})
