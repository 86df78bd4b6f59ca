import type { ClientBase, Pool } from 'pg'
import type { Statement } from '../../db/stage.ts'
import { absolute, storedPath } from '../place.ts'
import type { Beside } from '../unpack/container.ts'
import type { ImageNote, Origin } from './notes.ts'

/** Tables that hold what is known of disk images. */
export const imageTables = ['evidence.image', 'evidence.image_volume', 'evidence.image_file'] as const

/** What takes back all that is known of the disk images of an exhibit; its files go first. */
export function forgetImages(exhibit: number): readonly Statement[] {
  return ['evidence.image_volume', 'evidence.image'].map((table) => ({
    text: `DELETE FROM ${table} WHERE exhibit = $1`,
    values: [exhibit],
  }))
}

/** The statement that records where files of an image lie; null where none of them says. */
export function insertOrigins(
  exhibit: number,
  image: number,
  rows: readonly { readonly file: number; readonly origin: Origin | null }[],
): readonly Statement[] {
  const origins = rows.flatMap(({ file, origin }) => {
    if (origin === null) return []
    const { times, ...rest } = origin
    return [{ file, ...rest, ...times }]
  })
  if (origins.length === 0) return []
  return [
    {
      text: `INSERT INTO evidence.image_file (file, exhibit, image, volume, inode, state, recovery, modified_at, accessed_at, changed_at,
                                              created_at, deleted_at, local_times, link, at, runs)
             SELECT o.file, $1, $2, o.volume, o.inode, o.state, o.recovery, o.modified, o.accessed, o.changed, o.created, o.deleted, o.local,
                    o.link, o.at, o.runs
               FROM json_to_recordset($3::json) AS o(file int, volume int, inode text, state text, recovery text, modified timestamptz,
                    accessed timestamptz, changed timestamptz, created timestamptz, deleted timestamptz, local boolean, link text, at bigint,
                    runs text)`,
      values: [exhibit, image, JSON.stringify(origins)],
    },
  ]
}

/** The statements that record what is known of an image besides its files. */
export function insertNotes(exhibit: number, image: number, notes: readonly ImageNote[]): readonly Statement[] {
  return notes.flatMap((note) => noteStatements(exhibit, image, note))
}

function noteStatements(exhibit: number, image: number, note: ImageNote): readonly Statement[] {
  if (note.kind === 'image') return [imageStatement(exhibit, image, note)]
  if (note.kind === 'volume') {
    const { n, label, scheme, kind, state, at, size, extents, type, name } = note.volume
    return [
      {
        text: `INSERT INTO evidence.image_volume (image, n, exhibit, label, scheme, kind, state, at, size, extents, type, name)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING`,
        values: [image, n, exhibit, clean(label), scheme, kind, state, at, size, extents, type, clean(name)],
      },
    ]
  }
  if (note.kind === 'segments' || note.kind === 'parts')
    return note.files.length === 0
      ? []
      : [
          {
            text: `UPDATE evidence.file SET source = $3, encoding = NULL WHERE exhibit = $1 AND file = ANY ($2)`,
            values: [exhibit, note.files, note.kind === 'parts' ? 'part' : 'image-segment'],
          },
        ]
  return [
    {
      text: `UPDATE evidence.image_file SET recovery = 'shared'
              WHERE image = $1 AND volume = $2 AND state = 'deleted' AND recovery IN ('whole', 'assumed') AND inode = ANY ($3)`,
      values: [image, note.volume, note.inodes],
    },
  ]
}

function imageStatement(exhibit: number, image: number, note: ImageNote & { readonly kind: 'image' }): Statement {
  const a = note.acquisition
  return {
    text: `INSERT INTO evidence.image (image, exhibit, format, size, segments, case_number, evidence_number, description, examiner, notes,
                                       software, system, taken_at, system_at, model, serial, media, sector_bytes,
                                       stored_md5, stored_sha1, computed_md5, computed_sha1)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22) ON CONFLICT DO NOTHING`,
    values: [
      ...[image, exhibit, note.format, note.size, note.segments],
      ...[a?.caseNumber, a?.evidenceNumber, a?.description, a?.examiner, a?.notes].map(clean),
      ...[a?.software, a?.system, a?.takenAt, a?.systemAt, a?.model, a?.serial, a?.media].map(clean),
      ...[a?.sectorBytes ?? null, note.stored.md5, note.stored.sha1, note.computed.md5, note.computed.sha1],
    ],
  }
}

/** PostgreSQL's text holds no NUL. */
function clean(text: string | null | undefined): string | null {
  return text?.replaceAll('\0', '␀') ?? null
}

/** Files in the same folder of an exhibit, or of the same container, as one of them. */
export async function filesBeside(db: ClientBase | Pool, caseDir: string, file: number): Promise<readonly Beside[]> {
  const { rows } = await db.query<{ file: number; path: string; stored: string | null }>(
    `WITH own AS (SELECT exhibit, parent, regexp_replace(path, '[^/]*$', '') AS folder FROM evidence.file WHERE file = $1)
     SELECT f.file, f.path, ${storedPath} AS stored
       FROM own o JOIN evidence.file f ON f.exhibit = o.exhibit AND f.parent IS NOT DISTINCT FROM o.parent
        AND starts_with(f.path, o.folder) AND strpos(substr(f.path, length(o.folder) + 1), '/') = 0
       JOIN evidence.exhibit e ON e.exhibit = f.exhibit ORDER BY f.file`,
    [file],
  )
  return rows.flatMap(({ file: n, path, stored }) =>
    stored === null ? [] : [{ file: n, name: path.split('/').at(-1) ?? path, place: absolute(caseDir, stored) }],
  )
}
