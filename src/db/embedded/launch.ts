import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { StoreError } from '../trouble.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { copied, inNamespace } from './elsewhere.ts'
import { type Command, type Outcome, oneLine, run, start } from './run.ts'

/** A PostgreSQL program that works in a data directory; its arguments are told what it has to call that directory. */
export type DataArguments = (data: string) => readonly string[]

/** How PostgreSQL's programs are run on this machine. */
export interface Launcher {
  /** Null where they run as the user who runs the program. */
  readonly account: Account | null
  readonly run: (program: 'initdb' | 'postgres', data: string, args: DataArguments) => Promise<Outcome>
  /** Starts a program that outlives this one; its output goes to the open file `log`. */
  readonly start: (program: 'postgres', data: string, args: DataArguments, log: number) => ChildProcess
}

/** Makes the command that runs a program of PostgreSQL. */
export type Wrap = (program: string, args: readonly string[], cwd: string) => Command

/**
 * A process may always reach the folder it was started in, also where its user may not enter the folders above: so an
 * unprivileged server works on a database under root's home without any permission being changed. Linux only, as is
 * starting by root.
 */
const startFolder = '/proc/self/cwd'

function launcherOf(account: Account | null, wrap: Wrap): Launcher {
  const name = (data: string) => (account && process.platform === 'linux' ? startFolder : data)
  return {
    account,
    run: (program, data, args) => run(wrap(program, args(name(data)), data)),
    start: (program, data, args, log) => start(wrap(program, args(name(data)), data), log),
  }
}

const version = ['--version']

/**
 * Decides how PostgreSQL runs: as the user who runs the program, or, started by root, as an unprivileged one. Where
 * that user cannot reach the binaries (installed under /root, say), it gets to see them in a mount namespace of its
 * own, or, where the kernel allows none, in a temporary copy.
 */
export async function chooseLauncher(binaries: Binaries, account: Account | null): Promise<Launcher> {
  const inPlace: Wrap = (program, args, cwd) => ({ file: join(binaries.native, 'bin', program), args, cwd })
  const asMe = await run(inPlace('postgres', version, '/'))
  if (!asMe.ok) throw notRunning(binaries, asMe)
  if (!account) return launcherOf(null, inPlace)

  const { uid, gid } = account
  const asAccount: Wrap = (...command) => ({ ...inPlace(...command), uid, gid })
  const ways = [() => asAccount, () => inNamespace(binaries, account), () => copied(binaries, account)]
  const reasons: string[] = []
  for (const way of ways) {
    const wrap = way()
    const trial = typeof wrap === 'string' ? { ok: false, said: wrap } : await run(wrap('postgres', version, '/'))
    if (typeof wrap !== 'string' && trial.ok) return launcherOf(account, wrap)
    reasons.push(oneLine(trial.said))
  }
  throw new StoreError({
    place: binaries.native,
    reason: `root must run the database as user ${account.name}, who cannot run PostgreSQL (${reasons.join('; ')})`,
    next: 'Run as an ordinary user, install the program where every user may enter, or set DATABASE_URL.',
  })
}

/** Another processor, another C library, a disk that forbids programs. */
function notRunning(binaries: Binaries, trial: Outcome): StoreError {
  return new StoreError({
    place: binaries.postgres,
    reason: `PostgreSQL does not run on this machine (${oneLine(trial.said)})`,
    next: 'Run "npm ci" on this machine, or set DATABASE_URL to a PostgreSQL 15 or later.',
  })
}
