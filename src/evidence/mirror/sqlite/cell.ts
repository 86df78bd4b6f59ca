import type { Page, Pages } from './pages.ts'
import { bigVarint, varint } from './record.ts'

/** Kinds of b-tree pages by their first byte (SQLite, "Database File Format", section 1.5). */
export const tableLeaf = 0x0d
export const tableInterior = 0x05
export const indexLeaf = 0x0a
export const indexInterior = 0x02

/** A cell that holds a record. */
export interface Cell {
  /** Where it stands in its page, and how many of its bytes stand there. */
  readonly at: number
  readonly length: number
  /** Null in the b-trees of tables without one. */
  readonly rowid: bigint | null
  /** Bytes of the whole payload, and where those stand that are in the page. */
  readonly size: number
  readonly start: number
  readonly local: number
  /** The first page of the rest, 0 for none. */
  readonly overflow: number
}

/** The kind of a page. */
export function kindOf(page: Page): number {
  return page.bytes[page.start]!
}

/** Where the array of cell pointers begins, and how many there are; fewer where the page has no room for them. */
export function pointers(page: Page): { readonly from: number; readonly count: number } {
  const kind = kindOf(page)
  const from = page.start + (kind === tableInterior || kind === indexInterior ? 12 : 8)
  const room = Math.floor((page.bytes.length - from) / 2)
  return { from, count: Math.min(page.view.getUint16(page.start + 3), room) }
}

/** The pages below an interior page, in order; numbers that name no page are left out. */
export function children(page: Page, count: number): number[] {
  const { from, count: cells } = pointers(page)
  const found: number[] = []
  for (let i = 0; i < cells; i++) {
    const at = page.view.getUint16(from + 2 * i)
    if (at + 4 <= page.bytes.length) found.push(page.view.getUint32(at))
  }
  found.push(page.view.getUint32(page.start + 8))
  return found.filter((n) => n >= 1 && n <= count)
}

/** The cell at a place of a page; null when its bytes are none. */
export function cellAt(page: Page, at: number, usable: number, kind = kindOf(page)): Cell | null {
  const { bytes, view } = page
  const head = kind === indexInterior ? at + 4 : at
  const size = varint(bytes, head)
  if (size === null || size.value < 1 || !Number.isSafeInteger(size.value)) return null
  const table = kind === tableLeaf
  const key = table ? varint(bytes, size.next) : null
  if (table && key === null) return null
  const start = key?.next ?? size.next
  const local = localBytes(size.value, usable, table)
  const spilled = local < size.value
  const end = start + local + (spilled ? 4 : 0)
  if (end > usable) return null
  const rowid = table ? bigVarint(bytes, size.next) : null
  const overflow = spilled ? view.getUint32(start + local) : 0
  return { at, length: end - at, rowid, size: size.value, start, local, overflow }
}

/** How many bytes of a payload stand in its page (section 1.6, "Cell Payload Overflow Pages"). */
export function localBytes(size: number, usable: number, table: boolean): number {
  const most = table ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23
  if (size <= most) return size
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const fitting = least + ((size - least) % (usable - 4))
  return fitting <= most ? fitting : least
}

/** The payload of a cell with what stands on other pages, whose numbers go to `used`; short where one is missing. */
export function payloadOf(pages: Pages, page: Page, cell: Cell, used: (page: number) => boolean): Uint8Array {
  const local = page.bytes.subarray(cell.start, cell.start + cell.local)
  if (cell.overflow === 0 || cell.local === cell.size) return local
  const room = pages.header.usable - 4
  const needed = Math.ceil((cell.size - cell.local) / room)
  if (needed > pages.count) return local
  const parts: Uint8Array[] = [local]
  let missing = cell.size - cell.local
  for (let n = cell.overflow; missing > 0 && n !== 0; ) {
    const next = used(n) ? pages.page(n) : null
    if (next === null) break
    parts.push(next.bytes.subarray(4, 4 + Math.min(missing, room)))
    missing -= Math.min(missing, room)
    n = next.view.getUint32(0)
  }
  return Buffer.concat(parts)
}
