import { kindOf, kinds, noPage, type Page, type Space } from './space.ts'

/** Bytes of a reference to other pages, at the end of what a record holds of the value (MySQL source, lob0lob.h). */
export const referenceBytes = 20

/** Why a value could not be read whole, or null. */
export interface Fetched {
  readonly bytes: Uint8Array
  readonly trouble: 'missing' | 'too-large' | null
}

/**
 * Reads a value whose end lies in other pages: what the record holds of it, then those pages in order. Source: MySQL source,
 * lob0lob.h (BTR_EXTERN_…), lob0first.h, lob0index.h, lob0pages.h.
 */
export function fetchValue(space: Space, bytes: Uint8Array, from: number, to: number, limit: number): Fetched {
  const at = to - referenceBytes
  if (at < from) return { bytes: new Uint8Array(0), trouble: 'missing' }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const prefix = bytes.subarray(from, at)
  const [id, page, version] = [view.getUint32(at), view.getUint32(at + 4), view.getUint32(at + 8)]
  // The uppermost bits of the length say whose the value is.
  const size = (view.getUint32(at + 12) & 0xffff) * 2 ** 32 + view.getUint32(at + 16)
  if (size + prefix.length > limit) return { bytes: Uint8Array.from(prefix), trouble: 'too-large' }
  const first = id === space.header.id ? space.page(page) : null
  if (first === null) return { bytes: Uint8Array.from(prefix), trouble: 'missing' }
  const pieces = [prefix]
  let got = 0
  const take = (piece: Uint8Array): boolean => {
    pieces.push(piece.subarray(0, size - got))
    got += Math.min(piece.length, size - got)
    return got < size
  }
  if (kindOf(first) === kinds.lobFirst) readNew(space, first, version, take)
  else readOld(space, first, version, take)
  return { bytes: Buffer.concat(pieces), trouble: got < size ? 'missing' : null }
}

/** Pages that each name the next one: those of MySQL 5.7 and MariaDB, and of the dictionary information. */
function readOld(space: Space, first: Page, start: number, take: (piece: Uint8Array) => boolean): void {
  const seen = new Set<number>()
  let [page, at]: [Page | null, number] = [first, start]
  while (page !== null && !seen.has(page.number)) {
    const kind = kindOf(page)
    if ((kind !== kinds.blob && kind !== kinds.sdiBlob) || at < 38 || at + 8 > page.bytes.length - 8) return
    seen.add(page.number)
    const length = page.view.getUint32(at)
    if (length > page.bytes.length - at - 16) return
    if (!take(page.bytes.subarray(at + 8, at + 8 + length)) || length === 0) return
    page = space.page(page.view.getUint32(at + 4))
    at = 38
  }
}

/** Where an entry of the list of a value's pages has what: its neighbours, its older versions, its page and how much of it. */
const entry = { next: 6, olderFirst: 16, page: 48, length: 52, version: 56, size: 60 } as const
/** Where the first page lists its entries, and where its own share of the value begins: behind ten of them. */
const [listBase, firstData, otherData] = [64, 96 + 10 * entry.size, 49]

/** The first page lists the pages of the value, of which each may have older versions. */
function readNew(space: Space, first: Page, version: number, take: (piece: Uint8Array) => boolean): void {
  let place = addressAt(first, listBase + 4)
  const seen = new Set<number>()
  while (place !== null) {
    const node = nodeAt(space, first, place)
    const key = place.page * 65536 + place.at
    if (node === null || seen.has(key)) return
    seen.add(key)
    const own = versionOf(space, first, node, version)
    const number = own.page.view.getUint32(own.at + entry.page)
    const page = number === first.number ? first : space.page(number)
    if (page === null) return
    const isFirst = page.number === first.number
    if (!isFirst && kindOf(page) !== kinds.lobData) return
    const from = isFirst ? firstData : otherData
    const length = page.view.getUint32(isFirst ? 54 : 39)
    if (length > page.bytes.length - 8 - from) return
    if (!take(page.bytes.subarray(from, from + length))) return
    place = addressAt(node.page, node.at + entry.next)
  }
}

interface Place {
  readonly page: number
  readonly at: number
}

interface Node {
  readonly page: Page
  readonly at: number
}

/** The newest version of a part of the value that is no newer than the row's own. */
function versionOf(space: Space, first: Page, node: Node, version: number): Node {
  let found = node
  for (let n = 0; n < 1000 && found.page.view.getUint32(found.at + entry.version) > version; n++) {
    const place = addressAt(found.page, n === 0 ? found.at + entry.olderFirst : found.at + entry.next)
    const older = place === null ? null : nodeAt(space, first, place)
    if (older === null) return found
    found = older
  }
  return found
}

/** A place in the tablespace, null for none (MySQL source, fil0types.h, FIL_ADDR_…). */
function addressAt(page: Page, at: number): Place | null {
  const number = page.view.getUint32(at)
  return number === noPage ? null : { page: number, at: page.view.getUint16(at + 4) }
}

function nodeAt(space: Space, first: Page, place: Place): Node | null {
  const page = place.page === first.number ? first : space.page(place.page)
  if (page === null || place.at < 38 || place.at + entry.size > page.bytes.length - 8) return null
  const kind = kindOf(page)
  return kind === kinds.lobFirst || kind === kinds.lobIndex ? { page, at: place.at } : null
}
