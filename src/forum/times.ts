import type { Derived } from './forum.ts'

/** A moment written `2023-11-14 22:13:20`, in UTC where it names no offset, as UNIX seconds; `0000-00-00` is none. */
export function secondsOf(text: string): string | null {
  const found = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i.exec(
    text.trim(),
  )
  if (found === null) return text
  const [, date = '', time = '00:00:00', zone = 'Z'] = found
  if (date.startsWith('0000')) return null
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}` : 'Z'
  const moment = Date.parse(`${date}T${time}${offset}`)
  return Number.isNaN(moment) ? text : String(Math.floor(moment / 1000))
}

/** A column of moments as text. */
export const utc: Derived = { by: secondsOf }

/** A column of UNIX milliseconds. */
export const millis: Derived = {
  by: (text) => (/^\d{4,16}(?:\.\d+)?$/.test(text) ? String(Math.floor(Number(text) / 1000)) : text),
}

/** Day, month and year of a birthday in three columns, as `05-03-1984`; SQL for text, NULL where no day is given. */
export function birthday(day: string, month: string, year: string): string {
  return `CASE WHEN nullif(${day}, '0') IS NOT NULL AND nullif(${month}, '0') IS NOT NULL
    THEN lpad(${day}, 2, '0') || '-' || lpad(${month}, 2, '0') || '-' || lpad(coalesce(${year}, '0'), 4, '0') END`
}
