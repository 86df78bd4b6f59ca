import type { ClientBase } from 'pg'
import type { CitedSource } from './dissemination.ts'

/** The tables whose rows are cited by `kind:SITE:ID`. */
const tables: Readonly<Record<string, string>> = {
  persona: 'forum.member',
  post: 'forum.post',
  message: 'forum.message',
  topic: 'forum.topic',
  board: 'forum.board',
  attachment: 'forum.attachment',
  login: 'forum.login',
  ban: 'forum.ban',
  warning: 'forum.warning',
  report: 'forum.report',
  action: 'forum.action',
}

/** Where each cited row lies in evidence, sorted by id; ids of other things (links) are walked by `trace`. */
export async function citedSources(db: ClientBase, ids: readonly string[]): Promise<readonly CitedSource[]> {
  const cited = [...new Set(ids)].map(parse).filter((c) => c !== null)
  const plain = Object.entries(tables)
    .filter(([what]) => cited.some((c) => c.what === what))
    .map(
      ([what, table]) =>
        `UNION ALL SELECT c.id, t._file, t._offset, t._length FROM c JOIN ${table} t ON t.site = c.site AND t.id = c.place_id WHERE c.what = '${what}'`,
    )
  const { rows } = await db.query<CitedSource>(
    `WITH c AS (SELECT * FROM json_to_recordset($1::json) AS c(id text, what text, site int, place text, place_id text, n int)),
     found AS (
       SELECT c.id, g._file, g._offset, g._length FROM c JOIN artefacts.sighting g
           ON g.site = c.site AND g.place = c.place AND g.place_id = c.place_id AND g.n = c.n WHERE c.what = 'sighting'
       ${plain.join('\n       ')})
     SELECT f.id, e.number AS exhibit, l.path, f._offset AS "offset", f._length AS length
       FROM found f JOIN evidence.file l ON l.file = f._file JOIN evidence.exhibit e USING (exhibit) ORDER BY f.id COLLATE "C"`,
    [JSON.stringify(cited)],
  )
  return rows
}

interface Cited {
  readonly id: string
  readonly what: string
  readonly site: number
  readonly place: string
  readonly place_id: string
  readonly n: number
}

function parse(id: string): Cited | null {
  const sighting = /^sighting:(\d+):([a-z-]+):(.+):(\d+)$/s.exec(id)
  if (sighting) {
    const [, site, place = '', place_id = '', n] = sighting
    return { id, what: 'sighting', site: Number(site), place, place_id, n: Number(n) }
  }
  const row = /^([a-z]+):(\d+):(.+)$/s.exec(id)
  const what = row?.[1] ?? ''
  return row && tables[what] ? { id, what, site: Number(row[2]), place: '', place_id: row[3] ?? '', n: 0 } : null
}
