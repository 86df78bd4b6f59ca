import type { ClientBase } from 'pg'
import { appendCustody, inTransaction } from '../db/custody.ts'
import { refusal } from './refusal.ts'
import type { Who } from './vault.ts'

/** By which authority keys may be tried on what, and until when. */
export interface Authorisation {
  readonly authority: string
  readonly reference: string
  /** `all`, or `kind:archive`, `form:zip`, `exhibit:HF-001`, `site:1`, `thing:…`. */
  readonly scope: readonly string[]
  readonly from: Date
  readonly until: Date
}

/** What a scope is compared with. */
export interface Scoped {
  readonly thing: string
  readonly kind: string
  readonly form: string
  /** The number of the exhibit; null for what lies in a forum. */
  readonly exhibit: string | null
  readonly site: number | null
}

const scopeForm = /^(?:all|(?:kind|form|exhibit|site|thing):[^\s,][^,]{0,99})$/

/** Puts an authorisation on record. Nothing is tried without one. */
export async function authorise(db: ClientBase, given: Authorisation, { by, at }: Who): Promise<number> {
  const place = 'the authorisation'
  if (given.authority.trim() === '' || given.reference.trim() === '')
    throw refusal(place, 'names no authority or no reference', 'State --authority and --reference.')
  const odd = given.scope.find((s) => !scopeForm.test(s))
  if (given.scope.length === 0 || odd !== undefined)
    throw refusal(
      place,
      odd === undefined ? 'has no scope' : `has a scope that is not understood: ${odd}`,
      'A scope is all, kind:archive, form:zip, exhibit:NUMBER, site:NUMBER or thing:NAME.',
    )
  if (Number.isNaN(given.from.getTime()) || Number.isNaN(given.until.getTime()) || given.until <= given.from)
    throw refusal(place, 'ends before it begins, or has no date that exists', 'State --until YYYY-MM-DD.')
  return append(db, given, null, 'authorise-unlock', { by, at })
}

/** Takes an authorisation back; what was done under it stays on record. */
export async function withdrawAuthorisation(db: ClientBase, number: number, who: Who): Promise<number> {
  const { rows } = await db.query<Omit<Authorisation, 'from' | 'until'> & { valid_from: string; valid_until: string }>(
    `SELECT authority, reference, scope, valid_from, valid_until FROM unlock.authorisation a WHERE "authorisation" = $1 AND withdraws IS NULL
       AND NOT EXISTS (SELECT FROM unlock.authorisation w WHERE w.withdraws = a."authorisation")`,
    [number],
  )
  const row = rows[0]
  if (!row) throw refusal(`authorisation ${number}`, 'is not in force', 'See: holdfast unlock list')
  return append(
    db,
    { ...row, from: new Date(row.valid_from), until: new Date(row.valid_until) },
    number,
    'withdraw-unlock',
    who,
  )
}

async function append(
  db: ClientBase,
  { authority, reference, scope, from, until }: Authorisation,
  withdraws: number | null,
  action: string,
  { by, at }: Who,
): Promise<number> {
  return inTransaction(db, async () => {
    await db.query(`SELECT pg_advisory_xact_lock(hashtext('unlock.authorisation'))`)
    const { rows } = await db.query<{ n: number }>(
      `INSERT INTO unlock.authorisation ("authorisation", withdraws, authority, reference, scope, valid_from, valid_until, recorded_by, recorded_at)
       SELECT coalesce(max("authorisation"), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8 FROM unlock.authorisation RETURNING "authorisation" AS n`,
      [withdraws, authority, reference, scope, from, until, by, at],
    )
    const number = rows[0]!.n
    const detail = { authority, reference, scope, from: from.toISOString(), until: until.toISOString(), withdraws }
    await appendCustody(db, { at: at.toISOString(), actor: by, action, subject: `authorisation ${number}`, detail })
    return number
  })
}

/** An authorisation in force, as it is compared with things. */
export interface InForce {
  readonly number: number
  readonly scope: readonly string[]
}

/** The authorisations that hold at a time. */
export async function inForce(db: ClientBase, at: Date): Promise<readonly InForce[]> {
  const { rows } = await db.query<InForce>(
    `SELECT "authorisation" AS number, scope FROM unlock.authorisation a
      WHERE withdraws IS NULL AND valid_from <= $1 AND valid_until > $1
        AND NOT EXISTS (SELECT FROM unlock.authorisation w WHERE w.withdraws = a."authorisation") ORDER BY 1`,
    [at],
  )
  return rows
}

/** The first authorisation that covers a thing; null where none does. */
export function covering(authorisations: readonly InForce[], thing: Scoped): number | null {
  const found = authorisations.find(({ scope }) =>
    scope.some((s) => {
      const [what, value] = [s.slice(0, s.indexOf(':')), s.slice(s.indexOf(':') + 1)]
      return s === 'all' || String(thing[what as keyof Scoped] ?? '') === value
    }),
  )
  return found?.number ?? null
}
