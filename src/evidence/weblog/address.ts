import { packInet, unpackInet } from '../../db/inet.ts'

/**
 * The address of a client in the one form used everywhere (dotted decimal, RFC 5952, IPv4-mapped as IPv4), or null for
 * what is no address: a host name, a value that was cut.
 */
export function canonicalAddress(text: string): string | null {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text
  if (bare.length > 60) return null
  const packed = packInet(bare.replace(/%.*$/s, ''))
  if (!packed || bare.includes('/')) return null
  return unpackInet(packed).replace(/^::ffff:(?=\d+\.)/, '')
}

/** True for strict dotted decimal, which is its own canonical form. */
export function isDotted(b: Uint8Array, from: number, to: number): boolean {
  let value = -1
  let dots = 0
  for (let i = from; i < to; i++) {
    const c = b[i]!
    if (c === 0x2e) {
      if (value < 0) return false
      dots++
      value = -1
    } else {
      const d = c - 48
      if (!(d >= 0 && d <= 9) || value === 0) return false
      value = value < 0 ? d : value * 10 + d
      if (value > 255) return false
    }
  }
  return dots === 3 && value >= 0
}

const most = 1 << 16

/** Canonical addresses by what was written, kept for a while since clients come back. */
export function openAddresses(): (b: Buffer, from: number, to: number) => Buffer | null {
  const known = new Map<string, Buffer | null>()
  return (b, from, to) => {
    const text = b.toString('latin1', from, to)
    const found = known.get(text)
    if (found !== undefined) return found
    if (known.size >= most) known.clear()
    const address = canonicalAddress(text)
    const bytes = address === null ? null : Buffer.from(address, 'latin1')
    known.set(text, bytes)
    return bytes
  }
}
