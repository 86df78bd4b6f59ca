import type { ClientBase } from 'pg'
import { copyOut } from '../db/decode.ts'
import { openAddressSum } from './address-facts.ts'
import type { AddressFact } from './jurisdiction.ts'

/** An account that is told what its addresses say. */
export interface AccountOf {
  addresses: readonly AddressFact[]
}

/** What the network database says of an address, as far as places ask. */
export interface NetworkOf {
  readonly country: string
  /** Hosting or anonymising networks; else null. */
  readonly shared: string | null
}

/** Country and sort of network of every address; the few different answers are shared by all addresses that have them. */
export async function networks(db: ClientBase): Promise<ReadonlyMap<string, NetworkOf>> {
  const found = new Map<string, NetworkOf>()
  const answers = new Map<string, NetworkOf>()
  for await (const rows of copyOut(db, networksSql, ['text', 'text', 'text'])) {
    for (const [ip, country, shared] of rows as [string, string, string | null][]) {
      const key = shared === null ? country : `${country} ${shared}`
      let answer = answers.get(key)
      if (answer === undefined) {
        answer = { country, shared }
        answers.set(key, answer)
      }
      found.set(ip, answer)
    }
  }
  return found
}

/** An address that stands for its country: whose, and which of its sightings is told. */
interface Best {
  readonly site: number
  readonly member: string
  readonly ip: string
  readonly registered: boolean
  readonly last: number | null
  readonly because: string[]
}

/** Reads what the addresses of each account say, account by account in the order of the index, and gives each its sighting. */
export async function readAddresses(
  db: ClientBase,
  accountOf: (site: number, member: string) => AccountOf | undefined,
  networkOf: ReadonlyMap<string, NetworkOf>,
): Promise<void> {
  const best: Best[] = []
  const addresses = openAddressSum()
  let [site, member] = [0, '']
  let account: AccountOf | undefined
  const finish = (): void => {
    if (account === undefined) return
    account.addresses = addresses.take().map(({ ip, told: last, ...fact }) => {
      const because: string[] = []
      best.push({ site, member, ip, registered: fact.registered, last, because })
      return { ...fact, because }
    })
  }
  for await (const rows of copyOut(db, usesSql, ['int4', 'text', 'text', 'bool', 'int8', 'float8', 'float8'])) {
    for (const [s, m, ip, registered, sightings, first, last] of rows as UseRow[]) {
      if (s !== site || m !== member) {
        finish()
        site = s
        member = m
        account = accountOf(s, m)
      }
      const network = account && networkOf.get(ip)
      if (network !== undefined) addresses.add(ip, network, registered, sightings, first, last)
    }
  }
  finish()
  await nameSightings(db, best)
}

type UseRow = [number, string, string, boolean, number, number | null, number | null]

/** So many are asked for with one reading of the table. */
const atOnce = 500_000

/**
 * One sighting of each address that stands for its country: of the registration if there is one, else the latest. All
 * sightings are read once for it: looked up one by one, a busy address or a busy account is read over and over.
 */
async function nameSightings(db: ClientBase, best: readonly Best[]): Promise<void> {
  const dated = best.filter((b) => b.last !== null)
  const undated = best.filter((b) => b.last === null)
  await db.query('SET enable_nestloop = off; SET enable_mergejoin = off')
  try {
    await name(db, dated, datedSql)
    await name(db, undated, undatedSql)
  } finally {
    await db.query('RESET enable_nestloop; RESET enable_mergejoin')
  }
}

async function name(db: ClientBase, best: readonly Best[], text: string): Promise<void> {
  for (let from = 0; from < best.length; from += atOnce) {
    const some = best.slice(from, from + atOnce)
    const columns = ['site', 'member', 'ip', 'registered', 'last'] as const
    const values = columns.map((column) => some.map((b) => b[column]))
    const query = { text, values, rowMode: 'array' } as { text: string; values: unknown[] }
    const { rows } = await db.query<[number, string]>(query)
    for (const [i, told] of rows) some[i - 1]!.because.push(told)
  }
}

const used = `('registered-from', 'connected-from', 'wrote-from')`

const networksSql = `
  SELECT ip, country, CASE WHEN shared IN ('hosting', 'anonymiser') THEN shared END FROM jurisdiction.network WHERE country IS NOT NULL`

/** Every address an account used, account by account and address by address, in the order that the key of the table has. */
const usesSql = `
  SELECT site, member, value, relation = 'registered-from', sightings, extract(epoch FROM first_at)::float8, extract(epoch FROM last_at)::float8
    FROM artefacts.persona_selector WHERE kind = 'ip' AND relation IN ${used} ORDER BY site, member, kind, value, relation`

const toldSql = `
  SELECT w.i::int, max(('sighting:' || s.site || ':' || s.place || ':' || s.place_id || ':' || s.n) COLLATE "C")
    FROM unnest($1::int[], $2::text[], $3::text[], $4::bool[], $5::float8[]) WITH ORDINALITY AS w(site, member, ip, registered, last, i)`
const asUsed = `CASE WHEN w.registered THEN s.relation = 'registered-from' ELSE s.relation IN ('connected-from', 'wrote-from') END`

/** Joined by time and site alone, which are numbers and nearly tell one sighting: texts are compared only where these agree. */
const datedSql = `${toldSql}
    JOIN artefacts.sighting s ON s.seen_at = to_timestamp(w.last) AND s.site = w.site
     AND (s.kind, s.value, s.member) IS NOT DISTINCT FROM ('ip', w.ip, w.member)
   WHERE ${asUsed} GROUP BY w.i`

const undatedSql = `${toldSql}
    JOIN artefacts.sighting s ON s.kind = 'ip' AND s.value = w.ip AND s.site = w.site AND s.member = w.member
   WHERE s.seen_at IS NULL AND w.last IS NULL AND ${asUsed} GROUP BY w.i`
