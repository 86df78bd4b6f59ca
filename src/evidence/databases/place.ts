import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { chmod, chown, mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Account, unprivileged } from '../../db/embedded/account.ts'
import { findProgram } from '../unpack/programs.ts'
import { type Command, outcomeOf } from './program.ts'

/** Where the server of a seized data directory works, and how a program gets there. */
export interface WorkPlace {
  /** Holds the copy and what the server writes beside it; nobody but the server's user may enter. */
  readonly folder: string
  /** What the programs have to call that folder. */
  readonly seen: string
  /** As whom they run; null when that is who runs this program. */
  readonly account: Account | null
  /** Makes the command that runs a program there: without rights, without core dumps, ended with this program. */
  readonly wrap: Wrap
}

/** `inner`: the folder within the work place in which the program starts. */
type Wrap = (program: string, args: readonly string[], inner?: string) => Command

/** Ends with the program that started it, however that ended (setpriv(1) of util-linux). */
function bounded(account: Account | null): readonly string[] {
  const setpriv = findProgram(['setpriv'])
  if (setpriv === null) return []
  const as = account ? [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'] : []
  return [setpriv, ...as, '--no-new-privs', '--pdeathsig=KILL', '--']
}

const shell = ['/bin/sh', '-c'] as const
/** A crash of the server on damaged pages must not leave its memory on the disk. */
const quiet = 'ulimit -c 0; exec "$@"'
const atMount = 'ulimit -c 0; m=$1 f=$2 i=$3; shift 3; mount --bind "$f" "$m" && cd "$m/$i" && exec "$@"'

/**
 * A folder of its own for the server of a seized directory, and how it is entered. Started by root, the server runs as a
 * user without rights; where that user may not enter the case folder, the server gets to see its own folder alone, in a mount
 * namespace, and where the kernel allows none the copy is laid in the system's folder for temporary files.
 */
export async function makeWorkPlace(caseDir: string): Promise<WorkPlace> {
  await clearWorkPlaces(caseDir)
  const account = unprivileged()
  const inCase = folders(caseDir)[0]!
  await make(inCase, account)
  const direct = placeAt(inCase, account)
  if (account === null || (await enters(direct))) return direct
  const mounted = inNamespace(inCase, account)
  if (mounted !== null && (await enters(mounted))) return mounted
  await rm(inCase, { recursive: true, force: true })
  const aside = folders(caseDir)[1]!
  await make(aside, account)
  return placeAt(aside, account)
}

/** Ends servers that a killed run left behind, and removes their copies. */
export async function clearWorkPlaces(caseDir: string): Promise<void> {
  for (const folder of folders(caseDir)) {
    for (const pid of processesAt(folder)) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It ended meanwhile, or is another user's: then the folder cannot be removed and says so.
      }
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  }
}

function folders(caseDir: string): readonly string[] {
  const key = createHash('sha256').update(caseDir).digest('hex').slice(0, 16)
  return [join(caseDir, 'scratch', 'databases'), join(tmpdir(), `holdfast-databases-${key}`)]
}

async function make(folder: string, account: Account | null): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  if (account) await chown(folder, account.uid, account.gid)
}

function placeAt(folder: string, account: Account | null): WorkPlace {
  const before = bounded(account)
  const drop = account !== null && before.length === 0 ? { uid: account.uid, gid: account.gid } : {}
  return {
    folder,
    seen: folder,
    account,
    wrap: (program, args, inner = '.') => ({
      file: shell[0],
      args: ['-c', quiet, 'sh', ...before, program, ...args],
      cwd: join(folder, inner),
      ...drop,
    }),
  }
}

function inNamespace(folder: string, account: Account): WorkPlace | null {
  const unshare = findProgram(['unshare'])
  const before = bounded(account)
  const at = ['/mnt', '/media', '/srv', '/opt'].find((f) => statSync(f, { throwIfNoEntry: false })?.isDirectory())
  if (unshare === null || before.length === 0 || at === undefined) return null
  const enter = ['--mount', '--propagation', 'private', ...shell, atMount, 'sh', at, folder]
  return {
    folder,
    seen: at,
    account,
    wrap: (program, args, inner = '.') => ({
      file: unshare,
      args: [...enter, inner, ...before, program, ...args],
      cwd: folder,
    }),
  }
}

async function enters(place: WorkPlace): Promise<boolean> {
  const test = place.wrap('/bin/sh', ['-c', 'cd "$1" && [ -w . ] && [ "$(pwd -P)" = "$1" ]', 'sh', place.seen])
  return (await outcomeOf(test, 20)).ok
}

/** Processes that work in a folder or below it, by the folder itself and not by a name, which a namespace changes. */
function processesAt(folder: string): readonly number[] {
  const own = new Set<string>()
  for (const path of [folder, join(folder, 'data')]) {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found) own.add(`${found.dev} ${found.ino}`)
  }
  if (own.size === 0) return []
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .map(Number)
      .filter((pid) => worksAt(pid, own))
  } catch {
    return []
  }
}

function worksAt(pid: number, own: ReadonlySet<string>): boolean {
  try {
    const { dev, ino } = statSync(`/proc/${pid}/cwd`)
    if (!own.has(`${dev} ${ino}`)) return false
    // Only the servers that are started here: a person's shell may stand in the folder too.
    const command = `${readlinkSync(`/proc/${pid}/exe`)} ${readFileSync(`/proc/${pid}/cmdline`, 'latin1')}`
    return /mariadbd|mysqld|postgres/.test(command)
  } catch {
    return false
  }
}
