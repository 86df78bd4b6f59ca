import { children, indexInterior, indexLeaf, kindOf, pointers, tableInterior, tableLeaf } from './cell.ts'
import type { Page, Pages } from './pages.ts'
import { bigVarint, varint } from './record.ts'

/** Deeper trees do not fit into a file of the largest size. */
const deepest = 24

/** The pages of a b-tree that hold records, in the order of their keys. */
export interface Tree {
  readonly pages: Int32Array
  /** Pages that should hold a part of it and do not: missing, of another kind, or part of another tree. */
  readonly lost: number
}

/**
 * Lists the pages of the tree whose root is given; `taken` keeps what every page belongs to, so that damage that makes
 * trees run in circles or into one another ends.
 */
export function walkTree(pages: Pages, root: number, taken: (page: number) => boolean): Tree {
  const found: number[] = []
  let lost = 0
  // Depth first with the left-most below: a stack of pages still to be seen.
  const open: { readonly n: number; readonly depth: number }[] = [{ n: root, depth: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const page = next.n < 1 || next.n > pages.count || !taken(next.n) ? null : pages.page(next.n)
    const kind = page === null ? -1 : kindOf(page)
    if (page === null || ![tableLeaf, tableInterior, indexLeaf, indexInterior].includes(kind)) {
      lost++
      continue
    }
    if (kind === tableLeaf || kind === indexLeaf || kind === indexInterior) found.push(next.n)
    if (kind === tableLeaf || kind === indexLeaf || next.depth >= deepest) continue
    const below = children(page, pages.count)
    const first = below[0] === undefined ? null : pages.page(below[0])
    if (first !== null && (kindOf(first) === tableLeaf || kindOf(first) === indexLeaf)) {
      // All pages of a level are of one kind; they are looked at when they are read.
      for (const n of below)
        if (taken(n)) found.push(n)
        else lost++
      continue
    }
    for (let i = below.length - 1; i >= 0; i--) open.push({ n: below[i]!, depth: next.depth + 1 })
  }
  return { pages: Int32Array.from(found), lost }
}

/** The page and number of the cell of a row that is there now, null when there is none (section 1.5). */
export function findRow(
  pages: Pages,
  root: number,
  rowid: bigint,
): { readonly page: Page; readonly at: number } | null {
  let n = root
  for (let depth = 0; depth < deepest; depth++) {
    const page = pages.page(n)
    if (page === null) return null
    const kind = kindOf(page)
    const { from, count } = pointers(page)
    if (kind !== tableInterior && kind !== tableLeaf) return null
    let [low, high] = [0, count]
    while (low < high) {
      const middle = (low + high) >> 1
      const at = page.view.getUint16(from + 2 * middle)
      const key = kind === tableInterior ? at + 4 : (varint(page.bytes, at)?.next ?? page.bytes.length)
      if (bigVarint(page.bytes, key) < rowid) low = middle + 1
      else high = middle
    }
    const at = low < count ? page.view.getUint16(from + 2 * low) : -1
    if (kind === tableLeaf) return at < 0 ? null : { page, at }
    if (at + 4 > page.bytes.length) return null
    n = at < 0 ? page.view.getUint32(page.start + 8) : page.view.getUint32(at)
  }
  return null
}
