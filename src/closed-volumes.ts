import { basename } from 'node:path'
import type { ClientBase } from 'pg'
import { openEwf } from './evidence/image/ewf.ts'
import { type Image, mapped } from './evidence/image/image.ts'
import { openRaw } from './evidence/image/raw.ts'
import { filesBeside } from './evidence/image/rows.ts'
import { segmentsOf } from './evidence/image/segments.ts'

/** A closed volume of a disk image as bytes of its own; null for a file that is none, or an image that is not read in place. */
export async function openClosedVolume(db: ClientBase, caseDir: string, file: number): Promise<Image | null> {
  const { rows } = await db.query<{ image: number; extents: string; source: string; path: string }>(
    `SELECT p.file AS image, v.extents, p.source, p.path FROM evidence.image_file i
       JOIN evidence.image_volume v ON v.image = i.image AND v.n = i.volume JOIN evidence.file p ON p.file = i.image
      WHERE i.file = $1 AND v.state = 'closed'`,
    [file],
  )
  const found = rows[0]
  if (found === undefined || !['e01', 'disk-image'].includes(found.source)) return null
  const paths = await segmentPaths(db, caseDir, found.image, found.path)
  const image = found.source === 'e01' ? openEwf(paths) : openRaw(paths)
  return { ...mapped(image, extentsOf(found.extents)), close: image.close }
}

/** `PLACE+LENGTH` in order, `-` for the place of what is not in this image. */
function extentsOf(text: string): readonly { readonly at: number | null; readonly length: number }[] {
  return text.split(' ').flatMap((part) => {
    const [at, length] = part.split('+')
    return length === undefined ? [] : [{ at: at === '-' ? null : Number(at), length: Number(length) }]
  })
}

/** Where the segments of an image lie: the files of its folder that go on with it. */
async function segmentPaths(db: ClientBase, caseDir: string, image: number, path: string): Promise<readonly string[]> {
  const beside = await filesBeside(db, caseDir, image)
  const { parts } = segmentsOf(basename(path), beside)
  return (parts.length > 1 ? parts : beside.filter((b) => b.file === image)).map((p) => p.place)
}
