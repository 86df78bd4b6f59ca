/** What the first packets of an OpenPGP message or key tell (RFC 9580, sections 4 and 5). */
export interface PgpSign {
  readonly what: 'message' | 'private-key'
  /** Key ids of the recipients; sixteen zeros where the recipient is hidden. */
  readonly recipients: readonly string[]
  /** How many passphrases it is encrypted to. */
  readonly passphrases: number
}

/** Packets before the encrypted data of a message with very many recipients. */
const mostPackets = 1000

/** Tells an encrypted message or a private key; null for anything else. */
export function pgpSign(bytes: Buffer): PgpSign | null {
  const recipients: string[] = []
  let passphrases = 0
  for (let at = 0, n = 0; n < mostPackets; n++) {
    const packet = packetAt(bytes, at)
    if (packet === null) return null
    const body = bytes.subarray(packet.from, packet.to)
    if (packet.tag === 5)
      return n === 0 && isKeyBody(body) ? { what: 'private-key', recipients: [], passphrases: 0 } : null
    if (packet.tag === 1) {
      const id = recipientOf(body)
      if (id === null) return null
      recipients.push(id)
    } else if (packet.tag === 3) {
      if (body.length < 4 || ![4, 5, 6].includes(body[0]!)) return null
      passphrases += 1
    } else if (n > 0 && [9, 18, 20].includes(packet.tag)) return { what: 'message', recipients, passphrases }
    else if (packet.tag === 18 && body[0] === 1) return { what: 'message', recipients, passphrases }
    else return null
    if (packet.to > bytes.length) return { what: 'message', recipients, passphrases }
    at = packet.to
  }
  return null
}

/** Public-Key Encrypted Session Key: version 3 has the key id, version 6 a fingerprint. */
function recipientOf(body: Buffer): string | null {
  if (body[0] === 3 && body.length >= 10 && [1, 2, 16, 18, 22, 25, 26].includes(body[9]!))
    return body.toString('hex', 1, 9).toUpperCase()
  if (body[0] === 6 && body.length > 2) return body.toString('hex', 3, 2 + body[1]!).toUpperCase()
  return null
}

function isKeyBody(body: Buffer): boolean {
  return body.length > 12 && [3, 4, 5, 6].includes(body[0]!) && body.readUInt32BE(1) > 0
}

/** Section 4.2: old and new forms of a header; a length that is not known ends with the bytes. */
function packetAt(
  bytes: Buffer,
  at: number,
): { readonly tag: number; readonly from: number; readonly to: number } | null {
  const head = bytes[at]
  if (head === undefined || (head & 0x80) === 0 || at + 6 > bytes.length) return null
  if ((head & 0x40) === 0) {
    const [tag, type] = [(head >> 2) & 15, head & 3]
    if (type === 3) return { tag, from: at + 1, to: bytes.length }
    const size = 1 << type
    const from = at + 1 + size
    return { tag, from, to: from + bytes.readUIntBE(at + 1, size) }
  }
  const [tag, one] = [head & 63, bytes[at + 1]!]
  if (one < 192) return { tag, from: at + 2, to: at + 2 + one }
  if (one < 224) return { tag, from: at + 3, to: at + 3 + ((one - 192) << 8) + bytes[at + 2]! + 192 }
  if (one === 255) return { tag, from: at + 6, to: at + 6 + bytes.readUInt32BE(at + 2) }
  // Partial lengths: only the last packet of a message has them.
  return { tag, from: at + 2, to: bytes.length + 1 }
}
