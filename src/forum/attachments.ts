import type { ClientBase } from 'pg'
import type { Batch, Stage, StageContext } from '../db/stage.ts'
import type { Finding } from '../model/finding.ts'
import { engines } from './engines/index.ts'
import {
  anywhere,
  companions,
  type Described,
  fileOf,
  folderOf,
  indexFiles,
  isPlaceholder,
  type SeizedFile,
} from './uploads.ts'

interface Attachment extends Described {
  readonly _file: number
  readonly _offset: number
  readonly _length: number
}

interface Match {
  readonly upload: Attachment
  readonly file: SeizedFile | null
}

/** Finds the bytes of attachments among the seized files. */
export const attachments: Stage = {
  name: 'forum.attachments',
  about: 'Matches attachments with the files they lie in, and tells which have no file and which files no row.',
  scope: 'site',
  version: 2,
  reads: ['evidence.file', 'forum.site', 'forum.attachment'],
  writes: ['forum.attachment'],
  // What the database states of hashes stays; the rest is filled in again with the same values.
  reset: (site) => [{ text: 'UPDATE forum.attachment SET path = NULL WHERE site = $1', values: [site] }],
  // Uploads may come with a later exhibit than the database.
  inputs: async (db) => {
    const { rows } = await db.query<{ of: string }>(
      `SELECT coalesce(string_agg(sha256, ' ' ORDER BY exhibit), '') AS of FROM evidence.exhibit WHERE kind = 'folder'
           OR EXISTS (SELECT FROM evidence.file f WHERE f.exhibit = exhibit.exhibit AND f.parent IS NOT NULL)`,
    )
    return rows[0]?.of ?? ''
  },
  run: match,
}

async function* match(context: StageContext): AsyncGenerator<Batch> {
  const { db, unit: site, batchRows } = context
  const uploads = await described(db, site)
  if (uploads.length === 0) return
  const files = await seized(db)
  const { exhibit, adapter } = await siteOf(db, site)
  const places = engines.find((e) => e.name === adapter)?.uploads ?? anywhere
  const index = indexFiles(files)
  const matches = uploads.map((upload): Match => ({ upload, file: fileOf(upload, places.files, index, exhibit) }))
  // Where no upload folder was seized at all, each attachment without its file is no news.
  if (!matches.some((m) => m.file !== null)) return
  const from = (context.resume as number | null) ?? 0
  for (let at = from; at < matches.length; at += batchRows) {
    context.signal.throwIfAborted()
    const some = matches.slice(at, at + batchRows)
    const last = at + batchRows >= matches.length
    const known = last ? new Set(uploads.flatMap((u) => companions(u, places.beside, index)).map((f) => f.file)) : null
    yield {
      before: [update(site, some)],
      findings: [...some.flatMap(told), ...(known ? withoutRow(matches, files, known) : [])],
      rows: some.filter((m) => m.file !== null).length,
      state: at + some.length,
      progress: { done: at + some.length, total: matches.length, unit: 'rows' },
    }
  }
}

async function described(db: ClientBase, site: number): Promise<readonly Attachment[]> {
  const { rows } = await db.query<Attachment>(
    `SELECT id, owner, name, stored_name, small_copy, size::float8 AS size, md5, sha1, sha256, _file, _offset::float8 AS _offset, _length
       FROM forum.attachment WHERE site = $1 ORDER BY id COLLATE "C"`,
    [site],
  )
  return rows
}

async function seized(db: ClientBase): Promise<readonly SeizedFile[]> {
  const { rows } = await db.query<SeizedFile>(
    `SELECT file, exhibit, path, stored_size::float8 AS size, md5, sha1, sha256, parent IS NOT NULL AS derived
       FROM evidence.file WHERE sha256 IS NOT NULL ORDER BY file`,
  )
  return rows
}

async function siteOf(db: ClientBase, site: number): Promise<{ readonly exhibit: number; readonly adapter: string }> {
  const { rows } = await db.query<{ exhibit: number; adapter: string }>(
    'SELECT exhibit, adapter FROM forum.site WHERE site = $1',
    [site],
  )
  return rows[0] ?? { exhibit: 0, adapter: '' }
}

function update(site: number, matches: readonly Match[]) {
  const rows = matches.flatMap(({ upload, file }) =>
    file ? [{ id: upload.id, md5: file.md5, sha1: file.sha1, sha256: file.sha256, path: file.path }] : [],
  )
  return {
    text: `UPDATE forum.attachment a SET md5 = m.md5, sha1 = m.sha1, sha256 = m.sha256, path = m.path
             FROM json_to_recordset($2::json) AS m(id text, md5 text, sha1 text, sha256 text, path text) WHERE a.site = $1 AND a.id = m.id`,
    values: [site, JSON.stringify(rows)],
  }
}

function told({ upload, file }: Match): readonly Finding[] {
  const at = { file: upload._file, offset: upload._offset, length: upload._length }
  const what = `Attachment ${upload.id} (${upload.stored_name ?? upload.name})`
  if (file === null)
    return [{ severity: 'warning', code: 'attachment-missing', detail: `${what} is not among the seized files.`, at }]
  const stated = [upload.md5, upload.sha1, upload.sha256].filter((h) => h !== null).map((h) => h.toLowerCase())
  const other = stated.find((hash) => ![file.md5, file.sha1, file.sha256].includes(hash))
  const why =
    upload.size !== null && upload.size !== file.size
      ? `has ${file.size} bytes in ${file.path}, the database says ${upload.size}`
      : other !== undefined
        ? `has another hash in ${file.path} than the database says, ${other}`
        : null
  return why === null ? [] : [{ severity: 'warning', code: 'attachment-differs', detail: `${what} ${why}.`, at }]
}

/** Files in the folders where uploads lie that the database does not speak of: deleted rows, or hidden files. */
function withoutRow(
  matches: readonly Match[],
  files: readonly SeizedFile[],
  known: ReadonlySet<number>,
): readonly Finding[] {
  const matched = matches.flatMap((m) => (m.file ? [m.file] : []))
  const folders = new Set(matched.map((f) => folderOf(f.path)))
  const taken = new Set(matched.map((f) => f.sha256))
  return files
    .filter(
      (f) => folders.has(folderOf(f.path)) && !known.has(f.file) && !taken.has(f.sha256) && !isPlaceholder(f.path),
    )
    .map((f) => ({
      severity: 'note',
      code: 'upload-without-row',
      detail: `${f.path} (${f.size} bytes, SHA-256 ${f.sha256}) lies among the uploads; no attachment in the database has it.`,
      at: null,
    }))
}
