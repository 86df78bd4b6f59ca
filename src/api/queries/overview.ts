import type { Pool } from 'pg'
import type { CountryCount, Overview, RailCounts, SafeguardingRow } from '../contract.ts'
import { country } from '../words.ts'
import { findingCounts, stageRuns } from './evidence.ts'
import { interest } from './media.ts'

/** Countries by the subjects placed there first, most subjects first. */
export async function places(db: Pool): Promise<readonly CountryCount[]> {
  const { rows } = await db.query<{ code: string; subjects: number; safeguarding: number; packages: number }>(
    `SELECT p.country AS code, count(*)::int AS subjects, (count(*) FILTER (WHERE r.safeguarding))::int AS safeguarding,
            (SELECT count(*)::int FROM dissemination.package k WHERE k.country = p.country) AS packages
       FROM jurisdiction.place p LEFT JOIN risk.assessment r ON r.subject = p.subject
      WHERE p.rank = 1 GROUP BY p.country ORDER BY count(*) DESC, p.country`,
  )
  return rows.map(({ code, ...row }) => ({ ...country(code), ...row }))
}

const undecided = `NOT EXISTS (SELECT 1 FROM risk.decision d WHERE d.subject = r.subject AND d.withdraws IS NULL
  AND NOT EXISTS (SELECT 1 FROM risk.decision w WHERE w.withdraws = d.decision))`
const unapproved = `SELECT count(*)::int FROM dissemination.package p WHERE NOT EXISTS
  (SELECT 1 FROM dissemination.release r WHERE r.package = p.package AND r.approved_by IS NOT NULL)`

async function safeguarding(db: Pool): Promise<readonly SafeguardingRow[]> {
  const { rows } = await db.query<Omit<SafeguardingRow, 'country'> & { readonly code: string | null }>(
    `SELECT r.subject, s.name, r.why, p.country AS code, s.last_seen_at AS "lastSeenAt"
       FROM risk.assessment r JOIN identity.subject s ON s.subject = r.subject
       LEFT JOIN jurisdiction.place p ON p.subject = r.subject AND p.rank = 1
      WHERE r.safeguarding AND ${undecided} ORDER BY r.position LIMIT 20`,
  )
  return rows.map(({ code, ...row }) => ({ ...row, country: code === null ? null : country(code) }))
}

/** Everything the first screen shows. */
export async function overview(db: Pool): Promise<Overview> {
  const [figure, made, countries, urgent, findings, ledger, complete, stages, listed] = await Promise.all([
    figures(db),
    db.query<{ packages: number; outcomes: number }>(
      `SELECT (SELECT count(*)::int FROM dissemination.package) AS packages,
              (SELECT count(*)::int FROM outcomes.outcome o WHERE o.withdraws IS NULL
                  AND NOT EXISTS (SELECT 1 FROM outcomes.outcome w WHERE w.withdraws = o.outcome)) AS outcomes`,
    ),
    places(db),
    safeguarding(db),
    findingCounts(db),
    db.query<{ entries: number; head: string | null }>(
      `SELECT coalesce(max(seq), 0) AS entries, (SELECT hash FROM evidence.custody ORDER BY seq DESC LIMIT 1) AS head
         FROM evidence.custody`,
    ),
    db.query<Overview['completeness']>(
      `SELECT coalesce(sum(rows), 0)::bigint AS rows, coalesce(sum(entities + non_entities + findings), 0)::bigint AS accounted,
              coalesce(bool_and(rows = entities + non_entities + findings), true) AS balanced FROM forum.completeness`,
    ),
    stageRuns(db),
    interest(db),
  ])
  const { packages, outcomes } = made.rows[0]!
  return {
    funnel: {
      members: figure('members'),
      subjects: figure('subjects'),
      located: figure('located'),
      packages,
      outcomes,
    },
    counts: {
      posts: figure('posts'),
      messages: figure('messages'),
      attachments: figure('attachments'),
      sightings: figure('sightings'),
      ...listed,
    },
    countries,
    safeguarding: urgent,
    findings,
    ledger: ledger.rows[0]!,
    completeness: complete.rows[0]!,
    stages,
  }
}

/** The number that matters in each room and what it counts: what waits for a person where there is such a thing. */
export async function rail(db: Pool): Promise<RailCounts> {
  const figure = await figures(db)
  const { rows } = await db.query<{ undecided: number; unapproved: number; outcomes: number; consultations: number }>(
    `SELECT (SELECT count(*)::int FROM risk.assessment r WHERE ${undecided}) AS undecided,
            (${unapproved}) AS unapproved,
            (SELECT count(*)::int FROM outcomes.outcome WHERE withdraws IS NULL) AS outcomes,
            (SELECT coalesce(max(access), 0) FROM govern.access) AS consultations`,
  )
  const now = rows[0]!
  const { ofInterest } = await interest(db)
  return {
    exhibits: { count: figure('losses'), of: 'findings of loss' },
    forum: { count: figure('members'), of: 'members' },
    artefacts: { count: figure('selectors'), of: 'selectors' },
    identity: { count: figure('possible'), of: 'possible links to rule on' },
    jurisdiction: { count: figure('countries'), of: 'countries' },
    risk: { count: now.undecided, of: 'subjects without a decision' },
    media: { count: ofInterest, of: 'files in sets of interest' },
    links: { count: figure('edges'), of: 'contacts' },
    dissemination: { count: now.unapproved, of: 'packages not released' },
    outcomes: { count: now.outcomes, of: 'outcomes' },
    govern: { count: now.consultations, of: 'consultations' },
  }
}

/** The counts that only a run changes, over all sites; kinds of selector are added up. */
async function figures(db: Pool): Promise<(name: string) => number> {
  const { rows } = await db.query<{ name: string; n: number }>(
    `SELECT split_part(name, ':', 1) AS name, sum(n)::bigint AS n FROM api.figure GROUP BY 1`,
  )
  const found = new Map(rows.map((row) => [row.name, row.n]))
  return (name) => found.get(name) ?? 0
}
