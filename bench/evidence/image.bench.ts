/**
 * A whole disk image taken in and opened (hashed, copied, every file out under its hash and told, free space carved),
 * against sha256sum and tsk_recover over the same image, one after the other.
 * `node dist/bench/evidence/image.bench.js --mb 400 [--dir /somewhere/with/2GB] [--rounds 3]`
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openStore } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { runStages } from '../../src/db/runner.ts'
import { acquire } from '../../src/evidence/acquire.ts'
import { openStage } from '../../src/evidence/open.ts'
import { declareOperation, exercise } from '../../src/evidence/operation.ts'
import { writeServerImage } from '../data/image.ts'
import { keep, machine } from '../machine.ts'
import { runSleuthKit } from '../peers/sleuthkit.ts'

const { values } = parseArgs({
  options: {
    mb: { type: 'string', default: '400' },
    dir: { type: 'string', default: '/tmp/holdfast-bench' },
    date: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    rounds: { type: 'string', default: '3' },
  },
})
const megabytes = Number(values.mb)
const dir = resolve(values.dir)
const image = join(dir, `server-${megabytes}.img`)
mkdirSync(dir, { recursive: true })
if (!existsSync(image)) writeServerImage(image, megabytes, join(dir, 'tree'))
const before = machine()
const round = (n: number): number => Math.round(n * 100) / 100
const rounds: { readonly ours: Awaited<ReturnType<typeof takeIn>>; readonly peer: ReturnType<typeof runSleuthKit> }[] =
  []
// What the one wrote and removed would slow the other: it is on the disk first, and ext4 passes over inodes freed within five seconds.
const settle = (): Promise<void> => {
  spawnSync('sync')
  return sleep(7000)
}
// Turn by turn, so that what else the machine does falls on both.
for (let n = 0; n < Number(values.rounds); n++) {
  await settle()
  const peer = runSleuthKit(image, join(dir, 'recovered'))
  await settle()
  rounds.push({ peer, ours: await takeIn() })
}
const best = <T>(list: readonly T[], of: (t: T) => number): T => [...list].sort((a, b) => of(a) - of(b))[0]!
const ours = best(
  rounds.map((r) => r.ours),
  (o) => o.seconds,
)
const peers = rounds.flatMap((r) => (r.peer === null ? [] : [r.peer]))
const peer = peers.length === 0 ? null : best(peers, (p) => p.seconds)
const result = {
  what: `an ext4 image of ${megabytes} MB taken in and opened, the best of ${rounds.length} rounds in turn`,
  machine: before,
  holdfast: {
    seconds: round(ours.seconds),
    of_it_acquired_s: round(ours.acquired),
    mb_per_s: round(megabytes / ours.seconds),
    files: ours.files,
    carved: ours.carved,
    program_peak_rss_mb: Math.round(ours.rss / 1e6),
  },
  peer: peer && {
    what: `sha256sum, then tsk_recover -e (${peer.version})`,
    seconds: round(peer.seconds),
    of_it_sha256sum_s: round(peer.of_it_sha256sum_s),
    files: peer.files,
  },
  ratios: { times_peer: peer && round(ours.seconds / peer.seconds) },
}
console.log(JSON.stringify(result, null, 2))
if (peer) console.log(keep(`image-${megabytes}`, values.date, result))

async function takeIn() {
  const caseDir = join(dir, `image-case-${megabytes}`)
  rmSync(caseDir, { recursive: true, force: true })
  mkdirSync(caseDir, { recursive: true })
  const store = await openStore({ caseDir })
  try {
    const db = await store.connect('bench')
    await migrate(db)
    await declareOperation(db, exercise, 'bench', new Date(0))
    const common = { actor: 'bench', clock: () => new Date(), signal: new AbortController().signal, caseDir }
    let rss = 0
    const watch = setInterval(() => {
      rss = Math.max(rss, process.memoryUsage().rss)
    }, 100)
    const started = performance.now()
    await acquire({ path: image }, { ...common, db, tool: 'bench' })
    const acquired = performance.now()
    await runStages([openStage], {
      ...common,
      connect: () => store.connect('run'),
      connectWriter: () => store.connectWriter('run'),
    })
    const ended = performance.now()
    clearInterval(watch)
    const { rows } = await db.query<{ files: number; carved: number }>(
      `SELECT count(*) FILTER (WHERE state <> 'carved')::int AS files, count(*) FILTER (WHERE state = 'carved')::int AS carved FROM evidence.image_file`,
    )
    return { seconds: (ended - started) / 1000, acquired: (acquired - started) / 1000, rss, ...rows[0]! }
  } finally {
    await store.close()
    rmSync(caseDir, { recursive: true, force: true })
  }
}
