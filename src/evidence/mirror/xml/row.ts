import { bad, needInput, needRoom } from '../codes.ts'
import { bits, bytes, type Plan } from '../plan.ts'
import { settle, zerosAt } from '../settle.ts'
import { prefixBytes, type Tuples } from '../tuples.ts'
import { trusted, type Window } from '../window.ts'
import { entity, longestEntity } from './entities.ts'

/** The row is well formed, but its fields are not the table's columns. */
export const otherFields = -5

/** Raw NUL bytes in a text that make a lost block; in a column of bytes they may be its value. */
const zeroRun = 64
/** Longest tag of a field. */
const longestTag = 2048

const rowTag = Buffer.from('<row>')
const rowEnd = Buffer.from('</row>')
const fieldEnd = Buffer.from('</field>')

/** The bytes before each field's value, as the dump tool writes them: `<field name="…"`. */
export function fieldTags(names: readonly string[]): readonly Uint8Array[] {
  const escapes: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }
  return names.map((name) => Buffer.from(`<field name="${name.replace(/[<>&"]/g, (c) => escapes[c]!)}"`))
}

/**
 * Reads `<row> … </row>` at `from` and writes its values as fields into `t`, not yet committing them (mysqldump.cc,
 * print_xml_row). Returns where the row ends, or a negative code.
 */
export function scanXmlRow(w: Window, from: number, plan: Plan, tags: readonly Uint8Array[], t: Tuples): number {
  const src = w.bytes
  const end = w.end
  const sure = plan.passes && trusted(w, from)
  let o = t.size + prefixBytes
  let i = from + rowTag.length
  let other = false
  let n = 0
  if (plan.spoilt.length > 0) plan.spoilt.length = 0
  for (;;) {
    while (i < end && src[i]! <= 0x20 && src[i] !== 0) i++
    if (i + rowEnd.length > end) return needInput
    if (startsWith(src, i, end, rowEnd)) break
    if (o + 32 > t.out.length) return needRoom
    const tag = tags[n]
    const close = tagEnd(src, i, end)
    if (close === needInput || close === bad) return close
    const known = tag !== undefined && startsWith(src, i, end, tag)
    if (!known) {
      if (!/^<field name="/.test(latin1(src, i, close))) return bad
      other = true
    }
    const rest = known && i + tag.length + 1 === close ? '' : latin1(src, i, close)
    const at = o
    i = close
    o += 4
    const selfClosed = rest.endsWith('/>')
    if (selfClosed) t.view.setInt32(at, rest.includes('xsi:nil="true"') ? -1 : 0)
    else {
      plan.next = o
      plan.nul = false
      i = scanText(w, i, plan, n, t)
      if (i < 0) return i
      o = plan.next
      const hex = /xsi:type="xs:hexBinary"/.test(rest)
      if (hex) o = unhex(t, at, o)
      t.view.setInt32(at, o - at - 4)
      if (!other) o = settleField(plan, t, n, at, o, sure && !hex)
      if (o < 0) return o
      if (/xsi:nil="true"/.test(rest)) {
        t.view.setInt32(at, -1)
        o = at + 4
      }
    }
    n++
    if (n > 4096) return bad
  }
  plan.values = n
  plan.next = o
  if (other || n !== tags.length) return otherFields
  return i + rowEnd.length
}

/** Copies a field's text to `plan.next` and returns where the field ends. */
function scanText(w: Window, from: number, plan: Plan, n: number, t: Tuples): number {
  const src = w.bytes
  const words = w.view
  const out = t.out
  const end = w.end
  let i = from
  let o = plan.next
  const limit = out.length - o < end - i ? i + out.length - o : end
  for (;;) {
    while (i + 4 <= limit) {
      const x = words.getInt32(i, true)
      const lt = x ^ 0x3c3c3c3c
      const amp = x ^ 0x26262626
      if ((((lt - 0x01010101) & ~lt) | ((amp - 0x01010101) & ~amp) | ((x - 0x01010101) & ~x)) & 0x80808080) break
      t.view.setInt32(o, x, true)
      i += 4
      o += 4
    }
    while (i < limit) {
      const b = src[i]!
      if (b === 0x3c || b === 0x26 || b === 0) break
      out[o++] = b
      i++
    }
    if (i >= limit) return limit === end ? needInput : needRoom
    if (src[i] === 0x3c) break
    if (src[i] === 0) {
      const zeros = plan.kinds[n] === bytes || plan.kinds[n] === bits ? 0 : zerosAt(w, i, zeroRun)
      if (zeros < 0) return zeros
      plan.nul = true
      out[o++] = 0
      i++
      continue
    }
    if (i + longestEntity > end && !w.final) return needInput
    if (o + 8 > out.length) return needRoom
    const reference = /^&#?\w{1,9};/.exec(latin1(src, i, Math.min(end, i + longestEntity)))?.[0]
    const character = reference === undefined ? null : entity(reference)
    if (reference === undefined || character === null) out[o++] = src[i++]!
    else {
      if (character === '\0') plan.nul = true
      for (const b of Buffer.from(character)) out[o++] = b
      i += reference.length
    }
  }
  if (i + fieldEnd.length > end) return needInput
  if (!startsWith(src, i, end, fieldEnd)) return bad
  plan.next = o
  return i + fieldEnd.length
}

function settleField(plan: Plan, t: Tuples, n: number, at: number, o: number, sure: boolean): number {
  const kind = plan.kinds[n]
  if (kind === bytes) return o
  if (kind !== bits && sure && !plan.nul) return o
  return settle(plan, t, n, at, o)
}

/** Replaces hexadecimal digits by the bytes they stand for, where they are that. */
function unhex(t: Tuples, at: number, end: number): number {
  const digits = latin1(t.out, at + 4, end)
  if (digits.length % 2 === 1 || !/^[\da-fA-F]*$/.test(digits)) return end
  Buffer.from(t.out.buffer, t.out.byteOffset).write(digits, at + 4, 'hex')
  return at + 4 + digits.length / 2
}

/** Where the tag at `i` ends, its `>` included. */
function tagEnd(src: Uint8Array, i: number, end: number): number {
  const limit = Math.min(end, i + longestTag)
  for (let k = i; k < limit; k++) if (src[k] === 0x3e) return k + 1
  return limit === end ? needInput : bad
}

/** True when these bytes stand at `i`. */
export function startsWith(src: Uint8Array, i: number, end: number, what: Uint8Array): boolean {
  if (i + what.length > end) return false
  for (let k = 0; k < what.length; k++) if (src[i + k] !== what[k]) return false
  return true
}

function latin1(src: Uint8Array, from: number, to: number): string {
  return Buffer.from(src.buffer, src.byteOffset + from, Math.max(0, to - from)).toString('latin1')
}

/** The names of a row's fields, in order. */
export function fieldNames(row: string): readonly string[] {
  return [...row.matchAll(/<field name="([^"]*)"/g)].map((m) => m[1]!)
}
