import type { ClientBase } from 'pg'

/** What the earlier rooms wrote about the subjects of one package, read by SQL. */
export interface Facts {
  readonly subjects: readonly SubjectFact[]
  readonly accounts: readonly AccountFact[]
  readonly selectors: readonly SelectorFact[]
  readonly terms: readonly TermFact[]
  readonly signals: readonly SignalFact[]
  readonly factors: readonly FactorFact[]
}

/** A subject above the threshold whose best place is the package's country. */
export interface SubjectFact {
  readonly subject: string
  readonly name: string
  readonly position: number
  readonly band: string
  readonly points: number
  readonly possible: number
  readonly safeguarding: boolean
  readonly why: string
  readonly scheme: string
  readonly last_seen_at: string | null
  readonly place_why: string
  readonly probability: number
  readonly conflict: boolean
}

/** An account of a subject. */
export interface AccountFact {
  readonly subject: string
  readonly site: number
  readonly member: string
  readonly name: string
  readonly key: string
  readonly joined_at: string | null
  readonly last_seen_at: string | null
  readonly staff: string | null
  readonly posts: number
  readonly messages: number
}

/** A selector of a subject, with one sighting to cite. */
export interface SelectorFact {
  readonly subject: string
  readonly kind: string
  readonly value: string
  readonly relation: string
  readonly sightings: number
  readonly first_at: string | null
  readonly last_at: string | null
  readonly others: number
  readonly country: string | null
  readonly network: string | null
  readonly shared: string | null
  readonly because: readonly string[]
}

/** A reason of a link inside a subject. */
export interface TermFact {
  readonly subject: string
  readonly link: string
  readonly n: number
  readonly weight: number
  readonly detail: string
  readonly because: readonly string[]
}

/** A reason to place a subject. */
export interface SignalFact {
  readonly subject: string
  readonly n: number
  readonly country: string
  readonly detail: string
  readonly as_of: string
  readonly because: readonly string[]
}

/** A risk factor that is present. */
export interface FactorFact {
  readonly subject: string
  readonly factor: string
  readonly points: number
  readonly detail: string
  readonly because: readonly string[]
}

/** How many selectors of one kind and relation a package cites for a subject. */
const selectorsOfEachKind = 5

/** The subjects of a country in the bands that are sent, safeguarding always, in order of work. */
export async function subjectFacts(
  db: ClientBase,
  country: string,
  bands: readonly string[],
): Promise<readonly SubjectFact[]> {
  const { rows } = await db.query<SubjectFact>(
    `SELECT s.subject, s.name, a.position, a.band, a.points, a.possible, a.safeguarding, a.why, a.scheme, s.last_seen_at, p.why AS place_why, p.probability, p.conflict
       FROM jurisdiction.place p JOIN identity.subject s USING (subject) JOIN risk.assessment a USING (subject)
      WHERE p.country = $1 AND p.rank = 1 AND (a.band = ANY ($2) OR a.safeguarding) ORDER BY a.position`,
    [country, bands],
  )
  return rows
}

/** How many posts and private messages each account wrote, by `SITE:MEMBER`. */
export type Written = ReadonlyMap<string, { readonly posts: number; readonly messages: number }>

/** Reads the counts of all accounts at once, for all packages. */
export async function readWritten(db: ClientBase): Promise<Written> {
  const { rows } = await db.query<{ account: string; posts: number; messages: number }>(
    `SELECT site || ':' || member AS account, posts, messages FROM artefacts.author`,
  )
  return new Map(rows.map((r) => [r.account, r]))
}

