import { type Checksum, checksumOf } from './checksum.ts'
import { extentEntry, extentPages, extentsFrom, kindOf, kinds, noPage, type Space } from './space.ts'
import type { StoredTable } from './table.ts'

/** What a look at every page told: which table's rows it holds, and which comes after it. */
export interface Survey {
  /** Pages looked at so far. */
  done: number
  /** Table of a leaf page, counted from 1; 0 for other pages. */
  readonly owners: Uint16Array
  /** The page after it, and whether it says that it is the first. */
  readonly next: Uint32Array
  readonly first: Uint8Array
  /** Leaf pages that the list of extents calls free: what they hold was deleted. */
  readonly free: Uint8Array
  /** Leaf pages that hold freed records, and how many rows each has. */
  readonly garbage: Uint8Array
  readonly rows: Uint16Array
  /** Pages by how their checksum was made, the first few wrong ones, and pages that were written in part. */
  readonly sums: Record<Checksum, number>
  readonly wrong: number[]
  torn: number
  /** Pages whose content is compressed or encrypted by itself. */
  packed: number
  sealed: number
  /** The highest number of the log that a page was changed under. */
  newest: bigint
}

/** Nothing looked at yet. */
export function openSurvey(space: Space): Survey {
  return {
    done: 0,
    owners: new Uint16Array(space.count),
    next: new Uint32Array(space.count),
    first: new Uint8Array(space.count),
    free: new Uint8Array(space.count),
    garbage: new Uint8Array(space.count),
    rows: new Uint16Array(space.count),
    sums: { crc32: 0, innodb: 0, none: 0, empty: 0, wrong: 0 },
    wrong: [],
    torn: 0,
    packed: 0,
    sealed: 0,
    newest: 0n,
  }
}

/** So many pages are named one by one. */
export const named = 100

/** Looks at one page more; false when there is none. */
export function surveyPage(s: Survey, space: Space, tables: readonly StoredTable[]): boolean {
  const n = s.done
  if (n >= space.count) return false
  s.done++
  const page = space.page(n)
  if (page === null) return true
  const { bytes, view } = page
  const sum = checksumOf(bytes, view)
  s.sums[sum]++
  if (sum === 'empty') return true
  if (sum === 'wrong' && s.wrong.length < named) s.wrong.push(n)
  const lsn = view.getBigUint64(16)
  // Checksums made in older ways do not tell a page that was written in part.
  if (view.getUint32(20) !== view.getUint32(bytes.length - 4)) s.torn++
  else if (lsn > s.newest) s.newest = lsn
  const kind = kindOf(page)
  if (kind === kinds.compressed) s.packed++
  if ((kinds.encrypted as readonly number[]).includes(kind)) s.sealed++
  if (kind !== kinds.index || view.getUint16(64) !== 0) return true
  const index = view.getUint32(66) * 2 ** 32 + view.getUint32(70)
  s.owners[n] = tables.findIndex((t) => t.index === index) + 1
  s.next[n] = view.getUint32(12)
  s.first[n] = view.getUint32(8) === noPage ? 1 : 0
  s.free[n] = isFree(space, n) ? 1 : 0
  s.garbage[n] = view.getUint16(44) !== 0 ? 1 : 0
  s.rows[n] = view.getUint16(54)
  return true
}

/** True where the list of extents says that a page is not in use (MySQL source, fsp0fsp.h, XDES_FREE_BIT). */
function isFree(space: Space, n: number): boolean {
  const { pageSize } = space.header
  const list = space.page(n - (n % pageSize))
  const kind = list === null ? 0 : kindOf(list)
  if (list === null || (kind !== kinds.firstPage && kind !== kinds.extents)) return false
  const pages = extentPages(pageSize)
  const entry = extentsFrom + Math.floor((n % pageSize) / pages) * extentEntry(pageSize)
  const bit = (n % pages) * 2
  return (list.bytes[entry + 24 + (bit >> 3)]! & (1 << (bit & 7))) !== 0
}

/** The leaf pages of a table. */
export interface Leaves {
  /** In the order of their rows, then those that the order does not lead to. */
  readonly pages: Uint32Array
  /** How many of them the order leads to, how many are free. */
  readonly led: number
  readonly freed: number
  readonly broken: boolean
}

/** Puts the leaf pages of a table in order: from the one that is first along those named next. */
export function leavesOf(s: Survey, table: number): Leaves {
  const own: number[] = []
  const freed: number[] = []
  for (let n = 0; n < s.owners.length; n++) if (s.owners[n] === table) (s.free[n] === 1 ? freed : own).push(n)
  const heads = own.filter((n) => s.first[n] === 1)
  const seen = new Set<number>()
  let at = heads[0] ?? noPage
  while (at !== noPage && s.owners[at] === table && s.free[at] !== 1 && !seen.has(at)) {
    seen.add(at)
    at = s.next[at]!
  }
  const rest = own.filter((n) => !seen.has(n))
  const pages = Uint32Array.from([...seen, ...rest, ...freed])
  return { pages, led: seen.size, freed: freed.length, broken: rest.length > 0 || (own.length > 0 && at !== noPage) }
}
