import { Worker } from 'node:worker_threads'
import type { ClientBase } from 'pg'
import type { CopyPayload } from './stage.ts'
import { StoreError } from './trouble.ts'
import { fromFailure, type WriterReply, type WriterRequest, type WriterStart } from './writer-messages.ts'

/** What a connection in a thread of its own can do; the rest of `ClientBase` is refused. */
export interface Writer {
  readonly query: (text: string, values?: readonly unknown[]) => Promise<{ rows: unknown[]; rowCount: number | null }>
  readonly copyPayload: (payload: CopyPayload) => Promise<number>
  readonly end: () => Promise<void>
}

/** True for a connection that takes payloads whole. */
export function takesPayloads(client: object): client is Writer {
  return 'copyPayload' in client
}

/** Threads start from compiled files only: sources would need the loader of whoever runs them. */
export const threadsStart: boolean = import.meta.url.endsWith('.js')

type Without<T> = T extends unknown ? Omit<T, 'id'> : never
type Reply = Extract<WriterReply, { rows: readonly unknown[] }>

/**
 * Opens a connection that lives in a thread of its own, so that feeding the server does not wait for the reading of
 * evidence, nor the other way round. Its errors are those of any other connection.
 */
export async function openWriter(start: WriterStart): Promise<ClientBase & Writer> {
  const worker = new Worker(new URL('./writer-worker.js', import.meta.url), { workerData: start })
  const waiting = new Map<number, { resolve: (reply: Reply) => void; reject: (error: unknown) => void }>()
  let last = 0
  let over: unknown = null
  const fail = (error: unknown): void => {
    over ??= error
    for (const { reject } of waiting.values()) reject(over)
    waiting.clear()
  }
  const expect = (id: number): Promise<Reply> =>
    over ? Promise.reject(over) : new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
  worker.on('message', (reply: WriterReply) => {
    const asked = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('error' in reply) asked?.reject(fromFailure(reply.error))
    else asked?.resolve(reply)
  })
  worker.on('error', fail)
  worker.on('exit', () => fail(new StoreError({ place: start.place, reason: 'the connection has ended', next: again })))
  const ask = (request: Without<WriterRequest>, transfer: readonly ArrayBuffer[] = []): Promise<Reply> => {
    last += 1
    const reply = expect(last)
    if (!over) worker.postMessage({ ...request, id: last }, [...transfer])
    return reply
  }
  await expect(0).catch((error: unknown) => {
    void worker.terminate()
    throw error
  })
  const writer: Writer = {
    query: async (text, values = []) => {
      const { rows, rowCount } = await ask({ what: 'query', text, values })
      return { rows: [...rows], rowCount }
    },
    copyPayload: async (payload) => {
      // A chunk may share its memory with the next batch: then a copy changes hands.
      const chunks = payload.given ? payload.chunks : payload.chunks.map((chunk) => new Uint8Array(chunk))
      const { rowCount } = await ask(
        { what: 'copy', payload: { ...payload, chunks } },
        chunks.map((chunk) => chunk.buffer as ArrayBuffer),
      )
      return rowCount ?? 0
    },
    end: async () => {
      if (!over) await ask({ what: 'end' }).catch(() => undefined)
      await worker.terminate()
    },
  }
  return writer as ClientBase & Writer
}

const again = 'Run the same command again: it goes on where it stopped.'
