import type { Pool } from 'pg'
import type {
  Network,
  Page,
  PageQuery,
  SelectorKind,
  SelectorPage,
  SelectorRow,
  SelectorsQuery,
  SightingRow,
} from '../contract.ts'
import { missing } from '../errors.ts'
import { country } from '../words.ts'
import { type At, all, bind, contains, type Key, page, sortable, sourced } from './page.ts'
import { ref } from './texts.ts'

/** Kinds of selector and how many values of each the case holds. */
export async function selectorKinds(db: Pool): Promise<readonly SelectorKind[]> {
  const { rows } = await db.query<SelectorKind>(
    `SELECT substr(name, 11) AS kind, n AS selectors FROM api.figure WHERE name LIKE 'selectors:%' ORDER BY name`,
  )
  return rows
}

const columns = `s.kind, s.value, s.sightings, s.personas, s.specificity, s.first_at AS "firstAt", s.last_at AS "lastAt"`
const kind: Key = { sql: 's.kind', type: 'text' }
const value: Key = { sql: 's.value', type: 'text' }
const orders: Readonly<Record<NonNullable<SelectorsQuery['sort']>, readonly Key[]>> = {
  rarity: [
    { sql: '(s.personas < 2)', type: 'boolean' },
    { sql: '(-s.specificity)', type: 'double precision' },
    { sql: '(-s.personas)', type: 'int' },
    kind,
    value,
  ],
  personas: [{ sql: '(-s.personas)', type: 'int' }, { sql: '(-s.specificity)', type: 'double precision' }, kind, value],
  sightings: [{ sql: '(-s.sightings)', type: 'bigint' }, kind, value],
}

/** Selectors; `rarity` puts those that several accounts share and that tell most first. */
export async function selectors(db: Pool, query: SelectorsQuery): Promise<Page<SelectorRow>> {
  const values: unknown[] = []
  const put = bind(values)
  const where: string[] = []
  if (query.kind !== undefined) where.push(`s.kind = ${put(query.kind)}`)
  if (query.search !== undefined) where.push(`s.value ILIKE ${put(contains(query.search))}`)
  const list = {
    select: columns,
    from: 'artefacts.selector s',
    as: 's',
    where,
    values,
    keys: orders[query.sort ?? 'rarity'],
  }
  return page<SelectorRow>(db, list, query, await countOf(db, query, all(where), values))
}

async function countOf(db: Pool, query: SelectorsQuery, where: string, values: readonly unknown[]): Promise<number> {
  if (query.search === undefined) {
    const kinds = await selectorKinds(db)
    return kinds
      .filter((k) => query.kind === undefined || k.kind === query.kind)
      .reduce((sum, k) => sum + k.selectors, 0)
  }
  const sql = `SELECT count(*)::int AS n FROM artefacts.selector s WHERE ${where}`
  const { rows } = await db.query<{ n: number }>(sql, [...values])
  return rows[0]?.n ?? 0
}

/** What the bundled database says of an address; null when the case has not looked it up. */
export async function network(db: Pool, ip: string): Promise<Network | null> {
  const { rows } = await db.query<Omit<Network, 'country'> & { readonly country: string | null }>(
    'SELECT country, asn, network, shared, database FROM jurisdiction.network WHERE ip = $1',
    [ip],
  )
  const row = rows[0]
  return row ? { ...row, country: row.country === null ? null : country(row.country) } : null
}

/** One selector with the accounts it was seen with, the busiest 500 of them. */
export async function selector(
  db: Pool,
  given: { readonly kind: string; readonly value: string },
): Promise<SelectorPage> {
  const { rows } = await db.query<SelectorRow>(
    `SELECT ${columns} FROM artefacts.selector s WHERE s.kind = $1 AND s.value = $2`,
    [given.kind, given.value],
  )
  const found = rows[0]
  if (!found) throw missing('Selector')
  const seen = await db.query<{
    site: number
    member: string
    name: string | null
    subject: string | null
    relation: string
    sightings: number
    firstAt: string | null
    lastAt: string | null
  }>(
    `SELECT p.site, p.member, m.name, i.subject, p.relation, p.sightings, p.first_at AS "firstAt", p.last_at AS "lastAt"
       FROM (SELECT * FROM artefacts.persona_selector WHERE kind = $1 AND value = $2
              ORDER BY sightings DESC, site, member, relation LIMIT 500) p
       LEFT JOIN forum.member m ON m.site = p.site AND m.id = p.member
       LEFT JOIN identity.subject_persona i ON i.site = p.site AND i.member = p.member
      ORDER BY p.sightings DESC, p.site, p.member, p.relation`,
    [given.kind, given.value],
  )
  const personasSeen = seen.rows.map(({ site, member, name, ...row }) => ({ ...row, member: ref(site, member, name) }))
  return { ...found, personasSeen, network: /^ip/.test(found.kind) ? await network(db, found.value) : null }
}

