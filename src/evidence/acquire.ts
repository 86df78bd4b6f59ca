import { access, chmod, constants, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { ClientBase } from 'pg'
import { appendCustody, inTransaction } from '../db/custody.ts'
import { EvidenceError, type StatedExhibit } from './evidence.ts'
import { type Hashes, hashFile, type OnBytes, sha256File } from './hashing.ts'
import { readOperation } from './operation.ts'
import { recognise } from './recognise.ts'

/** Who acquires, into which case, and how progress is shown. */
export interface AcquireOptions {
  readonly db: ClientBase
  readonly caseDir: string
  readonly actor: string
  readonly clock: () => Date
  readonly signal: AbortSignal
  readonly tool: string
  readonly onBytes?: (path: string, done: number, total: number) => void
}

/** An acquired exhibit; `fresh` false when the case already held the same bytes. */
export interface Acquired extends Hashes {
  readonly exhibit: number
  readonly number: string
  readonly path: string
  readonly fresh: boolean
}

/**
 * Makes the forensic copy of one item: one streaming pass hashes and copies it, stated hashes are compared, and the
 * record and its ledger entry are written together. Until then the case holds nothing of it but a .partial file.
 */
export async function acquire(item: StatedExhibit, options: AcquireOptions): Promise<Acquired> {
  const { db, clock, actor } = options
  const path = resolve(item.path)
  if (!(await readOperation(db)))
    throw new EvidenceError(
      path,
      'no operation is declared',
      'Name the lawful basis with --operation FILE, or --exercise for training.',
    )
  const found = await recognise(path)
  const onBytes: OnBytes = (done, total) => options.onBytes?.(path, done, total)
  const known = await alreadyHeld(db, path, onBytes)
  if (known) return known
  const staging = join(options.caseDir, 'exhibits', '.partial')
  await rm(staging, { force: true })
  await mkdir(join(options.caseDir, 'exhibits'), { recursive: true })
  const hashes = await hashFile(path, { onBytes, signal: options.signal, ...(item.inPlace ? {} : { copyTo: staging }) })
  await compareStated(item, path, hashes, options)
  const held = await db.query<{ exhibit: number; number: string }>(
    'SELECT exhibit, number FROM evidence.exhibit WHERE sha256 = $1',
    [hashes.sha256],
  )
  if (held.rows[0]) {
    await rm(staging, { force: true })
    return { ...hashes, ...held.rows[0], path, fresh: false }
  }
  const next = await db.query<{ next: number }>('SELECT coalesce(max(exhibit), 0) + 1 AS next FROM evidence.exhibit')
  const exhibit = next.rows[0]?.next ?? 1
  const number = item.number ?? `HF-${String(exhibit).padStart(3, '0')}`
  const stored = item.inPlace ? path : join('exhibits', String(exhibit), basename(path))
  if (!item.inPlace) await place(staging, join(options.caseDir, stored))
  const at = clock()
  await inTransaction(db, async () => {
    await db.query(
      `INSERT INTO evidence.exhibit (exhibit, number, description, custodian, original_path, stored_path, in_place, size, md5, sha1, sha256, acquired_by, acquired_at, tool)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        exhibit,
        number,
        item.description ?? basename(path),
        item.custodian ?? actor,
        path,
        stored,
        item.inPlace ?? false,
        hashes.size,
        hashes.md5,
        hashes.sha1,
        hashes.sha256,
        actor,
        at,
        options.tool,
      ],
    )
    await db.query('INSERT INTO evidence.file (file, exhibit, path, encoding, source) VALUES ($1, $1, $2, $3, $4)', [
      exhibit,
      basename(path),
      found.encoding,
      found.source,
    ])
    await appendCustody(db, {
      at: at.toISOString(),
      actor,
      action: 'acquire',
      subject: number,
      detail: {
        exhibit,
        description: item.description ?? basename(path),
        custodian: item.custodian ?? actor,
        original_path: path,
        stored_path: stored,
        in_place: item.inPlace ?? false,
        ...hashes,
        tool: options.tool,
      },
    })
  })
  return { ...hashes, exhibit, number, path, fresh: true }
}

/** The exhibit this very file became, when it did and its bytes have not changed since. */
async function alreadyHeld(db: ClientBase, path: string, onBytes: OnBytes): Promise<Acquired | null> {
  const { size } = await stat(path)
  const { rows } = await db.query<{ exhibit: number; number: string; md5: string; sha1: string; sha256: string }>(
    'SELECT exhibit, number, md5, sha1, sha256 FROM evidence.exhibit WHERE size = $1',
    [size],
  )
  if (rows.length === 0) return null
  const own = await sha256File(path, onBytes)
  const row = rows.find((r) => r.sha256 === own.sha256)
  return row ? { ...row, size, path, fresh: false } : null
}

async function compareStated(
  item: StatedExhibit,
  path: string,
  hashes: Hashes,
  { db, clock, actor }: AcquireOptions,
): Promise<void> {
  for (const name of ['md5', 'sha1', 'sha256'] as const) {
    const stated = item.stated?.[name]?.toLowerCase()
    if (stated === undefined || stated === hashes[name]) continue
    const detail = { path, hash: name, stated, computed: hashes[name], size: hashes.size }
    await inTransaction(db, () =>
      appendCustody(db, {
        at: clock().toISOString(),
        actor,
        action: 'refuse',
        subject: item.number ?? basename(path),
        detail,
      }),
    )
    throw new EvidenceError(
      path,
      `its ${name.toUpperCase()} is ${hashes[name]}, but ${stated} was stated`,
      'The refusal is in the ledger; find out which is wrong before you go on.',
    )
  }
}

/** Moves a finished copy to its place and takes away the right to write to it. */
async function place(from: string, to: string): Promise<void> {
  await mkdir(join(to, '..'), { recursive: true })
  await rename(from, to)
  await chmod(to, 0o444)
}

/** A file that was met in a folder and not acquired, and why. */
export interface Skipped {
  readonly path: string
  readonly reason: string
}

const limits = { depth: 32, entries: 100_000 }

/** The files to acquire behind the paths a person gave: a file is itself; a folder, the files in it that can be read. */
export async function expand(
  paths: readonly string[],
): Promise<{ readonly files: readonly string[]; readonly skipped: readonly Skipped[] }> {
  const files: string[] = []
  const skipped: Skipped[] = []
  for (const given of paths) {
    const path = resolve(given)
    const info = await stat(path).catch((e: NodeJS.ErrnoException) => {
      throw new EvidenceError(
        path,
        e.code === 'ENOENT' ? 'does not exist' : `cannot be opened (${e.code})`,
        'Check the path.',
      )
    })
    if (!info.isDirectory()) {
      await access(path, constants.R_OK).catch(() => {
        throw new EvidenceError(path, 'cannot be read', 'Check the rights on the file.')
      })
      files.push(path)
    } else await walk(path, 0, files, skipped)
  }
  return { files: [...new Set(files)], skipped }
}

async function walk(dir: string, depth: number, files: string[], skipped: Skipped[]): Promise<void> {
  if (depth > limits.depth) return void skipped.push({ path: dir, reason: `lies deeper than ${limits.depth} folders` })
  for (const entry of (await readdir(dir, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(dir, entry.name)
    if (files.length + skipped.length > limits.entries)
      return void skipped.push({ path: dir, reason: `holds more than ${limits.entries} entries` })
    if (entry.isDirectory()) await walk(path, depth + 1, files, skipped)
    else if (!entry.isFile()) skipped.push({ path, reason: 'is a link or a special file' })
    else
      await recognise(path).then(
        () => files.push(path),
        (e: Error) => skipped.push({ path, reason: e instanceof EvidenceError ? e.reason : e.message }),
      )
  }
}
