import type { ClientBase } from 'pg'
import { copyOut } from '../db/decode.ts'
import { addressFacts, type Use } from './address-facts.ts'
import type { AddressFact, Facts, LanguageFact, StatedFact, ValueFact } from './jurisdiction.ts'

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
  const best: { readonly place: Place; readonly fact: AddressFact & { because: string[] } }[] = []
  let account: Use[] = []
  let [site, member] = [0, '']
  const finish = (): void => {
    const draft = account.length === 0 ? undefined : draftOf(site, member)
    for (const { ip, ...fact } of draft === undefined ? [] : addressFacts(account)) {
      const kept = { ...fact, because: [] as string[] }
      draft!.addresses.push(kept)
      best.push({ place: [site, member, ip], fact: kept })
    }
    account = []
  }
  for await (const rows of copyOut(db, usesSql, [
    'int4',
    'text',
    'text',
    'text',
    'text',
    'text',
    'int8',
    'float8',
    'float8',
  ])) {
    for (const [s, m, ip, country, shared, relation, sightings, first, last] of rows as UseRow[]) {
      if (s !== site || m !== member) finish()
      ;[site, member] = [s, m]
      account.push({ ip, country, shared, registered: relation === 'registered-from', sightings, first, last })
    }
  }
  finish()
  await nameSightings(db, best)
}

type Place = readonly [site: number, member: string, ip: string]
type UseRow = [number, string, string, string, string | null, string, number, number | null, number | null]

/** One sighting of each address that stands for its country: the registration if there is one, else the latest. */
async function nameSightings(
  db: ClientBase,
  best: readonly { readonly place: Place; readonly fact: { because: string[] } }[],
): Promise<void> {
  for (let from = 0; from < best.length; from += 20_000) {
    const some = best.slice(from, from + 20_000)
    const { rows } = await db.query<{ i: number; best: string }>(
      `SELECT w.i::int AS i,
              max((CASE s.relation WHEN 'registered-from' THEN '1' ELSE '0' END || coalesce(lpad(extract(epoch FROM s.seen_at)::bigint::text, 12, '0'), '')
                   || ' sighting:' || s.site || ':' || s.place || ':' || s.place_id || ':' || s.n) COLLATE "C") AS best
         FROM unnest($1::int[], $2::text[], $3::text[]) WITH ORDINALITY AS w(site, member, ip, i)
         JOIN artefacts.sighting s ON s.kind = 'ip' AND s.value = w.ip AND s.site = w.site AND s.member = w.member AND s.relation IN ${used}
        GROUP BY w.i`,
      [0, 1, 2].map((n) => some.map((b) => b.place[n])),
    )
    for (const { i, best: told } of rows) some[i - 1]!.fact.because.push(told.slice(told.indexOf(' ') + 1))
  }
}

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
  for await (const rows of copyOut(db, languagesSql, ['int4', 'text', 'text', 'text[]'])) {
    for (const [site, member, language, because] of rows as [number, string, string, string[]][]) {
      const draft = draftOf(site, member)
      if (draft === undefined) continue
      counts.set(language, (counts.get(language) ?? 0) + 1)
      found.push({ draft, language, because: because.slice(0, 2) })
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

/** Every address an account used, account by account. */
const usesSql = `
  SELECT p.site, p.member, p.value, n.country, CASE WHEN n.shared IN ('hosting', 'anonymiser') THEN n.shared END,
         p.relation, p.sightings, extract(epoch FROM p.first_at)::float8, extract(epoch FROM p.last_at)::float8
    FROM artefacts.persona_selector p JOIN jurisdiction.network n ON n.ip = p.value
   WHERE p.kind = 'ip' AND p.relation IN ${used} AND n.country IS NOT NULL
   ORDER BY p.site, p.member COLLATE "C"`

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

const languagesSql = `
  SELECT site, member, language, because FROM artefacts.author WHERE language IS NOT NULL ORDER BY site, member COLLATE "C"`
