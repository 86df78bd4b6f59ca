/** A time as a message states it: seconds since 1970, and minutes east of UTC where a zone is written. */
export interface MailTime {
  readonly at: number
  /** null where no zone is written, then `at` is as if it were UTC, and for -0000, which says that none is known. */
  readonly zone: number | null
}

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/** Zones by name (RFC 5322, section 4.3); other names are understood as -0000, as that section asks. */
const zones: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
}

const stated =
  /(?:^|[\s,;])(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?[\s-]+(\d{2,4})[\s,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*([-+]\d{4}|[-+]\d{2}:\d{2}|[a-z]{1,5})?/i
const asctime =
  /([a-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s+(?:([-+]\d{4}|[a-z]{2,5})\s+)?(\d{4})(?:\s+([-+]\d{4}))?/i

/** The time of a Date or Received header (RFC 5322, section 3.3 and obsolete forms); null where it states none. */
export function mailTime(text: string): MailTime | null {
  const m = stated.exec(text.slice(0, 200))
  if (m === null) return asctimeOf(text)
  const year = Number(m[3])
  return timeOf(m[3]!.length > 2 ? year : year < 50 ? 2000 + year : 1900 + year, m[2]!, m[1]!, m.slice(4, 7), m[7])
}

/** The time of a From_ line (RFC 4155, appendix A: asctime, and what programs add to it). */
export function asctimeOf(text: string): MailTime | null {
  const m = asctime.exec(text.slice(0, 400))
  return m === null ? null : timeOf(Number(m[7]), m[1]!, m[2]!, m.slice(3, 6), m[8] ?? m[6])
}

function timeOf(
  year: number,
  monthName: string,
  day: string,
  clock: readonly (string | undefined)[],
  zoneName: string | undefined,
): MailTime | null {
  const month = months.indexOf(monthName.toLowerCase())
  const [hour, minute, second] = clock.map((part) => Number(part ?? 0)) as [number, number, number]
  if (month < 0 || year < 1900 || year > 9999 || hour > 23 || minute > 59 || second > 60) return null
  const date = new Date(Date.UTC(year, month, Number(day)))
  if (date.getUTCMonth() !== month || date.getUTCDate() !== Number(day)) return null
  const zone = zoneOf(zoneName)
  return { at: date.getTime() / 1000 + hour * 3600 + minute * 60 + Math.min(second, 59) - (zone ?? 0) * 60, zone }
}

function zoneOf(name: string | undefined): number | null {
  if (name === undefined || name === '-0000') return null
  const m = /^([-+])(\d{2}):?(\d{2})$/.exec(name)
  if (m === null) return zones[name.toLowerCase()] ?? null
  const minutes = Number(m[2]) * 60 + Number(m[3])
  return minutes > 15 * 60 || Number(m[3]) > 59 ? null : m[1] === '-' ? -minutes : minutes
}
