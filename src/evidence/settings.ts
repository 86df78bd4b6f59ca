import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { ClientBase } from 'pg'
import type { Batch, Stage, StageContext } from '../db/stage.ts'
import { absolute, storedPath } from './place.ts'
import { readSettings } from './settings/software.ts'

/** Reads what configuration files of forum software, and environments beside them, say; of secrets only a fingerprint is kept. */
export const settingsStage: Stage = {
  name: 'evidence.settings',
  about:
    'Reads the settings in configuration files of forum software, in environments beside them and on command lines; secrets as fingerprints only',
  scope: 'exhibit',
  version: 3,
  reads: ['evidence.file'],
  writes: ['evidence.setting'],
  run: readAll,
}

async function* readAll(context: StageContext): AsyncGenerator<Batch> {
  if (context.resume !== null) return
  const files = await configurations(context.db, context.unit, context.caseDir)
  if (files.length === 0) return
  const rows: object[] = []
  for (const { file, path } of files) {
    context.signal.throwIfAborted()
    const found = readSettings(await readFile(path))
    for (const [i, { name, meaning, value, secret, offset, length }] of (found?.settings ?? []).entries())
      rows.push({
        ...{ file, n: i + 1, software: found?.software, name, meaning },
        ...{ value: secret ? null : value, fingerprint: secret && value !== '' ? fingerprintOf(value) : null },
        ...{ offset, length },
      })
  }
  const text = `INSERT INTO evidence.setting (exhibit, file, n, software, name, meaning, value, fingerprint, _file, _offset, _length)
    SELECT $1, s.file, s.n, s.software, s.name, s.meaning, s.value, s.fingerprint, s.file, s.offset, s.length
      FROM json_to_recordset($2::json) AS s(file int, n int, software text, name text, meaning text, value text, fingerprint text, "offset" bigint, length int)`
  yield { before: [{ text, values: [context.unit, JSON.stringify(rows)] }], rows: rows.length, state: 'done' }
}

/** Equal fingerprints mean the same secret; the value stays in the evidence. */
function fingerprintOf(value: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['configured', value]))
    .digest('hex')
}

async function configurations(db: ClientBase, exhibit: number, caseDir: string) {
  const { rows } = await db.query<{ file: number; stored: string | null }>(
    `SELECT f.file, ${storedPath} AS stored FROM evidence.file f JOIN evidence.exhibit e USING (exhibit)
      WHERE f.exhibit = $1 AND f.source = 'configuration' AND f.encoding IS NULL ORDER BY f.file`,
    [exhibit],
  )
  return rows.flatMap(({ file, stored }) => (stored === null ? [] : [{ file, path: absolute(caseDir, stored) }]))
}
