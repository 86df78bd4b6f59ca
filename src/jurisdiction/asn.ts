import { readFileSync } from 'node:fs'

/** Ranges of the IPv4 file in order: first and last address, network number. */
interface Ranges4 {
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  readonly numbers: Uint32Array
}

/** Ranges of the IPv6 file in order; the numbers have 128 bits. */
interface Ranges6 {
  readonly starts: readonly bigint[]
  readonly ends: readonly bigint[]
  readonly numbers: Uint32Array
}

/** The names of networks by their number. They are many and few are asked for: noted is where they stand. */
export interface Names {
  readonly of: (asn: number) => string | null
  readonly note: (asn: number, file: Buffer, from: number, to: number) => void
}

/** Names of no file yet. */
export function openNames(): Names {
  const places = new Map<number, { readonly file: Buffer; readonly from: number; readonly to: number }>()
  return {
    note: (asn, file, from, to) => {
      if (!places.has(asn)) places.set(asn, { file, from, to })
    },
    of: (asn) => {
      const place = places.get(asn)
      return place === undefined ? null : unquote(place.file.toString('utf8', place.from, place.to))
    },
  }
}

/** The shortest line: three digits, three commas and the end of the line. */
const shortestLine = 7

/** Reads `first,last,number,name` lines, addresses as whole numbers; source: @ip-location-db/asn, README, "CSV Format". */
export function readAsn4(path: string, names: Names): Ranges4 {
  const file = readFileSync(path)
  const most = Math.ceil(file.length / shortestLine)
  const [starts, ends, numbers] = [new Uint32Array(most), new Uint32Array(most), new Uint32Array(most)]
  let n = 0
  eachLine(file, (from, a, b, c, to) => {
    starts[n] = whole(file, from, a)
    ends[n] = whole(file, a + 1, b)
    numbers[n] = whole(file, b + 1, c)
    names.note(numbers[n]!, file, c + 1, to)
    n += 1
  })
  return { starts: starts.slice(0, n), ends: ends.slice(0, n), numbers: numbers.slice(0, n) }
}

/** As `readAsn4`, for the file of IPv6 ranges. */
export function readAsn6(path: string, names: Names): Ranges6 {
  const file = readFileSync(path)
  const [starts, ends, numbers]: [bigint[], bigint[], number[]] = [[], [], []]
  eachLine(file, (from, a, b, c, to) => {
    starts.push(BigInt(file.toString('latin1', from, a)))
    ends.push(BigInt(file.toString('latin1', a + 1, b)))
    const number = whole(file, b + 1, c)
    numbers.push(number)
    names.note(number, file, c + 1, to)
  })
  return { starts, ends, numbers: Uint32Array.from(numbers) }
}

/** The network number of an address, or null where no range holds it. */
export function findRange<T extends number | bigint>(
  ranges: { readonly starts: ArrayLike<T>; readonly ends: ArrayLike<T>; readonly numbers: Uint32Array },
  address: T,
): number | null {
  let [low, high] = [0, ranges.starts.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    if (ranges.starts[middle]! > address) high = middle - 1
    else low = middle + 1
  }
  return high >= 0 && ranges.ends[high]! >= address ? ranges.numbers[high]! : null
}

const [newline, comma, zero] = [10, 44, 48]

/** Calls back with where each line begins, where its first three commas stand, and where it ends. */
function eachLine(file: Buffer, take: (from: number, a: number, b: number, c: number, to: number) => void): void {
  let [from, a, b, c] = [0, -1, -1, -1]
  for (let at = 0; at <= file.length; at += 1) {
    const byte = at < file.length ? file[at]! : newline
    if (byte === comma && c < 0) {
      if (a < 0) a = at
      else if (b < 0) b = at
      else c = at
    } else if (byte === newline) {
      if (c >= 0) take(from, a, b, c, at)
      from = at + 1
      a = b = c = -1
    }
  }
}

/** A whole number in decimal digits. */
function whole(file: Buffer, from: number, to: number): number {
  let value = 0
  for (let i = from; i < to; i += 1) value = value * 10 + file[i]! - zero
  return value
}

/** CSV quoting; lines may end as on Windows. */
function unquote(field: string): string {
  const bare = field.endsWith('\r') ? field.slice(0, -1) : field
  return bare.startsWith('"') ? bare.slice(1, -1).replaceAll('""', '"') : bare
}
