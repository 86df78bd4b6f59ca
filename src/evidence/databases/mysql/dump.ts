import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Command, Spawned } from '../program.ts'
import { endOf, oneLine, start } from '../program.ts'
import type { MariaDb, Programs } from './server.ts'

/**
 * How mariadb-dump writes (MariaDB documentation, "mariadb-dump"): values in the bytes in which they are stored, rows in the order of
 * the primary key, nothing that differs from one run to the next, and nothing but tables.
 */
const how = [
  ...['--default-character-set=binary', '--single-transaction', '--quick', '--skip-lock-tables', '--skip-add-locks'],
  ...['--skip-add-drop-table', '--skip-disable-keys', '--skip-triggers', '--skip-comments', '--skip-dump-date'],
  ...['--no-tablespaces', '--tz-utc', '--extended-insert', '--max-allowed-packet=1G', '--net-buffer-length=1M'],
]

/** How a dump ended, and how many bytes it gave. */
export interface Dumped {
  readonly ok: boolean
  readonly said: string
  readonly bytes: number
}

/** What mariadb-dump writes of some tables; the outcome is known when all was taken. */
export function dumpTables(
  server: MariaDb,
  programs: Programs,
  database: string,
  tables: readonly string[],
  ordered: boolean,
  seconds: number,
  signal: AbortSignal,
): { readonly bytes: AsyncGenerator<Uint8Array>; readonly outcome: Promise<Dumped> } {
  const order = ordered ? ['--order-by-primary'] : []
  const command: Command = server.client(programs.dump, [...how, ...order, '--', database, ...tables])
  const child = start(command)
  let [size, over] = [0, false]
  let said = ''
  child.stderr.on('data', (d: Buffer) => {
    if (said.length < 4000) said += d.toString('utf8')
  })
  const clock = setTimeout(() => {
    over = true
    child.kill('SIGKILL')
  }, seconds * 1000)
  const kill = (): void => void child.kill('SIGKILL')
  signal.addEventListener('abort', kill, { once: true })
  const outcome = endOf(child).then((code): Dumped => {
    clearTimeout(clock)
    signal.removeEventListener('abort', kill)
    const words = over ? `It took more than ${seconds} seconds` : oneLine(said) || `status ${code}`
    return { ok: code === 0 && !over, said: words, bytes: size }
  })
  return { bytes: taken(child, (n) => (size += n)), outcome }
}

async function* taken(child: Spawned, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of child.stdout) {
      count((piece as Uint8Array).length)
      yield piece as Uint8Array
    }
  } finally {
    child.kill('SIGKILL')
  }
}

/** Writes what can be had of one table to a file, and says how that ended. */
export async function dumpTable(
  server: MariaDb,
  programs: Programs,
  database: string,
  table: string,
  ordered: boolean,
  seconds: number,
  to: string,
  signal: AbortSignal,
): Promise<Dumped> {
  const { bytes, outcome } = dumpTables(server, programs, database, [table], ordered, seconds, signal)
  await pipeline(bytes, createWriteStream(to, { mode: 0o600 }))
  signal.throwIfAborted()
  return outcome
}

/** A name for SQL. */
export function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}
