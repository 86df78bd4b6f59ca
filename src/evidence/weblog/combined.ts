import {
  agent,
  clearLine,
  client,
  damaged,
  extra,
  forwarded,
  type Line,
  type LineReader,
  method,
  path,
  put,
  query,
  referer,
  request,
  user,
  type Verdict,
  vhost,
} from './line.ts'
import { clfLength, readClf } from './times.ts'

/**
 * The family that begins with the Common Log Format: common, combined (referer and agent after it), vhost_combined (the
 * virtual host before it), and nginx's default, which may say more at the end. Source: Apache mod_log_config and the
 * LogFormat lines of its distributed configuration; nginx ngx_http_log_module, "combined".
 */
export const combinedReader: LineReader = { read: readCombined, state: () => null }

/** Takes apart a line of that family; which of its members it is shows in the line itself. */
export function readCombined(line: Line, from: number, to: number): Verdict {
  const b = line.bytes
  clearLine(line)
  let i = from
  while (i < to && b[i] !== 0x20) i++
  const first = i
  // The name of an authenticated user may hold blanks and brackets: the time is what begins like one.
  do i = b.indexOf(0x5b, i + 1)
  while (i >= 0 && i < to && !(b[i + 3] === 0x2f && b[i + 7] === 0x2f && b[i - 1] === 0x20))
  const time = i + 1
  if (i < 0 || first === from || time + clfLength >= to || b[time + clfLength] !== 0x5d || !readClf(line, time))
    return damaged
  readWho(line, from, first, i - 1)
  i = time + clfLength + 1
  if (b[i] !== 0x20 || b[i + 1] !== 0x22) return damaged
  const target = i + 2
  // Servers that do not escape quotes: the request ends at the first one that numbers follow.
  for (let from = target; ; from = i + 1) {
    i = closingQuote(b, from, to)
    if (i < 0) return damaged
    const next = readNumbers(line, i + 1, to)
    if (next < 0) continue
    readRequest(line, target, i)
    i = next
    break
  }
  if (b[i] !== 0x20) return i === to ? request : damaged
  return readRest(line, i + 1, to)
}

/** What stands before the time: `client ident user`, and before them perhaps the virtual host. */
function readWho(line: Line, from: number, first: number, to: number): void {
  const b = line.bytes
  let at = first + 1
  let end = at
  while (end < to && b[end] !== 0x20) end++
  // `-` is what the second word nearly always is; an address there means that the first was the virtual host.
  if (!(end === at + 1 && b[at] === 0x2d) && end < to && looksLikeAddress(b, at, end)) {
    put(line, vhost, from, first)
    put(line, client, at, end)
    at = end + 1
    end = at
    while (end < to && b[end] !== 0x20) end++
  } else put(line, client, from, first)
  if (end < to && !(to === end + 3 && b[end + 1] === 0x22)) put(line, user, end + 1, to)
}

function looksLikeAddress(b: Uint8Array, from: number, to: number): boolean {
  let marks = 0
  for (let i = from; i < to; i++) {
    const c = b[i]!
    if (c === 0x2e || c === 0x3a) marks++
    else if (c === 0x2c || c === 0x20) continue
    else if (!((c >= 48 && c <= 57) || ((c | 32) >= 97 && (c | 32) <= 102))) return false
  }
  return marks >= 2
}

/** The quote that ends a value: not escaped by a backslash, and followed by a blank or the line's end; -1 for none. */
export function closingQuote(b: Buffer, from: number, to: number): number {
  for (let i = b.indexOf(0x22, from); i >= 0 && i < to; i = b.indexOf(0x22, i + 1)) {
    if (i + 1 !== to && b[i + 1] !== 0x20) continue
    let escapes = i
    while (escapes > from && b[escapes - 1] === 0x5c) escapes--
    if ((i - escapes) % 2 === 0) return i
  }
  return -1
}

/** `GET /path?query HTTP/1.1`; what is not of that form (attacks, other protocols) is kept whole as the path. */
export function readRequest(line: Line, from: number, to: number): void {
  const b = line.bytes
  let i = from
  while (i < to && b[i]! >= 65 && b[i]! <= 90) i++
  if (i === from || i - from > 16 || b[i] !== 0x20) {
    put(line, path, from, to)
    return
  }
  put(line, method, from, i)
  let end = to
  for (let k = to - 1; k > i && k > to - 12; k--) {
    if (b[k] !== 0x20) continue
    if (b[k + 1] === 72 && b[k + 2] === 84 && b[k + 3] === 84 && b[k + 4] === 80 && b[k + 5] === 0x2f) end = k
    break
  }
  readTarget(line, i + 1, end)
}

/** Path and query, which the first question mark parts. */
export function readTarget(line: Line, from: number, to: number): void {
  const b = line.bytes
  let mark = from
  while (mark < to && b[mark] !== 0x3f) mark++
  put(line, path, from, mark)
  put(line, query, mark + 1, to)
}

/** ` 200 1234`: status and size, each perhaps `-`; gives the place after them, -1 when they are not there. */
function readNumbers(line: Line, from: number, to: number): number {
  const b = line.bytes
  if (b[from] !== 0x20) return -1
  let i = from + 1
  let value = 0
  for (; i < to && b[i] !== 0x20; i++) {
    const d = b[i]! - 48
    if (d < 0 || d > 9) {
      if (b[i] !== 0x2d) return -1
      value = -1
    } else value = value * 10 + d
  }
  if (value > 999 || i === from + 1) return -1
  line.status = value
  if (i >= to) return -1
  const start = ++i
  value = 0
  for (; i < to && b[i] !== 0x20; i++) {
    const d = b[i]! - 48
    if (d < 0 || d > 9) {
      if (b[i] !== 0x2d) return -1
      value = -1
    } else value = value * 10 + d
  }
  if (i === start || !Number.isSafeInteger(value)) return -1
  line.size = value
  return i
}

/** Referer and agent in quotes, and what a server's own configuration adds after them. */
function readRest(line: Line, from: number, to: number): Verdict {
  const b = line.bytes
  let i = from
  for (let field = referer; field <= agent && b[i] === 0x22 && i < to; field++) {
    const end = closingQuote(b, i + 1, to)
    if (end < 0) return damaged
    put(line, field, i + 1, end)
    i = end + 2
  }
  // nginx's own example adds what a proxy said of the client: `"203.0.113.7, 10.0.0.1"` or `"-"`.
  if (i < to && b[i] === 0x22) {
    const end = closingQuote(b, i + 1, to)
    if (end > 0 && (b[i + 1] === 0x2d || looksLikeAddress(b, i + 1, end))) {
      put(line, forwarded, i + 1, end)
      i = end + 2
    }
  }
  if (i < to) put(line, extra, i, to)
  return request
}
