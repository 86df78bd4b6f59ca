/**
 * The whole way, dump to packages, against MariaDB loading the same dump in the same run, and against bare COPY of all rows
 * that the case then holds.
 * `node dist/bench/pipeline/pipeline.bench.js --size L --dir /somewhere/with/8GB [--no-peer]`
 */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openStore, type Store } from '../../src/db/connect.ts'
import type { RunResult } from '../../src/run.ts'
import { generateSeizure } from '../data/generate.ts'
import { keep, machine } from '../machine.ts'
import { startMariaDb } from '../peers/mariadb.ts'
import { timeFloor } from './floor.ts'

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: 'L' },
    dir: { type: 'string', default: '/tmp/holdfast-bench' },
    date: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    peer: { type: 'boolean', default: true },
    tuned: { type: 'boolean', default: false },
  },
  allowNegative: true,
})
const size = values.size === 'S' || values.size === 'M' ? values.size : 'L'
const dir = resolve(values.dir)
const seizure = join(dir, `seizure-${size}`)
const before = machine()

if (!existsSync(join(seizure, 'truth.json'))) await generateSeizure({ size, seed: 1, outDir: seizure })
const dumps = readdirSync(join(seizure, 'exhibit')).map((name) => join(seizure, 'exhibit', name))
const megabytes = dumps.reduce((sum, d) => sum + statSync(d).size, 0) / 1e6

const ours = await runOurs()
const floor = await onCase((store) => timeFloor(store, join(dir, 'floor')))
const peers: Record<string, number> = {}
let version: string | null = null
for (const configuration of values.peer
  ? values.tuned
    ? (['default', 'tuned'] as const)
    : (['default'] as const)
  : []) {
  const server = await startMariaDb(join(dir, 'mariadb'), configuration)
  if (!server) break
  version = server.version
  peers[configuration] = dumps.reduce((sum, dump, i) => sum + server.load(dump, `board_${i}`), 0)
  await server.stop()
}

const mirror = ours.result.stages.find((s) => s.name === 'mirror')
const round = (n: number): number => Math.round(n * 100) / 100
const result = {
  what: `dump to packages, size ${size}, ${round(megabytes)} MB in ${dumps.length} dumps`,
  machine: before,
  ours: {
    seconds: round(ours.seconds),
    program_peak_rss_mb: Math.round(ours.rss / 1e6),
    mirror_mb_per_s: round(megabytes / (mirror?.seconds ?? Number.NaN)),
    mirror_rows_per_s: Math.round((mirror?.rows ?? 0) / (mirror?.seconds ?? Number.NaN)),
    stages: ours.result.stages.map((s) => ({
      ...s,
      rows_per_s: Math.round(s.rows / Math.max(s.seconds, 0.001)),
      peak_rss_mb: ours.peaks.get(s.name) ?? null,
    })),
    overhead: ours.result.overhead,
    counts: ours.result.counts,
    balanced: ours.result.ledger.balanced,
    digest: ours.result.digest,
  },
  bare_copy_of_all_rows: { seconds: round(floor.seconds), rows: floor.rows, mb: Math.round(floor.mb) },
  peer: { what: version, seconds: Object.fromEntries(Object.entries(peers).map(([k, v]) => [k, round(v)])) },
  ratios: peers.default
    ? {
        mirror_times_faster: round(peers.default / (mirror?.seconds ?? Number.NaN)),
        whole_pipeline_of_peer_load: round(ours.seconds / peers.default),
        whole_pipeline_of_bare_copy: round(ours.seconds / floor.seconds),
        bare_copy_of_peer_load: round(floor.seconds / peers.default),
      }
    : null,
}
console.log(JSON.stringify(result, null, 2))
if (values.peer) console.log(keep(`pipeline-${size}`, values.date, result))

/** Memory at a moment, in milliseconds since 1970 and bytes. */
interface Sample {
  readonly at: number
  readonly rss: number
}

/** Runs the built program in a process of its own and watches its memory. */
async function runOurs() {
  const caseDir = join(dir, `case-${size}`)
  rmSync(caseDir, { recursive: true, force: true })
  const program = resolve('dist', 'src', 'cli', 'main.js')
  const started = performance.now()
  const child = spawn(
    process.execPath,
    [program, 'run', join(seizure, 'exhibit'), '--case', caseDir, '--exercise', '--json'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let out = ''
  child.stdout.on('data', (d: Buffer) => {
    out += d.toString()
  })
  let rss = 0
  const samples: Sample[] = []
  const watch = setInterval(() => {
    const status = safely(() => readFileSync(`/proc/${child.pid}/status`, 'utf8'))
    const bytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) * 1024
    rss = Math.max(rss, bytes('VmHWM'))
    samples.push({ at: Date.now(), rss: bytes('VmRSS') })
  }, 250)
  const code = await new Promise<number | null>((r) => child.once('exit', r))
  clearInterval(watch)
  if (code !== 0) throw new Error(`the run ended with ${code}`)
  const seconds = (performance.now() - started) / 1000
  return { seconds, rss, result: JSON.parse(out) as RunResult, peaks: await onCase((store) => peaksOf(store, samples)) }
}

/** What the program held of memory at most while each stage ran, in MB; a stage shorter than the sampling has none. */
async function peaksOf(store: Store, samples: readonly Sample[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await store.pool.query<{ stage: string; started: number; ended: number }>(
    `SELECT stage, extract(epoch FROM min(started_at))::float8 * 1000 AS started, extract(epoch FROM max(ended_at))::float8 * 1000 AS ended
       FROM evidence.stage_run GROUP BY stage`,
  )
  return new Map(
    rows.flatMap(({ stage, started, ended }): readonly [string, number][] => {
      const own = samples.filter((s) => s.at >= started && s.at <= ended)
      return own.length === 0 ? [] : [[stage, Math.round(Math.max(...own.map((s) => s.rss)) / 1e6)]]
    }),
  )
}

/** Opens the store of the case that was made. */
async function onCase<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ caseDir: join(dir, `case-${size}`) })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

function safely(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}
