import { chmod, mkdir, rename } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { ClientBase } from 'pg'
import { appendCustody, inTransaction } from '../db/custody.ts'
import { EvidenceError, type StatedExhibit } from './evidence.ts'
import type { Hashes } from './hashing.ts'
import { bounded } from './names.ts'

/** Who acquires, into which case, and how progress is shown. */
export interface AcquireOptions {
  readonly db: ClientBase
  readonly caseDir: string
  readonly actor: string
  readonly clock: () => Date
  readonly signal: AbortSignal
  readonly tool: string
  readonly onBytes?: (path: string, done: number, total: number) => void
}

/** An acquired exhibit; `fresh` false when the case already held the same bytes. */
export interface Acquired extends Hashes {
  readonly exhibit: number
  readonly number: string
  readonly path: string
  readonly kind: 'file' | 'folder'
  /** How many files it holds: 1 for a file. */
  readonly files: number
  readonly fresh: boolean
}

/** A file of an exhibit as it is recorded: the first rows of evidence.file. */
export interface FileRow {
  readonly path: string
  readonly encoding: 'gzip' | null
  readonly source: string
  readonly stored_path: string | null
  readonly stored_size: number
  readonly md5: string
  readonly sha1: string
  readonly sha256: string
  readonly modified_at: Date
}

/** An item that was copied and hashed, before it is recorded. */
export interface Taken {
  readonly kind: 'file' | 'folder'
  readonly path: string
  readonly hashes: Hashes
  readonly stored: string
  readonly manifestPath: string | null
  readonly files: readonly FileRow[]
  readonly leftOut: readonly { readonly path: string; readonly reason: string }[]
}

/**
 * Numbers of files inside the case: the first of an exhibit has the exhibit's own number, the nth after it n thousand more,
 * so that no number depends on what else is in the case.
 */
export function fileNumber(exhibit: number, nth: number): number {
  return exhibit + nth * 1000
}

/** Exhibits of one case, by the numbering of their files. */
const mostExhibits = 999

/** The number the next exhibit gets. */
export async function nextExhibit(db: ClientBase, path: string): Promise<number> {
  const { rows } = await db.query<{ next: number }>(
    'SELECT coalesce(max(exhibit), 0) + 1 AS next FROM evidence.exhibit',
  )
  const next = rows[0]?.next ?? 1
  if (next > mostExhibits)
    throw new EvidenceError(
      path,
      `the case holds ${mostExhibits} exhibits already`,
      'Acquire a folder of items as one exhibit, or use another case.',
    )
  return next
}

/** Writes an exhibit, its files and its ledger entry in one transaction. */
export async function record(
  exhibit: number,
  number: string,
  item: StatedExhibit,
  taken: Taken,
  options: AcquireOptions,
): Promise<void> {
  const { db, actor } = options
  const at = options.clock()
  const { hashes, kind } = taken
  const about = {
    description: item.description ?? basename(taken.path),
    custodian: item.custodian ?? actor,
    original_path: taken.path,
    stored_path: taken.stored,
    in_place: item.inPlace ?? false,
    tool: options.tool,
  }
  await inTransaction(db, async () => {
    await db.query(
      `INSERT INTO evidence.exhibit (exhibit, number, description, custodian, original_path, stored_path, in_place, size, md5, sha1, sha256,
                                     acquired_by, acquired_at, tool, kind, files, manifest_path)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
      [
        ...[
          exhibit,
          number,
          about.description,
          about.custodian,
          about.original_path,
          about.stored_path,
          about.in_place,
        ],
        ...[hashes.size, hashes.md5, hashes.sha1, hashes.sha256, actor, at, about.tool],
        ...[kind, taken.files.length, taken.manifestPath],
      ],
    )
    await insertFiles(db, exhibit, taken)
    for (let from = 0; from < taken.leftOut.length; from += atOnce)
      await db.query(
        `INSERT INTO evidence.left_out (exhibit, n, path, reason)
         SELECT $1, l.n, l.path, l.reason FROM json_to_recordset($2::json) AS l(n int, path text, reason text)`,
        [exhibit, JSON.stringify(taken.leftOut.slice(from, from + atOnce).map((l, i) => ({ n: from + i + 1, ...l })))],
      )
    const folder =
      kind === 'folder'
        ? { kind, files: taken.files.length, left_out: taken.leftOut.length, manifest_path: taken.manifestPath }
        : {}
    await appendCustody(db, {
      at: at.toISOString(),
      actor,
      action: 'acquire',
      subject: number,
      detail: { exhibit, ...about, ...hashes, ...folder },
    })
  })
}

const atOnce = 5000

/** Times that a damaged file system states may lie outside what any calendar holds. */
function instant(time: Date): string | null {
  const ms = time.getTime()
  return ms > Date.UTC(1600, 0, 1) && ms < Date.UTC(9999, 11, 31) ? time.toISOString() : null
}

async function insertFiles(db: ClientBase, exhibit: number, { kind, files }: Taken): Promise<void> {
  // In a folder no file is the exhibit itself, so that none has its number.
  const first = kind === 'file' ? 0 : 1
  for (let from = 0; from < files.length; from += atOnce) {
    const rows = files.slice(from, from + atOnce).map((f, i) => ({
      ...f,
      path: bounded(f.path),
      modified_at: instant(f.modified_at),
      file: fileNumber(exhibit, first + from + i),
    }))
    await db.query(
      `INSERT INTO evidence.file (file, exhibit, path, encoding, source, stored_path, stored_size, md5, sha1, sha256, modified_at)
       SELECT f.file, $1, f.path, f.encoding, f.source, f.stored_path, f.stored_size, f.md5, f.sha1, f.sha256, f.modified_at
         FROM json_to_recordset($2::json) AS f(file int, path text, encoding text, source text, stored_path text, stored_size bigint,
              md5 text, sha1 text, sha256 text, modified_at timestamptz)`,
      [exhibit, JSON.stringify(rows)],
    )
  }
}

/** Compares the hashes stated with an item; a different one is recorded as a refusal and stops the acquisition. */
export async function compareStated(
  item: StatedExhibit,
  path: string,
  hashes: Hashes,
  { db, clock, actor }: AcquireOptions,
): Promise<void> {
  for (const name of ['md5', 'sha1', 'sha256'] as const) {
    const stated = item.stated?.[name]?.toLowerCase()
    if (stated === undefined || stated === hashes[name]) continue
    const detail = { path, hash: name, stated, computed: hashes[name], size: hashes.size }
    await inTransaction(db, () =>
      appendCustody(db, {
        at: clock().toISOString(),
        actor,
        action: 'refuse',
        subject: item.number ?? basename(path),
        detail,
      }),
    )
    throw new EvidenceError(
      path,
      `its ${name.toUpperCase()} is ${hashes[name]}, but ${stated} was stated`,
      'The refusal is in the ledger; find out which is wrong before you go on.',
    )
  }
}

/** Moves a finished copy to its place and takes away the right to write to it. */
export async function place(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await rename(from, to)
  await chmod(to, 0o444)
}
