import { mailSecrets } from '../evidence/mail/secrets.ts'
import type { Run } from './mask.ts'
import { limits } from './trace.ts'

/** Bytes of a message that are looked through: those that are shown, and what a secret may reach into. */
const looked = limits.bytes + 4096

/** Text of which it is known where each character stands. */
interface Placed {
  readonly text: string
  /** For each character the byte at which it begins; one more than there are characters. */
  readonly at: readonly number[] | null
}

/**
 * What is hidden of the bytes of a message: passwords and keys, however they are written (quoted-printable, RFC 2045; any
 * character set of one byte that the message names, UTF-8 besides), and all that is base64, which hides what it says.
 */
export function letterSecrets(whole: Buffer): readonly Run[] {
  const bytes = whole.subarray(0, looked)
  const plain = bytes.toString('latin1')
  const ways: Placed[] = [{ text: plain, at: null }, utf8(bytes, null)]
  for (const text of charsetsIn(plain, bytes)) ways.push({ text, at: null })
  if (/^content-transfer-encoding:\s*quoted-printable/im.test(plain)) {
    const decoded = quotedPrintable(plain)
    const unquoted = Buffer.from(decoded.text, 'latin1')
    ways.push(decoded, utf8(unquoted, decoded.at))
    for (const text of charsetsIn(plain, unquoted)) ways.push({ text, at: decoded.at })
  }
  const runs = ways.flatMap(({ text, at }) =>
    mailSecrets(text).map(({ start, end }) => (at === null ? { start, end } : { start: at[start]!, end: at[end]! })),
  )
  return [...runs, ...base64(plain)]
}

/** The body of every part that is base64, to the next boundary. */
function base64(text: string): readonly Run[] {
  const runs: Run[] = []
  for (const m of text.matchAll(/^content-transfer-encoding:[ \t]*base64/gim)) {
    const blank = /\r?\n\r?\n/g
    blank.lastIndex = m.index
    const head = blank.exec(text)
    if (head === null) continue
    const start = head.index + head[0].length
    const next = text.indexOf('\n--', start - 1)
    runs.push({ start, end: next < 0 ? text.length : Math.max(start, next) })
  }
  return runs
}

/** The text in each character set of one byte that the message names. */
function charsetsIn(text: string, bytes: Buffer): readonly string[] {
  const names = new Set([...text.matchAll(/charset="?([\w-]{3,40})/gi)].slice(0, 20).map((m) => m[1]!.toLowerCase()))
  return [...names].slice(0, 4).flatMap((name) => {
    try {
      const decoded = new TextDecoder(name).decode(bytes)
      return decoded.length === bytes.length ? [decoded] : []
    } catch {
      return []
    }
  })
}

function quotedPrintable(text: string): Placed & { readonly at: readonly number[] } {
  let out = ''
  const at: number[] = []
  for (let i = 0; i < text.length; ) {
    const sign = text[i] === '=' ? /=(?:([0-9A-F]{2})|[ \t]*\r?\n)/iy : null
    if (sign) sign.lastIndex = i
    const m = sign?.exec(text) ?? null
    if (m === null || m[1] !== undefined) {
      at.push(i)
      out += m === null ? text[i] : String.fromCharCode(Number.parseInt(m[1]!, 16))
    }
    i += m?.[0].length ?? 1
  }
  return { text: out, at: [...at, text.length] }
}

/** UTF-8, whatever is none of it as one character a byte. */
function utf8(bytes: Buffer, places: readonly number[] | null): Placed {
  let text = ''
  const at: number[] = []
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i]!
    const length = first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 1
    const read = bytes.toString('utf8', i, i + length)
    const whole = length > 1 && !read.includes('\ufffd')
    const character = whole ? read : String.fromCharCode(first)
    for (let k = 0; k < character.length; k++) at.push(places === null ? i : places[i]!)
    text += character
    i += whole ? length : 1
  }
  return { text, at: [...at, places === null ? bytes.length : places[bytes.length]!] }
}
