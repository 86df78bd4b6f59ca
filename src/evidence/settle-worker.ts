import { parentPort, workerData } from 'node:worker_threads'
import { openSettler, type Settled } from './settle.ts'

/** What the thread is started with; pieces lie in the memory. */
export interface SettleStart {
  readonly caseDir: string
  /** How the names of unfinished files begin. */
  readonly names: string
  readonly memory: SharedArrayBuffer
}

/** A piece of the file, at a place of the memory. */
export interface Piece {
  readonly at: number
  readonly length: number
  readonly last: boolean
}

/** The answer to one piece. */
export type Settlement =
  | { readonly settled: Settled | null }
  | { readonly error: { readonly message: string; readonly code?: string; readonly path?: string } }

if (parentPort) {
  const port = parentPort
  const { caseDir, names, memory } = workerData as SettleStart
  const settler = openSettler(caseDir, names)
  port.on('message', (asked: Piece | null) => {
    if (asked === null) settler.abandon()
    else port.postMessage(answer(asked))
  })

  function answer({ at, length, last }: Piece): Settlement {
    try {
      return { settled: settler.take(new Uint8Array(memory, at, length), last) }
    } catch (error) {
      settler.abandon()
      const { message, code, path } = error as NodeJS.ErrnoException
      return { error: { message, ...(code !== undefined && { code }), ...(path !== undefined && { path }) } }
    }
  }
}
