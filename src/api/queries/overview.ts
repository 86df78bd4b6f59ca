import type { Pool } from 'pg'
import type { CountryCount, Overview, RailCounts, SafeguardingRow } from '../contract.ts'
import { country } from '../words.ts'
import { findingCounts, stageRuns } from './evidence.ts'

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
  const [counts, countries, urgent, findings, ledger, complete, stages] = await Promise.all([
    db.query<Overview['funnel'] & Overview['counts']>(
      `SELECT (SELECT coalesce(sum(n), 0) FROM api.figure WHERE name = 'members')::int AS members,
              (SELECT count(*)::int FROM identity.subject) AS subjects,
              (SELECT count(*)::int FROM jurisdiction.place WHERE rank = 1) AS located,
              (SELECT count(*)::int FROM dissemination.package) AS packages,
              (SELECT count(*)::int FROM outcomes.outcome o WHERE o.withdraws IS NULL
                  AND NOT EXISTS (SELECT 1 FROM outcomes.outcome w WHERE w.withdraws = o.outcome)) AS outcomes,
              (SELECT coalesce(sum(n), 0) FROM api.figure WHERE name = 'posts')::int AS posts,
              (SELECT coalesce(sum(n), 0) FROM api.figure WHERE name = 'messages')::int AS messages,
              (SELECT coalesce(sum(n), 0) FROM api.figure WHERE name = 'attachments')::int AS attachments,
              (SELECT coalesce(sum(n), 0) FROM api.figure WHERE name = 'sightings')::int AS sightings`,
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
  ])
  const { members, subjects, located, packages, outcomes, ...rest } = counts.rows[0]!
  return {
    funnel: { members, subjects, located, packages, outcomes },
    counts: rest,
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
  const { rows } = await db.query<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM evidence.finding WHERE severity = 'loss') AS losses,
            (SELECT coalesce(sum(n), 0)::int FROM api.figure WHERE name = 'members') AS members,
            (SELECT coalesce(sum(n), 0)::int FROM api.figure WHERE name LIKE 'selectors:%') AS selectors,
            (SELECT count(*)::int FROM identity.link WHERE state = 'possible') AS possible,
            (SELECT count(DISTINCT country)::int FROM jurisdiction.place WHERE rank = 1) AS countries,
            (SELECT count(*)::int FROM risk.assessment r WHERE ${undecided}) AS undecided,
            (SELECT coalesce(sum(n), 0)::int FROM api.figure WHERE name = 'attachments') AS attachments,
            (SELECT count(*)::int FROM links.edge) AS edges,
            (${unapproved}) AS unapproved,
            (SELECT count(*)::int FROM outcomes.outcome WHERE withdraws IS NULL) AS outcomes,
            (SELECT coalesce(max(access), 0) FROM govern.access) AS consultations`,
  )
  const n = rows[0]!
  const count = (name: string, of: string) => ({ count: n[name] ?? 0, of })
  return {
    exhibits: count('losses', 'findings of loss'),
    forum: count('members', 'members'),
    artefacts: count('selectors', 'selectors'),
    identity: count('possible', 'possible links to rule on'),
    jurisdiction: count('countries', 'countries'),
    risk: count('undecided', 'subjects without a decision'),
    media: count('attachments', 'uploads'),
    links: count('edges', 'contacts'),
    dissemination: count('unapproved', 'packages not released'),
    outcomes: count('outcomes', 'outcomes'),
    govern: count('consultations', 'consultations'),
  }
}
