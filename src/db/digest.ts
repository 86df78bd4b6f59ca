import { createHash } from 'node:crypto'
import type { ClientBase } from 'pg'
import { to as copyTo } from 'pg-copy-streams'

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

/**
 * The SHA-256 of a table's rows in the order of its primary key. Each row is hashed where it lies (record_send, the
 * binary form, which no session setting changes), so that only 32 bytes a row travel.
 */
export async function tableDigest(client: ClientBase, table: string): Promise<string> {
  const { columns, key } = await shape(client, table)
  const order = key.map((c) => (c.type === 'text' ? `t.${quote(c.name)} COLLATE "C"` : `t.${quote(c.name)}`)).join(', ')
  const kept = columns.filter((c) => !circumstances.has(c)).map((c) => `t.${quote(c)}`)
  const hash = createHash('sha256')
  const rows = client.query(
    copyTo(`COPY (SELECT sha256(record_send(ROW(${kept.join(', ')}))) FROM ${table} t ORDER BY ${order}) TO STDOUT`),
  )
  for await (const chunk of rows) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** One digest over many tables: of their names and digests, in the order of the names. */
export async function digestOf(client: ClientBase, tables: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const table of [...new Set(tables)].sort()) hash.update(`${table} ${await tableDigest(client, table)}\n`)
  return hash.digest('hex')
}

async function shape(client: ClientBase, table: string) {
  const { rows } = await client.query<{ name: string; type: string; place: number | null }>(
    `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type, array_position(i.indkey::int2[], a.attnum)::int AS place
       FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
      WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
    [table],
  )
  const key = rows.filter((r) => r.place !== null).sort((a, b) => (a.place ?? 0) - (b.place ?? 0))
  if (key.length === 0) throw new Error(`${table} has no primary key to order its digest by`)
  return { columns: rows.map((r) => r.name), key }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
