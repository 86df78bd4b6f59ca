import type { ClientBase } from 'pg'
import { copyOut } from '../db/decode.ts'
import { type AccountOf, networks, readAddresses } from './account-addresses.ts'
import type { Facts } from './jurisdiction.ts'

/** The facts of one subject, as they are gathered. */
export interface SubjectFacts {
  readonly subject: string
  readonly facts: Facts
}

/** What is gathered of a subject; lists that stay empty are one list. */
interface Draft {
  readonly subject: string
  readonly lastSeen: string
  readonly lists: { -readonly [K in Lists]: Facts[K] }
}

type Lists = 'addresses' | 'phones' | 'emails' | 'websites' | 'zones' | 'locations' | 'languages'
const none: readonly never[] = []

/** An account with what its addresses say. */
interface Account extends AccountOf {
  readonly draft: Draft
}

type DraftOf = (site: number, member: string) => Draft | undefined

/** Reads what is known of where each subject may be, in order of subject. */
export async function loadFacts(db: ClientBase, databaseDate: string): Promise<readonly SubjectFacts[]> {
  const drafts = new Map<string, Draft>()
  for await (const rows of copyOut(db, subjectsSql, ['text', 'text']))
    for (const [subject, lastSeen] of rows as [string, string | null][])
      drafts.set(subject, { subject, lastSeen: lastSeen ?? 'undated', lists: emptyLists() })
  const accounts = new Map<number, Map<string, Account>>()
  const ordered: Account[] = []
  for await (const rows of copyOut(db, accountsSql, ['int4', 'text', 'text']))
    for (const [site, member, subject] of rows as [number, string, string][]) {
      const account: Account = { draft: drafts.get(subject)!, addresses: none }
      const members = accounts.get(site) ?? new Map<string, Account>()
      accounts.set(site, members.set(member, account))
      ordered.push(account)
    }
  const draftOf: DraftOf = (site, member) => accounts.get(site)?.get(member)?.draft
  await readAddresses(db, (site, member) => accounts.get(site)?.get(member), await networks(db))
  for (const { draft, addresses } of ordered) for (const fact of addresses) push(draft, 'addresses', fact)
  await readValues(db, draftOf)
  await readStated(db, draftOf)
  await readLanguages(db, draftOf)
  return [...drafts.values()].map(({ subject, lastSeen, lists }) => ({
    subject,
    facts: { ...lists, databaseDate, lastSeen },
  }))
}

function emptyLists(): Draft['lists'] {
  return {
    addresses: none,
    phones: none,
    emails: none,
    websites: none,
    zones: none,
    locations: none,
    languages: none,
  }
}

function push<K extends Lists>(draft: Draft | undefined, list: K, fact: Facts[K][number]): void {
  if (draft === undefined) return
  const lists = draft.lists as unknown as Record<K, Facts[K][number][]>
  if (lists[list].length === 0) lists[list] = [fact]
  else lists[list].push(fact)
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
      const list = kind === 'phone' ? 'phones' : kind === 'email' ? 'emails' : 'websites'
      push(draftOf(site, member), list, { value, own, because: [because] })
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
      if (timezone !== null) push(draft, 'zones', { value: timezone, share, because })
      if (location !== null) push(draft, 'locations', { value: location, share: 0, because })
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
    if (draft.lists.languages.some((l) => l.language === language)) continue
    push(draft, 'languages', { language, share: (counts.get(language) ?? 0) / found.length, because })
  }
}

const subjectsSql = `
  SELECT subject, to_char(last_seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') FROM identity.subject ORDER BY subject COLLATE "C"`

const accountsSql = `SELECT site, member, subject FROM identity.subject_persona ORDER BY site, member COLLATE "C"`

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
