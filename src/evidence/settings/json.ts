import type { Assigned } from './php.ts'

/** Deeper objects and more values than this are no configuration. */
const [deepest, most] = [12, 10_000]

/** White space, and the tokens of RFC 8259 of which values are made. */
const space = /[ \t\r\n]*/y
const literal = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/y

/** All values of a JSON object with their places, names joined by dots; null where the bytes are no such object. */
export function readJson(bytes: Uint8Array): readonly Assigned[] | null {
  // One character a byte, so that places in the text are places in the file.
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '   ')
  const found: Assigned[] = []
  const begin = over(text, 0)
  const end = text[begin] === '{' ? valueAt(text, begin, '', begin, found, 0) : null
  return end === null || over(text, end) < text.length ? null : found
}

function valueAt(
  text: string,
  at: number,
  name: string,
  from: number,
  found: Assigned[],
  depth: number,
): number | null {
  const open = text[at]
  if (open !== '{' && open !== '[') {
    const token = tokenAt(text, at)
    const value = token === null ? undefined : scalar(token)
    if (token === null || value === undefined || found.length >= most) return null
    const end = at + token.length
    if (value !== null)
      found.push({ name, value: String(value).replaceAll('\u0000', '␀'), offset: from, length: end - from })
    return end
  }
  if (depth >= deepest) return null
  const close = open === '{' ? '}' : ']'
  let i = over(text, at + 1)
  if (text[i] === close) return i + 1
  for (let n = 0; ; n++) {
    const start = i
    let key: string | null = String(n)
    if (open === '{') {
      const token = text[i] === '"' ? tokenAt(text, i) : null
      const said = token === null ? undefined : scalar(token)
      key = typeof said === 'string' ? said.replaceAll('\u0000', '␀') : null
      i = over(text, i + (token?.length ?? 0))
      if (key === null || text[i] !== ':') return null
      i = over(text, i + 1)
    }
    const end = valueAt(text, i, name === '' ? key : `${name}.${key}`, start, found, depth + 1)
    if (end === null) return null
    i = over(text, end)
    if (text[i] === close) return i + 1
    if (text[i] !== ',') return null
    i = over(text, i + 1)
  }
}

function tokenAt(text: string, at: number): string | null {
  literal.lastIndex = at
  return literal.exec(text)?.[0] ?? null
}

function scalar(token: string): string | number | boolean | null | undefined {
  try {
    return JSON.parse(Buffer.from(token, 'latin1').toString('utf8'))
  } catch {
    return undefined
  }
}

function over(text: string, at: number): number {
  space.lastIndex = at
  return at + (space.exec(text)?.[0].length ?? 0)
}
