import ipaddr from 'ipaddr.js'

/** An address as a number: 32 bits, or 128. */
export type Numbered = { readonly bits: 32; readonly value: number } | { readonly bits: 128; readonly value: bigint }

/** Reads an address in canonical text form; null where it is none. */
export function numberOf(ip: string): Numbered | null {
  const four = number4(ip)
  if (four !== null) return { bits: 32, value: four }
  if (!ipaddr.IPv6.isValid(ip)) return null
  const value = ipaddr.IPv6.parse(ip)
    .toByteArray()
    .reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  return { bits: 128, value }
}

function number4(ip: string): number | null {
  let [value, part, digits, dots] = [0, 0, 0, 0]
  for (let i = 0; i < ip.length; i++) {
    const c = ip.charCodeAt(i)
    if (c === 46) {
      if (digits === 0) return null
      value = value * 256 + part
      dots += 1
      part = 0
      digits = 0
    } else if (c >= 48 && c <= 57) {
      part = part * 10 + c - 48
      digits += 1
      if (part > 255 || digits > 3) return null
    } else return null
  }
  return dots === 3 && digits > 0 ? value * 256 + part : null
}

/** Ranges that IANA set aside, and what an address there is; sources: the IPv4 and IPv6 special-purpose registries. */
const special4: readonly (readonly [first: number, last: number, why: string])[] = (
  [
    ['0.0.0.0', 8, 'reserved'],
    ['10.0.0.0', 8, 'private'],
    ['100.64.0.0', 10, 'carrier-grade'],
    ['127.0.0.0', 8, 'loopback'],
    ['169.254.0.0', 16, 'link-local'],
    ['172.16.0.0', 12, 'private'],
    ['192.0.0.0', 24, 'reserved'],
    ['192.0.2.0', 24, 'documentation'],
    ['192.168.0.0', 16, 'private'],
    ['198.18.0.0', 15, 'reserved'],
    ['198.51.100.0', 24, 'documentation'],
    ['203.0.113.0', 24, 'documentation'],
    ['224.0.0.0', 3, 'reserved'],
  ] as const
).map(([base, bits, why]) => [number4(base)!, number4(base)! + 2 ** (32 - bits) - 1, why])

const special6: readonly (readonly [prefix: bigint, bits: number, why: string])[] = (
  [
    ['::1', 128, 'loopback'],
    ['::', 96, 'reserved'],
    ['100::', 64, 'reserved'],
    ['2001:db8::', 32, 'documentation'],
    ['3fff::', 20, 'documentation'],
    ['fc00::', 7, 'private'],
    ['fe80::', 10, 'link-local'],
    ['ff00::', 8, 'reserved'],
  ] as const
).map(([base, bits, why]) => [(numberOf(base)!.value as bigint) >> BigInt(128 - bits), bits, why])

/** Why an address says nothing of where its user was, or null for one of the public internet. */
export function specialPurpose(address: Numbered): string | null {
  if (address.bits === 32) {
    for (const [first, last, why] of special4) if (address.value >= first && address.value <= last) return why
    return null
  }
  for (const [prefix, bits, why] of special6) if (address.value >> BigInt(128 - bits) === prefix) return why
  return null
}
