import type { Pool } from 'pg'
import type { Page, QueueQuery, QueueRow, RiskVocabulary } from '../contract.ts'
import { country, likelihood } from '../words.ts'
import { all, bind, contains, page } from './page.ts'

interface Raw extends Omit<QueueRow, 'place' | 'decision' | 'reasons'> {
  readonly country: string | null
  readonly probability: number
  readonly conflict: boolean
  readonly verdict: string | null
  readonly decidedBy: string
  readonly decidedAt: string
  readonly reasons: readonly { readonly factor: string; readonly points: number; readonly detail: string }[] | null
}

/** The last decision on a subject that nobody took back. */
const live = `SELECT d.verdict, d.by, d.at FROM risk.decision d
  WHERE d.subject = r.subject AND d.withdraws IS NULL
    AND NOT EXISTS (SELECT 1 FROM risk.decision w WHERE w.withdraws = d.decision)
  ORDER BY d.decision DESC LIMIT 1`

const columns = `r.position, r.subject, s.name, s.personas, r.band, r.points, r.possible, r.unknowns, r.safeguarding, r.why,
  s.last_seen_at AS "lastSeenAt", p.country, p.probability, p.conflict, d.verdict, d.by AS "decidedBy", d.at AS "decidedAt",
  (SELECT count(DISTINCT t.package)::int FROM dissemination.statement t WHERE t.subject = r.subject) AS packages,
  (SELECT json_agg(f ORDER BY f.points DESC, f.factor) FROM (
     SELECT factor, points, left(detail, 400) AS detail FROM risk.factor
      WHERE subject = r.subject AND state = 'present' ORDER BY points DESC, factor LIMIT 3) f) AS reasons`
const joins = `JOIN identity.subject s ON s.subject = r.subject
  LEFT JOIN jurisdiction.place p ON p.subject = r.subject AND p.rank = 1
  LEFT JOIN LATERAL (${live}) d ON true`

/** Whether anybody's decision on a subject stands; no order, so that it can be answered for all subjects at once. */
const decided = `SELECT 1 FROM risk.decision d WHERE d.subject = r.subject AND d.withdraws IS NULL
  AND NOT EXISTS (SELECT 1 FROM risk.decision w WHERE w.withdraws = d.decision)`

/** Subjects in the order of work. */
export async function queue(db: Pool, query: QueueQuery): Promise<Page<QueueRow>> {
  const values: unknown[] = []
  const put = bind(values)
  const where: string[] = []
  if (query.band !== undefined) where.push(`r.band = ${put(query.band)}`)
  if (query.safeguarding !== undefined) where.push(`r.safeguarding = ${put(query.safeguarding)}`)
  if (query.country !== undefined)
    where.push(
      `EXISTS (SELECT 1 FROM jurisdiction.place c WHERE c.subject = r.subject AND c.rank = 1 AND c.country = ${put(query.country)})`,
    )
  if (query.located !== undefined)
    where.push(
      `${query.located ? '' : 'NOT '}EXISTS (SELECT 1 FROM jurisdiction.place c WHERE c.subject = r.subject AND c.rank = 1)`,
    )
  if (query.undecided !== undefined) where.push(`${query.undecided ? 'NOT ' : ''}EXISTS (${decided})`)
  if (query.search !== undefined) {
    const pattern = put(contains(query.search))
    // A subject bears the name of one of its accounts, so the accounts' names are all there is to search.
    where.push(`r.subject IN (SELECT o.subject FROM forum.member m
      JOIN identity.subject_persona o ON o.site = m.site AND o.member = m.id WHERE m.name ILIKE ${pattern})`)
  }
  const count = await db.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM risk.assessment r WHERE ${all(where)}`,
    values,
  )
  const list = {
    select: columns,
    from: 'risk.assessment r',
    as: 'r',
    joins,
    where,
    values,
    keys: [{ sql: 'r.position', type: 'int' }] as const,
  }
  const found = await page<Raw>(db, list, query, count.rows[0]?.n ?? 0)
  return { ...found, rows: found.rows.map(queueRow) }
}

function queueRow(raw: Raw): QueueRow {
  const { country: code, probability, conflict, verdict, decidedBy, decidedAt, reasons, ...rest } = raw
  return {
    ...rest,
    reasons: (reasons ?? []).map((r) => ({ ...r, trace: `factor:${raw.subject}:${r.factor}` })),
    place: code === null ? null : { ...country(code), ...likelihood(probability), conflict },
    decision: verdict === null ? null : { verdict, by: decidedBy, at: decidedAt },
  }
}

/** Bands with their numbers, in the order of the queue, and the scheme in force. */
export async function riskWords(db: Pool): Promise<Pick<RiskVocabulary, 'scheme' | 'definition' | 'bands'>> {
  const [bands, scheme] = await Promise.all([
    db.query<RiskVocabulary['bands'][number]>(
      `SELECT r.band, count(*)::int AS subjects, (count(*) FILTER (WHERE d.subject IS NULL))::int AS undecided
         FROM risk.assessment r LEFT JOIN (
           SELECT DISTINCT d.subject FROM risk.decision d
            WHERE d.withdraws IS NULL AND NOT EXISTS (SELECT 1 FROM risk.decision w WHERE w.withdraws = d.decision)) d
           ON d.subject = r.subject
        GROUP BY r.band ORDER BY max(r.points) DESC`,
    ),
    db.query<{ scheme: string; definition: unknown }>(
      `SELECT s.scheme, s.definition FROM risk.scheme s
        WHERE s.scheme = (SELECT scheme FROM risk.assessment ORDER BY position LIMIT 1)`,
    ),
  ])
  return { scheme: scheme.rows[0]?.scheme ?? null, definition: scheme.rows[0]?.definition ?? null, bands: bands.rows }
}
