import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setAt } from './vmdk-set.ts'

/** The segments of an image by their names, from one of them on, and the number at which one is missing. */
export interface Segments<T> {
  readonly parts: readonly T[]
  readonly missing: string | null
}

/**
 * The files beside an image that go on with it: `.001 .002`, `.aa .ab`, `.E01 .E02 … .E99 .EAA`, told by their names.
 * Given from the first on; a number that is left out while a later one is there is `missing`.
 */
export function segmentsOf<T extends { readonly name: string }>(first: string, beside: readonly T[]): Segments<T> {
  const byName = new Map(beside.map((b) => [b.name.toLowerCase(), b]))
  const own = byName.get(first.toLowerCase())
  const numbered = own === undefined ? null : seriesOf(first)
  if (own === undefined || numbered === null) return { parts: own === undefined ? [] : [own], missing: null }
  const parts: T[] = [own]
  for (let n = 1; n < 20_000; n++) {
    const name = numbered(n)
    const next = name === null ? undefined : byName.get(name.toLowerCase())
    if (name === null || next === undefined) {
      const later = name !== null && [1, 2, 3, 4, 5].some((k) => byName.has((numbered(n + k) ?? '').toLowerCase()))
      return { parts, missing: later ? name : null }
    }
    parts.push(next)
  }
  return { parts, missing: null }
}

/** True when a name is that of the first segment of a series. */
export function isFirst(name: string): boolean {
  return seriesOf(name) !== null
}

/** The name of the nth segment after the first; null where the name is no first segment's, or there are no more. */
function seriesOf(first: string): ((n: number) => string | null) | null {
  const ending = /\.([^.]*)$/.exec(first)?.[1]
  if (ending === undefined) return null
  const stem = first.slice(0, first.length - ending.length)
  if (/^0{1,4}[01]$/.test(ending)) {
    const from = Number(ending)
    return (n) => stem + String(from + n).padStart(ending.length, '0')
  }
  if (/^a{2,4}$/.test(ending)) return (n) => (n < 26 ** ending.length ? stem + letters(n, ending.length) : null)
  if (/^[es]01$/i.test(ending)) return (n) => stem + expert(ending[0]!, n + 1)
  return null
}

function letters(n: number, width: number): string {
  let out = ''
  for (let left = n, i = 0; i < width; i++, left = Math.floor(left / 26))
    out = String.fromCharCode(97 + (left % 26)) + out
  return out
}

/** `E01` to `E99`, then `EAA` to `EZZ`, `FAA` and on. */
function expert(kind: string, n: number): string {
  if (n < 100) return kind + String(n).padStart(2, '0')
  const over = n - 100
  const first = String.fromCharCode(kind.charCodeAt(0) + Math.floor(over / 676))
  const two = letters(over % 676, 2)
  return first + (kind === kind.toUpperCase() ? two.toUpperCase() : two)
}

/**
 * The other segments of an image that was named by its first, or by the description of a disk in several files, as they lie
 * in its folder; empty where it stands alone.
 */
export async function otherSegments(path: string): Promise<readonly string[]> {
  const name = basename(path)
  const set = /\.vmdk$/i.test(name) ? setAt(path) : null
  if (set === null && !isFirst(name)) return []
  const names = await readdir(dirname(path)).catch(() => [])
  if (set !== null) {
    const listed = new Set(set.parts.map((p) => p.name?.toLowerCase()))
    return names.filter((n) => n !== name && listed.has(n.toLowerCase())).map((n) => join(dirname(path), n))
  }
  const { parts } = segmentsOf(
    name,
    names.map((n) => ({ name: n })),
  )
  return parts.slice(1).map((p) => join(dirname(path), p.name))
}
