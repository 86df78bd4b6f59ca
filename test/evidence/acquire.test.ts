import { createHash } from 'node:crypto'
import { mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type AcquireOptions, acquire } from '../../src/evidence/acquire.ts'
import { hashFile } from '../../src/evidence/hashing.ts'
import { flushLedger, readLedger } from '../../src/evidence/ledger.ts'
import { declareOperation, exercise, parseOperation } from '../../src/evidence/operation.ts'
import { changedExhibits, verifyCase } from '../../src/evidence/verify.ts'
import { withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'

const folder = temporaryFolder('acquire')
const database = withDatabase()
const caseDir = join(folder, 'case')
const dump = (n: number): string =>
  `-- MariaDB dump 10.19\nCREATE TABLE \`trains\` (\`id\` int);\nINSERT INTO \`trains\` VALUES (${n});\n`
const options = (): AcquireOptions => ({
  db: database.client,
  caseDir,
  actor: 'A. Examiner',
  clock: () => new Date('2026-01-02T03:04:05Z'),
  signal: new AbortController().signal,
  tool: 'test',
})
const write = async (name: string, text: string | Buffer): Promise<string> => {
  const path = join(folder, name)
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, text)
  return path
}

describe('an operation', () => {
  it('must be declared before anything is acquired', async () => {
    await mkdir(caseDir, { recursive: true })
    await expect(acquire({ path: await write('early.sql', dump(0)) }, options())).rejects.toThrow(
      /no operation is declared/,
    )
    expect((await database.client.query('SELECT FROM evidence.exhibit')).rowCount).toBe(0)
  })

  it('names every field that is missing or wrong', () => {
    expect(() => parseOperation({ name: 'Fern', lawful_from: '2026-02-31' }, 'op.json')).toThrow(
      /authority.*lead_agency|lead_agency.*authority/s,
    )
    expect(() => parseOperation({ ...valid, lawful_to: '2025-01-01' }, 'op.json')).toThrow(/before lawful_from/)
    expect(parseOperation(valid, 'op.json')).toMatchObject({ name: 'Fern', exercise: false })
  })

  it('is recorded once in the ledger; another one for the same case is refused', async () => {
    await declareOperation(database.client, exercise, 'A. Examiner', new Date(0))
    await declareOperation(database.client, exercise, 'A. Examiner', new Date(1))
    await expect(declareOperation(database.client, parseOperation(valid, 'op.json'), 'x', new Date(2))).rejects.toThrow(
      /belongs to operation/,
    )
    await flushLedger(database.client, caseDir)
    expect((await readLedger(caseDir)).entries.map((e) => e.action)).toEqual(['declare-exercise'])
  })
})

const valid = {
  name: 'Fern',
  authority: 'District court',
  reference: 'RK 12/2026',
  lawful_from: '2026-01-01',
  lawful_to: '2026-12-31',
  scope: 'one server',
  lead_agency: 'North',
  review_on: '2026-06-01',
}

describe('an acquisition', () => {
  it('hashes in one pass what Node hashes apart, at any size', async () => {
    for (const size of [0, 1, 4 * 1024 * 1024, 9 * 1024 * 1024 + 17]) {
      const bytes = Buffer.alloc(size, 'signal box ')
      const path = await write(`sized-${size}`, bytes)
      const expected = { md5: digest('md5', bytes), sha1: digest('sha1', bytes), sha256: digest('sha256', bytes), size }
      expect(await hashFile(path)).toEqual(expected)
      expect(await hashFile(path, { copyTo: join(folder, `copy-${size}`) })).toEqual(expected)
      expect(digest('sha256', await readFile(join(folder, `copy-${size}`)))).toBe(expected.sha256)
    }
  })

  it('keeps a read-only copy, leaves the original as it was, and records both', async () => {
    const path = await write('server.sql', dump(1))
    await utimes(path, 1000, 1000)
    const got = await acquire({ path, number: 'NL-1', description: 'Server', custodian: 'Store B' }, options())
    expect(got).toMatchObject({
      exhibit: 1,
      number: 'NL-1',
      fresh: true,
      sha256: digest('sha256', Buffer.from(dump(1))),
    })
    const copy = await stat(join(caseDir, 'exhibits/1/server.sql'))
    expect(copy.mode & 0o222).toBe(0)
    expect((await stat(path)).mtimeMs).toBe(1_000_000)
    await flushLedger(database.client, caseDir)
    expect((await readLedger(caseDir)).entries.at(-1)).toMatchObject({
      action: 'acquire',
      subject: 'NL-1',
      detail: { sha256: got.sha256, custodian: 'Store B' },
    })
  })

  it('knows an item it already holds, under any name', async () => {
    expect(await acquire({ path: await write('again.sql', dump(1)) }, options())).toMatchObject({
      exhibit: 1,
      fresh: false,
    })
  })

  it('stops at a stated hash that differs, records the refusal, and takes the right one in any case', async () => {
    const path = await write('stated.sql', dump(2))
    await expect(acquire({ path, stated: { md5: '0'.repeat(32) } }, options())).rejects.toThrow(/was stated/)
    expect((await database.client.query('SELECT FROM evidence.exhibit')).rowCount).toBe(1)
    await flushLedger(database.client, caseDir)
    expect((await readLedger(caseDir)).entries.at(-1)).toMatchObject({
      action: 'refuse',
      detail: { stated: '0'.repeat(32) },
    })
    const sha1 = digest('sha1', Buffer.from(dump(2))).toUpperCase()
    expect(await acquire({ path, stated: { sha1 } }, options())).toMatchObject({ exhibit: 2, fresh: true })
  })

  it('refuses what is not a dump, naming file and reason', async () => {
    const path = await write('holiday.jpg', Buffer.from('ffd8ffe000104a46', 'hex'))
    await expect(acquire({ path }, options())).rejects.toThrow(/holiday\.jpg: begins with the bytes ffd8ffe0/)
    await expect(acquire({ path: await write('empty.sql', '') }, options())).rejects.toThrow(/is empty/)
    await expect(acquire({ path: join(folder, 'nowhere') }, options())).rejects.toThrow(/does not exist/)
  })
})

describe('verification', () => {
  it('needs only the folder, and names an exhibit with a single changed byte, or missing', async () => {
    await flushLedger(database.client, caseDir)
    expect((await verifyCase(caseDir)).faults).toEqual([])
    const copy = join(caseDir, 'exhibits/1/server.sql')
    const { rm, chmod } = await import('node:fs/promises')
    await chmod(copy, 0o644)
    await writeFile(copy, dump(1).replace('1', '9'))
    const changed = await verifyCase(caseDir)
    expect(changed.ok).toBe(false)
    expect(changed.faults).toEqual([
      { place: 'exhibit NL-1 (exhibits/1/server.sql)', what: expect.stringMatching(/was changed: its SHA-256 is/) },
    ])
    expect(
      await changedExhibits(caseDir, [
        { number: 'NL-1', stored_path: 'exhibits/1/server.sql', sha256: digest('sha256', Buffer.from(dump(1))) },
      ]),
    ).toHaveLength(1)
    await rm(copy)
    expect((await verifyCase(caseDir)).faults[0]?.what).toBe('is not there')
  })

  it('says so when a folder is no case', async () => {
    expect((await verifyCase(folder)).faults[0]?.what).toMatch(/not a case folder/)
  })
})

function digest(algorithm: string, bytes: Buffer): string {
  return createHash(algorithm).update(bytes).digest('hex')
}
