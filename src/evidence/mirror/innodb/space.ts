import type { PlacedFile } from '../source.ts'

/** What the first page of a tablespace says of it. */
export interface Header {
  readonly id: number
  /** Bytes of a page, and those it takes in the file where pages are compressed. */
  readonly pageSize: number
  readonly physical: number
  /** Pages that the tablespace should have. */
  readonly pages: number
  readonly encrypted: boolean
  /** The first page of the dictionary information, 0 where none is stated. */
  readonly sdi: number
  /** The server that made it, as 80036 for 8.0.36; 0 where none is stated. */
  readonly server: number
}

/** A page of a tablespace. */
export interface Page {
  readonly number: number
  readonly bytes: Uint8Array
  readonly view: DataView
  /** Of its first byte in the file. */
  readonly offset: number
}

/** A tablespace whose pages can be had. */
export interface Space {
  readonly header: Header
  readonly file: PlacedFile
  /** Whole pages that the file has. */
  readonly count: number
  /** Null for a page that is not there. */
  readonly page: (n: number) => Page | null
}

/** Kinds of pages (MySQL source, storage/innobase/include/fil0fil.h, FIL_PAGE_TYPE). */
export const kinds = {
  inode: 3,
  firstPage: 8,
  extents: 9,
  blob: 10,
  compressed: 14,
  encrypted: [15, 16, 17],
  sdiBlob: 18,
  lobIndex: 22,
  lobData: 23,
  lobFirst: 24,
  sdi: 17853,
  index: 17855,
} as const

/** Stands where no page is meant (FIL_NULL). */
export const noPage = 0xffffffff

/** Where the list of extents begins in the first page, and how long one entry is for so many pages (fsp0fsp.h). */
export const extentsFrom = 150
/** Pages of an extent: one megabyte, of larger pages 64. */
export function extentPages(pageSize: number): number {
  return Math.max(64, (1 << 20) / pageSize)
}
/** Bytes of an entry of that list: two bits for each page behind 24 bytes. */
export function extentEntry(pageSize: number): number {
  return 24 + extentPages(pageSize) / 4
}

/** Bytes that follow the list of extents and describe encryption (MySQL source, os0enc.h, Encryption::INFO_MAX_SIZE). */
const encryptionInfo = 115

/**
 * Reads the first page of a tablespace of MySQL 8 or later, which carries its own dictionary information; null when it is
 * none. Source: MySQL source, storage/innobase/include/fsp0types.h (FSP_SPACE_FLAGS) and fsp0fsp.h.
 */
export function readHeader(bytes: Uint8Array): Header | null {
  if (bytes.length < 256) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (view.getUint16(24) !== kinds.firstPage || view.getUint32(4) !== 0) return null
  const [id, flags] = [view.getUint32(34), view.getUint32(54)]
  if (id === 0 || view.getUint32(38) !== id || (flags & 0x4000) === 0 || flags >>> 15 !== 0) return null
  const [zip, size] = [(flags >>> 1) & 15, (flags >>> 6) & 15]
  if (zip > 5 || size > 7 || (size > 0 && size < 3)) return null
  const pageSize = size === 0 ? 16384 : 512 << size
  const physical = zip === 0 ? pageSize : 512 << zip
  if (physical > pageSize) return null
  const entries = extentsFrom + extentEntry(pageSize) * (physical / extentPages(pageSize))
  const at = entries + encryptionInfo
  const sdi = bytes.length >= at + 8 && view.getUint32(at) === 1 ? view.getUint32(at + 4) : 0
  const encrypted = (flags & 0x2000) !== 0
  return { id, pageSize, physical, pages: view.getUint32(46), encrypted, sdi, server: view.getUint32(8) }
}

/** True for the beginning of a file that is a tablespace of MySQL 8, also where its first page is spoilt. */
export function isSpace(first: Uint8Array): boolean {
  return readHeader(first) !== null || guessHeader(first, 0) !== null
}

/** Where the pages are by themselves: the dictionary information of a tablespace begins in its fourth page. */
function guessHeader(first: Uint8Array, size: number): Header | null {
  const view = new DataView(first.buffer, first.byteOffset, first.length)
  for (const pageSize of [16384, 4096, 8192, 32768, 65536]) {
    const at = 3 * pageSize
    if (first.length < at + 128) continue
    if (view.getUint16(at + 24) !== kinds.sdi || view.getUint32(at + 4) !== 3) continue
    const id = view.getUint32(at + 34)
    if (id === 0) continue
    return { id, pageSize, physical: pageSize, pages: Math.floor(size / pageSize), encrypted: false, sdi: 3, server: 0 }
  }
  return null
}

/** The header of a file, or what its pages tell where that is spoilt. */
export function headerOf(file: PlacedFile): { readonly header: Header; readonly guessed: boolean } | null {
  const first = Uint8Array.from(file.read(0, 256 << 10))
  const header = readHeader(first)
  if (header !== null) return { header, guessed: false }
  const guessed = guessHeader(first, file.size)
  return guessed === null ? null : { header: guessed, guessed: true }
}

const keptBytes = 4 << 20

/** Opens the pages of a tablespace; a few are kept in memory. */
export function openSpace(file: PlacedFile, header: Header): Space {
  const { pageSize } = header
  const count = Math.floor(file.size / pageSize)
  const most = Math.max(32, keptBytes / pageSize)
  const cache = new Map<number, Page>()
  const page = (n: number): Page | null => {
    const known = cache.get(n)
    if (known !== undefined) return known
    if (!(n >= 0 && n < count)) return null
    const bytes = Uint8Array.from(file.read(n * pageSize, pageSize))
    if (bytes.length < pageSize) return null
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const made: Page = { number: n, bytes, view, offset: n * pageSize }
    if (cache.size >= most) cache.delete(cache.keys().next().value!)
    cache.set(n, made)
    return made
  }
  return { header, file, count, page }
}

/** What kind of page it is. */
export function kindOf(page: Page): number {
  return page.view.getUint16(24)
}
