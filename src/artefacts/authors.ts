import { copyOut } from '../db/decode.ts'
import { rowEncoder } from '../db/encode.ts'
import type { Batch, Stage, StageContext } from '../db/stage.ts'
import { languageOf } from './language.ts'
import { literal } from './pages.ts'

interface State {
  readonly after: string
  readonly done: number
}

/** Counts what each account wrote and tells its language, once for all rooms that ask. */
export const authorStage: Stage = {
  name: 'artefacts.authors',
  about: 'Counts the posts and private messages of each account, and tells the language it writes in.',
  scope: 'site',
  version: 1,
  reads: ['forum.post', 'forum.message'],
  writes: ['artefacts.author'],
  overlap: true,
  run: runAuthors,
}

async function* runAuthors({ db, unit, batchRows, resume, signal }: StageContext): AsyncIterable<Batch> {
  let { after, done } = (resume as State | null) ?? { after: '', done: 0 }
  const encoder = rowEncoder('artefacts.author', [
    { name: 'site', type: 'int4' },
    { name: 'member', type: 'text' },
    { name: 'posts', type: 'int4' },
    { name: 'messages', type: 'int4' },
    { name: 'first_at', type: 'timestamptz' },
    { name: 'last_at', type: 'timestamptz' },
    { name: 'language', type: 'text' },
    { name: 'because', type: 'text[]' },
  ])
  const { rows: members } = await db.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM forum.member WHERE site = $1',
    [unit],
  )
  const total = members[0]!.n
  const batch = (): Batch => {
    const copy = encoder.take()
    done += copy.rows
    const progress = { done, total: Math.max(done, total), unit: 'rows' } as const
    return { copies: [copy], rows: copy.rows, state: { after, done }, progress }
  }
  const types = ['text', 'int4', 'int4', 'timestamptz', 'timestamptz', 'text[]', 'text'] as const
  for await (const rows of copyOut(db, authorSql(unit, after), types)) {
    signal.throwIfAborted()
    for (const [member, posts, messages, first, last, ids, text] of rows as Row[]) {
      const language = posts < leastPosts || text === null ? null : languageOf(text)
      const because = (ids ?? []).map((id) => `post:${unit}:${id}`)
      encoder.add([unit, member, posts, messages, first, last, language, because])
      after = member
      if (encoder.rows() >= batchRows) yield batch()
    }
  }
  if (encoder.rows() > 0) yield batch()
}

type Row = [string, number, number, string | null, string | null, string[] | null, string | null]

/** Fewer posts tell no language: one may be a quotation, two may be a courtesy. */
const leastPosts = 3

/** Of each account up to four posts that lie far apart: the first, the last and two by chance of number. */
function authorSql(site: number, after: string): string {
  const beyond = `site = ${site} AND author COLLATE "C" > ${literal(after)}`
  return `
    WITH post AS (
           SELECT author, count(*)::int AS posts, min(at) AS first_at, max(at) AS last_at,
                  ARRAY[min(id COLLATE "C"), max(id COLLATE "C"), reverse(min(reverse(id) COLLATE "C")), reverse(max(reverse(id) COLLATE "C"))] AS ids
             FROM forum.post WHERE ${beyond} GROUP BY author),
         message AS (
           SELECT author, count(*)::int AS messages, min(at) AS first_at, max(at) AS last_at
             FROM forum.message WHERE ${beyond} GROUP BY author),
         sample AS (
           SELECT k.author, array_agg(p.id ORDER BY p.id COLLATE "C") AS ids,
                  string_agg(left(p.plain, 150), E'\\n' ORDER BY p.id COLLATE "C") AS text
             FROM (SELECT DISTINCT author, unnest(ids) AS id FROM post) k
             JOIN forum.post p ON p.site = ${site} AND p.id = k.id GROUP BY k.author)
    SELECT coalesce(p.author, m.author), coalesce(p.posts, 0), coalesce(m.messages, 0),
           least(p.first_at, m.first_at), greatest(p.last_at, m.last_at), s.ids, s.text
      FROM post p FULL JOIN message m ON m.author = p.author LEFT JOIN sample s ON s.author = p.author
     ORDER BY coalesce(p.author, m.author) COLLATE "C"`
}
