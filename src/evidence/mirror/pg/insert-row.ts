import { bad, needInput, needRoom } from '../codes.ts'
import { bytes, type Plan } from '../plan.ts'
import { settle } from '../settle.ts'
import { prefixBytes, type Tuples } from '../tuples.ts'
import type { Window } from '../window.ts'
import { decodeBytea } from './bytea.ts'
import { scanDollars, scanString, type Written } from './string.ts'

/** More values than any table has columns (PostgreSQL documentation, "Limits"). */
const mostValues = 4096
/** Dumps write no expressions; a longer one is a row that lost its end. */
const longestExpression = 4096
const isNumeric = new Uint8Array(256)
for (const c of '0123456789+-.eE') isNumeric[c.charCodeAt(0)] = 1
const isWord = Uint8Array.from({ length: 256 }, (_, b) => Number(b >= 0x80 || /[\w$]/.test(String.fromCharCode(b))))

/**
 * Reads the row that begins with `(` at `from` and writes its values as fields into `t`, not yet committing them: what
 * COPY text would say of them, so `t` for true and the digits of B'…'. Returns where the row ends, or a negative code.
 */
export function scanInsertRow(w: Window, from: number, plan: Plan, t: Tuples): number {
  const { bytes: src, end } = w
  const { out, view } = t
  let i = from + 1
  let n = 0
  const to: Written = { o: t.size + prefixBytes, odd: false }
  if (plan.spoilt.length > 0) plan.spoilt.length = 0
  for (;;) {
    while (i < end && src[i]! <= 0x20 && src[i] !== 0) i++
    if (i + 3 >= end && !w.final) return needInput
    if (i >= end) return needInput
    if (n === 0 && src[i] === 0x29) {
      plan.values = 0
      plan.next = to.o
      return i + 1
    }
    if (to.o + 32 > out.length) return needRoom
    const at = to.o
    to.o += 4
    to.odd = false
    const start = i
    i = scanValue(w, i, plan, t, to)
    if (i < 0) return i
    const constant = i
    while (i < end && src[i]! <= 0x20 && src[i] !== 0) i++
    while (i >= 0 && i < end && src[i] === 0x3a) i = skipCast(w, i)
    if (i < 0) return i
    if (i >= end) return needInput
    let none = isNull(src, start, constant)
    if (i === start || (src[i] !== 0x2c && src[i] !== 0x29)) {
      // More than a constant: kept as it is written.
      i = skipExpression(w, start)
      if (i < 0) return i
      to.o = at + 4
      if (to.o + i - start + 8 > out.length) return needRoom
      out.set(src.subarray(start, i), to.o)
      to.o += i - start
      to.odd = true
      none = false
    }
    if (none) {
      view.setInt32(at, -1)
      to.o = at + 4
    } else {
      view.setInt32(at, to.o - at - 4)
      const settled = finish(plan, t, n, at, to)
      if (settled < 0) return settled
      to.o = settled
    }
    n++
    const b = src[i++]
    if (b === 0x29) break
    if (n >= mostValues) return bad
  }
  plan.values = n
  plan.next = to.o
  return i
}

function finish(plan: Plan, t: Tuples, n: number, at: number, to: Written): number {
  if (plan.kinds[n] !== bytes) return to.odd ? settle(plan, t, n, at, to.o) : to.o
  const next = decodeBytea(t.out, at + 4, to.o)
  if (next < 0) plan.spoilt.push(n)
  else t.view.setInt32(at, next - at - 4)
  return next < 0 ? to.o : next
}

/** Writes the constant at `i`; returns where it ends, or a negative code. */
function scanValue(w: Window, i: number, plan: Plan, t: Tuples, to: Written): number {
  const { bytes: src, end } = w
  const { out } = t
  const b = src[i]!
  const next = src[i + 1]
  if (b === 0x27) return scanString(w, i, plan.escape >= 0, plan, t, to)
  if (b === 0x24) return scanDollars(w, i, t, to)
  if (next === 0x27 && (b | 0x20) === 0x65) return scanString(w, i + 1, true, plan, t, to)
  if (next === 0x27 && ((b | 0x20) === 0x62 || (b | 0x20) === 0x6e)) return scanString(w, i + 1, false, plan, t, to)
  const start = i
  const part = b >= 0x30 && b <= 0x39 ? isNumeric : b === 0x2d || b === 0x2b || b === 0x2e ? isNumeric : isWord
  while (i < end && part[src[i]!] !== 0) {
    if (to.o + 8 > out.length) return needRoom
    out[to.o++] = src[i++]!
  }
  if (i >= end) return needInput
  if (part === isNumeric) return i
  to.odd = true
  const flag =
    i - start === 4 && spells(src, start, 'true') ? 0x74 : i - start === 5 && spells(src, start, 'false') ? 0x66 : 0
  if (flag === 0) return i
  to.o -= i - start
  out[to.o++] = flag
  return i
}

function isNull(src: Uint8Array, from: number, to: number): boolean {
  return (to - from === 4 && spells(src, from, 'null')) || (to - from === 7 && spells(src, from, 'default'))
}

function spells(src: Uint8Array, from: number, word: string): boolean {
  for (let k = 0; k < word.length; k++) if ((src[from + k]! | 0x20) !== word.charCodeAt(k)) return false
  return true
}

/** Where the cast `::type` at `i` ends, white space behind it included (PostgreSQL documentation, "Type Casts"). */
function skipCast(w: Window, i: number): number {
  const { bytes: src, end } = w
  if (i + 1 >= end) return needInput
  if (src[i + 1] !== 0x3a) return bad
  let k = i + 2
  let depth = 0
  for (; k < end; k++) {
    const b = src[k]!
    if (b === 0x28 || b === 0x5b) depth++
    else if (b === 0x5d || (b === 0x29 && depth > 0)) depth--
    else if (depth === 0 && (b === 0x2c || b === 0x29 || b === 0x3a)) return k
    else if (isWord[b] === 0 && b !== 0x20 && b !== 0x2e && b !== 0x22 && b !== 0x2c) return bad
  }
  return needInput
}

/** Where the expression at `from` ends: before the comma or bracket that is not its own. */
function skipExpression(w: Window, from: number): number {
  const { bytes: src, end } = w
  let depth = 0
  let quote = 0
  for (let i = from; i < end; i++) {
    const b = src[i]!
    if (b === 0 || i - from > longestExpression) return bad
    if (quote !== 0) {
      if (b === quote) quote = 0
    } else if (b === 0x27 || b === 0x22) quote = b
    else if (b === 0x28 || b === 0x5b) depth++
    else if (depth > 0 && (b === 0x29 || b === 0x5d)) depth--
    else if (depth === 0 && (b === 0x2c || b === 0x29)) return i > from ? i : bad
    else if (b === 0x3b) return bad
  }
  return needInput
}
