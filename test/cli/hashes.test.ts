import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { authorise } from '../../src/unlock/authorisation.ts'
import { testClock, withFinishedCase } from '../support/case.ts'
import { temporaryFolder } from '../support/folder.ts'
import { holdfast } from './program.ts'

const folder = temporaryFolder('cli-hashes')
const made = withFinishedCase('XS')
const hashes = (...args: readonly string[]) => {
  const ended = holdfast('hashes', ...args, '--case', made.caseDir, '--as', 'A. Examiner', '--json')
  return { code: ended.code, ...JSON.parse(ended.out || '{}') }
}

describe('holdfast hashes', () => {
  it('lists, hands out under an authorisation only, and takes results back', async () => {
    const listed = hashes('list')
    expect(listed).toMatchObject({ code: 0 })
    const { schemes } = listed
    expect(schemes.length).toBeGreaterThan(0)
    for (const s of schemes) expect(s).toMatchObject({ recovered: 0, accounts: expect.any(Number) })
    const { site } = schemes[0]
    const out = join(folder, 'out')
    expect(hashes('export', '--site', String(site), '--out', out)).toMatchObject({
      code: 1,
      error: { reason: expect.stringMatching(/no authorisation on record/) },
    })
    expect(hashes('export').error.reason).toMatch(/--site and --out/)
    const until = new Date(Date.now() + 86_400_000)
    await authorise(
      made.open.db,
      { authority: 'court', reference: 'W 1', scope: ['all'], from: testClock(), until },
      { by: 'A. Examiner', at: testClock() },
    )
    const exported = hashes('export', '--site', String(site), '--out', out)
    expect(exported.code).toBe(0)
    const of = (list: readonly { readonly accounts: number }[]): number => list.reduce((n, f) => n + f.accounts, 0)
    expect(of(exported.files) + of(exported.left)).toBe(
      of(schemes.filter((s: { readonly site: number }) => s.site === site)),
    )
    for (const name of readdirSync(out)) expect(statSync(join(out, name)).mode & 0o777).toBe(0o600)
    const [file] = exported.files
    expect(readFileSync(join(out, file.file), 'utf8').split('\n').length - 1).toBe(file.hashes)
    const pot = join(folder, 'pot')
    writeFileSync(pot, `${readFileSync(join(out, file.file), 'utf8').split('\n')[0]}:not the passphrase\nnonsense:x\n`)
    const taken = hashes('import', pot)
    expect(taken.code).toBe(0)
    expect(taken.files[0]).toMatchObject({ lines: 2, verified: 0, refuted: 1, unmatched: 1 })
    expect(hashes('import').error.reason).toMatch(/Name the potfiles/)
    expect(hashes('burn').error.reason).toMatch(/list, export, import/)
  }, 600_000)
})
