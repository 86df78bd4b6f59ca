import type { PlacedFile } from '../source.ts'

/** What the first 100 bytes of a SQLite file say (SQLite, "Database File Format", section 1.3). */
export interface Header {
  readonly pageSize: number
  /** Bytes of a page that hold content: without those reserved at its end. */
  readonly usable: number
  /** How text is written: a name among the mirror's character sets. */
  readonly charset: 'utf8' | 'utf16le' | 'utf16'
  /** Pages the file should have; 0 where the header does not say. */
  readonly pages: number
  /** First page of the list of free pages, 0 for none. */
  readonly free: number
}

/** The words every SQLite 3 file begins with. */
export const magic = 'SQLite format 3\0'

/** Reads the header; null when it is none or makes no sense. */
export function readHeader(bytes: Uint8Array): Header | null {
  if (bytes.length < 100) return null
  const b = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (b.toString('latin1', 0, 16) !== magic) return null
  const stated = b.readUInt16BE(16)
  const pageSize = stated === 1 ? 65536 : stated
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) return null
  const usable = pageSize - b[20]!
  if (usable < 480) return null
  const encoding = b.readUInt32BE(56)
  const charset = encoding === 2 ? 'utf16le' : encoding === 3 ? 'utf16' : 'utf8'
  // The size counts only where the same writer changed it last ("In-header database size").
  const counted = b.readUInt32BE(24) === b.readUInt32BE(92)
  return { pageSize, usable, charset, pages: counted ? b.readUInt32BE(28) : 0, free: b.readUInt32BE(32) }
}

/** The header of a file, or one guessed from its pages where its own is spoilt: each page of a table begins with 0x0D. */
export function headerOf(file: PlacedFile): { readonly header: Header; readonly guessed: boolean } | null {
  const header = readHeader(Uint8Array.from(file.read(0, 100)))
  if (header !== null) return { header, guessed: false }
  for (const pageSize of [4096, 1024, 8192, 16384, 32768, 65536, 2048, 512]) {
    if (file.size < pageSize * 2) continue
    let [tables, seen] = [0, 0]
    for (let n = 1; n * pageSize < file.size && n < 64; n++) {
      const kind = file.read(n * pageSize, 1)[0]!
      seen++
      if (kind === 0x0d || kind === 0x0a || kind === 0x05 || kind === 0x02) tables++
    }
    if (tables * 2 > seen)
      return { header: { pageSize, usable: pageSize, charset: 'utf8', pages: 0, free: 0 }, guessed: true }
  }
  return null
}
