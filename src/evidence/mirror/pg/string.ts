import { bad, needInput, needRoom, zeroRun } from '../codes.ts'
import type { Plan } from '../plan.ts'
import { zerosAt } from '../settle.ts'
import type { Tuples } from '../tuples.ts'
import type { Window } from '../window.ts'
import { hexDigit, isOctal } from './bytea.ts'
import { dollarTag } from './tokens.ts'

/** What a backslash makes of the next byte in E'…' (PostgreSQL documentation, "String Constants with C-Style Escapes"). */
const unescaped = Uint8Array.from({ length: 256 }, (_, b) => b)
for (const [c, b] of Object.entries({ b: 8, f: 12, n: 10, r: 13, t: 9 })) unescaped[c.charCodeAt(0)] = b

/** Longest string between dollar quotes; dumps write rows without them. */
const longestDollars = 64 << 10

/** Where a string has been written to, and what its bytes need. */
export interface Written {
  o: number
  /** Not every byte is ASCII, or one is NUL. */
  odd: boolean
}

/** Writes the string whose opening quote stands at `from` from `to.o` on; returns where it ends, or a negative code. */
export function scanString(w: Window, from: number, backslash: boolean, plan: Plan, t: Tuples, to: Written): number {
  const { bytes: src, view: words, end } = w
  const { out, view } = t
  const lead = plan.lead
  const escape4 = backslash ? 0x5c5c5c5c : 0x27272727
  let o = to.o
  let high = 0
  let odd = false
  for (let i = from + 1; ; ) {
    // Four bytes at a time, as in the reader of MySQL's rows, until one of them is a quote, an escape or NUL.
    const limit = (lead === null ? Math.min(end, i + out.length - o) : 0) - 8
    while (i <= limit) {
      const x = words.getInt32(i, true)
      const q = x ^ 0x27272727
      const e = x ^ escape4
      if ((((q - 0x01010101) & ~q) | ((e - 0x01010101) & ~e) | ((x - 0x01010101) & ~x)) & 0x80808080) break
      view.setInt32(o, x, true)
      high |= x
      i += 4
      o += 4
    }
    if (o + 8 > out.length) return needRoom
    if (i + 1 >= end) return needInput
    const b = src[i]!
    if (b === 0x27) {
      if (src[i + 1] !== 0x27) {
        to.o = o
        to.odd ||= odd || (high & 0x80808080) !== 0
        return i + 1
      }
      i++
    } else if (b === 0x5c && backslash) {
      if (i + 10 > end && !w.final) return needInput
      const { bytes, length } = escaped(src, i, end)
      for (const v of bytes) {
        odd ||= v >= 0x80 || v === 0
        out[o++] = v
      }
      i += length
      continue
    } else if (b === 0) {
      const zeros = zerosAt(w, i, zeroRun)
      if (zeros < 0) return zeros
      odd = true
    } else if (b >= 0x80) {
      odd = true
      if (lead?.(b)) out[o++] = src[i++]!
    }
    out[o++] = src[i++]!
  }
}

/** Writes what stands between dollar quotes; returns where they end, or a negative code. */
export function scanDollars(w: Window, from: number, t: Tuples, to: Written): number {
  const { bytes: src, end } = w
  if (from + 66 > end && !w.final) return needInput
  dollarTag.lastIndex = 0
  const tag = dollarTag.exec(text(src, from, Math.min(end, from + 66)))?.[0]
  if (tag === undefined) return bad
  const raw = Buffer.from(src.buffer, src.byteOffset, end)
  const close = raw.indexOf(tag, from + tag.length, 'latin1')
  if (close < 0 ? end - from > longestDollars : close - from > longestDollars) return bad
  if (close < 0) return needInput
  const length = close - from - tag.length
  if (to.o + length + 8 > t.out.length) return needRoom
  t.out.set(src.subarray(from + tag.length, close), to.o)
  to.o += length
  to.odd = true
  return close + tag.length
}

/** The bytes that the escape at `i` stands for and its length. */
function escaped(
  src: Uint8Array,
  i: number,
  end: number,
): { readonly bytes: ArrayLike<number> & Iterable<number>; readonly length: number } {
  const c = src[i + 1]!
  let k = i + 2
  if (isOctal(c)) {
    let v = c & 7
    while (k < i + 4 && k < end && isOctal(src[k])) v = v * 8 + (src[k++]! & 7)
    return { bytes: [v & 0xff], length: k - i }
  }
  const most = c === 0x78 ? 2 : c === 0x75 ? 4 : c === 0x55 ? 8 : 0
  let v = 0
  while (k < i + 2 + most && k < end && hexDigit[src[k]!] !== 255) v = v * 16 + hexDigit[src[k++]!]!
  const digits = k - i - 2
  if (c === 0x78 && digits > 0) return { bytes: [v], length: k - i }
  if (most > 2 && digits === most && v <= 0x10ffff && (v < 0xd800 || v > 0xdfff))
    return { bytes: Buffer.from(String.fromCodePoint(v)), length: k - i }
  return { bytes: [unescaped[c]!], length: 2 }
}

function text(src: Uint8Array, from: number, to: number): string {
  return Buffer.from(src.buffer, src.byteOffset + from, to - from).toString('latin1')
}
