import { spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** A private MariaDB of Debian's package, as peer: its own data folder and socket, no network. */
export interface MariaDb {
  readonly version: string
  /** Seconds of `mariadb < dump` into a new database, client and server together. */
  readonly load: (dump: string, database: string) => number
  readonly stop: () => Promise<void>
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

/** Starts a server in `folder`; null when the package is not installed. */
export async function startMariaDb(
  folder: string,
  configuration: keyof typeof configurations,
): Promise<MariaDb | null> {
  const found = spawnSync('mariadbd', ['--version'], { encoding: 'utf8' })
  if (found.status !== 0) return null
  rmSync(folder, { recursive: true, force: true })
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
  const made = spawnSync(
    'mariadb-install-db',
    [`--datadir=${data}`, '--auth-root-authentication-method=normal', '--user=root', '--skip-test-db'],
    { encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`mariadb-install-db failed: ${made.stderr}`)
  const server = spawn('mariadbd', [...place, ...configurations[configuration]], { stdio: 'ignore' })
  const ask = (sql: string): boolean => spawnSync('mariadb', [`--socket=${socket}`, '-uroot', '-e', sql]).status === 0
  for (let i = 0; i < 200 && !ask('SELECT 1'); i++) await new Promise((r) => setTimeout(r, 100))
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
    stop: async () => {
      server.kill('SIGTERM')
      await new Promise((r) => server.once('exit', r))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
