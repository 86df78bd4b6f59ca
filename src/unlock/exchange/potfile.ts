import { createReadStream } from 'node:fs'

/**
 * Lines of hashcat's potfile and of its outfile in the default form: the hash as it was given, a colon, and the plain.
 * Salts and plains may hold colons themselves, so a line is taken apart only against a hash that is known.
 */

/** A line that is no result: where it stands and why, never what it says. */
export interface Rejected {
  readonly line: number
  readonly why: string
}

/** No hash with its plain is longer: hashcat takes plains of 256 bytes at most. */
const longest = 8192

/** A file of results: where it lies, or its bytes where it was sent and must not touch a disc. */
export type Potfile = string | Uint8Array

/** The bytes of such a file. */
export function piecesOf(file: Potfile): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  return typeof file === 'string' ? createReadStream(file, { highWaterMark: 1 << 16 }) : [file]
}

/** Lines of a file as bytes-for-bytes text (latin1), without their ends; a line too long comes as null. */
export async function* linesOf(file: Potfile): AsyncGenerator<string | null> {
  let rest = ''
  let skipping = false
  for await (const chunk of piecesOf(file)) {
    const parts = (rest + Buffer.from(chunk).toString('latin1')).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      yield skipping || part.length > longest ? null : part.replace(/\r$/, '')
      skipping = false
    }
    if (rest.length > longest) {
      skipping = true
      rest = ''
    }
  }
  if (skipping) yield null
  else if (rest !== '') yield rest.replace(/\r$/, '')
}

/**
 * What a line can be found by: its first field; of PBKDF2, whose first fields say the digest and the rounds, the first
 * four. Hexadecimal digits are told in small letters.
 */
export function keyOf(line: string): string {
  const fields = line.split(':', 5)
  if (fields[0] === 'sha256') return fields.slice(0, 4).join(':')
  const first = fields[0] ?? ''
  return /^[0-9a-f]+$/i.test(first) ? first.toLowerCase() : first
}

/** The plain of a line if it is a result for this hash; null where it is one for another. */
export function plainOf(line: string, hash: string): readonly Uint8Array[] | null {
  // The known hash is text and the line is bytes: names in SMF's salts may be beyond ASCII.
  const known = Buffer.from(hash).toString('latin1')
  const start = `${known}:`
  const rest =
    line.startsWith(start) || line.slice(0, start.length).toLowerCase() === start.toLowerCase()
      ? line.slice(start.length)
      : hexSalted(line, known)
  return rest === null ? null : plains(rest)
}

/** hashcat writes a salt with a separator or foreign bytes in it as `$HEX[…]`. */
function hexSalted(line: string, known: string): string | null {
  const found = /^([^:]+):\$HEX\[((?:[0-9a-f]{2})*)\]:(.*)$/is.exec(line)
  if (!found) return null
  const salt = Buffer.from(found[2]!, 'hex').toString('latin1')
  return `${found[1]!.toLowerCase()}:${salt}` === known ? found[3]! : null
}

/** The bytes of a plain: those in `$HEX[…]`, and the text as it is in case a passphrase looks like that. */
function plains(text: string): readonly Uint8Array[] {
  const hex = /^\$HEX\[((?:[0-9a-f]{2})*)\]$/i.exec(text)?.[1]
  const asIs = Buffer.from(text, 'latin1')
  return hex === undefined ? [asIs] : [Buffer.from(hex, 'hex'), asIs]
}

/** A passphrase as the vault keeps it: text; bytes that are no UTF-8 as hashcat writes them. */
export function kept(passphrase: Uint8Array): string {
  const text = Buffer.from(passphrase).toString('utf8')
  const same = Buffer.from(text).equals(Buffer.from(passphrase))
  return same && !/[\0\r\n]/.test(text) && !/^\$HEX\[.*\]$/i.test(text)
    ? text
    : `$HEX[${Buffer.from(passphrase).toString('hex')}]`
}

/** The bytes of what the vault keeps. */
export function bytesOf(value: string): Uint8Array {
  const hex = /^\$HEX\[((?:[0-9a-f]{2})*)\]$/i.exec(value)?.[1]
  return hex === undefined ? Buffer.from(value) : Buffer.from(hex, 'hex')
}
