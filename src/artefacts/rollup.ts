import { copyOut } from '../db/decode.ts'
import { rowEncoder } from '../db/encode.ts'
import { fromMicroseconds } from '../db/instants.ts'
import type { Batch, Stage, StageContext } from '../db/stage.ts'
import {
  buildIndexes,
  buildPersonaIndexes,
  buildSelectorIndexes,
  shedPersonaIndexes,
  shedSelectorIndexes,
} from './indexes.ts'
import { kindNamed } from './kinds/index.ts'
import { literal } from './pages.ts'

/** Where the next batch begins: selectors after one of them; null where accounts are not counted yet. */
interface State {
  readonly after: readonly [kind: string, value: string] | null
  readonly done: number
  /** True when the indexes stand too: then nothing is left. */
  readonly built?: true
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
  const from = (context.resume as State | null) ?? { after: null, done: 0 }
  if (from.built) return
  let { done } = from
  let last = from.after ?? ['', '']
  if (from.after === null) {
    if (context.resume === null) yield { before: buildIndexes, rows: 0, state: from }
    yield { before: await countAccounts(context), rows: 0, state: { after: last, done } satisfies State }
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
  for await (const rows of copyOut(context.db, selectorSql(last), ['text', 'text', 'int8', 'int4', instant, instant])) {
    for (const row of rows) {
      const [kind, value, sightings, personas, first, latest] = row as [
        string,
        string,
        number,
        number,
        Instant,
        Instant,
      ]
      encoder.add([kind, value, sightings, personas, kindNamed(kind)?.specificity(value) ?? 0, first, latest])
      last = [kind, value]
      if (encoder.rows() >= context.batchRows) yield batch()
    }
  }
  if (encoder.rows() > 0) yield batch()
  yield { before: buildSelectorIndexes, rows: 0, state: { after: last, done, built: true } satisfies State }

  function batch(): Batch {
    const copy = encoder.take()
    done += copy.rows
    return { copies: [copy], rows: copy.rows, state: { after: last, done } satisfies State }
  }
}

type Instant = number | string | null

/** Beyond these halves of 64 bits, seconds in a number no longer tell one microsecond from the next. */
const exact = 700_000

/** An instant as seconds since 1970, which cost nothing to write again. */
function instant(bytes: Buffer, at: number): Instant {
  const [high, low] = [bytes.readInt32BE(at), bytes.readUInt32BE(at + 4)]
  return Math.abs(high) > exact ? fromMicroseconds(high, low) : (high * 0x1_0000_0000 + low) / 1e6 + 946_684_800
}

/** One transaction that empties the table and fills it: what it writes then needs no log. */
async function countAccounts({ db }: StageContext) {
  const { rows } = await db.query<{ site: number }>('SELECT site FROM forum.site ORDER BY site')
  return [
    ...shedSelectorIndexes,
    ...shedPersonaIndexes,
    { text: 'TRUNCATE artefacts.persona_selector, artefacts.selector' },
    ...rows.map(({ site }) => ({ text: personaSql, values: [site] })),
    ...buildPersonaIndexes,
  ]
}

/** In the order of the primary key, by one text: to compare several columns costs several times as much. */
const personaSql = `
  INSERT INTO artefacts.persona_selector (site, member, kind, value, relation, sightings, first_at, last_at)
  SELECT site, member, kind, value, relation, count(*), min(seen_at), max(seen_at)
    FROM artefacts.sighting WHERE site = $1 AND member IS NOT NULL GROUP BY site, member, kind, value, relation
   ORDER BY (member || ' ' || kind || ' ' || value || ' ' || relation) COLLATE "C"`

/**
 * Selectors in byte order, so that a run goes on after the last one on any server. A blank comes before all that names of
 * kinds are made of, so the order is that of kind and value.
 */
function selectorSql(after: readonly [kind: string, value: string]): string {
  const beyond = `(kind COLLATE "C", value COLLATE "C") > (${literal(after[0])}, ${literal(after[1])})`
  return `
    SELECT kind, value, sum(sightings)::bigint, count(member)::int, min(first_at), max(last_at)
      FROM (SELECT kind, value, member, sum(sightings)::bigint AS sightings, min(first_at) AS first_at, max(last_at) AS last_at
              FROM artefacts.persona_selector WHERE ${beyond} GROUP BY kind, value, site, member
             UNION ALL
            SELECT kind, value, NULL, count(*), min(seen_at), max(seen_at)
              FROM artefacts.sighting WHERE ${beyond} AND member IS NULL GROUP BY kind, value) s
     GROUP BY kind, value ORDER BY (kind || ' ' || value) COLLATE "C"`
}
