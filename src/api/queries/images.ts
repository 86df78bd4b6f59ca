import type { Pool } from 'pg'
import type { DiskImage } from '../contract.ts'

/** What was written down when an image was taken, in the words of the page. */
const written: readonly (readonly [column: string, name: string])[] = [
  ['case_number', 'Case number'],
  ['evidence_number', 'Evidence number'],
  ['description', 'Description'],
  ['examiner', 'Examiner'],
  ['notes', 'Notes'],
  ['taken_at', 'Taken at'],
  ['system_at', 'System date'],
  ['software', 'Software'],
  ['system', 'System'],
  ['model', 'Model'],
  ['serial', 'Serial number'],
  ['media', 'Medium'],
]

/** So many images are shown with their volumes. */
const mostImages = 500

/** The disk images of all exhibits, with their volumes. */
export async function diskImages(db: Pool): Promise<readonly (DiskImage & { readonly exhibit: number })[]> {
  const images = await db.query(
    `SELECT i.*, f.path,
            (SELECT count(*)::int FROM evidence.image_file m WHERE m.image = i.image AND m.state = 'deleted') AS deleted,
            (SELECT count(*)::int FROM evidence.image_file m WHERE m.image = i.image AND m.state = 'carved') AS carved
       FROM evidence.image i JOIN evidence.file f ON f.file = i.image ORDER BY i.image LIMIT $1`,
    [mostImages],
  )
  const volumes = await db.query<DiskImage['volumes'][number] & { readonly image: number }>(
    `SELECT v.image, v.label, v.scheme, v.kind, v.state, v.at, v.size, count(m.file)::int AS files
       FROM evidence.image_volume v LEFT JOIN evidence.image_file m ON m.image = v.image AND m.volume = v.n
      GROUP BY v.image, v.n ORDER BY v.image, v.n LIMIT 5000`,
  )
  return images.rows.map((row) => {
    const pairs = [
      [row.stored_md5, row.computed_md5],
      [row.stored_sha1, row.computed_sha1],
    ].filter(([stored]) => stored !== null)
    return {
      exhibit: row.exhibit,
      file: row.image,
      path: row.path,
      format: row.format,
      size: row.size,
      segments: row.segments,
      acquisition: written.flatMap(([column, name]) =>
        row[column] === null ? [] : [{ name, value: String(row[column]) }],
      ),
      storedMd5: row.stored_md5,
      storedSha1: row.stored_sha1,
      agrees: pairs.length === 0 ? null : pairs.every(([stored, computed]) => stored === computed),
      deleted: row.deleted,
      carved: row.carved,
      volumes: volumes.rows.filter((v) => v.image === row.image).map(({ image: _, ...volume }) => volume),
    }
  })
}
