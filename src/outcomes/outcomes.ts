import type { ClientBase } from 'pg'
import { z } from 'zod'
import { appendCustody, inTransaction } from '../db/custody.ts'

/** What a recipient can report came of a package. */
export const outcomeKinds = [
  'suspect-identified',
  'arrest',
  'child-safeguarded',
  'conviction',
  'no-further-action',
] as const

/** One kind of outcome. */
export type OutcomeKind = (typeof outcomeKinds)[number]

/** An outcome as a recipient reports it, parsed at the door. */
export const outcomeShape = z.strictObject({
  package: z.string().min(1).max(100),
  subject: z
    .string()
    .regex(/^subject:\d+:.+$/s, 'a subject id such as subject:1:42')
    .max(200)
    .nullable()
    .default(null),
  kind: z.enum(outcomeKinds),
  nominal_ref: z.string().trim().min(1).max(200).nullable().default(null),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 code')
    .nullable()
    .default(null),
  happened_on: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD')
    .nullable()
    .default(null),
  note: z.string().max(5000).nullable().default(null),
})

/** An outcome to record. */
export type NewOutcome = z.input<typeof outcomeShape>

/** A refusal that a person can act on. */
export class OutcomeError extends Error {
  readonly place: string
  readonly reason: string
  readonly next: string
  constructor(place: string, reason: string, next: string) {
    super(`${place}: ${reason}. ${next}`)
    this.place = place
    this.reason = reason
    this.next = next
  }
}

/** Records what a recipient reports, against a package of this case. */
export async function recordOutcome(db: ClientBase, given: NewOutcome, by: string, at: Date): Promise<number> {
  const parsed = outcomeShape.safeParse(given)
  if (!parsed.success)
    throw new OutcomeError(
      'the outcome',
      parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '),
      'Correct it and give it again.',
    )
  const o = parsed.data
  const { rows } = await db.query<{ country: string }>('SELECT country FROM dissemination.package WHERE package = $1', [
    o.package,
  ])
  if (!rows[0]) throw new OutcomeError(o.package, 'there is no such package', 'List them with: holdfast package')
  if (o.subject) {
    const { rows: in_package } = await db.query('SELECT 1 FROM identity.subject WHERE subject = $1', [o.subject])
    if (in_package.length === 0)
      throw new OutcomeError(o.subject, 'there is no such subject', 'Name one that the package lists.')
  }
  const country = o.country ?? rows[0].country
  return inTransaction(db, async () => {
    const made = await db.query<{ outcome: string }>(
      `INSERT INTO outcomes.outcome (package, subject, kind, nominal_ref, country, happened_on, note, by, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING outcome::text`,
      [o.package, o.subject, o.kind, o.nominal_ref, country, o.happened_on, o.note, by, at],
    )
    const outcome = Number(made.rows[0]?.outcome)
    await appendCustody(db, {
      at: at.toISOString(),
      actor: by,
      action: 'outcome',
      subject: o.package,
      detail: { outcome, ...o, country },
    })
    return outcome
  })
}

/** Takes an outcome back, with the reason; the row stays. */
export async function withdrawOutcome(
  db: ClientBase,
  outcome: number,
  reason: string,
  by: string,
  at: Date,
): Promise<void> {
  await inTransaction(db, async () => {
    const { rowCount } = await db.query(
      `INSERT INTO outcomes.outcome (package, subject, kind, nominal_ref, country, happened_on, note, by, at, withdraws)
       SELECT package, subject, kind, nominal_ref, country, happened_on, $2, $3, $4, outcome FROM outcomes.outcome o
        WHERE outcome = $1 AND withdraws IS NULL AND NOT EXISTS (SELECT 1 FROM outcomes.outcome w WHERE w.withdraws = o.outcome)`,
      [outcome, reason, by, at],
    )
    if (rowCount === 0)
      throw new OutcomeError(
        `outcome ${outcome}`,
        'is not there or was withdrawn before',
        'List them with: holdfast outcome',
      )
    await appendCustody(db, {
      at: at.toISOString(),
      actor: by,
      action: 'withdraw-outcome',
      subject: String(outcome),
      detail: { reason },
    })
  })
}

/** The figures of the case: people, each counted once, of each kind and country. */
export interface Headline {
  readonly total: Readonly<Record<OutcomeKind, number>>
  readonly by_country: readonly { readonly country: string; readonly counts: Readonly<Record<OutcomeKind, number>> }[]
}

/**
 * Who counts as one person: the recipient's own reference where it gives one (per country), else the subject, else the
 * report itself. A nominal and a subject that some report names together are the same person, so that a report by
 * reference and one by subject do not count twice; a child is never the subject of a report.
 */
export async function outcomesHeadline(db: ClientBase): Promise<Headline> {
  const { rows } = await db.query<{
    outcome: number
    subject: string | null
    kind: OutcomeKind
    nominal_ref: string | null
    country: string
  }>(
    `SELECT outcome, subject, kind, nominal_ref, country FROM outcomes.outcome o
      WHERE withdraws IS NULL AND NOT EXISTS (SELECT 1 FROM outcomes.outcome w WHERE w.withdraws = o.outcome) ORDER BY outcome`,
  )
  return countOnce(rows.map((r) => ({ ...r, outcome: Number(r.outcome) })))
}

/** A live report, for counting. */
export interface Report {
  readonly outcome: number
  readonly subject: string | null
  readonly kind: OutcomeKind
  readonly nominal_ref: string | null
  readonly country: string
}

/** Counts people and not reports; pure, so that the order of reports does not matter. */
export function countOnce(reports: readonly Report[]): Headline {
  const parent = new Map<string, string>()
  const find = (key: string): string => {
    let at = key
    while (parent.get(at) !== undefined && parent.get(at) !== at) at = parent.get(at) ?? at
    return at
  }
  const keysOf = (r: Report): readonly string[] => {
    const nominal =
      r.nominal_ref === null
        ? []
        : [
            `nominal:${r.kind === 'child-safeguarded' ? 'child:' : ''}${r.country}:${r.nominal_ref.trim().toLowerCase()}`,
          ]
    const subject = r.subject === null || r.kind === 'child-safeguarded' ? [] : [r.subject]
    const keys = [...nominal, ...subject]
    return keys.length > 0 ? keys : [`report:${r.outcome}`]
  }
  for (const r of reports) {
    const [first, ...rest] = keysOf(r).map(find)
    for (const other of rest)
      if (first !== undefined && other !== first)
        parent.set(first < other ? other : first, first < other ? first : other)
  }
  const seen = new Map<string, Set<string>>()
  for (const r of reports) {
    const person = find(keysOf(r)[0] ?? '')
    for (const place of ['', r.country]) {
      const key = `${place}|${r.kind}`
      seen.set(key, (seen.get(key) ?? new Set()).add(person))
    }
  }
  const counts = (country: string): Record<OutcomeKind, number> =>
    Object.fromEntries(outcomeKinds.map((kind) => [kind, seen.get(`${country}|${kind}`)?.size ?? 0])) as Record<
      OutcomeKind,
      number
    >
  const countries = [...new Set(reports.map((r) => r.country))].sort()
  return { total: counts(''), by_country: countries.map((country) => ({ country, counts: counts(country) })) }
}
