import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/folder.ts'
import { holdfast } from './program.ts'

const folder = temporaryFolder('cli-transfer')
const at = (...path: readonly string[]): string => join(folder, ...path)
const transfer = (...args: readonly string[]) => {
  const ended = holdfast('transfer', ...args, '--json')
  return { code: ended.code, ...JSON.parse(ended.out || '{}') }
}

describe('holdfast transfer', () => {
  it('seals in one laboratory, opens in another, and both ledgers say so', async () => {
    writeFileSync(at('stamps.sql'), 'CREATE TABLE `stamps` (`id` int);\n')
    expect(holdfast('acquire', at('stamps.sql'), '--case', at('here'), '--exercise', '--number', 'ST-1').code).toBe(0)
    expect(holdfast('custody', 'sign', '--make-key', '--case', at('here')).code).toBe(0)
    const identity = await generateX25519Identity()
    writeFileSync(at('id.txt'), `# made for a test\n${identity}\n`)
    const to = await identityToRecipient(identity)
    const sealed = transfer('seal', '--to', to, '--exhibits', 'ST-1', '--out', at('st.age'), '--case', at('here'))
    expect(sealed).toMatchObject({ code: 0, exhibits: ['ST-1'], files: 1, recipients: [to] })
    expect(transfer('seal', '--to', to, '--out', at('x'), '--case', at('here')).error.reason).toMatch(/seal what/)

    const open = (...args: readonly string[]) => transfer('open', at('st.age'), '--identity', at('id.txt'), ...args)
    expect(open('--case', at('nowhere'))).toMatchObject({ code: 0, files: 1, faults: [], out: null })
    expect(existsSync(at('nowhere'))).toBe(false)
    const opened = open('--out', at('got'), '--key', sealed.key, '--case', at('there'), '--as', 'B. Examiner')
    expect(opened).toMatchObject({ code: 0, sha256: sealed.sha256, key: sealed.key, faults: [], operation: 'Exercise' })
    const lines = readFileSync(at('there', 'custody.jsonl'), 'utf8')
    expect(JSON.parse(lines.trim().split('\n').at(-1)!).entry).toMatchObject({
      actor: 'B. Examiner',
      action: 'open-transfer',
      subject: sealed.sha256,
      detail: { manifest: sealed.manifest, exhibits: [{ number: 'ST-1' }], faults: 0 },
    })
    const exhibit = at('got', opened.exhibits[0].path)
    expect(readFileSync(exhibit)).toEqual(readFileSync(at('stamps.sql')))
    expect(holdfast('acquire', exhibit, '--case', at('there'), '--exercise', '--number', 'ST-1').code).toBe(0)
    expect(holdfast('verify', '--case', at('there')).code).toBe(0)

    const bytes = readFileSync(at('st.age'))
    writeFileSync(at('st.age'), bytes.subarray(0, bytes.length - 20))
    expect(open('--out', at('bad'), '--case', at('there'))).toMatchObject({ code: 1 })
    expect(existsSync(at('bad'))).toBe(false)
    expect(transfer('post').error.reason).toMatch(/seal, open/)
  }, 600_000)
})
