import { access, constants, mkdir, rm, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { ClientBase } from 'pg'
import { acquireFolder } from './acquire-folder.ts'
import { EvidenceError, type StatedExhibit } from './evidence.ts'
import { type Hashes, hashFile, type OnBytes, sha256File } from './hashing.ts'
import { otherSegments } from './image/segments.ts'
import { readOperation } from './operation.ts'
import { recognise } from './recognise.ts'
import { type Acquired, type AcquireOptions, compareStated, nextExhibit, place, record } from './record.ts'

export type { Acquired, AcquireOptions } from './record.ts'

/**
 * Makes the forensic copy of one item, a file or a folder with all its files: one streaming pass hashes and copies it,
 * stated hashes are compared, and the record and its ledger entry are written together. Until then the case holds nothing
 * of it but what lies under .partial.
 */
export async function acquire(item: StatedExhibit, options: AcquireOptions): Promise<Acquired> {
  const path = resolve(item.path)
  if (!(await readOperation(options.db)))
    throw new EvidenceError(
      path,
      'no operation is declared',
      'Name the lawful basis with --operation FILE, or --exercise for training.',
    )
  if (await isFolder(path)) return acquireFolder(item, path, options)
  const others = await otherSegments(path)
  if (others.length === 0) return acquireFile(item, path, options)
  if (item.inPlace)
    throw new EvidenceError(
      path,
      `is the first of ${others.length + 1} segments of an image`,
      'Name the folder they lie in to read them there, or leave out --in-place.',
    )
  return acquireFolder(item, path, options, [path, ...others])
}

/** True for a folder, false for a file; anything else is refused with the reason. */
export async function isFolder(path: string): Promise<boolean> {
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new EvidenceError(
      path,
      error.code === 'ENOENT' ? 'does not exist' : error.message,
      'Check the path and who may read it.',
    )
  })
  if (!info.isFile() && !info.isDirectory())
    throw new EvidenceError(path, 'is neither a file nor a folder', 'Name a file or a folder.')
  await access(path, constants.R_OK).catch(() => {
    throw new EvidenceError(path, 'may not be read by this user', 'Give the user the right to read it.')
  })
  return info.isDirectory()
}

async function acquireFile(item: StatedExhibit, path: string, options: AcquireOptions): Promise<Acquired> {
  const { db, caseDir } = options
  const found = await recognise(path)
  const onBytes: OnBytes = (done, total) => options.onBytes?.(path, done, total)
  const known = await alreadyHeld(db, path, onBytes)
  if (known) return known
  const staging = join(caseDir, 'exhibits', '.partial')
  await rm(staging, { force: true, recursive: true })
  await mkdir(join(caseDir, 'exhibits'), { recursive: true })
  const { mtime } = await stat(path)
  const hashes = await hashFile(path, { onBytes, signal: options.signal, ...(item.inPlace ? {} : { copyTo: staging }) })
  await compareStated(item, path, hashes, options)
  const held = await heldAs(db, hashes)
  if (held) {
    await rm(staging, { force: true })
    return { ...hashes, ...held, path, fresh: false }
  }
  const exhibit = await nextExhibit(db, path)
  const number = item.number ?? `HF-${String(exhibit).padStart(3, '0')}`
  const stored = item.inPlace ? path : join('exhibits', String(exhibit), basename(path))
  if (!item.inPlace) await place(staging, join(caseDir, stored))
  const { md5, sha1, sha256, size } = hashes
  const { encoding, source } = found
  const file = {
    path: basename(path),
    encoding,
    source,
    stored_path: null,
    stored_size: size,
    md5,
    sha1,
    sha256,
    modified_at: mtime,
  }
  await record(
    exhibit,
    number,
    item,
    { kind: 'file', path, hashes, stored, manifestPath: null, files: [file], leftOut: [] },
    options,
  )
  return { ...hashes, exhibit, number, path, kind: 'file', files: 1, fresh: true }
}

interface Held {
  readonly exhibit: number
  readonly number: string
  readonly kind: 'file' | 'folder'
  readonly files: number
}

async function heldAs(db: ClientBase, { sha256 }: Hashes): Promise<Held | undefined> {
  const { rows } = await db.query<Held>('SELECT exhibit, number, kind, files FROM evidence.exhibit WHERE sha256 = $1', [
    sha256,
  ])
  return rows[0]
}

/** The exhibit this very file became, when it did and its bytes have not changed since. */
async function alreadyHeld(db: ClientBase, path: string, onBytes: OnBytes): Promise<Acquired | null> {
  const { size } = await stat(path)
  const { rows } = await db.query<Held & { md5: string; sha1: string; sha256: string }>(
    `SELECT exhibit, number, kind, files, md5, sha1, sha256 FROM evidence.exhibit WHERE size = $1 AND kind = 'file'`,
    [size],
  )
  if (rows.length === 0) return null
  const own = await sha256File(path, onBytes)
  const row = rows.find((r) => r.sha256 === own.sha256)
  return row ? { ...row, size, path, fresh: false } : null
}
