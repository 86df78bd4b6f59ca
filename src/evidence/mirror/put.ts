import { commitTuple, fits, moreRoom, prefixBytes, type Tuples, wideRow } from './tuples.ts'

/** Writes a row whose values are at hand; false when PostgreSQL cannot store it because it is too wide. */
export function putRow(t: Tuples, values: readonly (Uint8Array | null)[], offset: number, length: number): boolean {
  let needed = prefixBytes
  for (const v of values) needed += 4 + (v?.length ?? 0)
  while (t.out.length - t.size < needed) moreRoom(t)
  let o = t.size + prefixBytes
  for (const v of values) {
    t.view.setInt32(o, v === null ? -1 : v.length)
    o += 4
    if (v === null) continue
    t.out.set(v, o)
    o += v.length
  }
  if (values.length > wideRow && !fits(t, o)) return false
  commitTuple(t, values.length, o, offset, length)
  return true
}
