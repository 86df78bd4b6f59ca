import { deflateSync } from 'node:zlib'
import { firstPage, newLob, none, oldLob, reference, seal } from './innodb-parts.ts'

/**
 * Writes tablespaces of MySQL 8, from the format as MySQL's source documents it: fil0types.h, fsp0fsp.h, page0types.h,
 * rem0rec.h, lob0first.h, dict0sdi.h.
 */

/** A value as its bytes are stored; away: in pages of its own, all but a prefix. */
export type IbdValue = Buffer | null | { readonly away: Buffer; readonly prefix?: number }

/** A column, the key's first; `dd` adds to what the dictionary says of it. */
export interface IbdColumn {
  readonly name: string
  readonly fixed: number
  readonly big?: boolean
  readonly nullable?: boolean
  readonly dd: Readonly<Record<string, unknown>>
}

/** A row with a value for each column that it has; `has` names those of a row of an older or newer version. */
export interface IbdRow {
  readonly values: readonly IbdValue[]
  readonly deleted?: boolean
  readonly version?: number
  /** So many fields, as MySQL 8.0.12 to 8.0.28 marked rows of tables that had grown. */
  readonly counted?: number
  readonly has?: readonly number[]
}

/** A table of one tablespace. */
export interface IbdTable {
  readonly schema: string
  readonly name: string
  readonly columns: readonly IbdColumn[]
  /** Columns of the key: the first ones. */
  readonly key?: number
  readonly rows: readonly IbdRow[]
  /** Records in the list of freed ones, in the page of the first rows. */
  readonly freed?: readonly IbdRow[]
  readonly perPage?: number
  readonly hidden?: number
  readonly privately?: string
  /** Its rows are those of a partition: the description names the index of each. */
  readonly partition?: true
  readonly rowFormat?: number
}

/** How a tablespace is written. */
export interface IbdStyle {
  readonly pageSize?: number
  readonly checksum?: 'crc32' | 'innodb' | 'none'
  /** Pages of values away from their rows as MySQL 8 writes them, or as before. */
  readonly away?: 'new' | 'old'
  readonly id?: number
  readonly flags?: number
  /** Pages that the list of extents calls free. */
  readonly free?: readonly number[]
}

const system = [
  { name: 'DB_TRX_ID', type: 10, char_length: 6, hidden: 2 },
  { name: 'DB_ROLL_PTR', type: 9, char_length: 7, hidden: 2 },
]

