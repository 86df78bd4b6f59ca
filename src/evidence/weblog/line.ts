/**
 * The words of this folder. A log is read line by line; a format takes a line apart without copying it, and what it
 * found is written straight into COPY tuples.
 */

/** Numbers of the fields a line can have; each stands in `Line.at` as start and end. */
export const client = 0
export const user = 1
export const method = 2
export const path = 3
export const query = 4
/** The agent's number follows the referer's, as it does in the line. */
export const referer: number = 5
export const agent: number = 6
export const vhost = 7
export const forwarded = 8
export const extra = 9
export const level = 10
export const message = 11
const fields = 12

/** What a line is: a request, an entry of an error log, a remark (comment, blank, continuation), or none of these. */
export const damaged = 0
export const request = 1
export const failure = 2
export const remark = 3
export type Verdict = typeof damaged | typeof request | typeof failure | typeof remark

/** No time zone is written with the time. */
export const noZone = 0x7fff

/** A line taken apart: where in `bytes` each field stands (-1: not there), and what it says in numbers. */
export interface Line {
  /** A Buffer and nothing else: loops over one kind of array compile better, and its searches are native code. */
  bytes: Buffer
  readonly at: Int32Array
  /** Seconds since 1970 in UTC, NaN without a time; a time without a zone counts as if it were UTC. */
  seconds: number
  micros: number
  /** Minutes east of UTC as written, or `noZone`. */
  zone: number
  /** -1: not there. */
  status: number
  size: number
}

/** A format as it reads one file. */
export interface LineReader {
  readonly read: (line: Line, from: number, to: number) => Verdict
  /** What a later reader needs to go on in the middle of the file. */
  readonly state: () => string | null
}

/** An empty line. */
export function openLine(): Line {
  return { bytes: Buffer.alloc(0), at: new Int32Array(fields * 2), seconds: 0, micros: 0, zone: 0, status: 0, size: 0 }
}

/** Forgets what the last line held. */
export function clearLine(line: Line): void {
  const { at } = line
  for (let i = 0; i < at.length; i += 2) at[i] = -1
  line.seconds = Number.NaN
  line.micros = 0
  line.zone = noZone
  line.status = -1
  line.size = -1
}

/** Says where a field stands; `-` and nothing mean that the server had no value. */
export function put(line: Line, field: number, from: number, to: number): void {
  if (to <= from || (to === from + 1 && line.bytes[from] === 0x2d)) return
  line.at[field * 2] = from
  line.at[field * 2 + 1] = to
}

/** The text of a field, for tests and for detection. */
export function textOf(line: Line, field: number): string | null {
  const from = line.at[field * 2]!
  return from < 0 ? null : line.bytes.toString('utf8', from, line.at[field * 2 + 1]!)
}
