import { bad, needInput, needRoom, zeroRun } from '../codes.ts'
import { bits, bytes, type Plan, text } from '../plan.ts'
import { settle, zerosAt } from '../settle.ts'
import { prefixBytes, type Tuples } from '../tuples.ts'
import { trusted, type Window } from '../window.ts'
import { scanJoined } from './joined.ts'
import { scanLiteral, unescaped } from './literal.ts'

/** More values than any table has columns (MySQL manual, "Limits on Table Column Count"). */
const mostValues = 4096

const isNumeric = new Uint8Array(256)
for (const c of '0123456789+-.eE') isNumeric[c.charCodeAt(0)] = 1

/**
 * Reads the row that begins with `(` at `from` and writes its values as fields into `t`, not yet committing them.
 * Returns where the row ends, or one of the negative codes. Strings and numbers are taken four bytes at a time. In
 * (v - 0x01010101) & ~v & 0x80808080 the lowest bit set belongs to the first byte of v that is zero (Mycroft, 1987); a
 * word is written whole and what follows the byte that was looked for is overwritten.
 */
export function scanTuple(w: Window, from: number, plan: Plan, t: Tuples): number {
  const src = w.bytes
  const words = w.view
  const end = w.end
  const out = t.out
  const view = t.view
  const room = out.length
  const kinds = plan.kinds
  const escaping = plan.escape
  const plain = plan.lead === null
  const strict = plan.strict
  const sure = plan.passes && trusted(w, from)
  let i = from + 1
  let o = t.size + prefixBytes
  let n = 0
  if (plan.spoilt.length > 0) plan.spoilt.length = 0
  if (i < end && src[i] === 0x29) {
    plan.values = 0
    return i + 1
  }
  for (;;) {
    if (o + 32 > room) return needRoom
    if (i >= end) return needInput
    let b = src[i]!
    if (b <= 0x20) {
      i++
      continue
    }
    const at = o
    const begun = i
    o += 4
    if (plain && (b === 0x27 || b === 0x22)) {
      const quote = b
      const quote4 = b === 0x27 ? 0x27272727 : 0x22222222
      const escape4 = escaping < 0 ? quote4 : plan.escape4
      const limit = room - o < end - i ? i + room - o : end
      const wordLimit = limit - 4
      let high = 0
      let nul = false
      i++
      for (;;) {
        while (i <= wordLimit) {
          const x = words.getInt32(i, true)
          const q = x ^ quote4
          const e = x ^ escape4
          const found = (((q - 0x01010101) & ~q) | ((e - 0x01010101) & ~e) | ((x - 0x01010101) & ~x)) & 0x80808080
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
        while (i < limit) {
          b = src[i]!
          if (b === quote || b === escaping || b === 0) break
          high |= b << 24
          out[o++] = b
          i++
        }
        if (i + 1 >= limit) return limit === end ? needInput : needRoom
        if (b === quote) {
          if (src[++i] !== quote) break
          out[o++] = quote
          i++
        } else if (b === 0) {
          const zeros = zerosAt(w, i, zeroRun)
          if (zeros < 0) return zeros
          nul = true
          out[o++] = 0
          i++
        } else {
          b = unescaped[src[i + 1]!]!
          if (b === 0) nul = true
          high |= b << 24
          out[o++] = b
          i += 2
        }
      }
      view.setInt32(at, o - at - 4)
      const kind = kinds[n]
      if (kind !== bytes && (nul || ((high & 0x80808080) !== 0 && !sure) || kind === bits)) {
        o = settle(plan, t, n, at, o)
        if (o < 0) return needRoom
      }
    } else if (b === 0x4e && i + 5 <= end && words.getInt32(i, true) === 0x4c4c554e && src[i + 4]! < 0x2d) {
      view.setInt32(at, -1)
      i += 4
    } else {
      const start = i
      while (i + 4 <= end && o + 4 <= room) {
        const x = words.getInt32(i, true) ^ 0x30303030
        view.setInt32(o, x ^ 0x30303030, true)
        const other = ((x + 0x76767676) | x) & 0x80808080
        if (other !== 0) {
          const before = 3 - (Math.clz32(other & -other) >> 3)
          i += before
          o += before
          break
        }
        i += 4
        o += 4
      }
      while (i < end && o < room) {
        b = src[i]!
        if (b === 0x2c || b === 0x29 || isNumeric[b] === 0) break
        out[o++] = b
        i++
      }
      if (i >= end) return needInput
      if (o >= room) return needRoom
      const kind = kinds[n]
      if (i > start && (b === 0x2c || b === 0x29 || b <= 0x20) && kind !== bits) {
        if (strict && kind === text) return bad
        view.setInt32(at, o - at - 4)
      } else {
        i = scanLiteral(w, start, plan, t, n, at)
        if (i < 0) return i
        o = plan.next
      }
    }
    n++
    while (i < end && src[i]! <= 0x20) i++
    if (i >= end) return needInput
    if (src[i] === 0x7c && escaping < 0) {
      i = scanJoined(w, begun, plan, t, n - 1, at)
      if (i < 0) return i
      o = plan.next
      while (i < end && src[i]! <= 0x20) i++
      if (i >= end) return needInput
    }
    b = src[i++]!
    if (b === 0x29) break
    if (b !== 0x2c || n >= mostValues) return bad
  }
  plan.values = n
  plan.next = o
  return i
}