/** The bytes of a file of one table; the pages with its rows, in order. */
export function writeIbd(table: IbdTable, style: IbdStyle = {}): { bytes: Buffer; leaves: number[]; root: number } {
  const { pageSize = 16384, checksum = 'crc32', away = 'new', id = 7, flags = 0x4021, free = [] } = style
  const pages: Buffer[] = []
  const add = (type: number): { page: Buffer; number: number } => {
    const page = Buffer.alloc(pageSize)
    page.writeUInt32BE(pages.length, 4)
    page.writeUInt32BE(none, 8)
    page.writeUInt32BE(none, 12)
    page.writeBigUInt64BE(BigInt(1000 + pages.length), 16)
    page.writeUInt16BE(type, 24)
    page.writeUInt32BE(id, 34)
    return { page, number: pages.push(page) - 1 }
  }
  const [first, , , sdi] = [add(8), add(5), add(3), add(17853)]
  const root = add(17855)
  const key = table.key ?? 1

  const lob = (data: Buffer): number => (away === 'new' ? newLob(add, data, pageSize) : oldLob(add, data, pageSize, 10))
  // In pages as before MySQL 8 a reference says where in its page the value begins; since then, of which version it is.
  const start = away === 'new' ? 1 : 38
  const encode = (row: IbdRow, n: number): Encoded => record(table, row, n, key, id, lob, start)
  const chunks: IbdRow[][] = []
  const perPage = table.perPage ?? table.rows.length
  for (let i = 0; i < Math.max(1, table.rows.length); i += Math.max(1, perPage))
    chunks.push(table.rows.slice(i, i + Math.max(1, perPage)))
  const single = chunks.length === 1
  const leaves = chunks.map(() => (single ? root : add(17855)))
  for (const [i, chunk] of chunks.entries()) {
    const { page } = leaves[i]!
    const records = chunk.map((row, n) => encode(row, n))
    fillPage(page, records, i === 0 ? (table.freed ?? []).map((row, n) => encode(row, n)) : [], 0, 155)
    page.writeUInt32BE(leaves[i - 1]?.number ?? none, 8)
    page.writeUInt32BE(leaves[i + 1]?.number ?? none, 12)
  }
  if (!single) {
    const pointers = leaves.map(({ number }, i) => {
      const to = Buffer.alloc(4)
      to.writeUInt32BE(number)
      const own = record(table, chunks[i]![0]!, i, key, id, lob, start)
      const keyBytes = own.data.subarray(0, own.keyEnd)
      return { ...own, data: Buffer.concat([keyBytes, to]), before: own.keyBefore, info: i === 0 ? 0x10 : 0, status: 1 }
    })
    fillPage(root.page, pointers, [], 1, 155)
  }

  const description = Buffer.from(JSON.stringify(describe(table, id, root.number, key)))
  const packed = deflateSync(description)
  const head = Buffer.alloc(33)
  head.writeUInt32BE(1, 0)
  head.writeBigUInt64BE(300n, 4)
  head.writeUInt32BE(description.length, 25)
  head.writeUInt32BE(packed.length, 29)
  const long = packed.length > pageSize / 4
  const body = long ? reference(id, oldLob(add, packed, pageSize, 18), packed.length, 38) : packed
  const lengths =
    long || body.length > 127 ? [(body.length >> 8) | 0x80 | (long ? 0x40 : 0), body.length & 255] : [body.length]
  const before = Buffer.from([...lengths].reverse())
  const entry: Encoded = {
    data: Buffer.concat([head, body]),
    before,
    info: 0,
    status: 0,
    keyEnd: 12,
    keyBefore: before,
  }
  fillPage(sdi.page, [entry], [], 0, none)

  firstPage(first.page, pages.length, id, flags, pageSize, free)
  for (const page of pages) seal(page, checksum)
  return { bytes: Buffer.concat(pages), leaves: leaves.map((l) => l.number), root: root.number }
}

interface Encoded {
  readonly data: Buffer
  /** What stands before the five bytes: lengths, bits of NULL, version. */
  readonly before: Buffer
  readonly info: number
  readonly status: number
  readonly keyEnd: number
  readonly keyBefore: Buffer
}

function record(
  table: IbdTable,
  row: IbdRow,
  n: number,
  key: number,
  id: number,
  lob: (data: Buffer) => number,
  start: number,
): Encoded {
  const has = row.has ?? [...table.columns.keys()]
  const nullable = has.filter((i) => table.columns[i]!.nullable)
  const bits = Buffer.alloc(Math.ceil(nullable.length / 8))
  const lengths: number[] = []
  const data: Buffer[] = []
  let [keyEnd, keyLengths, at] = [0, 0, 0]
  for (const [k, i] of has.entries()) {
    const column = table.columns[i]!
    const value = row.values[k] ?? null
    if (k === key) {
      const own = Buffer.alloc(13)
      own.writeUIntBE(500 + n, 0, 6)
      own[6] = 0x81
      own.writeUIntBE(7000 + n, 7, 6)
      data.push(own)
      keyEnd = at
      keyLengths = lengths.length
      at += 13
    }
    if (value === null) {
      const bit = nullable.indexOf(i)
      bits[bits.length - 1 - (bit >> 3)]! |= 1 << (bit & 7)
      continue
    }
    const stored = Buffer.isBuffer(value)
      ? value
      : Buffer.concat([
          value.away.subarray(0, value.prefix ?? 0),
          reference(id, lob(value.away.subarray(value.prefix ?? 0)), value.away.length - (value.prefix ?? 0), start),
        ])
    if (column.fixed === 0) {
      const outside = !Buffer.isBuffer(value)
      if (outside || (column.big && stored.length > 127))
        lengths.push((stored.length >> 8) | 0x80 | (outside ? 0x40 : 0), stored.length & 255)
      else lengths.push(stored.length)
    }
    data.push(stored)
    at += stored.length
  }
  if (has.length <= key) keyEnd = at
  const mark = row.version !== undefined ? [row.version] : row.counted !== undefined ? [row.counted] : []
  const info =
    (row.deleted ? 0x20 : 0) | (row.version !== undefined ? 0x40 : 0) | (row.counted !== undefined ? 0x80 : 0)
  const before = Buffer.from([...[...lengths].reverse(), ...bits, ...mark])
  const keyBefore = Buffer.from([...lengths.slice(0, keyLengths).reverse(), ...bits])
  return { data: Buffer.concat(data), before, info, status: 0, keyEnd, keyBefore }
}

