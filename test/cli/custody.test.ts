import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/folder.ts'
import { holdfast } from './program.ts'

const folder = temporaryFolder('cli-custody')
const at = (...path: readonly string[]): string => join(folder, ...path)
const caseDir = at('case')
const custody = (...args: readonly string[]) => {
  const ended = holdfast('custody', ...args, '--case', caseDir, '--json')
  return { code: ended.code, ...JSON.parse(ended.out || '{}') }
}

describe('holdfast custody', () => {
  it('signs, proves, asks for a time stamp and prints the register', () => {
    writeFileSync(at('stamps.sql'), 'CREATE TABLE `stamps` (`id` int);\n')
    expect(holdfast('acquire', at('stamps.sql'), '--case', caseDir, '--exercise', '--number', 'ST-1').code).toBe(0)
    expect(custody('sign').error.next).toMatch(/--make-key/)
    const head = custody('sign', '--make-key', '--as', 'A. Examiner')
    expect(head).toMatchObject({ code: 0, size: 3, operation: 'Exercise' })
    expect(statSync(join(caseDir, 'custody.key')).mode & 0o777).toBe(0o600)
    expect(custody('prove', '2', '--out', at('proof.json'))).toMatchObject({ code: 0, seq: 2, proves: 'entry' })
    expect(custody('prove', '3')).toMatchObject({ out: join(caseDir, 'custody.proofs', 'entry-3.json') })
    expect(custody('prove').error.reason).toMatch(/prove what/)
    const proof = spawnSync(process.execPath, ['verifier/verify.mjs', '--proof', at('proof.json'), '--key', head.key])
    expect([proof.status, String(proof.stdout)]).toEqual([0, expect.stringContaining('entry 2 is among the 3 signed')])
    const asked = custody('timestamp')
    expect(asked).toMatchObject({ code: 0, number: 1, imprint: head.sha256 })
    expect(existsSync(join(caseDir, asked.request))).toBe(true)
    expect(custody('timestamp', at('stamps.sql'))).toMatchObject({ code: 1, error: { place: at('stamps.sql') } })
    const register = custody('register', '--out', at('register.md'))
    expect(register.exhibits[0]).toMatchObject({ number: 'ST-1', form: 'file' })
    expect(readFileSync(at('register.md'), 'utf8')).toMatch(/## Exhibit ST-1/)
    expect(custody('burn').error.reason).toMatch(/sign, prove, timestamp, register/)
    expect(holdfast('verify', '--case', caseDir).out).toMatch(/signed heads: 1, proofs: 1, time stamps: 0/)
    expect(spawnSync(process.execPath, ['verifier/verify.mjs', caseDir, '--key', head.key]).status).toBe(0)
  })
})
