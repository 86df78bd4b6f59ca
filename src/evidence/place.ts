import { isAbsolute, join } from 'node:path'
import type { ClientBase, Pool } from 'pg'

/** A file of an exhibit and where its bytes lie; `stored` null where they could not be had. */
export interface Place {
  readonly file: number
  readonly path: string
  readonly innerPath: string | null
  readonly encoding: 'gzip' | null
  readonly source: string
  readonly sha256: string
  readonly stored: string | null
  readonly exhibit: number
  readonly number: string
  readonly exhibitSha256: string
  readonly kind: 'file' | 'folder'
}

/** SQL for where a file's bytes lie, over evidence.file f and evidence.exhibit e: in the case folder, or absolute. */
export const storedPath = `coalesce(f.stored_path, CASE WHEN e.kind = 'file' AND f.parent IS NULL THEN e.stored_path END)`

/** An absolute path for what `storedPath` gives. */
export function absolute(caseDir: string, stored: string): string {
  return isAbsolute(stored) ? stored : join(caseDir, stored)
}

/** A file, the container it was unpacked from, and so on to the exhibit's own file. */
export async function placesOf(db: ClientBase | Pool, caseDir: string, file: number): Promise<readonly Place[]> {
  const { rows } = await db.query<Place>(
    `WITH RECURSIVE up AS (
       SELECT 0 AS n, f.* FROM evidence.file f WHERE f.file = $1
       UNION ALL SELECT up.n + 1, f.* FROM evidence.file f JOIN up ON f.file = up.parent)
     SELECT f.file, f.path, f.inner_path AS "innerPath", f.encoding, f.source, coalesce(f.sha256, e.sha256) AS sha256,
            ${storedPath} AS stored, e.exhibit, e.number, e.sha256 AS "exhibitSha256", e.kind
       FROM up f JOIN evidence.exhibit e USING (exhibit) ORDER BY f.n`,
    [file],
  )
  return rows.map((row) => ({ ...row, stored: row.stored === null ? null : absolute(caseDir, row.stored) }))
}
