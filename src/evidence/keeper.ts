import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { threadsStart } from '../db/writer.ts'
import { derivedFolder, openSettler, partialNames, type Settled, writerOf } from './settle.ts'
import type { Piece, Settlement, SettleStart } from './settle-worker.ts'

/** A file that is being kept; `whole` false where a limit cut it off. */
export interface Keeping {
  readonly size: number
  readonly whole: boolean
  /** The first bytes, 256 KB at most, valid until the next file is kept. */
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
/** Content is handed on in slots of this size, a file that is no longer in one; memory that is used again is never waste to be collected. */
const slotBytes = 1 << 20
/** So many slots may wait for the thread. */
const slots = 24

/** Takes a file slot by slot. */
interface Line {
  /** The next slot, when it is free to be filled. */
  readonly slot: () => Promise<Uint8Array>
  /** Hands on what the slot holds, and resolves to what became of the file, null before its last slot. */
  readonly send: (length: number, last: boolean) => Promise<Settled | null>
  readonly abandon: () => void
  readonly close: () => Promise<void>
}

/** Opens a keeper that writes into the case folder, and removes what programs that have ended left unfinished there. */
export function openKeeper(caseDir: string): Keeper {
  removeLeft(caseDir)
  const line = threadsStart ? threadLine(caseDir) : ownLine(caseDir)
  const head = Buffer.alloc(headBytes)
  return { keep: (content, most, signal) => keep(line, head, content, most, signal), close: line.close }
}

/** A file that was kept. */
export type Kept = Omit<Keeping, 'settled'> & Settled

/** Keeps one file by itself, in this thread. */
export function keepOne(caseDir: string, ...what: Parameters<Keeper['keep']>): Promise<Kept> {
  return settledOf(keep(ownLine(caseDir), Buffer.alloc(headBytes), ...what))
}

/** Waits until a file lies under its hash. */
export async function settledOf(keeping: Promise<Keeping>): Promise<Kept> {
  const { settled, ...kept } = await keeping
  return { ...kept, ...(await settled) }
}

async function keep(
  line: Line,
  head: Buffer,
  content: AsyncIterable<Uint8Array>,
  most: number,
  signal: AbortSignal,
): Promise<Keeping> {
  const replies: Promise<Settled | null>[] = []
  let slot: Uint8Array | null = null
  let [filled, size, whole] = [0, 0, true]
  const send = (last: boolean): void => {
    const reply = line.send(filled, last)
    reply.catch(() => undefined)
    replies.push(reply)
    slot = null
    filled = 0
  }
  try {
    for await (const piece of content) {
      signal.throwIfAborted()
      const wanted = piece.subarray(0, most - size)
      if (size < headBytes) head.set(wanted.subarray(0, headBytes - size), size)
      for (let at = 0; at < wanted.length; ) {
        if (filled === slotBytes) send(false)
        slot ??= await line.slot()
        const more: Uint8Array = wanted.subarray(at, at + slotBytes - filled)
        slot.set(more, filled)
        filled += more.length
        at += more.length
      }
      size += wanted.length
      whole = wanted.length === piece.length
      if (!whole) break
    }
    // A file that is empty has no slot yet.
    slot ??= await line.slot()
  } catch (error) {
    if (replies.length > 0) line.abandon()
    throw error
  }
  send(true)
  const settled = Promise.all(replies).then((all) => all.at(-1)!)
  settled.catch(() => undefined)
  return { size, whole, head: head.subarray(0, Math.min(size, headBytes)), settled }
}

function ownLine(caseDir: string): Line {
  const settler = openSettler(caseDir)
  const slot = new Uint8Array(slotBytes)
  let over: unknown = null
  return {
    slot: async () => slot,
    // Not asynchronous: what the slot holds is taken before it is filled again.
    send: (length, last) => {
      if (over === null)
        try {
          return Promise.resolve(settler.take(slot.subarray(0, length), last))
        } catch (error) {
          settler.abandon()
          over = error
        }
      return Promise.reject(over)
    },
    abandon: settler.abandon,
    close: async () => settler.abandon(),
  }
}

function threadLine(caseDir: string): Line {
  const names = partialNames()
  const memory = new SharedArrayBuffer(slots * slotBytes)
  const start: SettleStart = { caseDir, names, memory }
  const worker = new Worker(new URL('./settle-worker.js', import.meta.url), { workerData: start })
  const expected: { readonly resolve: (s: Settled | null) => void; readonly reject: (e: unknown) => void }[] = []
  let sent = 0
  let over: unknown = null
  let wake: () => void = () => undefined
  const fail = (error: unknown): void => {
    over ??= error
    for (const { reject } of expected.splice(0)) reject(over)
    wake()
  }
  worker.on('message', (reply: Settlement) => {
    const asked = expected.shift()
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
    slot: async () => {
      while (expected.length >= slots && over === null)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      if (over !== null) throw over
      return new Uint8Array(memory, (sent % slots) * slotBytes, slotBytes)
    },
    send: (length, last) =>
      new Promise((resolve, reject) => {
        if (over !== null) return reject(over)
        expected.push({ resolve, reject })
        worker.postMessage({ at: (sent % slots) * slotBytes, length, last } satisfies Piece)
        sent += 1
      }),
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
    const pid = writerOf(name)
    if (pid !== null && !isAlive(pid)) rmSync(join(caseDir, derivedFolder, name), { force: true })
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
