/** PostgreSQL counts microseconds from here; source: postgresql datatype/timestamp.h, POSTGRES_EPOCH_JDATE. */
const epochSeconds = 946_684_800
const secondsOfDay = 86_400

/** The instants PostgreSQL can hold, in seconds since 1970: 4713 BC to AD 294276 (timestamp.h). */
export const instantRange = { least: -210_866_803_200, most: 9_224_318_015_999 } as const

/** The 64-bit values that mean "later than all" and "earlier than all"; source: timestamp.h, DT_NOEND, DT_NOBEGIN. */
const infinite = { infinity: 0x7fffffffffffffffn, '-infinity': -0x8000000000000000n } as const

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

const form = /^(\d{4,6})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6})\d*)?(Z|[+-]\d\d:\d\d)$/

function secondsOf(year: number, month: number, day: number): number {
  const date = new Date(0)
  // Date.UTC would take the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / 1000 : Number.NaN
}

/** An instant as whole seconds since 1970 and microseconds, or null when the text is none. */
function parse(text: string): readonly [seconds: number, microseconds: number] | null {
  // As `fromMicroseconds` writes what lies before our era.
  const before = text.endsWith(' BC')
  const parts = form.exec(before ? text.replace(/^([\d-]+) ([\d:.]+)\+00 BC$/, '$1T$2Z') : text)
  if (!parts) return null
  const [, said, month, day, hour, minute, second, fraction = '', zone = 'Z'] = parts
  const time = Number(hour) * 3600 + Number(minute) * 60 + Number(second)
  if (Number(minute) > 59 || Number(second) > 59 || time >= secondsOfDay) return null
  const sign = zone.startsWith('-') ? 1 : -1
  const shift = zone === 'Z' ? 0 : sign * (Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(4)) * 60)
  const year = before ? 1 - Number(said) : Number(said)
  const seconds = secondsOf(year, Number(month), Number(day)) + time + shift
  return Number.isNaN(seconds) ? null : [seconds, Number(fraction.padEnd(6, '0'))]
}

/**
 * Microseconds since 2000 of an instant given as RFC 3339 text, Date or seconds since 1970, as a number where that is
 * exact and as a bigint beyond; null when it is no instant or PostgreSQL cannot hold it.
 */
export function toMicroseconds(value: unknown): number | bigint | null {
  if (value === 'infinity' || value === '-infinity') return infinite[value]
  let parts: readonly [number, number] | null = null
  if (typeof value === 'string') parts = parse(value)
  else if (typeof value === 'number') parts = [Math.floor(value), Math.round((value - Math.floor(value)) * 1e6)]
  else if (value instanceof Date)
    parts = [Math.floor(value.getTime() / 1000), (((value.getTime() % 1000) + 1000) % 1000) * 1000]
  if (!parts || !(parts[0] >= instantRange.least && parts[0] <= instantRange.most)) return null
  const micros = (parts[0] - epochSeconds) * 1e6 + parts[1]
  return Number.isSafeInteger(micros) ? micros : BigInt(parts[0] - epochSeconds) * 1_000_000n + BigInt(parts[1])
}

const twoDigits = Array.from({ length: 100 }, (_, n) => pad(n, 2))

/** The day written last: rows come mostly in the order of time. */
let lastDay = { day: Number.NaN, text: '' }

/** RFC 3339 text in UTC from microseconds since 2000, as `timestamptz` of types.ts reads PostgreSQL's own text. */
export function fromMicroseconds(high: number, low: number): string {
  if (high === 0x7fffffff && low === 0xffffffff) return 'infinity'
  if (high === -0x80000000 && low === 0) return '-infinity'
  // 2^32 microseconds are 4294 seconds and 967296 microseconds, so no product here leaves the exact numbers.
  const micros = high * 967_296 + low
  const carried = Math.floor(micros / 1e6)
  const fraction = micros - carried * 1e6
  const seconds = high * 4294 + carried
  const day = Math.floor(seconds / secondsOfDay)
  const time = seconds - day * secondsOfDay
  if (day !== lastDay.day) lastDay = { day, text: fromDays(day) }
  const { text } = lastDay
  const hour = (time / 3600) | 0
  const minute = ((time - hour * 3600) / 60) | 0
  let clock = `${twoDigits[hour]}:${twoDigits[minute]}:${twoDigits[time - hour * 3600 - minute * 60]}`
  if (fraction !== 0) clock += `.${pad(fraction, 6).replace(/0+$/, '')}`
  return text.endsWith(' BC') ? `${text.slice(0, -3)} ${clock}+00 BC` : `${text}T${clock}Z`
}

/** Days since 2000 of a YYYY-MM-DD date, or null. */
export function toDays(value: unknown): number | null {
  const parts = typeof value === 'string' ? /^(\d{4,6})-(\d\d)-(\d\d)$/.exec(value) : null
  if (!parts) return null
  const seconds = secondsOf(Number(parts[1]), Number(parts[2]), Number(parts[3]))
  return Number.isNaN(seconds) ? null : (seconds - epochSeconds) / secondsOfDay
}

/** A date as PostgreSQL writes it, from days since 2000; Gregorian, counted after Howard Hinnant's civil_from_days. */
export function fromDays(days: number): string {
  const shifted = days + 10_957 + 719_468
  const era = Math.floor(shifted / 146_097)
  const ofEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  )
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153)
  const day = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  const text = `${pad(year > 0 ? year : 1 - year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
  return year > 0 ? text : `${text} BC`
}
