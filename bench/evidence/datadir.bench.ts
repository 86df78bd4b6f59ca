/**
 * Data directory to mirror, against starting MariaDB on the same directory and dumping it with mariadb-dump.
 * `node dist/bench/evidence/datadir.bench.js --size M --dir /somewhere/with/4GB`
 */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openStore } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { runStages } from '../../src/db/runner.ts'
import { databasesStage } from '../../src/evidence/databases.ts'
import { mirrorStage } from '../../src/evidence/mirror.ts'
import { generateSeizure } from '../data/generate.ts'
import { keep, machine } from '../machine.ts'
import { startMariaDb } from '../peers/mariadb.ts'

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: 'M' },
    dir: { type: 'string', default: '/tmp/holdfast-bench' },
    date: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    keep: { type: 'boolean', default: true },
  },
  allowNegative: true,
})
const size = values.size === 'S' || values.size === 'L' ? values.size : 'M'
const dir = resolve(values.dir)
const before = machine()
const seizure = join(dir, `seizure-${size}`)
if (!existsSync(join(seizure, 'truth.json'))) await generateSeizure({ size, seed: 1, outDir: seizure })
const dumps = readdirSync(join(seizure, 'exhibit')).map((name) => join(seizure, 'exhibit', name))
const databases = dumps.map((_, i) => `board_${i}`)

const made = join(dir, `datadir-${size}`)
const server = await startMariaDb(made, 'default')
if (!server) throw new Error('MariaDB is not installed')
for (const [i, dump] of dumps.entries()) server.load(dump, databases[i]!)
await server.stop(true)

const peer = await timePeer()
const own = await timeOwn()
const files = listed(join(made, 'data'))
const megabytes = files.reduce((sum, f) => sum + f.size, 0) / 1e6
const round = (n: number): number => Math.round(n * 100) / 100
const result = {
  what: `data directory to mirror, size ${size}, ${round(megabytes)} MB in ${files.length} files, ${own.rows} rows`,
  machine: before,
  own: {
    opened_and_read_out_seconds: round(own.databases),
    mirrored_seconds: round(own.mirror),
    seconds: round(own.databases + own.mirror),
    program_peak_rss_mb: Math.round(own.rss / 1e6),
  },
  peer: {
    what: server.version,
    started_seconds: round(peer.start),
    dumped_seconds: round(peer.dump),
    seconds: round(peer.start + peer.dump),
  },
  ratios: {
    read_out_to_peer: round(own.databases / (peer.start + peer.dump)),
    mirror_to_peer: round((own.databases + own.mirror) / (peer.start + peer.dump)),
  },
}
console.log(JSON.stringify(result, null, 2))
if (values.keep) console.log(keep(`datadir-${size}`, values.date, result))
rmSync(made, { recursive: true, force: true })

/** MariaDB itself: started on a copy of the directory, and all of it dumped to a file. */
async function timePeer() {
  const folder = join(dir, `datadir-peer-${size}`)
  rmSync(folder, { recursive: true, force: true })
  cpSync(made, folder, { recursive: true })
  const started = performance.now()
  const running = await startMariaDb(folder, 'default', true)
  const start = (performance.now() - started) / 1000
  const dump = running!.dump(databases, join(dir, 'peer.sql'))
  await running!.stop()
  rmSync(join(dir, 'peer.sql'))
  return { start, dump }
}

/** The two stages over the same directory, in a store of their own; the copy of the directory is part of it. */
async function timeOwn() {
  const caseDir = join(dir, `datadir-case-${size}`)
  rmSync(caseDir, { recursive: true, force: true })
  mkdirSync(caseDir, { recursive: true })
  const store = await openStore({ caseDir })
  let rss = 0
  try {
    const client = await store.connect('bench')
    await migrate(client)
    await client.query(
      `INSERT INTO evidence.exhibit (exhibit, number, description, custodian, original_path, stored_path, in_place, size, md5, sha1, sha256, acquired_by, acquired_at, tool, kind)
       VALUES (1, 'B', '', '', '', '', true, 0, '', '', 'B', '', now(), '', 'folder')`,
    )
    for (const [i, file] of listed(join(made, 'data')).entries())
      await client.query(
        `INSERT INTO evidence.file (file, exhibit, path, source, stored_path, stored_size, sha256) VALUES ($1, 1, $2, 'other', $3, $4, $2)`,
        [1 + (i + 1) * 1000, file.path, join(made, 'data', file.path), file.size],
      )
    const results = await runStages([databasesStage, mirrorStage], {
      connect: () => store.connect('run'),
      connectWriter: () => store.connectWriter('run'),
      caseDir,
      actor: 'bench',
      clock: () => new Date(),
      signal: new AbortController().signal,
      onProgress: () => {
        rss = Math.max(rss, process.memoryUsage().rss)
      },
    })
    const of = (name: string) => results.find((r) => r.name === name)
    return {
      databases: of(databasesStage.name)!.seconds,
      mirror: of(mirrorStage.name)!.seconds,
      rows: of(mirrorStage.name)!.rows,
      rss,
    }
  } finally {
    await store.close()
    rmSync(caseDir, { recursive: true, force: true })
  }
}

function listed(folder: string): readonly { readonly path: string; readonly size: number }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => ({ path, stat: statSync(join(folder, path)) }))
    .filter(({ stat }) => stat.isFile())
    .map(({ path, stat }) => ({ path, size: stat.size }))
}
