/** Calls within calls are followed so deep; the shell nests two. */
const deepest = 8

/** What was read of an expression: its text, a character a byte, and where it ends. */
interface Value {
  readonly text: string
  readonly end: number
}

/**
 * The bytes that a call gives by which SQLite's tools write text that no literal holds: `replace` and `char` (shell.c, "Output
 * the given string as a quoted string using SQL quoting conventions"), `unistr` since 3.50, CAST of a blob. Null for any other
 * expression. Source of the functions: SQLite, "Built-In Scalar SQL Functions".
 */
export function callBytes(sql: Uint8Array): Buffer | null {
  const text = Buffer.from(sql.buffer, sql.byteOffset, sql.length).toString('latin1')
  const value = expression(text, 0, deepest)
  return value === null || value.end !== text.length ? null : Buffer.from(value.text, 'latin1')
}

function expression(sql: string, from: number, depth: number): Value | null {
  const at = skip(sql, from)
  if (sql[at] === "'") return string(sql, at)
  if (depth === 0) return null
  const name = /^(?:replace|unistr|char|cast)(?=\s*\()/i.exec(sql.slice(at, at + 16))?.[0].toLowerCase()
  if (name === undefined) return null
  const open = skip(sql, at + name.length) + 1
  if (name === 'cast') return cast(sql, open)
  if (name === 'char') return characters(sql, open)
  const given: string[] = []
  let next = open
  for (;;) {
    const value = expression(sql, next, depth - 1)
    if (value === null) return null
    given.push(value.text)
    next = skip(sql, value.end)
    if (sql[next] === ')') break
    if (sql[next] !== ',' || given.length === 3) return null
    next++
  }
  const [first, found, put] = given
  if (name === 'unistr') return given.length === 1 ? { text: unescaped(first!), end: next + 1 } : null
  if (put === undefined) return null
  return { text: found === '' ? first! : first!.replaceAll(found!, () => put), end: next + 1 }
}

function string(sql: string, from: number): Value | null {
  for (let i = sql.indexOf("'", from + 1); i >= 0; i = sql.indexOf("'", i + 2))
    if (sql[i + 1] !== "'") return { text: sql.slice(from + 1, i).replaceAll("''", "'"), end: i + 1 }
  return null
}

/** `char(10, …)`: characters by their numbers. */
function characters(sql: string, from: number): Value | null {
  const list = /^[\s\d,]*\)/.exec(sql.slice(from, from + 200))?.[0]
  const numbers = list?.match(/\d+/g)?.map(Number) ?? []
  if (list === undefined || numbers.some((n) => n > 0x10ffff)) return null
  return { text: encoded(String.fromCodePoint(...numbers)), end: from + list.length }
}

/** `CAST(X'…' AS TEXT)`. */
function cast(sql: string, from: number): Value | null {
  const found = /^\s*x'((?:[0-9a-f]{2})*)'\s+as\s+text\s*\)/i.exec(sql.slice(from))
  return found && { text: Buffer.from(found[1]!, 'hex').toString('latin1'), end: from + found[0].length }
}

/** What `unistr` makes of backslashes: `\XXXX`, `\uXXXX`, `\+XXXXXX`, `\UXXXXXXXX`, and two for one. */
function unescaped(text: string): string {
  return text.replace(
    /\\(?:\\|u?([\da-fA-F]{4})|\+([\da-fA-F]{6})|U([\da-fA-F]{8}))/g,
    (all, short?: string, middle?: string, long?: string) => {
      const digits = short ?? middle ?? long
      if (digits === undefined) return '\\'
      const number = Number.parseInt(digits, 16)
      return number > 0x10ffff ? all : encoded(String.fromCodePoint(number))
    },
  )
}

function encoded(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

function skip(sql: string, from: number): number {
  let i = from
  while (i < sql.length && sql.charCodeAt(i) <= 0x20) i++
  return i
}