/** Everything a package says of some subjects. */
export async function factsAbout(db: ClientBase, subjects: readonly SubjectFact[], written: Written): Promise<Facts> {
  const ids = subjects.map((s) => s.subject)
  const read = async <T extends object>(sql: string): Promise<readonly T[]> => (await db.query<T>(sql, [ids])).rows
  return {
    subjects,
    accounts: (
      await read<Omit<AccountFact, 'posts' | 'messages'>>(
        `SELECT sp.subject, sp.site, sp.member, m.name, f.key, m.joined_at, m.last_seen_at, m.staff
         FROM identity.subject_persona sp JOIN forum.member m ON m.site = sp.site AND m.id = sp.member JOIN forum.site f ON f.site = sp.site
        WHERE sp.subject = ANY ($1) ORDER BY sp.subject, sp.site, m.joined_at NULLS LAST, sp.member`,
      )
    ).map((a) => ({ ...a, posts: 0, messages: 0, ...written.get(`${a.site}:${a.member}`) })),
    selectors: await read(
      // The sightings of a subject's accounts are walked once: by value, one that thousands share would be walked for each subject.
      `WITH mine AS MATERIALIZED (
         SELECT *, row_number() OVER () AS one FROM (
           SELECT sp.subject, ps.kind, ps.value, ps.relation, sum(ps.sightings)::int AS sightings, min(ps.first_at) AS first_at, max(ps.last_at) AS last_at,
                  row_number() OVER (PARTITION BY sp.subject, ps.kind, ps.relation ORDER BY sum(ps.sightings) DESC, ps.value COLLATE "C") AS place
             FROM identity.subject_persona sp JOIN artefacts.persona_selector ps ON ps.site = sp.site AND ps.member = sp.member
            WHERE sp.subject = ANY ($1) AND ps.kind NOT IN ('url', 'domain', 'file-hash') GROUP BY 1, 2, 3, 4) each
          WHERE place <= ${selectorsOfEachKind}),
       theirs AS MATERIALIZED (
         SELECT q.subject, g.kind, g.value, g.relation, g.seen_at, g.site, g.place, g.place_id, g.n
           FROM identity.subject_persona q
          CROSS JOIN LATERAL (SELECT * FROM artefacts.sighting g WHERE g.site = q.site AND g.member = q.member OFFSET 0) g
          WHERE q.subject = ANY ($1)),
       seen AS (
         SELECT one, array_agg('sighting:' || site || ':' || place || ':' || place_id || ':' || n ORDER BY nth) AS because
           FROM (SELECT m.one, g.site, g.place, g.place_id, g.n,
                        row_number() OVER (PARTITION BY m.one ORDER BY g.seen_at NULLS LAST, g.site, g.place, g.place_id COLLATE "C", g.n) AS nth
                   FROM theirs g JOIN mine m USING (subject, kind, value, relation)) each
          WHERE nth <= 2 GROUP BY one)
       SELECT m.subject, m.kind, m.value, m.relation, m.sightings, m.first_at, m.last_at,
              greatest(0, s.personas - (SELECT count(*)::int FROM artefacts.persona_selector o JOIN identity.subject_persona q ON q.site = o.site AND q.member = o.member
                 WHERE o.kind = m.kind AND o.value = m.value AND q.subject = m.subject)) AS others,
              n.country, n.network, n.shared, coalesce(e.because, '{}') AS because
         FROM mine m JOIN artefacts.selector s USING (kind, value) LEFT JOIN seen e USING (one)
         LEFT JOIN jurisdiction.network n ON m.kind = 'ip' AND n.ip = m.value
        ORDER BY m.subject, m.kind, m.relation, m.place`,
    ),
    terms: await read(
      `SELECT a.subject, l.link, t.n, t.weight, t.detail, t.because
         FROM identity.link l JOIN identity.subject_persona a ON a.site = l.site_a AND a.member = l.member_a
         JOIN identity.subject_persona b ON b.site = l.site_b AND b.member = l.member_b AND b.subject = a.subject
         JOIN identity.term t USING (link) WHERE a.subject = ANY ($1) ORDER BY a.subject, l.weight DESC, l.link, t.n`,
    ),
    signals: await read(
      `SELECT subject, n, country, detail, as_of, because FROM jurisdiction.signal WHERE subject = ANY ($1) ORDER BY subject, n`,
    ),
    factors: await read(
      `SELECT subject, factor, points, detail, because FROM risk.factor WHERE subject = ANY ($1) AND state = 'present' ORDER BY subject, points DESC, factor`,
    ),
  }
}
