import { pick, type Rng } from '../../../bench/data/random.ts'

/** Bytes at which readers turn: ends of lines, quotes, brackets, separators, the ends of ranges. */
const telling = [
  0, 1, 9, 10, 13, 0x20, 0x22, 0x27, 0x28, 0x29, 0x2c, 0x2d, 0x2f, 0x3b, 0x3c, 0x3e, 0x5c, 0x60, 0x7f, 0x80, 0xff,
]

/** A copy of the bytes with one to four changes: bytes, blocks of zeros or rubbish, blocks moved, lost or doubled, a cut. */
export function mutate(data: Buffer, rng: Rng): Buffer {
  let bytes: Buffer = Buffer.from(data)
  for (let n = 1 + rng.below(4); n > 0 && bytes.length > 0; n--) bytes = change(bytes, rng)
  return bytes
}

function change(bytes: Buffer, rng: Rng): Buffer {
  const at = rng.below(bytes.length)
  const length = 1 + rng.below(rng.chance(0.8) ? 40 : 5000)
  const to = Math.min(bytes.length, at + length)
  switch (rng.below(10)) {
    case 0:
    case 1:
      bytes[at] = pick(rng, telling)
      return bytes
    case 2:
      bytes[at] = rng.below(256)
      return bytes
    case 3:
      bytes[at] = bytes[at]! ^ (1 << rng.below(8))
      return bytes
    case 4:
      return bytes.fill(0, at, to)
    case 5:
      for (let i = at; i < to; i++) bytes[i] = rng.below(256)
      return bytes
    case 6:
      bytes.copy(bytes, at, rng.below(bytes.length), rng.below(bytes.length) + 1)
      return bytes
    case 7:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)])
    case 8:
      return Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)])
    default:
      return rng.chance(0.2) ? Buffer.from(bytes.subarray(0, at)) : bytes.fill(pick(rng, telling), at, to)
  }
}
