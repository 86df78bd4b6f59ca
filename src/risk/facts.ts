import type { ClientBase } from 'pg'
import { copyOut } from '../db/decode.ts'
import type { Facts, TermFact } from './risk.ts'
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

type Draft = {
  accounts: Tally
  staff: Tally & { role: string | null }
  posts: Tally
  lastActive: (Tally & { at: number }) | null
  hiddenPosts: Tally
  uploads: Tally
  messages: Tally & { partners: number }
  private: Tally
  open: Tally
  addresses: number
  exits: Tally
  bans: Tally
  warnings: Tally
  reports: Tally
  terms: Map<string, TermFact>
  sites: Set<number>
}

/** Reads what the evidence says of each subject, in order of subject. */
export async function loadFacts(db: ClientBase): Promise<readonly SubjectFacts[]> {
  const drafts = new Map<string, Draft>()
  const subjectOf = new Map<string, string>()
  for await (const rows of copyOut(db, subjectsSql, ['int4', 'text', 'text'])) {
    for (const [site, member, subject] of rows as [number, string, string][]) {
      const draft = drafts.get(subject) ?? emptyDraft()
      draft.accounts.count += 1
      draft.accounts.because.push(`persona:${site}:${member}`)
      draft.sites.add(site)
      drafts.set(subject, draft)
      subjectOf.set(`${site}:${member}`, subject)
    }
  }
  const draftOf = (site: number, member: string): Draft | undefined =>
    drafts.get(subjectOf.get(`${site}:${member}`) ?? '')
  await readTallies(db, draftOf)
  const terms = await loadTermFacts(db, (site, author) => subjectOf.get(`${site}:${author}`))
  const known = await sitesThatHave(db)
  const { rows } = await db.query<{ at: number | null }>(caseEndSql)
  const caseEnd = rows[0]?.at ?? null
  return [...drafts]
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .map(([subject, draft]) => ({
      subject,
      facts: finish(draft, caseEnd, known, terms === null ? null : (terms.get(subject) ?? [])),
    }))
}

const nothing = (): Tally => ({ count: 0, because: [] })

function emptyDraft(): Draft {
  return {
    accounts: nothing(),
    staff: { ...nothing(), role: null },
    posts: nothing(),
    lastActive: null,
    hiddenPosts: nothing(),
    uploads: nothing(),
    messages: { ...nothing(), partners: 0 },
    private: nothing(),
    open: nothing(),
    addresses: 0,
    exits: nothing(),
    bans: nothing(),
    warnings: nothing(),
    reports: nothing(),
    terms: new Map(),
    sites: new Set(),
  }
}

/** What a site's evidence can tell at all: without messages of anybody, none of somebody means nothing. */
interface Known {
  readonly messages: ReadonlySet<number>
  readonly uploads: ReadonlySet<number>
  readonly hidden: ReadonlySet<number>
}

function finish(draft: Draft, caseEnd: number | null, known: Known, terms: readonly TermFact[] | null): Facts {
  const some = (sites: ReadonlySet<number>): boolean => [...draft.sites].some((site) => sites.has(site))
  const { exits, addresses, lastActive } = draft
  return {
    accounts: draft.accounts,
    staff: draft.staff,
    posts: draft.posts,
    lastActive,
    caseEnd,
    hiddenPosts: some(known.hidden) ? draft.hiddenPosts : null,
    uploads: some(known.uploads) ? draft.uploads : null,
    messages: some(known.messages) ? draft.messages : null,
    channels: { private: draft.private, open: draft.open },
    addresses: addresses === 0 ? null : { total: addresses, exits },
    bans: draft.bans,
    warnings: draft.warnings,
    reports: draft.reports,
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

async function readTallies(
  db: ClientBase,
  draftOf: (site: number, member: string) => Draft | undefined,
): Promise<void> {
  const add = (tally: Tally, count: number, because: readonly string[]): void => {
    tally.count += count
    for (const id of because)
      if (id !== null && tally.because.length < 6 && !tally.because.includes(id)) tally.because.push(id)
  }
  for await (const rows of copyOut(db, talliesSql, [
    'text',
    'int4',
    'text',
    'int4',
    'int4',
    'text',
    'float8',
    'text[]',
  ])) {
    for (const [what, site, member, count, extra, word, at, because] of rows as TallyRow[]) {
      const draft = draftOf(site, member)
      if (draft === undefined) continue
      switch (what) {
        case 'staff':
          add(draft.staff, count, because)
          if ((rankOfRole[word ?? ''] ?? 0) > (rankOfRole[draft.staff.role ?? ''] ?? 0)) draft.staff.role = word
          break
        case 'messages':
          draft.messages.partners += extra
          add(draft.messages, count, because)
          break
        case 'addresses':
          draft.addresses += count
          add(draft.exits, extra, because)
          break
        case 'last':
          if (at !== null && (draft.lastActive === null || at > draft.lastActive.at))
            draft.lastActive = { at, count, because: [...because] }
          break
        default:
          add(draft[what], count, because)
      }
    }
  }
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

const exit = `n.shared IN ('hosting', 'anonymiser')`
const used = `('registered-from', 'connected-from', 'wrote-from')`
const channels = `('email', 'handle', 'phone', 'onion', 'pgp-key', 'wallet')`
const sighting = `'sighting:' || site || ':' || place || ':' || place_id || ':' || n`

/** All that is counted, one row for each account and sort: what, site, member, count, extra, word, at, because. */
const talliesSql = `
  SELECT * FROM (
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
  SELECT 'addresses', site, member, total, exits, NULL, NULL,
         CASE WHEN exits = 0 THEN '{}' ELSE ARRAY(
           SELECT ${sighting} FROM artefacts.sighting s
            WHERE s.kind = 'ip' AND s.value = g.exit AND s.site = g.site AND s.member = g.member AND s.relation IN ${used}
            ORDER BY s.seen_at DESC NULLS LAST, s.place COLLATE "C", s.place_id COLLATE "C", s.n LIMIT 1) END
    FROM (SELECT p.site, p.member, count(DISTINCT p.value)::int AS total, count(DISTINCT p.value) FILTER (WHERE ${exit})::int AS exits,
                 min(p.value COLLATE "C") FILTER (WHERE ${exit}) AS exit
            FROM artefacts.persona_selector p LEFT JOIN jurisdiction.network n ON n.ip = p.value
           WHERE p.kind = 'ip' AND p.relation IN ${used} GROUP BY p.site, p.member) g
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
    LEFT JOIN (SELECT site, member, max(last_at) AS last_at FROM artefacts.persona_selector
                WHERE relation IN ${used} GROUP BY site, member) s ON s.site = m.site AND s.member = m.id
   WHERE m.kind = 'member' AND greatest(m.last_seen_at, s.last_at) IS NOT NULL
  ) t ORDER BY what COLLATE "C", site, member COLLATE "C", word COLLATE "C"`
