import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open as openFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { ClientBase } from 'pg'
import { appendCustody, inTransaction } from '../db/custody.ts'
import type { SetKind } from '../model/verdict.ts'
import { formats } from './formats/index.ts'
import { type Keeping, keepSet } from './keep.ts'
import type { SetFormat } from './media.ts'
import { refuseSet, removeRow } from './remove.ts'

/** A set as a person hands it in. */
export interface GivenSet {
  readonly path: string
  readonly name: string
  readonly kind: SetKind
  readonly source: string
  /** The category of every entry that states none. */
  readonly category?: string
  /** Whose codes the categories are; by default what the file itself says. */
  readonly scheme?: string
  /** What the agency calls each code. */
  readonly labels?: ReadonlyMap<string, string>
  /** Puts it in the place of the set of that name. */
  readonly replace?: boolean
}

/** Who imports, and how far it is. */
export interface ImportSetOptions {
  readonly by: string
  readonly at: Date
  readonly signal: AbortSignal
  readonly onBytes?: (done: number, total: number) => void
  /** Entries stored at once; tests make it small. */
  readonly batchRows?: number
}

/** What came of reading a set. */
export interface ImportedSet {
  readonly hashSet: number
  readonly name: string
  readonly format: string
  readonly fileSha256: string
  readonly entries: number
  readonly md5s: number
  readonly sha1s: number
  readonly sha256s: number
  readonly categories: readonly { readonly code: string; readonly label: string | null; readonly entries: number }[]
  readonly remarks: number
  /** The first of them. */
  readonly firstRemarks: readonly { readonly line: number; readonly taken: boolean; readonly why: string }[]
}

/** How much of a file its form is told by. */
const headBytes = 64 * 1024

/**
 * Reads a set into the store, all of it or nothing, and says so in the ledger. A set is read once: what it lists is in the
 * store, the file is not kept.
 */
