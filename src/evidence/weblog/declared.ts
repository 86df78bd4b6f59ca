import { closingQuote, readRequest, readTarget } from './combined.ts'
import { find } from './error.ts'
import type { Line, LineReader, Verdict } from './line.ts'
import * as field from './line.ts'
import { clfLength, readClf, readDateAndTime, readEpoch, readIso } from './times.ts'

/** What is done with the bytes of one value. */
export type Use = (line: Line, from: number, to: number) => boolean

/** A format as a list: words that stand there as they are, and values between them. */
export type Step = { readonly words: string } | { readonly use: Use }

const keep =
  (n: number): Use =>
  (line, from, to) => {
    field.put(line, n, from, to)
    return true
  }
const skip: Use = () => true
const number =
  (set: (line: Line, value: number) => void): Use =>
  (line, from, to) => {
    let value = 0
    if (to === from + 1 && line.bytes[from] === 0x2d) return true
    for (let i = from; i < to; i++) {
      const d = line.bytes[i]! - 48
      if (!(d >= 0 && d <= 9)) return false
      value = value * 10 + d
    }
    if (to > from && Number.isSafeInteger(value)) set(line, value)
    return to > from
  }

/** What values mean, whatever a server calls them. */
export const uses = {
  client: keep(field.client),
  user: keep(field.user),
  method: keep(field.method),
  path: keep(field.path),
  query: (line, from, to) => keep(field.query)(line, line.bytes[from] === 0x3f ? from + 1 : from, to),
  referer: keep(field.referer),
  agent: keep(field.agent),
  vhost: keep(field.vhost),
  forwarded: keep(field.forwarded),
  request: (line, from, to) => {
    readRequest(line, from, to)
    return true
  },
  target: (line, from, to) => {
    readTarget(line, from, to)
    return true
  },
  status: number((line, value) => {
    line.status = value <= 999 ? value : -1
  }),
  size: number((line, value) => {
    line.size = value
  }),
  clf: (line, from, to) => to - from === clfLength && readClf(line, from),
  bracketed: (line, from, to) => line.bytes[from] === 0x5b && to - from === clfLength + 2 && readClf(line, from + 1),
  iso: (line, from, to) => readIso(line, from) === to,
  seconds: (line, from, to) => readEpoch(line, from, to),
  milliseconds: (line, from, to) => readEpoch(line, from, to, 1e3),
  microseconds: (line, from, to) => readEpoch(line, from, to, 1e6),
  skip,
} as const satisfies Record<string, Use>

/** A reader for a list of steps; a value goes as far as the words after it, an escaped quote not counted. */
export function stepReader(steps: readonly Step[], state: string | null = null): LineReader {
  const read = (line: Line, from: number, to: number): Verdict => {
    field.clearLine(line)
    let i = from
    for (let n = 0; n < steps.length; n++) {
      const step = steps[n]!
      if ('words' in step) {
        if (find(line.bytes, step.words, i, Math.min(to, i + step.words.length)) !== i) return field.damaged
        i += step.words.length
        continue
      }
      const next = steps[n + 1]
      const end = next && 'words' in next ? endOf(line.bytes, next.words, i, to) : to
      if (end < 0 || !step.use(line, i, end)) return field.damaged
      i = end
    }
    // Newer settings of the same server may have added values at the end.
    if (i < to) field.put(line, field.extra, i + 1, to)
    return i === to || line.bytes[i] === 0x20 ? field.request : field.damaged
  }
  return { read, state: () => state }
}

function endOf(b: Buffer, words: string, from: number, to: number): number {
  if (words.charCodeAt(0) !== 0x22) {
    // A time in brackets holds a blank of its own.
    const start = words.charCodeAt(0) === 0x20 && b[from] === 0x5b ? Math.max(find(b, ']', from, to), from) : from
    return find(b, words, start, to)
  }
  for (let at = from; at < to; ) {
    const end = closingQuote(b, at, to)
    if (end < 0 || find(b, words, end, Math.min(to, end + words.length)) === end) return end
    at = end + 1
  }
  return -1
}

const w3cUses: Readonly<Record<string, Use>> = {
  'c-ip': uses.client,
  'cs-username': uses.user,
  'cs-method': uses.method,
  'cs-uri': uses.target,
  'cs-uri-stem': uses.path,
  'cs-uri-query': uses.query,
  'cs-host': uses.vhost,
  'sc-status': uses.status,
  'sc-bytes': uses.size,
  'cs(user-agent)': uses.agent,
  'cs(referer)': uses.referer,
  'cs(host)': uses.vhost,
  'x-forwarded-for': uses.forwarded,
  'cs(x-forwarded-for)': uses.forwarded,
}

/**
 * The W3C Extended Log File Format (working draft WD-logfile) as IIS writes it: `#Fields:` names the values of the lines
 * after it, times are GMT, a blank inside a value is written as `+`.
 */
export function w3cReader(from: string | null): LineReader {
  let names = from
  let list = (names ?? '').split(' ').filter(Boolean)
  let named = list.map((n) => w3cUses[n] ?? skip)
  const read = (line: Line, start: number, to: number): Verdict => {
    field.clearLine(line)
    if (line.bytes[start] === 0x23) {
      const text = Buffer.from(line.bytes.subarray(start, to)).toString('latin1')
      const fields = /^#Fields:\s*(.*?)\s*$/i.exec(text)?.[1]
      if (fields === undefined) return field.remark
      names = fields.toLowerCase().replace(/\s+/g, ' ')
      list = names.split(' ')
      named = list.map((n) => w3cUses[n] ?? skip)
      return field.remark
    }
    let [date, time, i] = [-1, -1, start]
    for (let n = 0; n < list.length; n++) {
      if (i > to) return field.damaged
      let end = i
      while (end < to && line.bytes[end] !== 0x20) end++
      if (list[n] === 'date') date = i
      else if (list[n] === 'time') time = i
      else if (!named[n]!(line, i, end)) return field.damaged
      i = end + 1
    }
    if (list.length === 0 || i <= to) return field.damaged
    return date >= 0 && time >= 0 && readDateAndTime(line, date, time, 0) ? field.request : field.damaged
  }
  return { read, state: () => names }
}
