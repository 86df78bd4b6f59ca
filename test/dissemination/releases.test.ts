import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { approveRelease, proposeRelease, setPolicy } from '../../src/dissemination/releases.ts'
import { verifyCase } from '../../src/evidence/verify.ts'
import { runCase } from '../../src/run.ts'
import { runOptions, testClock, withFinishedCase } from '../support/case.ts'

const done = withFinishedCase('XS')
const sha256 = (path: string): string =>
  createHash('sha256')
    .update(readFileSync(join(done.caseDir, path)))
    .digest('hex')

interface Row {
  readonly package: string
  readonly json_path: string
  readonly json_sha256: string
  readonly pdf_path: string
  readonly pdf_sha256: string
}
const packages = async (): Promise<readonly Row[]> =>
  (await done.open.db.query<Row>('SELECT * FROM dissemination.package ORDER BY package')).rows
const proposal = (name: string) => ({
  package: name,
  method: 'by hand',
  note: null,
  by: 'A. Examiner',
  at: testClock(),
})

describe('packages', () => {
  it('lie in the case folder as their rows and the ledger say, each statement with a reason', async () => {
    const rows = await packages()
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) {
      expect([sha256(row.json_path), sha256(row.pdf_path)]).toEqual([row.json_sha256, row.pdf_sha256])
      const read = JSON.parse(readFileSync(join(done.caseDir, row.json_path), 'utf8'))
      for (const subject of read.subjects) {
        expect(subject.statements.length).toBeGreaterThan(0)
        for (const s of subject.statements)
          expect([s.text, s.because.length > 0, /^A[34]$/.test(s.evaluation)]).toEqual([s.text, true, true])
      }
      expect(JSON.stringify(read)).not.toMatch(/\$2y\$|\$H\$|\$argon2/)
    }
    const { files, faults } = await verifyCase(done.caseDir)
    expect(faults).toEqual([])
    expect(files.filter((f) => f.role === 'package')).toHaveLength(2 * rows.length)
  })

  it('are released by two people, and not when they changed in between', async () => {
    const { db } = done.open
    const name = (await packages())[0]?.package ?? ''
    const release = await proposeRelease(db, proposal(name))
    await expect(approveRelease(db, release, 'A. Examiner', testClock())).rejects.toThrow(/two people/)
    await approveRelease(db, release, 'B. Reviewer', testClock())
    await expect(approveRelease(db, release, 'C. Third', testClock())).rejects.toThrow(/already approved/)
    await expect(proposeRelease(db, proposal('NOTHING-001'))).rejects.toThrow(/no such package/)
    const late = await proposeRelease(db, proposal(name))
    await db.query('BEGIN')
    await db.query(`UPDATE dissemination.package SET json_sha256 = 'other' WHERE package = $1`, [name])
    await expect(approveRelease(db, late, 'B. Reviewer', testClock())).rejects.toThrow(/changed since/)
    await db.query('ROLLBACK').catch(() => undefined)
    await db.query(`UPDATE dissemination.package SET json_sha256 = $2 WHERE package = $1`, [
      name,
      sha256(`packages/${name}.json`),
    ])
  })

  it('keep the bytes of a released number: another policy gives the country the next number', async () => {
    const first = (await packages())[0]
    await setPolicy(
      done.open.db,
      { handling: 'H1+H2', marking: 'TLP:RED', bands: ['very-high', 'high', 'medium'], detailed: 25 },
      'A. Examiner',
      testClock(),
    )
    await runCase(done.open, runOptions())
    const names = (await packages()).map((p) => p.package)
    expect(names).toContain(first?.package)
    expect(names).toContain(first?.package.replace(/001$/, '002'))
    expect(sha256(first?.json_path ?? '')).toBe(first?.json_sha256)
    expect((await verifyCase(done.caseDir)).faults).toEqual([])
  })

  it('follow only a policy of known codes', async () => {
    const policy = { handling: 'H1', marking: 'TLP:AMBER', bands: ['high'], detailed: 5 }
    await expect(setPolicy(done.open.db, { ...policy, handling: 'H9' }, 'x', testClock())).rejects.toThrow(
      /not a Europol/,
    )
    await expect(setPolicy(done.open.db, { ...policy, marking: 'SECRET' }, 'x', testClock())).rejects.toThrow(
      /not a TLP/,
    )
  })
})
