/** A value of a row in SQLite: numbers are integers, `real` those of eight bytes. */
export type SqliteValue = string | number | bigint | Buffer | null | { readonly real: number }

/** A table to be written: its declaration, and its rows by number; without numbers (`keyless`) in the order of the key. */
export interface SqliteTable {
  readonly name: string
  readonly sql: string
  readonly keyless?: true
  readonly rows: readonly (readonly [rowid: number, values: readonly SqliteValue[]])[]
}

/** How a file is written. */
export interface SqliteStyle {
  readonly pageSize: number
  readonly encoding: 'utf8' | 'utf16le' | 'utf16be'
}

/** What there is of a file before it is put together. */
export interface SqliteFile {
  readonly pages: Buffer[]
  readonly bytes: () => Buffer
}

/** Writes a SQLite file (SQLite, "Database File Format"), each table in its own b-tree of at most two levels. */
export function writeSqlite(tables: readonly SqliteTable[], style: SqliteStyle): SqliteFile {
  const { pageSize } = style
  const pages: Buffer[] = [Buffer.alloc(pageSize)]
  const schema = tables.map((t): readonly [number, readonly SqliteValue[]] => {
    const root = writeTree(pages, t, style)
    return [root, ['table', t.name, t.name, root, t.sql]]
  })
  leaf(
    pages[0]!,
    100,
    schema.map(([, values], i) => cell(pages, [i + 1, values], false, style)),
    false,
  )
  const head = pages[0]!
  head.write('SQLite format 3\0', 0, 'latin1')
  head.writeUInt16BE(pageSize === 65536 ? 1 : pageSize, 16)
  head.set([1, 1, 0, 64, 32, 32], 18)
  head.writeUInt32BE(1, 24)
  head.writeUInt32BE(1, 40)
  head.writeUInt32BE(4, 44)
  head.writeUInt32BE({ utf8: 1, utf16le: 2, utf16be: 3 }[style.encoding], 56)
  head.writeUInt32BE(1, 92)
  head.writeUInt32BE(3_040_001, 96)
  const bytes = () => {
    head.writeUInt32BE(pages.length, 28)
    return Buffer.concat(pages)
  }
  return { pages, bytes }
}

/** A write-ahead log with these pages, each a commit of its own where `commit` says how many pages there are then. */
export function writeWal(
  frames: readonly { readonly page: number; readonly bytes: Buffer; readonly commit: number }[],
  pageSize: number,
): Buffer {
  const head = Buffer.alloc(32)
  head.writeUInt32BE(0x377f0683, 0)
  head.writeUInt32BE(3_007_000, 4)
  head.writeUInt32BE(pageSize, 8)
  head.writeUInt32BE(0x1234, 16)
  head.writeUInt32BE(0x5678, 20)
  let sum = sumOf(head.subarray(0, 24), [0, 0])
  head.writeUInt32BE(sum[0], 24)
  head.writeUInt32BE(sum[1], 28)
  const parts: Buffer[] = [head]
  for (const { page, bytes, commit } of frames) {
    const frame = Buffer.alloc(24)
    frame.writeUInt32BE(page, 0)
    frame.writeUInt32BE(commit, 4)
    head.copy(frame, 8, 16, 24)
    sum = sumOf(bytes, sumOf(frame.subarray(0, 8), sum))
    frame.writeUInt32BE(sum[0], 16)
    frame.writeUInt32BE(sum[1], 20)
    parts.push(frame, bytes)
  }
  return Buffer.concat(parts)
}

/** Frees the cell of a leaf page as SQLite does: its pointer goes, its first four bytes say where the next free block is. */
export function freeCell(page: Buffer, index: number, length: number, start = 0): void {
  const count = page.readUInt16BE(start + 3)
  const at = page.readUInt16BE(start + 8 + 2 * index)
  page.copyWithin(start + 8 + 2 * index, start + 10 + 2 * index, start + 8 + 2 * count)
  page.writeUInt16BE(count - 1, start + 3)
  let before = start + 1
  while (page.readUInt16BE(before) !== 0 && page.readUInt16BE(before) < at) before = page.readUInt16BE(before)
  page.writeUInt16BE(page.readUInt16BE(before), at)
  page.writeUInt16BE(length, at + 2)
  page.writeUInt16BE(at, before)
}

function sumOf(bytes: Buffer, [s, t]: readonly [number, number]): [number, number] {
  let [a, b] = [s, t]
  for (let i = 0; i < bytes.length; i += 8) {
    a = (a + bytes.readUInt32BE(i) + b) >>> 0
    b = (b + bytes.readUInt32BE(i + 4) + a) >>> 0
  }
  return [a, b]
}

