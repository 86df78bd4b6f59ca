import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { generateSeizure } from '../../bench/data/generate.ts'
import { verifyCase } from '../../src/evidence/verify.ts'
import type { RunResult } from '../../src/run.ts'
import { temporaryFolder } from '../support/folder.ts'

const folder = temporaryFolder('crash')
const exhibit = join(folder, 'seizure', 'exhibit')

/** Runs the program over a case; killed around its nth commit when asked. */
function run(
  caseDir: string,
  killAt = 0,
  moment = '',
): { readonly killed: boolean; readonly result: RunResult | null } {
  const child = spawnSync(
    process.execPath,
    [
      ...(process.env.HOLDFAST_TEST_BUILT === '1' ? [] : ['--import', 'tsx']),
      ...[join(import.meta.dirname, 'worker.mjs'), caseDir, exhibit, String(killAt), moment],
    ],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      timeout: 300_000,
    },
  )
  if (child.signal === 'SIGKILL') return { killed: true, result: null }
  if (child.status !== 0) throw new Error(`the run failed: ${child.stderr}`)
  return { killed: false, result: JSON.parse(child.stdout) }
}

let unbroken: RunResult

beforeAll(async () => {
  await generateSeizure({ size: 'S', seed: 7, outDir: join(folder, 'seizure') })
  const first = run(join(folder, 'unbroken')).result
  if (!first) throw new Error('the unbroken run gave no result')
  unbroken = first
}, 600_000)

describe('killed with −9', () => {
  it('before and after the commit of every batch in turn, the case ends with the digest of an unbroken run', () => {
    const caseDir = join(folder, 'killed')
    let kills = 0
    for (;;) {
      // Killed before its commit the batch is lost whole; killed after, it is kept whole. Each run dies at its first batch.
      if (run(caseDir, 1, 'before-commit').killed) kills += 1
      const { killed, result } = run(caseDir, 1, 'after-commit')
      if (killed) kills += 1
      // A stage that begins its last batch anew at every start would never come to an end.
      if (kills > 800) throw new Error('the runs get no further')
      if (!result) continue
      expect(result.digest).toBe(unbroken.digest)
      expect(result.content_digest).toBe(unbroken.content_digest)
      expect(result.counts).toEqual(unbroken.counts)
      break
    }
    expect(kills).toBeGreaterThan(40)
  }, 3_000_000)

  it('when the tables of a batch are made and its rows have not come, it ends with that digest too', () => {
    const caseDir = join(folder, 'made')
    let kills = 0
    for (;;) {
      // What was made is made again by the next start, so each goes one further.
      const { killed, result } = run(caseDir, kills + 1, 'prepared')
      if (killed) kills += 1
      if (!result) continue
      expect(result.digest).toBe(unbroken.digest)
      break
    }
    expect(kills).toBeGreaterThan(1)
  }, 1_000_000)

  it('leaves a ledger and exhibits that verify', async () => {
    expect(existsSync(join(folder, 'killed', 'custody.jsonl'))).toBe(true)
    const { ok, faults } = await verifyCase(join(folder, 'killed'))
    expect(faults).toEqual([])
    expect(ok).toBe(true)
  })

  it('gives the same digest with another case folder and clock', () => {
    expect(run(join(folder, 'again')).result?.digest).toBe(unbroken.digest)
  }, 600_000)
})
