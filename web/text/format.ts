/** How figures, times, hashes and countries are said, in one place, so that every screen says them alike. */

const grouped = new Intl.NumberFormat('en-GB')
const regions = new Intl.DisplayNames(['en-GB'], { type: 'region', fallback: 'code' })

/** 1234567 as 1,234,567. */
export function count(value: number): string {
  return grouped.format(value)
}

/** A probability as a whole per cent; never 0 % or 100 %, which nothing here is. */
export function percent(value: number): string {
  const whole = Math.round(value * 100)
  return whole <= 0 ? '<1 %' : whole >= 100 ? '>99 %' : `${whole} %`
}

/** Bytes with three figures: 812 B, 4.09 kB, 231 MB. */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let size = value
  let unit = 0
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000
    unit += 1
  }
  return `${unit === 0 ? size : size.toPrecision(3)} ${units[unit]}`
}

/** Seconds as a person reads them: 0.42 s, 12.5 s, 3 min 08 s. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(2)} s`
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${String(Math.round(seconds % 60)).padStart(2, '0')} s`
}

/** How far a clock is ahead: 42 s ahead, 1 h 00 min behind, in step. */
export function seconds(ahead: number): string {
  const size = Math.abs(ahead)
  if (size < 1) return 'in step'
  const way = ahead > 0 ? 'ahead' : 'behind'
  if (size < 120) return `${Number(size.toFixed(1))} s ${way}`
  if (size < 3600) return `${Math.floor(size / 60)} min ${String(Math.round(size % 60)).padStart(2, '0')} s ${way}`
  return `${Math.floor(size / 3600)} h ${String(Math.round((size % 3600) / 60)).padStart(2, '0')} min ${way}`
}

/** A hash shortened in the middle: the ends are what people compare. */
export function shortHash(hash: string, keep = 6): string {
  return hash.length <= keep * 2 + 1 ? hash : `${hash.slice(0, keep)}…${hash.slice(-keep)}`
}

/** The English name of an ISO 3166-1 alpha-2 code; the code itself where there is none. */
export function countryName(code: string): string {
  try {
    return regions.of(code) ?? code
  } catch {
    return code
  }
}

const pad = (value: number, width = 2) => String(value).padStart(width, '0')

/** ISO 8601 with seconds, in UTC or the clock of this machine, the offset always said. */
export function instant(value: string | null, local: boolean): string {
  if (value === null) return '—'
  const at = new Date(value)
  if (Number.isNaN(at.getTime())) return value
  if (!local) return `${at.toISOString().slice(0, 19).replace('T', ' ')}Z`
  const offset = -at.getTimezoneOffset()
  const zone = `${offset < 0 ? '−' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`
  const day = `${pad(at.getFullYear(), 4)}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`
  return `${day} ${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}${zone}`
}

/** The day of an instant in UTC. */
export function day(value: string | null): string {
  return value === null ? '—' : value.slice(0, 10)
}

/** `one post`, `2 posts`: figures and their noun agree. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`
}

/** Words that are written in their own way wherever they stand. */
const spellings: Readonly<Record<string, string>> = {
  ip: 'IP',
  url: 'URL',
  pgp: 'PGP',
  pdf: 'PDF',
  json: 'JSON',
  email: 'e-mail',
}

/** A kebab-case code as words. */
export function words(code: string): string {
  const text = code
    .split(/[-_ ]/)
    .map((word) => spellings[word] ?? word)
    .join(' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