function writeTree(pages: Buffer[], table: SqliteTable, style: SqliteStyle): number {
  const { pageSize } = style
  const leaves: { readonly page: number; readonly last: number }[] = []
  const keyless = table.keyless === true
  let cells: Buffer[] = []
  let [room, last] = [pageSize - 8, 0]
  const root = pages.push(Buffer.alloc(pageSize))
  const end = (only: boolean) => {
    const page = only ? root : pages.push(Buffer.alloc(pageSize))
    leaf(pages[page - 1]!, 0, cells, keyless)
    leaves.push({ page, last })
    cells = []
    room = pageSize - 8
  }
  for (const row of table.rows) {
    const one = cell(pages, row, keyless, style)
    if (one.length + 2 > room) {
      if (keyless) throw new Error('a table without row numbers must fit into one page here')
      end(false)
    }
    cells.push(one)
    room -= one.length + 2
    last = row[0]
  }
  end(leaves.length === 0)
  if (leaves.length > 1) interior(pages[root - 1]!, leaves)
  return root
}

function leaf(page: Buffer, start: number, cells: readonly Buffer[], keyless: boolean): void {
  page[start] = keyless ? 0x0a : 0x0d
  page.writeUInt16BE(cells.length, start + 3)
  let content = page.length
  for (const [i, one] of cells.entries()) {
    content -= one.length
    one.copy(page, content)
    page.writeUInt16BE(content, start + 8 + 2 * i)
  }
  page.writeUInt16BE(content % 65536, start + 5)
}

function interior(page: Buffer, leaves: readonly { readonly page: number; readonly last: number }[]): void {
  page[0] = 0x05
  page.writeUInt16BE(leaves.length - 1, 3)
  page.writeUInt32BE(leaves.at(-1)!.page, 8)
  let content = page.length
  for (const [i, { page: child, last }] of leaves.slice(0, -1).entries()) {
    const key = varint(last)
    content -= 4 + key.length
    page.writeUInt32BE(child, content)
    key.copy(page, content + 4)
    page.writeUInt16BE(content, 12 + 2 * i)
  }
  page.writeUInt16BE(content, 5)
}

/** A cell; what does not fit into its page goes to pages of its own. */
function cell(
  pages: Buffer[],
  [rowid, values]: SqliteTable['rows'][number],
  keyless: boolean,
  { pageSize, encoding }: SqliteStyle,
): Buffer {
  const payload = record(values, encoding)
  const head = keyless ? varint(payload.length) : Buffer.concat([varint(payload.length), varint(rowid)])
  const most = keyless ? Math.floor(((pageSize - 12) * 64) / 255) - 23 : pageSize - 35
  if (payload.length <= most) return padded(Buffer.concat([head, payload]))
  const least = Math.floor(((pageSize - 12) * 32) / 255) - 23
  const fitting = least + ((payload.length - least) % (pageSize - 4))
  const local = fitting <= most ? fitting : least
  const first = Buffer.alloc(4)
  first.writeUInt32BE(pages.length + 1)
  for (let at = local; at < payload.length; at += pageSize - 4) {
    const page = Buffer.alloc(pageSize)
    payload.copy(page, 4, at, Math.min(payload.length, at + pageSize - 4))
    const number = pages.push(page)
    if (at + pageSize - 4 < payload.length) page.writeUInt32BE(number + 1, 0)
  }
  return Buffer.concat([head, payload.subarray(0, local), first])
}

/** No cell is shorter than a free block's header. */
function padded(bytes: Buffer): Buffer {
  return bytes.length >= 4 ? bytes : Buffer.concat([bytes, Buffer.alloc(4 - bytes.length)])
}

function record(values: readonly SqliteValue[], encoding: SqliteStyle['encoding']): Buffer {
  const parts = values.map((v) => serial(v, encoding))
  const types = Buffer.concat(parts.map((p) => varint(p.type)))
  // The header's length counts itself.
  const size = types.length + 1 < 128 ? types.length + 1 : types.length + 2
  return Buffer.concat([varint(size), types, ...parts.map((p) => p.body)])
}

function serial(value: SqliteValue, encoding: SqliteStyle['encoding']): { type: number; body: Buffer } {
  if (value === null) return { type: 0, body: Buffer.alloc(0) }
  if (Buffer.isBuffer(value)) return { type: 12 + 2 * value.length, body: value }
  if (typeof value === 'string') {
    const body = Buffer.from(value, encoding === 'utf8' ? 'utf8' : 'utf16le')
    if (encoding === 'utf16be') body.swap16()
    return { type: 13 + 2 * body.length, body }
  }
  if (typeof value === 'object') {
    const body = Buffer.alloc(8)
    body.writeDoubleBE(value.real)
    return { type: 7, body }
  }
  if (value === 0 || value === 1) return { type: 8 + value, body: Buffer.alloc(0) }
  for (const [type, width] of [
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 4],
    [5, 6],
  ] as const) {
    const most = 2 ** (8 * width - 1)
    if (typeof value !== 'number' || value >= most || value < -most) continue
    const body = Buffer.alloc(width)
    body.writeIntBE(value, 0, width)
    return { type, body }
  }
  const body = Buffer.alloc(8)
  body.writeBigInt64BE(BigInt(value))
  return { type: 6, body }
}

function varint(value: number): Buffer {
  const bytes = [value % 128]
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(128 + (rest % 128))
  return Buffer.from(bytes)
}
