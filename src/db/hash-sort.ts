/** Hashes of rows, gathered in any order and given back in the order of their bytes. */
export interface HashSorter {
  /** Takes one record: a hash, and what belongs to it. */
  readonly add: (from: Buffer, at: number) => void
  /** The records in order, in pieces. */
  readonly sorted: () => Generator<Buffer, void, undefined>
}

const buckets = 256
/** Records in the first piece of a bucket, and in each after it: pieces are filled and kept, never copied to grow. */
const [firstPiece, laterPiece] = [64, 1024]

/**
 * Sorts records of `width` bytes, a multiple of four, 32 of which are a SHA-256. They are spread over buckets by their first byte; in a bucket
 * the next five bytes and the place of a record make one number, and numbers are sorted natively.
 */
export function openHashSorter(width: number): HashSorter {
  const full: Buffer[][] = Array.from({ length: buckets }, () => [])
  const open: Buffer[] = Array.from({ length: buckets }, () => Buffer.alloc(0))
  const sizes = new Uint32Array(buckets)
  return {
    add: (from, at) => {
      const bucket = from[at]!
      let size = sizes[bucket]!
      let into = open[bucket]!
      if (size === into.length) {
        if (size > 0) full[bucket]!.push(into)
        open[bucket] = into = Buffer.allocUnsafeSlow(width * (size > 0 ? laterPiece : firstPiece))
        size = 0
      }
      for (let i = 0; i < width; i++) into[size + i] = from[at + i]!
      sizes[bucket] = size + width
    },
    *sorted() {
      for (let bucket = 0; bucket < buckets; bucket++) {
        const pieces = [...full[bucket]!, open[bucket]!.subarray(0, sizes[bucket]!)]
        full[bucket] = []
        open[bucket] = Buffer.alloc(0)
        sizes[bucket] = 0
        const records = whole(pieces)
        if (records.length > 0) yield inOrder(records, width)
      }
    },
  }
}

/** The pieces as one, in memory of its own, so that it can be read as words. */
function whole(pieces: readonly Buffer[]): Buffer {
  const records = Buffer.allocUnsafeSlow(pieces.reduce((sum, p) => sum + p.length, 0))
  let at = 0
  for (const piece of pieces) {
    records.set(piece, at)
    at += piece.length
  }
  return records
}

/** A place in a bucket has 24 bits. */
const mostInBucket = 1 << 24

function inOrder(records: Buffer, width: number): Buffer {
  const n = records.length / width
  if (n > mostInBucket) throw new RangeError(`${n} rows are too many for one digest; divide the table.`)
  const keys = new BigUint64Array(n)
  const halves = new Uint32Array(keys.buffer)
  for (let i = 0, at = 0; i < n; i++, at += width) {
    halves[2 * i] = (records[at + 5]! << 24) | i
    halves[2 * i + 1] = (records[at + 1]! << 24) | (records[at + 2]! << 16) | (records[at + 3]! << 8) | records[at + 4]!
  }
  keys.sort()
  settleTies(records, width, halves)
  const out = Buffer.allocUnsafeSlow(records.length)
  const [from, to] = [words(records), words(out)]
  const each = width / 4
  for (let i = 0, at = 0; i < n; i++) {
    const first = (halves[2 * i]! & (mostInBucket - 1)) * each
    // Word by word: for so few bytes a copy by Buffer would make an object each time.
    for (let w = 0; w < each; w++) to[at++] = from[first + w]!
  }
  return out
}

function words(bytes: Buffer): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
}

/** Records whose first six bytes agree stand next to each other; the whole of them decides. */
function settleTies(records: Buffer, width: number, halves: Uint32Array): void {
  const alike = (k: number): boolean =>
    halves[2 * k - 1] === halves[2 * k + 1] && halves[2 * k - 2]! >>> 24 === halves[2 * k]! >>> 24
  const record = (k: number): Buffer => {
    const at = (halves[2 * k]! & (mostInBucket - 1)) * width
    return records.subarray(at, at + width)
  }
  for (let i = 1; i < halves.length / 2; i++) {
    for (let k = i; k > 0 && alike(k) && Buffer.compare(record(k - 1), record(k)) > 0; k--) {
      const before = halves[2 * k - 2]!
      halves[2 * k - 2] = halves[2 * k]!
      halves[2 * k] = before
    }
  }
}
