import type { ClientBase } from 'pg'
import { copyOut } from '../db/decode.ts'
import type { Counted, Facts, TermFact } from './risk.ts'
import { loadTermFacts } from './term-matches.ts'

/** The facts of one subject. */
export interface SubjectFacts {
  readonly subject: string
  readonly facts: Facts
}

interface Tally {
  count: number
  because: string[]
}

/** What is gathered of a subject; what is not there has not been met. */
interface Draft {
  readonly subject: string
  readonly accounts: Tally
  readonly sites: Set<number>
  readonly tallies: Partial<Record<Simple | 'staff' | 'messages' | 'exits' | 'lastActive', Tally>>
  role: string | null
  partners: number
  lastAt: number
  addresses: number
  /** Of a subject with several accounts, what was read of them: counted in the order of the accounts. */
  late: TallyRow[] | null
}

type DraftOf = (site: number, member: string) => Draft | undefined

/** Reads what the evidence says of each subject, in order of subject. */
export async function loadFacts(db: ClientBase): Promise<readonly SubjectFacts[]> {
  const drafts = new Map<string, Draft>()
  const accounts = new Map<number, Map<string, Draft>>()
  for await (const rows of copyOut(db, subjectsSql, ['int4', 'text', 'text'])) {
    for (const [site, member, subject] of rows as [number, string, string][]) {
      const draft = drafts.get(subject) ?? emptyDraft(subject)
      draft.accounts.count += 1
      draft.accounts.because.push(`persona:${site}:${member}`)
      if (draft.accounts.count > 1) draft.late ??= []
      draft.sites.add(site)
      drafts.set(subject, draft)
      const members = accounts.get(site) ?? new Map<string, Draft>()
      accounts.set(site, members.set(member, draft))
    }
  }
  const draftOf: DraftOf = (site, member) => accounts.get(site)?.get(member)
  await readTallies(db, draftOf)
  for (const draft of drafts.values()) for (const row of draft.late?.sort(byAccount) ?? []) count(draft, row)
  const terms = await loadTermFacts(db, (site, author) => draftOf(site, author)?.subject)
  const known = await sitesThatHave(db)
  const { rows } = await db.query<{ at: number | null }>(caseEndSql)
  const caseEnd = rows[0]?.at ?? null
  return [...drafts.values()]
    .sort((x, y) => (x.subject < y.subject ? -1 : 1))
    .map((draft) => ({
      subject: draft.subject,
      facts: finish(draft, caseEnd, known, terms === null ? null : (terms.get(draft.subject) ?? [])),
    }))
}

/** Shared by all of whom nothing was counted. */
const nothing: Counted = { count: 0, because: [] }
const noStaff: Facts['staff'] = { ...nothing, role: null }
const noMessages: NonNullable<Facts['messages']> = { ...nothing, partners: 0 }
const noChannels: Facts['channels'] = { private: nothing, open: nothing }

function emptyDraft(subject: string): Draft {
  return {
    subject,
    accounts: { count: 0, because: [] },
    sites: new Set(),
    tallies: {},
    role: null,
    partners: 0,
    lastAt: Number.NEGATIVE_INFINITY,
    addresses: 0,
    late: null,
  }
}

/** What a site's evidence can tell at all: without messages of anybody, none of somebody means nothing. */
interface Known {
  readonly messages: ReadonlySet<number>
  readonly uploads: ReadonlySet<number>
  readonly hidden: ReadonlySet<number>
}

function finish(draft: Draft, caseEnd: number | null, known: Known, terms: readonly TermFact[] | null): Facts {
  const some = (sites: ReadonlySet<number>): boolean => {
    for (const site of draft.sites) if (sites.has(site)) return true
    return false
  }
  const { tallies: t, addresses } = draft
  return {
    accounts: draft.accounts,
    staff: t.staff ? { ...t.staff, role: draft.role } : noStaff,
    posts: t.posts ?? nothing,
    lastActive: t.lastActive ? { ...t.lastActive, at: draft.lastAt } : null,
    caseEnd,
    hiddenPosts: some(known.hidden) ? (t.hiddenPosts ?? nothing) : null,
    uploads: some(known.uploads) ? (t.uploads ?? nothing) : null,
    messages: some(known.messages) ? (t.messages ? { ...t.messages, partners: draft.partners } : noMessages) : null,
    channels: t.private || t.open ? { private: t.private ?? nothing, open: t.open ?? nothing } : noChannels,
    addresses: addresses === 0 ? null : { total: addresses, exits: t.exits ?? nothing },
    bans: t.bans ?? nothing,
    warnings: t.warnings ?? nothing,
    reports: t.reports ?? nothing,
    terms,
  }
}

