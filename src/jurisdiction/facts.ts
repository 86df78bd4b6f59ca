import type { ClientBase } from 'pg'
import { copyOut } from '../db/decode.ts'
import type { AddressFact, Facts, LanguageFact, StatedFact, ValueFact } from './jurisdiction.ts'
import { languageOf } from './language.ts'

/** The facts of one subject, as they are gathered. */
export interface SubjectFacts {
  readonly subject: string
  readonly facts: Facts
}

type Draft = {
  addresses: AddressFact[]
  phones: ValueFact[]
  emails: ValueFact[]
  websites: ValueFact[]
  zones: StatedFact[]
  locations: StatedFact[]
  languages: LanguageFact[]
}

/** Reads what is known of where each subject may be, in order of subject. */
export async function loadFacts(db: ClientBase, databaseDate: string): Promise<readonly SubjectFacts[]> {
  const subjects: { readonly subject: string; readonly lastSeen: string; readonly draft: Draft }[] = []
  const drafts = new Map<string, Draft>()
  const places = new Map<string, string>()
  for await (const rows of copyOut(db, subjectsSql, ['text', 'text', 'text[]'])) {
    for (const [subject, lastSeen, members] of rows as [string, string | null, string[]][]) {
      const draft: Draft = {
        addresses: [],
        phones: [],
        emails: [],
        websites: [],
        zones: [],
        locations: [],
        languages: [],
      }
      subjects.push({ subject, lastSeen: lastSeen ?? 'undated', draft })
      drafts.set(subject, draft)
      for (const member of members) places.set(member, subject)
    }
  }
  const draftOf = (site: number, member: string): Draft | undefined => drafts.get(places.get(`${site}:${member}`) ?? '')
  await readAddresses(db, draftOf)
  await readValues(db, draftOf)
  await readStated(db, draftOf)
  await readLanguages(db, draftOf)
  return subjects.map(({ subject, lastSeen, draft }) => ({ subject, facts: { ...draft, databaseDate, lastSeen } }))
}

type DraftOf = (site: number, member: string) => Draft | undefined

async function readAddresses(db: ClientBase, draftOf: DraftOf): Promise<void> {
  const types = ['int4', 'text', 'text', 'text', 'int4', 'float8', 'bool', 'float8', 'float8', 'text'] as const
  for await (const rows of copyOut(db, addressesSql, types)) {
    for (const [
      site,
      member,
      country,
      shared,
      addresses,
      recentDays,
      registered,
      first,
      last,
      because,
    ] of rows as AddressRow[])
      draftOf(site, member)?.addresses.push({
        country,
        shared,
        addresses,
        recentDays,
        registered,
        first,
        last,
        because: because === null ? [] : [because],
      })
  }
}

type AddressRow = [
  number,
  string,
  string,
  string | null,
  number,
  number,
  boolean,
  number | null,
  number | null,
  string | null,
]

async function readValues(db: ClientBase, draftOf: DraftOf): Promise<void> {
  for await (const rows of copyOut(db, valuesSql, ['int4', 'text', 'text', 'text', 'bool', 'text'])) {
    for (const [site, member, kind, value, own, because] of rows as [
      number,
      string,
      string,
      string,
      boolean,
      string,
    ][]) {
      const draft = draftOf(site, member)
      const list = kind === 'phone' ? draft?.phones : kind === 'email' ? draft?.emails : draft?.websites
      list?.push({ value, own, because: [because] })
    }
  }
}

async function readStated(db: ClientBase, draftOf: DraftOf): Promise<void> {
  for await (const rows of copyOut(db, statedSql, ['int4', 'text', 'text', 'float8', 'text'])) {
    for (const [site, member, timezone, share, location] of rows as [
      number,
      string,
      string | null,
      number,
      string | null,
    ][]) {
      const draft = draftOf(site, member)
      const because = [`persona:${site}:${member}`]
      if (timezone !== null) draft?.zones.push({ value: timezone, share, because })
      if (location !== null) draft?.locations.push({ value: location, share: 0, because })
    }
  }
}

async function readLanguages(db: ClientBase, draftOf: DraftOf): Promise<void> {
  const found: { readonly draft: Draft; readonly language: string; readonly because: readonly string[] }[] = []
  const counts = new Map<string, number>()
  for await (const rows of copyOut(db, postsSql, ['int4', 'text', 'text[]', 'text'])) {
    for (const [site, author, posts, text] of rows as [number, string, string[], string][]) {
      const draft = draftOf(site, author)
      const language = draft === undefined ? null : languageOf(text)
      if (draft === undefined || language === null) continue
      counts.set(language, (counts.get(language) ?? 0) + 1)
      found.push({ draft, language, because: posts.slice(0, 2).map((id) => `post:${site}:${id}`) })
    }
  }
  for (const { draft, language, because } of found) {
    if (draft.languages.some((l) => l.language === language)) continue
    draft.languages.push({ language, share: (counts.get(language) ?? 0) / found.length, because })
  }
}

const subjectsSql = `
  SELECT s.subject, to_char(s.last_seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'),
         array_agg(p.site || ':' || p.member ORDER BY p.site, p.member COLLATE "C")
    FROM identity.subject s JOIN identity.subject_persona p ON p.subject = s.subject
   GROUP BY s.subject, s.last_seen_at ORDER BY s.subject COLLATE "C"`

