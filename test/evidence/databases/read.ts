import { existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Stage } from '../../../src/db/stage.ts'
import { acquire } from '../../../src/evidence/acquire.ts'
import { databasesStage } from '../../../src/evidence/databases.ts'
import { mirrorStage } from '../../../src/evidence/mirror.ts'
import { openStage } from '../../../src/evidence/open.ts'
import { declareOperation, exercise } from '../../../src/evidence/operation.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'
import { run } from '../../support/mirror.ts'

// biome-ignore lint/suspicious/noExplicitAny: rows are compared, not used
export type Row = Record<string, any>

/** A case into which an exhibit was read. */
export interface Read {
  readonly rows: (sql: string) => Promise<readonly Row[]>
  readonly db: TestDatabase['client']
  readonly caseDir: string
  readonly drop: () => Promise<void>
}

/** What was read out, with the files of every table. */
export const digestSql = `SELECT d.database, d.file, d.sha256, d.tables, d.unread,
    (SELECT json_agg(t ORDER BY t."table", t.source) FROM evidence.table_source t WHERE t.file = d.file) AS sources
  FROM evidence.database_dump d ORDER BY d.file`
export const findingSql = 'SELECT severity, code, detail FROM evidence.finding ORDER BY stage, batch, n'

/** Acquires a folder and reads what is in it; `stopAfter` so many batches it is stopped and goes on, again and again. */
export async function readFolder(
  scratch: string,
  path: string,
  stopAfter = Number.POSITIVE_INFINITY,
  more: readonly Stage[] = [],
): Promise<Read> {
  const database: TestDatabase = await freshDatabase()
  mkdirSync(scratch, { recursive: true })
  const caseDir = mkdtempSync(join(scratch, 'case-'))
  const clock = (): Date => new Date('2026-01-02T03:04:05Z')
  const signal = new AbortController().signal
  await declareOperation(database.client, exercise, 'A. Examiner', clock())
  await acquire({ path }, { db: database.client, caseDir, actor: 'A. Examiner', clock, signal, tool: 'test' })
  for (let tries = 0; tries < 100; tries++) {
    try {
      await run(database, [openStage, databasesStage, mirrorStage, ...more], 50_000, stopAfter, caseDir)
      break
    } catch (error) {
      if (!String(error).includes('stopped by the test')) throw error
    }
  }
  const work = join(caseDir, 'scratch')
  expect(existsSync(work) ? readdirSync(work) : []).toEqual([])
  return {
    db: database.client,
    caseDir,
    rows: async (sql) => (await database.client.query(sql)).rows as Row[],
    drop: () => database.drop(),
  }
}
