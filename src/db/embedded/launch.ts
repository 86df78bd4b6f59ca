import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { delimiter, join, resolve, sep } from 'node:path'
import { StoreError } from '../trouble.ts'
import type { Binaries } from './binaries.ts'
import type { Layout } from './layout.ts'

/** Whom the server's files belong to and as whom it runs. */
export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** How PostgreSQL programs are run on this machine, and how they see the folders. */
export interface Launcher {
  /** Null where they run as the user who runs the program. */
  readonly account: Account | null
  /** The case's database folder and the binaries, as those programs see them. */
  readonly db: string
  readonly bin: string
  readonly run: (program: string, args: readonly string[]) => Promise<Outcome>
  /** Starts a program that outlives this one; its output goes to the open file `log`. */
  readonly start: (program: string, args: readonly string[], log: number) => ChildProcess
}

/** How a program ended. */
export interface Outcome {
  readonly ok: boolean
  /** What it said. */
  readonly said: string
}

interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly uid?: number
  readonly gid?: number
}

/** PostgreSQL's programs read settings from PG… variables and speak the user's language; both would surprise us. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG|LD_|TZ$)/.test(name))
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' }
}

function run(command: Command): Promise<Outcome> {
  const { file, args, ...ids } = command
  return new Promise((done) => {
    const options = { ...ids, cwd: '/', env: plainEnvironment(), timeout: 300_000, maxBuffer: 1 << 22 }
    execFile(file, args, options, (error, stdout, stderr) => {
      done({ ok: error === null, said: `${stderr}${stdout}`.trim() || (error?.message ?? '') })
    })
  })
}

function start(command: Command, log: number): ChildProcess {
  const { file, args, ...ids } = command
  // A session of its own, so that Ctrl-C in the terminal reaches the program only, which then stops the server.
  const child = spawn(file, args, {
    ...ids,
    cwd: '/',
    env: plainEnvironment(),
    detached: true,
    stdio: ['ignore', log, log],
  })
  child.unref()
  return child
}

function launcherOf(account: Account | null, db: string, bin: string, wrap: (command: Command) => Command): Launcher {
  const command = (program: string, args: readonly string[]) => wrap({ file: join(bin, program), args })
  return {
    account,
    db,
    bin,
    run: (program, args) => run(command(program, args)),
    start: (program, args, log) => start(command(program, args), log),
  }
}

/** Finds a user in /etc/passwd by name or number; source: passwd(5). Root is never found. */
function accountOf(which: string | number): Account | null {
  let text = ''
  try {
    text = readFileSync('/etc/passwd', 'utf8')
  } catch {
    return null
  }
  for (const line of text.split('\n')) {
    const [name, , uid, gid] = line.split(':')
    if (name && uid && gid && uid !== '0' && (name === which || Number(uid) === which)) {
      return { name, uid: Number(uid), gid: Number(gid) }
    }
  }
  return null
}

/** As whom the server runs when root starts the program: PostgreSQL refuses to run as root. */
function accountFor(layout: Layout): Account {
  const owner = statSync(layout.data, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) {
    return accountOf(owner.uid) ?? { name: String(owner.uid), uid: owner.uid, gid: owner.gid }
  }
  return accountOf('postgres') ?? accountOf('nobody') ?? { name: 'nobody', uid: 65534, gid: 65534 }
}

const toolFolders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/bin', '/usr/sbin', '/sbin']

function tool(name: string): string | null {
  const found = toolFolders
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK)
        return path.startsWith('/')
      } catch {
        return false
      }
    })
  return found ?? null
}

/**
 * Runs inside a mount namespace of its own: nothing of this is visible outside, and it ends with the server. Binaries
 * that were installed for root alone cannot be run in place, so they are copied into the namespace's memory.
 */
