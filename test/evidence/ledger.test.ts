import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { appendCustody, canonicalJson, inTransaction } from '../../src/db/custody.ts'
import { flushLedger, headFile, ledgerFile, readLedger } from '../../src/evidence/ledger.ts'
import { withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'

const folder = temporaryFolder('ledger')
const database = withDatabase()
const path = join(folder, ledgerFile)
let whole: Buffer
// More than nine, so that an order by text instead of number shows.
const subjects = Array.from({ length: 12 }, (_, i) => `entry ${i + 1}`)
let head: Buffer

const record = (subject: string) =>
  inTransaction(database.client, () =>
    appendCustody(database.client, {
      at: '2026-01-02T03:04:05.000Z',
      actor: 'A. Examiner',
      action: 'note',
      subject,
      detail: { about: 'węgiel "quoted" \\ \u2028', n: 1 },
    }),
  )

beforeEach(async () => {
  if (whole === undefined) {
    for (const subject of subjects) await record(subject)
    await flushLedger(database.client, folder)
    whole = await readFile(path)
    head = await readFile(join(folder, headFile))
  }
  await writeFile(path, whole)
  await writeFile(join(folder, headFile), head)
})

describe('the custody ledger', () => {
  it('reads back as it was written, without a fault', async () => {
    const { entries, faults } = await readLedger(folder)
    expect(faults).toEqual([])
    expect(entries.map((e) => e.subject)).toEqual(subjects)
  })

  it('shows any single changed byte, and names the line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = Buffer.from(whole)
        changed[at] = (changed[at] ?? 0) ^ by
        await writeFile(path, changed)
        const { faults } = await readLedger(folder)
        expect(faults.length).toBeGreaterThan(0)
        expect(faults.every((f) => f.place.startsWith('custody'))).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('shows a dropped entry, wherever it stood', async () => {
    const lines = whole.toString().trimEnd().split('\n')
    for (const i of lines.keys()) {
      await writeFile(path, `${lines.filter((_, j) => j !== i).join('\n')}\n`)
      expect((await readLedger(folder)).faults).not.toEqual([])
    }
  })

  it('shows reordered entries', async () => {
    const [a, b, c, ...rest] = whole.toString().trimEnd().split('\n')
    await writeFile(path, `${[a, c, b, ...rest].join('\n')}\n`)
    expect((await readLedger(folder)).faults.map((f) => f.what).join()).toMatch(/dropped or reordered/)
  })

  it('shows an entry that was added with a hash of its own', async () => {
    const line = whole.toString().trimEnd().split('\n').at(-1)
    await appendFile(path, `${line}\n`)
    expect((await readLedger(folder)).faults).not.toEqual([])
  })

  it('completes a line that a crash cut short, and refuses bytes the store does not know', async () => {
    await record('fifth')
    await flushLedger(database.client, folder)
    const longer = await readFile(path)
    await truncate(path, longer.length - 7)
    await writeFile(join(folder, headFile), head)
    await flushLedger(database.client, folder)
    expect(await readFile(path)).toEqual(longer)
    await writeFile(path, Buffer.concat([whole, Buffer.from('{"hash":"f')]))
    await writeFile(join(folder, headFile), head)
    await expect(flushLedger(database.client, folder)).rejects.toThrow(/does not know/)
    whole = longer
    await writeFile(path, longer)
    await writeFile(join(folder, headFile), head)
    await flushLedger(database.client, folder)
    head = await readFile(join(folder, headFile))
  })

  it('cannot be changed or shortened in the store', async () => {
    for (const sql of [
      'UPDATE evidence.custody SET hash = hash',
      'DELETE FROM evidence.custody',
      'TRUNCATE evidence.custody',
    ])
      await expect(database.client.query(sql)).rejects.toThrow(/append-only/)
  })

  it('keeps one order when several append at once', async () => {
    const clients = await Promise.all([1, 2, 3, 4].map(() => database.connect()))
    await Promise.all(
      clients.map((c, i) =>
        inTransaction(c, () =>
          appendCustody(c, {
            at: '2026-01-02T03:04:05.000Z',
            actor: 'x',
            action: 'note',
            subject: `at once ${i}`,
            detail: {},
          }),
        ),
      ),
    )
    await flushLedger(database.client, folder)
    expect((await readLedger(folder)).faults).toEqual([])
    whole = await readFile(path)
    head = await readFile(join(folder, headFile))
  })
})

describe('canonical JSON', () => {
  it('is one text for one value, whatever the order of its fields', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const shuffled = Object.fromEntries(Object.entries(value).reverse())
        expect(canonicalJson(shuffled)).toBe(canonicalJson(value))
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
