import type { ClientBase } from 'pg'
import type { StageContext, Statement } from '../db/stage.ts'
import type { Finding } from '../model/finding.ts'
import { bounded } from './names.ts'
import { absolute } from './place.ts'
import { identify } from './recognise.ts'

/** A file that a key brought out of a closed one: a row of unlock.opened and what its bytes are told to be. */
interface OpenedFile {
  readonly parent: number | null
  readonly parent_path: string
  readonly inner_path: string
  readonly path: string
  readonly key: number
  readonly whole: boolean
  readonly stored_path: string
  readonly stored_size: number
  readonly md5: string
  readonly sha1: string
  readonly sha256: string
  readonly modified_at: Date | null
  readonly encoding: string | null
  readonly source: string
}

/** SQL for the files of exhibit $1 that keys brought out, and all that came out of those. */
export const fromKeys = `WITH RECURSIVE f AS (
  SELECT file FROM evidence.file WHERE exhibit = $1 AND unlocked_with IS NOT NULL
  UNION SELECT c.file FROM evidence.file c JOIN f ON c.parent = f.file) SELECT file FROM f`

/** What was brought out of the closed files of an exhibit, as text that changes with it. */
export async function openedWith(db: ClientBase, exhibit: number): Promise<string> {
  const { rows } = await db.query<{ all: string }>(
    `SELECT coalesce(string_agg(concat_ws(' ', thing, n, sha256, key), ',' ORDER BY thing COLLATE "C", n), '') AS all FROM unlock.opened WHERE exhibit = $1`,
    [exhibit],
  )
  return rows[0]?.all ?? ''
}

/** Those files in an order that does not depend on when they were brought out. */
export async function openedFiles({ db, unit, caseDir, signal }: StageContext): Promise<readonly OpenedFile[]> {
  const { rows } = await db.query<Omit<OpenedFile, 'encoding' | 'source' | 'path'>>(
    `SELECT f.file AS parent, o.parent_path, o.inner_path, o.key, o.whole, o.stored_path, o.stored_size::float8 AS stored_size, o.md5, o.sha1, o.sha256, o.modified_at
       FROM unlock.opened o LEFT JOIN evidence.file f ON f.exhibit = o.exhibit AND f.path = o.parent_path AND f.unlocked_with IS NULL
      WHERE o.exhibit = $1 ORDER BY o.parent_path COLLATE "C", o.inner_path COLLATE "C", o.thing COLLATE "C"`,
    [unit],
  )
  const files: OpenedFile[] = []
  for (const row of rows) {
    signal.throwIfAborted()
    const path = bounded(`${row.parent_path}!/${row.inner_path}`)
    const { encoding, source } = await identify(absolute(caseDir, row.stored_path), path)
    files.push({ ...row, path, encoding, source })
  }
  return files
}

/** The statement that makes them files of the exhibit. */
export function insertOpened(exhibit: number, files: readonly (OpenedFile & { readonly file: number })[]): Statement {
  return {
    text: `INSERT INTO evidence.file (file, exhibit, parent, path, inner_path, encoding, source, stored_path, stored_size, md5, sha1, sha256, modified_at, unlocked_with)
           SELECT f.file, $1::int, f.parent,
                  CASE WHEN EXISTS (SELECT FROM evidence.file e WHERE e.exhibit = $1::int AND e.path = f.path) THEN f.path || '~' || f.file ELSE f.path END,
                  f.inner_path, f.encoding, f.source, f.stored_path, f.stored_size, f.md5, f.sha1, f.sha256, f.modified_at, f.key
             FROM json_to_recordset($2::json) AS f(file int, parent int, path text, inner_path text, encoding text, source text, stored_path text,
                  stored_size bigint, md5 text, sha1 text, sha256 text, modified_at timestamptz, key int)`,
    values: [exhibit, JSON.stringify(files)],
  }
}

/** What is said of it. */
export function tellOpened(f: OpenedFile): Finding {
  if (f.parent === null)
    return {
      severity: 'warning',
      code: 'unlocked-nowhere',
      detail: `${f.path} was opened with key ${f.key}, and its closed file is no longer listed; try the key again`,
      at: null,
    }
  return {
    severity: f.whole ? 'note' : 'loss',
    code: f.whole ? 'unlocked' : 'unlocked-in-part',
    detail: `${f.path} was opened with key ${f.key}${f.whole ? '' : '; not all of it could be had'}`,
    at: null,
  }
}
