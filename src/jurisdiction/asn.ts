import { readFileSync } from 'node:fs'

/** Which network announces a range of addresses. */
export interface Asn {
  readonly asn: number
  readonly name: string
}

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

type Names = Map<number, string>

/** Reads `first,last,number,name` lines, addresses as whole numbers; source: @ip-location-db/asn, README, "CSV Format". */
export function readAsn4(path: string, names: Names): Ranges4 {
  const text = readFileSync(path, 'latin1')
  const most = Math.ceil(text.length / 20)
  const [starts, ends, numbers] = [new Uint32Array(most), new Uint32Array(most), new Uint32Array(most)]
  let n = 0
  eachLine(text, (first, last, number, name) => {
    starts[n] = Number(first)
    ends[n] = Number(last)
    numbers[n] = number
    n += 1
    if (!names.has(number)) names.set(number, name())
  })
  return { starts: starts.slice(0, n), ends: ends.slice(0, n), numbers: numbers.slice(0, n) }
}

/** As `readAsn4`, for the file of IPv6 ranges. */
export function readAsn6(path: string, names: Names): Ranges6 {
  const [starts, ends, numbers]: [bigint[], bigint[], number[]] = [[], [], []]
  eachLine(readFileSync(path, 'latin1'), (first, last, number, name) => {
    starts.push(BigInt(first))
    ends.push(BigInt(last))
    numbers.push(number)
    if (!names.has(number)) names.set(number, name())
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

/** Calls back with the fields of each line; the name only when asked for, since most are repeated. */
function eachLine(text: string, take: (first: string, last: string, number: number, name: () => string) => void): void {
  let from = 0
  while (from < text.length) {
    const end = text.indexOf('\n', from)
    const to = end < 0 ? text.length : end
    const a = text.indexOf(',', from)
    const b = text.indexOf(',', a + 1)
    const c = text.indexOf(',', b + 1)
    if (a > 0 && c > 0 && c < to) {
      take(text.slice(from, a), text.slice(a + 1, b), Number(text.slice(b + 1, c)), () =>
        unquote(text.slice(c + 1, to)),
      )
    }
    from = to + 1
  }
}

/** CSV quoting, then the bytes as the UTF-8 they are. */
function unquote(field: string): string {
  const bare = field.endsWith('\r') ? field.slice(0, -1) : field
  const plain = bare.startsWith('"') ? bare.slice(1, -1).replaceAll('""', '"') : bare
  return Buffer.from(plain, 'latin1').toString('utf8')
}