const insideNamespace = `set -e
at=$1 native=$2 db=$3 uid=$4 gid=$5 mount=$6
as="$7 --reuid=$uid --regid=$gid --clear-groups --no-new-privs"; shift 7
"$mount" -t tmpfs -o mode=0755,size=256m holdfast "$at"
mkdir "$at/native" "$at/db"
"$mount" --bind "$native" "$at/native"
"$mount" --bind "$db" "$at/db"
if ! $as "$at/native/bin/postgres" --version >"$at/said" 2>&1; then
  mkdir "$at/copy"; cp -R "$native/bin" "$native/lib" "$native/share" "$at/copy"; chmod -R a+rX "$at/copy"
  "$mount" --bind "$at/copy" "$at/native"
fi
exec $as "$@"`

function namespaceLauncher(binaries: Binaries, layout: Layout, account: Account): Launcher | string {
  const [unshare, mount, setpriv] = ['unshare', 'mount', 'setpriv'].map(tool)
  if (!unshare || !mount || !setpriv) return 'the programs unshare, mount and setpriv (util-linux) are not all there'
  const holds = (folder: string, path: string) => `${resolve(path)}${sep}`.startsWith(`${folder}${sep}`)
  const at = ['/mnt', '/media', '/srv', '/opt'].find(
    (folder) =>
      statSync(folder, { throwIfNoEntry: false })?.isDirectory() &&
      ![binaries.native, layout.db].some((p) => holds(folder, p)),
  )
  if (!at) return 'none of /mnt, /media, /srv and /opt can be used as a place to see them'
  return launcherOf(account, join(at, 'db'), join(at, 'native', 'bin'), ({ file, args }) => ({
    file: unshare,
    args: [
      ...[
        '--mount',
        '--propagation',
        'private',
        '/bin/sh',
        '-c',
        insideNamespace,
        'sh',
        at,
        binaries.native,
        layout.db,
      ],
      ...[String(account.uid), String(account.gid), mount, setpriv, file, ...args],
    ],
  }))
}

/**
 * Decides how PostgreSQL runs: as the user who runs the program, or, started by root, as an unprivileged user. Where
 * that user cannot enter the folders (a case under /root, say), the server gets a private view of them instead of any
 * permission being changed.
 */
export async function chooseLauncher(binaries: Binaries, layout: Layout): Promise<Launcher> {
  const bin = join(binaries.native, 'bin')
  const asMe = launcherOf(null, layout.db, bin, (command) => command)
  if (process.getuid?.() !== 0) return asserted(asMe, binaries)
  const account = accountFor(layout)
  const ids = { uid: account.uid, gid: account.gid }
  const enter = 'cd -- "$1" && exec "$2" --version'
  const direct = await run({ file: '/bin/sh', args: ['-c', enter, 'sh', layout.db, binaries.postgres], ...ids })
  if (direct.ok) return launcherOf(account, layout.db, bin, (command) => ({ ...command, ...ids }))
  await asserted(asMe, binaries)
  const apart = namespaceLauncher(binaries, layout, account)
  const trial = typeof apart === 'string' ? { ok: false, said: apart } : await apart.run('postgres', ['--version'])
  if (typeof apart !== 'string' && trial.ok) return apart
  throw new StoreError({
    place: layout.db,
    reason: `user ${account.name}, as whom root must run the database, cannot enter it or the program's own folder, and a private view of them failed (${oneLine(trial.said)})`,
    next: 'Run as an ordinary user, keep case and program where every user may enter, or set DATABASE_URL.',
  })
}

/** Makes sure that the binaries run here at all: another processor, another C library, a disk that forbids programs. */
async function asserted(launcher: Launcher, binaries: Binaries): Promise<Launcher> {
  const trial = await launcher.run('postgres', ['--version'])
  if (trial.ok) return launcher
  throw new StoreError({
    place: binaries.postgres,
    reason: `PostgreSQL does not run on this machine (${oneLine(trial.said)})`,
    next: 'Run "npm ci" on this machine, or set DATABASE_URL to a PostgreSQL 15 or later.',
  })
}

/** The first lines of what a program said, as one. */
export function oneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(0, 4)
    .join('; ')
    .slice(0, 600)
}
