/** A set of records that may rarely take one for another, in bounded memory (B. H. Bloom, 1970). */
export interface Seen {
  /** Adds the bytes from `from` to `to`; true when they were there before. */
  readonly add: (bytes: Uint8Array, from: number, to: number) => boolean
}

/** Bits for each record, and the most bits at all: 128 MB. */
const [bitsEach, mostBits] = [64, 2 ** 30]
const probes = 6

/** A set for about so many records. */
export function openSeen(records: number): Seen {
  let bits = 2 ** 16
  while (bits < mostBits && bits < records * bitsEach) bits *= 2
  const words = new Uint32Array(bits / 32)
  const add = (bytes: Uint8Array, from: number, to: number): boolean => {
    let [a, b] = [0x811c9dc5, to - from]
    for (let i = from; i < to; i++) {
      a = Math.imul(a ^ bytes[i]!, 0x01000193)
      b = Math.imul(b ^ bytes[i]!, 0x85ebca6b) ^ (b >>> 15)
    }
    let there = true
    for (let n = 0; n < probes; n++) {
      const bit = (Math.imul(mix(a), n + 1) + mix(b ^ (n * 0x9e3779b9))) & (bits - 1)
      const [word, mask] = [bit >>> 5, 1 << (bit & 31)]
      if ((words[word]! & mask) === 0) {
        there = false
        words[word]! |= mask
      }
    }
    return there
  }
  return { add }
}

/** Spreads what a short value tells over all bits (MurmurHash3, A. Appleby, final step). */
function mix(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
