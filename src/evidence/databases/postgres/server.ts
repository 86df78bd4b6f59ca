import { closeSync, existsSync, openSync } from 'node:fs'
import { chmod, chown, cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import type { WorkPlace } from '../place.ts'
import { endOf, start } from '../program.ts'
import { envProgram, type PostgresProgram } from './programs.ts'

/** A private server of PostgreSQL on a copy. */
export interface Postgres {
  readonly said: () => readonly string[]
  readonly running: () => boolean
  /** Connects, with nothing of what the seized settings would load or run. */
  readonly connect: (user: string, database: string) => Promise<pg.Client>
  readonly stop: () => Promise<void>
}

const saidMost = 4000

/** The server's settings: its own file is read instead of the seized ones; no network, no archive, no libraries, nothing written but by recovery. */
function settings(major: string, extra: readonly string[]): string {
  const version = Number.parseFloat(major)
  const lines = [
    ...["listen_addresses = ''", "unix_socket_directories = '../run'", 'unix_socket_permissions = 0600', 'port = 5432'],
    ...[
      "shared_preload_libraries = ''",
      'fsync = off',
      'wal_level = minimal',
      'max_wal_senders = 0',
      'archive_mode = off',
    ],
    ...[
      'max_connections = 20',
      'max_prepared_transactions = 200',
      'max_locks_per_transaction = 1024',
      'autovacuum = off',
    ],
    ...['ssl = off', 'logging_collector = off', "log_destination = 'stderr'", "log_min_error_statement = 'panic'"],
    ...[
      "log_statement = 'none'",
      "lc_messages = 'C'",
      "timezone = 'UTC'",
      "log_timezone = 'UTC'",
      'shared_buffers = 64MB',
    ],
    ...["huge_pages = 'off'", 'track_activities = off', "log_line_prefix = ''", 'synchronize_seqscans = off'],
    ...(version >= 9.4 ? ["dynamic_shared_memory_type = 'mmap'", 'max_replication_slots = 0'] : []),
    ...(version >= 10 ? ['max_logical_replication_workers = 0', 'max_parallel_workers = 0'] : []),
    ...(version >= 17 ? ['event_triggers = off'] : []),
    ...extra,
  ]
  return `${lines.join('\n')}\n`
}

/** What a client says of its session: stronger than what the seized cluster has set for its databases and roles. */
function sessionOptions(major: string): string {
  const version = Number.parseFloat(major)
  const set = {
    session_preload_libraries: version >= 9.4 ? '' : null,
    local_preload_libraries: '',
    event_triggers: version >= 17 ? 'off' : null,
    default_transaction_read_only: 'on',
    search_path: 'pg_catalog',
    datestyle: 'ISO',
    intervalstyle: 'postgres',
    bytea_output: 'hex',
    extra_float_digits: version >= 12 ? '1' : '3',
    timezone: 'UTC',
    client_min_messages: 'error',
    row_security: version >= 9.5 ? 'off' : null,
    jit: version >= 11 ? 'off' : null,
    max_parallel_workers_per_gather: version >= 9.6 ? '0' : null,
    enable_indexscan: 'off',
    enable_indexonlyscan: 'off',
    enable_bitmapscan: 'off',
    synchronize_seqscans: 'off',
    lock_timeout: version >= 9.3 ? '60s' : null,
  }
  return Object.entries(set)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')
}

/** Starts a private server on the copy in a work place; what it said where it does not come up. */
export async function startPostgres(
  place: WorkPlace,
  program: PostgresProgram,
  extra: readonly string[],
  seconds: number,
  signal: AbortSignal,
): Promise<{ readonly server: Postgres | null; readonly said: readonly string[] }> {
  const own = async (path: string, mode: number): Promise<void> => {
    await chmod(path, mode)
    if (place.account) await chown(path, place.account.uid, place.account.gid)
  }
  for (const name of ['conf', 'run', 'locales']) {
    if (name === 'run') await rm(join(place.folder, name), { recursive: true, force: true })
    await mkdir(join(place.folder, name), { recursive: true })
    await own(join(place.folder, name), 0o700)
  }
  const files = {
    'postgresql.conf': settings(program.major, extra),
    'pg_hba.conf': 'local all all trust\n',
    'pg_ident.conf': '',
  }
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(place.folder, 'conf', name), text)
    await own(join(place.folder, 'conf', name), 0o600)
  }
  const conf = join(place.seen, 'conf')
  const args = [
    ...['-D', join(place.seen, 'data'), '-c', `config_file=${join(conf, 'postgresql.conf')}`],
    ...['-c', `hba_file=${join(conf, 'pg_hba.conf')}`, '-c', `ident_file=${join(conf, 'pg_ident.conf')}`],
  ]
  const env = [`LOCPATH=${join(place.seen, 'locales')}`, 'LC_ALL=C', program.postgres]
  const child = start(place.wrap(envProgram(), [...env, ...args], 'data'))
  child.stdout.resume()
  const said: string[] = []
  let alive = true
  const ended = endOf(child).then(() => {
    alive = false
  })
  // Its processes would outlive it by a moment; asked to end at once it ends them first.
  const kill = (): void => void child.kill('SIGQUIT')
  signal.addEventListener('abort', kill, { once: true })
  const up = await new Promise<boolean>((done) => {
    const clock = setTimeout(() => {
      said.push(`It did not answer within ${seconds} seconds`)
      child.kill('SIGKILL')
    }, seconds * 1000)
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (said.length < saidMost) said.push(line.slice(0, 1000))
      if (line.includes('ready to accept connections')) {
        clearTimeout(clock)
        done(true)
      }
    })
    void ended.then(() => {
      clearTimeout(clock)
      done(false)
    })
  })
  const stop = async (): Promise<void> => {
    kill()
    const clock = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await ended
    clearTimeout(clock)
    signal.removeEventListener('abort', kill)
  }
  if (signal.aborted) await stop()
  signal.throwIfAborted()
  if (!up) return { server: null, said }
  const connect = (user: string, database: string): Promise<pg.Client> =>
    connectTo(place, program.major, user, database)
  return { server: { said: () => said, running: () => alive, connect, stop }, said }
}

