import type { Pool } from 'pg'
import { type Piece, type Shown, textOf } from '../../model/shown.ts'

/** Quotes of one page that are looked for; more of them are shown without where they are from. */
const most = 300
/** How much of a quote has to be found in a post: its beginning is what people keep. */
const telling = 160

interface Found {
  readonly id: string
  readonly topic: string | null
}

/** What a quote and a post have in common however each was marked up. */
function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .slice(0, 20_000)
}

/** The quotes in trees, outermost first. */
function quotesIn(shown: readonly Shown[], into: Piece[] = []): readonly Piece[] {
  for (const each of shown) {
    if (typeof each === 'string' || into.length >= most) continue
    if (each.is === 'quote') into.push(each)
    quotesIn(each.of, into)
  }
  return into
}

/**
 * Finds the posts that quotes are from: by the number that the markup gives, else in the same topic by its author and the
 * words quoted. Quotes whose post is found say its number and topic; the others say neither.
 */
export async function linkQuotes(
  db: Pool,
  site: number,
  texts: readonly { readonly topic: string | null; readonly shown: readonly Shown[] }[],
): Promise<readonly (readonly Shown[])[]> {
  const all = texts.flatMap(({ topic, shown }) => quotesIn(shown).map((quote) => ({ topic, quote })))
  if (all.length === 0) return texts.map((each) => each.shown)
  const found = new Map<Piece, Found>()
  const numbers = [...new Set(all.flatMap(({ quote }) => quote.post ?? []))]
  const { rows } = await db.query<Found>('SELECT id, topic FROM forum.post WHERE site = $1 AND id = ANY ($2)', [
    site,
    numbers,
  ])
  const byId = new Map(rows.map((row) => [row.id, row]))
  for (const { quote } of all) {
    const post = quote.post === undefined ? undefined : byId.get(quote.post)
    if (post !== undefined) found.set(quote, post)
  }
  const open = all.filter(({ quote, topic }) => !found.has(quote) && topic !== null && quote.author !== undefined)
  for (const topic of [...new Set(open.map((each) => each.topic))])
    for (const [quote, post] of await inTopic(
      db,
      site,
      topic!,
      open.filter((each) => each.topic === topic).map((each) => each.quote),
    ))
      found.set(quote, post)
  return texts.map((each) => linked(each.shown, found))
}

/** Posts of a topic by the authors quoted, in which the words stand. */
async function inTopic(
  db: Pool,
  site: number,
  topic: string,
  quotes: readonly Piece[],
): Promise<ReadonlyMap<Piece, Found>> {
  const authors = [...new Set(quotes.map((quote) => quote.author!.toLowerCase()))]
  const { rows } = await db.query<Found & { name: string; plain: string }>(
    `SELECT p.id, p.topic, lower(coalesce(m.name, p.author_name)) AS name, left(p.plain, 20000) AS plain
       FROM forum.post p LEFT JOIN forum.member m ON m.site = p.site AND m.id = p.author
      WHERE p.site = $1 AND p.topic = $2 AND lower(coalesce(m.name, p.author_name)) = ANY ($3)
      ORDER BY coalesce(p.at, '-infinity'), length(p.id), p.id LIMIT 500`,
    [site, topic, authors],
  )
  const posts = rows.map((row) => ({ ...row, bare: bare(row.plain) }))
  const found = new Map<Piece, Found>()
  for (const quote of quotes) {
    // What a quote quotes in turn need not be in the post any more.
    const own = quote.of.filter((each) => typeof each === 'string' || each.is !== 'quote')
    const words = bare(textOf(own)).slice(0, telling)
    const by = posts.filter(
      (post) => post.name === quote.author!.toLowerCase() && words !== '' && post.bare.includes(words),
    )
    if (by[0] !== undefined) found.set(quote, { id: by[0].id, topic: by[0].topic })
  }
  return found
}

function linked(shown: readonly Shown[], found: ReadonlyMap<Piece, Found>): readonly Shown[] {
  return shown.map((each) => {
    if (typeof each === 'string') return each
    const of = linked(each.of, found)
    if (each.is !== 'quote') return of.length === 0 ? each : { ...each, of }
    const { post: _, ...rest } = each
    const from = found.get(each)
    return from === undefined
      ? { ...rest, of }
      : { ...rest, of, post: from.id, ...(from.topic === null ? {} : { topic: from.topic }) }
  })
}
