/** What stands before the list of an archive's contents. */
export interface ArchiveHead {
  /** 1.10 as 0x010a. */
  readonly version: number
  readonly intSize: number
  readonly offSize: number
  readonly format: 'custom' | 'files' | 'directory' | 'other'
  readonly compression: 'none' | 'gzip' | 'lz4' | 'zstd' | 'unknown'
  readonly database: string | null
}

/** One thing that the list names. */
export interface ArchiveEntry {
  readonly id: number
  /** Where it stands in the list. */
  readonly at: number
  readonly end: number
  readonly tag: string
  /** TABLE, TABLE DATA, ENCODING and so on. */
  readonly kind: string
  readonly definition: string
  readonly copy: string
  readonly namespace: string
  /** In the custom format where its data begin, 0 where it does not say. */
  readonly offset: number
  /** In the other formats the name of the file with its data, '' for none. */
  readonly file: string
}

/** A list as far as it could be read; `problem` is null when it was read whole. */
export interface Archive {
  readonly head: ArchiveHead
  readonly entries: readonly ArchiveEntry[]
  /** Where reading ended: in the custom format the first block of data stands here. */
  readonly end: number
  readonly problem: 'truncated' | 'damaged' | null
}

const formats: Readonly<Record<number, ArchiveHead['format']>> = { 1: 'custom', 3: 'files', 5: 'directory' }
const methods: readonly ArchiveHead['compression'][] = ['none', 'gzip', 'lz4', 'zstd']
/** Longer texts are damage: PostgreSQL holds none. */
const longest = 1 << 30
const mostEntries = 5_000_000

/** True for bytes that begin an archive of pg_dump, of this format where one is asked for. */
export function isArchive(first: Uint8Array, custom?: boolean): boolean {
  const magic = Buffer.from(first.subarray(0, 5)).toString('latin1') === 'PGDMP'
  return magic && first.length > 11 && first[5] === 1 && (custom === undefined || (first[10] === 1) === custom)
}

class Short extends Error {}
class Damaged extends Error {}

/**
 * Reads the head and the list of an archive (pg_dump's own pg_backup_archiver.c, `ReadHead` and `ReadToc`, archive
 * versions 1.10 to 1.16); null when it does not begin like one that can be read. Text is one character a byte.
 */
export function readArchive(bytes: Buffer): Archive | null {
  const r = { bytes, at: 0, intSize: 4, offSize: 8 }
  let head: ArchiveHead
  let count = 0
  try {
    head = readHead(r)
    count = int(r)
  } catch (error) {
    if (error instanceof Short || error instanceof Damaged) return null
    throw error
  }
  const entries: ArchiveEntry[] = []
  let end = r.at
  try {
    if (count < 0 || count > mostEntries) throw new Damaged()
    for (let n = 0; n < count; n++) {
      entries.push(readEntry(r, head))
      end = r.at
    }
  } catch (error) {
    if (error instanceof Short) return { head, entries, end, problem: 'truncated' }
    if (error instanceof Damaged) return { head, entries, end, problem: 'damaged' }
    throw error
  }
  return { head, entries, end, problem: null }
}

interface Reading {
  readonly bytes: Buffer
  at: number
  intSize: number
  offSize: number
}

function readHead(r: Reading): ArchiveHead {
  r.at = 5
  const major = byte(r)
  const version = major * 256 + byte(r)
  byte(r)
  r.intSize = byte(r)
  r.offSize = byte(r)
  const format = formats[byte(r)] ?? 'other'
  if (major !== 1 || version < 0x010a || r.intSize < 1 || r.intSize > 8 || r.offSize < 1 || r.offSize > 8)
    throw new Damaged()
  const compression =
    version >= 0x010f ? (methods[byte(r)] ?? 'unknown') : int(r) === 0 ? ('none' as const) : ('gzip' as const)
  for (let n = 0; n < 7; n++) int(r)
  const database = text(r)
  text(r)
  text(r)
  return { version, intSize: r.intSize, offSize: r.offSize, format, compression, database }
}

function readEntry(r: Reading, { version, format }: ArchiveHead): ArchiveEntry {
  const at = r.at
  const id = int(r)
  int(r)
  text(r)
  text(r)
  const tag = text(r) ?? ''
  const kind = text(r) ?? ''
  if (version >= 0x010b) int(r)
  const definition = text(r) ?? ''
  text(r)
  const copy = text(r) ?? ''
  const namespace = text(r) ?? ''
  text(r)
  if (version >= 0x010e) text(r)
  if (version >= 0x0110) int(r)
  text(r)
  text(r)
  // The numbers of what it depends on, up to a NULL.
  for (let n = 0; text(r) !== null; n++) if (n > mostEntries) throw new Damaged()
  let [offset, file] = [0, '']
  if (format === 'custom') {
    const set = byte(r) === 2
    for (let n = 0, unit = 1; n < r.offSize; n++, unit *= 256) offset += byte(r) * unit
    if (!set || !Number.isSafeInteger(offset)) offset = 0
  } else file = text(r) ?? ''
  return { id, at, end: r.at, tag, kind, definition, copy, namespace, offset, file }
}

function byte(r: Reading): number {
  const value = r.bytes[r.at++]
  if (value === undefined) throw new Short()
  return value
}

function int(r: Reading): number {
  const sign = byte(r)
  if (sign > 1) throw new Damaged()
  let value = 0
  for (let n = 0, unit = 1; n < r.intSize; n++, unit *= 256) value += byte(r) * unit
  return sign === 1 ? -value : value
}

/** A text, null where NULL is written. */
function text(r: Reading): string | null {
  const length = int(r)
  if (length === -1) return null
  if (length < 0 || length > longest) throw new Damaged()
  if (r.at + length > r.bytes.length) throw new Short()
  r.at += length
  return r.bytes.toString('latin1', r.at - length, r.at)
}
