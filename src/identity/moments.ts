import type { ClientBase } from 'pg'
import { copyOut } from '../db/decode.ts'
import { momentSeconds } from './clashes.ts'
import type { PairOf } from './context.ts'
import type { Persona } from './identity.ts'

/** Acts that tell a moment and a network; of an address that is nobody's they tell none. */
export const actsWhere = `s.kind = 'ip' AND s.seen_at IS NOT NULL AND s.relation IN ('connected-from', 'wrote-from')`

/** When each account was active: all accounts in one long list, each in order of time. */
interface Times {
  /** Where the times of each account begin, and one more. */
  readonly from: Uint32Array
  readonly at: Float64Array
}

/**
 * The pairs that were active within a moment of each other at all, from whatever networks: few are, and only for those the
 * acts are read with all that a clash tells.
 */
export async function pairsWithMoments(
  db: ClientBase,
  personas: readonly Persona[],
  pairs: readonly PairOf[],
): Promise<readonly PairOf[]> {
  const involved = [...new Set(pairs.flat())].sort((x, y) => x - y)
  if (involved.length === 0) return []
  const times = await readTimes(db, personas, involved)
  const place = new Map(involved.map((persona, i) => [persona, i]))
  return pairs.filter(([a, b]) => areNear(times, place.get(a)!, place.get(b)!))
}

function areNear({ from, at }: Times, a: number, b: number): boolean {
  let [i, j] = [from[a]!, from[b]!]
  while (i < from[a + 1]! && j < from[b + 1]!) {
    const gap = at[i]! - at[j]!
    if (Math.abs(gap) <= momentSeconds) return true
    if (gap < 0) i++
    else j++
  }
  return false
}

async function readTimes(db: ClientBase, personas: readonly Persona[], involved: readonly number[]): Promise<Times> {
  const from = new Uint32Array(involved.length + 1)
  let [who, seen, n] = [new Uint32Array(1 << 16), new Float64Array(1 << 16), 0]
  for await (const rows of copyOut(db, timesSql(personas, involved), ['int4', 'float8'])) {
    if (n + rows.length > who.length) [who, seen] = [grown(who), grown(seen)]
    for (const [i, at] of rows as [number, number][]) {
      from[i]! += 1
      who[n] = i - 1
      seen[n] = at
      n += 1
    }
  }
  for (let i = 1; i < from.length; i++) from[i]! += from[i - 1]!
  const at = new Float64Array(n)
  const next = from.slice()
  for (let i = 0; i < n; i++) at[next[who[i]!]!++] = seen[i]!
  for (let p = 0; p + 1 < from.length; p++) at.subarray(from[p], from[p + 1]).sort()
  return { from, at }
}

function grown<T extends Uint32Array | Float64Array>(list: T): T {
  const more = new (list.constructor as new (length: number) => T)(list.length * 2)
  more.set(list)
  return more
}

function timesSql(personas: readonly Persona[], involved: readonly number[]): string {
  return `
    SELECT p.i::int, extract(epoch FROM s.seen_at)::float8
      FROM ${wanted(personas, involved)} WITH ORDINALITY AS p(site, member, i)
      JOIN artefacts.sighting s ON s.site = p.site AND s.member = p.member
     WHERE ${actsWhere}`
}

/** The personas asked for as a table in the query, since COPY takes no parameters. */
export function wanted(personas: readonly Persona[], involved: readonly number[]): string {
  const sites = involved.map((i) => personas[i]!.site).join(',')
  const members = involved.map((i) => `"${personas[i]!.member.replace(/["\\]/g, '\\$&')}"`).join(',')
  return `unnest('{${sites}}'::int[], '{${members.replaceAll("'", "''")}}'::text[])`
}
