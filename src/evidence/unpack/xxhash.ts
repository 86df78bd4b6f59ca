/** The hash XXH32 with seed 0 (xxHash fast digest algorithm, version 0.1.1), of bytes that come in pieces. */
export interface Xxh32 {
  readonly update: (bytes: Uint8Array) => void
  readonly digest: () => number
}

const [p1, p2, p3, p4, p5] = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f, 0x165667b1] as const
const turn = (x: number, by: number): number => (x << by) | (x >>> (32 - by))
const word = (b: Uint8Array, i: number): number => b[i]! | (b[i + 1]! << 8) | (b[i + 2]! << 16) | (b[i + 3]! << 24)

/** Begins a hash. */
export function xxh32(): Xxh32 {
  const lanes = Int32Array.of(p1 + p2, p2, 0, -p1)
  const rest = new Uint8Array(16)
  let [held, total] = [0, 0]
  const stripe = (bytes: Uint8Array, at: number): void => {
    for (let i = 0; i < 4; i++)
      lanes[i] = Math.imul(turn((lanes[i]! + Math.imul(word(bytes, at + i * 4), p2)) | 0, 13), p1)
  }
  return {
    update: (bytes) => {
      total += bytes.length
      let at = 0
      if (held > 0) {
        at = Math.min(16 - held, bytes.length)
        rest.set(bytes.subarray(0, at), held)
        held += at
        if (held < 16) return
        stripe(rest, 0)
        held = 0
      }
      for (; at + 16 <= bytes.length; at += 16) stripe(bytes, at)
      rest.set(bytes.subarray(at))
      held = bytes.length - at
    },
    digest: () => {
      const [a, b, c, d] = lanes as unknown as readonly [number, number, number, number]
      let h = total >= 16 ? turn(a, 1) + turn(b, 7) + turn(c, 12) + turn(d, 18) : p5
      h = (h + total) | 0
      let i = 0
      for (; i + 4 <= held; i += 4) h = Math.imul(turn((h + Math.imul(word(rest, i), p3)) | 0, 17), p4)
      for (; i < held; i++) h = Math.imul(turn((h + Math.imul(rest[i]!, p5)) | 0, 11), p1)
      h = Math.imul(h ^ (h >>> 15), p2)
      h = Math.imul(h ^ (h >>> 13), p3)
      return (h ^ (h >>> 16)) >>> 0
    },
  }
}
