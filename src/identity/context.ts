import type { ClientBase } from 'pg'
import { copyOut } from '../db/decode.ts'
import { nobodys } from './address-worth.ts'
import { type Activity, clashesOf, networkName } from './clashes.ts'
import type { Clash, Contact, Persona } from './identity.ts'
import { finder } from './load.ts'
import { actsWhere, pairsWithMoments, wanted } from './moments.ts'

/** Two personas by index, a < b. */
export type PairOf = readonly [a: number, b: number]

/** What is looked up only for pairs worth it: contact between the two, moments apart, languages. */
export interface Context {
  readonly contact: (pair: PairOf) => Contact
  readonly clashes: (pair: PairOf) => readonly Clash[]
  readonly writes: (persona: number) => string | null
}

const noContact: Contact = { ab: 0, ba: 0, because: [] }
/** Acts read for one account; the busiest have hundreds of thousands and the weight has a limit. */
const mostActs = 4000

/** Looks up the context of these pairs, in three passes over the tables. */
export async function loadContext(
  db: ClientBase,
  personas: readonly Persona[],
  pairs: readonly PairOf[],
): Promise<Context> {
  const contacts = await loadContacts(db, personas, pairs)
  const clashes = await loadClashes(db, personas, pairs)
  const languages = await loadLanguages(db, personas, unique(pairs))
  return {
    contact: ([a, b]) => contacts.get(a * personas.length + b) ?? noContact,
    clashes: ([a, b]) => clashes.get(a * personas.length + b) ?? [],
    writes: (persona) => languages.get(persona) ?? null,
  }
}

async function loadContacts(db: ClientBase, personas: readonly Persona[], pairs: readonly PairOf[]) {
  const within = pairs.filter(([a, b]) => personas[a]!.site === personas[b]!.site)
  const columns = [
    within.map((_, i) => i),
    within.map(([a]) => personas[a]!.site),
    within.map(([a]) => personas[a]!.member),
    within.map(([, b]) => personas[b]!.member),
  ]
  const { rows } = await db.query<{ i: number; ab: number; ba: number; first: string; last: string }>(
    `WITH pair AS (SELECT * FROM unnest($1::int[], $2::int[], $3::text[], $4::text[]) AS p(i, site, a, b)),
          way AS (SELECT i, site, a AS author, b AS recipient, 1 AS ab FROM pair UNION ALL SELECT i, site, b, a, 0 FROM pair)
     SELECT w.i, sum(w.ab)::int AS ab, sum(1 - w.ab)::int AS ba, min(m.id COLLATE "C") AS first, max(m.id COLLATE "C") AS last
       FROM way w JOIN forum.message m ON m.site = w.site AND m.author = w.author AND w.recipient = ANY (m.recipients)
      GROUP BY w.i`,
    columns,
  )
  const contacts = new Map<number, Contact>()
  for (const { i, ab, ba, first, last } of rows) {
    const [a, b] = within[i]!
    const because = [...new Set([first, last])].map((id) => `message:${personas[a]!.site}:${id}`)
    contacts.set(a * personas.length + b, { ab, ba, because })
  }
  return contacts
}

function unique(pairs: readonly PairOf[]): readonly number[] {
  return [...new Set(pairs.flat())].sort((x, y) => x - y)
}

/** So few that all acts of their accounts are held at once. */
const pairsAtOnce = 1500

async function loadClashes(db: ClientBase, personas: readonly Persona[], pairs: readonly PairOf[]) {
  const clashes = new Map<number, readonly Clash[]>()
  const close = await pairsWithMoments(db, personas, pairs)
  for (let from = 0; from < close.length; from += pairsAtOnce) {
    const some = close.slice(from, from + pairsAtOnce)
    const acts = await loadActs(db, personas, unique(some))
    for (const [a, b] of some) {
      const found = clashesOf(acts.get(a) ?? [], acts.get(b) ?? [])
      if (found.length > 0) clashes.set(a * personas.length + b, found)
    }
  }
  return clashes
}

async function loadActs(db: ClientBase, personas: readonly Persona[], involved: readonly number[]) {
  const acts = new Map<number, Activity[]>()
  const find = finder(personas)
  const sql = `
    SELECT s.site, s.member, s.value, w.country, w.asn, s.place, s.place_id, s.n, extract(epoch FROM s.seen_at)::float8
      FROM ${wanted(personas, involved)} AS p(site, member)
      JOIN artefacts.sighting s ON s.site = p.site AND s.member = p.member
      LEFT JOIN jurisdiction.network w ON w.ip = s.value
     WHERE ${actsWhere}
       AND coalesce(w.shared, '') NOT IN (${[...nobodys].map((why) => `'${why}'`).join(', ')})
     ORDER BY s.site, s.member COLLATE "C", s.seen_at`
  for await (const rows of copyOut(db, sql, actTypes)) {
    for (const [site, member, ip, country, asn, place, placeId, n, at] of rows as ActRow[]) {
      const persona = find(site, member)!
      const list = acts.get(persona) ?? []
      if (list.length >= mostActs && list.at(-1)?.at !== at) continue
      list.push({
        at,
        ip,
        network: networkName(ip, country, asn),
        sighting: `sighting:${site}:${place}:${placeId}:${n}`,
      })
      acts.set(persona, list)
    }
  }
  for (const list of acts.values()) list.sort((x, y) => x.at - y.at || (x.sighting < y.sighting ? -1 : 1))
  return acts
}

const actTypes = ['int4', 'text', 'text', 'text', 'int8', 'text', 'text', 'int4', 'float8'] as const
type ActRow = [number, string, string, string | null, number | null, string, string, number, number]

async function loadLanguages(db: ClientBase, personas: readonly Persona[], involved: readonly number[]) {
  const languages = new Map<number, string>()
  const find = finder(personas)
  const sql = `
    SELECT a.site, a.member, a.language FROM ${wanted(personas, involved)} AS w(site, member)
      JOIN artefacts.author a ON a.site = w.site AND a.member = w.member WHERE a.language IS NOT NULL`
  for await (const rows of copyOut(db, sql, ['int4', 'text', 'text'])) {
    for (const [site, member, language] of rows as [number, string, string][])
      languages.set(find(site, member)!, language)
  }
  return languages
}
