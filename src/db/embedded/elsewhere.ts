import { createHash } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, sep } from 'node:path'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import type { Wrap } from './launch.ts'

/** Ways for another user to run binaries that were installed for root alone; each says why not where it cannot. */

function tool(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/bin', '/usr/sbin', '/sbin']
  for (const path of folders.filter((folder) => folder.startsWith('/')).map((folder) => join(folder, name))) {
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // Not in this folder.
    }
  }
  return null
}

/**
 * Runs in a mount namespace of its own: nothing of this is visible outside, and it ends with the server. Binaries that
 * only root may read (installed under umask 077) are copied into the namespace's memory.
 */
const script = `set -e
at=$1 native=$2 mount=$3 setpriv=$4 uid=$5 gid=$6; shift 6
become() { "$setpriv" --reuid="$uid" --regid="$gid" --clear-groups --no-new-privs "$@"; }
"$mount" -t tmpfs -o mode=0755,size=256m holdfast "$at"
mkdir "$at/native"
"$mount" --bind "$native" "$at/native"
if ! become "$at/native/bin/postgres" --version >/dev/null 2>&1; then
  mkdir "$at/copy"
  cp -R "$native/bin" "$native/lib" "$native/share" "$at/copy"
  chmod -R a+rX "$at/copy"
  "$mount" --bind "$at/copy" "$at/native"
fi
exec "$setpriv" --reuid="$uid" --regid="$gid" --clear-groups --no-new-privs "$@"`

/** Lets the server see the binaries at another place, in a mount namespace that only it lives in. */
export function inNamespace({ native }: Binaries, { uid, gid }: Account): Wrap | string {
  const [unshare, mount, setpriv] = ['unshare', 'mount', 'setpriv'].map(tool)
  if (!unshare || !mount || !setpriv) return 'unshare, mount and setpriv (util-linux) are not all there'
  const at = ['/mnt', '/media', '/srv', '/opt'].find(
    (folder) => statSync(folder, { throwIfNoEntry: false })?.isDirectory() && !native.startsWith(folder + sep),
  )
  if (!at) return 'none of /mnt, /media, /srv and /opt is there to show them at'
  return (program, args, cwd) => ({
    file: unshare,
    args: [
      ...['--mount', '--propagation', 'private', '/bin/sh', '-c', script, 'sh', at, native, mount, setpriv],
      ...[String(uid), String(gid), join(at, 'native', 'bin', program), ...args],
    ],
    cwd,
  })
}

/** A folder that belongs to root and that nobody else may change. */
function isRoots(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false })
  return found?.isDirectory() === true && found.uid === 0 && (found.mode & 0o022) === 0
}

/** Makes everything in a folder readable, and runnable what its owner may run. */
function openUp(folder: string): void {
  chmodSync(folder, 0o755)
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name)
    const found = lstatSync(path)
    if (found.isSymbolicLink()) continue
    chmodSync(path, found.mode & 0o100 || found.isDirectory() ? 0o755 : 0o644)
  }
}

/** Systems clear their temporary files by age, one by one. */
function isWhole(copy: string, native: string): boolean {
  const count = (folder: string) => readdirSync(folder, { recursive: true }).length
  return isRoots(copy) && count(copy) === count(native)
}

/** Lets the server run a copy of the binaries in the system's folder for temporary files. */
export function copied({ native }: Binaries, { uid, gid }: Account): Wrap | string {
  // Named after what was installed where, so that a new version is a new copy.
  const source = statSync(join(native, 'bin', 'postgres'))
  const key = createHash('sha256').update(`${native} ${source.size} ${source.mtimeMs}`).digest('hex').slice(0, 16)
  const folder = join(tmpdir(), `holdfast-postgres-${key}`)
  try {
    if (!isWhole(folder, native)) {
      const draft = `${folder}.${process.pid}`
      mkdirSync(draft, { mode: 0o700 })
      try {
        cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
        openUp(draft)
        if (isRoots(folder)) rmSync(folder, { recursive: true })
        renameSync(draft, folder)
      } finally {
        rmSync(draft, { recursive: true, force: true })
      }
    }
  } catch (error) {
    // Another program may have made the same copy meanwhile.
    if (!isWhole(folder, native))
      return `they cannot be copied to ${folder} (${String((error as NodeJS.ErrnoException).code)})`
  }
  return (program, args, cwd) => ({ file: join(folder, 'bin', program), args, cwd, uid, gid })
}