async function connectTo(place: WorkPlace, major: string, user: string, database: string): Promise<pg.Client> {
  const run = join(place.folder, 'run')
  // A socket's path holds 107 bytes (unix(7)): a longer one is reached through the open folder.
  const long = Buffer.byteLength(run) > 80 && existsSync('/proc/self/fd')
  const folder = long ? openSync(run, 'r') : null
  try {
    const client = new pg.Client({
      host: folder === null ? run : `/proc/self/fd/${folder}`,
      port: 5432,
      user,
      database,
      ssl: false,
      options: sessionOptions(major),
      connectionTimeoutMillis: 60_000,
    })
    client.on('error', () => undefined)
    await client.connect()
    return client
  } finally {
    if (folder !== null) closeSync(folder)
  }
}

/** Where the C library keeps the one locale that every system has; names of others are given to copies of it. */
const anyLocale = ['/usr/lib/locale/C.utf8', '/usr/lib/locale/C.UTF-8']

/**
 * Gives the server a locale of a name it asks for: a database is entered only where its locale is known, and what it would sort
 * is sorted byte by byte here. False where the name is none.
 */
export async function lendLocale(place: WorkPlace, name: string): Promise<boolean> {
  const from = anyLocale.find((path) => existsSync(path))
  const to = join(place.folder, 'locales', name)
  if (from === undefined || !/^[\w.@-]{1,100}$/.test(name) || existsSync(to)) return false
  await cp(from, to, { recursive: true, dereference: true })
  if (place.account) await chown(to, place.account.uid, place.account.gid)
  await chmod(to, 0o755)
  return true
}
