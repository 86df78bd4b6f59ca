import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClientBase } from 'pg'
import { inTransaction } from './custody.ts'
import { packageRoot } from './root.ts'
import { StoreError } from './trouble.ts'

/** One forward step of the schema: a file `NNNN-name.sql`. */
export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
  /** SHA-256 of the text, line ends unified, so that a changed file is noticed. */
  readonly checksum: string
}

/** The folder of the program's own migrations. */
export function migrationsFolder(): string {
  return join(packageRoot(), 'src', 'db', 'migrations')
}

/** Reads the migrations of a folder in order of their numbers; a number may be left out, and none is given twice. */
export function readMigrations(folder: string = migrationsFolder()): readonly Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  let last = 0
  return names.map((name) => {
    const number = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1])
    if (!(number > last))
      throw new Error(
        `${join(folder, name)}: migrations are named 0001-x.sql, 0002-y.sql, … each with a number of its own`,
      )
    last = number
    const sql = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')
    return { number, name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

interface Applied {
  readonly number: number
  readonly name: string
  readonly checksum: string
}

/** One lock for everything that changes the schema; the number is arbitrary and the program's own. */
const lockSql = 'SELECT pg_advisory_xact_lock(4702111234474983745)'

const bookSql = `
  CREATE SCHEMA IF NOT EXISTS holdfast;
  CREATE TABLE IF NOT EXISTS holdfast.migration (
    number      int PRIMARY KEY,
    name        text NOT NULL,
    checksum    text NOT NULL,
    applied_at  timestamptz NOT NULL DEFAULT now()
  );
  COMMENT ON TABLE holdfast.migration IS 'The steps by which this schema came about.'`

async function applied(client: ClientBase): Promise<readonly Applied[]> {
  const there = await client.query(`SELECT to_regclass('holdfast.migration') IS NOT NULL AS yes`)
  if (!there.rows[0].yes) return []
  return (await client.query('SELECT number, name, checksum FROM holdfast.migration ORDER BY number')).rows
}

function refuse(done: readonly Applied[], known: readonly Migration[]): void {
  const last = done.at(-1)
  const newest = known.at(-1)?.number ?? 0
  if (last && last.number > newest) {
    throw new StoreError({
      place: 'the schema of the case',
      reason: `it was brought to version ${last.number} (${last.name}) by a newer Holdfast, this one knows ${newest}`,
      next: 'Use the newer version of Holdfast.',
    })
  }
  for (const { number, name, checksum } of done) {
    const same = known.find((k) => k.number === number)
    if (same?.checksum === checksum) continue
    throw new StoreError({
      place: `migration ${name}`,
      reason: `the case was made with another text of it (${checksum.slice(0, 12)}, here ${same?.checksum.slice(0, 12)})`,
      next: 'Use the version of Holdfast that made the case.',
    })
  }
}

/** Throws when the schema was made by a newer program, or from other migrations than this program's. */
export async function refuseNewerSchema(client: ClientBase, known = readMigrations()): Promise<void> {
  refuse(await applied(client), known)
}

/**
 * Brings the schema up to date, each step in a transaction of its own, and says how many it took. Any number of
 * programs may do it at once: each step is taken by one of them while the others wait.
 */
export async function migrate(client: ClientBase, known = readMigrations()): Promise<number> {
  for (let taken = 0; ; taken += 1) {
    const more = await inTransaction(client, async () => {
      await client.query(lockSql)
      const done = await applied(client)
      refuse(done, known)
      // Steps made side by side land in any order: a lower number may come after a higher one was taken.
      const next = known.find((k) => !done.some((d) => d.number === k.number))
      if (next) await take(client, next)
      return next !== undefined
    })
    if (!more) return taken
  }
}

async function take(client: ClientBase, { number, name, sql, checksum }: Migration): Promise<void> {
  await client.query(bookSql)
  try {
    await client.query(sql)
  } catch (error) {
    const at = Number((error as { position?: string }).position)
    const line = at > 0 ? `, line ${sql.slice(0, at).split('\n').length}` : ''
    if (error instanceof Error) error.message = `${name}${line}: ${error.message}`
    throw error
  }
  const values = [number, name, checksum]
  await client.query('INSERT INTO holdfast.migration (number, name, checksum) VALUES ($1, $2, $3)', values)
}
