import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { generateSeizure } from '../../../bench/data/generate.ts'
import { openStopwatch } from '../../overhead.ts'
import { importTerms } from '../../risk/queries.ts'
import { type AcquireFlags, acquireAll, acquireFlags, failOnRefusal } from '../acquiring.ts'
import { type CliCommand, type CommonOptions, clock, common, integer, type Session, withCase } from '../command.ts'
import { headline } from '../headline.ts'
import { type OperationOptions, operationFlags, settleOperation } from '../operation.ts'
import { progressView, silent } from '../progress.ts'
import { runWithView } from './run.ts'
import { serveUntilStopped } from './serve.ts'

interface StartFlags extends CommonOptions, AcquireFlags, OperationOptions {
  readonly size: string
  readonly seed: number
  readonly port?: number
  readonly serve: boolean
  readonly open?: boolean
}

const sizes = ['S', 'M', 'L'] as const

/** The main job in one command: demonstration or real exhibits, run, headline, workbench. */
export const startCommand: CliCommand = {
  name: 'start',
  about: 'Run everything and open the workbench: over the exhibits named, or over the bundled demonstration seizure.',
  examples: [
    'npm start',
    'npm start -- dump.sql.gz --operation op-fern.json --case ./op-fern',
    'npm start -- --size M',
  ],
  define: (command) =>
    operationFlags(acquireFlags(common(command.argument('[paths...]', 'files or folders; none for the demonstration'))))
      .option('--size <size>', `size of the demonstration: ${sizes.join(', ')}`, 'S')
      .option('--seed <n>', 'seed of the demonstration', integer('--seed', 0, 2 ** 31), 1)
      .option('--port <n>', 'port of the workbench; any free one otherwise', integer('--port', 1, 65535))
      .option('--open', 'open the browser')
      .option('--no-serve', 'end after the headline')
      .action(async (paths: string[], options: StartFlags) => {
        if (paths.length > 0) return over(paths, options, async () => undefined)
        const size = sizes.find((s) => s === options.size)
        if (!size) throw new Error(`--size is "${options.size}"; it must be one of ${sizes.join(', ')}`)
        const dir = resolve(`demo/${size}-${options.seed}`)
        const caseDir = options.case === 'case' ? join(dir, 'case') : options.case
        await makeDemonstration(dir, size, options.seed, options.json ?? false)
        return over([join(dir, 'exhibit')], { ...options, exercise: true, case: caseDir }, ({ open }) =>
          loadDemonstrationTerms(open, join(dir, 'code-words.txt'), options.as),
        )
      }),
}

async function over(
  paths: readonly string[],
  options: StartFlags,
  prepare: (session: Session) => Promise<unknown>,
): Promise<void> {
  const watch = openStopwatch()
  const begun = performance.now()
  await withCase({ ...options, create: true }, async (session) => {
    watch.add('start', (performance.now() - begun) / 1000)
    await settleOperation(session, options)
    const { refused, skipped } = await watch.time('acquire', () => acquireAll(session, paths, options))
    for (const s of skipped) session.view.say(`  left out: ${s.path} ${s.reason}`)
    const { rows } = await session.open.db.query('SELECT 1 FROM evidence.exhibit LIMIT 1')
    if (rows.length === 0) failOnRefusal(refused)
    await prepare(session)
    const result = await runWithView(session, options, watch)
    process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${headline(result)}\n`)
    failOnRefusal(refused)
    if (options.serve) await serveUntilStopped(session, options)
  })
}

/** Makes the demonstration once; a folder that a stopped program left half made is made anew. */
async function makeDemonstration(
  dir: string,
  size: (typeof sizes)[number],
  seed: number,
  quiet: boolean,
): Promise<void> {
  if (existsSync(join(dir, 'truth.json'))) return
  await rm(dir, { recursive: true, force: true })
  process.stderr.write(`Making the demonstration seizure (size ${size}, seed ${seed}, invented) …\n`)
  const view = quiet ? silent : progressView(process.stderr, () => performance.now())
  const started = performance.now()
  await generateSeizure({
    size,
    seed,
    outDir: dir,
    onProgress: ({ what, done, total }) => view.update('generate', what, done, total, 'rows'),
  })
  view.finish('generate', 'the demonstration seizure', 0, (performance.now() - started) / 1000)
}

/** The demonstration's agency brings its own list, as a real one would. */
async function loadDemonstrationTerms(open: Session['open'], path: string, by: string): Promise<void> {
  const { rows } = await open.db.query('SELECT 1 FROM risk.term LIMIT 1')
  if (rows.length === 0 && existsSync(path))
    await importTerms(open.db, { list: 'demonstration', text: await readFile(path, 'utf8'), by, at: clock() })
}
