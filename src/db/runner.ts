import type { Client, ClientBase } from 'pg'
import { type CommitMoment, openCommitter } from './commit.ts'
import { appendCustody, inTransaction } from './custody.ts'
import { releaseMemory } from './memory.ts'
import { fingerprint, inOrder, writersOf } from './plan.ts'
import type { Batch, Progress, Stage, StageContext } from './stage.ts'
import { unitsOf, upstreamPrints } from './units.ts'

/** What the runner needs besides the stages. */
export interface RunOptions {
  /** Opens connections; those that a run opened are closed when it is over. */
  readonly connect: () => Promise<ClientBase>
  /** Opens the connections that write, where it is of another kind. */
  readonly connectWriter?: () => Promise<ClientBase>
  readonly caseDir: string
  readonly actor: string
  readonly clock: () => Date
  readonly signal: AbortSignal
  readonly batchRows?: number
  readonly batchBytes?: number
  readonly onProgress?: (event: RunEvent) => void
  /** Called around each commit; the crash tests end the process here. */
  readonly onBatch?: (moment: CommitMoment) => void
}

/** What is going on, for a progress display. */
export interface RunEvent {
  readonly stage: string
  readonly about: string
  readonly unit: number
  readonly rows: number
  readonly seconds: number
  readonly progress: Progress | null
  readonly state: 'skipped' | 'started' | 'running' | 'done'
}

/** How one stage went, over all its units. */
export interface StageResult {
  readonly name: string
  readonly rows: number
  readonly seconds: number
  readonly ran: boolean
}

interface Work extends RunOptions {
  readonly writer: ClientBase
  /** The same and another: batches that do not depend on each other are written two at a time. */
  readonly writers: readonly ClientBase[]
  readonly reader: ClientBase
}

/**
 * Brings a case up to date: every stage over every unit whose fingerprint changed, in the order that reads and writes
 * demand, going on after the last committed batch.
 */
export async function runStages(stages: readonly Stage[], options: RunOptions): Promise<readonly StageResult[]> {
  const opened: ClientBase[] = []
  const keep = (open: () => Promise<ClientBase>) => async (): Promise<ClientBase> => {
    const client = await open()
    opened.push(client)
    return client
  }
  const connect = keep(options.connect)
  const connectWriter = keep(options.connectWriter ?? options.connect)
  try {
    const [writer, second, reader] = [await connectWriter(), await connectWriter(), await connect()]
    return await runAll(stages, { ...options, connect, writer, writers: [writer, second], reader })
  } finally {
    await Promise.allSettled(opened.map((client) => (client as Client).end()))
  }
}

async function runAll(stages: readonly Stage[], work: Work): Promise<readonly StageResult[]> {
  const { reader } = work
  const writers = writersOf(stages)
  const prints = new Map<string, { readonly unit: number; readonly print: string }[]>()
  const results: StageResult[] = []
  for (const stage of inOrder(stages)) {
    const own: { unit: number; print: string }[] = []
    let [rows, seconds, ran, wrote] = [0, 0, false, false]
    const units = await unitsOf(reader, stage)
    await takeBackGone(stage, units, work)
    for (const unit of units) {
      work.signal.throwIfAborted()
      const sources = stage.reads.flatMap((table) => (writers.get(table) ?? []).filter((w) => w !== stage))
      const upstream: string[] = []
      for (const source of new Set(sources))
        upstream.push(...(await upstreamPrints(reader, stage, unit.unit, source, prints.get(source.name) ?? [])))
      const inputs = stage.inputs ? await stage.inputs(reader, unit.unit) : ''
      const print = fingerprint(stage, unit.unit, inputs, [unit.of, ...upstream])
      own.push({ unit: unit.unit, print })
      const result = await bringUpToDate(stage, unit.unit, print, work)
      rows += result.rows
      seconds += result.seconds
      ran ||= result.ran
      wrote ||= result.ran && result.rows > 0
    }
    // Later stages join what this one wrote; without statistics the planner takes large tables for small ones.
    if (wrote) seconds += await timed(work, () => work.writer.query(`ANALYZE ${stage.writes.join(', ')}`))
    if (wrote) releaseMemory()
    prints.set(stage.name, own)
    results.push({ name: stage.name, rows, seconds, ran })
  }
  return results
}

async function timed({ clock }: Work, task: () => Promise<unknown>): Promise<number> {
  const started = clock().getTime()
  await task()
  return (clock().getTime() - started) / 1000
}

