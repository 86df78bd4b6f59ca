import type { PlacedFile } from '../source.ts'
import type { Header } from './header.ts'
import type { Wal } from './wal.ts'

/** A page with its place: the database's own file, or its write-ahead log. */
export interface Page {
  readonly number: number
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly file: number
  /** Of the page's first byte. */
  readonly offset: number
  /** Where the b-tree header stands in it: behind the file's header on the first page. */
  readonly start: number
}

/** The pages of a database as its last commit left them. */
export interface Pages {
  readonly header: Header
  /** How many there are. */
  readonly count: number
  /** Null for a page that is not there, or only in part. */
  readonly page: (n: number) => Page | null
  /** Another version of a page: from the file itself or its log, at a place. */
  readonly version: (n: number, logged: boolean, offset: number) => Page | null
}

const kept = 64

/** Opens the pages of a file and its log; a few are kept in memory. */
export function openPages(file: PlacedFile, wal: Wal | null, header: Header): Pages {
  const { pageSize } = header
  const there = Math.floor(file.size / pageSize)
  const logged = [...(wal?.pages.keys() ?? [])].reduce((most, n) => Math.max(most, n), there)
  const count = wal?.size ? Math.min(wal.size, logged) : there
  const cache = new Map<number, Page>()
  const version = (n: number, inLog: boolean, offset: number): Page | null => {
    const from = inLog && wal !== null ? wal.file : file
    const bytes = Uint8Array.from(from.read(offset, pageSize))
    if (bytes.length < pageSize) return null
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    return { number: n, bytes, view, file: from.file, offset, start: n === 1 ? 100 : 0 }
  }
  return {
    header,
    count,
    version,
    page: (n) => {
      const known = cache.get(n)
      if (known !== undefined) return known
      if (n < 1 || n > count) return null
      const newer = wal?.pages.get(n)
      const page = version(n, newer !== undefined, newer ?? (n - 1) * pageSize)
      if (page === null) return null
      if (cache.size >= kept) cache.delete(cache.keys().next().value!)
      cache.set(n, page)
      return page
    },
  }
}
