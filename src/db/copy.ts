import { finished } from 'node:stream/promises'
import type { ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { quoteName } from './columns.ts'
import type { CopyPayload } from './stage.ts'
import { explain } from './trouble.ts'
import { takesPayloads } from './writer.ts'

/** Signature, flags and header extension of COPY BINARY; source: PostgreSQL manual, COPY, "Binary Format". */
const header = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const trailer = Buffer.from([0xff, 0xff])

/** Writes a payload into its table, no faster than the server takes it, and says how many rows the server took. */
export async function copyIn(client: ClientBase, payload: CopyPayload): Promise<number> {
  if (takesPayloads(client)) return client.copyPayload(payload)
  const columns = payload.columns.map(quoteName).join(', ')
  const place = `COPY into ${payload.table}`
  const stream = client.query(copyFrom(`COPY ${payload.table} (${columns}) FROM STDIN (FORMAT binary)`))
  const end = finished(stream)
  let over = false
  // It may fail while we wait for it to drain: then `over` ends the waiting, and `end` is awaited for its error.
  const failed = end.then(
    () => undefined,
    () => {
      over = true
    },
  )
  try {
    stream.write(header)
    for (const chunk of payload.chunks) {
      if (over) break
      if (chunk.length === 0 || stream.write(chunk)) continue
      await Promise.race([new Promise((drained) => stream.once('drain', drained)), failed])
    }
    if (!over) stream.end(trailer)
    await end
  } catch (error) {
    throw explain(error, place)
  }
  if (stream.rowCount !== payload.rows) {
    throw new Error(`${place}: ${payload.rows} rows were announced, ${stream.rowCount} came`)
  }
  return stream.rowCount
}
