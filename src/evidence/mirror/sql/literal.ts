import { type Codec, codecOf, utf8 } from '../charset.ts'
import { bad, needInput, needRoom, zeroRun } from '../codes.ts'
import { bits, number, type Plan } from '../plan.ts'
import { settle, zerosAt } from '../settle.ts'
import type { Tuples } from '../tuples.ts'
import type { Window } from '../window.ts'
import { callBytes } from './call.ts'

/** What a backslash makes of the next byte (MySQL manual, "String Literals"). */
export const unescaped = Uint8Array.from({ length: 256 }, (_, b) => b)
for (const [c, b] of Object.entries({ '0': 0, b: 8, n: 10, r: 13, t: 9, Z: 26 })) unescaped[c.charCodeAt(0)] = b

const hexDigit = Uint8Array.from({ length: 256 }, (_, b) => {
  const v = Number.parseInt(String.fromCharCode(b), 16)
  return Number.isNaN(v) ? 255 : v
})
const isWord = Uint8Array.from({ length: 256 }, (_, b) => Number(/[\w$]/.test(String.fromCharCode(b))))
const constants = /^(null|true|false|default|current_timestamp|current_date|current_time|localtime|localtimestamp)$/i
/** Longest word that can begin a value: the name of a function or character set. */
const longestWord = 64

/**
 * Reads a value that is no plain string, number or NULL: hexadecimal and bit literals, strings with an introducer
 * (`_binary '…'`, `N'…'`), words and function calls (kept as written, but for those of SQLite's tools). Returns where it ends, or a negative code.
 */
export function scanLiteral(w: Window, from: number, plan: Plan, t: Tuples, n: number, at: number): number {
  const src = w.bytes
  const end = w.end
  const b = src[from]!
  if (b === 0x27 || b === 0x22) return scanString(w, from, plan, t, n, at, null)
  let i = from
  if (isWord[b] === 0) return signed(w, from, plan, t, n, at)
  while (i < end && isWord[src[i]!] !== 0 && !(i === from + 2 && isRadix(src, from))) i++
  if (i >= end) return needInput
  const word = ascii(src, from, Math.min(i, from + longestWord))
  const next = src[i]!
  if (/^0[xX]$/.test(word)) return scanHex(w, from, i, plan, t, n, at, false)
  if (/^0[bB]$/.test(word)) return scanBits(w, from, i, plan, t, n, at, false)
  if (next === 0x27 && /^x$/i.test(word)) return scanHex(w, from, i + 1, plan, t, n, at, true)
  if (next === 0x27 && /^b$/i.test(word)) return scanBits(w, from, i + 1, plan, t, n, at, true)
  if (next === 0x27 && /^n$/i.test(word)) return scanString(w, i, plan, t, n, at, utf8)
  if (word.startsWith('_')) {
    while (i < end && src[i]! <= 0x20) i++
    if (i >= end) return needInput
    const codec = codecOf(word.slice(1)) ?? ownCodec(plan, n)
    if (src[i] === 0x27 || src[i] === 0x22) return scanString(w, i, plan, t, n, at, codec)
    return isWord[src[i]!] !== 0 && src[i] !== 0x5f ? scanLiteral(w, i, plan, t, n, at) : bad
  }
  if (/^\d+$/.test(word)) return keep(w, from, i, plan, t, n, at)
  if (/^null$/i.test(word)) {
    t.view.setInt32(at, -1)
    plan.next = at + 4
    return i
  }
  while (i < end && src[i] === 0x20) i++
  if (i >= end) return needInput
  // Dump tools, but for those of SQLite, write none in rows that are looked for behind damage.
  if (src[i] === 0x28 && /^[a-z_]\w*$/i.test(word)) {
    i = plan.strict && plan.escape >= 0 ? bad : skipCall(w, i, plan.escape)
    if (i >= 0 && plan.escape < 0) return called(w, from, i, plan, t, n, at)
  } else if (!constants.test(word)) return bad
  return i < 0 ? i : keep(w, from, i, plan, t, n, at)
}

/** A number that needs more than its digits: `- 1`, or one for a BIT column. */
function signed(w: Window, from: number, plan: Plan, t: Tuples, n: number, at: number): number {
  let i = from
  while (i < w.end && /[-+.\deE ]/.test(String.fromCharCode(w.bytes[i]!))) i++
  if (i >= w.end) return needInput
  return i > from && /\d/.test(ascii(w.bytes, from, i)) ? keep(w, from, i, plan, t, n, at) : bad
}

/** Writes the bytes of the literal itself. */
function keep(w: Window, from: number, to: number, plan: Plan, t: Tuples, n: number, at: number): number {
  let o = at + 4
  if (plan.kinds[n] === bits && /^\d+$/.test(ascii(w.bytes, from, to))) {
    let value = BigInt.asUintN(64, BigInt(ascii(w.bytes, from, to)))
    const width = plan.widths[n]!
    if (o + width > t.out.length) return needRoom
    for (let k = width - 1; k >= 0; k--, value >>= 8n) t.out[o + k] = Number(value & 255n)
    return close(plan, t, at, o + width, to)
  }
  if (o + to - from > t.out.length) return needRoom
  for (let k = from; k < to; k++) t.out[o++] = w.bytes[k]!
  return finish(plan, t, n, at, o, to, plan.codecs[n])
}

