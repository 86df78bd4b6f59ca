import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { EvidenceError, type StatedExhibit } from './evidence.ts'
import { type Hashes, hashFile, openHashes, sha256File } from './hashing.ts'
import { writeManifest } from './manifest.ts'
import { writeName } from './names.ts'
import { identify } from './recognise.ts'
import {
  type Acquired,
  type AcquireOptions,
  compareStated,
  type FileRow,
  nextExhibit,
  place,
  record,
} from './record.ts'
import { type LeftOut, type Walked, walkFolder } from './walk.ts'

/** The name of a folder's manifest beside its copied files. */
const manifestName = 'manifest.txt'

/**
 * Makes a folder one exhibit: each regular file is hashed while it is copied, and the copy lies under its own SHA-256, so
 * that no name from evidence becomes a name in the case. The exhibit's hashes are those of the manifest. With `only`, these
 * files are the folder: an item that lies in several files.
 */
export async function acquireFolder(
  item: StatedExhibit,
  path: string,
  options: AcquireOptions,
  only: readonly string[] | null = null,
): Promise<Acquired> {
  const { db, caseDir } = options
  const { files, leftOut: passed } = only === null ? await filesOf(path, caseDir) : await theseFiles(only)
  if (files.length === 0)
    throw new EvidenceError(path, 'holds no file that can be read', 'Check the path and who may read what is in it.')
  const held = await alreadyHeld(path, files, options)
  if (held) return held
  const staging = join(caseDir, 'exhibits', '.partial')
  await rm(staging, { force: true, recursive: true })
  await mkdir(staging, { recursive: true })
  const exhibit = await nextExhibit(db, path)
  const stored = item.inPlace ? path : join('exhibits', String(exhibit))
  const { rows, unreadable } = await takeAll(path, files, options, {
    kept: join('exhibits', String(exhibit)),
    staging,
    inPlace: item.inPlace ? path : null,
  })
  if (rows.length === 0)
    throw new EvidenceError(path, 'holds no file that can be read', 'Check the disk it lies on, and who may read it.')
  const manifest = writeManifest(rows.map((r) => ({ sha256: r.sha256, size: r.stored_size, path: r.path })))
  const hashes = hashesOf(manifest, rows)
  await compareStated(item, path, hashes, options)
  const number = item.number ?? `HF-${String(exhibit).padStart(3, '0')}`
  const { rows: same } = await db.query<{ exhibit: number; number: string }>(
    'SELECT exhibit, number FROM evidence.exhibit WHERE sha256 = $1',
    [hashes.sha256],
  )
  const manifestPath = join('exhibits', String(exhibit), manifestName)
  if (!same[0]) {
    await writeFile(join(staging, manifestName), manifest, { mode: 0o444, flush: true })
    // What a stopped program left here was never recorded.
    await rm(join(caseDir, 'exhibits', String(exhibit)), { force: true, recursive: true })
    await rename(staging, join(caseDir, 'exhibits', String(exhibit)))
    await record(
      exhibit,
      number,
      item,
      { kind: 'folder', path, hashes, stored, manifestPath, files: rows, leftOut: [...passed, ...unreadable] },
      options,
    )
  } else await rm(staging, { force: true, recursive: true })
  const common = { ...hashes, path, kind: 'folder', files: rows.length } as const
  return same[0] ? { ...common, ...same[0], fresh: false } : { ...common, exhibit, number, fresh: true }
}

/** Files named one by one, which are one item together: the segments of an image. */
async function theseFiles(
  paths: readonly string[],
): Promise<{ readonly files: readonly Walked[]; readonly leftOut: readonly LeftOut[] }> {
  const files: Walked[] = []
  for (const path of paths) {
    const { size, mtime } = await stat(path)
    files.push({ path: writeName(Buffer.from(basename(path))), place: Buffer.from(path), size, modifiedAt: mtime })
  }
  return { files, leftOut: [] }
}

/** The files of a folder without the case's own, where the case lies in it. */
async function filesOf(
  path: string,
  caseDir: string,
): Promise<{ readonly files: readonly Walked[]; readonly leftOut: readonly LeftOut[] }> {
  const found = await walkFolder(path)
  if (!`${caseDir}${sep}`.startsWith(path.endsWith(sep) ? path : path + sep)) return found
  const own = writeName(Buffer.from(caseDir.slice(path.endsWith(sep) ? path.length : path.length + 1)))
  const inside = (p: string): boolean => own === '' || p === own || p.startsWith(`${own}/`)
  return {
    files: found.files.filter((f) => !inside(f.path)),
    leftOut: [...found.leftOut.filter((l) => !inside(l.path)), { path: own, reason: 'is this case itself' }],
  }
}

