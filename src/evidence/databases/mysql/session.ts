import type { DataDirectory, Within } from '../find.ts'
import { type HeldFile, layCopy } from '../lay.ts'
import type { WorkPlace } from '../place.ts'
import type { DatabaseLimits, Told } from '../told.ts'
import { quoted } from './dump.ts'
import { type InnodbLayout, innodbLayout } from './layout.ts'
import { lines } from './lines.ts'
import { bringIn } from './lone.ts'
import { type MariaDb, type Programs, type Started, startMariaDb, temporary } from './server.ts'

/** A data directory whose copy a private server has open. */
export interface Session {
  readonly place: WorkPlace
  readonly programs: Programs
  readonly limits: DatabaseLimits
  readonly signal: AbortSignal
  /** innodb_force_recovery with which it came up. */
  readonly level: number
  /** The server that runs; another one after a restart. */
  readonly server: () => MariaDb
  /** Starts it again on the same copy; false where it does not come up. */
  readonly restart: (level: number) => Promise<boolean>
  readonly stop: () => Promise<void>
}

/** Accounts of the seized server, and what it would load or call for them: their files are not even copied. */
const notCopied =
  /^mysql\/(?:user|global_priv|db|host|tables_priv|columns_priv|procs_priv|proxies_priv|roles_mapping|default_roles|role_edges|password_history|servers|plugin|func|component)\./i

function isWanted({ inner }: Within<HeldFile>): boolean {
  return !notCopied.test(inner) && !/\.(?:TRG|TRN|sdi)$/.test(inner)
}

/** Opens a copy of a data directory: with what was in its logs if that can be, else at the first level of recovery at which it comes up. */
export async function openSession(
  place: WorkPlace,
  directory: DataDirectory<HeldFile>,
  programs: Programs,
  from: number,
  limits: DatabaseLimits,
  told: Told,
  signal: AbortSignal,
): Promise<Session | null> {
  const { report } = told
  const layout = await innodbLayout(directory)
  const lone = layout.innodb && layout.dataFiles === null
  // Without the system tablespace no file of InnoDB is known to the server; they are brought in one by one afterwards.
  const copied = (f: Within<HeldFile>): boolean =>
    isWanted(f) && !(lone && (isInnodb(f, directory) || /^(?:ib_logfile|undo)/.test(f.inner)))
  const left = (logs: boolean, aria: boolean) => (f: Within<HeldFile>) =>
    copied(f) && (logs || !/^ib_logfile\d+$/.test(f.inner)) && (aria || !/^aria_log(?:_control|\.\d+)$/.test(f.inner))
  const steps = layout.innodb && !lone ? attempts.filter(({ level }) => level >= from) : [attempts[0]!]
  const refused: string[] = []
  let aria = true
  const start = async (level: number, logs: boolean): Promise<Started> => {
    signal.throwIfAborted()
    await layCopy(place, directory, left(logs, aria), [temporary], signal)
    const started = await startMariaDb(place, programs, layout, level, limits, signal)
    if (started.server !== null || !aria || !started.said.some((line) => /\[ERROR\].*aria/i.test(line))) return started
    // The logs of Aria keep every other table from being read; without them its own tables may have to be repaired.
    refused.push(`with the logs of Aria: ${reasonOf(started.said)}`)
    aria = false
    return start(level, logs)
  }
  for (const { level, logs } of steps) {
    const started = await start(level, logs)
    if (started.server === null) {
      refused.push(`${level}${logs ? '' : ' without its log'}: ${reasonOf(started.said)}`)
      continue
    }
    if (!aria)
      report(
        'warning',
        'database-recovery',
        `the server came up only without the logs of Aria: the last changes to tables of that engine may be missing (${refused[0]})`,
      )
    if (level > 0)
      report(
        'warning',
        'database-recovery',
        `the server came up only with innodb_force_recovery=${level}${logs ? '' : ' and without its redo log'}: the last changes before the seizure may be missing (${refused.join(' | ') || 'as before'})`,
      )
    else if (started.said.some((line) => /Starting crash recovery|Aria engine: starting recovery/.test(line)))
      report(
        'note',
        'database-recovered',
        'it was not shut down cleanly; what was committed in its logs was applied to the copy',
      )
    if (lone) await bringIn(started.server, place, directory, limits, told, signal)
    else if (layout.innodb) await remnants(started.server, directory, { limits, report })
    return sessionOf(started.server, { place, programs, limits, signal, level }, layout)
  }
  report(
    'loss',
    'database-not-opened',
    `no server could open a copy of it (innodb_force_recovery ${refused.join(' | ')})`,
  )
  return null
}

