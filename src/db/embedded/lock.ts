import { linkSync, readFileSync, rmSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StoreError, unwritable } from '../trouble.ts'
import { type ProcessName, runs, thisProcess } from './process.ts'

interface Holder extends ProcessName {
  readonly token: string
}

/** A holder that nobody here can see (in another container) is believed dead once it has been silent this long. */
const silence = 20_000

function holderOf(path: string): Holder | null {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof value?.pid === 'number' && typeof value.token === 'string') return value
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    if (!(error instanceof SyntaxError)) throw error
  }
  // The file is linked only once it is written, so only a power failure leaves it damaged.
  return { ...thisProcess(), started: 'damaged', token: 'damaged' }
}

function isDead(path: string, holder: Holder): boolean {
  const known = runs(holder)
  if (known !== null) return !known
  const seen = statSync(path, { throwIfNoEntry: false })
  return seen !== undefined && Date.now() - seen.mtimeMs > silence
}

let count = 0

/** Takes the lock if it is free; a link is made in one step and never over an existing name. */
function take(path: string): string | null {
  const me = thisProcess()
  count += 1
  const token = `${me.pid}-${me.started}-${Date.now().toString(36)}-${count}`
  const draft = `${path}.${token}`
  try {
    writeFileSync(draft, JSON.stringify({ ...me, token }), { flag: 'wx' })
    linkSync(draft, path)
    return token
  } catch (error) {
    const { code = '', syscall } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return null
    if (syscall !== 'link' || !['EPERM', 'ENOTSUP', 'ENOSYS'].includes(code)) throw unwritable(dirname(path), error)
    const next = 'Choose a case folder on a disk with a file system of this kind of computer, such as ext4 or APFS.'
    throw new StoreError({ place: dirname(path), reason: 'its file system cannot hold a database', next }, error)
  } finally {
    rmSync(draft, { force: true })
  }
}

function release(path: string, token: string): void {
  if (holderOf(path)?.token === token) unlinkSync(path)
}

/**
 * Removes a lock whose holder is dead. Only who holds the lock named after that one holder may remove it, and looks
 * again first: so a lock that someone has taken since is never removed. It recurses when that one died too.
 */
function breakStale(path: string, dead: Holder): void {
  const breaker = `${path}.dead-${dead.token}`
  const token = take(breaker)
  if (token === null) {
    const other = holderOf(breaker)
    if (other !== null && isDead(breaker, other)) breakStale(breaker, other)
    return
  }
  release(path, dead.token)
  release(breaker, token)
}

async function acquire(path: string, wait: LockWait): Promise<string> {
  const until = Date.now() + wait.seconds * 1000
  for (let told = 0; ; ) {
    const token = take(path)
    if (token !== null) return token
    const holder = holderOf(path)
    if (holder === null) continue
    if (isDead(path, holder)) {
      breakStale(path, holder)
    } else if (Date.now() > until) {
      throw new StoreError({
        place: path,
        reason: `process ${holder.pid} has been starting or stopping the database for over ${wait.seconds} seconds`,
        next: 'End that process and run the same command again.',
      })
    } else if (told !== holder.pid) {
      told = holder.pid
      wait.onWait?.(holder.pid)
    }
    await sleep(20)
  }
}

function touch(path: string): void {
  const now = new Date()
  try {
    utimesSync(path, now, now)
  } catch {
    // Someone removed the lock by hand; the work goes on and PostgreSQL's own lock still protects the data.
  }
}

/** How long to wait for the lock, and whom to tell who holds it. */
export interface LockWait {
  readonly seconds: number
  readonly onWait?: ((holder: number) => void) | undefined
}

/** Runs `work` while no other process holds the lock file; a lock left by a killed process is taken over. */
export async function withLock<T>(path: string, wait: LockWait, work: () => Promise<T>): Promise<T> {
  const token = await acquire(path, wait)
  const alive = setInterval(() => touch(path), silence / 10)
  alive.unref()
  try {
    return await work()
  } finally {
    clearInterval(alive)
    release(path, token)
  }
}
