import type { ClientBase } from 'pg'
import type { Finding } from '../model/finding.ts'
import { copyIn } from './copy.ts'
import { appendCustody, inTransaction } from './custody.ts'
import type { Batch, Stage, Statement } from './stage.ts'

/** Where a run stands with a batch: its tables made, all of it written, or kept for good. */
export type CommitMoment = 'prepared' | 'before-commit' | 'after-commit'

/** What commits the batches of one stage over one unit. */
export interface CommitOptions {
  readonly stage: Stage
  readonly unit: number
  /** The connections that write; a stage whose batches are independent fills as many at once. */
  readonly writers: readonly ClientBase[]
  readonly actor: string
  readonly clock: () => Date
  readonly onBatch?: (moment: CommitMoment) => void
}

/** A batch with its number, the rows so far and the seconds spent so far, told when it is sealed. */
export interface NumberedBatch {
  readonly n: number
  readonly batch: Batch
  readonly rows: number
  readonly seconds: () => number
  readonly done: () => void
}

/** Commits batches in their order, several being filled at once where that is safe. */
export interface Committer {
  /** Returns when there is room for another batch; throws what made an earlier one fail. */
  readonly add: (batch: NumberedBatch) => Promise<void>
  /** Waits for all that was added; throws what made one fail. */
  readonly end: () => Promise<void>
  /** Waits until nothing is being written any more, come what may. */
  readonly settle: () => Promise<void>
}

/**
 * Opens a committer. Each batch is one transaction; a batch's transaction is sealed (checkpoint, commit) only after
 * the one before it, so that what a case holds is always the first so many batches, whenever it is killed.
 */
export function openCommitter(options: CommitOptions): Committer {
  const free = [...(options.stage.parallel ? options.writers : options.writers.slice(0, 1))]
  let last: Promise<void> = Promise.resolve()
  const under = new Set<Promise<void>>()
  const add = async (one: NumberedBatch): Promise<void> => {
    // What makes or changes tables is seen by other connections only when it is committed.
    const alone = (one.batch.before?.length ?? 0) > 0
    if (alone) await last
    while (free.length === 0) await Promise.race(under)
    const writer = free.shift()!
    if (one.batch.prepare?.length) await prepare(writer, one.batch.prepare, options)
    const previous = last
    const work = commitBatch(options, writer, one, previous)
      .finally(() => free.push(writer))
      .then(one.done)
    last = work
    under.add(work)
    work.then(
      () => under.delete(work),
      () => undefined,
    )
    if (alone) await work
    else if (free.length === 0) await Promise.race(under)
  }
  return {
    add,
    end: () => last,
    settle: async () => void (await Promise.allSettled(under)),
  }
}

/** Makes the tables of a batch in a transaction of their own. */
async function prepare(writer: ClientBase, statements: readonly Statement[], { onBatch }: CommitOptions) {
  await inTransaction(writer, async () => {
    for (const s of statements) await writer.query(s.text, [...(s.values ?? [])])
  })
  onBatch?.('prepared')
}

/** One transaction: what comes before, the copies, then, when the batch before is committed, all the rest. */
async function commitBatch(
  options: CommitOptions,
  writer: ClientBase,
  { n, batch, rows, seconds }: NumberedBatch,
  previous: Promise<void>,
): Promise<void> {
  const { stage, unit, onBatch } = options
  await inTransaction(writer, async () => {
    for (const s of batch.before ?? []) await writer.query(s.text, [...(s.values ?? [])])
    for (const payload of batch.copies ?? []) await copyIn(writer, payload)
    await previous
    for (const s of batch.after ?? []) await writer.query(s.text, [...(s.values ?? [])])
    await insertFindings(writer, stage.name, unit, n, batch.findings ?? [])
    for (const deed of batch.custody ?? [])
      await appendCustody(writer, { at: options.clock().toISOString(), actor: options.actor, ...deed })
    await writer.query(
      'INSERT INTO evidence.checkpoint (stage, unit, batch, rows, state) VALUES ($1, $2, $3, $4, $5)',
      [stage.name, unit, n, rows, JSON.stringify(batch.state ?? null)],
    )
    await writer.query('UPDATE evidence.stage_run SET rows = $3, seconds = $4 WHERE stage = $1 AND unit = $2', [
      stage.name,
      unit,
      rows,
      seconds(),
    ])
    onBatch?.('before-commit')
  })
  onBatch?.('after-commit')
}

async function insertFindings(
  db: ClientBase,
  stage: string,
  unit: number,
  batch: number,
  findings: readonly Finding[],
): Promise<void> {
  for (let from = 0; from < findings.length; from += 5000) {
    const some = findings.slice(from, from + 5000)
    await db.query(
      `INSERT INTO evidence.finding (stage, unit, batch, n, severity, code, detail, rows, _file, _offset, _length)
       SELECT $1, $2, $3, f.n, f.severity, f.code, f.detail, f.rows, f._file, f._offset, f._length
         FROM json_to_recordset($4::json) AS f(n int, severity text, code text, detail text, rows int, _file int, _offset bigint, _length bigint)`,
      [
        stage,
        unit,
        batch,
        JSON.stringify(
          some.map((f, i) => ({
            n: from + i + 1,
            severity: f.severity,
            code: f.code,
            detail: f.detail.replaceAll('\u0000', '␀'),
            rows: f.rows ?? 0,
            _file: f.at?.file ?? null,
            _offset: f.at?.offset ?? null,
            _length: f.at?.length ?? null,
          })),
        ),
      ],
    )
  }
}
