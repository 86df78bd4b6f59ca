import { constants, type PathLike } from 'node:fs'
import { open } from 'node:fs/promises'
import { gunzipSync, constants as zlib } from 'node:zlib'
import { EvidenceError } from './evidence.ts'
import type { FileKind } from './kind.ts'
import { kinds } from './sources/index.ts'
import { unreadAs } from './sources/unread.ts'

/** What a file is: how it is packed, what it was told to be, and what is done with such files. */
export interface Recognised {
  readonly encoding: 'gzip' | null
  readonly source: string
  readonly role: FileKind['role']
}

const headBytes = 256 * 1024

/** Tells what a file is by its first bytes, never by its name; what nothing here reads is `other`. */
export async function identify(place: PathLike, name: string): Promise<Recognised> {
  return identifyHead(await readHead(place), name)
}

/** Tells what a file is that begins with these bytes. */
export function identifyHead(head: Buffer, name: string): Recognised {
  if (head.length === 0) return { encoding: null, source: 'empty', role: 'other' }
  const binary = isBinary(head)
  const kind = kinds.find((k) => !(binary && textual.has(k.name)) && k.detect(head, name))
  if (kind?.name !== 'gzip') return { encoding: null, source: kind?.name ?? 'other', role: kind?.role ?? 'other' }
  const plain = unpackHead(head)
  const inner = plain === null ? undefined : kinds.find((k) => k.detect(plain, name))
  return inner?.streamed
    ? { encoding: 'gzip', source: inner.name, role: inner.role }
    : { encoding: null, source: kind.name, role: kind.role }
}

/** Kinds of text, which are not looked for in what cannot be text: most files of a server are pictures and programs. */
const textual: ReadonlySet<string> = new Set([
  'mbox',
  'mail-with-files',
  'mysqldump-xml',
  'pg-dump',
  'mysqldump-sql',
  'configuration',
  'web-log',
  'mail',
])

/** True where control characters stand all over the beginning; a log that begins with a run of zeros is still text. */
function isBinary(head: Buffer): boolean {
  const some = head.subarray(0, 2048)
  let controls = 0
  for (const byte of some) if (byte < 9 ? byte > 0 : byte > 13 && byte < 32 && byte !== 27) controls += 1
  return controls > some.length / 32
}

/** Recognises a file that was given by itself: one that nothing here reads is refused with the reason. */
export async function recognise(path: string): Promise<Recognised> {
  const head = await readHead(path)
  if (head.length === 0) throw new EvidenceError(path, 'is empty', 'Check that it was copied whole.')
  const found = identifyHead(head, path)
  const plain = found.source === 'gzip' ? unpackHead(head) : null
  if (found.role !== 'other' && (found.source !== 'gzip' || holdsSomething(plain, path))) return found
  const unread = unreadAs(found.source)
  const what = unread
    ? `is ${unread}, which is not read`
    : found.source !== 'gzip'
      ? `begins with ${preview(head)} and is not a dump`
      : plain
        ? 'is a gzip archive that does not hold a dump'
        : 'is a damaged gzip archive'
  const about = kinds.flatMap((k) => (unreadAs(k.name) === null ? k.about : [])).join('; ')
  throw new EvidenceError(path, what, `What can be read: ${about}; and folders, with all that is in them.`)
}

function holdsSomething(plain: Buffer | null, path: string): boolean {
  return plain !== null && kinds.some((k) => k.detect(plain, path))
}

/** The first bytes of a file, of what is in it where it is packed by gzip; what cannot be unpacked is given as it is. */
export async function plainHead(place: PathLike): Promise<Buffer> {
  const head = await readHead(place)
  return (head[0] === 0x1f && head[1] === 0x8b ? unpackHead(head) : null) ?? head
}

async function readHead(path: PathLike): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY)
  try {
    const buffer = Buffer.allocUnsafe(Math.min(headBytes, (await file.stat()).size || headBytes))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** What the first bytes of an archive unpack to; the head is cut anywhere, so the end may be missing. */
function unpackHead(head: Buffer): Buffer | null {
  try {
    return gunzipSync(head, { finishFlush: zlib.Z_SYNC_FLUSH, maxOutputLength: 64 * 1024 * 1024 }).subarray(
      0,
      headBytes,
    )
  } catch {
    return null
  }
}

function preview(head: Buffer): string {
  const text = head.subarray(0, 24).toString('latin1')
  return /^[\x20-\x7e\r\n\t]+$/.test(text) ? JSON.stringify(text) : `the bytes ${head.subarray(0, 8).toString('hex')}`
}