interface SightingRaw extends At {
  readonly site: number
  readonly place: string
  readonly placeId: string
  readonly n: number
  readonly kind: string
  readonly value: string
  readonly raw: string
  readonly member: string | null
  readonly memberName: string | null
  readonly relation: string
  readonly seenAt: string | null
  readonly start: number | null
  readonly end: number | null
}

const sightingColumns = `s.site, s.place, s.place_id AS "placeId", s.n, s.kind, s.value, coalesce(s.raw, s.value) AS raw, s.member,
  m.name AS "memberName", s.relation, s.seen_at AS "seenAt", s.span_start AS start, s.span_end AS "end",
  s._file, s._offset, s._length`
const sightingJoins = 'LEFT JOIN forum.member m ON m.site = s.site AND m.id = s.member'
const tail: readonly Key[] = [
  { sql: sortable('s.seen_at'), type: 'timestamptz' },
  { sql: 's.site', type: 'int' },
  { sql: 's.place', type: 'text' },
  { sql: 's.place_id', type: 'text' },
  { sql: 's.n', type: 'int' },
]

/** Sightings of a selector, newest first. */
export async function sightings(
  db: Pool,
  query: PageQuery & { readonly kind: string; readonly value: string },
): Promise<Page<SightingRow>> {
  const where = ['s.kind = $1', 's.value = $2']
  const values = [query.kind, query.value]
  const list = {
    select: sightingColumns,
    from: 'artefacts.sighting s',
    as: 's',
    joins: sightingJoins,
    where,
    values,
    keys: tail,
    descending: true,
  }
  const count = await db.query<{ n: number }>(
    'SELECT sightings AS n FROM artefacts.selector WHERE kind = $1 AND value = $2',
    values,
  )
  const found = await page<SightingRaw>(db, list, query, count.rows[0]?.n ?? 0)
  return { ...found, rows: await finish(db, found.rows) }
}

/** Sightings of an account, newest first. */
export async function sightingsOfMember(
  db: Pool,
  site: number,
  member: string,
  query: PageQuery & { readonly kind?: string | undefined },
): Promise<Page<SightingRow>> {
  const values: unknown[] = [site, member]
  const where = ['s.site = $1', 's.member = $2']
  if (query.kind !== undefined) where.push(`s.kind = ${bind(values)(query.kind)}`)
  const list = {
    select: sightingColumns,
    from: 'artefacts.sighting s',
    as: 's',
    joins: sightingJoins,
    where,
    values,
    keys: tail,
    descending: true,
  }
  const found = await page<SightingRaw>(db, list, query)
  return { ...found, rows: await finish(db, found.rows) }
}

/** The plain text a span counts in, by place. */
const textOf: Readonly<Record<string, string>> = {
  post: 'SELECT site, id, plain FROM forum.post',
  message: 'SELECT site, id, plain FROM forum.message',
  version: 'SELECT site, id, plain FROM forum.post_version',
}
const around = 120

async function finish(db: Pool, rows: readonly SightingRaw[]): Promise<readonly SightingRow[]> {
  const texts = new Map<string, string>()
  for (const [place, sql] of Object.entries(textOf)) {
    const wanted = rows.filter((row) => row.place === place && row.start !== null)
    if (wanted.length === 0) continue
    const found = await db.query<{ site: number; id: string; plain: string }>(
      `${sql} WHERE (site, id) IN (SELECT * FROM unnest($1::int[], $2::text[]))`,
      [wanted.map((row) => row.site), wanted.map((row) => row.placeId)],
    )
    for (const row of found.rows) texts.set(`${place}:${row.site}:${row.id}`, row.plain)
  }
  return rows.map((raw) => {
    const id = `sighting:${raw.site}:${raw.place}:${raw.placeId}:${raw.n}`
    const { site, n: _, member, memberName, start, end, ...rest } = sourced(id, raw)
    const plain = texts.get(`${raw.place}:${site}:${raw.placeId}`)
    return { ...rest, id, member: ref(site, member, memberName), excerpt: excerptOf(plain, start, end) }
  })
}

function excerptOf(plain: string | undefined, start: number | null, end: number | null): SightingRow['excerpt'] {
  if (plain === undefined || start === null || end === null) return null
  const from = Math.max(0, start - around)
  return { before: plain.slice(from, start), hit: plain.slice(start, end), after: plain.slice(end, end + around) }
}
