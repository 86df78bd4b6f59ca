import type { Line } from './line.ts'

/** Months as three letters packed into one number, as every log writes them in English. */
const months = new Map(
  'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ').map((m, i): [number, number] => [pack(m), i]),
)

function pack(m: string): number {
  return (m.charCodeAt(0) << 16) | (m.charCodeAt(1) << 8) | m.charCodeAt(2)
}

function monthAt(b: Uint8Array, i: number): number {
  return months.get(((b[i]! | 32) << 16) | ((b[i + 1]! | 32) << 8) | (b[i + 2]! | 32)) ?? -1
}

/** The number that `n` digits at `i` make, NaN where one is none. */
function digits(b: Uint8Array, i: number, n: number): number {
  let value = 0
  for (const end = i + n; i < end; i++) {
    const d = b[i]! - 48
    if (!(d >= 0 && d <= 9)) return Number.NaN
    value = value * 10 + d
  }
  return value
}

/** The day asked for last, because neighbouring lines have the same. */
let last = { year: 0, month: 0, day: 0, seconds: 0 }

/** Seconds since 1970 of a day's beginning, NaN where the calendar has no such day. */
function dayStart(year: number, month: number, day: number): number {
  if (day === last.day && month === last.month && year === last.year) return last.seconds
  const date = new Date(Date.UTC(year, month, day))
  if (!(year > 1900 && date.getUTCMonth() === month && date.getUTCDate() === day)) return Number.NaN
  last = { year, month, day, seconds: date.getTime() / 1000 }
  return last.seconds
}

/** Seconds into the day of `hh:mm:ss` at `i`; a leap second counts as the next minute's first. */
function clock(b: Uint8Array, i: number): number {
  const [h, m, s] = [digits(b, i, 2), digits(b, i + 3, 2), digits(b, i + 6, 2)]
  return b[i + 2] === 0x3a && b[i + 5] === 0x3a && h < 24 && m < 60 && s <= 60 ? h * 3600 + m * 60 + s : Number.NaN
}

/** Minutes of `+hhmm` or `+hh:mm` at `i`, NaN where there is none. */
function zoneAt(b: Uint8Array, i: number): number {
  const sign = b[i] === 0x2b ? 1 : b[i] === 0x2d ? -1 : Number.NaN
  const minutes = b[i + 3] === 0x3a ? i + 4 : i + 3
  const m = digits(b, i + 1, 2) * 60 + digits(b, minutes, 2)
  return m <= 18 * 60 ? sign * m : Number.NaN
}

function set(line: Line, seconds: number, zone: number): boolean {
  if (Number.isNaN(seconds) || Number.isNaN(zone)) return false
  line.seconds = zone === 0 ? seconds : seconds - zone * 60
  line.zone = zone
  return true
}

function setLocal(line: Line, seconds: number): boolean {
  line.seconds = seconds
  return !Number.isNaN(seconds)
}

/** Length of `10/Oct/2000:13:55:36 -0700`. */
export const clfLength = 26

/** The date and zone read last, and the sixteen bytes they were written in. */
let lastClf = { a: 0, b: 0, c: 0, d: 0, seconds: 0, minutes: 0 }

function word(b: Uint8Array, i: number, k: number, l: number, m: number): number {
  return (b[i]! << 24) | (b[k]! << 16) | (b[l]! << 8) | b[m]!
}

