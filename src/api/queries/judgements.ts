import type { Pool } from 'pg'
import type { Judgement, Page, PageQuery } from '../contract.ts'
import { mapPage, page } from './page.ts'
import { folded, type Withdrawable } from './withdrawal.ts'

type Raw = Withdrawable<Judgement>

const columns = `j.judgement, j.persona_a AS a, j.persona_b AS b, j.verdict, j.reason, j.by, j.at,
  w.by AS "withdrawnBy", w.at AS "withdrawnAt", w.reason AS "withdrawnReason"`
const joins = 'LEFT JOIN identity.judgement w ON w.withdraws = j.judgement'

/** Rulings that name any of these personas, newest first. */
export async function judgementsOf(db: Pool, personas: readonly string[]): Promise<readonly Judgement[]> {
  const { rows } = await db.query<Raw>(
    `SELECT ${columns} FROM identity.judgement j ${joins}
      WHERE j.withdraws IS NULL AND (j.persona_a = ANY ($1) OR j.persona_b = ANY ($1))
      ORDER BY j.judgement DESC LIMIT 200`,
    [personas],
  )
  return rows.map(folded<Judgement>)
}

/** All rulings, newest first. */
export async function judgements(db: Pool, query: PageQuery): Promise<Page<Judgement>> {
  const list = {
    select: columns,
    from: 'identity.judgement j',
    as: 'j',
    joins,
    where: ['j.withdraws IS NULL'],
    keys: [{ sql: 'j.judgement', type: 'bigint' }] as const,
    descending: true,
  }
  return mapPage(await page<Raw>(db, list, query), folded<Judgement>)
}
