/**
 * What a PHP file assigns to its variables and constants, read as text: literals only, nothing is executed. PHP manual,
 * "Strings", "Arrays", "Comments".
 */

/** One assigned literal; offsets count bytes of the file. */
export interface Assigned {
  /** `dbname`, `config.database.hostname`, `PHPBB_INSTALLED`. */
  readonly name: string
  readonly value: string
  readonly offset: number
  readonly length: number
}

/** Deeper arrays and more values than this are no configuration. */
const [deepest, most] = [12, 10_000]

/** All literals that a PHP file assigns; `bytes` may be anything. */
export function readPhp(bytes: Uint8Array): readonly Assigned[] {
  // One character a byte, so that places in the text are places in the file.
  const text = Buffer.from(bytes).toString('latin1')
  const found: Assigned[] = []
  const begin = /\$(\w+)|\bdefine\s*\(|\breturn\b|\/\/|#|\/\*|['"]/g
  for (let m = begin.exec(text); m !== null && found.length < most; m = begin.exec(text)) {
    const end = statement(text, m, found)
    begin.lastIndex = Math.max(end, m.index + 1)
  }
  return found
}

function statement(text: string, m: RegExpExecArray, found: Assigned[]): number {
  const after = m.index + m[0].length
  if (m[0] === '//' || m[0] === '#') return endOfLine(text, after)
  if (m[0] === '/*') return endOf(text, '*/', after)
  if (m[0] === "'" || m[0] === '"') return stringAt(text, m.index)?.end ?? after
  const name: string[] = []
  let at = after
  if (m[0].startsWith('define')) {
    const constant = stringAt(text, blank(text, at))
    if (constant === null) return after
    name.push(constant.value)
    at = blank(text, constant.end)
    if (text[at] !== ',') return after
    at += 1
  } else if (m[1] !== undefined) {
    name.push(m[1])
    for (at = blank(text, at); text[at] === '['; at = blank(text, at)) {
      const key = scalarAt(text, blank(text, at + 1))
      if (key === null || text[blank(text, key.end)] !== ']') return after
      name.push(key.value ?? '')
      at = blank(text, key.end) + 1
    }
    if (text[at] !== '=' || text[at + 1] === '=' || text[at + 1] === '>') return after
    at += 1
  }
  return valueAt(text, blank(text, at), name, m.index, found, 0) ?? after
}

/** Reads a literal or an array of them; null where something else stands. */
function valueAt(
  text: string,
  at: number,
  name: readonly string[],
  from: number,
  found: Assigned[],
  depth: number,
): number | null {
  const open = /(?:array\s*\(|\[)/iy
  open.lastIndex = at
  const list = open.exec(text)
  if (list === null) {
    const scalar = scalarAt(text, at)
    // What goes on after a literal (a concatenation, a call) is no literal.
    if (scalar === null || !/[;,)\]\s]/.test(text[blank(text, scalar.end)] ?? ';')) return null
    if (scalar.value !== null)
      found.push({ name: name.join('.'), value: utf8(scalar.value), offset: from, length: scalar.end - from })
    return scalar.end
  }
  if (depth >= deepest) return null
  const close = list[0] === '[' ? ']' : ')'
  let next = 0
  for (let i = blank(text, at + list[0].length); i < text.length && found.length < most; ) {
    if (text[i] === close) return i + 1
    const start = i
    const first = scalarAt(text, i)
    const arrow = first === null ? -1 : blank(text, first.end)
    const keyed = first !== null && text.startsWith('=>', arrow)
    const key = keyed ? (first.value ?? '') : String(next++)
    const end = valueAt(text, keyed ? blank(text, arrow + 2) : i, [...name, key], start, found, depth + 1)
    i = blank(text, end ?? passOver(text, keyed ? arrow + 2 : i, close))
    if (text[i] === ',') i = blank(text, i + 1)
    else if (text[i] !== close) return null
  }
  return null
}

/** An expression in a list that is longer than this ends the list: reading stays linear in the file. */
const longestExpression = 1000

/** Where an expression that is no literal ends within a list. */
function passOver(text: string, from: number, close: string): number {
  let depth = 0
  for (let i = from; i < Math.min(text.length, from + longestExpression); ) {
    const c = text[i]!
    if (depth === 0 && (c === ',' || c === close)) return i
    if (c === '(' || c === '[') depth += 1
    if (c === ')' || c === ']') depth -= 1
    i = c === "'" || c === '"' ? (stringAt(text, i)?.end ?? i + 1) : i + 1
  }
  return text.length
}

interface Scalar {
  /** null for PHP's null. */
  readonly value: string | null
  readonly end: number
}

function scalarAt(text: string, at: number): Scalar | null {
  if (text[at] === "'" || text[at] === '"') return stringAt(text, at)
  const word = /(?:[-+]?(?:0x[0-9a-f]+|\d+(?:\.\d+)?)|true|false|null|[A-Z_][A-Z0-9_]*)\b/iy
  word.lastIndex = at
  const found = word.exec(text)?.[0]
  if (found === undefined || (/^[a-z_]/i.test(found) && !/^(?:true|false|null)$/i.test(found))) return null
  return { value: /^null$/i.test(found) ? null : found.toLowerCase(), end: at + found.length }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', v: '\v', e: '\x1b', f: '\f' }

function stringAt(text: string, at: number): { readonly value: string; readonly end: number } | null {
  const quote = text[at]
  if (quote !== "'" && quote !== '"') return null
  let value = ''
  for (let i = at + 1; i < text.length; i++) {
    const c = text[i]!
    if (c === quote) return { value, end: i + 1 }
    const next = text[i + 1] ?? ''
    if (c !== '\\' || next === '') value += c
    else if (next === '\\' || next === quote || (quote === '"' && next === '$')) {
      value += next
      i += 1
    } else if (quote === '"' && escapes[next] !== undefined) {
      value += escapes[next]
      i += 1
    } else value += c
  }
  return null
}

/** Over white space and comments. */
function blank(text: string, from: number): number {
  for (let at = from; ; ) {
    while (at < text.length && /\s/.test(text[at]!)) at += 1
    if (text.startsWith('/*', at)) at = endOf(text, '*/', at + 2)
    else if (text[at] === '#' || text.startsWith('//', at)) at = endOfLine(text, at)
    else return at
  }
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from)
  return end < 0 ? text.length : end + mark.length
}

function endOfLine(text: string, from: number): number {
  return endOf(text, '\n', from)
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8').replaceAll('\u0000', '␀')
}
