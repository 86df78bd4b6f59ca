import type { ClientBase } from 'pg'
import { inTransaction } from '../db/custody.ts'
import { parseTerms, type Refused } from './terms.ts'

type Db = Pick<ClientBase, 'query'>

/** A row of the table of decisions. */
export interface Decision {
  readonly decision: number
  readonly subject: string
  readonly verdict: string
  readonly reason: string
  readonly scheme: string
  readonly by: string
  readonly at: string
  readonly withdraws: number | null
  /** False where it is a withdrawal or was withdrawn. */
  readonly stands: boolean
}

/** How a list was taken in. */
export interface Imported {
  readonly list: string
  readonly terms: number
  readonly refused: readonly Refused[]
}

/** Loads an agency's list of terms in place of the one of that name; lines that cannot be read are refused one by one. */
export async function importTerms(
  db: ClientBase,
  given: { readonly list: string; readonly text: string; readonly by: string; readonly at: Date | string },
): Promise<Imported> {
  const list = given.list.trim()
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,59}$/u.test(list))
    throw new RangeError(`${given.list.slice(0, 60)} is no name for a list.`)
  if (given.by.trim() === '') throw new RangeError('A list needs the name of who loads it.')
  const { terms, refused } = parseTerms(given.text)
  if (terms.length === 0) throw new RangeError(`No line of the list ${list} could be read as a term.`)
  await inTransaction(db, async () => {
    await db.query('DELETE FROM risk.term WHERE list = $1', [list])
    await db.query(
      `INSERT INTO risk.term (list, term, category, weight, loaded_by, loaded_at)
       SELECT $1, t.term, t.category, t.weight, $2, $3 FROM unnest($4::text[], $5::text[], $6::float8[]) AS t(term, category, weight)`,
      [list, given.by, given.at, terms.map((t) => t.term), terms.map((t) => t.category), terms.map((t) => t.weight)],
    )
  })
  return { list, terms: terms.length, refused }
}

/** Takes a list away; says how many terms it held. */
export async function removeTerms(db: Db, list: string): Promise<number> {
  return (await db.query('DELETE FROM risk.term WHERE list = $1', [list])).rowCount ?? 0
}

/** The lists that are loaded. */
export async function termLists(db: Db) {
  const { rows } = await db.query<{
    list: string
    terms: number
    categories: string[]
    loadedBy: string
    loadedAt: string
  }>(
    `SELECT list, count(*)::int AS terms, array_agg(DISTINCT category) AS categories, min(loaded_by) AS "loadedBy", max(loaded_at) AS "loadedAt"
       FROM risk.term GROUP BY list ORDER BY list COLLATE "C"`,
  )
  return rows
}

/** Records what a person rules on an assessed subject and returns its number. The reason and the name are required. */
export async function decide(
  db: Db,
  decision: {
    readonly subject: string
    readonly verdict: string
    readonly reason: string
    readonly by: string
    readonly at: Date | string
  },
): Promise<number> {
  const { subject, verdict, reason, by, at } = decision
  if (verdict.trim() === '') throw new RangeError('A decision needs a verdict.')
  if (reason.trim() === '') throw new RangeError('A decision needs a reason.')
  if (by.trim() === '') throw new RangeError('A decision needs the name of who makes it.')
  const { rows } = await db.query<{ decision: number }>(
    `INSERT INTO risk.decision (subject, verdict, reason, scheme, by, at)
     SELECT subject, $2, $3, scheme, $4, $5 FROM risk.assessment WHERE subject = $1 RETURNING decision`,
    [subject, verdict, reason, by, at],
  )
  if (rows[0] === undefined) throw new RangeError(`${subject} has no assessment to decide on.`)
  return rows[0].decision
}

/** Takes a standing decision back by a new row that names it; the old row stays. */
export async function withdrawDecision(
  db: Db,
  withdrawal: { readonly decision: number; readonly reason: string; readonly by: string; readonly at: Date | string },
): Promise<number> {
  const { decision, reason, by, at } = withdrawal
  if (reason.trim() === '') throw new RangeError('A withdrawal needs a reason.')
  if (by.trim() === '') throw new RangeError('A withdrawal needs the name of who makes it.')
  const { rows } = await db.query<{ decision: number }>(
    `INSERT INTO risk.decision (subject, verdict, reason, scheme, by, at, withdraws)
     SELECT subject, verdict, $2, scheme, $3, $4, decision FROM risk.decision d
      WHERE decision = $1 AND withdraws IS NULL AND NOT EXISTS (SELECT FROM risk.decision w WHERE w.withdraws = d.decision)
     RETURNING decision`,
    [decision, reason, by, at],
  )
  if (rows[0] === undefined)
    throw new RangeError(`Decision ${decision} does not stand: it is unknown or was withdrawn.`)
  return rows[0].decision
}

/** Decisions on a subject, latest first; the first that stands is the one in force. */
export async function decisionsOf(db: Db, subject: string): Promise<readonly Decision[]> {
  const { rows } = await db.query<Decision>(
    `SELECT d.*, d.withdraws IS NULL AND NOT EXISTS (SELECT FROM risk.decision w WHERE w.withdraws = d.decision) AS stands
       FROM risk.decision d WHERE subject = $1 ORDER BY decision DESC`,
    [subject],
  )
  return rows
}

/** The assessment of a subject with its factors, heaviest first; null where there is none. */
export async function assessmentOf(db: Db, subject: string) {
  const { rows } = await db.query<{
    subject: string
    scheme: string
    points: number
    possible: number
    band: string
    safeguarding: boolean
    unknowns: number
    position: number
    why: string
    factors: { factor: string; state: string; points: number; detail: string; because: string[] }[]
  }>(
    `SELECT a.*, (SELECT coalesce(json_agg(json_build_object('factor', f.factor, 'state', f.state, 'points', f.points,
                                                             'detail', f.detail, 'because', f.because)
                                           ORDER BY f.points DESC, f.factor COLLATE "C"), '[]')
                    FROM risk.factor f WHERE f.subject = a.subject) AS factors
       FROM risk.assessment a WHERE a.subject = $1`,
    [subject],
  )
  return rows[0] ?? null
}
