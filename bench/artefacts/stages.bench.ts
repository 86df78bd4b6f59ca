import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { artefactStages } from '../../src/artefacts/stage.ts'
import { openCase } from '../../src/case.ts'
import { runStages } from '../../src/db/runner.ts'
import { mirrorStage } from '../../src/evidence/mirror.ts'
import { forumStages } from '../../src/forum/stage.ts'
import { holdDump } from '../../test/support/mirror.ts'

/**
 * Seconds and rows of this room's stages over a dump, after mirror and forum have run:
 * `npx tsx bench/artefacts/stages.bench.ts FORUM.sql`.
 */
export async function benchStages(dump: string): Promise<Readonly<Record<string, unknown>>> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
  const open = await openCase(join(folder, 'case'), { create: true })
  try {
    await holdDump(open.db, 1, resolve(dump))
    const options = {
      connect: () => open.store.connect('bench'),
      caseDir: open.caseDir,
      actor: 'bench',
      clock: () => new Date(),
      signal: new AbortController().signal,
    }
    await runStages([mirrorStage, ...forumStages], options)
    const cpu = process.cpuUsage()
    const stages = await runStages(artefactStages, options)
    const used = process.cpuUsage(cpu)
    const { rows } = await open.db.query(
      `SELECT (SELECT count(*) FROM forum.post) AS posts, (SELECT count(*) FROM artefacts.sighting) AS sightings,
              (SELECT count(*) FROM artefacts.selector) AS selectors, (SELECT sum(length(plain)) FROM forum.post) AS characters`,
    )
    return {
      bench: 'artefacts/stages',
      ...rows[0],
      stages: stages.map(({ name, rows: n, seconds }) => ({
        name,
        rows: n,
        seconds,
        rowsPerSecond: Math.round(n / seconds),
      })),
      ownCpuSeconds: (used.user + used.system) / 1e6,
      rssMegabytes: Math.round(process.memoryUsage.rss() / 1e6),
    }
  } finally {
    await open.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const [, script, dump] = process.argv
if (import.meta.url === pathToFileURL(script ?? '').href) {
  if (dump === undefined) throw new Error('Name the dump to load.')
  console.log(JSON.stringify(await benchStages(dump), null, 2))
}
