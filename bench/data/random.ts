/**
 * Seeded randomness: every row draws from a stream of its own, keyed by (seed, purpose, id), so that any row can be
 * made again without making those before it, and the same seed gives the same bytes.
 * Generator: xoroshiro64** by Blackman and Vigna; keys mixed with the MurmurHash3 finaliser.
 */

/** One stream of pseudo-random draws. */
export interface Rng {
  /** 32 random bits, as a signed integer. */
  readonly bits: () => number
  /** A fraction in [0, 1). */
  readonly unit: () => number
  /** An integer in [0, n). */
  readonly below: (n: number) => number
  readonly chance: (p: number) => boolean
}

function mix(a: number): number {
  let h = a | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) | 0
}

/** Purposes of streams: a name each, so that adding one never shifts the draws of another. */
export function purpose(name: string): number {
  let h = 0x811c9dc5 | 0
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193)
  return mix(h)
}

/** 32 bits that depend on all three arguments, for single draws without a stream. */
export function hash(seed: number, key: number, id: number): number {
  return mix(mix(mix(seed ^ 0x9e3779b9) ^ key) + Math.imul(id, 0x9e3779b1))
}

/** An integer in [0, n) fixed by the key. */
export function hashBelow(seed: number, key: number, id: number, n: number): number {
  return Math.floor(((hash(seed, key, id) >>> 0) / 4294967296) * n)
}

/** The stream of (seed, purpose, id). */
export function stream(seed: number, key: number, id = 0): Rng {
  let s0 = hash(seed, key, id)
  let s1 = mix(s0 ^ Math.imul(id + 1, 0x27d4eb2f) ^ key) | 1
  // Methods of one literal, not inner functions: making a stream must stay cheap, one is made for every row.
  const rng: Rng = {
    bits() {
      let r = Math.imul(s0, 0x9e3779bb)
      r = Math.imul((r << 5) | (r >>> 27), 5)
      const x = s1 ^ s0
      s0 = ((s0 << 26) | (s0 >>> 6)) ^ x ^ (x << 9)
      s1 = (x << 13) | (x >>> 19)
      return r | 0
    },
    unit() {
      return (rng.bits() >>> 0) / 4294967296
    },
    below(n) {
      return Math.floor(rng.unit() * n)
    },
    chance(p) {
      return rng.unit() < p
    },
  }
  return rng
}

/** One item of a list, each as likely as the next. */
export function pick<T>(rng: Rng, list: readonly T[]): T {
  return list[rng.below(list.length)] as T
}

/** One item of a list, the first far likelier than the last (Zipf's law). */
export function pickZipf<T>(rng: Rng, list: readonly T[]): T {
  return list[zipf(rng, list.length)] as T
}

/** One item of a list, those at its head somewhat likelier. */
export function pickSkewed<T>(rng: Rng, list: readonly T[]): T {
  const u = rng.unit()
  return list[Math.floor(u * (0.6 + 0.4 * u) * list.length)] as T
}

const harmonics = new Map<number, Float64Array>()

/** Sums of 1/1 … 1/n; additions and divisions only, which every machine rounds alike, as it need not do with powers. */
function harmonic(n: number): Float64Array {
  const known = harmonics.get(n)
  if (known !== undefined) return known
  const sums = new Float64Array(n)
  let sum = 0
  for (let i = 0; i < n; i++) sums[i] = sum += 1 / (i + 1)
  harmonics.set(n, sums)
  return sums
}

/** A rank in [0, n), drawn by Zipf's law: rank r is r+1 times rarer than the first. */
export function zipf(rng: Rng, n: number): number {
  const sums = harmonic(n)
  const at = rng.unit() * sums[n - 1]!
  let low = 0
  let high = n - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (sums[middle]! > at) high = middle
    else low = middle + 1
  }
  return low
}

const hexDigits = '0123456789abcdef'

/** `length` random hexadecimal digits. */
export function hex(rng: Rng, length: number): string {
  let out = ''
  while (out.length < length) {
    let b = rng.bits()
    for (let i = 0; i < 8 && out.length < length; i++, b >>>= 4) out += hexDigits[b & 15]
  }
  return out
}

/** `length` random characters of an alphabet. */
export function letters(rng: Rng, length: number, alphabet: string): string {
  let out = ''
  for (let i = 0; i < length; i++) out += alphabet[rng.below(alphabet.length)]
  return out
}

/** `length` random bytes. */
export function bytes(rng: Rng, length: number): Uint8Array {
  const out = new Uint8Array(length)
  for (let i = 0; i < length; i++) out[i] = rng.bits() >>> 24
  return out
}
