import type { ClientBase, Connection } from 'pg'
import { explain } from './trouble.ts'

/** Makes parts of the messages of a COPY: `add` gives one when it is full, `rest` what is left at the end. */
export interface Gather<T> {
  readonly add: (message: Buffer) => T | null
  readonly rest: () => T | null
}

/** The signature that begins COPY BINARY; PostgreSQL manual, COPY. */
export const copySignature: Buffer = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')
/** Its length with flags and the length of the extension, which stands in its last four bytes. */
export const copyHeaderLength = 19

/** What the driver calls on an object given to `query`: its hook for COPY among them. */
interface Submittable {
  readonly submit: (connection: Connection) => void
  readonly handleCopyData: (message: { readonly chunk: Buffer }) => void
  readonly handleError: (error: unknown) => void
  readonly handleCommandComplete: () => void
  readonly handleReadyForQuery: () => void
}

/** So many parts may wait before the server has to. */
const mostWaiting = 1

/**
 * Streams what a query gives out, by COPY TO in binary form. The server sends each row as a message of its own, the header
 * with the first; the driver uses the memory of a message again. The reader's pace is the server's pace. The connection is
 * free for other work after the last part; breaking off early reads the rest to its end, so bound the query instead.
 */
export async function* copyParts<T>(
  client: ClientBase,
  sql: string,
  gather: Gather<T>,
): AsyncGenerator<T, void, undefined> {
  const ready: T[] = []
  let abandoned = false
  let ended = false
  let trouble: unknown
  let connection: Connection | undefined
  let wake: () => void = () => undefined

  const keep = (part: T | null): void => {
    if (part === null) return
    ready.push(part)
    wake()
  }
  const end = (error: unknown): void => {
    trouble ??= error
    ended = true
    // What ends the rows may come in the packet in which the server was made to wait: whoever asks next must be heard.
    connection?.stream.resume()
    wake()
  }
  const reader: Submittable = {
    submit: (link) => {
      connection = link
      ;(link as unknown as { query: (text: string) => void }).query(`COPY (${sql}) TO STDOUT (FORMAT binary)`)
    },
    handleCopyData: ({ chunk }) => {
      if (abandoned || trouble) return
      try {
        keep(gather.add(chunk))
      } catch (error) {
        trouble = error
      }
      // The rows of the packet in hand still come; then the server waits until the reader has caught up.
      if (ready.length > mostWaiting) connection?.stream.pause()
    },
    handleError: end,
    handleCommandComplete: () => undefined,
    handleReadyForQuery: () => {
      if (!abandoned && !trouble) keep(gather.rest())
      end(undefined)
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
      if (next === undefined) return
      yield next
    }
  } finally {
    abandoned = true
    ready.length = 0
    while (!ended) await more()
  }
}
