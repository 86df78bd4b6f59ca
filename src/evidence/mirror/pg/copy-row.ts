import { bad, needInput, needRoom, zeroRun } from '../codes.ts'
import { bytes, type Plan } from '../plan.ts'
import { settle, zerosAt } from '../settle.ts'
import { prefixBytes, type Tuples } from '../tuples.ts'
import { trusted, type Window } from '../window.ts'
import { decodeBytea, hexDigit, isOctal } from './bytea.ts'

/** More values than any table has columns (PostgreSQL documentation, "Limits"). */
const mostValues = 4096

/** What a backslash makes of the next byte (PostgreSQL documentation, COPY, "Text Format"). */
export const unescaped = Uint8Array.from({ length: 256 }, (_, b) => b)
for (const [c, b] of Object.entries({ b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 })) unescaped[c.charCodeAt(0)] = b

/**
 * Reads the line of COPY text that begins at `from` and writes its values as fields into `t`, not yet committing them.
 * Returns where the next line begins, or one of the negative codes. Bytes are taken four at a time until one comes that
 * is a backslash or below 0x0B (Mycroft's test, as in the reader of MySQL's rows).
 */
export function scanCopyRow(w: Window, from: number, plan: Plan, t: Tuples): number {
  const src = w.bytes
  const words = w.view
  const end = w.end
  const out = t.out
  const view = t.view
  const room = out.length
  const kinds = plan.kinds
  const lead = plan.lead
  const sure = plan.passes && trusted(w, from)
  let i = from
  let o = t.size + prefixBytes
  let n = 0
  if (plan.spoilt.length > 0) plan.spoilt.length = 0
  if (plan.order.length === 0 && lineEnd(src, i, end) > 0) {
    plan.values = 0
    plan.next = o
    return lineEnd(src, i, end)
  }
  for (;;) {
    if (o + 32 > room) return needRoom
    const at = o
    o += 4
    if (i + 3 >= end && !w.final) return needInput
    if (src[i] === 0x5c && src[i + 1] === 0x4e && i + 2 < end && ends(src, i + 2, end)) {
      view.setInt32(at, -1)
      i += 2
      if (src[i] === 0x0d) i++
    } else {
      const limit = room - o < end - i ? i + room - o : end
      let high = 0
      let odd = false
      for (;;) {
        if (lead === null) {
          while (i + 4 <= limit) {
            const x = words.getInt32(i, true)
            const e = x ^ 0x5c5c5c5c
            const found = (((x - 0x0b0b0b0b) & ~x) | ((e - 0x01010101) & ~e)) & 0x80808080
            view.setInt32(o, x, true)
            if (found !== 0) {
              const before = 24 - (Math.clz32(found & -found) & 24)
              high |= x & ((1 << before) - 1)
              i += before >> 3
              o += before >> 3
              break
            }
            high |= x
            i += 4
            o += 4
          }
        }
        if (i + 4 >= limit && limit !== end) return needRoom
        if (i >= end) return needInput
        const b = src[i]!
        if (b === 0x09) break
        if (b === 0x0a) {
          if (src[i - 1] === 0x0d && i > from && o > at + 4) o--
          break
        }
        if (b === 0x5c) {
          // The longest escape is four bytes; the window may end inside it.
          if (i + 4 > end && !w.final) return needInput
          if (i + 1 >= end) return needInput
          const c = src[i + 1]!
          if (isOctal(c)) {
            let v = 0
            let k = i + 1
            while (k < i + 4 && k < end && isOctal(src[k])) v = v * 8 + (src[k++]! & 7)
            out[o++] = v & 0xff
            odd ||= (v & 0xff) === 0 || (v & 0x80) !== 0
            i = k
          } else if (c === 0x78 && i + 2 < end && hexDigit[src[i + 2]!] !== 255) {
            let v = hexDigit[src[i + 2]!]!
            let k = i + 3
            if (k < end && hexDigit[src[k]!] !== 255) v = v * 16 + hexDigit[src[k++]!]!
            out[o++] = v
            odd ||= v === 0 || v >= 0x80
            i = k
          } else {
            if (c === 0) return bad
            high |= c << 24
            out[o++] = unescaped[c]!
            i += 2
          }
        } else {
          if (b === 0) {
            const zeros = zerosAt(w, i, zeroRun)
            if (zeros < 0) return zeros
            odd = true
          } else if (lead?.(b) && i + 1 < end && src[i + 1] !== 0x0a && src[i + 1] !== 0x09) out[o++] = src[i++]!
          high |= b << 24
          out[o++] = src[i++]!
        }
      }
      view.setInt32(at, o - at - 4)
      if (kinds[n] === bytes) {
        const next = decodeBytea(out, at + 4, o)
        if (next < 0) plan.spoilt.push(n)
        else o = next
        view.setInt32(at, o - at - 4)
      } else if (odd || (high & 0x80808080 && !sure)) {
        o = settle(plan, t, n, at, o)
        if (o < 0) return needRoom
      }
    }
    n++
    if (src[i++] === 0x0a) break
    if (n >= mostValues) return bad
  }
  plan.values = n
  plan.next = o
  return i
}

/** True where a value ends: at a tab or the end of the line. */
function ends(src: Uint8Array, i: number, end: number): boolean {
  return src[i] === 0x09 || src[i] === 0x0a || (src[i] === 0x0d && i + 1 < end && src[i + 1] === 0x0a)
}

/** Where the line end at `i` ends, -1 when there is none. */
function lineEnd(src: Uint8Array, i: number, end: number): number {
  if (i < end && src[i] === 0x0a) return i + 1
  return i + 1 < end && src[i] === 0x0d && src[i + 1] === 0x0a ? i + 2 : -1
}
