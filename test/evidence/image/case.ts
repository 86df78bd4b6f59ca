import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import type { Stage } from '../../../src/db/stage.ts'
import { acquire } from '../../../src/evidence/acquire.ts'
import { openStage } from '../../../src/evidence/open.ts'
import { declareOperation, exercise } from '../../../src/evidence/operation.ts'
import { findProgram } from '../../../src/evidence/unpack/programs.ts'
import { withDatabase } from '../../support/database.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { run } from '../../support/mirror.ts'

/** A file of an exhibit with what is known of its place in a disk image. */
export interface ImageRow {
  readonly file: number
  readonly path: string
  readonly source: string
  readonly md5: string | null
  readonly sha256: string | null
  readonly stored_path: string | null
  readonly state: string | null
  readonly recovery: string | null
  readonly at: number | null
  readonly runs: string | null
}

/** A case for the tests of disk images: a folder, a database, and what is asked of them. */
export function imageCase(name: string) {
  const folder = temporaryFolder(name)
  const database = withDatabase()
  const caseDir = join(folder, 'case')
  afterEach(async () => {
    await database.client.query(`DELETE FROM evidence.finding; DELETE FROM evidence.checkpoint; DELETE FROM evidence.stage_run;
      DELETE FROM evidence.file WHERE parent IS NOT NULL; DELETE FROM evidence.file; DELETE FROM evidence.left_out;
      DELETE FROM evidence.mirror_table; DROP SCHEMA IF EXISTS mirror_1 CASCADE; DELETE FROM evidence.exhibit`)
  })
  const rows = async (): Promise<readonly ImageRow[]> =>
    (
      await database.client.query<ImageRow>(
        `SELECT f.file, f.path, f.source, f.md5, f.sha256, f.stored_path, i.state, i.recovery, i.at::float8 AS at, i.runs
           FROM evidence.file f LEFT JOIN evidence.image_file i USING (file) ORDER BY f.file`,
      )
    ).rows
  const stages = (of: readonly Stage[] = [openStage], batchRows = 50_000, stopAfter = Number.POSITIVE_INFINITY) =>
    run(database, of, batchRows, stopAfter, caseDir)
  return {
    folder,
    caseDir,
    database,
    at: (...names: string[]): string => join(folder, ...names),
    sh: (script: string): void => void execFileSync('sh', ['-ec', script], { cwd: folder, stdio: 'pipe' }),
    take: async (path: string) => {
      mkdirSync(caseDir, { recursive: true })
      await declareOperation(database.client, exercise, 'A. Examiner', new Date(0))
      return acquire(
        { path },
        {
          db: database.client,
          caseDir,
          actor: 'A. Examiner',
          clock: () => new Date('2026-01-02T03:04:05Z'),
          signal: new AbortController().signal,
          tool: 'test',
        },
      )
    },
    stages,
    rows,
    findings: async (): Promise<readonly { readonly code: string; readonly detail: string }[]> =>
      (await database.client.query('SELECT code, detail FROM evidence.finding ORDER BY batch, n')).rows,
  }
}

/** True where all programs are there. */
export const has = (...programs: readonly string[]): boolean => programs.every((p) => findProgram([p]) !== null)
