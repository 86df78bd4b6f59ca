import { copyOut } from '../db/decode.ts'
import { rowEncoder } from '../db/encode.ts'
import type { Batch, Stage, StageContext } from '../db/stage.ts'
import { buildIndexes, buildPersonaIndexes, shedPersonaIndexes } from './indexes.ts'
import { kindNamed } from './kinds/index.ts'
import { literal } from './pages.ts'

/** Where the next batch begins: accounts counted site by site, then selectors after one of them. */
interface State {
  readonly site: number
  readonly after: readonly [kind: string, value: string] | null
  readonly done: number
}

/** Counts sightings by account and by selector, and says what each selector tells. */
export const rollupStage: Stage = {
  name: 'artefacts.selectors',
  about: 'Counts where each selector was seen and by how many accounts, and how much it tells of a person.',
  scope: 'case',
  version: 1,
  reads: ['artefacts.sighting'],
  writes: ['artefacts.persona_selector', 'artefacts.selector'],
  reset: () => [{ text: 'TRUNCATE artefacts.persona_selector, artefacts.selector' }],
  run: runRollup,
}

async function* runRollup(context: StageContext): AsyncIterable<Batch> {
  const from = (context.resume as State | null) ?? { site: -1, after: null, done: 0 }
  let { done } = from
  if (from.after === null) {
    if (context.resume === null) yield { before: [...buildIndexes, ...shedPersonaIndexes], rows: 0, state: from }
    const { rows: sites } = await context.db.query<{ site: number }>(
      'SELECT site FROM forum.site WHERE site > $1 ORDER BY site',
      [from.site],
    )
    for (const { site } of sites) {
      context.signal.throwIfAborted()
      yield { before: [{ text: personaSql, values: [site] }], rows: 0, state: { site, after: null, done } }
    }
    const state: State = { site: Number.MAX_SAFE_INTEGER, after: ['', ''], done }
    yield { before: buildPersonaIndexes, rows: 0, state }
  }
  const encoder = rowEncoder('artefacts.selector', [
    { name: 'kind', type: 'text' },
    { name: 'value', type: 'text' },
    { name: 'sightings', type: 'int8' },
    { name: 'personas', type: 'int4' },
    { name: 'specificity', type: 'float8' },
    { name: 'first_at', type: 'timestamptz' },
    { name: 'last_at', type: 'timestamptz' },
  ])
  const sql = selectorSql(from.after ?? ['', ''])
  let last = from.after ?? ['', '']
  for await (const rows of copyOut(context.db, sql, ['text', 'text', 'int8', 'int4', 'timestamptz', 'timestamptz'])) {
    for (const row of rows) {
      const [kind, value, sightings, personas, first, latest] = row as [string, string, number, number, string, string]
      encoder.add([kind, value, sightings, personas, kindNamed(kind)?.specificity(value) ?? 0, first, latest])
      last = [kind, value]
      if (encoder.rows() >= context.batchRows) yield batch()
    }
  }
  if (encoder.rows() > 0) yield batch()

  function batch(): Batch {
    const copy = encoder.take()
    done += copy.rows
    const state: State = { site: Number.MAX_SAFE_INTEGER, after: last, done }
    return { copies: [copy], rows: copy.rows, state }
  }
}

const personaSql = `
  INSERT INTO artefacts.persona_selector (site, member, kind, value, relation, sightings, first_at, last_at)
  SELECT site, member, kind, value, relation, count(*), min(seen_at), max(seen_at)
    FROM artefacts.sighting WHERE site = $1 AND member IS NOT NULL GROUP BY site, member, kind, value, relation
   ORDER BY member, kind, value, relation`

/** Selectors in byte order, so that a run goes on after the last one on any server. */
function selectorSql(after: readonly [kind: string, value: string]): string {
  const beyond = `(kind COLLATE "C", value COLLATE "C") > (${literal(after[0])}, ${literal(after[1])})`
  return `
    SELECT kind, value, sum(sightings)::bigint, count(member)::int, min(first_at), max(last_at)
      FROM (SELECT kind, value, member, sum(sightings) AS sightings, min(first_at) AS first_at, max(last_at) AS last_at
              FROM artefacts.persona_selector WHERE ${beyond} GROUP BY kind, value, site, member
             UNION ALL
            SELECT kind, value, NULL, count(*), min(seen_at), max(seen_at)
              FROM artefacts.sighting WHERE ${beyond} AND member IS NULL GROUP BY kind, value) s
     GROUP BY kind, value ORDER BY kind COLLATE "C", value COLLATE "C"`
}