function scanHex(
  w: Window,
  from: number,
  digits: number,
  plan: Plan,
  t: Tuples,
  n: number,
  at: number,
  quoted: boolean,
): number {
  const src = w.bytes
  let i = digits
  while (i < w.end && hexDigit[src[i]!] !== 255) i++
  if (i >= w.end) return needInput
  if (quoted && src[i] !== 0x27) return bad
  const to = quoted ? i + 1 : i
  if (plan.kinds[n] === number) return keep(w, from, to, plan, t, n, at)
  let o = at + 4
  if (o + ((i - digits + 1) >> 1) + 8 > t.out.length) return needRoom
  let k = digits
  if ((i - digits) % 2 === 1) t.out[o++] = hexDigit[src[k++]!]!
  for (; k < i; k += 2) t.out[o++] = (hexDigit[src[k]!]! << 4) | hexDigit[src[k + 1]!]!
  return finish(plan, t, n, at, o, to, ownCodec(plan, n))
}

function scanBits(
  w: Window,
  from: number,
  digits: number,
  plan: Plan,
  t: Tuples,
  n: number,
  at: number,
  quoted: boolean,
): number {
  const src = w.bytes
  let i = digits
  while (i < w.end && (src[i]! & 0xfe) === 0x30) i++
  if (i >= w.end) return needInput
  if (quoted && src[i] !== 0x27) return bad
  const to = quoted ? i + 1 : i
  if (plan.kinds[n] === number) return keep(w, from, to, plan, t, n, at)
  const start = at + 4
  const length = (i - digits + 7) >> 3
  if (start + length + 8 > t.out.length) return needRoom
  t.out.fill(0, start, start + length)
  for (let k = i - 1, bit = 0; k >= digits; k--, bit++) {
    const place = start + length - 1 - (bit >> 3)
    t.out[place] = t.out[place]! | ((src[k]! & 1) << (bit & 7))
  }
  return finish(plan, t, n, at, start + length, to, ownCodec(plan, n))
}

/** A quoted string read byte by byte: with an introducer, or in a character set whose bytes may look like quotes. */
function scanString(
  w: Window,
  from: number,
  plan: Plan,
  t: Tuples,
  n: number,
  at: number,
  codec: Codec | null,
): number {
  const src = w.bytes
  const quote = src[from]!
  let o = at + 4
  for (let i = from + 1; i + 1 < w.end; i++) {
    if (o + 4 > t.out.length) return needRoom
    const b = src[i]!
    if (b === quote) {
      if (src[i + 1] !== quote) return finish(plan, t, n, at, o, i + 1, codec ?? plan.codecs[n])
      i++
    } else if (b === plan.escape) {
      t.out[o++] = unescaped[src[++i]!]!
      continue
    } else if (b === 0) {
      const zeros = zerosAt(w, i, zeroRun)
      if (zeros < 0) return zeros
    } else if (plan.lead?.(b)) t.out[o++] = src[i++]!
    t.out[o++] = src[i]!
  }
  return needInput
}

/** Writes what a call gives, or the call itself where it is none that SQLite's tools write. */
function called(w: Window, from: number, to: number, plan: Plan, t: Tuples, n: number, at: number): number {
  const bytes = callBytes(w.bytes.subarray(from, to))
  if (bytes === null) return plan.strict ? bad : keep(w, from, to, plan, t, n, at)
  const o = at + 4
  if (o + bytes.length + 8 > t.out.length) return needRoom
  t.out.set(bytes, o)
  return finish(plan, t, n, at, o + bytes.length, to, plan.codecs[n])
}

/** Where the bracketed arguments that begin at `from` end. */
function skipCall(w: Window, from: number, backslash: number): number {
  let depth = 0
  let quote = 0
  for (let i = from; i < w.end; i++) {
    const b = w.bytes[i]!
    if (quote !== 0) {
      if (b === backslash) i++
      else if (b === quote) quote = 0
    } else if (b === 0x27 || b === 0x22) quote = b
    else if (b === 0x28) depth++
    else if (b === 0x29 && --depth === 0) return i + 1
    else if (b === 0x3b || b === 0 || b === 0x0a) return bad
  }
  return needInput
}

/** Says how long the value is that was written up to `o`, and has it settled. */
export function finish(
  plan: Plan,
  t: Tuples,
  n: number,
  at: number,
  o: number,
  to: number,
  codec: Codec | undefined,
): number {
  t.view.setInt32(at, o - at - 4)
  const settled = settle(plan, t, n, at, o, codec)
  if (settled < 0) return settled
  plan.next = settled
  return to
}

function close(plan: Plan, t: Tuples, at: number, o: number, to: number): number {
  t.view.setInt32(at, o - at - 4)
  plan.next = o
  return to
}

/** A hexadecimal literal holds bytes in the column's own encoding, whatever the client spoke. */
function ownCodec(plan: Plan, n: number): Codec {
  const charset = plan.table.columns[plan.order[n]!]?.charset
  return (charset ? codecOf(charset) : null) ?? utf8
}

function isRadix(src: Uint8Array, from: number): boolean {
  return src[from] === 0x30 && ((src[from + 1]! | 0x20) === 0x78 || (src[from + 1]! | 0x20) === 0x62)
}

function ascii(src: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...src.subarray(from, to))
}
