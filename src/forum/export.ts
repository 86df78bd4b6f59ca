import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ClientBase } from 'pg'
import { tableColumns } from '../db/columns.ts'
import { copyOut } from '../db/decode.ts'
import { exportFiles, exportSql } from './exported.ts'
import { entities } from './forum.ts'

/**
 * Writes the rebuilt forums as JSON lines, one file per entity, sorted by site and id, each row with its provenance. Ids
 * are the forum's own; times are RFC 3339 in UTC; the same forum gives the same bytes. Says how many rows each file has.
 */
export async function exportForum(db: ClientBase, outDir: string): Promise<Readonly<Record<string, number>>> {
  await mkdir(outDir, { recursive: true })
  const counts: Record<string, number> = {}
  for (const file of exportFiles) {
    let rows = 0
    const lines = async function* (): AsyncGenerator<string> {
      for await (const batch of copyOut(db, exportSql(file), ['text'])) {
        rows += batch.length
        yield `${batch.map((row) => row[0]).join('\n')}\n`
      }
    }
    await pipeline(Readable.from(lines()), createWriteStream(join(outDir, `${file.name}.jsonl`)))
    counts[`${file.name}.jsonl`] = rows
  }
  return counts
}

/** Columns that tell where in which case a row stands, not what it says. */
const circumstances = new Set(['site', 'exhibit', 'mirror', '_file', '_offset', '_length'])

/**
 * The SHA-256 of what the forums say: every row without its provenance and its number in the case, by site and name. Two
 * dumps of the same rows agree, whatever their form and order. Rows are hashed where they lie; 32 bytes each travel.
 */
export async function contentDigest(db: ClientBase): Promise<string> {
  const hash = createHash('sha256')
  for (const table of ['site', ...entities]) {
    hash.update(`${table}\n`)
    for await (const batch of copyOut(db, await digestSql(db, table), ['bytea']))
      for (const [row] of batch) hash.update(row as Buffer)
  }
  return hash.digest('hex')
}

async function digestSql(db: ClientBase, table: string): Promise<string> {
  const columns = (await tableColumns(db, `forum.${table}`)).filter((c) => !circumstances.has(c.name))
  const key = table === 'site' ? [] : await nameColumns(db, table)
  const order = ['key COLLATE "C"', ...key.map((k) => (k.text ? `${k.name} COLLATE "C"` : k.name))]
  const row = ['s.key', ...columns.map((c) => `t.${c.name}`)].join(', ')
  const names = ['s.key', ...key.map((k) => `t.${k.name}`)].join(', ')
  // OFFSET 0 has each row hashed before the sorting, which then moves names and hashes rather than whole texts.
  return `SELECT hash FROM (
    SELECT ${names}, sha256(record_send(ROW(${row}))) AS hash FROM forum.${table} t JOIN forum.site s ON s.site = t.site OFFSET 0) h
    ORDER BY ${order.join(', ')}`
}

async function nameColumns(db: ClientBase, table: string) {
  const { rows } = await db.query<{ name: string; text: boolean }>(
    `SELECT a.attname AS name, a.atttypid = 'text'::regtype AS text
       FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
      WHERE i.indrelid = $1::regclass AND i.indisprimary AND a.attname <> 'site' ORDER BY array_position(i.indkey::int2[], a.attnum)`,
    [`forum.${table}`],
  )
  return rows
}
