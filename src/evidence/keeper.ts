import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { derivedFolder, openSettler, partialNames, type Settled } from './settle.ts'
import type { Settlement } from './settle-worker.ts'

/** A file that is being kept; `whole` false where a limit cut it off. */
export interface Keeping {
  readonly size: number
  readonly whole: boolean
  readonly head: Buffer
  /** Resolves when it lies under its hash. */
  readonly settled: Promise<Settled>
}

/** Keeps files one after the other, and hashes and writes them while the next is read. */
export interface Keeper {
  readonly keep: (content: AsyncIterable<Uint8Array>, most: number, signal: AbortSignal) => Promise<Keeping>
  /** Ends at once: what is not settled by then is not kept. */
  readonly close: () => Promise<void>
}

const headBytes = 256 << 10
/** Content goes to the thread in pieces of this size, a file that is no longer in one. */
const pieceBytes = 1 << 20
/** So many bytes may wait for the thread. */
const mostWaiting = 32 << 20

/** Sends one piece and resolves to what became of its file, null before the last; `room` waits until more may be sent. */
interface Line {
  readonly send: (piece: Uint8Array<ArrayBuffer>, last: boolean) => Promise<Settled | null>
  readonly room: () => Promise<void>
  readonly abandon: () => void
  readonly close: () => Promise<void>
}

/** Threads start from compiled files only: sources would need the loader of whoever runs them. */
const threadsStart = import.meta.url.endsWith('.js')

/** Opens a keeper that writes into the case folder, and removes what programs that have ended left unfinished there. */
export function openKeeper(caseDir: string): Keeper {
  removeLeft(caseDir)
  const line = threadsStart ? threadLine(caseDir) : ownLine(caseDir)
  return { keep: (content, most, signal) => keep(line, content, most, signal), close: line.close }
}

/** A file that was kept. */
export type Kept = Omit<Keeping, 'settled'> & Settled

/** Keeps one file by itself, in this thread. */
export function keepOne(caseDir: string, ...what: Parameters<Keeper['keep']>): Promise<Kept> {
  return settledOf(keep(ownLine(caseDir), ...what))
}

/** Waits until a file lies under its hash. */
export async function settledOf(keeping: Promise<Keeping>): Promise<Kept> {
  const { settled, ...kept } = await keeping
  return { ...kept, ...(await settled) }
}

async function keep(
  line: Line,
  content: AsyncIterable<Uint8Array>,
  most: number,
  signal: AbortSignal,
): Promise<Keeping> {
  let waiting: Buffer[] = []
  let [held, size, whole] = [0, 0, true]
  let head: Buffer | null = null
  const replies: Promise<Settled | null>[] = []
  const send = (last: boolean): void => {
    // Memory of its own, which goes to the thread as it is.
    const piece = new Uint8Array(held)
    let at = 0
    for (const one of waiting) {
      piece.set(one, at)
      at += one.length
    }
    head ??= Buffer.from(piece.subarray(0, headBytes))
    waiting = []
    held = 0
    replies.push(line.send(piece, last))
  }
  try {
    for await (const piece of content) {
      signal.throwIfAborted()
      const wanted = piece.subarray(0, most - size)
      // A copy: a piece is valid until the next is asked for.
      waiting.push(Buffer.from(wanted))
      held += wanted.length
      size += wanted.length
      whole = wanted.length === piece.length
      if (!whole) break
      if (held > pieceBytes) {
        await line.room()
        send(false)
      }
    }
  } catch (error) {
    if (replies.length > 0) line.abandon()
    void Promise.allSettled(replies)
    throw error
  }
  await line.room()
  send(true)
  const settled = Promise.all(replies).then((all) => all.at(-1)!)
  settled.catch(() => undefined)
  return { size, whole, head: head ?? Buffer.alloc(0), settled }
}

function ownLine(caseDir: string): Line {
  const settler = openSettler(caseDir)
  return {
    send: async (piece, last) => settler.take(piece, last),
    room: async () => undefined,
    abandon: settler.abandon,
    close: async () => settler.abandon(),
  }
}

function threadLine(caseDir: string): Line {
  const names = partialNames()
  const worker = new Worker(new URL('./settle-worker.js', import.meta.url), { workerData: { caseDir, names } })
  const expected: {
    readonly bytes: number
    readonly resolve: (s: Settled | null) => void
    readonly reject: (e: unknown) => void
  }[] = []
  let waiting = 0
  let over: unknown = null
  let wake: () => void = () => undefined
  const fail = (error: unknown): void => {
    over ??= error
    for (const { reject } of expected.splice(0)) reject(over)
    wake()
  }
  worker.on('message', (reply: Settlement) => {
    const asked = expected.shift()
    waiting -= asked?.bytes ?? 0
    if ('error' in reply) {
      const { message, ...more } = reply.error
      const error = Object.assign(new Error(message), more)
      asked?.reject(error)
      // What follows of the same file must not pass for a file.
      return fail(error)
    }
    asked?.resolve(reply.settled)
    wake()
  })
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('the thread that keeps files has ended')))
  return {
    send: (piece, last) =>
      new Promise((resolve, reject) => {
        if (over !== null) return reject(over)
        waiting += piece.length
        expected.push({ bytes: piece.length, resolve, reject })
        worker.postMessage({ piece, last }, [piece.buffer])
      }),
    room: async () => {
      while (waiting > mostWaiting && over === null)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      if (over !== null) throw over
    },
    abandon: () => worker.postMessage(null),
    close: async () => {
      over ??= new Error('the keeper is closed')
      await worker.terminate()
      removeUnder(caseDir, names)
    },
  }
}

function removeLeft(caseDir: string): void {
  for (const name of partials(caseDir)) {
    const pid = Number(/^\.partial-(\d+)/.exec(name)?.[1])
    if (pid !== process.pid && !isAlive(pid)) rmSync(join(caseDir, derivedFolder, name), { force: true })
  }
}

function removeUnder(caseDir: string, names: string): void {
  for (const name of partials(caseDir))
    if (name.startsWith(names)) rmSync(join(caseDir, derivedFolder, name), { force: true })
}

function partials(caseDir: string): readonly string[] {
  try {
    return readdirSync(join(caseDir, derivedFolder)).filter((name) => name.startsWith('.partial-'))
  } catch {
    return []
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
