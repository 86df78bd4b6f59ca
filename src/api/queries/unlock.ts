import type { Pool } from 'pg'
import { listKeys } from '../../unlock/keyring.ts'
import { listAttempts, listAuthorisations, thingsSql, vaultStatus } from '../../unlock/queries.ts'
import type { LockedQuery, LockedThing, Page, Unlocking } from '../contract.ts'
import { type At, bind, mapPage, page, sourced } from './page.ts'

/** Everything that is closed, those in files before those in forums. */
export async function locked(db: Pool, query: LockedQuery): Promise<Page<LockedThing>> {
  const values: unknown[] = []
  const put = bind(values)
  const where: string[] = []
  if (query.state !== undefined) where.push(`l.state = ${put(query.state)}`)
  if (query.kind !== undefined) where.push(`l.kind = ${put(query.kind)}`)
  const from = `(${thingsSql}) l`
  const { rows } = await db.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${from} ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}`,
    values,
  )
  type Raw = Omit<LockedThing, 'source'> & At & { readonly o: number; readonly x: number; readonly n: number }
  const found = await page<Raw>(
    db,
    {
      select:
        'l.thing, l.kind, l.form, l.certainty, l.exhibit, l.site, l.path, l.place, l.why, l.opener, l.state, l.attempts, l.files, l.o, l.x, l.n, l.file AS _file, l.offset AS _offset, 0 AS _length',
      ...{ from, as: 'l', where, values },
      keys: [
        { sql: 'l.o', type: 'int' },
        { sql: 'l.x', type: 'int' },
        { sql: 'l.n', type: 'int' },
      ],
    },
    query,
    rows[0]?.n ?? 0,
  )
  return mapPage(found, ({ o, x, n, ...row }) => sourced(`${o === 0 ? 'locked' : 'locked_text'}:${x}:${n}`, row))
}

/** So many of the latest trials are shown. */
const latest = 500

/** The vault without its values, the authorisations, the keys, and the latest trials. */
export async function unlocking(db: Pool, now: Date): Promise<Unlocking> {
  const keys = await listKeys(db)
  return {
    vault: await vaultStatus(db),
    authorisations: await listAuthorisations(db, now),
    keys: keys.map(({ secret: _, offset: __, added_by: by, added_at: at, ...key }) => ({ ...key, by, at })),
    attempts: await listAttempts(db, latest),
  }
}
