import type { RunEvent } from '../../db/runner.ts'
import { openStopwatch, type Stopwatch } from '../../overhead.ts'
import { type RunResult, runCase } from '../../run.ts'
import { type AcquireFlags, acquireAll, acquireFlags, failOnRefusal } from '../acquiring.ts'
import {
  type CliCommand,
  type CommonOptions,
  clock,
  common,
  integer,
  print,
  type Session,
  withCase,
} from '../command.ts'
import { headline } from '../headline.ts'
import { type OperationOptions, operationFlags, settleOperation } from '../operation.ts'

interface RunFlags extends CommonOptions, AcquireFlags, OperationOptions {
  readonly batchRows?: number
  readonly batchBytes?: number
}

/** Runs every stage that is not up to date, showing each as it goes. */
export async function runWithView(
  { open, view, signal }: Session,
  options: RunFlags,
  stopwatch?: Stopwatch,
): Promise<RunResult> {
  const onStage = (e: RunEvent): void => {
    const name = e.unit > 0 ? `${e.stage} ${e.unit}` : e.stage
    if (e.state === 'done') view.finish(name, e.about, e.rows, e.seconds)
    else if (e.state === 'skipped') view.finish(name, e.about, e.rows, 0, 'up to date')
    else view.update(name, e.about, e.progress?.done ?? 0, e.progress?.total ?? 0, e.progress?.unit ?? 'rows')
  }
  return runCase(open, {
    actor: options.as,
    clock,
    signal,
    onStage,
    onVerify: (path, done, total) => view.update('verify', path, done, total, 'bytes'),
    ...(stopwatch ? { stopwatch } : {}),
    ...(options.batchRows ? { batchRows: options.batchRows } : {}),
    ...(options.batchBytes ? { batchBytes: options.batchBytes } : {}),
  })
}

/** The whole way through the house. */
export const runCommand: CliCommand = {
  name: 'run',
  about: 'Acquire what is new and run every stage that is not up to date, from exhibit to packages.',
  examples: [
    'holdfast run server.sql --case ./op-fern --operation op-fern.json',
    'holdfast run --case ./op-fern',
    'holdfast run ./exhibit --case ./training --exercise --json',
  ],
  define: (command) =>
    operationFlags(acquireFlags(common(command.argument('[paths...]', 'files or folders to acquire first'))))
      .option('--batch-rows <n>', 'rows committed at a time', integer('--batch-rows', 1, 10_000_000))
      .option('--batch-bytes <n>', 'bytes of a dump committed at a time', integer('--batch-bytes', 1024, 1 << 30))
      .action(async (paths: string[], options: RunFlags) => {
        const watch = openStopwatch()
        const begun = performance.now()
        let ended = begun
        const { result, refused } = await withCase({ ...options, create: paths.length > 0 }, async (session) => {
          watch.add('start', (performance.now() - begun) / 1000)
          if (paths.length > 0) await settleOperation(session, options)
          const { refused } = await watch.time('acquire', () => acquireAll(session, paths, options))
          const { rows } = await session.open.db.query('SELECT 1 FROM evidence.exhibit LIMIT 1')
          if (rows.length === 0) failOnRefusal(refused)
          const result = await runWithView(session, options, watch)
          // A person need not wait for the database's end; a machine is told how long it took.
          if (!options.json) print(options, result, () => headline(result))
          ended = performance.now()
          return { result, refused }
        })
        watch.add('stop', (performance.now() - ended) / 1000)
        if (options.json) print(options, { ...result, overhead: watch.read() }, () => '')
        failOnRefusal(refused)
      }),
}
