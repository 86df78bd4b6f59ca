import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { generateSeizure } from '../../bench/data/generate.ts'
import { type OpenCase, openCase } from '../../src/case.ts'
import { acquire } from '../../src/evidence/acquire.ts'
import { declareOperation, exercise } from '../../src/evidence/operation.ts'
import { importTerms } from '../../src/risk/queries.ts'
import { type RunCaseOptions, type RunResult, runCase } from '../../src/run.ts'
import { temporaryFolder } from './folder.ts'

/** A whole case over a small seizure, with what the generator planted. */
export interface FinishedCase {
  readonly caseDir: string
  readonly open: OpenCase
  readonly result: RunResult
  // biome-ignore lint/suspicious/noExplicitAny: the truth is a large invented document that tests pick from
  readonly truth: any
}

/** A fixed clock: what is written twice is written alike. */
export const testClock = (): Date => new Date('2026-01-02T03:04:05Z')

/** How tests run a case. */
export const runOptions = (): RunCaseOptions => ({
  actor: 'A. Examiner',
  clock: testClock,
  signal: new AbortController().signal,
})

/** Makes the seizure, acquires it, and runs every stage, once for the tests of a file. */
export function withFinishedCase(size: 'XS' | 'S', seed = 3): FinishedCase {
  const folder = temporaryFolder(`case-${size}`)
  const caseDir = join(folder, 'case')
  let made: FinishedCase | undefined
  beforeAll(async () => {
    const seizure = await generateSeizure({ size, seed, outDir: join(folder, 'seizure') })
    const open = await openCase(caseDir, { create: true })
    await declareOperation(open.db, exercise, 'A. Examiner', testClock())
    const options = {
      db: open.db,
      caseDir,
      actor: 'A. Examiner',
      clock: testClock,
      signal: new AbortController().signal,
      tool: 'test',
    }
    await acquire({ path: seizure.exhibitDir }, options)
    await importTerms(open.db, {
      list: 'invented',
      text: readFileSync(seizure.codeWordsPath, 'utf8'),
      by: 'A. Examiner',
      at: testClock(),
    })
    const result = await runCase(open, runOptions())
    made = { caseDir, open, result, truth: JSON.parse(readFileSync(seizure.truthPath, 'utf8')) }
  }, 300_000)
  afterAll(() => made?.open.close(), 60_000)
  const there = (): FinishedCase => {
    if (!made) throw new Error('The case is there only inside tests and hooks.')
    return made
  }
  return {
    caseDir,
    get open() {
      return there().open
    },
    get result() {
      return there().result
    },
    get truth() {
      return there().truth
    },
  }
}
