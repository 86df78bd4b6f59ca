import { createHash } from 'node:crypto'

/**
 * How names from evidence are written: as they are where that is printable UTF-8, and byte by byte as `\xHH` where it is
 * not, so that every name fits on one line and can be turned back into its bytes.
 */

/** A name's bytes as text. */
export function writeName(bytes: Uint8Array): string {
  const text = decode(bytes)
  if (text !== null && !/[\x00-\x1f\x7f-\x9f\\\u2028\u2029\ufeff]/.test(text)) return text
  let out = ''
  for (let i = 0; i < bytes.length; ) {
    const length = characterAt(bytes, i)
    out += length === 0 ? `\\x${bytes[i]!.toString(16).padStart(2, '0')}` : decode(bytes.subarray(i, i + length))
    i += Math.max(1, length)
  }
  return out
}

/** The bytes of a name as `writeName` wrote it. */
export function readName(text: string): Buffer {
  const parts = text.split(/\\x([0-9a-f]{2})/)
  return Buffer.concat(parts.map((part, i) => (i % 2 === 1 ? Buffer.from(part, 'hex') : Buffer.from(part))))
}

/** A path of bounded length: of a longer one the beginning, a hash of the whole, and the end. The manifest keeps it whole. */
export function bounded(path: string): string {
  if (Buffer.byteLength(path) <= longestPath) return path
  const hash = createHash('sha256').update(path).digest('hex')
  return `${cut(path, 0, 300)}…${hash}…${cut(path, path.length - 200, path.length)}`
}

/** What an index of the store takes with room to spare. */
const longestPath = 1500

function cut(text: string, from: number, to: number): string {
  return Buffer.from(text.slice(from, to)).toString('utf8').replaceAll('\ufffd', '')
}

/** Compares names by their bytes as written: an order that no locale changes. */
export function byName(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decode(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}

/** How many bytes the printable character at `i` has; 0 where there is none. */
function characterAt(bytes: Uint8Array, i: number): number {
  const first = bytes[i]!
  const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0
  const text = length === 0 ? null : decode(bytes.subarray(i, i + length))
  return text === null || text.length === 0 || /[\x00-\x1f\x7f-\x9f\\\u2028\u2029\ufeff]/.test(text) ? 0 : length
}
