import type { ClientBase } from 'pg'
import type { Judgement } from './judgements.ts'
import { standing } from './judgements.ts'

/** Anything with `query`: a connection or a pool. */
type Db = Pick<ClientBase, 'query'>

/** A link with its terms, as shown. */
export interface LinkShown {
  readonly link: string
  readonly personaA: string
  readonly personaB: string
  readonly nameA: string
  readonly nameB: string
  readonly weight: number
  readonly state: 'joined' | 'possible' | 'weak'
  readonly terms: readonly TermShown[]
}

/** One term of a link, as shown. */
export interface TermShown {
  readonly n: number
  readonly comparison: string
  readonly weight: number
  readonly detail: string
  readonly because: readonly string[]
}

/** What a person rules on two personas. */
export interface NewJudgement {
  readonly a: string
  readonly b: string
  readonly verdict: 'positive' | 'negative' | 'unsure'
  readonly reason: string
  readonly by: string
  readonly at: Date | string
}

const persona = /^persona:(\d{1,9}):(.{1,200})$/su

/** Records a ruling on two different personas of the case and returns its number. The reason and the name are required. */
export async function judge(db: Db, judgement: NewJudgement): Promise<number> {
  const { a, b, verdict, reason, by, at } = judgement
  if (reason.trim() === '') throw new RangeError('A judgement needs a reason.')
  if (by.trim() === '') throw new RangeError('A judgement needs the name of who makes it.')
  if (a === b) throw new RangeError('A judgement is about two different accounts.')
  const { rows: known } = await db.query(
    `SELECT FROM unnest($1::int[], $2::text[]) AS p(site, member) JOIN forum.member m ON m.site = p.site AND m.id = p.member`,
    [[a, b].map((id) => Number(parsed(id)[1])), [a, b].map((id) => parsed(id)[2])],
  )
  if (known.length < 2) throw new RangeError(`One of ${a} and ${b} is not an account of this case.`)
  const { rows } = await db.query<{ judgement: number }>(
    `INSERT INTO identity.judgement (persona_a, persona_b, verdict, reason, by, at)
     VALUES (least($1, $2), greatest($1, $2), $3, $4, $5, $6) RETURNING judgement`,
    [a, b, verdict, reason, by, at],
  )
  return rows[0]!.judgement
}

/** Takes a standing judgement back by a new row that names it; the old row stays. */
export async function withdraw(
  db: Db,
  withdrawal: { readonly judgement: number; readonly reason: string; readonly by: string; readonly at: Date | string },
): Promise<number> {
  const { judgement, reason, by, at } = withdrawal
  if (reason.trim() === '') throw new RangeError('A withdrawal needs a reason.')
  if (by.trim() === '') throw new RangeError('A withdrawal needs the name of who makes it.')
  const { rows } = await db.query<{ judgement: number }>(
    `INSERT INTO identity.judgement (persona_a, persona_b, verdict, reason, by, at, withdraws)
     SELECT persona_a, persona_b, verdict, $2, $3, $4, judgement FROM identity.judgement j
      WHERE judgement = $1 AND withdraws IS NULL
        AND NOT EXISTS (SELECT FROM identity.judgement w WHERE w.withdraws = j.judgement)
     RETURNING judgement`,
    [judgement, reason, by, at],
  )
  if (rows[0] === undefined)
    throw new RangeError(`Judgement ${judgement} does not stand: it is unknown or was withdrawn.`)
  return rows[0].judgement
}

/** Judgements about the accounts of a subject: all rows in order, and which of them stand. */
export async function judgementsOf(
  db: Db,
  subject: string,
): Promise<readonly (Judgement & { readonly stands: boolean })[]> {
  const { rows } = await db.query<Judgement>(
    `SELECT * FROM identity.judgement
      WHERE persona_a IN (SELECT 'persona:' || site || ':' || member FROM identity.subject_persona WHERE subject = $1)
         OR persona_b IN (SELECT 'persona:' || site || ':' || member FROM identity.subject_persona WHERE subject = $1)
      ORDER BY judgement`,
    [subject],
  )
  const stand = new Set(standing(rows))
  return rows.map((row) => ({ ...row, stands: stand.has(row) }))
}

/** Links that touch an account of a subject, heaviest first: those inside it and those that lead to others. */
export async function linksOf(db: Db, subject: string, limit = 200): Promise<readonly LinkShown[]> {
  const { rows } = await db.query<LinkShown>(
    `WITH own AS (SELECT site, member FROM identity.subject_persona WHERE subject = $1),
          touching AS (SELECT l.* FROM identity.link l JOIN own ON own.site = l.site_a AND own.member = l.member_a
                       UNION
                       SELECT l.* FROM identity.link l JOIN own ON own.site = l.site_b AND own.member = l.member_b)
     SELECT l.link, 'persona:' || l.site_a || ':' || l.member_a AS "personaA", 'persona:' || l.site_b || ':' || l.member_b AS "personaB",
            a.name AS "nameA", b.name AS "nameB", l.weight, l.state,
            (SELECT coalesce(json_agg(json_build_object('n', t.n, 'comparison', t.comparison, 'weight', t.weight,
                                                        'detail', t.detail, 'because', t.because) ORDER BY t.n), '[]')
               FROM identity.term t WHERE t.link = l.link) AS terms
       FROM touching l
       JOIN forum.member a ON a.site = l.site_a AND a.id = l.member_a
       JOIN forum.member b ON b.site = l.site_b AND b.id = l.member_b
      ORDER BY l.weight DESC, l.link COLLATE "C" LIMIT $2`,
    [subject, limit],
  )
  return rows
}

/** The terms of one link, in order. */
export async function terms(db: Db, link: string): Promise<readonly TermShown[]> {
  const { rows } = await db.query<TermShown>(
    'SELECT n, comparison, weight, detail, because FROM identity.term WHERE link = $1 ORDER BY n',
    [link],
  )
  return rows
}

function parsed(id: string): RegExpExecArray {
  const parts = persona.exec(id)
  if (parts === null) throw new RangeError(`${id} is not the id of an account (persona:SITE:MEMBER).`)
  return parts
}
