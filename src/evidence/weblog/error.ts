import {
  clearLine,
  client,
  damaged,
  failure,
  type Line,
  type LineReader,
  level,
  message,
  put,
  referer,
  remark,
  type Verdict,
} from './line.ts'
import { readCtime, readIso } from './times.ts'

/**
 * Error logs of Apache (core ErrorLogFormat: `[time] [module:level] [pid n] [client a:port] message, referer: url`) and of
 * nginx (`2023/02/01 10:00:00 [level] pid#tid: *n message, client: a, …`). Their times have no zone. A line that begins
 * with no time goes on with the message before it.
 */
export const errorReader: LineReader = { read: readError, state: () => null }

/** Takes apart a line of an error log. */
export function readError(line: Line, from: number, to: number): Verdict {
  clearLine(line)
  if (line.bytes[from] === 0x5b) return readApache(line, from, to)
  if (to - from >= 19 && readIso(line, from, 0x2f) === from + 19) return readNginx(line, from + 20, to)
  return remark
}

function readApache(line: Line, from: number, to: number): Verdict {
  const b = line.bytes
  const time = readCtime(line, from + 1)
  // `[notice] …` without a time is what a module wrote by itself.
  if (time < 0 || b[time] !== 0x5d) return to - from > 26 && b[from + 4] === 0x20 ? damaged : remark
  let i = time + 1
  while (i + 1 < to && b[i] === 0x20 && b[i + 1] === 0x5b) {
    const end = b.indexOf(0x5d, i)
    if (end < 0 || end >= to) return damaged
    readTag(line, i + 2, end)
    i = end + 1
  }
  while (i < to && b[i] === 0x20) i++
  const url = findLast(b, ', referer: ', i, to)
  if (url >= 0) put(line, referer, url + 11, to)
  put(line, message, i, url < 0 ? to : url)
  return failure
}

/** `client 192.0.2.1:4711`, `php:warn` or `error`; process numbers are of no use. */
function readTag(line: Line, from: number, to: number): void {
  if (starts(line.bytes, 'client ', from)) {
    put(line, client, from + 7, withoutPort(line.bytes, from + 7, to))
  } else if (!starts(line.bytes, 'pid ', from) && line.at[level * 2]! < 0) put(line, level, from, to)
}

function readNginx(line: Line, from: number, to: number): Verdict {
  const b = line.bytes
  if (b[from] !== 0x5b) return damaged
  const end = b.indexOf(0x5d, from)
  if (end < 0 || end >= to) return damaged
  put(line, level, from + 1, end)
  let i = end + 1
  const colon = find(b, ': ', i, to)
  if (colon >= 0) i = colon + 2
  // What the message quotes may hold the same words: the server writes its own last.
  const who = findLast(b, ', client: ', i, to)
  if (who >= 0) put(line, client, who + 10, until(b, who + 10, to))
  const url = findLast(b, ', referrer: "', i, to)
  if (url >= 0) put(line, referer, url + 13, to - 1)
  put(line, message, i, to)
  return failure
}

function until(b: Uint8Array, from: number, to: number): number {
  let i = from
  while (i < to && b[i] !== 0x2c && b[i] !== 0x20) i++
  return i
}

/** The end of an address without `:port`, which IPv6 addresses carry too where Apache writes them. */
function withoutPort(b: Uint8Array, from: number, to: number): number {
  let colon = -1
  let colons = 0
  for (let i = from; i < to; i++) {
    if (b[i] !== 0x3a) continue
    colon = i
    colons++
  }
  const bracketed = colon > from && b[colon - 1] === 0x5d
  // Apache writes an IPv6 address and its port without brackets: nine groups, or a shortened address and a large number.
  return colons === 1 || bracketed || colons === 8 || (colons > 1 && to - colon > 5) ? colon : to
}

function starts(b: Uint8Array, words: string, from: number): boolean {
  for (let k = 0; k < words.length; k++) if (b[from + k] !== words.charCodeAt(k)) return false
  return true
}

/** Where words stand first between two places, -1 for nowhere. */
export function find(b: Uint8Array, words: string, from: number, to: number): number {
  for (let i = from; i + words.length <= to; i++) if (starts(b, words, i)) return i
  return -1
}

function findLast(b: Uint8Array, words: string, from: number, to: number): number {
  for (let i = to - words.length; i >= from; i--) if (starts(b, words, i)) return i
  return -1
}
