import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import type { DataDirectory, Within } from '../find.ts'
import { type HeldFile, layCopy } from '../lay.ts'
import { headOf } from '../mysql/layout.ts'
import type { Opened, Opener, Opening, TableFile } from '../opened.ts'
import { outcomeOf } from '../program.ts'
import { type PostgresProgram, postgresPrograms, reachable } from './programs.ts'
import { type Entered, nameOf, readDatabase } from './read.ts'
import { likelyRoles } from './roles.ts'
import { lendLocale, type Postgres, startPostgres } from './server.ts'
import { listTables } from './tables.ts'

/** Data directories of PostgreSQL, opened by a server of the same major version. */
export const postgresOpener: Opener = {
  kind: 'postgresql',
  programs: async () =>
    postgresPrograms()
      .map((p) => p.major)
      .join(' '),
  version,
  open: async (opening) => {
    const { place, directory, told } = opening
    const major = (await version(directory)) ?? 'unknown'
    const installed = postgresPrograms()
    const named = installed.find((p) => p.major === major)
    if (named === undefined) {
      const have = installed.map((p) => p.major).join(', ') || 'none'
      told.report(
        'loss',
        'database-version',
        `it was made by PostgreSQL ${major} and can be opened only by a server of that version (Debian’s package postgresql-${major}); this machine has ${have}; its files are kept`,
      )
      return null
    }
    const program = await reachable(place, named)
    if (program === null) {
      told.report(
        'loss',
        'database-no-program',
        `PostgreSQL ${major} cannot be run by user ${place.account?.name}; its files are kept`,
      )
      return null
    }
    return await recovered(opening, program)
  },
}

async function version({ files }: DataDirectory<HeldFile>): Promise<string | null> {
  const text = (await headOf(files.find((f) => f.inner === 'PG_VERSION'))).toString('latin1')
  return /^\d+(?:\.\d+)?/.exec(text)?.[0] ?? null
}

/** Folders that a server misses where they were empty and therefore not copied (PostgreSQL documentation, "Database File Layout"). */
function foldersOf(major: string): readonly string[] {
  const [wal, xact] = Number.parseFloat(major) >= 10 ? ['pg_wal', 'pg_xact'] : ['pg_xlog', 'pg_clog']
  return [
    ...['base', 'global', 'pg_commit_ts', 'pg_dynshmem', 'pg_logical/mappings', 'pg_logical/snapshots'],
    ...[
      'pg_multixact/members',
      'pg_multixact/offsets',
      'pg_notify',
      'pg_replslot',
      'pg_serial',
      'pg_snapshots',
      'pg_stat',
    ],
    ...['pg_stat_tmp', 'pg_subtrans', 'pg_tblspc', 'pg_twophase', `${wal}/archive_status`, xact!],
    ...(Number.parseFloat(major) >= 17 ? [`${wal}/summaries`] : []),
  ]
}

/** Steps of recovery, each after the ones before it did not bring the server up, and what each leaves out. */
const steps: readonly {
  readonly without: RegExp
  readonly settings: readonly string[]
  readonly reset: boolean
  readonly what: string
}[] = [
  { without: /^$/, settings: [], reset: false, what: '' },
  {
    without: /^(?:backup_label|tablespace_map)$/,
    settings: [],
    reset: false,
    what: 'without the label of the backup it was made as',
  },
  {
    without: /^(?:backup_label|tablespace_map)$/,
    settings: ['zero_damaged_pages = on'],
    reset: true,
    what: 'with a new write-ahead log in place of its own, so that the last changes may be missing',
  },
]

async function recovered(opening: Opening, program: PostgresProgram): Promise<Opened | null> {
  const { place, directory, from, limits, told, signal } = opening
  const refused: string[] = []
  for (const [level, step] of steps.entries()) {
    if (level < from || (step.reset && program.resetwal === null)) continue
    await rm(join(place.folder, 'data'), { recursive: true, force: true })
    await layCopy(place, directory, (f) => !step.without.test(f.inner), foldersOf(program.major), signal)
    if (step.reset) {
      const reset = place.wrap(program.resetwal!, ['-f', '-D', join(place.seen, 'data')], 'data')
      await outcomeOf(reset, limits.startSeconds, signal)
    }
    const { server, said } = await startPostgres(place, program, step.settings, limits.startSeconds, signal)
    if (server === null) {
      refused.push(reasonOf(said))
      continue
    }
    const door = await doorOf(opening, server)
    if (door === null) {
      await server.stop()
      return null
    }
    if (level > 0)
      told.report(
        'warning',
        'database-recovery',
        `the server came up only ${step.what} (${[...new Set(refused)].join(' | ') || 'as before'})`,
      )
    else if (said.some((l) => /was interrupted|not properly shut down/.test(l)))
      told.report(
        'note',
        'database-recovered',
        'it was not shut down cleanly; what was committed in its log was applied to the copy',
      )
    return opened(opening, program, server, level, door)
  }
  told.report('loss', 'database-not-opened', `no server could open a copy of it (${refused.join(' | ')})`)
  return null
}

function reasonOf(said: readonly string[]): string {
  const bad = said.filter((l) => /^(?:FATAL|PANIC|ERROR)|did not answer/.test(l))
  return (bad.length > 0 ? bad : said.slice(-2)).slice(0, 2).join('; ').slice(0, 400)
}

type Door = (database: string) => Promise<pg.Client>

