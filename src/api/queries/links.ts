import type { Pool } from 'pg'
import type { Link, LinksQuery, Page, Term } from '../contract.ts'
import { missing } from '../errors.ts'
import { bind, page } from './page.ts'
import { ref } from './texts.ts'

/** A link as its table has it, with names and subjects of both sides. */
export interface LinkRaw {
  readonly link: string
  readonly siteA: number
  readonly memberA: string
  readonly nameA: string | null
  readonly siteB: number
  readonly memberB: string
  readonly nameB: string | null
  readonly subjectA: string | null
  readonly subjectB: string | null
  readonly weight: number
  readonly state: 'joined' | 'possible' | 'weak'
}

export const linkColumns = `l.link, l.site_a AS "siteA", l.member_a AS "memberA", a.name AS "nameA", l.site_b AS "siteB",
  l.member_b AS "memberB", b.name AS "nameB", sa.subject AS "subjectA", sb.subject AS "subjectB", l.weight, l.state`
export const linkJoins = `
  LEFT JOIN forum.member a ON a.site = l.site_a AND a.id = l.member_a
  LEFT JOIN forum.member b ON b.site = l.site_b AND b.id = l.member_b
  LEFT JOIN identity.subject_persona sa ON sa.site = l.site_a AND sa.member = l.member_a
  LEFT JOIN identity.subject_persona sb ON sb.site = l.site_b AND sb.member = l.member_b`

/** Live rulings on a pair: neither withdrawals nor withdrawn. */
const judged = `SELECT 1 FROM identity.judgement j
  WHERE j.withdraws IS NULL AND NOT EXISTS (SELECT 1 FROM identity.judgement w WHERE w.withdraws = j.judgement)
    AND j.persona_a = least('persona:' || l.site_a || ':' || l.member_a, 'persona:' || l.site_b || ':' || l.member_b)
    AND j.persona_b = greatest('persona:' || l.site_a || ':' || l.member_a, 'persona:' || l.site_b || ':' || l.member_b)`

/** Gives links their terms and says in one sentence what they come to. */
export async function withTerms(db: Pool, raws: readonly LinkRaw[]): Promise<readonly Link[]> {
  if (raws.length === 0) return []
  const { rows } = await db.query<Omit<Term, 'trace'> & { readonly link: string }>(
    `SELECT link, n, comparison, weight, detail, because[1:50] AS because FROM identity.term
      WHERE link = ANY ($1) ORDER BY link, n`,
    [raws.map((raw) => raw.link)],
  )
  const terms = new Map<string, Term[]>()
  for (const { link, ...term } of rows)
    terms.set(link, [...(terms.get(link) ?? []), { ...term, trace: `term:${link}:${term.n}` }])
  return raws.map((raw) => {
    const own = terms.get(raw.link) ?? []
    return {
      link: raw.link,
      a: ref(raw.siteA, raw.memberA, raw.nameA),
      b: ref(raw.siteB, raw.memberB, raw.nameB),
      subjectA: raw.subjectA,
      subjectB: raw.subjectB,
      weight: raw.weight,
      state: raw.state,
      why: sentence(raw.state, own),
      terms: own,
    }
  })
}

const verdicts = {
  joined: 'Probably one person',
  possible: 'Possibly one person',
  weak: 'Little speaks for one person',
} as const

function sentence(state: LinkRaw['state'], terms: readonly Term[]): string {
  const heaviest = [...terms].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
  const say = (list: readonly Term[]): string => list.map((term) => term.detail.replace(/\.$/, '')).join('; ')
  const speaking = heaviest.filter((term) => term.weight > 0).slice(0, 3)
  const against = heaviest.filter((term) => term.weight < 0).slice(0, 2)
  const head = speaking.length === 0 ? `${verdicts[state]}.` : `${verdicts[state]}: ${say(speaking)}.`
  return against.length === 0 ? head : `${head} Against: ${say(against)}.`
}

/** Computed links, heaviest first. */
export async function links(db: Pool, query: LinksQuery): Promise<Page<Link>> {
  const values: unknown[] = []
  const where: string[] = []
  if (query.state !== undefined) where.push(`l.state = ${bind(values)(query.state)}`)
  if (query.unjudged === true) where.push(`NOT EXISTS (${judged})`)
  const found = await page<LinkRaw>(
    db,
    {
      select: linkColumns,
      from: 'identity.link l',
      as: 'l',
      joins: linkJoins,
      where,
      values,
      keys: [
        { sql: 'l.weight', type: 'double precision' },
        { sql: 'l.link', type: 'text' },
      ],
      descending: true,
    },
    query,
  )
  return { ...found, rows: await withTerms(db, found.rows) }
}

/** One link. */
export async function link(db: Pool, id: string): Promise<Link> {
  const { rows } = await db.query<LinkRaw>(
    `SELECT ${linkColumns} FROM identity.link l ${linkJoins} WHERE l.link = $1`,
    [id],
  )
  const [found] = await withTerms(db, rows)
  if (!found) throw missing('Link')
  return found
}
