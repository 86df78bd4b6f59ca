import { inflateSync } from 'node:zlib'
import type { Layout } from './layout.ts'
import { fetchValue } from './lob.ts'
import { isNull, openReading, readRecord } from './record.ts'
import { userRecords } from './records.ts'
import { kindOf, kinds, noPage, type Page, type Space } from './space.ts'

/** A dictionary object as the tablespace carries it, and where. */
export interface DictionaryObject {
  /** 1 for a table, 2 for a tablespace. */
  readonly type: number
  readonly id: number
  readonly content: unknown
  readonly offset: number
  readonly length: number
}

/** What was found of the dictionary information. */
export interface Dictionary {
  readonly objects: readonly DictionaryObject[]
  /** Records and pages of it that could not be read. */
  readonly lost: number
}

/** The record of dictionary information (MySQL source, storage/innobase/include/dict0sdi.h): type, id, trx, roll, lengths, data. */
const fixed = (bytes: number): Layout['fields'][number] => ({
  column: -1,
  kind: 'uint',
  fixed: bytes,
  big: false,
  nullable: false,
  most: bytes,
})
const layout: Layout = {
  fields: [
    ...[4, 8, 6, 7, 4, 4].map(fixed),
    { column: -1, kind: 'bytes', fixed: 0, big: true, nullable: false, most: 0 },
  ],
}
/** More is no description of tables. */
const mostBytes = 64 << 20
const mostPages = 100_000

/** Reads the dictionary information of a tablespace: its b-tree from the root on, else any page of that kind. */
export function readDictionary(space: Space): Dictionary {
  const root = space.page(space.header.sdi)
  const whole = root === null || kindOf(root) !== kinds.sdi ? null : leavesFrom(space, root)
  const leaves = whole ?? allLeaves(space)
  let lost = whole === null ? 1 : 0
  const objects: DictionaryObject[] = []
  const reading = openReading(layout)
  for (const n of leaves) {
    const page = space.page(n)
    if (page === null) continue
    const high = page.bytes.length - 8
    const { origins, broken } = userRecords(page)
    if (broken) lost++
    for (const origin of origins) {
      if (!readRecord(reading, page.bytes, origin, 94, high)) lost++
      else if (!reading.deleted) {
        const content = contentOf(space, page, reading)
        const id = Number(page.view.getBigUint64(reading.starts[1]!))
        if (content === null) lost++
        else {
          const place = { offset: page.offset + reading.from, length: reading.to - reading.from }
          objects.push({ type: page.view.getUint32(reading.starts[0]!), id, content, ...place })
        }
      }
    }
  }
  return { objects, lost }
}

function contentOf(space: Space, page: Page, r: ReturnType<typeof openReading>): unknown {
  const [from, to] = [r.starts[6]!, r.ends[6]!]
  if (to === isNull) return null
  const size = page.view.getUint32(r.starts[4]!)
  const packed = r.external[6] === 1 ? fetchValue(space, page.bytes, from, to, mostBytes) : null
  const bytes = packed === null ? page.bytes.subarray(from, to) : packed.bytes
  if (size > mostBytes) return null
  try {
    return JSON.parse(inflateSync(bytes, { maxOutputLength: Math.max(size, 1) }).toString('utf8'))
  } catch {
    return null
  }
}

/** The leaf pages of the tree, by going down its left side and along; null where that does not lead anywhere. */
function leavesFrom(space: Space, root: Page): number[] | null {
  let page: Page | null = root
  for (let depth = 0; page !== null && page.view.getUint16(64) > 0; depth++) {
    const first: number | undefined = userRecords(page).origins[0]
    // A pointer holds the key, 12 bytes, and the number of the page below.
    if (first === undefined || depth > 64 || first + 16 > page.bytes.length) return null
    page = space.page(page.view.getUint32(first + 12))
    if (page !== null && kindOf(page) !== kinds.sdi) return null
  }
  const leaves: number[] = []
  const seen = new Set<number>()
  while (page !== null && !seen.has(page.number) && leaves.length < mostPages) {
    if (kindOf(page) !== kinds.sdi || page.view.getUint16(64) !== 0) return null
    seen.add(page.number)
    leaves.push(page.number)
    const next = page.view.getUint32(12)
    if (next === noPage) return leaves
    page = space.page(next)
  }
  return null
}

function allLeaves(space: Space): number[] {
  const leaves: number[] = []
  for (let n = 0; n < Math.min(space.count, mostPages); n++) {
    const page = space.page(n)
    if (page !== null && kindOf(page) === kinds.sdi && page.view.getUint16(64) === 0) leaves.push(n)
  }
  return leaves
}
