/** Hashes of rows, gathered in any order and given back in the order of their bytes. */
export interface HashSorter {
  /** Takes one record: a hash, and what belongs to it. */
  readonly add: (from: Buffer, at: number) => void
  /** The records in order, in pieces. */
  readonly sorted: () => Generator<Buffer, void, undefined>
}

const buckets = 256
const smallest = 64

/**
 * Sorts records of `width` bytes, 32 of which are a SHA-256. They are spread over buckets by their first byte; in a bucket
 * the next five bytes and the place of a record make one number, and numbers are sorted natively.
 */
export function openHashSorter(width: number): HashSorter {
  const held: Buffer[] = Array.from({ length: buckets }, () => Buffer.alloc(0))
  const sizes = new Uint32Array(buckets)
  return {
    add: (from, at) => {
      const bucket = from[at]!
      const size = sizes[bucket]!
      let into = held[bucket]!
      if (size + width > into.length) {
        const larger = Buffer.allocUnsafeSlow(
          Math.max(smallest * width, Math.ceil(into.length / width / 2) * 3 * width),
        )
        into.copy(larger, 0, 0, size)
        held[bucket] = into = larger
      }
      for (let i = 0; i < width; i++) into[size + i] = from[at + i]!
      sizes[bucket] = size + width
    },
    *sorted() {
      for (let bucket = 0; bucket < buckets; bucket++) {
        const size = sizes[bucket]!
        if (size > 0) yield inOrder(held[bucket]!.subarray(0, size), width)
        held[bucket] = Buffer.alloc(0)
        sizes[bucket] = 0
      }
    },
  }
}

/** A place in a bucket has 24 bits. */
const mostInBucket = 1 << 24

function inOrder(records: Buffer, width: number): Buffer {
  const n = records.length / width
  if (n > mostInBucket) throw new RangeError(`${n} rows are too many for one digest; divide the table.`)
  const keys = new BigUint64Array(n)
  const halves = new Uint32Array(keys.buffer)
  for (let i = 0; i < n; i++) {
    halves[2 * i] = (records[i * width + 5]! << 24) | i
    halves[2 * i + 1] = records.readUInt32BE(i * width + 1)
  }
  keys.sort()
  const places = Array.from({ length: n }, (_, i) => halves[2 * i]! & (mostInBucket - 1))
  settleTies(records, width, places)
  const out = Buffer.allocUnsafe(records.length)
  for (let i = 0; i < n; i++) records.copy(out, i * width, places[i]! * width, (places[i]! + 1) * width)
  return out
}

/** Records whose first six bytes agree stand next to each other; the whole of them decides. */
function settleTies(records: Buffer, width: number, places: number[]): void {
  const compare = (a: number, b: number): number =>
    records.compare(records, b * width, (b + 1) * width, a * width, (a + 1) * width)
  for (let i = 1; i < places.length; i++) {
    for (let k = i; k > 0 && compare(places[k - 1]!, places[k]!) > 0; k--) {
      const before = places[k - 1]!
      places[k - 1] = places[k]!
      places[k] = before
    }
  }
}
