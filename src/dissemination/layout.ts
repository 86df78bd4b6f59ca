import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'

/** What all documents of one template are laid out with. */
export interface LayoutSetUp {
  readonly fonts: readonly string[]
  readonly template: string
}

/** Lays documents out in threads of their own, so that the program goes on meanwhile. */
export interface Layout {
  /** The PDF/A-2b of the template over `data`, which is JSON; `time` (seconds since 1970) is the document's own time. */
  readonly pdf: (data: string, time: number) => Promise<Uint8Array>
  /** Ends the threads when what was asked for is done. */
  readonly close: () => Promise<void>
}

interface Job {
  readonly data: string
  readonly time: number
  readonly resolve: (pdf: Uint8Array) => void
  readonly reject: (error: Error) => void
}

type Reply = { readonly pdf: Uint8Array } | { readonly error: string }

/**
 * Plain JavaScript, because a worker's entry must run the same from source and from the built program. What one document
 * left in the compiler's memory, which all threads share, is forgotten only when every thread has gone on to its next.
 */
const workerSource = `
const { parentPort, workerData } = require('node:worker_threads')
const { NodeCompiler, PdfStandard } = require(workerData.compiler)
parentPort.on('message', ({ data, time }) => {
  const compiler = NodeCompiler.create({ workspace: '/', fontArgs: [{ fontPaths: workerData.fonts }], inputs: { data } })
  const document = { mainFileContent: workerData.template }
  try {
    parentPort.postMessage({ pdf: compiler.pdf(document, { pdfStandard: PdfStandard.A_2b, creationTimestamp: time }) })
  } catch (error) {
    const said = compiler.compile(document).takeError()?.shortDiagnostics
    parentPort.postMessage({ error: JSON.stringify(said ?? String(error?.message ?? error)) })
  } finally {
    compiler.evictCache(workerData.threads)
  }
})`

/** While one document is laid out the next is gathered; more threads held more documents in memory than they saved time. */
const mostThreads = 1

/** Opens a layout; its threads start with the first documents and keep no program alive. */
export function openLayout(setUp: LayoutSetUp): Layout {
  const compiler = createRequire(import.meta.url).resolve('@myriaddreamin/typst-ts-node-compiler')
  const threads = Math.min(mostThreads, availableParallelism())
  const waiting: Job[] = []
  const idle: Worker[] = []
  const busy = new Map<Worker, Promise<void>>()

  const give = (): void => {
    while (waiting.length > 0) {
      const worker = idle.pop() ?? (busy.size < threads ? start() : null)
      if (!worker) return
      const work = layOut(worker, waiting.shift()!).then((alive) => {
        busy.delete(worker)
        if (alive) idle.push(worker)
        give()
      })
      busy.set(worker, work)
    }
  }
  const start = (): Worker => new Worker(workerSource, { eval: true, workerData: { ...setUp, compiler, threads } })
  return {
    pdf: (data, time) =>
      new Promise((resolve, reject) => {
        waiting.push({ data, time, resolve, reject })
        give()
      }),
    close: async () => {
      while (busy.size > 0) await Promise.all(busy.values())
      await Promise.all(idle.splice(0).map((worker) => worker.terminate()))
    },
  }
}

/** Has one document laid out; false when the thread came to its end over it. */
function layOut(worker: Worker, { data, time, resolve, reject }: Job): Promise<boolean> {
  worker.ref()
  return new Promise((done) => {
    const failed = (error: Error): void => {
      reject(error)
      done(false)
    }
    const ended = (code: number): void => failed(new Error(`the thread that lays out ended with ${code}`))
    worker.once('error', failed)
    worker.once('exit', ended)
    worker.once('message', (reply: Reply) => {
      worker.off('error', failed)
      worker.off('exit', ended)
      worker.unref()
      if ('error' in reply) reject(new Error(reply.error))
      else resolve(reply.pdf)
      done(true)
    })
    worker.postMessage({ data, time })
  })
}
