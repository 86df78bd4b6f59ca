import type { ClientBase } from 'pg'
import { copyOut } from '../db/decode.ts'
import { matcher } from './match.ts'
import type { TermFact } from './risk.ts'

interface Tally {
  texts: number
  readonly perTerm: Map<number, number>
  readonly because: string[]
}

/** A text told as evidence of a category, at most. */
const mostTold = 4

/**
 * Reads every post and message in which a loaded term stands, and counts by subject and category. Null where no list is
 * loaded. The rows come in an order of their own, so what is told as evidence is chosen by id.
 */
export async function loadTermFacts(
  db: ClientBase,
  subjectOf: (site: number, author: string) => string | undefined,
): Promise<ReadonlyMap<string, readonly TermFact[]> | null> {
  const { rows: terms } = await db.query<{ term: string; category: string; weight: number }>(
    `SELECT term, category, max(weight) AS weight FROM risk.term GROUP BY term, category ORDER BY term COLLATE "C", category COLLATE "C"`,
  )
  if (terms.length === 0) return null
  const { find } = matcher(terms.map((t) => t.term))
  const tallies = new Map<string, Map<string, Tally>>()
  for (const place of ['post', 'message'] as const) {
    for await (const rows of copyOut(db, textsSql(place), ['int4', 'text', 'text', 'text', 'text'])) {
      for (const [site, id, author, title, plain] of rows as [number, string, string, string | null, string][]) {
        const subject = subjectOf(site, author)
        if (subject === undefined) continue
        const met = title === null || title === '' ? find(plain) : union(find(title), find(plain))
        if (met.length > 0) count(tallies, subject, met, `${place}:${site}:${id}`, (n) => terms[n]!.category)
      }
    }
  }
  return new Map(
    [...tallies].map(([subject, categories]) => [
      subject,
      [...categories].sort(([x], [y]) => (x < y ? -1 : 1)).map(([category, tally]) => toFact(category, tally, terms)),
    ]),
  )
}

function count(
  tallies: Map<string, Map<string, Tally>>,
  subject: string,
  met: readonly number[],
  id: string,
  categoryOf: (term: number) => string,
): void {
  const categories: Map<string, Tally> = tallies.get(subject) ?? new Map()
  tallies.set(subject, categories)
  for (const category of new Set(met.map(categoryOf))) {
    const tally: Tally = categories.get(category) ?? { texts: 0, perTerm: new Map(), because: [] }
    categories.set(category, tally)
    tally.texts += 1
    for (const term of met)
      if (categoryOf(term) === category) tally.perTerm.set(term, (tally.perTerm.get(term) ?? 0) + 1)
    tally.because.push(id)
    if (tally.because.length > 8 * mostTold) tally.because.sort(byId).splice(mostTold)
  }
}

function toFact(
  category: string,
  tally: Tally,
  terms: readonly { readonly term: string; readonly weight: number }[],
): TermFact {
  const met = [...tally.perTerm].sort((x, y) => y[1] - x[1] || x[0] - y[0])
  return {
    category,
    texts: tally.texts,
    weight: met.reduce((sum, [term, texts]) => sum + terms[term]!.weight * Math.log2(1 + texts), 0),
    terms: met.map(([term]) => terms[term]!.term),
    because: tally.because.sort(byId).slice(0, mostTold),
  }
}

function union(x: readonly number[], y: readonly number[]): readonly number[] {
  return x.length === 0 ? y : y.length === 0 ? x : [...new Set([...x, ...y])].sort((a, b) => a - b)
}

/** Private messages first, then by number. */
function byId(x: string, y: string): number {
  if (x.length !== y.length && x.slice(0, 4) === y.slice(0, 4)) return x.length - y.length
  return x < y ? -1 : x > y ? 1 : 0
}

/** Every text is read: a pattern of as many words costs a server more than sending the texts. */
function textsSql(place: 'post' | 'message'): string {
  return `SELECT site, id, author, subject, plain FROM forum.${place} WHERE author IS NOT NULL`
}
