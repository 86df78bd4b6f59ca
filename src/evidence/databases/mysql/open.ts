import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '../../unpack/programs.ts'
import type { DataDirectory, Within } from '../find.ts'
import type { HeldFile } from '../lay.ts'
import type { Opened, Opener, TableFile } from '../opened.ts'
import { outcomeOf } from '../program.ts'
import type { Told } from '../told.ts'
import { isEight, openEight } from './eight.ts'
import { headOf, serverVersionOf } from './layout.ts'
import { decoded } from './lines.ts'
import { readDatabase } from './read.ts'
import type { Programs } from './server.ts'
import { type Listed, listDatabases, openSession, ownDatabases, type Session } from './session.ts'

const packages = 'mariadbd and mariadb-dump (Debian’s packages mariadb-server-core and mariadb-client)'

/** Data directories of MySQL up to 5.7 and of MariaDB, opened by MariaDB's own server; those of MySQL 8 the mirror reads. */
export const mysqlOpener: Opener = {
  kind: 'mysql',
  programs: async () => {
    const programs = findPrograms()
    return programs === null ? 'none' : await versionOf(programs)
  },
  version,
  open: async ({ place, directory, from, limits, told, signal }) => {
    if (await isEight(directory)) return openEight(directory, await version(directory), told)
    const programs = findPrograms()
    if (programs === null) {
      told.report(
        'loss',
        'database-no-program',
        `it can be opened only with ${packages}, which this machine has not; its files are kept`,
      )
      return null
    }
    const session = await openSession(place, directory, programs, from, limits, told, signal)
    if (session === null) return null
    const listed = await listDatabases(session)
    if (from === 0) notRead(directory, listed, told)
    return opened(session, directory, listed, await versionOf(programs), told)
  },
}

/** Places of servers that are not on everybody's path. */
const serverFolders = ['/usr/sbin', '/usr/local/sbin', '/usr/libexec']

/** MariaDB's own programs: those of MySQL know other options. */
function findPrograms(): Programs | null {
  const [client, dump] = [findProgram(['mariadb']), findProgram(['mariadb-dump'])]
  const places = serverFolders.map((folder) => join(folder, 'mariadbd'))
  const server = findProgram(['mariadbd']) ?? places.find((path) => existsSync(path))
  return server && client && dump ? { server, client, dump } : null
}

async function versionOf({ server }: Programs): Promise<string> {
  const { out } = await outcomeOf({ file: server, args: ['--no-defaults', '--version'], cwd: '/' }, 60)
  return /\d+\.\d+\.\d+-MariaDB/.exec(out.toString('latin1'))?.[0] ?? out.toString('latin1').trim().slice(0, 100)
}

/** The version written beside the data by the server's own upgrade program, or in the pages of MySQL 8. */
async function version({ files }: DataDirectory<HeldFile>): Promise<string | null> {
  const page = await headOf(files.find((f) => f.inner === 'mysql.ibd'))
  const stated = serverVersionOf(page)
  if (stated !== null) return stated
  const info = await headOf(files.find((f) => /^m(?:ysql|ariadb)_upgrade_info$/.test(f.inner)))
  return /^\d+\.\d+\.\d+[\w.-]*/.exec(info.toString('latin1'))?.[0] ?? null
}

function opened(
  session: Session,
  directory: DataDirectory<HeldFile>,
  listed: readonly Listed[],
  tool: string,
  told: Told,
): Opened {
  const read = listed.filter(({ database, tables }) => !ownDatabases.has(database) && tables.length > 0)
  return {
    tool,
    level: session.level,
    source: 'mysqldump-sql',
    databases: read.map((l) => l.database),
    read: (database, keep) =>
      readDatabase(session, database, read.find((l) => l.database === database)?.tables ?? [], told, keep),
    filesOf: (database, tables) => filesOf(session, directory, database, tables),
    close: () => session.stop(),
  }
}

/** What is there and is not read out, and why. */
function notRead({ files }: DataDirectory<HeldFile>, listed: readonly Listed[], { report }: Told): void {
  const own = listed.filter(({ database }) => ownDatabases.has(database)).map((l) => l.database)
  const accounts = files.some((f) => /^mysql\/(?:user|global_priv)\./i.test(f.inner))
  if (accounts)
    report(
      'note',
      'database-accounts',
      `the accounts of its server and their passwords were neither used nor read; of its own databases (${own.join(', ')}) nothing was read out`,
    )
  for (const { database, views } of listed) {
    if (ownDatabases.has(database)) continue
    const triggers = files.filter((f) => f.inner.endsWith('.TRG') && f.inner.startsWith(`${database}/`)).length
    if (views.length > 0)
      report('note', 'database-code', `views of ${database} were not executed: ${views.slice(0, 50).join(', ')}`)
    if (triggers > 0) report('note', 'database-code', `triggers of ${triggers} tables of ${database} were not executed`)
  }
}

/** The files of tables, whose names stand in them as the server writes names in file systems. */
async function filesOf(
  session: Session,
  { files }: DataDirectory<HeldFile>,
  database: string,
  tables: readonly string[],
): Promise<ReadonlyMap<string, readonly TableFile[]>> {
  const inFolders = files.filter((f) => f.inner.includes('/'))
  const names = await decoded(
    session.server(),
    inFolders.flatMap((f) => [folderOf(f), stemOf(f)]),
    session.limits.startSeconds,
  )
  const system = files.filter((f) => /^(?:ibdata|undo|ib_logfile)/.test(f.inner))
  const found = new Map<string, TableFile[]>(tables.map((t) => [t, []]))
  for (const file of inFolders) {
    if (names.get(folderOf(file)) !== database) continue
    const role = roleOf(file.inner)
    if (role !== null) found.get(names.get(stemOf(file)) ?? '')?.push({ file, role })
  }
  for (const own of found.values()) {
    const kinds = own.map(({ file }) => file.inner.slice(file.inner.lastIndexOf('.')).toLowerCase())
    if (kinds.some((k) => k !== '.frm' && k !== '.par' && k !== '.ibd')) continue
    // Where a table has no tablespace of its own its rows lie in the system's.
    const shared = kinds.includes('.ibd') ? 'system' : 'data'
    own.push(...system.map((file): TableFile => ({ file, role: file.inner.startsWith('ibdata') ? shared : 'system' })))
  }
  return found
}

function roleOf(inner: string): TableFile['role'] | null {
  const end = inner.slice(inner.lastIndexOf('.') + 1).toLowerCase()
  if (['ibd', 'myd', 'mad', 'csv'].includes(end)) return 'data'
  if (['frm', 'par', 'mrg', 'cfg'].includes(end)) return 'structure'
  return ['myi', 'mai', 'csm'].includes(end) ? 'index' : null
}

function folderOf({ inner }: Within<HeldFile>): string {
  return inner.slice(0, inner.indexOf('/'))
}

/** Without the ending, and without the partition that is named after the table. */
function stemOf({ inner }: Within<HeldFile>): string {
  const name = inner.slice(inner.indexOf('/') + 1)
  return name.slice(0, name.lastIndexOf('.')).replace(/#p#.*$/i, '')
}