async function sitesThatHave(db: ClientBase): Promise<Known> {
  const { rows } = await db.query<{ site: number; messages: boolean; uploads: boolean; hidden: boolean }>(
    `SELECT s.site, EXISTS (SELECT FROM forum.message m WHERE m.site = s.site) AS messages,
            EXISTS (SELECT FROM forum.attachment a WHERE a.site = s.site) AS uploads,
            EXISTS (SELECT FROM forum.board b WHERE b.site = s.site AND b.has_password) AS hidden
       FROM forum.site s ORDER BY s.site`,
  )
  const having = (what: 'messages' | 'uploads' | 'hidden') => new Set(rows.filter((r) => r[what]).map((r) => r.site))
  return { messages: having('messages'), uploads: having('uploads'), hidden: having('hidden') }
}

const rankOfRole: Readonly<Record<string, number>> = { founder: 3, administrator: 2, moderator: 1 }

async function readTallies(db: ClientBase, draftOf: DraftOf): Promise<void> {
  const types = ['text', 'int4', 'text', 'int4', 'int4', 'text', 'float8', 'text[]'] as const
  for await (const rows of copyOut(db, talliesSql, types)) {
    for (const row of rows as TallyRow[]) {
      const draft = draftOf(row[1], row[2])
      if (draft?.late) draft.late.push(row)
      else if (draft) count(draft, row)
    }
  }
}

/** Adds one row to what is known of a subject. */
function count(draft: Draft, [what, , , n, extra, word, at, because]: TallyRow): void {
  switch (what) {
    case 'staff':
      add(draft, 'staff', n, because)
      if ((rankOfRole[word ?? ''] ?? 0) > (rankOfRole[draft.role ?? ''] ?? 0)) draft.role = word
      break
    case 'messages':
      draft.partners += extra
      add(draft, 'messages', n, because)
      break
    case 'addresses':
      draft.addresses += n
      if (extra > 0) add(draft, 'exits', extra, because)
      break
    case 'last':
      if (at === null || at <= draft.lastAt) break
      draft.lastAt = at
      draft.tallies.lastActive = { count: n, because: [...because] }
      break
    default:
      add(draft, what, n, because)
  }
}

/** As many examples are kept of a sort. */
const mostExamples = 6

function add(draft: Draft, sort: keyof Draft['tallies'], n: number, because: readonly string[]): void {
  const tally: Tally = draft.tallies[sort] ?? { count: 0, because: [] }
  draft.tallies[sort] = tally
  tally.count += n
  for (const id of because)
    if (id !== null && tally.because.length < mostExamples && !tally.because.includes(id)) tally.because.push(id)
}

/** Rows of several accounts in an order that does not hang on how the server read them. */
function byAccount(x: TallyRow, y: TallyRow): number {
  const word = (row: TallyRow): string => row[5] ?? '\uffff'
  return compare(x[0], y[0]) || x[1] - y[1] || compare(x[2], y[2]) || compare(word(x), word(y))
}

function compare(x: string, y: string): number {
  return x < y ? -1 : x > y ? 1 : 0
}

type Simple = 'posts' | 'hiddenPosts' | 'uploads' | 'private' | 'open' | 'bans' | 'warnings' | 'reports'
type TallyRow = [
  Simple | 'staff' | 'messages' | 'addresses' | 'last',
  number,
  string,
  number,
  number,
  string | null,
  number | null,
  string[],
]

const subjectsSql = `SELECT site, member, subject FROM identity.subject_persona ORDER BY site, member COLLATE "C"`

const caseEndSql = `
  SELECT extract(epoch FROM greatest((SELECT max(at) FROM forum.post), (SELECT max(at) FROM forum.message),
                                     (SELECT max(last_seen_at) FROM forum.member)))::float8 AS at`

/** Two rows of a group as ids of this place: the first and the last in the order of their text. */
const ends = (place: string, id: string): string =>
  `ARRAY['${place}:' || site || ':' || min(${id} COLLATE "C"), '${place}:' || site || ':' || max(${id} COLLATE "C")]`

const exit = `w.shared IN ('hosting', 'anonymiser')`
const used = `('registered-from', 'connected-from', 'wrote-from')`
const channels = `('email', 'handle', 'phone', 'onion', 'pgp-key', 'wallet')`
const sighting = `'sighting:' || site || ':' || place || ':' || place_id || ':' || n`

/** Addresses of each account and when it last used one, in one reading in the order of the key. */
const usedSql = `
  SELECT site, member, count(DISTINCT value)::int AS total, max(last_at) AS last_at FROM artefacts.persona_selector
   WHERE kind = 'ip' AND relation IN ${used} GROUP BY site, member`

/** Exits are few: accounts are looked up from their side. Of each account the first exit, with its latest sighting. */
const exitsSql = `
  SELECT DISTINCT ON (e.site, e.member) e.site, e.member, c.exits, e.because
    FROM exit e
    JOIN (SELECT site, member, count(DISTINCT value)::int AS exits, min(value COLLATE "C") AS value FROM exit GROUP BY site, member) c
      ON c.site = e.site AND c.member = e.member AND c.value = e.value COLLATE "C"
   ORDER BY e.site, e.member, e.seen_at DESC NULLS LAST, e.place COLLATE "C", e.place_id COLLATE "C", e.n`

