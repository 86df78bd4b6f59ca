import {
  closeSync,
  fchownSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Address } from '../session.ts'
import { StoreError, unwritable, words } from '../trouble.ts'
import type { Launcher } from './launch.ts'
import type { Layout } from './layout.ts'
import { probe } from './probe.ts'
import { exists, processesIn, serverName, worksIn } from './process.ts'
import { oneLine } from './run.ts'
import { serverArguments } from './settings.ts'

/** What starting and stopping need to know. */
export interface Server {
  readonly layout: Layout
  readonly launcher: Launcher
  readonly address: Address
  readonly tell: (message: string) => void
  readonly patience: Patience
}

/** How many milliseconds a server may say nothing, and how many it may take to recover, before it is given up. */
export interface Patience {
  readonly silent: number
  readonly recovering: number
}

/** The process id of the server that runs on this data directory, null when none does. */
export function runningServer({ layout }: Pick<Server, 'layout'>): number | null {
  try {
    const pid = Number(readFileSync(join(layout.data, 'postmaster.pid'), 'utf8').split('\n', 1)[0])
    return worksIn(pid, layout.data) ? pid : null
  } catch {
    return null
  }
}

const attempts = 4

/** Ends with a server that answers: the one that runs, or a new one. Called by one process at a time. */
export async function ensureServer(server: Server): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const pid = runningServer(server)
    // Without a process here a server may still listen: one in another container that shares the folder.
    const start = pid === null && (await probe(server.address, 2000)).is === 'absent' ? await startServer(server) : null
    const end = await waitUntilReady(server, start?.pid ?? pid)
    if (end === 'ready') return
    const said = start === null ? 'it does not answer' : whatItSaid(server.layout.log, start.logFrom)
    if (end === 'stuck') {
      server.tell('The database does not answer and is started anew')
      await killServer(server)
    }
    const passing = start === null || end === 'stuck' || /pre-existing shared memory|already exists/.test(said)
    if (attempt >= attempts || !passing) throw notStarted(server, said)
  }
}

function notStarted({ layout }: Server, said: string): StoreError {
  const full = /No space left on device/.test(said)
  const damaged = /PANIC|invalid|could not open file|corrupt|checksum/.test(said)
  return new StoreError({
    place: full || damaged ? layout.data : layout.log,
    reason: `the database does not start (${oneLine(said)})`,
    next: full
      ? 'Free space there and run the same command again.'
      : damaged
        ? 'Restore the case folder from a copy, or move its db folder away and run again: the exhibits are read anew.'
        : 'Remove what stands in the way and run the same command again.',
  })
}

/** Lines of the log since an offset that say what went wrong, or its last lines. */
function whatItSaid(log: string, from: number): string {
  const file = openSync(log, 'r')
  try {
    const bytes = Buffer.alloc(Math.min(65536, Math.max(0, fstatSync(file).size - from)))
    readSync(file, bytes, 0, bytes.length, from)
    const lines = bytes.toString('utf8').split('\n').filter(Boolean)
    const plain = lines.map((line) => line.replace(/^\S+ \S+ UTC \[\d+\] /, ''))
    const bad = plain.filter((line) => !/^(LOG|NOTICE|DEBUG)/.test(line))
    return (bad.length > 0 ? bad : plain.slice(-3)).join('\n')
  } finally {
    closeSync(file)
  }
}

const largestLog = 16 * 1024 * 1024

async function startServer(server: Server): Promise<{ readonly pid: number; readonly logFrom: number }> {
  const { layout, launcher, tell } = server
  await clearLeftovers(server)
  tell('Starting the database')
  let log: number
  try {
    if ((statSync(layout.log, { throwIfNoEntry: false })?.size ?? 0) > largestLog)
      renameSync(layout.log, `${layout.log}.1`)
    log = openSync(layout.log, 'a', 0o600)
  } catch (error) {
    throw unwritable(layout.log, error)
  }
  const logFrom = fstatSync(log).size
  if (process.getuid?.() === 0) fchownSync(log, statSync(layout.db).uid, statSync(layout.db).gid)
  const child = launcher.start('postgres', layout.data, (data) => serverArguments(data, serverName(layout.data)), log)
  closeSync(log)
  await new Promise<void>((done, fail) => {
    child.once('spawn', done)
    child.once('error', (error) =>
      fail(
        new StoreError(
          { place: layout.data, reason: `PostgreSQL cannot be run (${words(error)})`, next: 'Run "npm ci".' },
          error,
        ),
      ),
    )
  })
  return { pid: child.pid ?? 0, logFrom }
}

const socketFiles = ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']

/** After a postmaster was killed its backends end by themselves; the slow ones are killed, for they would block a start. */
async function clearLeftovers({ layout, tell }: Server): Promise<void> {
  for (const end = Date.now() + 5000; processesIn(layout.data).length > 0 && Date.now() < end; ) await sleep(50)
  for (const pid of processesIn(layout.data)) {
    tell(`Ending process ${pid}, left behind by a killed database`)
    signal(pid, 'SIGKILL')
  }
  for (const end = Date.now() + 5000; processesIn(layout.data).length > 0 && Date.now() < end; ) await sleep(20)
  // Nobody works in this folder and nobody listens, so these speak of a server that is gone; PostgreSQL would believe
  // them if its number is another program's now, or still that of a killed process nobody has waited for.
  const marks = [join(layout.data, 'postmaster.pid'), ...socketFiles.map((name) => join(layout.run, name))]
  for (const path of marks) rmSync(path, { force: true })
}

async function waitUntilReady(server: Server, pid: number | null): Promise<'ready' | 'gone' | 'stuck'> {
  const { patience } = server
  const begun = Date.now()
  let answered = begun
  let told = begun
  for (let pause = 15; ; pause = Math.min(250, pause * 1.4)) {
    const state = await probe(server.address, Math.min(10_000, patience.silent))
    if (state.is === 'ready') return 'ready'
    if (state.is === 'refused') throw state.error
    if (pid === null ? state.is === 'absent' : !exists(pid)) return 'gone'
    const now = Date.now()
    if (state.is === 'busy') answered = now
    if (now - answered > patience.silent || now - begun > patience.recovering) return 'stuck'
    if (now - told > 3000) {
      told = now
      const since = Math.round((now - begun) / 1000)
      server.tell(`Waiting for the database, ${since} s (${state.is === 'busy' ? state.reason : 'no answer yet'})`)
    }
    await sleep(pause)
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function ended(server: Server, pid: number, milliseconds: number): Promise<boolean> {
  for (const end = Date.now() + milliseconds; worksIn(pid, server.layout.data); ) {
    if (Date.now() > end) return false
    await sleep(15)
  }
  return true
}

/** Stops the server as its manual advises: all connections are ended, everything is written, nothing needs recovery. */
export async function stopServer(server: Server): Promise<void> {
  const pid = runningServer(server)
  if (pid === null) return
  signal(pid, 'SIGINT')
  if (await ended(server, pid, 3000)) return
  server.tell('Waiting for the database to write everything')
  if (!(await ended(server, pid, 180_000))) await killServer(server)
}

/** Stops a server that does not answer: at once, and by force when it does not react. What it held committed stays. */
async function killServer(server: Server): Promise<void> {
  const pid = runningServer(server)
  if (pid === null) return
  signal(pid, 'SIGQUIT')
  if (await ended(server, pid, 5000)) return
  signal(pid, 'SIGKILL')
  await ended(server, pid, 5000)
}
