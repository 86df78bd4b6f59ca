/** The little of DER (ITU-T X.690) that RFC 3161 needs: a writer, and a reader that never looks beyond its bytes. */

/** One element: its tag, its content, and all its bytes. */
export interface Der {
  readonly tag: number
  readonly content: Buffer
  readonly bytes: Buffer
}

/** Tags of the universal class that occur. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  none: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

/** What is no DER, or not the structure it should be. */
export class DerError extends Error {}

/** Writes an element around its content. */
export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  const length: number[] = []
  for (let n = body.length; n > 0; n = Math.floor(n / 256)) length.unshift(n % 256)
  const head = body.length < 128 ? [tag, body.length] : [tag, 0x80 | length.length, ...length]
  return Buffer.concat([Buffer.from(head), body])
}

/** A non-negative integer, shortest form. */
export function derInteger(bytes: Uint8Array): Buffer {
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0) start++
  const value = bytes.subarray(start)
  return der(tags.integer, (value[0] ?? 0) >= 0x80 || value.length === 0 ? Buffer.from([0]) : Buffer.alloc(0), value)
}

/** An object identifier from its dotted form. */
export function derOid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest].flatMap((n) => {
    const sevens = [n & 0x7f]
    for (let left = n >>> 7; left > 0; left >>>= 7) sevens.unshift(0x80 | (left & 0x7f))
    return sevens
  })
  return der(tags.oid, Buffer.from(bytes))
}

/** Reads the element at the beginning; whatever follows it is left alone. */
export function readDer(bytes: Buffer): Der {
  const [tag, first] = [bytes[0], bytes[1]]
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new DerError('an element is cut short')
  const count = first < 0x80 ? 0 : first & 0x7f
  if (first === 0x80 || count > 4) throw new DerError('a length is not definite or too long')
  if (bytes.length < 2 + count) throw new DerError('a length is cut short')
  const length = count === 0 ? first : bytes.readUIntBE(2, count)
  const end = 2 + count + length
  if (end > bytes.length) throw new DerError(`an element of ${length} bytes is cut short`)
  return { tag, content: bytes.subarray(2 + count, end), bytes: bytes.subarray(0, end) }
}

/** The elements inside an element. */
export function inside(element: Der | undefined, tag?: number): readonly Der[] {
  if (!element || (tag !== undefined && element.tag !== tag)) throw new DerError('an expected element is missing')
  const found: Der[] = []
  for (let rest = element.content; rest.length > 0; rest = rest.subarray(found.at(-1)!.bytes.length))
    found.push(readDer(rest))
  return found
}

/** An object identifier in dotted form. */
export function readOid(element: Der | undefined): string {
  if (element?.tag !== tags.oid) throw new DerError('an object identifier is missing')
  const numbers: number[] = []
  let n = 0
  for (const byte of element.content) {
    n = n * 128 + (byte & 0x7f)
    if (!Number.isSafeInteger(n)) throw new DerError('an object identifier is too large')
    if (byte < 0x80) {
      numbers.push(n)
      n = 0
    }
  }
  const first = numbers[0] ?? 0
  const top = Math.min(2, Math.floor(first / 40))
  return [top, first - top * 40, ...numbers.slice(1)].join('.')
}

/** The content of an element that must have this tag. */
export function contentOf(element: Der | undefined, tag: number): Buffer {
  if (element?.tag !== tag) throw new DerError('an expected element is missing')
  return element.content
}

/** A non-negative integer as hexadecimal digits without leading zeros: serial numbers and nonces are longer than numbers. */
export function readInteger(element: Der | undefined): string {
  return contentOf(element, tags.integer)
    .toString('hex')
    .replace(/^0+(?=.)/, '')
}
