import { statSync } from 'node:fs'
import { basename } from 'node:path'
import type { ClientBase } from 'pg'
import { quoteName } from '../../src/db/columns.ts'
import { runStages } from '../../src/db/runner.ts'
import type { Stage } from '../../src/db/stage.ts'
import { recognise } from '../../src/evidence/recognise.ts'
import type { TestDatabase } from './database.ts'

/** A row of a seized table: text, bytes, or NULL. */
export type SeizedRow = Readonly<Record<string, string | Buffer | null>>

/** Tables of a seized database, each with at least one row or its columns by name. */
export type SeizedTables = Readonly<Record<string, readonly SeizedRow[] | { readonly columns: readonly string[] }>>

/** Puts tables into the mirror of an exhibit as the mirror's own stage leaves them; each row has a place in an invented file. */
export async function seize(
  db: ClientBase,
  exhibit: number,
  tables: SeizedTables,
  database: string | null = null,
): Promise<void> {
  const hash = String(exhibit).padStart(64, 'e')
  await db.query(
    `INSERT INTO evidence.exhibit VALUES ($1, $3, 'a dump', 'nobody', 'dump.sql', 'dump.sql', true, 1000, $2, $2, $2, 'a test', '2024-05-01', 'a test')
     ON CONFLICT DO NOTHING`,
    [exhibit, hash, `HF/${exhibit}`],
  )
  await db.query(
    `INSERT INTO evidence.file VALUES ($1, $1, 'dump.sql', NULL, 'mysqldump-sql', 1000) ON CONFLICT DO NOTHING`,
    [exhibit],
  )
  const schema = quoteName(`mirror_${exhibit}`)
  await db.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`)
  let offset = 0
  for (const [name, content] of Object.entries(tables)) {
    const rows = Array.isArray(content) ? (content as readonly SeizedRow[]) : []
    const names = 'columns' in content ? content.columns : [...new Set(rows.flatMap((row) => Object.keys(row)))]
    const columns = names.map((column) => {
      const type = rows.some((row) => row[column] instanceof Buffer) ? 'bytea' : 'text'
      return { name: column, column, declared: type === 'text' ? 'text' : 'blob', type }
    })
    const own = ['_row bigint', '_offset bigint', '_file int', '_length int']
    const declared = columns.map((c) => `${quoteName(c.column)} ${c.type}`)
    await db.query(`CREATE TABLE ${schema}.${quoteName(name)} (${[...own, ...declared].join(', ')})`)
    for (const [i, row] of rows.entries()) {
      const values = [i + 1, offset, exhibit, 10, ...names.map((column) => row[column] ?? null)]
      await db.query(
        `INSERT INTO ${schema}.${quoteName(name)} VALUES (${values.map((_, n) => `$${n + 1}`).join(', ')})`,
        values,
      )
      offset += 10
    }
    await db.query(
      'INSERT INTO evidence.mirror_table (exhibit, name, database, file, columns, rows) VALUES ($1, $2, $3, $1, $4, $5)',
      [exhibit, name, database, JSON.stringify(columns), rows.length],
    )
  }
}

/** Runs stages over the case as the program does; `stopAfter` so many batches it fails. */
export async function run(
  database: Pick<TestDatabase, 'connect'>,
  stages: readonly Stage[],
  batchRows = 50_000,
  stopAfter = Number.POSITIVE_INFINITY,
  caseDir = '/nonexistent',
): Promise<unknown> {
  let committed = 0
  return runStages(stages, {
    connect: () => database.connect(),
    caseDir,
    actor: 'a test',
    clock: () => new Date('2024-05-01T12:00:00Z'),
    signal: new AbortController().signal,
    batchRows,
    onBatch: (moment) => {
      if (moment === 'after-commit') committed += 1
      if (committed >= stopAfter) throw new Error('stopped by the test')
    },
  })
}

/** Takes a real dump in as an exhibit, where it lies; `mirrorStage` then loads it. */
export async function holdDump(db: ClientBase, exhibit: number, path: string): Promise<void> {
  const hash = String(exhibit).padStart(64, 'f')
  const { encoding, source } = await recognise(path)
  const { size } = statSync(path)
  await db.query(
    `INSERT INTO evidence.exhibit VALUES ($1, $3, 'a dump', 'nobody', $4, $4, true, $5, $2, $2, $2, 'a test', '2024-05-01', 'a test')`,
    [exhibit, hash, `HF/${exhibit}`, path, size],
  )
  await db.query(`INSERT INTO evidence.file VALUES ($1, $1, $2, $3, $4, NULL)`, [
    exhibit,
    basename(path),
    encoding,
    source,
  ])
}
