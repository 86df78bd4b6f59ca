import type { Page } from './space.ts'

/** True for the format of pages and records since MySQL 5.0, which lists no ends of fields. */
export function isCompact(page: Page): boolean {
  return (page.view.getUint16(42) & 0x8000) !== 0
}

/** Where the header of a page of an index ends and its records begin (MySQL source, page0types.h, PAGE_DATA). */
export const firstRecord = 94

/**
 * Where the records of a page begin, in the order of their key; `broken` where the list leads nowhere before its end. Source:
 * MySQL source, page0types.h (PAGE_NEW_INFIMUM and others) and rem0rec.h (REC_NEXT).
 */
export function userRecords(page: Page): { readonly origins: number[]; readonly broken: boolean } {
  const compact = isCompact(page)
  const [first, last] = compact ? [99, 112] : [101, 116]
  return follow(page, nextOf(page, first, compact), last, compact)
}

/** The records of a page that were freed: the last one first. */
export function freeRecords(page: Page): readonly number[] {
  const at = page.view.getUint16(44)
  return at === 0 ? [] : follow(page, at, 0, isCompact(page)).origins
}

function follow(page: Page, from: number, last: number, compact: boolean): { origins: number[]; broken: boolean } {
  const origins: number[] = []
  const seen = new Set<number>()
  const high = page.bytes.length - 8
  let at = from
  while (at !== last) {
    if (at < firstRecord + 5 || at > high || seen.has(at)) return { origins, broken: true }
    seen.add(at)
    origins.push(at)
    const before = at
    at = nextOf(page, at, compact)
    // The list of freed records ends with a distance of none.
    if (last === 0 && (at === before || at === 0)) break
  }
  return { origins, broken: false }
}

/** The record after another: in the newer format by its distance, in the older one by its place in the page. */
function nextOf(page: Page, at: number, compact: boolean): number {
  const next = page.view.getUint16(at - 2)
  return compact ? (at + next) & 0xffff & (page.bytes.length - 1) : next
}
