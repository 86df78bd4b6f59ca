import type { LoadForm } from './load-form.ts'

/** One value of a line: where it stands, and its bytes without quotes and escapes; null for NULL. */
export interface LoadValue {
  readonly start: number
  readonly end: number
  readonly value: Uint8Array | null
}

/** A line and where it ends. */
export interface LoadRow {
  readonly values: readonly LoadValue[]
  readonly end: number
}

/** The same as bytes. */
export interface LoadBytes {
  readonly field: Uint8Array
  readonly line: Uint8Array
  readonly starting: Uint8Array
  /** -1 for none. */
  readonly enclosed: number
  readonly escaped: number
}

/** More values than any table has columns (MySQL manual, "Limits on Table Column Count"). */
const mostValues = 4097

const unescaped = Uint8Array.from({ length: 256 }, (_, b) => b)
for (const [c, b] of Object.entries({ '0': 0, b: 8, n: 10, r: 13, t: 9, Z: 26 })) unescaped[c.charCodeAt(0)] = b

const single = Array.from({ length: 256 }, (_, b) => Uint8Array.of(b))

/** A form as bytes. */
export function bytesOf({ field, line, starting, enclosed, escaped }: LoadForm): LoadBytes {
  const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))
  return {
    field: bytes(field || '\t'),
    line: bytes(line || '\n'),
    starting: bytes(starting),
    enclosed: enclosed === '' ? -1 : enclosed.charCodeAt(0),
    escaped: escaped === '' ? -1 : escaped.charCodeAt(0),
  }
}

/**
 * Reads the line that begins at `from`; 'more' when the bytes end before it does (`final`: it then ends with them),
 * 'bad' when it has more values than a table has columns.
 */
export function readLoadRow(
  src: Uint8Array,
  from: number,
  end: number,
  f: LoadBytes,
  final: boolean,
): LoadRow | 'more' | 'bad' {
  const values: LoadValue[] = []
  let i = matches(src, from, end, f.starting) ? from + f.starting.length : from
  for (;;) {
    const start = i
    const quoted = f.enclosed >= 0 && src[i] === f.enclosed
    if (quoted) i++
    let [plain, none] = [i, false]
    let parts: Uint8Array[] | null = null
    const keep = (to: number): Uint8Array[] => {
      parts ??= []
      if (to > plain) parts.push(src.subarray(plain, to))
      plain = to
      return parts
    }
    let close = -1
    for (;;) {
      if (i >= end) {
        if (!final) return 'more'
        close = i
        break
      }
      const b = src[i]!
      if (b === f.escaped) {
        if (i + 1 >= end) {
          if (!final) return 'more'
          i = end
          close = i
          break
        }
        const c = src[i + 1]!
        if (c === 0x4e && i === start) none = true
        keep(i).push(single[unescaped[c]!]!)
        i += 2
        plain = i
        continue
      }
      if (quoted) {
        if (b === f.enclosed) {
          if (i + 1 >= end && !final) return 'more'
          if (src[i + 1] !== f.enclosed || i + 1 >= end) {
            close = i++
            break
          }
          keep(i + 1)
          i += 2
          plain = i
          continue
        }
      } else if (b === f.field[0] && matches(src, i, end, f.field)) break
      else if (b === f.line[0] && matches(src, i, end, f.line)) break
      i++
    }
    const to = close >= 0 ? close : i
    if (plain < to || parts === null) keep(to)
    const value = parts === null ? new Uint8Array() : join(parts)
    const word = f.escaped < 0 && !quoted && i - start === 4 && Buffer.from(value).toString('latin1') === 'NULL'
    values.push({ start, end: i, value: (none && value.length === 1) || word ? null : value })
    if (i >= end) return { values, end: i }
    if (end - i < Math.max(f.field.length, f.line.length) && !final) return 'more'
    if (matches(src, i, end, f.line)) return { values, end: i + f.line.length }
    if (!matches(src, i, end, f.field) || values.length > mostValues) return 'bad'
    i += f.field.length
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
}

function matches(src: Uint8Array, at: number, end: number, what: Uint8Array): boolean {
  if (at + what.length > end) return false
  for (let k = 0; k < what.length; k++) if (src[at + k] !== what[k]) return false
  return what.length > 0
}
