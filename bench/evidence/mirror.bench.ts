/**
 * Dump to queryable mirror, against MariaDB loading the same dump and against COPY of the same rows already parsed.
 * `node dist/bench/evidence/mirror.bench.js --size L --dir /somewhere/with/12GB [--no-peer] [--tuned]`: built, since
 * only the built program writes in threads.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openStore, type Store } from '../../src/db/connect.ts'
import { copyIn } from '../../src/db/copy.ts'
import { migrate } from '../../src/db/migrate.ts'
import { runStages } from '../../src/db/runner.ts'
import type { StageContext, Statement } from '../../src/db/stage.ts'
import { mirrorStage } from '../../src/evidence/mirror.ts'
import { recognise } from '../../src/evidence/recognise.ts'
import { generateSeizure } from '../data/generate.ts'
import { keep, machine } from '../machine.ts'
import { configurations, startMariaDb } from '../peers/mariadb.ts'

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: 'M' },
    dir: { type: 'string', default: '/tmp/holdfast-bench' },
    date: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    peer: { type: 'boolean', default: true },
    tuned: { type: 'boolean', default: false },
  },
  allowNegative: true,
})
const size = values.size === 'S' || values.size === 'L' ? values.size : 'M'
const dir = resolve(values.dir)
const seizure = join(dir, `seizure-${size}`)
const before = machine()
if (!existsSync(join(seizure, 'truth.json'))) await generateSeizure({ size, seed: 1, outDir: seizure })
const dumps = readdirSync(join(seizure, 'exhibit')).map((name) => join(seizure, 'exhibit', name))
const megabytes = dumps.reduce((sum, d) => sum + statSync(d).size, 0) / 1e6

const read = await timeReading()
const bare = await inStore((store) => timeCopy(store))
const mirror = await inStore((store) => timeMirror(store))
const peers: Record<string, number> = {}
let version: string | null = null
for (const configuration of values.peer ? (Object.keys(configurations) as (keyof typeof configurations)[]) : []) {
  if (configuration === 'tuned' && !values.tuned) continue
  const server = await startMariaDb(join(dir, 'mariadb'), configuration)
  if (!server) break
  version = server.version
  peers[configuration] = dumps.reduce((sum, dump, i) => sum + server.load(dump, `board_${i}`), 0)
  await server.stop()
}
const round = (n: number): number => Math.round(n * 100) / 100
const rate = (seconds: number) => ({ seconds: round(seconds), mb_per_s: round(megabytes / seconds) })
const result = {
  what: `dump to mirror, size ${size}, ${round(megabytes)} MB in ${dumps.length} dumps, ${mirror.rows} rows`,
  machine: before,
  reading_alone: rate(read.seconds),
  copy_of_parsed_rows: { ...rate(bare.seconds), payload_mb: round(bare.payload / 1e6) },
  mirror: {
    ...rate(mirror.seconds),
    rows_per_s: Math.round(mirror.rows / mirror.seconds),
    program_peak_rss_mb: Math.round(mirror.rss / 1e6),
  },
  peer: { what: version, ...Object.fromEntries(Object.entries(peers).map(([k, v]) => [k, rate(v)])) },
  ratios: {
    times_the_bare_copy: round(mirror.seconds / bare.seconds),
    times_faster_than_mariadb: peers.default ? round(peers.default / mirror.seconds) : null,
  },
}
console.log(JSON.stringify(result, null, 2))
if (values.peer) console.log(keep(`mirror-${size}`, values.date, result))

/** A store of its own for each measurement, gone after it. */
async function inStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const caseDir = join(dir, `mirror-case-${size}`)
  rmSync(caseDir, { recursive: true, force: true })
  mkdirSync(caseDir, { recursive: true })
  const store = await openStore({ caseDir })
  try {
    const client = await store.connect('bench')
    await migrate(client)
    for (const [i, dump] of dumps.entries()) {
      const { encoding, source } = await recognise(dump)
      await client.query(
        `INSERT INTO evidence.exhibit VALUES ($1, $2, '', '', $3, $3, true, $4, '', '', $2, '', now(), '')`,
        [i + 1, `B-${i}`, dump, statSync(dump).size],
      )
      await client.query('INSERT INTO evidence.file VALUES ($1, $1, $2, $3, $4, NULL)', [i + 1, dump, encoding, source])
    }
    return await work(store)
  } finally {
    await store.close()
    rmSync(caseDir, { recursive: true, force: true })
  }
}

async function timeMirror(store: Store) {
  let rss = 0
  const started = performance.now()
  const [result] = await runStages([mirrorStage], {
    connect: () => store.connect('run'),
    connectWriter: () => store.connectWriter('run'),
    caseDir: dir,
    actor: 'bench',
    clock: () => new Date(),
    signal: new AbortController().signal,
    onProgress: () => {
      rss = Math.max(rss, process.memoryUsage().rss)
    },
  })
  return { seconds: (performance.now() - started) / 1000, rows: result?.rows ?? 0, rss }
}

/** The reader and the encoding of its rows alone. */
async function timeReading() {
  return inStore(async (store) => {
    const started = performance.now()
    for (let unit = 1; unit <= dumps.length; unit++)
      for await (const _ of mirrorStage.run(await contextOf(store, unit)));
    return { seconds: (performance.now() - started) / 1000 }
  })
}

/** Writes what the stage would copy into files first, then times COPY alone: tables made and filled in one transaction. */
async function timeCopy(store: Store) {
  const folder = join(dir, `payload-${size}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const statements: Statement[] = []
  const files = new Map<string, { path: string; columns: readonly string[]; rows: number; bytes: number }>()
  for (let unit = 1; unit <= dumps.length; unit++) {
    for await (const batch of mirrorStage.run(await contextOf(store, unit))) {
      statements.push(...(batch.prepare ?? []), ...(batch.before ?? []))
      for (const copy of batch.copies ?? []) {
        const known = files.get(copy.table) ?? {
          path: join(folder, `${files.size}`),
          columns: copy.columns,
          rows: 0,
          bytes: 0,
        }
        const handle = await open(known.path, 'a')
        for (const chunk of copy.chunks) known.bytes += (await handle.write(chunk)).bytesWritten
        await handle.close()
        files.set(copy.table, { ...known, rows: known.rows + copy.rows })
      }
    }
  }
  const client = await store.connect('copy')
  const started = performance.now()
  await client.query('BEGIN')
  for (const s of statements) await client.query(s.text, [...(s.values ?? [])])
  for (const [table, { path, columns, rows, bytes }] of files) {
    const handle = await open(path)
    // In pieces of 32 MB, so that it fits into memory.
    const whole = Buffer.alloc(bytes)
    await handle.read(whole, 0, bytes, 0)
    await handle.close()
    const chunks = Array.from({ length: Math.ceil(bytes / (1 << 20)) }, (_, i) =>
      whole.subarray(i << 20, (i + 1) << 20),
    )
    await copyIn(client, { table, columns, rows, chunks })
  }
  await client.query('COMMIT')
  const seconds = (performance.now() - started) / 1000
  rmSync(folder, { recursive: true, force: true })
  return { seconds, payload: [...files.values()].reduce((sum, f) => sum + f.bytes, 0) }
}

async function contextOf(store: Store, unit: number): Promise<StageContext> {
  const connect = () => store.connect('bench')
  const signal = new AbortController().signal
  return {
    db: await connect(),
    connect,
    unit,
    caseDir: dir,
    batchRows: 50_000,
    batchBytes: 32 << 20,
    resume: null,
    signal,
  }
}
