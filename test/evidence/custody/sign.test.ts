import { appendFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { readLeaves } from '../../../src/evidence/custody/files.ts'
import { readHeads, signTreeHead } from '../../../src/evidence/custody/heads.ts'
import { readPrivateKey } from '../../../src/evidence/custody/keys.ts'
import { treeRoot } from '../../../src/evidence/custody/merkle.ts'
import { faultOfProof, proveEntry, proveGrowth } from '../../../src/evidence/custody/prove.ts'
import { readRegister } from '../../../src/evidence/custody/register.ts'
import { registerMarkdown } from '../../../src/evidence/custody/register-markdown.ts'
import { makeCaseKey, signHead } from '../../../src/evidence/custody/sign.ts'
import { flushLedger, readLedger } from '../../../src/evidence/ledger.ts'
import { verifyCase } from '../../../src/evidence/verify.ts'
import { withDatabase } from '../../support/database.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { makeSignedCase, ticking } from './case.ts'

const folder = temporaryFolder('sign')
const database = withDatabase()
const clock = ticking()
let caseDir = ''
const file = (name: string): string => join(caseDir, name)
const sign = (keyPath?: string) =>
  signHead(database.client, caseDir, { by: 'A. Examiner', at: clock(), ...(keyPath ? { keyPath } : {}) })

beforeAll(async () => {
  caseDir = await makeSignedCase(database, folder, clock)
})

describe('signed heads', () => {
  it('are made with a key that only its owner can read, whose public half is in the ledger', async () => {
    expect(statSync(file('custody.key')).mode & 0o777).toBe(0o600)
    const made = (await readLedger(caseDir)).entries.find((e) => e.action === 'make-key')
    expect(made?.detail.public_key).toBe(readFileSync(file('custody.pub'), 'utf8'))
    const [first] = await readHeads(caseDir)
    expect(first?.head).toMatchObject({ size: 3, operation: 'Exercise', key: made?.detail.key })
    await expect(makeCaseKey(database.client, caseDir, { by: 'x', at: clock() })).rejects.toThrow(/has a key already/)
  })

  it('are recorded in the ledger, each with the hash of its line', async () => {
    const { entries } = await readLedger(caseDir)
    const recorded = entries.filter((e) => e.action === 'sign-head').map((e) => e.detail.sha256)
    expect(recorded).toEqual((await readHeads(caseDir)).map((h) => h.sha256))
    expect(recorded).toHaveLength(2)
  })

  it('are signed with a key kept elsewhere, and with no other', async () => {
    const secret = readFileSync(file('custody.key'))
    rmSync(file('custody.key'))
    await expect(sign()).rejects.toThrow(/private key is not there/)
    writeFileSync(join(folder, 'elsewhere.key'), secret)
    expect((await sign(join(folder, 'elsewhere.key'))).head.size).toBe(7)
    writeFileSync(join(folder, 'odd.key'), 'no key')
    await expect(sign(join(folder, 'odd.key'))).rejects.toThrow(/not an Ed25519 private key/)
    writeFileSync(file('custody.key'), secret, { mode: 0o600 })
    await flushLedger(database.client, caseDir)
  })

  it('are not made over a ledger that was changed', async () => {
    const whole = readFileSync(file('custody.heads.jsonl'), 'utf8')
    writeFileSync(file('custody.heads.jsonl'), whole.replace('"size":3', '"size":2'))
    await expect(sign()).rejects.toThrow(/forged or was changed/)
    await expect(proveEntry(caseDir, 1)).rejects.toThrow(/forged or was changed/)
    writeFileSync(file('custody.heads.jsonl'), whole)
  })

  it('that a killed program wrote and did not record are recorded with the next', async () => {
    const { hashes } = await readLeaves(caseDir)
    const root = treeRoot(hashes).toString('hex')
    const lost = { size: hashes.length, root, at: clock().toISOString(), operation: null }
    const { line, sha256 } = signTreeHead(lost, await readPrivateKey(caseDir))
    appendFileSync(file('custody.heads.jsonl'), `${line}\n`)
    expect((await verifyCase(caseDir)).faults).toEqual([])
    await sign()
    await flushLedger(database.client, caseDir)
    const { entries } = await readLedger(caseDir)
    const recorded = entries.filter((e) => e.action === 'sign-head').map((e) => e.detail.sha256)
    expect(recorded).toEqual((await readHeads(caseDir)).map((h) => h.sha256))
    expect(recorded.at(-2)).toBe(sha256)
    expect((await verifyCase(caseDir)).faults).toEqual([])
  })
})

describe('proofs', () => {
  it('hold for every entry that is signed, and for every pair of heads', async () => {
    const heads = await readHeads(caseDir)
    const last = heads.at(-1)!.head
    for (let seq = 1; seq <= last.size; seq++)
      expect(faultOfProof(JSON.stringify(await proveEntry(caseDir, seq)), last.key)).toBeNull()
    for (const from of heads)
      for (const to of heads)
        if (from.head.size <= to.head.size)
          expect(
            faultOfProof(JSON.stringify(await proveGrowth(caseDir, from.head.size, to.head.size)), last.key),
          ).toBeNull()
  })

  it('hold for nothing else', async () => {
    const proof = await proveEntry(caseDir, 2)
    const other = await proveEntry(caseDir, 3)
    const key = (await readHeads(caseDir))[0]!.head.key
    const fault = (p: object): string | null => faultOfProof(JSON.stringify({ ...proof, ...p }), key)
    expect(fault({})).toBeNull()
    for (const p of [
      { entry: other.entry },
      { seq: 3 },
      { entry: other.entry, seq: 3 },
      { path: other.path },
      { path: [] },
    ])
      expect(fault(p)).toMatch(/does not prove/)
    for (const p of [{ head: 'x' }, { public_key: 'x' }, { path: ['x'] }, { format: 2 }])
      expect(fault(p)).toMatch(/is not a proof/)
    expect(faultOfProof(JSON.stringify(proof), '0'.repeat(64))).toMatch(/another key/)
    expect(faultOfProof('[', null)).toMatch(/is not a proof/)
  })

  it('are refused for what is not signed or not there', async () => {
    const { entries } = await readLedger(caseDir)
    await expect(proveEntry(caseDir, entries.length)).rejects.toThrow(/no signed head covers it yet/)
    await expect(proveEntry(caseDir, 10_000)).rejects.toThrow(/the ledger has/)
    await expect(proveGrowth(caseDir, 2)).rejects.toThrow(/heads were signed at 3, 6, 7/)
  })
})

describe('the exhibit register', () => {
  it('holds what ISO/IEC 27037 asks for of each exhibit', async () => {
    const register = await readRegister(database.client)
    expect(register.exhibits.map((e) => [e.number, e.form, e.files, e.method])).toEqual([
      ['ST-1', 'file', 1, 'copied into the case'],
      ['BX-1', 'folder', 3, 'copied into the case'],
      ['SH-1', 'folder', 1, 'read where it lies'],
    ])
    const { entries } = await readLedger(caseDir)
    expect(register.as_at.entries).toBe(entries.length)
    for (const exhibit of register.exhibits) {
      const taken = entries.find((e) => e.action === 'acquire' && e.subject === exhibit.number)
      expect(exhibit).toMatchObject({
        acquired_by: 'A. Examiner',
        custodian: 'A. Examiner',
        sha256: taken?.detail.sha256,
        deeds: [{ entry: taken?.seq, at: taken?.at, by: 'A. Examiner', action: 'acquire' }],
      })
      expect(exhibit.acquired_at).toBe(taken?.at)
    }
    expect(register.signed?.sha256).toBe((await readHeads(caseDir)).at(-1)?.sha256)
  })

  it('is printed with every field, and no text of an exhibit breaks out of its cell', async () => {
    const register = await readRegister(database.client)
    const text = registerMarkdown(register)
    expect(text).toMatch(/^# Exhibit register — EXERCISE\n/)
    expect(text).toContain('| Description | A list \\| of stamps |')
    for (const e of register.exhibits) for (const said of [e.sha256, e.md5, e.kept_at]) expect(text).toContain(said)
    const widths = text
      .split('\n')
      .filter((l) => l.startsWith('| '))
      .map((l) => l.split(/(?<!\\)\|/).length)
    expect([...new Set(widths)].sort()).toEqual([4, 7, 8])
    expect(registerMarkdown(await readRegister(database.client))).toBe(text)
  })
})
