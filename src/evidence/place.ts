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
  /** Of a file of a disk image: its state there in words, and where it lies; null of all others. */
  readonly inImage: string | null
}

/** SQL for the words, over evidence.image_file i and evidence.image_volume v. */
const imageWords = `CASE WHEN i.file IS NULL THEN NULL ELSE concat_ws(', ',
  CASE i.state WHEN 'live' THEN NULL WHEN 'deleted' THEN 'deleted' || coalesce(' (recovered: ' || i.recovery || ')', '')
               WHEN 'carved' THEN 'carved from free space' ELSE 'encrypted' END,
  CASE WHEN v.label <> '' THEN 'volume ' || v.label END, v.kind,
  'metadata address ' || i.inode, 'byte ' || i.at || ' of the image') END`

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
            ${storedPath} AS stored, e.exhibit, e.number, e.sha256 AS "exhibitSha256", e.kind, ${imageWords} AS "inImage"
       FROM up f JOIN evidence.exhibit e USING (exhibit) LEFT JOIN evidence.image_file i ON i.file = f.file
            LEFT JOIN evidence.image_volume v ON v.image = i.image AND v.n = i.volume ORDER BY f.n`,
    [file],
  )
  return rows.map((row) => ({ ...row, stored: row.stored === null ? null : absolute(caseDir, row.stored) }))
}