/** All that is counted, one row for each account and sort: what, site, member, count, extra, word, at, because. */
const talliesSql = `
  WITH used AS MATERIALIZED (${usedSql}),
       exit AS MATERIALIZED (
         SELECT s.site, s.member, s.value, s.seen_at, s.place, s.place_id, s.n, ARRAY[${sighting}] AS because
           FROM jurisdiction.network w JOIN artefacts.sighting s ON s.kind = 'ip' AND s.value = w.ip
          WHERE ${exit} AND s.member IS NOT NULL AND s.relation IN ${used})
  SELECT 'posts' AS what, site, member, posts AS count, 0 AS extra, NULL AS word, NULL::float8 AS at,
         ARRAY[because[1], because[cardinality(because)]] AS because
    FROM artefacts.author WHERE posts > 0
  UNION ALL
  SELECT 'messages', site, author, sum(sent)::int, count(*)::int, NULL, NULL, ${ends('message', 'id')}
    FROM (SELECT site, author, r.member, min(id COLLATE "C") AS id,
                 count(*) FILTER (WHERE r.nth = 1) AS sent
            FROM forum.message m CROSS JOIN LATERAL unnest(m.recipients) WITH ORDINALITY AS r(member, nth)
           WHERE author IS NOT NULL GROUP BY site, author, r.member) p
   GROUP BY site, author
  UNION ALL
  SELECT 'uploads', site, owner, count(*)::int, 0, NULL, NULL, ${ends('attachment', 'id')}
    FROM forum.attachment WHERE owner IS NOT NULL GROUP BY site, owner
  UNION ALL
  SELECT 'hiddenPosts', site, author, count(*)::int, 0, NULL, NULL, ${ends('post', 'p.id')}
    FROM forum.post p JOIN (SELECT site, id AS board FROM forum.board WHERE has_password) b USING (site, board)
   WHERE author IS NOT NULL GROUP BY site, author
  UNION ALL
  SELECT 'staff', site, id, 1, 0, staff, NULL, ARRAY['persona:' || site || ':' || id]
    FROM forum.member WHERE staff IN ('founder', 'administrator', 'moderator')
  UNION ALL
  SELECT DISTINCT 'staff', m.site, coalesce(m.member, g.member), 1, 0, 'moderator', NULL::float8,
         ARRAY['persona:' || m.site || ':' || coalesce(m.member, g.member)]
    FROM forum.moderator m LEFT JOIN forum.grp_member g ON g.site = m.site AND g.grp = m.grp AND NOT g.pending
   WHERE coalesce(m.member, g.member) IS NOT NULL
  UNION ALL
  SELECT 'addresses', u.site, u.member, u.total, coalesce(e.exits, 0), NULL, NULL, coalesce(e.because, '{}')
    FROM used u LEFT JOIN (${exitsSql}) e USING (site, member)
  UNION ALL
  SELECT CASE place WHEN 'message' THEN 'private' ELSE 'open' END, site, member, count(DISTINCT kind || ' ' || value)::int, 0, NULL, NULL,
         ARRAY[min((${sighting}) COLLATE "C"), max((${sighting}) COLLATE "C")]
    FROM artefacts.sighting
   WHERE relation = 'wrote' AND member IS NOT NULL AND kind IN ${channels} AND place IN ('message', 'post')
   GROUP BY place, site, member
  UNION ALL
  SELECT 'bans', site, member, count(*)::int, 0, NULL, NULL, ${ends('ban', 'id')}
    FROM forum.ban WHERE member IS NOT NULL AND NOT exempt GROUP BY site, member
  UNION ALL
  SELECT 'warnings', site, member, count(*)::int, 0, NULL, NULL, ${ends('warning', 'id')}
    FROM forum.warning GROUP BY site, member
  UNION ALL
  SELECT 'reports', r.site, coalesce(p.author, m.author), count(*)::int, 0, NULL, NULL,
         ARRAY[min('report:' || r.site || ':' || r.id COLLATE "C")]
    FROM forum.report r
    LEFT JOIN forum.post p ON p.site = r.site AND p.id = r.post
    LEFT JOIN forum.message m ON m.site = r.site AND m.id = r.message
   WHERE coalesce(p.author, m.author) IS NOT NULL GROUP BY r.site, coalesce(p.author, m.author)
  UNION ALL
  SELECT 'last', m.site, m.id, 1, 0, NULL, extract(epoch FROM greatest(m.last_seen_at, s.last_at))::float8,
         ARRAY['persona:' || m.site || ':' || m.id]
    FROM forum.member m
    LEFT JOIN used s ON s.site = m.site AND s.member = m.id
   WHERE m.kind = 'member' AND greatest(m.last_seen_at, s.last_at) IS NOT NULL
`
