import { sha1 } from '@noble/hashes/legacy.js'
import { base64 } from '@scure/base'

const header = '-----BEGIN PGP PUBLIC KEY BLOCK-----'
const footer = '-----END PGP PUBLIC KEY BLOCK-----'
/** Keys with photographs and hundreds of signatures are longer; the first packet is all that counts. */
const longest = 200_000

/** Public keys pasted into a text: where each begins, and the block from its header to its footer. */
export function* armouredKeys(text: string): Generator<{ readonly start: number; readonly block: string }> {
  for (let from = text.indexOf(header); from >= 0; ) {
    const end = text.indexOf(footer, from)
    if (end < 0) return
    const start = text.lastIndexOf(header, end)
    if (end - start < longest) yield { start, block: text.slice(start, end + footer.length) }
    from = text.indexOf(header, end)
  }
}

/**
 * The fingerprint of the key in an armoured block: SHA-1 over the first packet, for version 4 keys (RFC 4880
 * section 12.2). Null where the block is damaged or of another version.
 */
export function fingerprintOfArmour(block: string): string | null {
  const lines = block.split(/\r?\n/).map((line) => line.replace(/^(?:> ?)+/, '').trim())
  const blank = lines.indexOf('', 1)
  const body = lines.slice(blank < 0 ? 1 : blank + 1).filter((line) => /^[A-Za-z0-9+/]+={0,2}$/.test(line))
  // The line that begins with `=` is the checksum, and the last line the footer: neither passes the filter.
  const text = body.join('')
  try {
    return fingerprintOfPacket(base64.decode(text.slice(0, text.length - (text.length % 4))))
  } catch {
    return null
  }
}

/** The packet's header in old or new form: RFC 4880 section 4.2. */
function fingerprintOfPacket(bytes: Uint8Array): string | null {
  const head = bytes[0] ?? 0
  const isNew = (head & 0x40) !== 0
  const tag = isNew ? head & 63 : (head >> 2) & 15
  if ((head & 0x80) === 0 || tag !== 6) return null
  const [start, length] = isNew ? newLength(bytes) : oldLength(bytes, head & 3)
  const packet = bytes.subarray(start, start + length)
  if (packet.length !== length || length > 0xffff || packet[0] !== 4) return null
  const hash = sha1(Uint8Array.from([0x99, length >> 8, length & 255, ...packet]))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()
}

function oldLength(bytes: Uint8Array, type: number): readonly [start: number, length: number] {
  if (type === 3) return [1, bytes.length - 1]
  const size = 1 << type
  let length = 0
  for (let i = 1; i <= size; i++) length = length * 256 + (bytes[i] ?? 0)
  return [1 + size, length]
}

function newLength(bytes: Uint8Array): readonly [start: number, length: number] {
  const first = bytes[1] ?? 0
  if (first < 192) return [2, first]
  if (first < 224) return [3, ((first - 192) << 8) + (bytes[2] ?? 0) + 192]
  return [6, (bytes[2] ?? 0) * 2 ** 24 + (bytes[3] ?? 0) * 2 ** 16 + (bytes[4] ?? 0) * 256 + (bytes[5] ?? 0)]
}
