import type { Batch, Stage, StageContext } from '../db/stage.ts'
import { addressColumns, addressPage } from './addresses-of.ts'
import { firstOfProse, firstOfVotes, openSightings } from './artefacts.ts'
import { type OddValues, openOddValues } from './findings.ts'
import { shedIndexes } from './indexes.ts'
import { pages } from './pages.ts'
import { accounts, fieldsOf, sightAccount } from './typed-members.ts'
import { smallTables } from './typed-small.ts'

/** Where the next batch begins: a table, and the last row of it that was read. */
interface State {
  readonly step: number
  readonly after: string | null
  readonly done: number
  readonly odd: ReturnType<OddValues['state']>
}

/** Sightings of what the forum itself keeps in columns of its own. */
export const typedStage: Stage = {
  name: 'artefacts.columns',
  about:
    'Takes selectors from typed columns: mailboxes, IP addresses, websites, messenger handles, bans, hashes of uploads.',
  scope: 'site',
  version: 3,
  reads: [
    'forum.member',
    'forum.profile_field',
    'forum.ban',
    'forum.attachment',
    ...new Set(addressColumns.map((column) => column.table)),
  ],
  writes: ['artefacts.sighting'],
  reset: (site) => [
    {
      text: 'DELETE FROM artefacts.sighting WHERE site = $1 AND (n < $2 OR n >= $3)',
      values: [site, firstOfProse, firstOfVotes],
    },
  ],
  overlap: true,
  run: runTyped,
}

async function* runTyped(context: StageContext): AsyncIterable<Batch> {
  const from = (context.resume as State | null) ?? { step: 0, after: null, done: 0, odd: [] }
  const odd = openOddValues(from.odd)
  const total = await count(context)
  const steps = [memberStep, ...smallTables.map(smallStep), ...addressColumns.map(addressStep)]
  let done = from.done
  let first = context.resume === null ? await shedIndexes(context, total) : []
  for (let step = from.step; step < steps.length; step++) {
    for await (const page of steps[step]!(context, step === from.step ? from.after : null, odd)) {
      done += page.rows
      const state: State = { step, after: page.last, done, odd: odd.state() }
      const before = [...first, ...(page.batch.before ?? [])]
      first = []
      yield {
        ...page.batch,
        before,
        rows: page.sighted,
        state,
        progress: { done, total: Math.max(total, done), unit: 'rows' },
      }
    }
  }
  if (from.step > steps.length) return
  const state: State = { step: steps.length + 1, after: null, done, odd: [] }
  yield { rows: 0, findings: odd.findings(), state, progress: { done: total, total, unit: 'rows' } }
}

interface Page {
  readonly batch: Pick<Batch, 'before' | 'copies'>
  readonly last: string
  /** Rows read. */
  readonly rows: number
  /** Rows the batch brings, as far as known before it is written. */
  readonly sighted: number
}

type Step = (context: StageContext, after: string | null, odd: OddValues) => AsyncIterable<Page>

const memberStep: Step = async function* (context, after, odd) {
  const into = openSightings(context.unit)
  let before = after
  for await (const rows of pages(context, accounts, context.batchRows, after)) {
    const last = rows[rows.length - 1]![0] as string
    const fields = await fieldsOf(context, before, last)
    for (const row of rows) sightAccount(row, fields.get(row[0] as string) ?? [], into, odd)
    before = last
    const copy = into.take()
    yield { batch: { copies: [copy] }, last, rows: rows.length, sighted: copy.rows }
  }
}

function smallStep(table: (typeof smallTables)[number]): Step {
  return async function* (context, after, odd) {
    const into = openSightings(context.unit)
    for await (const rows of pages(context, table, context.batchRows, after)) {
      for (const row of rows) table.sight(row, into, odd)
      const copy = into.take()
      yield {
        batch: { copies: [copy] },
        last: rows[rows.length - 1]![0] as string,
        rows: rows.length,
        sighted: copy.rows,
      }
    }
  }
}

function addressStep(column: (typeof addressColumns)[number]): Step {
  return async function* (context, after, odd) {
    for (let from = after; ; ) {
      context.signal.throwIfAborted()
      const page = await addressPage(context, column, from, odd)
      if (page === null) return
      from = page.last
      yield { batch: { before: [page.statement] }, last: page.last, rows: page.rows, sighted: page.sighted }
    }
  }
}

async function count({ db, unit }: StageContext): Promise<number> {
  const tables = ['forum.member', ...addressColumns.map((column) => column.table)]
  const { rows } = await db.query<{ n: number }>(
    `SELECT (${tables.map((table) => `(SELECT count(*) FROM ${table} WHERE site = $1)`).join(' + ')})::float8 AS n`,
    [unit],
  )
  return rows[0]!.n
}
