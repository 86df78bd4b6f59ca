import type { Batch, Stage, StageContext } from '../db/stage.ts'

/** Lists the passwords, keys and salts that configuration files hold, by fingerprint. */
export const configured: Stage = {
  name: 'unlock.configured',
  about: 'Lists the passwords, keys and salts of configuration files by fingerprint; no value is copied.',
  scope: 'exhibit',
  version: 1,
  reads: ['evidence.setting'],
  writes: ['unlock.configured'],
  run: list,
}

async function* list({ db, unit, resume }: StageContext): AsyncGenerator<Batch> {
  if (resume !== null) return
  const { rows } = await db.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM evidence.setting WHERE exhibit = $1 AND fingerprint IS NOT NULL',
    [unit],
  )
  const found = rows[0]?.n ?? 0
  if (found === 0) return
  const text = `INSERT INTO unlock.configured (exhibit, file, n, software, name, meaning, fingerprint, _file, _offset, _length)
    SELECT exhibit, file, n, software, name, meaning, fingerprint, _file, _offset, _length
      FROM evidence.setting WHERE exhibit = $1 AND fingerprint IS NOT NULL`
  yield { before: [{ text, values: [unit] }], rows: found, state: 'done' }
}
