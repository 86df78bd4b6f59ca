import { remembered } from './remembered.ts'

/** A stated date of birth as YYYY-MM-DD, from ISO or from day-month-year; null where a part is missing or impossible. */
export function birthDate(stated: string | null): string | null {
  return stated === null || stated === '' ? null : read(stated)
}

const read = remembered((stated): string | null => {
  const parts = stated
    .trim()
    .split(/[-./\s]+/)
    .filter((p) => p !== '')
  if (parts.length !== 3 || parts.some((p) => !/^\d{1,4}$/.test(p))) return null
  const [year, month, day] = (parts[0]!.length === 4 ? parts : [...parts].reverse()).map(Number) as [
    number,
    number,
    number,
  ]
  if (year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31) return null
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
})
