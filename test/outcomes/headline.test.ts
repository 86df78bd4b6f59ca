import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  countOnce,
  outcomeKinds,
  outcomesHeadline,
  type Report,
  recordOutcome,
  withdrawOutcome,
} from '../../src/outcomes/outcomes.ts'
import { withDatabase } from '../support/database.ts'

const report = (outcome: number, fields: Partial<Report>): Report => ({
  outcome,
  subject: null,
  kind: 'arrest',
  nominal_ref: null,
  country: 'NL',
  ...fields,
})

describe('counting people', () => {
  it('counts a person reported twice once: by reference, by subject, or by one report that joins the two', () => {
    expect(countOnce([report(1, { nominal_ref: 'A1' }), report(2, { nominal_ref: ' a1 ' })]).total.arrest).toBe(1)
    expect(countOnce([report(1, { subject: 'subject:1:4' }), report(2, { subject: 'subject:1:4' })]).total.arrest).toBe(
      1,
    )
    const joined = [
      report(1, { subject: 'subject:1:4' }),
      report(2, { nominal_ref: 'A1' }),
      report(3, { subject: 'subject:1:4', nominal_ref: 'A1' }),
    ]
    expect(countOnce(joined).total.arrest).toBe(1)
  })

  it('keeps apart what may be two people: the same reference in two countries, reports without any', () => {
    expect(
      countOnce([report(1, { nominal_ref: 'A1' }), report(2, { nominal_ref: 'A1', country: 'PL' })]).total.arrest,
    ).toBe(2)
    expect(countOnce([report(1, {}), report(2, {})]).total.arrest).toBe(2)
  })

  it('never takes a safeguarded child for the subject of the package, nor for a nominal with the same reference', () => {
    const reports = [
      report(1, { subject: 'subject:1:4' }),
      report(2, { subject: 'subject:1:4', kind: 'child-safeguarded' }),
      report(3, { subject: 'subject:1:4', kind: 'child-safeguarded' }),
    ]
    expect(countOnce(reports).total).toMatchObject({ arrest: 1, 'child-safeguarded': 2 })
  })

  it('does not depend on the order of reports, and is never more than there are reports', () => {
    const some = fc.array(
      fc.record({
        subject: fc.constantFrom(null, 'subject:1:1', 'subject:1:2'),
        kind: fc.constantFrom(...outcomeKinds),
        nominal_ref: fc.constantFrom(null, 'a', 'b'),
        country: fc.constantFrom('NL', 'PL'),
      }),
    )
    fc.assert(
      fc.property(some, fc.integer(), (rows, turn) => {
        const reports = rows.map((r, i) => ({ outcome: i + 1, ...r }))
        const at = reports.length === 0 ? 0 : Math.abs(turn) % reports.length
        const turned = [...reports.slice(at), ...reports.slice(0, at)].reverse()
        expect(countOnce(turned)).toEqual(countOnce(reports))
        for (const kind of outcomeKinds)
          expect(countOnce(reports).total[kind]).toBeLessThanOrEqual(reports.filter((r) => r.kind === kind).length)
      }),
    )
  })
})

describe('outcomes on record', () => {
  const database = withDatabase()
  const at = new Date('2026-03-01T00:00:00Z')

  it('are held against a package, counted, and taken back with a reason', async () => {
    const { client } = database
    await client.query(
      `INSERT INTO dissemination.package VALUES ('X-NL-001', 'NL', 'r', 1, 'H1', 'A4', 'Europol 4x4', 'a', 'b', 'c', 'd')`,
    )
    const first = await recordOutcome(
      client,
      { package: 'X-NL-001', kind: 'arrest', nominal_ref: 'A1' },
      'A. Examiner',
      at,
    )
    await recordOutcome(
      client,
      { package: 'X-NL-001', kind: 'child-safeguarded', nominal_ref: 'C1', country: 'BE' },
      'A. Examiner',
      at,
    )
    expect(
      (await outcomesHeadline(client)).by_country.map((c) => [
        c.country,
        c.counts.arrest,
        c.counts['child-safeguarded'],
      ]),
    ).toEqual([
      ['BE', 0, 1],
      ['NL', 1, 0],
    ])
    await withdrawOutcome(client, first, 'reported in error', 'A. Examiner', at)
    expect((await outcomesHeadline(client)).total.arrest).toBe(0)
    await expect(withdrawOutcome(client, first, 'again', 'A. Examiner', at)).rejects.toThrow(/withdrawn before/)
  })

  it('are refused with the reason when they name no package, no such subject or no kind', async () => {
    const { client } = database
    await expect(recordOutcome(client, { package: 'nothing', kind: 'arrest' }, 'x', at)).rejects.toThrow(
      /no such package/,
    )
    await expect(
      recordOutcome(client, { package: 'X-NL-001', kind: 'arrest', subject: 'subject:9:9' }, 'x', at),
    ).rejects.toThrow(/no such subject/)
    await expect(
      recordOutcome(client, { package: 'X-NL-001', kind: 'arrest', happened_on: 'May' }, 'x', at),
    ).rejects.toThrow(/happened_on/)
  })
})
