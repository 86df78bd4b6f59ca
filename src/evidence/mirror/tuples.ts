/**
 * Rows of one mirror table in the form of PostgreSQL's COPY BINARY (documentation of COPY, "Binary Format"): a count of
 * fields, then for each its length and bytes. Readers write straight into `out`, so that a value is copied once.
 */
export interface Tuples {
  /** The table's row counter, shared by all its Tuples. */
  readonly table: { rows: number }
  /** Columns in the order of the values, without the provenance columns that come before them. */
  readonly columns: readonly string[]
  readonly file: number
  out: Uint8Array
  view: DataView
  /** Bytes of `out` that hold whole rows. */
  size: number
  full: Uint8Array[]
  rows: number
}

/** Names of the columns that the mirror puts before each row's own. */
export const mirrorColumns = ['_row', '_offset', '_file', '_length'] as const

/** Bytes that stand before a row's own values. */
export const prefixBytes = 2 + 12 + 12 + 8 + 8

const smallest = 8 << 10
const largest = 1 << 20

/** No rows yet. */
export function openTuples(table: { rows: number }, columns: readonly string[], file: number): Tuples {
  const out = allocate(smallest)
  return { table, columns, file, out, view: viewOf(out), size: 0, full: [], rows: 0 }
}

/** More room: a new chunk, or a larger one for a row that does not fit into an empty one. */
export function moreRoom(t: Tuples): void {
  const length = t.out.length
  if (t.size > 0) {
    t.full.push(t.out.subarray(0, t.size))
    t.out = allocate(Math.min(length * 4, largest))
  } else t.out = allocate(length * 2)
  t.view = viewOf(t.out)
  t.size = 0
}

/** Ends the row whose values were written up to `next`: counts it and writes what stands before them. */
export function commitTuple(t: Tuples, fields: number, next: number, offset: number, length: number): void {
  const v = t.view
  const at = t.size
  t.rows++
  const row = ++t.table.rows
  v.setInt16(at, fields + 4)
  v.setInt32(at + 2, 8)
  v.setUint32(at + 6, Math.floor(row / 0x1_0000_0000))
  v.setUint32(at + 10, row >>> 0)
  v.setInt32(at + 14, 8)
  v.setUint32(at + 18, Math.floor(offset / 0x1_0000_0000))
  v.setUint32(at + 22, offset >>> 0)
  v.setInt32(at + 26, 4)
  v.setInt32(at + 30, t.file)
  v.setInt32(at + 34, 4)
  v.setInt32(at + 38, length)
  t.size = next
}

/** Takes the rows out, leaving none. */
export function takeChunks(t: Tuples): readonly Uint8Array[] {
  const chunks = t.size > 0 ? [...t.full, t.out.subarray(0, t.size)] : t.full
  t.full = []
  t.rows = 0
  t.size = 0
  t.out = allocate(smallest)
  t.view = viewOf(t.out)
  return chunks
}

function allocate(bytes: number): Uint8Array {
  const b = Buffer.allocUnsafeSlow(bytes)
  return new Uint8Array(b.buffer, b.byteOffset, bytes)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

/** From this many columns on a row may be too wide for PostgreSQL, however short its values. */
export const wideRow = 300
/** Bytes a row can have on a page of 8 KB, its header and the mirror's own columns left out. */
const widest = 8000

/**
 * False when PostgreSQL cannot store the row whose values end at `next`: values longer than a pointer are moved out of
 * it, but the pointers stay (documentation, "TOAST").
 */
export function fits(t: Tuples, next: number): boolean {
  let width = 0
  for (let i = t.size + prefixBytes; i < next; ) {
    const length = t.view.getInt32(i)
    width += length < 0 ? 0 : Math.min(length + 1, 24)
    i += 4 + Math.max(length, 0)
  }
  return width <= widest - 200
}
