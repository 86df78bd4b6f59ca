import type { ClientBase } from 'pg'
import { copyOut } from '../db/decode.ts'
import { addressWorth, leastWorth, nobodys } from './address-worth.ts'
import { largestBlock } from './block.ts'
import { networkName } from './clashes.ts'
import type { SharedAddress } from './identity.ts'
import { meetings, type Use } from './meetings.ts'

/** Addresses shared by each pair, the best few; and how many addresses were too crowded to compare. */
export interface Encounters {
  /** By `a * personas + b`, a < b. */
  readonly byPair: ReadonlyMap<number, readonly SharedAddress[]>
  readonly crowded: { readonly addresses: number; readonly most: number }
}

/** Kept for one pair: beyond these an address adds less than a sixty-fourth of its worth. */
const keptAddresses = 6
/** Kept while addresses are still coming. */
const roomForAddresses = 12
/** The relations by which an account itself used an address; a failed log-in may be somebody else's attempt. */
const used = `('registered-from', 'connected-from', 'wrote-from')`

/** An address that several accounts used. */
interface Crowd {
  readonly ip: string
  readonly users: number
  readonly shared: string | null
  readonly network: string | null
}

/** Reads every use of every address that 2 to `largestBlock` accounts used, one address at a time. */
export async function loadEncounters(
  db: ClientBase,
  personas: number,
  find: (site: number, member: string) => number | undefined,
): Promise<Encounters> {
  const byPair = new Map<number, SharedAddress[]>()
  const { crowds, crowded } = await loadCrowds(db)
  let [nth, uses]: [number, Use[]] = [0, []]
  const finish = (): void => {
    if (uses.length < 2) return
    const { ip, users, shared, network } = crowds[nth - 1]!
    for (const met of meetings(uses.sort(byPersonaAndTime))) {
      const address = { ip, users, shared, network, gapSeconds: met.gapSeconds, a: met.useA, b: met.useB }
      if (addressWorth(address, personas) < leastWorth) continue
      const key = met.a * personas + met.b
      const before = byPair.get(key)
      if (before === undefined) byPair.set(key, [address])
      else if (before.push(address) > roomForAddresses) trim(before, personas)
    }
  }
  for await (const rows of crowds.length === 0 ? [] : copyOut(db, usesSql(crowds), useTypes)) {
    for (const [i, site, member, place, placeId, n, at] of rows as UseRow[]) {
      if (i !== nth) {
        finish()
        nth = i
        uses = []
      }
      const persona = find(site, member)
      if (persona !== undefined) uses.push({ persona, at, sighting: `sighting:${site}:${place}:${placeId}:${n}` })
    }
  }
  finish()
  for (const addresses of byPair.values()) trim(addresses, personas)
  return { byPair, crowded }
}

/** The addresses that several accounts used, in order, without those that too many used or that are nobody's; these are only counted. */
async function loadCrowds(db: ClientBase): Promise<{ crowds: readonly Crowd[]; crowded: Encounters['crowded'] }> {
  const crowds: Crowd[] = []
  const crowded = { addresses: 0, most: 0 }
  for await (const rows of copyOut(db, crowdsSql, ['text', 'int4', 'text', 'text', 'int8'])) {
    for (const [ip, users, shared, country, asn] of rows as CrowdRow[]) {
      if (users > largestBlock) {
        crowded.addresses += 1
        crowded.most = Math.max(crowded.most, users)
      } else if (!nobodys.has(shared ?? '')) {
        crowds.push({ ip, users, shared, network: asn === null ? null : networkName(ip, country, asn) })
      }
    }
  }
  return { crowds, crowded }
}

type CrowdRow = [string, number, string | null, string | null, number | null]
type UseRow = [number, number, string, string, string, number, number | null]
const useTypes = ['int4', 'int4', 'text', 'text', 'text', 'int4', 'float8'] as const

function byPersonaAndTime(x: Use, y: Use): number {
  if (x.persona !== y.persona) return x.persona - y.persona
  if (x.at !== y.at) return x.at === null ? 1 : y.at === null ? -1 : x.at - y.at
  return x.sighting < y.sighting ? -1 : 1
}

function trim(addresses: SharedAddress[], personas: number): void {
  addresses.sort((x, y) => addressWorth(y, personas) - addressWorth(x, personas) || (x.ip < y.ip ? -1 : 1))
  addresses.splice(keptAddresses)
}

/** The counted selectors say which addresses several accounts may have used; only those are looked at. */
const crowdsSql = `
  WITH several AS MATERIALIZED (SELECT value FROM artefacts.selector WHERE kind = 'ip' AND personas > 1),
       holder AS (SELECT DISTINCT p.value, p.site, p.member
                    FROM several v JOIN artefacts.persona_selector p ON p.kind = 'ip' AND p.value = v.value
                   WHERE p.relation IN ${used}),
       crowd AS MATERIALIZED (SELECT value, count(*)::int AS users FROM holder GROUP BY value HAVING count(*) > 1)
  SELECT c.value, c.users, w.shared, w.country, w.asn
    FROM crowd c LEFT JOIN jurisdiction.network w ON w.ip = c.value ORDER BY c.value COLLATE "C"`

/** The addresses stand in the query by their place in the list, since COPY takes no parameters. */
function usesSql(crowds: readonly Crowd[]): string {
  const values = crowds.map(({ ip }) => `"${ip.replace(/["\\]/g, '\\$&')}"`).join(',')
  return `
    SELECT h.i::int, s.site, s.member, s.place, s.place_id, s.n, extract(epoch FROM s.seen_at)::float8
      FROM unnest('{${values.replaceAll("'", "''")}}'::text[]) WITH ORDINALITY AS h(value, i)
      JOIN artefacts.sighting s ON s.kind = 'ip' AND s.value = h.value
     WHERE s.member IS NOT NULL AND s.relation IN ${used}
     ORDER BY h.i`
}
