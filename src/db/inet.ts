import { isIPv4, isIPv6 } from 'node:net'

/** Family numbers of inet's binary form; source: postgresql utils/inet.h (PGSQL_AF_INET, PGSQL_AF_INET6). */
const families = { v4: 2, v6: 3 } as const

function wordsOf(address: string): readonly number[] {
  const halves = address.split('::').map((half) =>
    half
      .split(':')
      .filter(Boolean)
      .flatMap((part) => {
        if (!part.includes('.')) return [Number.parseInt(part, 16)]
        const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number)
        return [a * 256 + b, c * 256 + d]
      }),
  )
  const [head = [], tail = []] = halves
  return halves.length === 1 ? head : [...head, ...new Array(8 - head.length - tail.length).fill(0), ...tail]
}

/** The binary form of an address or network (inet_send of PostgreSQL), or null when the text is none. */
export function packInet(text: string): Uint8Array | null {
  const [address = '', bits, ...rest] = text.split('/')
  const v4 = isIPv4(address)
  if (rest.length > 0 || address.includes('%') || !(v4 || isIPv6(address))) return null
  const most = v4 ? 32 : 128
  const mask = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : 999
  if (mask > most) return null
  const bytes = v4 ? address.split('.').map(Number) : wordsOf(address).flatMap((word) => [word >> 8, word & 255])
  return Uint8Array.from([v4 ? families.v4 : families.v6, mask, 0, bytes.length, ...bytes])
}

/** The text of an address in the binary form, as PostgreSQL writes it. */
export function unpackInet(bytes: Uint8Array): string {
  const [family, mask = 0] = bytes
  const v4 = family === families.v4
  const address = v4 ? bytes.subarray(4, 8).join('.') : textOfV6(bytes.subarray(4, 20))
  return mask === (v4 ? 32 : 128) ? address : `${address}/${mask}`
}

/** The longest run of zero words becomes `::`, and embedded IPv4 is written with dots, as inet_net_ntop.c does. */
function textOfV6(bytes: Uint8Array): string {
  const words = Array.from({ length: 8 }, (_, i) => (bytes[2 * i] ?? 0) * 256 + (bytes[2 * i + 1] ?? 0))
  let best = { start: -1, length: 1 }
  for (let i = 0; i < 8; i += 1) {
    let length = 0
    while (words[i + length] === 0) length += 1
    if (length > best.length) best = { start: i, length }
  }
  const dotted = best.start === 0 && (best.length === 6 || (best.length === 5 && words[5] === 0xffff))
  const parts = words.slice(0, dotted ? 6 : 8).map((word) => word.toString(16))
  if (dotted) parts.push(bytes.subarray(12).join('.'))
  if (best.start < 0) return parts.join(':')
  return `${parts.slice(0, best.start).join(':')}::${parts.slice(best.start + best.length).join(':')}`
}
