import type { PlacedFile } from '../source.ts'

/** What a write-ahead log adds to its database: pages by the place of their newest committed version. */
export interface Wal {
  readonly file: PlacedFile
  /** Page number → offset of the page's bytes in the log. */
  readonly pages: ReadonlyMap<number, number>
  /** Pages the database has after the last commit, 0 when the log holds none. */
  readonly size: number
  /** Versions of pages that a newer one in the log stands for, and frames behind the last commit. */
  readonly older: readonly { readonly page: number; readonly offset: number }[]
  /** Frames that do not belong to the log any more, by their salts or checksums. */
  readonly stale: number
}

const frameHeader = 24

/** Reads the index of a log (SQLite, "Database File Format", section 4); null when it is none for pages of this size. */
export function readWal(file: PlacedFile, pageSize: number): Wal | null {
  const head = Buffer.from(file.read(0, 32))
  if (head.length < 32) return null
  const magic = head.readUInt32BE(0)
  const size = head.readUInt32BE(8)
  if ((magic & 0xfffffffe) !== 0x377f0682 || (size === 1 ? 65536 : size) !== pageSize) return null
  const big = (magic & 1) === 1
  let sum = checksum(head.subarray(0, 24), big, [0, 0])
  const whole = sum[0] === head.readUInt32BE(24) && sum[1] === head.readUInt32BE(28)
  const pages = new Map<number, number>()
  const older: { page: number; offset: number }[] = []
  let open = new Map<number, number>()
  let committed = 0
  let at = 32
  for (; whole && at + frameHeader + pageSize <= file.size; at += frameHeader + pageSize) {
    const frame = Buffer.from(file.read(at, frameHeader + pageSize))
    if (frame.compare(head, 16, 24, 8, 16) !== 0) break
    sum = checksum(frame.subarray(frameHeader), big, checksum(frame.subarray(0, 8), big, sum))
    if (sum[0] !== frame.readUInt32BE(16) || sum[1] !== frame.readUInt32BE(20)) break
    const page = frame.readUInt32BE(0)
    const before = open.get(page)
    if (before !== undefined) older.push({ page, offset: before })
    open.set(page, at + frameHeader)
    if (frame.readUInt32BE(4) === 0) continue
    committed = frame.readUInt32BE(4)
    for (const [n, offset] of open) {
      const replaced = pages.get(n)
      if (replaced !== undefined) older.push({ page: n, offset: replaced })
      pages.set(n, offset)
    }
    open = new Map()
  }
  for (const [page, offset] of open) older.push({ page, offset })
  const stale = Math.max(0, Math.floor((file.size - at) / (frameHeader + pageSize)))
  return { file, pages, size: committed, older, stale }
}

function checksum(bytes: Buffer, big: boolean, from: readonly [number, number]): [number, number] {
  let [a, b] = from
  for (let i = 0; i + 8 <= bytes.length; i += 8) {
    const x = big ? bytes.readUInt32BE(i) : bytes.readUInt32LE(i)
    const y = big ? bytes.readUInt32BE(i + 4) : bytes.readUInt32LE(i + 4)
    a = (a + x + b) >>> 0
    b = (b + y + a) >>> 0
  }
  return [a, b]
}
