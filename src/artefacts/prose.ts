import type { Batch, Stage, StageContext } from '../db/stage.ts'
import { firstOfProse, firstOfVotes, mostInText, openSightings, type Sighting, type Sightings } from './artefacts.ts'
import { extract, type Found } from './extract.ts'
import { type OddValues, openOddValues } from './findings.ts'
import { pages } from './pages.ts'
import { proseTables, type Text } from './prose-tables.ts'

interface State {
  readonly step: number
  readonly after: string | null
  readonly done: number
  readonly odd: ReturnType<OddValues['state']>
}

/** Sightings of what people wrote. */
export const proseStage: Stage = {
  name: 'artefacts.prose',
  about:
    'Finds selectors in what people wrote: posts, private messages, drafts, reports, comments, signatures, profiles, mail, earlier versions.',
  scope: 'site',
  version: 3,
  reads: proseTables.flatMap((table) => table.reads),
  writes: ['artefacts.sighting'],
  reset: (site) => [
    {
      text: 'DELETE FROM artefacts.sighting WHERE site = $1 AND n >= $2 AND n < $3',
      values: [site, firstOfProse, firstOfVotes],
    },
  ],
  overlap: true,
  run: runProse,
}

/** Rows of text held in memory at a time, few enough to be forgotten young, and rows read between two checkpoints. */
const pageRows = 4000
const rowsBetween = 40_000

async function* runProse(context: StageContext): AsyncIterable<Batch> {
  const from = (context.resume as State | null) ?? { step: 0, after: null, done: 0, odd: [] }
  const odd = openOddValues(from.odd)
  const into = openSightings(context.unit)
  const total = await count(context)
  const size = Math.min(pageRows, context.batchRows)
  const most = Math.min(rowsBetween, context.batchRows)
  let [step, after, done, pending] = [from.step, from.after, from.done, 0]
  const batch = (): Batch => {
    const copy = into.take()
    pending = 0
    const state: State = { step, after, done, odd: odd.state() }
    return { copies: [copy], rows: copy.rows, state, progress: { done, total: Math.max(done, total), unit: 'rows' } }
  }
  for (; step < proseTables.length; step++) {
    const table = proseTables[step]!
    for await (const rows of pages(context, table, size, after)) {
      sightRows(rows, table.place, table.texts, into, odd)
      after = rows[rows.length - 1]![0] as string
      done += rows.length
      pending += rows.length
      if (pending >= most) yield batch()
    }
    if (pending > 0) yield batch()
    after = null
  }
  if (step > proseTables.length) return
  step++
  yield { ...batch(), findings: odd.findings() }
}

/** Numbers sightings by place: texts of one place may lie in several rows, which then follow each other. */
function sightRows(
  rows: readonly (readonly unknown[])[],
  place: Sighting['place'],
  texts: (row: readonly unknown[]) => readonly Text[],
  into: Sightings,
  odd: OddValues,
): void {
  for (const row of rows) {
    let n = firstOfProse
    for (const text of texts(row)) n = sightText(text, place, n, into, odd)
  }
}

/** Selectors that another text does not hold. */
function without(found: readonly Found[], text: string): readonly Found[] {
  const named = ({ kind, span }: Found): string => `${kind} ${span.value}`
  const held = new Set(extract(text.slice(0, longestText)).map(named))
  return found.filter((one) => !held.has(named(one)))
}

/** No person writes more in one piece; what does is searched so far. */
const longestText = 4_000_000

/** Adds the sightings of one text and says which number comes next. */
export function sightText(
  text: Text,
  place: Sighting['place'],
  first: number,
  into: Sightings,
  odd: OddValues,
): number {
  const whole = text.text.length <= longestText
  if (!whole)
    odd.add('long-text', 'Text too long to be searched beyond its first part', `${place} ${text.placeId}`, text.bytes)
  const all = extract(whole ? text.text : text.text.slice(0, longestText))
  const found = text.but === undefined ? all : without(all, text.but)
  if (found.length === 0) return first
  const kept = found.slice(0, mostInText)
  for (const [i, { kind, span }] of kept.entries()) {
    into.add({
      place,
      placeId: text.placeId,
      n: first + i,
      kind,
      value: span.value,
      raw: span.raw,
      member: text.member,
      relation: isQuoted(text.text, span.start) ? 'was-told' : text.relation,
      seenAt: text.at,
      span: text.spans ? span : null,
      bytes: text.bytes,
    })
  }
  if (found.length > kept.length) {
    odd.add(
      'many-artefacts',
      `More than ${mostInText} selectors in one text, the rest not listed`,
      `${place} ${text.placeId}`,
      text.bytes,
    )
  }
  return first + kept.length
}

/** The forum room begins each line of a quotation with `> `: the one who quotes was told it, and did not write it. */
export function isQuoted(text: string, at: number): boolean {
  return text.startsWith('> ', text.lastIndexOf('\n', at - 1) + 1)
}

async function count({ db, unit }: StageContext): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `SELECT (${proseTables.map(({ table }) => `(SELECT count(*) FROM ${table} WHERE site = $1)`).join(' + ')})::float8 AS n`,
    [unit],
  )
  return rows[0]!.n
}
