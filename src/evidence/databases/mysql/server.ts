import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { WorkPlace } from '../place.ts'
import { type Command, endOf, type Outcome, outcomeOf, start } from '../program.ts'
import type { InnodbLayout } from './layout.ts'

/** The programs of MariaDB that are needed. */
export interface Programs {
  readonly server: string
  readonly client: string
  readonly dump: string
}

/** A private server that answers on its socket. */
export interface MariaDb {
  readonly running: () => boolean
  /** What it said of trouble since it was started. */
  readonly said: () => readonly string[]
  readonly query: (sql: string, seconds: number) => Promise<Outcome>
  readonly client: (program: string, args: readonly string[]) => Command
  /** Ends it at once: what it works on is a copy. */
  readonly stop: () => Promise<void>
}

/** How a start ended: with a server, or with what it said. */
export type Started =
  | { readonly server: MariaDb; readonly said: readonly string[] }
  | { readonly server: null; readonly said: readonly string[] }

const socket = 'holdfast.sock'
/** Below a name with a dot in front, so that the server does not take it for a database. */
export const temporary = '.holdfast'
const saidMost = 4000

/**
 * The server's arguments (MariaDB documentation, "mariadbd Options"): no configuration file, no network, no accounts and so no
 * plug-ins or functions of theirs, no events, no replication, no log of statements, no files by SQL.
 */
function serverArguments(place: WorkPlace, layout: InnodbLayout, level: number, seconds: number): readonly string[] {
  const data = join(place.seen, 'data')
  const innodb = [
    `--innodb-page-size=${layout.pageSize}`,
    ...(layout.dataFiles ? [`--innodb-data-file-path=${layout.dataFiles}`] : []),
    ...(layout.undo > 0 ? [`--innodb-undo-tablespaces=${layout.undo}`] : []),
    ...(layout.logSize ? [`--innodb-log-file-size=${layout.logSize}`] : ['--innodb-log-file-size=8M']),
    `--innodb-force-recovery=${level}`,
    ...['--innodb-fast-shutdown=0', '--innodb-buffer-pool-size=256M', '--innodb-flush-log-at-trx-commit=0'],
    ...['--innodb-buffer-pool-load-at-startup=0', '--innodb-buffer-pool-dump-at-shutdown=0'],
    ...['--innodb-stats-auto-recalc=0', '--innodb-temp-data-file-path=ibtmp1:3M:autoextend'],
  ]
  return [
    ...['--no-defaults', `--datadir=${data}`, `--socket=${socket}`, '--skip-networking', '--skip-grant-tables'],
    ...[`--tmpdir=${join(data, temporary)}`, `--ignore-db-dirs=${temporary}`, '--pid-file=holdfast.pid'],
    ...['--skip-log-bin', '--skip-slave-start', '--skip-name-resolve', '--event-scheduler=OFF', '--general-log=0'],
    ...['--slow-query-log=0', '--secure-file-priv=/proc', '--local-infile=0', '--skip-symbolic-links'],
    ...['--skip-external-locking', '--skip-host-cache', '--log-warnings=2', '--old-mode=', '--sql-mode='],
    ...['--myisam-recover-options=OFF', '--aria-recover-options=OFF', '--max-connections=20'],
    ...['--max-allowed-packet=1G', '--key-buffer-size=32M', '--aria-pagecache-buffer-size=32M'],
    ...['--table-open-cache=400', '--performance-schema=OFF', `--max-statement-time=${seconds}`],
    ...(layout.innodb ? innodb : ['--skip-innodb', '--default-storage-engine=MyISAM']),
  ]
}

/** Starts a private server on the copy in a work place; it is killed when it does not answer in time. */
export async function startMariaDb(
  place: WorkPlace,
  programs: Programs,
  layout: InnodbLayout,
  level: number,
  { startSeconds, tableSeconds }: { readonly startSeconds: number; readonly tableSeconds: number },
  signal: AbortSignal,
): Promise<Started> {
  const data = join(place.folder, 'data')
  await rm(join(data, socket), { force: true })
  const child = start(place.wrap(programs.server, serverArguments(place, layout, level, tableSeconds), 'data'))
  const said: string[] = []
  const ended = endOf(child)
  child.stdout.resume()
  let alive = true
  const kill = (): void => void child.kill('SIGKILL')
  signal.addEventListener('abort', kill, { once: true })
  const ready = new Promise<boolean>((done) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (said.length < saidMost) said.push(line.slice(0, 1000))
      if (line.includes('ready for connections')) done(true)
    })
    void ended.then(() => {
      alive = false
      signal.removeEventListener('abort', kill)
      done(false)
    })
  })
  const clock = setTimeout(() => {
    said.push(`It did not answer within ${startSeconds} seconds`)
    kill()
  }, startSeconds * 1000)
  const up = await ready
  clearTimeout(clock)
  signal.throwIfAborted()
  if (!up) return { server: null, said }
  // The socket is named from the folder it lies in, because a path to it may be longer than a socket's may be.
  const client = (program: string, args: readonly string[]): Command =>
    place.wrap(program, ['--no-defaults', `--socket=${socket}`, '--user=root', ...args], 'data')
  return {
    said,
    server: {
      running: () => alive,
      said: () => said,
      client,
      query: (sql, seconds) =>
        outcomeOf(
          client(programs.client, ['--batch', '--skip-column-names', '--default-character-set=utf8mb4', '-e', sql]),
          seconds,
          signal,
        ),
      stop: async () => {
        kill()
        await ended
      },
    },
  }
}
