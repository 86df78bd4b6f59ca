import type { ClientBase } from 'pg'

type Db = Pick<ClientBase, 'query'>

/** A country where a subject may be, as shown. */
export interface PlaceShown {
  readonly country: string
  readonly rank: number
  readonly probability: number
  readonly conflict: boolean
  readonly why: string
}

/** One reason to place a subject, as shown. */
export interface SignalShown {
  readonly n: number
  readonly kind: string
  readonly country: string
  readonly weight: number
  readonly detail: string
  readonly asOf: string
  readonly because: readonly string[]
}

/** Where a subject may be, best first. */
export async function placesOf(db: Db, subject: string): Promise<readonly PlaceShown[]> {
  const { rows } = await db.query<PlaceShown>(
    'SELECT country, rank, probability, conflict, why FROM jurisdiction.place WHERE subject = $1 ORDER BY rank',
    [subject],
  )
  return rows
}

/** Why, heaviest first. */
export async function signalsOfSubject(db: Db, subject: string): Promise<readonly SignalShown[]> {
  const { rows } = await db.query<SignalShown>(
    'SELECT n, kind, country, weight, detail, as_of AS "asOf", because FROM jurisdiction.signal WHERE subject = $1 ORDER BY n',
    [subject],
  )
  return rows
}

/** Subjects whose likeliest country this is, by country, with the share of them in conflict. */
export async function countries(
  db: Db,
): Promise<readonly { readonly country: string; readonly subjects: number; readonly conflicts: number }[]> {
  const { rows } = await db.query<{ country: string; subjects: number; conflicts: number }>(
    `SELECT country, count(*)::int AS subjects, count(*) FILTER (WHERE conflict)::int AS conflicts
       FROM jurisdiction.place WHERE rank = 1 GROUP BY country ORDER BY count(*) DESC, country COLLATE "C"`,
  )
  return rows
}
