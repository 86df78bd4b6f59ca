import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ClientBase } from 'pg'
import { tableColumns } from '../db/columns.ts'
import { copyOut } from '../db/decode.ts'
import { type ContentOf, joined, tableDigests } from '../db/digest.ts'
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

/** The tables whose rows say what a forum holds. */
export const contentTables: readonly string[] = ['site', ...entities].map((table) => `forum.${table}`)

/**
 * What a forum's rows say: everything but their provenance and the number of their site in the case, for which the site's
 * key stands. Two dumps of the same rows agree, whatever their form and order.
 */
export const forumContent: ContentOf = async (db, table) => {
  if (!contentTables.includes(table)) return null
  const columns = (await tableColumns(db, table)).filter((c) => !circumstances.has(c.name))
  return {
    columns: ['s.key', ...columns.map((c) => `t."${c.name}"`)],
    join: 'JOIN forum.site s ON s.site = t.site',
    joined: ['s'],
    // What another copy of the board holds is no row of this one.
    ...(table === 'forum.post_version' ? { none: 't.copy IS NOT NULL' } : {}),
  }
}

/** The SHA-256 of what the forums say. */
export async function contentDigest(db: ClientBase): Promise<string> {
  return joined(await tableDigests([db], contentTables, forumContent), 'content')
}
