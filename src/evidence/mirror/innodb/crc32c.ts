/** CRC-32C (Castagnoli; RFC 3720, appendix B.4), by eight tables of 256 words. */

const polynomial = 0x82f63b78
const tables = makeTables()

function makeTables(): readonly Uint32Array[] {
  const made = Array.from({ length: 8 }, () => new Uint32Array(256))
  for (let n = 0; n < 256; n++) {
    let c = n
    for (let bit = 0; bit < 8; bit++) c = (c & 1) === 1 ? (c >>> 1) ^ polynomial : c >>> 1
    made[0]![n] = c >>> 0
  }
  for (let n = 0; n < 256; n++)
    for (let t = 1; t < 8; t++) {
      const before = made[t - 1]![n]!
      made[t]![n] = ((before >>> 8) ^ made[0]![before & 0xff]!) >>> 0
    }
  return made
}

const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as [
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
]

/** The checksum of the bytes from `from` to `to`. */
export function crc32c(bytes: Uint8Array, from: number, to: number): number {
  let c = 0xffffffff
  let i = from
  for (; i + 8 <= to; i += 8) {
    const low = c ^ (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24))
    c =
      t7[low & 0xff]! ^
      t6[(low >>> 8) & 0xff]! ^
      t5[(low >>> 16) & 0xff]! ^
      t4[low >>> 24]! ^
      t3[bytes[i + 4]!]! ^
      t2[bytes[i + 5]!]! ^
      t1[bytes[i + 6]!]! ^
      t0[bytes[i + 7]!]!
  }
  for (; i < to; i++) c = t0[(c ^ bytes[i]!) & 0xff]! ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}
