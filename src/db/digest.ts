import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { openHashSorter } from './hash-sort.ts'

/** Columns that hold when and by whom work was done: true of one run, not of the evidence. */
const circumstances = new Set([
  'acquired_at',
  'acquired_by',
  'original_path',
  'stored_path',
  'in_place',
  'tool',
  'loaded_at',
  'loaded_by',
])

/** The digest of a table's rows, and of what they say where a part of each row is its content. */
export interface TableDigest {
  readonly whole: string
  readonly content: string | null
}

/** Which part of a row is its content: SQL expressions over `t`, the row, and what is joined to it. */
export interface Content {
  readonly columns: readonly string[]
  readonly join: string
}

/** Says what the content of a table's rows is; null for a table that has no such part. */
export type ContentOf = (client: ClientBase, table: string) => Promise<Content | null>

/**
 * The digest of a table's rows: of each row's SHA-256, in the order of those, so that the order of rows and of their names
 * plays no part. Rows are hashed where they lie (record_send, the binary form, which no session setting changes); only
 * hashes travel. A row with a content is hashed as the hash of its content, then the rest.
 */
export async function tableDigest(
  client: ClientBase,
  table: string,
  content: Content | null = null,
): Promise<TableDigest> {
  const columns = (await columnsOf(client, table)).filter((c) => !circumstances.has(c)).map((c) => `t.${quote(c)}`)
  const width = content ? 64 : 32
  const sorter = openHashSorter(width)
  await readHashes(client, content ? pairSql(table, columns, content) : rowSql(table, columns), width, sorter.add)
  const [whole, said] = [createHash('sha256'), createHash('sha256')]
  for (const piece of sorter.sorted()) {
    if (content === null) whole.update(piece)
    else {
      for (let at = 0; at < piece.length; at += 64) {
        said.update(piece.subarray(at, at + 32))
        whole.update(piece.subarray(at + 32, at + 64))
      }
    }
  }
  return { whole: whole.digest('hex'), content: content ? said.digest('hex') : null }
}

function rowSql(table: string, columns: readonly string[]): string {
  return `SELECT ${hashed(columns)} FROM ${table} t`
}

function pairSql(table: string, columns: readonly string[], content: Content): string {
  const rest = columns.filter((c) => !content.columns.includes(c))
  // OFFSET 0 keeps the content's hash from being computed twice.
  return `
    SELECT said || sha256(said || rest)
      FROM (SELECT ${hashed(content.columns)} AS said, record_send(ROW(${rest.join(', ')})) AS rest
              FROM ${table} t ${content.join} OFFSET 0) c`
}

/** Reads the one column of a SELECT, bytea of `width` bytes, as COPY BINARY gives it (PostgreSQL manual, COPY). */
async function readHashes(
  client: ClientBase,
  sql: string,
  width: number,
  add: (from: Buffer, at: number) => void,
): Promise<void> {
  const [header, before] = [19, 6]
  let skip = header
  let rest = Buffer.alloc(0)
  for await (const chunk of client.query(copyTo(`COPY (${sql}) TO STDOUT (FORMAT binary)`))) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer)
    let at = skip
    for (; at + before + width <= bytes.length; at += before + width) {
      if (bytes.readInt32BE(at + 2) !== width) throw new Error(`a hash of ${width} bytes was expected`)
      add(bytes, at + before)
    }
    skip = Math.max(0, at - bytes.length)
    rest = Buffer.from(bytes.subarray(at))
  }
}

function hashed(columns: readonly string[]): string {
  return `sha256(record_send(ROW(${columns.join(', ')})))`
}

/** The digests of many tables by name; each connection takes the next table as soon as it is free. */
export async function tableDigests(
  clients: readonly ClientBase[],
  tables: readonly string[],
  contentOf: ContentOf = async () => null,
): Promise<ReadonlyMap<string, TableDigest>> {
  const found = new Map<string, TableDigest>()
  const { rows } = await clients[0]!.query<{ name: string }>(
    // The largest first, so that none is left to one connection at the end.
    'SELECT name FROM unnest($1::text[]) AS t(name) ORDER BY pg_relation_size(name::regclass) DESC, name',
    [[...new Set(tables)]],
  )
  const left = rows.map((r) => r.name)
  const work = async (client: ClientBase): Promise<void> => {
    for (let table = left.shift(); table !== undefined; table = left.shift())
      found.set(table, await tableDigest(client, table, await contentOf(client, table)))
  }
  await Promise.all(clients.map(work))
  return found
}

/** One digest over many tables: of their names and digests, in the order of the names. */
export function joined(digests: ReadonlyMap<string, TableDigest>, part: keyof TableDigest): string {
  const hash = createHash('sha256')
  for (const table of [...digests.keys()].sort()) {
    const digest = digests.get(table)?.[part]
    if (digest) hash.update(`${table} ${digest}\n`)
  }
  return hash.digest('hex')
}

/** One digest over the rows of many tables. */
export async function digestOf(client: ClientBase, tables: readonly string[]): Promise<string> {
  return joined(await tableDigests([client], tables), 'whole')
}

async function columnsOf(client: ClientBase, table: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [table],
  )
  return rows.map((r) => r.name)
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
