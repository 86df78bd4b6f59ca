/**
 * IP addresses in the one form used everywhere: strict dotted decimal, or RFC 5952 as inet_ntop and PostgreSQL's
 * `host(inet)` print it, with IPv4-mapped addresses folded to IPv4 so that one line is one selector.
 */
export function canonicalIp(raw: string): string | null {
  const text = raw.charCodeAt(0) === 91 && raw.endsWith(']') ? raw.slice(1, -1) : raw
  if (text.length > 60) return null
  if (!text.includes(':')) return parse4(text) === null ? null : text
  const percent = text.indexOf('%')
  const words = parse6(percent < 0 ? text : text.slice(0, percent))
  return words === null ? null : format6(words)
}

/** The four bytes of a strict dotted decimal address: no leading zeros, no short forms, as RFC 6943 section 3.1.1 asks. */
export function parse4(text: string): readonly number[] | null {
  if (text.length < 7 || text.length > 15) return null
  const bytes: number[] = []
  let value = 0
  let digits = 0
  for (let i = 0; i <= text.length; i++) {
    const c = i < text.length ? text.charCodeAt(i) : 46
    if (c === 46) {
      if (digits === 0 || value > 255) return null
      bytes.push(value)
      value = 0
      digits = 0
    } else if (c >= 48 && c <= 57) {
      if (digits > 0 && value === 0) return null
      if (++digits > 3) return null
      value = value * 10 + c - 48
    } else return null
  }
  return bytes.length === 4 ? bytes : null
}

/** The eight 16-bit words of an IPv6 address in any RFC 4291 notation. */
export function parse6(text: string): readonly number[] | null {
  const halves = text.split('::')
  if (halves.length > 2 || text.length > 45) return null
  const head = words(halves[0]!, halves.length === 1)
  const tail = halves.length === 2 ? words(halves[1]!, true) : []
  if (head === null || tail === null) return null
  const gap = 8 - head.length - tail.length
  if (halves.length === 1 ? gap !== 0 : gap < 1) return null
  return [...head, ...Array<number>(gap).fill(0), ...tail]
}

function words(text: string, last: boolean): readonly number[] | null {
  if (text === '') return []
  const out: number[] = []
  const parts = text.split(':')
  for (const [i, part] of parts.entries()) {
    if (last && i === parts.length - 1 && part.includes('.')) {
      const bytes = parse4(part)
      if (bytes === null) return null
      out.push(bytes[0]! * 256 + bytes[1]!, bytes[2]! * 256 + bytes[3]!)
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) out.push(Number.parseInt(part, 16))
    else return null
  }
  return out
}

function dotted(high: number, low: number): string {
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
}

function format6(w: readonly number[]): string {
  const zeros = w.findIndex((word) => word !== 0)
  if (zeros === 5 && w[5] === 0xffff) return dotted(w[6]!, w[7]!)
  if (zeros === 6) return `::${dotted(w[6]!, w[7]!)}`
  let best = -1
  let bestLength = 1
  for (let i = 0; i < 8; i++) {
    let n = 0
    while (i + n < 8 && w[i + n] === 0) n++
    if (n > bestLength) [best, bestLength] = [i, n]
    i += n
  }
  const hex = (part: readonly number[]) => part.map((word) => word.toString(16)).join(':')
  return best < 0 ? hex(w) : `${hex(w.slice(0, best))}::${hex(w.slice(best + bestLength))}`
}

/** Why an address in canonical form says nothing of who used it, or null for a public one (IANA special-purpose registries). */
export function specialPurpose(
  ip: string,
): 'private' | 'loopback' | 'link-local' | 'carrier-grade' | 'reserved' | null {
  const bytes = parse4(ip)
  if (bytes !== null) {
    const [a, b] = bytes as [number, number]
    if (a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168)) return 'private'
    if (a === 127) return 'loopback'
    if (a === 169 && b === 254) return 'link-local'
    if (a === 100 && b >= 64 && b < 128) return 'carrier-grade'
    return a === 0 || a >= 224 ? 'reserved' : null
  }
  const w = parse6(ip)
  if (w === null) return 'reserved'
  if (w.slice(0, 7).every((word) => word === 0)) return w[7] === 1 ? 'loopback' : 'reserved'
  if ((w[0]! & 0xfe00) === 0xfc00) return 'private'
  if ((w[0]! & 0xffc0) === 0xfe80) return 'link-local'
  return (w[0]! & 0xff00) === 0xff00 ? 'reserved' : null
}
