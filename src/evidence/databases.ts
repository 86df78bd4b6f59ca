import type { ClientBase } from 'pg'
import type { Batch, Stage, StageContext, Statement } from '../db/stage.ts'
import { type DataDirectory, dataDirectories } from './databases/find.ts'
import type { HeldFile } from './databases/lay.ts'
import type { Opened, Opener, TableFile } from './databases/opened.ts'
import { clearWorkPlaces, makeWorkPlace } from './databases/place.ts'
import { openers } from './databases/planned.ts'
import { type DatabaseLimits, type DatabaseRead, openTold, type Told, usualDatabaseLimits } from './databases/told.ts'
import { type Kept, openKeeper, settledOf } from './keeper.ts'
import { bounded } from './names.ts'
import { absolute, storedPath } from './place.ts'
import { fileNumber } from './record.ts'

/** What the checkpoint holds. */
interface State {
  /** Directories done with, and of the next one databases. */
  readonly directory: number
  readonly database: number
  readonly level: number
  readonly tables: number
  readonly unread: number
}

/** Reads the data directories of database servers out, through servers of its own on copies of them. */
export const databasesStage: Stage = databasesStageWith(usualDatabaseLimits)

/** The stage with other limits than the usual ones. */
export function databasesStageWith(limits: DatabaseLimits): Stage {
  return {
    name: 'evidence.databases',
    about:
      'Opens copies of data directories of MySQL, MariaDB and PostgreSQL in servers of its own, and reads them out',
    scope: 'exhibit',
    version: 2,
    reads: ['evidence.exhibit', 'evidence.file'],
    writes: ['evidence.file', 'evidence.data_directory', 'evidence.database_dump', 'evidence.table_source'],
    reset: (exhibit) => [
      {
        // Only its own: numbers may have been given anew when the exhibit was opened again.
        text: `DELETE FROM evidence.file f USING evidence.database_dump d
                WHERE d.exhibit = $1 AND f.file = d.file AND f.path = d.path AND f.sha256 = d.sha256 AND f.parent IS NOT NULL`,
        values: [exhibit],
      },
      ...['data_directory', 'database_dump', 'table_source'].map((table) => ({
        text: `DELETE FROM evidence.${table} WHERE exhibit = $1`,
        values: [exhibit],
      })),
    ],
    inputs: async () => (await Promise.all(openers.map(async (o) => `${o.kind} ${await o.programs()}`))).join('\n'),
    run: (context) => run(context, limits),
  }
}

async function* run(context: StageContext, limits: DatabaseLimits): AsyncGenerator<Batch> {
  const { db, unit, caseDir } = context
  const directories = dataDirectories(await filesOf(db, unit, caseDir))
  const fresh: State = { directory: 0, database: 0, level: 0, tables: 0, unread: 0 }
  let state = (context.resume as State | null) ?? fresh
  const total = directories.reduce((sum, d) => sum + sizeOf(d), 0)
  let done = 0
  for (const [n, directory] of directories.entries()) {
    if (n >= state.directory)
      for await (const batch of readOne(context, n, directory, state, limits)) {
        state = batch.state as State
        const share = state.directory > n ? 1 : state.database / Math.max(1, (batch.progress?.total ?? 1) + 1)
        yield { ...batch, progress: { done: done + Math.round(share * sizeOf(directory)), total, unit: 'bytes' } }
      }
    done += sizeOf(directory)
  }
}

/** A batch for each database, and one for the directory at its end. */
async function* readOne(
  context: StageContext,
  n: number,
  directory: DataDirectory<HeldFile>,
  from: State,
  limits: DatabaseLimits,
): AsyncGenerator<Batch> {
  const { unit, caseDir, signal } = context
  const told = openTold(directory.path)
  const opener = openers.find((o) => o.kind === directory.kind)!
  const missing = directory.files.filter((f) => f.stored === null)
  if (missing.length > 0)
    told.report(
      'loss',
      'database-files',
      `the bytes of ${missing.length} of its files could not be had, such as ${missing[0]!.inner}`,
    )
  let state: State = from
  let opened: Opened | null = null
  const place = await makeWorkPlace(caseDir)
  const keeper = openKeeper(caseDir)
  try {
    opened = await opener.open({ caseDir, place, directory, from: from.level, limits, told, signal })
    // What was found on opening it was told before the run was interrupted.
    if (from.database > 0) told.take()
    for (const database of opened?.databases.slice(from.database) ?? []) {
      signal.throwIfAborted()
      const { kept, read } = await opened!.read(database, (bytes) =>
        settledOf(keeper.keep(bytes, Number.POSITIVE_INFINITY, signal)),
      )
      const batch = await dumpBatch(context, n, directory, opened!, kept, read)
      const unread = read.tables.filter((t) => t.state !== 'whole').length
      state = {
        ...state,
        database: state.database + 1,
        level: opened!.level,
        tables: state.tables + read.tables.length,
        unread: state.unread + unread,
      }
      yield {
        ...batch,
        findings: told.take(),
        rows: read.tables.length,
        state,
        progress: { done: state.database, total: opened!.databases.length, unit: 'steps' },
      }
    }
    yield { ...(await lastBatch(unit, n, directory, opener, opened, state, told)), rows: 1 }
  } finally {
    await keeper.close()
    await opened?.close()
    await clearWorkPlaces(caseDir)
  }
}

