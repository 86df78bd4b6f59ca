import { spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** A private MariaDB of Debian's package, as peer: its own data folder and socket, no network. */
export interface MariaDb {
  readonly version: string
  /** Seconds of `mariadb < dump` into a new database, client and server together. */
  readonly load: (dump: string, database: string) => number
  /** Seconds of `mariadb-dump` of all its databases that were loaded, as its defaults are. */
  readonly dump: (databases: readonly string[], to: string) => number
  /** Ends it; its folder goes with it unless it is kept. */
  readonly stop: (keepFolder?: boolean) => Promise<void>
}

/** How the peer is configured: as Debian ships it, or tuned for one bulk load. */
export const configurations = {
  default: [],
  tuned: [
    '--innodb-buffer-pool-size=4G',
    '--innodb-log-file-size=2G',
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-doublewrite=0',
  ],
} as const

/** Starts a server in `folder`, anew or on the directory that lies there; null when the package is not installed. */
export async function startMariaDb(
  folder: string,
  configuration: keyof typeof configurations,
  there = false,
): Promise<MariaDb | null> {
  const found = spawnSync('mariadbd', ['--version'], { encoding: 'utf8' })
  if (found.status !== 0) return null
  if (!there) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const data = join(folder, 'data')
  const socket = join(folder, 'socket')
  // Debian's own configuration files are read; only the place is ours.
  const place = [
    `--datadir=${data}`,
    `--socket=${socket}`,
    `--pid-file=${join(folder, 'pid')}`,
    '--skip-networking',
    '--user=root',
  ]
  const install = [`--datadir=${data}`, '--auth-root-authentication-method=normal', '--user=root', '--skip-test-db']
  const made = there ? null : spawnSync('mariadb-install-db', install, { encoding: 'utf8' })
  if (made && made.status !== 0) throw new Error(`mariadb-install-db failed: ${made.stderr}`)
  const server = spawn('mariadbd', [...place, ...configurations[configuration]], { stdio: 'ignore' })
  const ask = (sql: string): boolean => spawnSync('mariadb', [`--socket=${socket}`, '-uroot', '-e', sql]).status === 0
  for (let i = 0; i < 1000 && !ask('SELECT 1'); i++) await new Promise((r) => setTimeout(r, 20))
  return {
    version: found.stdout.trim(),
    load: (dump, database) => {
      ask(`CREATE DATABASE ${database}`)
      const input = openSync(dump, 'r')
      const started = performance.now()
      const loaded = spawnSync('mariadb', [`--socket=${socket}`, '-uroot', database], {
        stdio: [input, 'ignore', 'inherit'],
      })
      closeSync(input)
      if (loaded.status !== 0) throw new Error('mariadb could not load the dump')
      return (performance.now() - started) / 1000
    },
    dump: (databases, to) => {
      const output = openSync(to, 'w')
      const started = performance.now()
      const dumped = spawnSync('mariadb-dump', [`--socket=${socket}`, '-uroot', '--databases', ...databases], {
        stdio: ['ignore', output, 'inherit'],
      })
      closeSync(output)
      if (dumped.status !== 0) throw new Error('mariadb-dump could not write the databases')
      return (performance.now() - started) / 1000
    },
    stop: async (keepFolder = false) => {
      server.kill('SIGTERM')
      await new Promise((r) => server.once('exit', r))
      if (!keepFolder) rmSync(folder, { recursive: true, force: true })
    },
  }
}
