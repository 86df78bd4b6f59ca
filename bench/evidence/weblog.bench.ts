/**
 * An access log into the store, its index included, against GoAccess over the same file.
 * `node dist/bench/evidence/weblog.bench.js --lines 5000000 [--no-peer] [--dir /somewhere/with/5GB]`
 */
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openStore, type Store } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { runStages } from '../../src/db/runner.ts'
import { webLogStage } from '../../src/evidence/weblog.ts'
import { writeAccessLog } from '../data/weblog.ts'
import { keep, machine } from '../machine.ts'
import { runGoAccess } from '../peers/goaccess.ts'

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '300000' },
    dir: { type: 'string', default: '/tmp/holdfast-bench' },
    date: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    peer: { type: 'boolean', default: true },
  },
  allowNegative: true,
})
const lines = Number(values.lines)
const dir = resolve(values.dir)
const log = join(dir, `access-${lines}.log`)
mkdirSync(dir, { recursive: true })
if (!existsSync(log)) await writeAccessLog(log, lines, 1)
const before = machine()
const megabytes = statSync(log).size / 1e6
const ours = await inStore(timeStage)
const peer = values.peer ? runGoAccess(log) : null
const round = (n: number): number => Math.round(n * 100) / 100
const rate = (seconds: number) => ({
  seconds: round(seconds),
  lines_per_s: Math.round(lines / seconds),
  mb_per_s: round(megabytes / seconds),
})
const result = {
  what: `access log into the store, combined format, ${lines} lines, ${round(megabytes)} MB`,
  machine: before,
  holdfast: {
    ...rate(ours.seconds),
    of_it_key_and_statistics_s: round(ours.seconds - ours.loaded),
    rows: ours.rows,
    findings: ours.findings,
    table_mb: round(ours.bytes / 1e6),
    program_peak_rss_mb: Math.round(ours.rss / 1e6),
  },
  peer: peer && { what: peer.version, ...rate(peer.seconds), valid: peer.valid },
  ratios: { times_goaccess: peer && round(peer.seconds / ours.seconds) },
}
console.log(JSON.stringify(result, null, 2))
if (peer) console.log(keep(`weblog-${lines}`, values.date, result))

async function inStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const caseDir = join(dir, `weblog-case-${lines}`)
  rmSync(caseDir, { recursive: true, force: true })
  mkdirSync(caseDir, { recursive: true })
  const store = await openStore({ caseDir })
  try {
    const client = await store.connect('bench')
    await migrate(client)
    await client.query(
      `INSERT INTO evidence.exhibit (exhibit, number, description, custodian, original_path, stored_path, in_place, size, md5, sha1, sha256, acquired_by, acquired_at, tool)
       VALUES (1, 'B-1', '', '', $1, $1, true, $2, '', '', '', '', now(), '')`,
      [log, statSync(log).size],
    )
    await client.query(`INSERT INTO evidence.file (file, exhibit, path, source) VALUES (1, 1, 'access.log', 'web-log')`)
    return await work(store)
  } finally {
    await store.close()
    rmSync(caseDir, { recursive: true, force: true })
  }
}

async function timeStage(store: Store) {
  let rss = 0
  let loaded = 0
  const started = performance.now()
  const [result] = await runStages([webLogStage], {
    connect: () => store.connect('run'),
    connectWriter: () => store.connectWriter('run'),
    caseDir: dir,
    actor: 'bench',
    clock: () => new Date(),
    signal: new AbortController().signal,
    onProgress: ({ rows, state }) => {
      rss = Math.max(rss, process.memoryUsage().rss)
      if (state === 'running' && rows > 0 && loaded === 0 && rows >= lines)
        loaded = (performance.now() - started) / 1000
    },
  })
  const seconds = (performance.now() - started) / 1000
  const client = await store.connect('bench')
  const { rows } = await client.query<{ bytes: number; findings: number }>(
    `SELECT pg_table_size('evidence.web_request_1')::float8 AS bytes, (SELECT count(*)::int FROM evidence.finding) AS findings`,
  )
  return { seconds, loaded, rows: result?.rows ?? 0, rss, ...rows[0]! }
}
