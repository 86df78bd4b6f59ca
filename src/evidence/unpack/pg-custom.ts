import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { type Archive, readArchive } from '../mirror/pg/archive.ts'
import type { ContainerInput, Entry } from './container.ts'
import { inflated } from './inflate.ts'
import { unlz4 } from './lz4.ts'

/** The list of an archive is held in memory whole; a longer one is damage. */
const longestList = 512 << 20
const pieceBytes = 256 << 10

/** Kinds of blocks (pg_dump's pg_backup_archiver.h). */
const dataBlock = 1
const objectsBlock = 3

/** What follows the name of a file by how its content is packed; the forms of zlib and LZ4 are unpacked here. */
const packed = { none: '', gzip: '', lz4: '', zstd: '.zst', unknown: '.packed' } as const

interface Blocks {
  readonly file: FileHandle
  readonly archive: Archive
  readonly report: ContainerInput['report']
  at: number
  /** The block that is being read ended where it should not. */
  broken: boolean
  /** Places of blocks that the list knows, in order; `next` is the first behind the block that is being read. */
  readonly places: readonly number[]
  next: number
}

/**
 * The blocks of an archive in pg_dump's custom format as the files that its directory format would have: `<id>.dat` for
 * the rows of a table, `blob_<oid>.dat` for a large object (pg_backup_custom.c). Behind damage reading goes on with the
 * next block whose place the list knows.
 */
export async function* readCustom({ place, report }: ContainerInput): AsyncGenerator<Entry> {
  const file = await open(place, constants.O_RDONLY)
  try {
    const archive = await readList(file)
    if (archive === null) {
      report({ severity: 'loss', code: 'archive-damaged', detail: 'The beginning of the archive cannot be read' })
      return
    }
    if (archive.problem !== null) {
      const detail = `The list of contents ends after ${archive.entries.length} entries; what it says of the others is lost`
      report({ severity: 'loss', code: `archive-${archive.problem}`, detail })
    }
    const places = archive.entries.map((e) => e.offset).sort((one, other) => one - other)
    const b: Blocks = { file, archive, report, at: archive.end, broken: archive.problem !== null, places, next: 0 }
    for (;;) {
      if (b.broken && !resume(b)) return
      begin(b)
      const kind = await byteAt(b)
      if (kind === null) return
      if (kind === dataBlock) yield* readData(b)
      else if (kind === objectsBlock) yield* readObjects(b)
      else broken(b, 'Here begins no block of data')
    }
  } finally {
    await file.close()
  }
}

async function readList(file: FileHandle): Promise<Archive | null> {
  const { size } = await file.stat()
  for (let length = 1 << 20; ; length *= 4) {
    const bytes = Buffer.alloc(Math.min(length, size, longestList))
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0)
    const archive = readArchive(bytes.subarray(0, bytesRead))
    if (archive !== null && archive.problem !== 'truncated') return archive
    if (bytesRead < length || length >= longestList) return archive
  }
}

/** A block begins: it ends before the next one that the list knows. */
function begin(b: Blocks): void {
  while ((b.places[b.next] ?? Number.POSITIVE_INFINITY) <= b.at) b.next += 1
}

/** Goes to the next block that the list knows; false when there is none. */
function resume(b: Blocks): boolean {
  if (b.next === 0) begin(b)
  const place = b.places[b.next]
  if (place === undefined) return false
  b.broken = false
  b.at = place
  return true
}

function broken(b: Blocks, detail: string): void {
  if (!b.broken) b.report({ severity: 'loss', code: 'archive-damaged', detail: `${detail} (byte ${b.at})` })
  b.broken = true
}

async function* readData(b: Blocks): AsyncGenerator<Entry> {
  const id = await intAt(b)
  if (id === null) return broken(b, 'The archive ends inside the head of a block')
  yield* entry(b, `${id}.dat`)
}

async function* readObjects(b: Blocks): AsyncGenerator<Entry> {
  if ((await intAt(b)) === null) return broken(b, 'The archive ends inside the head of a block')
  while (!b.broken) {
    const oid = await intAt(b)
    if (oid === null || oid < 0) return broken(b, 'The archive ends among its large objects')
    if (oid === 0) return
    yield* entry(b, `blob_${oid}.dat`)
  }
}

async function* entry(b: Blocks, name: string): AsyncGenerator<Entry> {
  const { compression } = b.archive.head
  const pieces = chunks(b, name)
  // Without an end that a caller could bring about: what is not taken has to be passed over before the next block.
  const raw = { [Symbol.asyncIterator]: () => ({ next: () => pieces.next() }) }
  const tell = (detail: string): void => tellPacked(b, name, detail)
  const content =
    compression === 'gzip'
      ? inflated(raw, tell)
      : compression === 'lz4'
        ? unlz4(raw, ({ detail }) => tell(detail))
        : raw
  yield { path: `${name}${packed[compression]}`, modifiedAt: null, size: null, content, closed: null }
  for await (const _ of raw);
}

function tellPacked(b: Blocks, name: string, detail: string): void {
  b.report({ severity: 'loss', code: 'archive-damaged', detail: `${name}: ${detail}` })
}

/** The pieces of a block: each its length and so many bytes, up to a length of 0. */
async function* chunks(b: Blocks, name: string): AsyncGenerator<Uint8Array> {
  while (!b.broken) {
    const length = await intAt(b)
    if (length === 0) return
    if (length === null || length < 0) return broken(b, `The data of ${name} are cut off`)
    // A length that was changed must not take the blocks behind it along.
    if (b.at + length > (b.places[b.next] ?? Number.POSITIVE_INFINITY))
      return broken(b, `The data of ${name} lead into the next block`)
    for (let missing = length; missing > 0; ) {
      const bytes = Buffer.allocUnsafe(Math.min(missing, pieceBytes))
      const { bytesRead } = await b.file.read(bytes, 0, bytes.length, b.at)
      if (bytesRead === 0) return broken(b, `The archive ends inside ${name}: ${missing} bytes are missing`)
      b.at += bytesRead
      missing -= bytesRead
      yield bytes.subarray(0, bytesRead)
    }
  }
}

async function byteAt(b: Blocks): Promise<number | null> {
  const byte = Buffer.alloc(1)
  const { bytesRead } = await b.file.read(byte, 0, 1, b.at)
  b.at += bytesRead
  return bytesRead === 0 ? null : byte[0]!
}

/** A number with its sign before it; null where the file ends or no sign stands. */
async function intAt(b: Blocks): Promise<number | null> {
  const { intSize } = b.archive.head
  const bytes = Buffer.alloc(1 + intSize)
  const { bytesRead } = await b.file.read(bytes, 0, bytes.length, b.at)
  if (bytesRead < bytes.length || bytes[0]! > 1) return null
  b.at += bytesRead
  let value = 0
  for (let n = intSize; n > 0; n--) value = value * 256 + bytes[n]!
  return bytes[0] === 1 ? -value : value
}
