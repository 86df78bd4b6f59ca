import { parentPort, workerData } from 'node:worker_threads'
import { openSettler, type Settled } from './settle.ts'

/** The answer to one piece. */
export type Settlement =
  | { readonly settled: Settled | null }
  | { readonly error: { readonly message: string; readonly code?: string; readonly path?: string } }

if (parentPort) {
  const port = parentPort
  const { caseDir, names } = workerData as { readonly caseDir: string; readonly names: string }
  const settler = openSettler(caseDir, names)
  port.on('message', (asked: { readonly piece: Uint8Array; readonly last: boolean } | null) => {
    if (asked === null) return settler.abandon()
    port.postMessage(answer(asked.piece, asked.last))
  })

  function answer(piece: Uint8Array, last: boolean): Settlement {
    try {
      return { settled: settler.take(piece, last) }
    } catch (error) {
      settler.abandon()
      const { message, code, path } = error as NodeJS.ErrnoException
      return { error: { message, ...(code !== undefined && { code }), ...(path !== undefined && { path }) } }
    }
  }
}