/** Lays records into a page, one after the other; freed ones behind them in a list of their own. */
function fillPage(
  page: Buffer,
  records: readonly Encoded[],
  freed: readonly Encoded[],
  level: number,
  index: number,
): void {
  let at = 120
  const origins: number[] = []
  const put = (r: Encoded, heap: number): number => {
    r.before.copy(page, at)
    const origin = at + r.before.length + 5
    page[origin - 5] = r.info
    page.writeUInt16BE((heap << 3) | r.status, origin - 4)
    r.data.copy(page, origin)
    at = origin + r.data.length
    if (at > page.length - 16) throw new Error('the records do not fit into a page')
    return origin
  }
  for (const [n, r] of records.entries()) origins.push(put(r, n + 2))
  const gone = freed.map((r, n) => put(r, records.length + n + 2))
  page.write('infimum\0', 99, 'latin1')
  page.write('supremum', 112, 'latin1')
  page[94] = 1
  page[97] = 2
  page[107] = Math.min(8, origins.length + 1)
  page[109] = 0x0b
  const link = (chain: readonly number[], last: number | null): void => {
    for (const [i, from] of chain.entries()) {
      const to = chain[i + 1] ?? last
      page.writeUInt16BE(to === null ? 0 : (to - from) & 0xffff, from - 2)
    }
  }
  link([99, ...origins], 112)
  link(gone, null)
  page.writeUInt16BE(2, 38)
  page.writeUInt16BE(at, 40)
  page.writeUInt16BE(0x8000 | (records.length + freed.length + 2), 42)
  page.writeUInt16BE(gone[0] ?? 0, 44)
  page.writeUInt16BE(records.length, 54)
  page.writeUInt16BE(level, 64)
  page.writeBigUInt64BE(index === none ? 0xffffffffffffffffn : BigInt(index), 66)
  page.writeUInt16BE(112, page.length - 10)
  page.writeUInt16BE(99, page.length - 12)
}

function describe(table: IbdTable, space: number, root: number, key: number): unknown {
  const own = table.columns.map((c) => ({ name: c.name, is_nullable: c.nullable === true, hidden: 1, ...c.dd }))
  const placed = own.some((c) => 'se_private_data' in c && JSON.stringify(c.se_private_data).includes('physical_pos'))
  const added = system.map((c, i) => ({ ...c, ...(placed && { se_private_data: `physical_pos=${key + i};` }) }))
  const n = own.length
  const order = [...Array(key).keys(), n, n + 1, ...Array.from({ length: n - key }, (_, i) => key + i)]
  const elements = order.map((column_opx, i) => ({ column_opx, length: i < key ? 0xffff : none, hidden: i >= key }))
  const gone = (at: number): boolean => table.columns[at]?.name.startsWith('!hidden!') ?? false
  const place = `id=155;root=${root};space_id=${space};table_id=300;`
  const others = `id=155;root=${root};space_id=${space + 1000};table_id=301;`
  const partitions = table.partition ? [others, place].map((p) => ({ indexes: [{ se_private_data: p }] })) : []
  const dd_object = {
    ...{ name: table.name, hidden: table.hidden ?? 1, schema_ref: table.schema, columns: [...own, ...added] },
    ...{ row_format: table.rowFormat ?? 2, se_private_data: table.privately ?? '', partitions },
    indexes: [
      {
        ...{ name: 'PRIMARY', type: 1, se_private_data: table.partition ? '' : place },
        elements: elements.filter((e) => !gone(e.column_opx)),
      },
    ],
  }
  return { mysqld_version_id: 80036, dd_object_type: 'Table', dd_object }
}