/** The time of the Common Log Format, `10/Oct/2000:13:55:36 -0700` (Apache mod_log_config, "%t"). */
export function readClf(line: Line, i: number): boolean {
  const { bytes } = line
  if (bytes[i + 2] !== 0x2f || bytes[i + 6] !== 0x2f || bytes[i + 11] !== 0x3a || bytes[i + 20] !== 0x20) return false
  const a = word(bytes, i, i + 1, i + 3, i + 4)
  const b = word(bytes, i + 5, i + 7, i + 8, i + 9)
  const c = word(bytes, i + 10, i + 21, i + 22, i + 23)
  const d = word(bytes, i + 24, i + 25, i + 2, i + 6)
  if (a !== lastClf.a || b !== lastClf.b || c !== lastClf.c || d !== lastClf.d) {
    const seconds = dayStart(digits(bytes, i + 7, 4), monthAt(bytes, i + 3), digits(bytes, i, 2))
    const minutes = zoneAt(bytes, i + 21)
    if (Number.isNaN(seconds) || Number.isNaN(minutes)) return false
    lastClf = { a, b, c, d, seconds, minutes }
  }
  return set(line, lastClf.seconds + clock(bytes, i + 12), lastClf.minutes)
}

/** `2000-10-10T13:55:36.5-07:00`, with a space for the T, without fraction or zone; gives the place after it, -1 for none. */
export function readIso(line: Line, i: number, separator = 0x2d): number {
  const b = line.bytes
  if (b[i + 4] !== separator || b[i + 7] !== separator || (b[i + 10] !== 0x54 && b[i + 10] !== 0x20)) return -1
  const seconds = dayStart(digits(b, i, 4), digits(b, i + 5, 2) - 1, digits(b, i + 8, 2)) + clock(b, i + 11)
  let end = fraction(line, i + 19)
  const mark = b[end]
  if (mark === 0x5a) return set(line, seconds, 0) ? end + 1 : -1
  const zone = mark === 0x2b || mark === 0x2d ? zoneAt(b, end) : Number.NaN
  if (Number.isNaN(zone)) return setLocal(line, seconds) ? end : -1
  end += b[end + 3] === 0x3a ? 6 : 5
  return set(line, seconds, zone) ? end : -1
}

/** Digits after a point or comma, as microseconds; gives the place after them. */
function fraction(line: Line, i: number): number {
  const b = line.bytes
  if (b[i] !== 0x2e && b[i] !== 0x2c) return i
  let unit = 100_000
  let k = i + 1
  for (; b[k]! >= 48 && b[k]! <= 57; k++) {
    line.micros += (b[k]! - 48) * Math.floor(unit)
    unit /= 10
  }
  return k
}

/** `Wed Feb 01 10:00:00.971163 2023`, as Apache's error log has it; gives the place after it, -1 for none. */
export function readCtime(line: Line, i: number): number {
  const b = line.bytes
  const padded = b[i + 8] === 0x20 ? i + 9 : i + 8
  const month = monthAt(b, i + 4)
  const end = fraction(line, i + 19)
  const day = dayStart(digits(b, end + 1, 4), month, digits(b, padded, i + 10 - padded))
  if (b[i + 3] !== 0x20 || b[i + 10] !== 0x20 || b[end] !== 0x20) return -1
  return setLocal(line, day + clock(b, i + 11)) ? end + 5 : -1
}

/** `2023-02-01` and `10:00:00` in fields of their own (W3C Extended Log File Format: always GMT). */
export function readDateAndTime(line: Line, date: number, time: number, zone: number): boolean {
  const b = line.bytes
  if (b[date + 4] !== 0x2d || b[date + 7] !== 0x2d) return false
  const day = dayStart(digits(b, date, 4), digits(b, date + 5, 2) - 1, digits(b, date + 8, 2))
  fraction(line, time + 8)
  return set(line, day + clock(b, time), zone)
}

/** Seconds since 1970 as `1675243200` or `1675243200.123`; `scale` 1e3 or 1e6 where they are counted finer. */
export function readEpoch(line: Line, from: number, to: number, scale = 1): boolean {
  let end = from
  while (end < to && line.bytes[end] !== 0x2e) end++
  const whole = end - from > 17 ? Number.NaN : digits(line.bytes, from, end - from)
  const seconds = Math.floor(whole / scale)
  if (end === from || !(seconds < 1e11)) return false
  fraction(line, end)
  if (scale > 1) line.micros = Math.round(((whole % scale) * 1e6) / scale)
  return set(line, seconds, 0)
}
