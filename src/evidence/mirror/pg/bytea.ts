/** Value of a hexadecimal digit, 255 for any other byte. */
export const hexDigit = Uint8Array.from({ length: 256 }, (_, b) => {
  const v = Number.parseInt(String.fromCharCode(b), 16)
  return Number.isNaN(v) ? 255 : v
})

/** True for 0 to 7. */
export function isOctal(b: number | undefined): boolean {
  return b !== undefined && (b & 0xf8) === 0x30
}

/**
 * Turns the text of a bytea value at `from` to `to` into its bytes, in place: the hex format `\x…`, or the escape format
 * with `\\` and `\nnn` (PostgreSQL documentation, "Binary Data Types"). Returns the new end, -1 when it is neither.
 */
export function decodeBytea(out: Uint8Array, from: number, to: number): number {
  if (out[from] === 0x5c && out[from + 1] === 0x78) return decodeHex(out, from, to)
  let o = from
  for (let i = from; i < to; ) {
    const length = out[i] === 0x5c ? escapeLength(out, i, to) : 1
    if (length === 0) return -1
    i += length
  }
  for (let i = from; i < to; ) {
    const length = out[i] === 0x5c ? escapeLength(out, i, to) : 1
    out[o++] = length === 4 ? (digit(out, i + 1) << 6) | (digit(out, i + 2) << 3) | digit(out, i + 3) : out[i]!
    i += length
  }
  return o
}

function decodeHex(out: Uint8Array, from: number, to: number): number {
  if ((to - from) % 2 !== 0) return -1
  for (let i = from + 2; i < to; i++) if (hexDigit[out[i]!] === 255) return -1
  let o = from
  for (let i = from + 2; i < to; i += 2) out[o++] = (hexDigit[out[i]!]! << 4) | hexDigit[out[i + 1]!]!
  return o
}

function escapeLength(out: Uint8Array, i: number, to: number): number {
  if (i + 1 < to && out[i + 1] === 0x5c) return 2
  const octal = i + 3 < to && (out[i + 1]! & 0xfc) === 0x30 && isOctal(out[i + 2]) && isOctal(out[i + 3])
  return octal ? 4 : 0
}

function digit(out: Uint8Array, i: number): number {
  return out[i]! & 7
}
