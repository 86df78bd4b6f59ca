import type { ClientBase } from 'pg'
import { copyOut } from '../db/decode.ts'
import { addressWorth, leastWorth } from './address-worth.ts'
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

/** Reads every use of every address that 2 to `largestBlock` accounts used, one address at a time. */
export async function loadEncounters(
  db: ClientBase,
  personas: number,
  find: (site: number, member: string) => number | undefined,
): Promise<Encounters> {
  const byPair = new Map<number, SharedAddress[]>()
  let group: UseRow[] = []
  const finish = (): void => {
    const first = group[0]
    if (first === undefined) return
    const [ip, users, shared, country, asn] = first
    const network = asn === null ? null : networkName(ip, country, asn)
    const uses = group.flatMap((row) => toUse(row, find)).sort(byPersonaAndTime)
    for (const met of meetings(uses)) {
      const address = { ip, users, shared, network, gapSeconds: met.gapSeconds, a: met.useA, b: met.useB }
      if (addressWorth(address, personas) < leastWorth) continue
      const key = met.a * personas + met.b
      const before = byPair.get(key)
      if (before === undefined) byPair.set(key, [address])
      else if (before.push(address) > roomForAddresses) trim(before, personas)
    }
    group = []
  }
  for await (const rows of copyOut(db, usesSql, useTypes)) {
    for (const row of rows as UseRow[]) {
      if (group.length > 0 && group[0]![0] !== row[0]) finish()
      group.push(row)
    }
  }
  finish()
  for (const addresses of byPair.values()) trim(addresses, personas)
  const { rows } = await db.query<{ addresses: number; most: number | null }>(crowdedSql)
  return { byPair, crowded: { addresses: rows[0]?.addresses ?? 0, most: rows[0]?.most ?? 0 } }
}

type UseRow = [
  string,
  number,
  string | null,
  string | null,
  number | null,
  number,
  string,
  string,
  string,
  number,
  number | null,
]
const useTypes = ['text', 'int4', 'text', 'text', 'int8', 'int4', 'text', 'text', 'text', 'int4', 'float8'] as const

function toUse(row: UseRow, find: (site: number, member: string) => number | undefined): readonly Use[] {
  const [, , , , , site, member, place, placeId, n, at] = row
  const persona = find(site, member)
  return persona === undefined ? [] : [{ persona, at, sighting: `sighting:${site}:${place}:${placeId}:${n}` }]
}

function byPersonaAndTime(x: Use, y: Use): number {
  if (x.persona !== y.persona) return x.persona - y.persona
  if (x.at !== y.at) return x.at === null ? 1 : y.at === null ? -1 : x.at - y.at
  return x.sighting < y.sighting ? -1 : 1
}

function trim(addresses: SharedAddress[], personas: number): void {
  addresses.sort((x, y) => addressWorth(y, personas) - addressWorth(x, personas) || (x.ip < y.ip ? -1 : 1))
  addresses.splice(keptAddresses)
}

const holders = `
  SELECT value, count(*)::int AS users
    FROM (SELECT DISTINCT site, member, value FROM artefacts.persona_selector WHERE kind = 'ip' AND relation IN ${used}) d
   GROUP BY value`

const usesSql = `
  WITH shared AS MATERIALIZED (${holders} HAVING count(*) BETWEEN 2 AND ${largestBlock})
  SELECT s.value, h.users, w.shared, w.country, w.asn,
         s.site, s.member, s.place, s.place_id, s.n, extract(epoch FROM s.seen_at)::float8
    FROM shared h
    JOIN artefacts.sighting s ON s.kind = 'ip' AND s.value = h.value
    LEFT JOIN jurisdiction.network w ON w.ip = h.value
   WHERE s.member IS NOT NULL AND s.relation IN ${used}
   ORDER BY s.value COLLATE "C"`

const crowdedSql = `SELECT count(*)::int AS addresses, max(users) AS most FROM (${holders} HAVING count(*) > ${largestBlock}) c`
