import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'

/** Names one process for its whole life: process ids are used again, start times and id spaces tell them apart. */
export interface ProcessName {
  readonly pid: number
  /** Clock ticks since boot at which it started (field 22 of /proc/PID/stat), '' where the system does not say. */
  readonly started: string
  /** The space its id counts in (a container has its own), '' where the system does not say. */
  readonly space: string
}

const hasProc = existsSync('/proc/self/stat')

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

/** The name that the server of a data directory bears in its command line, and its processes in theirs. */
export function serverName(dataDir: string): string {
  const { dev, ino } = statSync(dataDir)
  return `holdfast-${dev.toString(36)}-${ino.toString(36)}`
}

/** A process's command line and its user. A server's processes show the cluster's name, see `serverName`. */
function commandOf(pid: number): { readonly uid: number; readonly command: string } | null {
  try {
    if (hasProc) {
      return { uid: statSync(`/proc/${pid}`).uid, command: readFileSync(`/proc/${pid}/cmdline`, 'latin1') }
    }
    const text = execFileSync('ps', ['-o', 'uid=,command=', '-p', String(pid)], { encoding: 'latin1', stdio: 'pipe' })
    return { uid: Number.parseInt(text, 10), command: text }
  } catch {
    return null
  }
}

/** True when that process belongs to the server of that data directory: it bears its name and is its owner's. */
export function worksIn(pid: number, dataDir: string): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 1) return false
  try {
    const found = commandOf(pid)
    return found?.uid === statSync(dataDir).uid && found.command.includes(serverName(dataDir))
  } catch {
    return false
  }
}

/** Every process of the server of that data directory: what a killed postmaster leaves behind. */
export function processesIn(dataDir: string): readonly number[] {
  if (!hasProc) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => worksIn(pid, dataDir))
}
