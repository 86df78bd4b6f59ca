/**
 * Unpacks one block (LZ4 Block Format Description) behind `from` bytes of `out`, to which its copies may reach back; gives
 * where it ends in `out`, and whether it was whole. What comes before damage is kept.
 */
export function unpackBlock(
  block: Uint8Array,
  out: Uint8Array,
  from: number,
): { readonly end: number; readonly whole: boolean } {
  let to = from
  const failed = (): { readonly end: number; readonly whole: false } => ({ end: to, whole: false })
  for (let i = 0; i < block.length; ) {
    const token = block[i++]!
    let literals = token >> 4
    if (literals === 15)
      for (let more = 255; more === 255; literals += more) {
        if (i >= block.length) return failed()
        more = block[i++]!
      }
    const there = Math.min(literals, block.length - i, out.length - to)
    out.set(block.subarray(i, i + there), to)
    to += there
    i += there
    if (there < literals) return failed()
    // The last sequence has no copy.
    if (i === block.length) return { end: to, whole: true }
    if (i + 2 > block.length) return failed()
    const back = block[i]! | (block[i + 1]! << 8)
    i += 2
    let length = token & 15
    if (length === 15)
      for (let more = 255; more === 255; length += more) {
        if (i >= block.length) return failed()
        more = block[i++]!
      }
    length += 4
    if (back === 0 || back > to || length > out.length - to) return failed()
    if (back >= length) out.copyWithin(to, to - back, to - back + length)
    else for (let k = 0; k < length; k++) out[to + k] = out[to + k - back]!
    to += length
  }
  return failed()
}