/** From the level at which nothing is lost to those that leave out more and more of recovery (MariaDB documentation, "InnoDB Recovery Modes"). */
const attempts: readonly { readonly level: number; readonly logs: boolean }[] = [
  ...[0, 1, 2, 3, 4, 5, 6].map((level) => ({ level, logs: true })),
  { level: 6, logs: false },
]

function isInnodb({ inner }: Within<HeldFile>, { files }: DataDirectory<HeldFile>): boolean {
  const stem = inner.replace(/\.[^./]+$/, '')
  return inner.endsWith('.ibd') || (inner.endsWith('.frm') && files.some((f) => f.inner === `${stem}.ibd`))
}

function sessionOf(
  first: MariaDb,
  frame: Pick<Session, 'place' | 'programs' | 'limits' | 'signal' | 'level'>,
  layout: InnodbLayout,
): Session {
  let server = first
  const { place, programs, limits, signal } = frame
  return {
    ...frame,
    server: () => server,
    restart: async (level) => {
      await server.stop()
      const started = await startMariaDb(place, programs, layout, level, limits, signal)
      if (started.server === null) return false
      server = started.server
      return true
    },
    stop: () => server.stop(),
  }
}

/** Tables of which the system tablespace knows and whose files lie elsewhere or nowhere: those of other databases of the machine. */
async function remnants(
  server: MariaDb,
  { files }: DataDirectory<HeldFile>,
  { limits, report }: { readonly limits: DatabaseLimits; readonly report: Told['report'] },
): Promise<void> {
  const { out } = await server.query('SELECT NAME FROM information_schema.INNODB_SYS_TABLES', limits.startSeconds)
  const byDatabase = new Map<string, string[]>()
  for (const [name = ''] of lines(out)) {
    const [database = '', table = ''] = name.split('/')
    const own = table === '' || database === 'mysql' || table.startsWith('#sql') || table.startsWith('FTS_')
    if (own || files.some((f) => f.inner.startsWith(`${database}/`))) continue
    byDatabase.set(database, [...(byDatabase.get(database) ?? []), table])
  }
  for (const [database, tables] of [...byDatabase].sort(([a], [b]) => byText(a, b)))
    report(
      'note',
      'database-remnant',
      `the system tablespace names ${tables.length} tables of a database ${database} whose files are not here: ${tables.sort(byText).slice(0, 20).join(', ')}${tables.length > 20 ? ', …' : ''}`,
    )
}

/** The server's words for why it did not start. */
export function reasonOf(said: readonly string[]): string {
  const plain = said.map((line) => line.replace(/^\d{4}-\d\d-\d\d +[\d:]+ \d+ /, '').replace(/^\d{6} [\d:]+ /, ''))
  const bad = plain.filter((line) => /\[ERROR\]|signal \d+|did not answer/.test(line))
  const words = (bad.length > 0 ? bad : plain.slice(-2)).map((line) => line.replace(/\[ERROR\] (?:InnoDB: )?/, ''))
  return [...new Set(words)]
    .slice(0, 3)
    .join('; ')

    .slice(0, 400)
}

/** Databases of the server, and the tables of each that hold rows; views and what else there is are only named. */
export interface Listed {
  readonly database: string
  readonly tables: readonly string[]
  readonly views: readonly string[]
}

/** What a server keeps for itself. */
export const ownDatabases: ReadonlySet<string> = new Set(['mysql', 'information_schema', 'performance_schema', 'sys'])

/** Lists what there is, in an order that no locale changes. */
export async function listDatabases({ server, limits }: Session): Promise<readonly Listed[]> {
  const answer = await server().query('SHOW DATABASES', limits.startSeconds)
  const names = lines(answer.out).map(([name = '']) => name)
  const found: Listed[] = []
  for (const database of names.sort(byText)) {
    const tables = await server().query(`SHOW FULL TABLES FROM ${quoted(database)}`, limits.startSeconds)
    const listed = lines(tables.out)
    const of = (holds: (type: string) => boolean): string[] =>
      listed
        .filter(([, type = '']) => holds(type))
        .map(([name = '']) => name)
        .sort(byText)
    found.push({
      database,
      tables: of((type) => type === 'BASE TABLE' || type === 'SEQUENCE' || type === 'SYSTEM VERSIONED'),
      views: of((type) => type === 'VIEW'),
    })
  }
  return found
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
