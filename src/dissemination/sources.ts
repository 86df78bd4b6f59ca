import type { ClientBase } from 'pg'
import type { CitedSource } from './dissemination.ts'

/** Where each cited sighting or account lies in evidence, sorted by id; ids of other things are walked by `trace`. */
export async function citedSources(db: ClientBase, ids: readonly string[]): Promise<readonly CitedSource[]> {
  const cited = [...new Set(ids)].map(parse).filter((c) => c !== null)
  const { rows } = await db.query<CitedSource>(
    `WITH c AS (SELECT * FROM json_to_recordset($1::json) AS c(id text, what text, site int, place text, place_id text, n int)),
     found AS (
       SELECT c.id, g._file, g._offset, g._length FROM c JOIN artefacts.sighting g
           ON g.site = c.site AND g.place = c.place AND g.place_id = c.place_id AND g.n = c.n WHERE c.what = 'sighting'
       UNION ALL SELECT c.id, m._file, m._offset, m._length FROM c JOIN forum.member m ON m.site = c.site AND m.id = c.place_id WHERE c.what = 'persona')
     SELECT f.id, e.number AS exhibit, l.path, f._offset AS "offset", f._length AS length
       FROM found f JOIN evidence.file l ON l.file = f._file JOIN evidence.exhibit e USING (exhibit) ORDER BY f.id COLLATE "C"`,
    [JSON.stringify(cited)],
  )
  return rows.map((r) => ({ ...r, offset: Number(r.offset), length: Number(r.length) }))
}

interface Cited {
  readonly id: string
  readonly what: 'sighting' | 'persona'
  readonly site: number
  readonly place: string
  readonly place_id: string
  readonly n: number
}

function parse(id: string): Cited | null {
  const sighting = /^sighting:(\d+):([a-z-]+):(.+):(\d+)$/s.exec(id)
  if (sighting)
    return {
      id,
      what: 'sighting',
      site: Number(sighting[1]),
      place: sighting[2] ?? '',
      place_id: sighting[3] ?? '',
      n: Number(sighting[4]),
    }
  const persona = /^persona:(\d+):(.+)$/s.exec(id)
  if (persona) return { id, what: 'persona', site: Number(persona[1]), place: '', place_id: persona[2] ?? '', n: 0 }
  return null
}
