import { createHash } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import { bytesOfRuns } from './content.ts'
import { openEwf } from './ewf.ts'
import type { Run } from './listing.ts'
import { openRaw } from './raw.ts'
import { filesBeside } from './rows.ts'
import { segmentsOf } from './segments.ts'

/** Larger files are compared by their hashes alone. */
const largest = 256 << 20

/**
 * Whether a file that came out of a disk image still has its bytes where the image had them: its runs are read again from
 * the image itself. Null where that cannot be asked: it is no such file, too large, or its image had to be converted.
 */
export async function stillInImage(db: ClientBase | Pool, caseDir: string, file: number): Promise<boolean | null> {
  const { rows } = await db.query<{
    image: number
    runs: string
    size: number
    sha256: string
    source: string
    path: string
  }>(
    `SELECT i.image, i.runs, f.stored_size::float8 AS size, f.sha256, m.source, m.path
       FROM evidence.image_file i JOIN evidence.file f USING (file) JOIN evidence.file m ON m.file = i.image
      WHERE i.file = $1 AND i.runs IS NOT NULL AND f.sha256 IS NOT NULL AND m.source IN ('disk-image', 'e01')`,
    [file],
  )
  const row = rows[0]
  if (row === undefined || row.size > largest) return null
  const beside = await filesBeside(db, caseDir, row.image)
  const { parts } = segmentsOf(row.path.split('/').at(-1) ?? row.path, beside)
  const own = beside.filter((b) => b.file === row.image)
  const places = (parts.length > 1 ? parts : own).map((p) => p.place)
  if (places.length === 0) return null
  const image = row.source === 'e01' ? openEwf(places) : openRaw(places)
  try {
    const hash = createHash('sha256')
    for await (const piece of bytesOfRuns(image, readRuns(row.runs), row.size)) hash.update(piece)
    return hash.digest('hex') === row.sha256
  } finally {
    image.close()
  }
}

/** Runs as they are recorded. */
function readRuns(text: string): readonly Run[] {
  return text.split(' ').map((run) => {
    const [at, length] = run.split('+')
    return { at: at === '-' ? null : Number(at), length: Number(length) }
  })
}
