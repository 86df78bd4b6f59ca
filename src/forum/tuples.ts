import type { ClientBase, Connection } from 'pg'
import { explain } from '../db/trouble.ts'

/** What the driver calls on an object given to `query`: its hook for COPY among them. */
interface Submittable {
  readonly submit: (connection: Connection) => void
  readonly handleCopyData: (message: { readonly chunk: Buffer }) => void
  readonly handleError: (error: unknown) => void
  readonly handleCommandComplete: () => void
  readonly handleReadyForQuery: () => void
}

/** Rows as COPY BINARY gives them, undecoded: one tuple after the other, each with its count of fields first. */
export interface Tuples {
  readonly bytes: Buffer
  /** Where each tuple begins. */
  readonly starts: readonly number[]
}

const blockBytes = 1024 * 1024
const headerLength = 19

/**
 * Streams the rows of a query out in blocks. The reader's pace is the server's pace; breaking off early reads the rest to
 * its end.
 */
export async function* readTuples(client: ClientBase, sql: string): AsyncGenerator<Tuples, void, undefined> {
  const ready: Tuples[] = []
  let block = Buffer.alloc(0)
  let starts: number[] = []
  let used = 0
  let begun = false
  let abandoned = false
  let ended = false
  let trouble: unknown
  let connection: Connection | undefined
  let wake: () => void = () => undefined

  const flush = (): void => {
    if (starts.length > 0) ready.push({ bytes: block.subarray(0, used), starts })
    block = block.subarray(used)
    starts = []
    used = 0
    wake()
  }
  const reader: Submittable = {
    submit: (link) => {
      connection = link
      ;(link as unknown as { query: (text: string) => void }).query(`COPY (${sql}) TO STDOUT (FORMAT binary)`)
    },
    handleCopyData: ({ chunk }) => {
      if (abandoned) return
      const start = begun ? 0 : headerLength
      begun = true
      // PostgreSQL sends each tuple as a message of its own, the header with the first; the trailer is a count of -1.
      if (chunk.length - start < 2 || chunk[start] === 0xff) return
      const length = chunk.length - start
      if (used + length > block.length) {
        flush()
        block = Buffer.allocUnsafeSlow(Math.max(blockBytes, length))
      }
      // The driver uses the memory of its messages again, so a row that is to outlive this call is copied.
      chunk.copy(block, used, start)
      starts.push(used)
      used += length
      if (ready.length > 1) connection?.stream.pause()
    },
    handleError: (error) => {
      trouble ??= error
      ended = true
      wake()
    },
    handleCommandComplete: () => undefined,
    handleReadyForQuery: () => {
      ended = true
      flush()
    },
  }
  const more = async (): Promise<void> => {
    connection?.stream.resume()
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
  ;(client.query as unknown as (query: Submittable) => void)(reader)
  try {
    for (;;) {
      while (ready.length === 0 && !ended) await more()
      if (trouble) throw explain(trouble, 'COPY out of the database')
      const next = ready.shift()
      if (!next) return
      yield next
    }
  } finally {
    abandoned = true
    ready.length = 0
    while (!ended) await more()
  }
}
