import type { ClientBase } from 'pg'
import { copyOut } from '../db/decode.ts'
import { nobodys } from './address-worth.ts'
import { momentSeconds } from './clashes.ts'
import type { PairOf } from './context.ts'
import type { Persona } from './identity.ts'

/** Acts that tell a moment and a network: whose, how, and not of an address that is nobody's. */
export const actsWhere = `s.kind = 'ip' AND s.seen_at IS NOT NULL AND s.relation IN ('connected-from', 'wrote-from')
       AND coalesce(w.shared, '') NOT IN (${[...nobodys].map((why) => `'${why}'`).join(', ')})`

/** When each account was active and on which network, all accounts in two long lists. */
interface Acts {
  /** Where the acts of each account begin, and one more. */
  readonly from: Uint32Array
  readonly at: Float64Array
  readonly network: Uint32Array
}

/**
 * The pairs that have a moment at all at which both were active from different networks: nearly none has, and only for those
 * the acts are read with all that a clash tells.
 */
export async function pairsWithMoments(
  db: ClientBase,
  personas: readonly Persona[],
  pairs: readonly PairOf[],
): Promise<readonly PairOf[]> {
  const involved = [...new Set(pairs.flat())].sort((x, y) => x - y)
  if (involved.length === 0) return []
  const acts = await readActs(db, personas, involved)
  const place = new Map(involved.map((persona, i) => [persona, i]))
  return pairs.filter(([a, b]) => haveMoment(acts, place.get(a)!, place.get(b)!))
}

/** As in `clashesOf`, without the order of acts of one second, which a first moment does not hang on. */
function haveMoment({ from, at, network }: Acts, a: number, b: number): boolean {
  let begin = from[b]!
  const end = from[b + 1]!
  for (let i = from[a]!; i < from[a + 1]!; i++) {
    while (begin < end && at[begin]! < at[i]! - momentSeconds) begin++
    let [near, same] = [false, false]
    for (let j = begin; j < end && !same && at[j]! <= at[i]! + momentSeconds; j++) {
      near = true
      same = network[j] === network[i]
    }
    if (near && !same) return true
  }
  return false
}

async function readActs(db: ClientBase, personas: readonly Persona[], involved: readonly number[]): Promise<Acts> {
  const networks = new Map<string, number>()
  const counts = new Uint32Array(involved.length + 1)
  let [who, at, network] = [new Uint32Array(1 << 16), new Float64Array(1 << 16), new Uint32Array(1 << 16)]
  let n = 0
  for await (const rows of copyOut(db, actsSql(personas, involved), ['int4', 'float8', 'text'])) {
    if (n + rows.length > who.length) [who, at, network] = [grown(who), grown(at), grown(network)]
    for (const [i, seen, name] of rows as [number, number, string][]) {
      let number = networks.get(name)
      if (number === undefined) {
        number = networks.size
        networks.set(name, number)
      }
      counts[i]! += 1
      who[n] = i - 1
      at[n] = seen
      network[n] = number
      n += 1
    }
  }
  for (let i = 1; i < counts.length; i++) counts[i]! += counts[i - 1]!
  return inOrder(counts, who.subarray(0, n), at, network)
}

/** Acts by account, those of each in order of time. */
function inOrder(from: Uint32Array, who: Uint32Array, at: Float64Array, network: Uint32Array): Acts {
  const order = new Uint32Array(who.length)
  const next = from.slice()
  for (let i = 0; i < who.length; i++) order[next[who[i]!]!++] = i
  for (let p = 0; p + 1 < from.length; p++) order.subarray(from[p], from[p + 1]).sort((x, y) => at[x]! - at[y]!)
  return { from, at: Float64Array.from(order, (i) => at[i]!), network: Uint32Array.from(order, (i) => network[i]!) }
}

function grown<T extends Uint32Array | Float64Array>(list: T): T {
  const more = new (list.constructor as new (length: number) => T)(list.length * 2)
  more.set(list)
  return more
}

/** A network is told by country and number, or where it is not known by the block that the address lies in. */
function actsSql(personas: readonly Persona[], involved: readonly number[]): string {
  return `
    SELECT p.i::int, extract(epoch FROM s.seen_at)::float8,
           CASE WHEN w.asn IS NULL THEN s.value ELSE w.asn::text || coalesce(' ' || w.country, '') END
      FROM ${wanted(personas, involved)} WITH ORDINALITY AS p(site, member, i)
      JOIN artefacts.sighting s ON s.site = p.site AND s.member = p.member
      LEFT JOIN jurisdiction.network w ON w.ip = s.value
     WHERE ${actsWhere}`
}

/** The personas asked for as a table in the query, since COPY takes no parameters. */
export function wanted(personas: readonly Persona[], involved: readonly number[]): string {
  const sites = involved.map((i) => personas[i]!.site).join(',')
  const members = involved.map((i) => `"${personas[i]!.member.replace(/["\\]/g, '\\$&')}"`).join(',')
  return `unnest('{${sites}}'::int[], '{${members.replaceAll("'", "''")}}'::text[])`
}
