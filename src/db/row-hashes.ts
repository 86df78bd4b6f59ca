import type { ClientBase } from 'pg'
import { to as copyTo } from 'pg-copy-streams'

/** So many pages of a table are hashed by one question: what comes back stays within some megabytes. */
const usualPages = 2048

/** Which hashes are read: `select` gives, for rows of the table `t` that a condition holds for, one bytea each, named `h`. */
export interface RowHashes {
  readonly table: string
  readonly width: number
  readonly select: (condition: string) => string
}

/**
 * Reads a hash for every row of a table, and says how many there are. The server joins the hashes of some thousand rows before they travel: a message
 * for each row would cost both sides more than the hash itself.
 */
export async function readRowHashes(
  client: ClientBase,
  { table, width, select }: RowHashes,
  add: (from: Buffer, at: number) => void,
  pagesAtOnce = usualPages,
): Promise<number> {
  let read = 0
  const { rows } = await client.query<{ pages: string }>(
    `SELECT (pg_relation_size($1::regclass) / current_setting('block_size')::int)::text AS pages`,
    [table],
  )
  const pages = Number(rows[0]?.pages ?? 0)
  for (let from = 0; from < pages; from += pagesAtOnce) {
    const last = from + pagesAtOnce >= pages
    const condition = `t.ctid >= '(${from},0)'${last ? '' : ` AND t.ctid < '(${from + pagesAtOnce},0)'`}`
    const hashes = await oneValue(client, `SELECT string_agg(h, ''::bytea) FROM (${select(condition)}) each`)
    if (hashes.length % width !== 0) throw new Error(`hashes of ${width} bytes each were expected of ${table}`)
    for (let at = 0; at < hashes.length; at += width) add(hashes, at)
    read += hashes.length / width
  }
  return read
}

/** The bytes of the one row and column of a SELECT, empty for null, as COPY BINARY gives them (PostgreSQL manual, COPY). */
async function oneValue(client: ClientBase, sql: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of client.query(copyTo(`COPY (${sql}) TO STDOUT (FORMAT binary)`)))
    chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  const [header, before] = [19, 6]
  const length = bytes.readInt32BE(header + 2)
  return length < 0 ? Buffer.alloc(0) : bytes.subarray(header + before, header + before + length)
}
