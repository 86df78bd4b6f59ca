import pg from 'pg'

/** Type numbers of pg_type.dat that are read in another way than the driver's. */
const oids = { int8: 20, timestamptz: 1184, int8Array: 1016, timestamptzArray: 1185 } as const

/** Reads a bigint as a number; a count or an offset beyond 2^53 is refused rather than rounded. */
export function int8(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value)) return value
  throw new RangeError(`The bigint ${text} does not fit a number; select it as text.`)
}

const instant = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,6})?)\+00$/

/**
 * Reads a timestamptz as RFC 3339 in UTC: `2024-03-01T12:00:00Z`, with a fraction of up to six digits only where it is
 * not zero. Text rather than a Date, which would lose microseconds. What RFC 3339 cannot say (infinity, years BC)
 * stays as PostgreSQL writes it.
 */
export function timestamptz(text: string): string {
  const parts = instant.exec(text)
  if (parts) return `${parts[1]}T${parts[2]}Z`
  if (/infinity$| BC$/.test(text)) return text
  throw new RangeError(`The time ${text} was not given in UTC: someone changed the session's time zone.`)
}

/** The driver's own way; its type declaration knows only some of the numbers. */
const driver = pg.types.getTypeParser as (oid: number, format?: string) => (text: string) => unknown

const textArray = driver(1009) as (text: string) => (string | null)[]

function arrayOf<T>(read: (text: string) => T): (text: string) => (T | null)[] {
  return (text) => textArray(text).map((item) => (item === null ? null : read(item)))
}

const ours = new Map<number, (text: string) => unknown>([
  [oids.int8, int8],
  [oids.timestamptz, timestamptz],
  [oids.int8Array, arrayOf(int8)],
  [oids.timestamptzArray, arrayOf(timestamptz)],
  // date, time, timestamp, interval and their arrays stay text: a Date would add a time zone they do not have.
  ...[1082, 1083, 1114, 1186, 1266].map((oid): [number, (text: string) => unknown] => [oid, (text) => text]),
  ...[1182, 1183, 1115, 1187, 1270].map((oid): [number, (text: string) => unknown] => [oid, textArray]),
])

/** How values come out of the database: see `int8` and `timestamptz`; the rest as the driver does. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: string) =>
    (format === 'binary' ? undefined : ours.get(oid)) ?? driver(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
}
