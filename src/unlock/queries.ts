import type { ClientBase, Pool } from 'pg'

/** A closed thing as it is listed, in a file or in a forum. */
export interface ListedThing {
  readonly thing: string
  readonly kind: string
  readonly form: string
  readonly certainty: 'certain' | 'possible'
  /** The number of the exhibit. */
  readonly exhibit: string | null
  readonly site: number | null
  readonly path: string
  readonly place: string
  readonly why: string
  readonly detail: Readonly<Record<string, unknown>>
  /** What Holdfast opens it with; null where it cannot. */
  readonly opener: string | null
  /** Keys and boards that need no opening are `open`. */
  readonly state: 'closed' | 'part' | 'opened' | 'open'
  readonly attempts: number
  readonly files: number
  readonly file: number
  readonly offset: number
}

/** SQL for all closed things with their state; o, x and n are the order they are listed in. */
export const thingsSql = `
  WITH tried AS (
    SELECT thing, count(*) FILTER (WHERE outcome <> 'refused')::int AS attempts, bool_or(outcome = 'opened') AS opened, bool_or(outcome = 'part') AS part
      FROM unlock.attempt GROUP BY thing),
  came AS (SELECT thing, exhibit, count(*)::int AS files FROM unlock.opened GROUP BY thing, exhibit),
  listed AS (
    SELECT 0 AS o, l.exhibit AS x, l.n, l.thing, l.kind, l.form, l.certainty, e.number AS exhibit, NULL::int AS site, l.path,
           CASE WHEN l._offset > 0 THEN 'from byte ' || l._offset ELSE '' END AS place, l.why, l.detail, l.opener, l._file, l._offset, l.exhibit AS held
      FROM unlock.locked l JOIN evidence.exhibit e USING (exhibit)
    UNION ALL
    SELECT 1, l.site, l.n, l.thing, l.kind, l.form, 'certain', e.number, l.site, coalesce(f.path, ''), l.place, l.why, l.detail, l.opener, l._file, l._offset, e.exhibit
      FROM unlock.locked_text l LEFT JOIN evidence.file f ON f.file = l._file LEFT JOIN evidence.exhibit e ON e.exhibit = f.exhibit)
  SELECT l.o, l.x, l.n, l.thing, l.kind, l.form, l.certainty, l.exhibit, l.site, l.path, l.place, l.why, l.detail, l.opener,
         CASE WHEN l.detail->>'open' = 'true' THEN 'open' WHEN t.opened AND c.files > 0 THEN 'opened' WHEN c.files > 0 OR t.part THEN 'part' ELSE 'closed' END AS state,
         coalesce(t.attempts, 0) AS attempts, coalesce(c.files, 0) AS files, l._file AS file, l._offset::float8 AS "offset"
    FROM listed l LEFT JOIN tried t USING (thing) LEFT JOIN came c ON c.thing = l.thing AND c.exhibit = l.held`

/** Everything that is closed in the case. */
export async function listThings(db: ClientBase | Pool, limit: number): Promise<readonly ListedThing[]> {
  const { rows } = await db.query<ListedThing & { o: number; x: number; n: number }>(
    `SELECT * FROM (${thingsSql}) l ORDER BY o, x, n LIMIT $1`,
    [limit],
  )
  return rows.map(({ o: _, x: __, n: ___, ...thing }) => thing)
}

/** An authorisation as it is listed. */
export interface ListedAuthorisation {
  readonly number: number
  readonly authority: string
  readonly reference: string
  readonly scope: readonly string[]
  readonly from: string
  readonly until: string
  readonly by: string
  readonly state: 'in force' | 'not yet' | 'over' | 'withdrawn'
}

const iso = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`

/** The authorisations on record, withdrawn ones too. */
export async function listAuthorisations(db: ClientBase | Pool, at: Date): Promise<readonly ListedAuthorisation[]> {
  const { rows } = await db.query<ListedAuthorisation>(
    `SELECT a."authorisation" AS number, a.authority, a.reference, a.scope, ${iso('a.valid_from')} AS "from", ${iso('a.valid_until')} AS until, a.recorded_by AS by,
            CASE WHEN w."authorisation" IS NOT NULL THEN 'withdrawn' WHEN a.valid_from > $1 THEN 'not yet' WHEN a.valid_until <= $1 THEN 'over' ELSE 'in force' END AS state
       FROM unlock.authorisation a LEFT JOIN unlock.authorisation w ON w.withdraws = a."authorisation" WHERE a.withdraws IS NULL ORDER BY 1`,
    [at],
  )
  return rows
}

/** A trial as it is listed. */
export interface ListedAttempt {
  readonly attempt: number
  readonly thing: string
  readonly path: string
  readonly key: number | null
  readonly label: string | null
  readonly authorisation: number | null
  readonly outcome: string
  readonly detail: string
  readonly milliseconds: number
  readonly by: string
  readonly at: string
}

/** The latest trials first. */
export async function listAttempts(db: ClientBase | Pool, limit: number): Promise<readonly ListedAttempt[]> {
  const { rows } = await db.query<ListedAttempt>(
    `SELECT a.attempt::float8 AS attempt, a.thing,
            coalesce((SELECT l.path FROM unlock.locked l WHERE l.thing = a.thing ORDER BY l.exhibit, l.n LIMIT 1),
                     (SELECT l.place FROM unlock.locked_text l WHERE l.thing = a.thing ORDER BY l.site, l.n LIMIT 1), '') AS path,
            a.key, k.label, a."authorisation", a.outcome, a.detail, a.milliseconds, a.tried_by AS by, ${iso('a.tried_at')} AS at
       FROM unlock.attempt a LEFT JOIN unlock.key k USING (key) ORDER BY a.attempt DESC LIMIT $1`,
    [limit],
  )
  return rows
}

/** The vault as everybody may see it. */
export interface VaultStatus {
  readonly recipient: string
  readonly exercise: boolean
  readonly custodians: readonly string[]
  readonly values: number
}

/** Who opens the vault, and how much is in it; null where there is none yet. */
export async function vaultStatus(db: ClientBase | Pool): Promise<VaultStatus | null> {
  const { rows } = await db.query<VaultStatus>(
    `SELECT recipient, exercise, (SELECT coalesce(array_agg(name ORDER BY name COLLATE "C"), '{}') FROM unlock.custodian) AS custodians,
            (SELECT count(*)::int FROM unlock.vaulted) AS values FROM unlock.vault`,
  )
  return rows[0] ?? null
}
