import type { HashName } from '../model/verdict.ts'

/** How many hexadecimal digits each hash has; sources: RFC 1321, FIPS 180-4. */
export const digits: Readonly<Record<HashName, number>> = { sha256: 64, sha1: 40, md5: 32 }

const byLength = new Map<number, HashName>([
  [64, 'sha256'],
  [40, 'sha1'],
  [32, 'md5'],
])

/** Hashes of a file without a byte: every case has such files, and a set that lists them would match them all. */
const empty = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
])

/** What a text is as a hash: its name and bytes, or why it is none. */
export type Read = { readonly name: HashName; readonly bytes: Buffer } | { readonly why: string }

/** Reads a text that should be a hash of any kind. */
export function hashOf(text: string): Read {
  const name = byLength.get(text.length)
  if (name === undefined || !isHex(text)) return { why: `“${text.slice(0, 70)}” is no MD5, SHA-1 or SHA-256` }
  return proven(name, text)
}

/** Reads a text that should be a hash of this kind. */
export function namedHash(name: HashName, text: string): Read {
  if (text.length !== digits[name] || !isHex(text))
    return { why: `its ${name.toUpperCase()} “${text.slice(0, 70)}” is not ${digits[name]} hexadecimal digits` }
  return proven(name, text)
}

function proven(name: HashName, text: string): Read {
  const bytes = Buffer.from(text, 'hex')
  const first = bytes[0]
  if ((first === 0 || first === 255) && bytes.every((byte) => byte === first))
    return { why: 'its hash is a placeholder' }
  // Only texts that begin as one of the three are looked up: sets have tens of millions of lines.
  if ((first === 0xd4 || first === 0xda || first === 0xe3) && empty.has(text.toLowerCase()))
    return { why: 'its hash is that of an empty file, which every case has' }
  return { name, bytes }
}

function isHex(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i) | 32
    const isDigit = unit >= 48 && unit <= 57
    if (!isDigit && (unit < 97 || unit > 102)) return false
  }
  return true
}