async function bringUpToDate(stage: Stage, unit: number, print: string, work: Work) {
  const { writer, clock } = work
  const { rows: known } = await writer.query<{ fingerprint: string; done: boolean; rows: string; seconds: number }>(
    'SELECT fingerprint, done, rows::text, seconds FROM evidence.stage_run WHERE stage = $1 AND unit = $2',
    [stage.name, unit],
  )
  const before = known[0]
  const tell = (state: RunEvent['state'], rows: number, seconds: number, progress: Progress | null = null): void =>
    work.onProgress?.({ stage: stage.name, about: stage.about, unit, rows, seconds, progress, state })
  if (before?.done && before.fingerprint === print) {
    tell('skipped', Number(before.rows), before.seconds)
    return { rows: Number(before.rows), seconds: before.seconds, ran: false }
  }
  if (before?.fingerprint !== print) await startOver(stage, unit, print, work)
  const last = await lastCheckpoint(writer, stage.name, unit)
  const started = clock().getTime()
  const spent = (): number =>
    (clock().getTime() - started) / 1000 + (before?.fingerprint === print ? before.seconds : 0)
  tell('started', last.rows, 0)
  let { rows, batch: n } = last
  const context: StageContext = {
    db: work.reader,
    connect: work.connect,
    unit,
    caseDir: work.caseDir,
    batchRows: work.batchRows ?? 50_000,
    batchBytes: work.batchBytes ?? 32 * 1024 * 1024,
    resume: last.state,
    signal: work.signal,
  }
  const committer = openCommitter({ ...work, stage, unit })
  try {
    for await (const batch of ahead(stage.run(context), stage.overlap ?? false)) {
      work.signal.throwIfAborted()
      n += 1
      rows += batch.rows
      const soFar = rows
      const done = (): void => tell('running', soFar, spent(), batch.progress ?? null)
      await committer.add({ n, batch, rows, seconds: spent, done })
    }
    await committer.end()
  } finally {
    await committer.settle()
  }
  const seconds = spent()
  await inTransaction(writer, async () => {
    await writer.query(
      'UPDATE evidence.stage_run SET done = true, rows = $3, seconds = $4, ended_at = $5 WHERE stage = $1 AND unit = $2',
      [stage.name, unit, rows, seconds, clock()],
    )
    await appendCustody(writer, {
      at: clock().toISOString(),
      actor: work.actor,
      action: 'stage',
      subject: stage.name,
      detail: { unit, rows, batches: n, fingerprint: print },
    })
  })
  tell('done', rows, seconds)
  return { rows, seconds, ran: true }
}

/** Takes back what was written for units that are there no more: a board that turned out to be a copy of another. */
async function takeBackGone(stage: Stage, units: readonly { readonly unit: number }[], work: Work): Promise<void> {
  const { rows } = await work.writer.query<{ unit: number }>(
    'SELECT unit FROM evidence.stage_run WHERE stage = $1 AND NOT unit = ANY ($2) ORDER BY unit',
    [stage.name, units.map((u) => u.unit)],
  )
  for (const { unit } of rows)
    await inTransaction(work.writer, async () => {
      await takeBack(stage, unit, work.writer)
      await work.writer.query('DELETE FROM evidence.stage_run WHERE stage = $1 AND unit = $2', [stage.name, unit])
    })
}

/** Takes back what an earlier version of this unit wrote, in one transaction with the new start. */
async function startOver(stage: Stage, unit: number, print: string, { writer, clock }: Work): Promise<void> {
  await inTransaction(writer, async () => {
    await takeBack(stage, unit, writer)
    await writer.query(
      `INSERT INTO evidence.stage_run (stage, unit, fingerprint, started_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (stage, unit) DO UPDATE SET fingerprint = $3, done = false, rows = 0, seconds = 0, started_at = $4, ended_at = NULL`,
      [stage.name, unit, print, clock()],
    )
  })
}

async function takeBack(stage: Stage, unit: number, writer: ClientBase): Promise<void> {
  const column = stage.scope === 'case' ? null : stage.scope
  const statements =
    stage.reset?.(unit) ??
    stage.writes.map((table) =>
      column ? { text: `DELETE FROM ${table} WHERE ${column} = $1`, values: [unit] } : { text: `DELETE FROM ${table}` },
    )
  for (const s of statements) await writer.query(s.text, [...(s.values ?? [])])
  await writer.query('DELETE FROM evidence.checkpoint WHERE stage = $1 AND unit = $2', [stage.name, unit])
  await writer.query('DELETE FROM evidence.finding WHERE stage = $1 AND unit = $2', [stage.name, unit])
}

async function lastCheckpoint(db: ClientBase, stage: string, unit: number) {
  const { rows } = await db.query<{ batch: number; rows: string; state: unknown }>(
    'SELECT batch, rows::text, state FROM evidence.checkpoint WHERE stage = $1 AND unit = $2 ORDER BY batch DESC LIMIT 1',
    [stage, unit],
  )
  const last = rows[0]
  return { batch: last?.batch ?? 0, rows: Number(last?.rows ?? 0), state: last?.state ?? null }
}

/** Passes batches on, preparing the next while the caller works on the one before when that is safe. */
async function* ahead(batches: AsyncIterable<Batch>, overlap: boolean): AsyncIterable<Batch> {
  if (!overlap) return yield* batches
  const iterator = batches[Symbol.asyncIterator]()
  let next = iterator.next()
  try {
    for (;;) {
      const step = await next
      if (step.done) return
      next = iterator.next()
      next.catch(() => undefined)
      yield step.value
    }
  } finally {
    await iterator.return?.()
  }
}