async function lastBatch(
  exhibit: number,
  n: number,
  directory: DataDirectory<HeldFile>,
  opener: Opener,
  opened: Opened | null,
  read: State,
  told: Told,
): Promise<Pick<Batch, 'before' | 'custody' | 'findings' | 'state'>> {
  const { tables, unread, databases: database } = opened?.counted ?? { ...read, databases: read.database }
  const state = opened === null ? 'closed' : unread > 0 ? 'part' : 'read'
  const version = await opener.version(directory)
  const counted = { files: directory.files.length, size: sizeOf(directory), version, tool: opened?.tool ?? null }
  const detail = {
    ...counted,
    kind: directory.kind,
    level: opened?.level ?? 0,
    state,
    databases: database,
    tables,
    unread,
  }
  const next: State = { directory: n + 1, database: 0, level: 0, tables: 0, unread: 0 }
  return {
    before: [
      {
        text: `INSERT INTO evidence.data_directory (exhibit, n, kind, path, files, size, version, tool, level, state, databases, tables, unread)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        values: [
          ...[exhibit, n + 1, directory.kind, directory.path, counted.files, counted.size, version, counted.tool],
          ...[detail.level, state, database, tables, unread],
        ],
      },
    ],
    custody: [{ action: 'open', subject: directory.path === '' ? '.' : directory.path, detail }],
    findings: told.take(),
    state: next,
  }
}

/** The rows that a database leads to: its dump as a file, and the files its tables lay in. */
async function dumpBatch(
  { db, unit }: StageContext,
  n: number,
  directory: DataDirectory<HeldFile>,
  opened: Opened,
  kept: Kept,
  read: DatabaseRead,
): Promise<Pick<Batch, 'before'>> {
  const file = await nextFile(db, unit)
  const parent = parentOf(directory)
  const inner = `${read.name}.sql`
  const path = bounded(`${parent.path}!/${inner}`)
  const names = read.tables.map((t) => t.name)
  const files = await opened.filesOf(read.name, names)
  const states = new Map(read.tables.map((t) => [t.name, t.state]))
  const sources = [...files].flatMap(([table, own]) => own.map((f) => sourceRow(table, states.get(table)!, f)))
  const unread = read.tables.filter((t) => t.state !== 'whole').length
  const statement = (text: string, values: readonly unknown[]): Statement => ({ text, values })
  return {
    before: [
      statement(
        `INSERT INTO evidence.file (file, exhibit, parent, path, inner_path, encoding, source, stored_path, stored_size, md5, sha1, sha256, modified_at)
         VALUES ($1::int, $2, $3, CASE WHEN EXISTS (SELECT FROM evidence.file e WHERE e.exhibit = $2 AND e.path = $4::text) THEN $4::text || '~' || $1::int ELSE $4::text END,
                 $5, NULL, $6, $7, $8, $9, $10, $11, NULL)`,
        [file, unit, parent.file, path, inner, opened.source, kept.stored, kept.size, kept.md5, kept.sha1, kept.sha256],
      ),
      statement(
        `INSERT INTO evidence.database_dump (exhibit, file, directory, database, path, sha256, tables, unread)
         SELECT $1, $2, $3, $4, f.path, $5, $6, $7 FROM evidence.file f WHERE f.file = $2`,
        [unit, file, n + 1, read.name, kept.sha256, read.tables.length, unread],
      ),
      statement(
        `INSERT INTO evidence.table_source (exhibit, file, "table", source, role, state, sha256)
         SELECT $1, $2, s."table", s.source, s.role, s.state, s.sha256
           FROM json_to_recordset($3::json) AS s("table" text, source int, role text, state text, sha256 text)`,
        [unit, file, JSON.stringify(sources)],
      ),
    ],
  }
}

function sourceRow(table: string, state: string, { file, role }: TableFile) {
  return { table, source: file.file, role, state, sha256: file.sha256 }
}

/** The file that stands for the directory: what its server looks at first. */
function parentOf({ files }: DataDirectory<HeldFile>): HeldFile {
  const first = ['ibdata1', 'aria_log_control', 'global/pg_control', 'PG_VERSION']
  return first.flatMap((name) => files.find((f) => f.inner === name) ?? [])[0] ?? files[0]!
}

function sizeOf({ files }: DataDirectory<HeldFile>): number {
  return files.reduce((sum, f) => sum + f.size, 0)
}

/** Numbers above those that files of an exhibit are given otherwise, so that a key found later changes none. */
const firstNumber = 2_000_001

async function nextFile(db: ClientBase, exhibit: number): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM evidence.database_dump WHERE exhibit = $1',
    [exhibit],
  )
  return fileNumber(exhibit, firstNumber + (rows[0]?.n ?? 0))
}

async function filesOf(db: ClientBase, exhibit: number, caseDir: string): Promise<readonly HeldFile[]> {
  const { rows } = await db.query<HeldFile>(
    `SELECT f.file, f.path, coalesce(f.stored_size, e.size)::float8 AS size, coalesce(f.sha256, e.sha256) AS sha256, ${storedPath} AS stored
       FROM evidence.file f JOIN evidence.exhibit e USING (exhibit)
      WHERE f.exhibit = $1 AND NOT EXISTS (SELECT FROM evidence.database_dump d WHERE d.file = f.file) ORDER BY f.file`,
    [exhibit],
  )
  return rows.map((row) => ({ ...row, stored: row.stored === null ? null : absolute(caseDir, row.stored) }))
}
