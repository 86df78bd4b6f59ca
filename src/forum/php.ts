/** A value of PHP's serialize(); arrays come as pairs in their order, objects as the arrays they hold. */
export type PhpValue = string | number | boolean | null | readonly (readonly [key: string, value: PhpValue])[]

type Pairs = [string, PhpValue][]

interface Reading {
  readonly bytes: Buffer
  at: number
  values: number
}

const deepest = 64
const most = 100_000

/**
 * Reads what PHP's serialize() wrote, or null where it is anything else: bounded in depth and count, never making an
 * object. Lengths count bytes in the board's own character set, so a text that was converted since may be refused.
 * Source: php.net, "serialize", and ext/standard/var.c for the letters.
 */
export function unserialize(text: string): { readonly value: PhpValue } | null {
  const reading: Reading = { bytes: Buffer.from(text, 'utf8'), at: 0, values: 0 }
  const value = readValue(reading, 0)
  return value === undefined || reading.at !== reading.bytes.length ? null : { value }
}

function readValue(r: Reading, depth: number): PhpValue | undefined {
  r.values += 1
  if (depth > deepest || r.values > most) return undefined
  const kind = String.fromCharCode(r.bytes[r.at] ?? 0)
  if (kind === 'N') return take(r, 'N;') ? null : undefined
  if (r.bytes[r.at + 1] !== 0x3a) return undefined
  r.at += 2
  switch (kind) {
    case 'b': {
      const word = until(r, ';')
      return word === '0' ? false : word === '1' ? true : undefined
    }
    case 'i':
    case 'd': {
      const word = until(r, ';')
      const number = Number(word)
      return word === null || word === '' || Number.isNaN(number) ? undefined : number
    }
    case 's':
      return readString(r)
    case 'a':
      return readPairs(r, depth)
    case 'O': {
      const length = count(r)
      if (length === null || !take(r, '"')) return undefined
      r.at += length
      return take(r, '":') ? readPairs(r, depth) : undefined
    }
    default:
      return undefined
  }
}

function readString(r: Reading): string | undefined {
  const length = count(r)
  if (length === null || !take(r, '"') || r.at + length > r.bytes.length) return undefined
  const text = r.bytes.toString('utf8', r.at, r.at + length)
  r.at += length
  return take(r, '";') ? text : undefined
}

function readPairs(r: Reading, depth: number): PhpValue | undefined {
  const length = count(r)
  if (length === null || !take(r, '{')) return undefined
  const pairs: Pairs = []
  for (let i = 0; i < length; i++) {
    const key = readValue(r, depth + 1)
    if (typeof key !== 'string' && typeof key !== 'number') return undefined
    const value = readValue(r, depth + 1)
    if (value === undefined) return undefined
    pairs.push([String(key), value])
  }
  return take(r, '}') ? pairs : undefined
}

function count(r: Reading): number | null {
  const word = until(r, ':')
  return word !== null && /^\d{1,9}$/.test(word) ? Number(word) : null
}

function until(r: Reading, mark: string): string | null {
  const end = r.bytes.subarray(r.at, r.at + 40).indexOf(mark)
  if (end === -1) return null
  const word = r.bytes.toString('latin1', r.at, r.at + end)
  r.at += end + 1
  return word
}

function take(r: Reading, mark: string): boolean {
  if (r.bytes.toString('latin1', r.at, r.at + mark.length) !== mark) return false
  r.at += mark.length
  return true
}
