import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { basename } from 'node:path'

/** Names one process for its whole life: process ids are used again, start times and id spaces tell them apart. */
export interface ProcessName {
  readonly pid: number
  /** Clock ticks since boot at which it started (field 22 of /proc/PID/stat), '' where the system does not say. */
  readonly started: string
  /** The space its id counts in (a container has its own), '' where the system does not say. */
  readonly space: string
}

const hasProc = statOrNull('/proc/self/stat') !== null

function statOrNull(path: string): { readonly dev: number; readonly ino: number } | null {
  try {
    return statSync(path)
  } catch {
    return null
  }
}

function startTime(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    // Source: proc(5). Fields are counted from the state, which is field 3; a zombie no longer runs.
    return fields[0] === 'Z' || fields[0] === 'X' ? '' : (fields[19] ?? '')
  } catch {
    return ''
  }
}

function idSpace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? ''
  } catch {
    return ''
  }
}

/** The running program's own name. */
export function thisProcess(): ProcessName {
  return { pid: process.pid, started: startTime(process.pid), space: idSpace() }
}

/** Whether that process still runs; null when it counts in another space (a container), where nobody here can tell. */
export function runs(name: ProcessName): boolean | null {
  if (name.space !== idSpace()) return null
  if (hasProc) return startTime(name.pid) === name.started && name.started !== ''
  return exists(name.pid)
}

/** True when a process with that id exists, whatever it is. */
export function exists(pid: number): boolean {
  if (hasProc) return startTime(pid) !== ''
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * True when the process is a PostgreSQL process that works in that data directory. The folder is compared by inode,
 * so it holds across mount namespaces and links; where there is no /proc, by the command line.
 */
export function worksIn(pid: number, dataDir: string): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 1) return false
  if (!hasProc) return commandOf(pid).includes(`postgres -D ${dataDir}`)
  try {
    const name = basename(readlinkSync(`/proc/${pid}/exe`)).replace(' (deleted)', '')
    if (name !== 'postgres' && name !== 'postmaster') return false
  } catch {
    return false
  }
  const there = statOrNull(`/proc/${pid}/cwd`)
  const here = statOrNull(dataDir)
  return there !== null && here !== null && there.dev === here.dev && there.ino === here.ino
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' })
  } catch {
    return ''
  }
}

/** Every PostgreSQL process that works in that data directory: what a killed postmaster leaves behind. */
export function processesIn(dataDir: string): readonly number[] {
  if (!hasProc) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => worksIn(pid, dataDir))
}