export async function importSet(db: ClientBase, given: GivenSet, options: ImportSetOptions): Promise<ImportedSet> {
  const name = given.name.trim()
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ._()/+-]{0,79}$/u.test(name))
    throw refuseSet(given.name.slice(0, 80), 'is no name for a set')
  if (given.source.trim() === '') throw refuseSet(name, 'needs to say where it comes from')
  const { head, size } = await headOf(given.path)
  const format = formats.find((each) => each.detect(head))
  if (!format) throw refuseSet(given.path, unknownForm(head))
  return inTransaction(db, async () => {
    const { rows } = await db.query<{ hash_set: number }>(
      'SELECT hash_set FROM media.hash_set WHERE name = $1 AND removed_at IS NULL',
      [name],
    )
    const before = rows[0]?.hash_set ?? null
    if (before !== null && !given.replace)
      throw refuseSet(name, 'is loaded already; remove it first, replace it, or give another name')
    if (before !== null) await removeRow(db, before, 'replaced by a newer file', options)
    const { kept, sha256 } = await readInto(db, given, format, size, options)
    if (kept.counts.entries === 0) {
      const first = kept.remarks[0]
      throw refuseSet(
        given.path,
        `holds no hash that can be compared${first ? ` (line ${first.line}: ${first.why})` : ''}`,
      )
    }
    const { counts, categories } = kept
    const scheme = given.scheme ?? kept.scheme
    const file = basename(given.path)
    await db.query(
      `INSERT INTO media.hash_set (hash_set, name, kind, source, scheme, format, file_name, file_sha256, file_size, entries, md5s, sha1s, sha256s, remarks, loaded_by, loaded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        ...[kept.hashSet, name, given.kind, given.source.trim(), scheme, format.name, file, sha256, size],
        ...[counts.entries, counts.md5, counts.sha1, counts.sha256, counts.remarks, options.by, options.at],
      ],
    )
    await kept.finish(given.labels ?? new Map())
    const told = categories(given.labels ?? new Map())
    const detail = {
      ...{ hash_set: kept.hashSet, kind: given.kind, source: given.source.trim(), scheme, format: format.name },
      ...{ file, file_sha256: sha256, file_size: size, remarks: counts.remarks, replaces: before },
      ...{ entries: counts.entries, md5s: counts.md5, sha1s: counts.sha1, sha256s: counts.sha256, categories: told },
    }
    const at = options.at.toISOString()
    await appendCustody(db, { at, actor: options.by, action: 'import-set', subject: name, detail })
    return {
      ...{ hashSet: kept.hashSet, name, format: format.name, fileSha256: sha256, entries: counts.entries },
      ...{ md5s: counts.md5, sha1s: counts.sha1, sha256s: counts.sha256, categories: told },
      ...{ remarks: counts.remarks, firstRemarks: kept.remarks.slice(0, 20) },
    }
  })
}

async function readInto(
  db: ClientBase,
  given: GivenSet,
  format: SetFormat,
  size: number,
  options: ImportSetOptions,
): Promise<{ readonly kept: Keeping; readonly sha256: string }> {
  const kept = await keepSet(db, given.category ?? null, options.batchRows ?? 50_000)
  const hash = createHash('sha256')
  let done = 0
  const file = createReadStream(given.path, { highWaterMark: 1 << 20, signal: options.signal })
  const hashed = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of file as AsyncIterable<Buffer>) {
      hash.update(piece)
      done += piece.length
      options.onBytes?.(done, size)
      yield piece
    }
  }
  await packedWell(given.path, async () => format.read(await unpacked(given.path, hashed()), kept.sink))
  await kept.stored()
  return { kept, sha256: hash.digest('hex') }
}

/** The bytes of a file, through gzip where they are packed so (RFC 1952). */
async function unpacked(path: string, bytes: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  if (!isGzip((await firstBytes(path)).subarray(0, 2))) return bytes
  const source = Readable.from(bytes)
  const gunzip = createGunzip()
  source.once('error', (error) => gunzip.destroy(error))
  return source.pipe(gunzip)
}

/** Says of damaged gzip that it is: zlib's own errors (zlib manual, return codes) speak of the file, all others of us. */
async function packedWell<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!String((error as NodeJS.ErrnoException).code ?? '').startsWith('Z_')) throw error
    throw refuseSet(path, 'is packed with gzip and damaged; nothing of it was loaded')
  }
}

function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await openFile(path, 'r')
  try {
    const head = Buffer.alloc(headBytes)
    const { bytesRead } = await file.read(head, 0, headBytes, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** The beginning of a set, unpacked, and the size of its file. */
async function headOf(path: string): Promise<{ readonly head: Buffer; readonly size: number }> {
  const first = await firstBytes(path)
  const file = await openFile(path, 'r')
  const { size } = await file.stat().finally(() => file.close())
  if (!isGzip(first)) return { head: first, size }
  const parts: Buffer[] = []
  const packed = createReadStream(path)
  try {
    await packedWell(path, async () => {
      for await (const piece of (await unpacked(path, packed)) as AsyncIterable<Buffer>) {
        parts.push(piece)
        if (parts.reduce((sum, each) => sum + each.length, 0) >= headBytes) break
      }
    })
  } finally {
    packed.destroy()
  }
  return { head: Buffer.concat(parts), size }
}

function unknownForm(head: Buffer): string {
  if (head.subarray(0, 2).toString('latin1') === 'PK') return 'is a zip archive: unpack it and import the file in it'
  if (head.subarray(0, 15).toString('latin1') === 'SQLite format 3')
    return 'is a SQLite database: write its hashes as a table first (sqlite3 -csv -header RDS.db "SELECT sha256, sha1, md5, file_size FROM FILE" > rds.csv)'
  if (head.subarray(0, 4).toString('latin1') === 'HASH') return 'is a hash set of EnCase: export it as text'
  return `has none of the forms that are read: ${formats.map((each) => each.name).join(', ')}`
}
