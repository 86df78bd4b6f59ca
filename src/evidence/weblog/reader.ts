import { isAscii, isUtf8 } from 'node:buffer'
import { decode, guess } from '../mirror/charset.ts'
import type { Trouble } from '../mirror/source.ts'
import { damaged, failure, type LineReader, noZone, openLine, remark } from './line.ts'
import type { Rows } from './rows.ts'

/** What a log held, counted line by line: lines = requests + errors + remarks + damaged. */
export interface LogCounts {
  readonly lines: number
  readonly requests: number
  readonly errors: number
  readonly remarks: number
  readonly damaged: number
  /** Requests and errors whose time is written without a zone. */
  readonly zoneless: number
  /** Seconds since 1970, null without any time. */
  readonly first: number | null
  readonly last: number | null
}

export const noCounts: LogCounts = {
  lines: 0,
  requests: 0,
  errors: 0,
  remarks: 0,
  damaged: 0,
  zoneless: 0,
  first: null,
  last: null,
}

/** Where a reader of a log stands, as JSON. */
export interface LogState {
  /** Everything before this offset has been read. */
  readonly offset: number
  readonly counts: LogCounts
  readonly format: string | null
}

/** A log being read; its bytes may come in pieces of any size. */
export interface LogReader {
  readonly feed: (piece: Uint8Array) => void
  readonly finish: () => void
  /** Reads on until the next line begins at or after `stopAt`, or more bytes are needed. */
  readonly run: (stopAt: number) => 'input' | 'stop'
  readonly state: () => LogState
}

/** Begins to read a log, or goes on from `from`. A line of more than `limit` bytes is passed over and reported. */
export function openLogReader(
  format: LineReader,
  rows: Rows,
  report: (trouble: Trouble) => void,
  from: LogState,
  limit: number,
): LogReader {
  const line = openLine()
  const counts = { ...from.counts }
  let piece: Buffer = Buffer.alloc(0)
  let plain = true
  let pos = 0
  /** File offset where the line being read begins. */
  let start = from.offset
  /** The beginning of a line whose end has not come, and how long the line is already when it is too long to keep. */
  let carry: Buffer = Buffer.alloc(0)
  let overlong = 0

  const fault = (code: string, detail: string, offset: number, length: number): void =>
    report({ severity: 'loss', code, detail, offset, length })

  /** One line without its end; `length` counts from `start`. */
  const take = (b: Buffer, begin: number, end: number, clean: boolean): void => {
    counts.lines++
    let from = begin
    let to = end
    if (to > from && b[to - 1] === 0x0d) to--
    const offset = start
    const length = to - from
    line.bytes = b
    if (!clean) {
      while (from < to && b[from] === 0) from++
      if (from > begin)
        fault('weblog-nul', `${from - begin} NUL bytes, which a crash of the server leaves`, offset, from - begin)
      if (counts.lines === 1 && b[from] === 0xef && b[from + 1] === 0xbb && b[from + 2] === 0xbf) from += 3
      const raw = b.subarray(from, to)
      if (!isUtf8(raw) || raw.includes(0)) {
        line.bytes = bufferOf(decode(guess, raw).bytes)
        to = line.bytes.length
        from = 0
      }
    }
    if (to === from) return void counts.remarks++
    const verdict = format.read(line, from, to)
    if (verdict === remark) counts.remarks++
    else if (verdict === damaged) {
      counts.damaged++
      fault('weblog-damaged-line', 'A line that is not of the form of this log', offset, length)
    } else {
      if (verdict === failure) {
        counts.errors++
        rows.addError(line, counts.lines, offset, length)
      } else {
        counts.requests++
        rows.addRequest(line, counts.lines, offset, length)
      }
      if (line.zone === noZone) counts.zoneless++
      if (Number.isNaN(line.seconds)) return
      if (counts.first === null || line.seconds < counts.first) counts.first = line.seconds
      if (counts.last === null || line.seconds > counts.last) counts.last = line.seconds
    }
  }

  /** The line that ends at `end` of the piece, whose beginning may have come in pieces before. */
  const endLine = (end: number): void => {
    const carried = overlong || carry.length
    const length = carried + end - pos
    if (overlong > 0 || length > limit) {
      counts.lines++
      counts.damaged++
      fault('weblog-long-line', `A line of ${length} bytes, more than the ${limit} that are read`, start, length)
    } else if (carried > 0) {
      const whole = Buffer.concat([carry, piece.subarray(pos, end)])
      take(whole, 0, whole.length, isPlain(whole))
    } else take(piece, pos, end, plain)
    carry = Buffer.alloc(0)
    overlong = 0
    start += length
  }

  return {
    feed: (next) => {
      piece = bufferOf(next)
      plain = isPlain(piece)
      pos = 0
    },
    run: (stopAt) => {
      for (;;) {
        if (start >= stopAt && carry.length === 0 && overlong === 0 && pos < piece.length) return 'stop'
        const end = piece.indexOf(10, pos)
        if (end < 0) break
        endLine(end)
        start++
        pos = end + 1
      }
      const rest = piece.length - pos
      if (overlong > 0 || carry.length + rest > limit) {
        overlong = (overlong || carry.length) + rest
        carry = Buffer.alloc(0)
      } else if (rest > 0) carry = Buffer.concat([carry, piece.subarray(pos)])
      pos = piece.length
      return 'input'
    },
    finish: () => {
      piece = Buffer.alloc(0)
      pos = 0
      if (carry.length > 0 || overlong > 0) endLine(0)
    },
    state: () => ({ offset: start, counts: { ...counts }, format: format.state() }),
  }
}

/** The same bytes as a Buffer. */
function bufferOf(b: Uint8Array): Buffer {
  return Buffer.from(b.buffer, b.byteOffset, b.length)
}

/** Nothing to repair: ASCII without NUL. */
function isPlain(b: Uint8Array): boolean {
  return isAscii(b) && !b.includes(0)
}