/** Hashes of the manifest, and the size of the files together. */
function hashesOf(manifest: Buffer, rows: readonly FileRow[]): Hashes {
  const own = openHashes()
  own.update(manifest)
  return { ...own.finish(), size: rows.reduce((sum, r) => sum + r.stored_size, 0) }
}

interface Into {
  /** Where copies will lie in the case folder, and where they are made. */
  readonly kept: string
  readonly staging: string
  /** The folder itself when its files stay where they are. */
  readonly inPlace: string | null
}

/** So many files are hashed at a time: small files wait for the disk more than they work. */
const atOnce = 8

async function takeAll(
  path: string,
  files: readonly Walked[],
  options: AcquireOptions,
  into: Into,
): Promise<{ readonly rows: readonly FileRow[]; readonly unreadable: readonly LeftOut[] }> {
  const total = files.reduce((sum, f) => sum + f.size, 0)
  let done = 0
  const rows: FileRow[] = []
  const unreadable: LeftOut[] = []
  for (let from = 0; from < files.length; from += atOnce) {
    options.signal.throwIfAborted()
    const some = files.slice(from, from + atOnce)
    const taken = await Promise.all(
      some.map((file, i) =>
        takeIfReadable(file, join(into.staging, `.${i}`), options, into, (n) =>
          options.onBytes?.(path, done + n, total),
        ),
      ),
    )
    for (const each of taken) {
      if ('sha256' in each) rows.push(each)
      else unreadable.push(each)
    }
    done += some.reduce((sum, f) => sum + f.size, 0)
    options.onBytes?.(path, done, total)
  }
  return { rows, unreadable }
}

/** What a failing disk, or a folder that is still in use, says of a file; a full disk of the case is another matter. */
const unreadableCodes: readonly unknown[] = ['EIO', 'ENOENT', 'EACCES', 'EPERM', 'ENXIO', 'ESTALE', 'ETIMEDOUT']

async function takeIfReadable(...[file, copyTo, ...rest]: Parameters<typeof take>): Promise<FileRow | LeftOut> {
  try {
    return await take(file, copyTo, ...rest)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (!unreadableCodes.includes(code)) throw error
    await rm(copyTo, { force: true })
    return { path: file.path, reason: `cannot be read: ${code}` }
  }
}

async function take(
  file: Walked,
  copyTo: string,
  { signal }: AcquireOptions,
  into: Into,
  onBytes: (done: number) => void,
): Promise<FileRow> {
  const { encoding, source } = await identify(file.place, file.path)
  // A name that is no plain text could not be opened again by what is recorded of it.
  const inPlace = into.inPlace !== null && !file.path.includes('\\x') ? into.inPlace : null
  const hashes = await hashFile(file.place, {
    signal,
    ...(file.size > 1 << 20 ? { onBytes } : {}),
    ...(inPlace === null ? { copyTo } : {}),
  })
  const own = join(hashes.sha256.slice(0, 2), hashes.sha256)
  if (inPlace === null) await place(copyTo, join(into.staging, own))
  const { md5, sha1, sha256, size } = hashes
  const stored_path = inPlace === null ? join(into.kept, own) : join(inPlace, file.path)
  return {
    path: file.path,
    encoding,
    source,
    stored_path,
    stored_size: size,
    md5,
    sha1,
    sha256,
    modified_at: file.modifiedAt,
  }
}

/** The exhibit this very folder became, when one of its size is held and its manifest is still the same. */
async function alreadyHeld(
  path: string,
  files: readonly Walked[],
  { db, signal, onBytes }: AcquireOptions,
): Promise<Acquired | null> {
  const size = files.reduce((sum, f) => sum + f.size, 0)
  type Row = Pick<Acquired, 'exhibit' | 'number' | 'files' | 'md5' | 'sha1' | 'sha256'>
  const { rows } = await db.query<Row>(
    `SELECT exhibit, number, files, md5, sha1, sha256 FROM evidence.exhibit WHERE kind = 'folder' AND size = $1 AND files = $2`,
    [size, files.length],
  )
  if (rows.length === 0) return null
  const lines: { sha256: string; size: number; path: string }[] = []
  let done = 0
  for (const file of files) {
    signal.throwIfAborted()
    const now = await sha256File(file.place).catch(() => null)
    if (now === null) return null
    const { sha256, size: own } = now
    lines.push({ sha256, size: own, path: file.path })
    done += own
    onBytes?.(path, done, size)
  }
  const manifest = openHashes()
  manifest.update(writeManifest(lines))
  const { sha256 } = manifest.finish()
  const row = rows.find((r) => r.sha256 === sha256)
  return row ? { ...row, size, path, kind: 'folder', fresh: false } : null
}