const used = `('registered-from', 'connected-from', 'wrote-from')`

/**
 * By account, country and sort of network: how many addresses, on how many days at most (a use a day, or the days
 * between first and last use), each halved for every year before the account's last; and one sighting of the best.
 */
const addressesSql = `
  WITH used AS MATERIALIZED (
         SELECT p.site, p.member, p.value, n.country, CASE WHEN n.shared IN ('hosting', 'anonymiser') THEN n.shared END AS shared,
                p.relation = 'registered-from' AS registered, p.first_at, p.last_at,
                least(p.sightings, 1 + extract(day FROM p.last_at - p.first_at)) AS days
           FROM artefacts.persona_selector p JOIN jurisdiction.network n ON n.ip = p.value
          WHERE p.kind = 'ip' AND p.relation IN ${used} AND n.country IS NOT NULL),
       seen AS (SELECT site, member, max(last_at) AS last_at FROM used GROUP BY site, member),
       grouped AS (
         SELECT u.site, u.member, u.country, u.shared, count(DISTINCT u.value)::int AS addresses,
                sum(coalesce(u.days, 1) * power(0.5, coalesce(extract(epoch FROM s.last_at - u.last_at) / 31557600, 1)))::float8 AS days,
                bool_or(u.registered) AS registered, min(u.first_at) AS first_at, max(u.last_at) AS last_at,
                max((CASE WHEN u.registered THEN '1' ELSE '0' END || coalesce(lpad(extract(epoch FROM u.last_at)::bigint::text, 12, '0'), '')
                     || ' ' || u.value) COLLATE "C") AS best
           FROM used u JOIN seen s ON s.site = u.site AND s.member = u.member
          GROUP BY u.site, u.member, u.country, u.shared)
  SELECT g.site, g.member, g.country, g.shared, g.addresses, round(g.days::numeric, 3)::float8, g.registered,
         extract(epoch FROM g.first_at)::float8, extract(epoch FROM g.last_at)::float8,
         (SELECT 'sighting:' || s.site || ':' || s.place || ':' || s.place_id || ':' || s.n
            FROM artefacts.sighting s
           WHERE s.kind = 'ip' AND s.value = split_part(g.best, ' ', 2) AND s.site = g.site AND s.member = g.member AND s.relation IN ${used}
           ORDER BY s.relation = 'registered-from' DESC, s.seen_at DESC NULLS LAST, s.place COLLATE "C", s.place_id COLLATE "C", s.n
           LIMIT 1)
    FROM grouped g ORDER BY g.site, g.member COLLATE "C", g.country COLLATE "C", g.shared COLLATE "C"`

/** Telephone numbers, e-mail addresses and websites, each with its first sighting. */
const valuesSql = `
  SELECT DISTINCT ON (s.site, s.member COLLATE "C", s.kind COLLATE "C", s.value COLLATE "C")
         s.site, s.member, s.kind, s.value, s.relation <> 'wrote',
         'sighting:' || s.site || ':' || s.place || ':' || s.place_id || ':' || s.n
    FROM artefacts.sighting s
   WHERE s.member IS NOT NULL
     AND (s.kind = 'phone' AND s.relation IN ('registered-with', 'stated', 'wrote')
          OR s.kind IN ('email', 'url') AND s.relation IN ('registered-with', 'stated'))
   ORDER BY s.site, s.member COLLATE "C", s.kind COLLATE "C", s.value COLLATE "C", s.relation = 'wrote',
            s.place COLLATE "C", s.place_id COLLATE "C", s.n`

const statedSql = `
  SELECT m.site, m.id, nullif(m.timezone, ''), coalesce(z.share, 1), nullif(m.location, '')
    FROM forum.member m
    LEFT JOIN (SELECT site, timezone, count(*)::float8 / sum(count(*)) OVER (PARTITION BY site)::float8 AS share
                 FROM forum.member WHERE kind = 'member' GROUP BY site, timezone) z
      ON z.site = m.site AND z.timezone = m.timezone
   WHERE m.kind = 'member' AND (m.timezone <> '' OR m.location <> '')
   ORDER BY m.site, m.id COLLATE "C"`

/** Of each account with at least three posts up to four that lie far apart: the first, the last and two by chance of number. */
const postsSql = `
  WITH author AS (
         SELECT site, author, ARRAY[min(id COLLATE "C"), max(id COLLATE "C"), reverse(min(reverse(id) COLLATE "C")),
                                    reverse(max(reverse(id) COLLATE "C"))] AS ids
           FROM forum.post WHERE author IS NOT NULL GROUP BY site, author HAVING count(*) >= 3),
       pick AS (SELECT DISTINCT site, author, unnest(ids) AS id FROM author)
  SELECT p.site, p.author, array_agg(p.id ORDER BY p.id COLLATE "C"),
         string_agg(left(p.plain, 150), E'\\n' ORDER BY p.id COLLATE "C")
    FROM pick k JOIN forum.post p ON p.site = k.site AND p.id = k.id
   GROUP BY p.site, p.author ORDER BY p.site, p.author COLLATE "C"`
