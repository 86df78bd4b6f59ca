import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'
import { openHashSorter } from './hash-sort.ts'
import { readRowHashes } from './row-hashes.ts'

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
  readonly rows: number
}

/** Which part of a row is its content: SQL expressions over `t`, the row, and what is joined to it. */
export interface Content {
  readonly columns: readonly string[]
  readonly join: string
  /** What the tables in `join` are called there. */
  readonly joined: readonly string[]
  /** Rows for which this holds, in SQL over `t`, have no content; they count in the whole alone. */
  readonly none?: string
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
  const select = content ? pairSql(table, columns, content) : rowSql(table, columns)
  const rows = await readRowHashes(client, { table, width, select }, sorter.add)
  const [whole, said] = [createHash('sha256'), createHash('sha256')]
  for (const piece of sorter.sorted()) {
    if (content === null) whole.update(piece)
    else {
      const [first, second] = halves(piece)
      said.update(first)
      whole.update(second)
    }
  }
  return { whole: whole.digest('hex'), content: content ? said.digest('hex') : null, rows }
}

/** What stands for the content of a row that has none: no hash is so. */
const noContent = Buffer.alloc(32)

/** Of pairs of hashes the first ones, without those that stand for nothing, and the second ones. */
function halves(pairs: Buffer): readonly [Uint8Array, Uint8Array] {
  const from = new Uint32Array(pairs.buffer, pairs.byteOffset, pairs.length / 4)
  const [first, second] = [new Uint32Array(from.length / 2), new Uint32Array(from.length / 2)]
  let said = 0
  for (let at = 0; at < from.length; at += 16) {
    for (let w = 0; w < 8; w++) second[at / 2 + w] = from[at + 8 + w]!
    // A hash that begins with zeros is looked at whole.
    if (from[at] === 0 && noContent.equals(pairs.subarray(at * 4, at * 4 + 32))) continue
    for (let w = 0; w < 8; w++) first[said + w] = from[at + w]!
    said += 8
  }
  return [new Uint8Array(first.buffer, 0, said * 4), new Uint8Array(second.buffer)]
}

type Select = (condition: string) => string

function rowSql(table: string, columns: readonly string[]): Select {
  return (condition) => `SELECT ${hashed(columns)} AS h FROM ${table} t WHERE ${condition}`
}

function pairSql(table: string, columns: readonly string[], content: Content): Select {
  // A row without content says all that it says in the rest.
  const rest = content.none ? columns : columns.filter((c) => !content.columns.includes(c))
  const said = content.none
    ? `CASE WHEN ${content.none} THEN '\\x${noContent.toString('hex')}'::bytea ELSE ${hashed(content.columns)} END`
    : hashed(content.columns)
  // OFFSET 0 keeps the content's hash from being computed twice.
  return (condition) => `
    SELECT said || sha256(said || rest) AS h
      FROM (SELECT ${said} AS said, record_send(ROW(${rest.join(', ')})) AS rest
              FROM ${table} t ${content.join} WHERE ${condition} OFFSET 0) c`
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
export function joined(digests: ReadonlyMap<string, TableDigest>, part: 'whole' | 'content'): string {
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