/** Finds a role that is let in and may read everything; null, and why was told, where there is none. */
async function doorOf({ place, directory, told }: Opening, server: Postgres): Promise<Door | null> {
  const enter = async (role: string, database: string): Promise<pg.Client> => {
    for (;;) {
      try {
        return await server.connect(role, database)
      } catch (error) {
        const { detail = '', message } = error as { detail?: string; message: string }
        const locale = /LC_\w+ "([^"]+)"/.exec(detail)?.[1] ?? /locale "([^"]+)"/.exec(message)?.[1]
        if (locale === undefined || !(await lendLocale(place, locale))) throw error
      }
    }
  }
  let reason = ''
  for (const role of await likelyRoles(directory))
    for (const database of ['postgres', 'template1'])
      try {
        const client = await enter(role, database)
        const { rows } = await client.query<{ super: boolean }>(
          'SELECT rolsuper AS super FROM pg_roles WHERE rolname = current_user',
        )
        await client.end()
        if (rows[0]?.super) return (name) => enter(role, name)
      } catch (error) {
        reason = String((error as Error).message)
      }
  told.report('loss', 'database-not-opened', `its server came up, but no superuser could enter it (${reason})`)
  return null
}

async function opened(
  { place, directory, told, signal }: Opening,
  program: PostgresProgram,
  server: Postgres,
  level: number,
  door: Door,
): Promise<Opened> {
  const names = await databasesOf(door)
  const databases: string[] = []
  for (const name of names) {
    let client: pg.Client
    try {
      client = await door(name)
    } catch (error) {
      told.report(
        'loss',
        'database-not-opened',
        `database ${name} could not be entered: ${String((error as Error).message)}`,
      )
      continue
    }
    try {
      if ((await listTables(client, program.major)).length > 0) databases.push(name)
    } catch (error) {
      told.report(
        'loss',
        'database-not-opened',
        `the catalogue of database ${name} could not be read: ${String((error as Error).message)}`,
      )
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  elsewhere(directory, told)
  return {
    tool: `PostgreSQL ${program.major}`,
    level,
    source: 'pg-dump',
    databases,
    read: async (database, keep) => {
      let client = await door(database)
      const again = async (): Promise<boolean> => {
        const works = await client.query('SELECT 1').then(
          () => true,
          () => false,
        )
        if (works) return true
        await client.end().catch(() => undefined)
        client = await door(database)
        return true
      }
      const entered: Entered = { client: () => client, again, major: program.major, folder: place.folder, signal }
      try {
        return await readDatabase(entered, database, told, keep)
      } finally {
        await client.end().catch(() => undefined)
      }
    },
    filesOf: (database) => filesOf(door, directory, program.major, database),
    close: () => server.stop(),
  }
}

async function databasesOf(door: Door): Promise<readonly string[]> {
  const client = await door('template1').catch(() => door('postgres'))
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT datname AS name FROM pg_database WHERE datallowconn ORDER BY datname COLLATE "C"`,
    )
    return rows.map((r) => r.name)
  } finally {
    await client.end()
  }
}

/** Tables that were kept outside of the data directory are not in its copy. */
function elsewhere({ files }: DataDirectory<HeldFile>, { report }: Opening['told']): void {
  // Base backups in archives have the list also where there is nothing to list.
  if (files.some((f) => f.inner === 'tablespace_map' && f.size > 0))
    report(
      'warning',
      'database-elsewhere',
      'some of its tables lay in tablespaces outside of the directory, which are not part of it',
    )
}

/** The files of each table, its long values' included; large ones lie in several of one gibibyte each. */
async function filesOf(
  door: Door,
  { files }: DataDirectory<HeldFile>,
  major: string,
  database: string,
): Promise<ReadonlyMap<string, readonly TableFile[]>> {
  const client = await door(database)
  try {
    const tables = await listTables(client, major)
    const { rows } = await client.query<{ oid: number; role: TableFile['role']; path: string }>(
      `SELECT c.oid AS oid, 'data' AS role, pg_relation_filepath(c.oid) AS path FROM pg_class c WHERE c.relkind = 'r'
       UNION ALL SELECT c.oid, 'data', pg_relation_filepath(c.reltoastrelid) FROM pg_class c WHERE c.relkind = 'r' AND c.reltoastrelid <> 0
       UNION ALL SELECT i.indrelid, 'index', pg_relation_filepath(i.indexrelid) FROM pg_index i WHERE i.indisprimary
       UNION ALL SELECT c.oid, 'structure', pg_relation_filepath(s.oid) FROM pg_class c CROSS JOIN (VALUES ('pg_class'::regclass), ('pg_attribute'::regclass)) s (oid) WHERE c.relkind = 'r'`,
    )
    const byPath = new Map<string, Within<HeldFile>[]>()
    for (const file of files) {
      const path = file.inner.replace(/\.\d+$/, '')
      byPath.set(path, [...(byPath.get(path) ?? []), file])
    }
    const found = new Map<string, TableFile[]>()
    const names = new Map(tables.map((t) => [t.oid, nameOf(t)]))
    for (const { oid, role, path } of rows) {
      const name = names.get(oid)
      if (name === undefined) continue
      const own = (byPath.get(path) ?? []).map((file): TableFile => ({ file, role }))
      found.set(name, [...(found.get(name) ?? []), ...own])
    }
    return found
  } finally {
    await client.end()
  }
}
