import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRow } from '../../../src/evidence/mirror/read-row.ts'
import type { EvidenceSource, Limits } from '../../../src/evidence/mirror/source.ts'
import { usualLimits } from '../../../src/evidence/mirror/source.ts'
import { mysqldumpSql } from '../../../src/evidence/sources/mysqldump-sql.ts'
import { mysqldumpXml } from '../../../src/evidence/sources/mysqldump-xml.ts'
import { type Collected, collect, collector } from './collect.ts'
import { printSql, printXml, type Sample, type Style, samples, styles } from './print.ts'

const names = Buffer.from('/*!40101 SET NAMES utf8mb4 */;\n')
const forms: readonly (readonly [string, EvidenceSource, (s: Sample, style: Style) => Buffer])[] = [
  ['sql', mysqldumpSql, (s, style) => Buffer.concat([names, printSql(s, style)])],
  ['xml', mysqldumpXml, printXml],
]
const plain = (rows: readonly (readonly unknown[])[]) =>
  rows.map((row) => row.map((v) => (v instanceof Uint8Array ? `bytes ${Buffer.from(v).toString('hex')}` : v)))
const valuesOf = (c: Collected) => plain((c.tables.plants ?? []).map((r) => Object.values(r.values)))
/** All that was read, so that two readings can be compared. */
const everything = (c: Collected) =>
  JSON.stringify([
    c.findings,
    Object.entries(c.tables).map(([name, rows]) => [
      name,
      rows.map((r) => [r.row, r.offset, r.length, plain([Object.values(r.values)])]),
    ]),
  ])

for (const [form, source, print] of forms) {
  describe(`the reader of ${form} dumps`, () => {
    it('reads what was printed', () => {
      fc.assert(
        fc.property(samples, styles, (sample, style) => {
          const got = collect(source, print(sample, style))
          expect(valuesOf(got)).toEqual(plain(sample.rows))
          expect(got.findings).toEqual([])
        }),
        { numRuns: 150 },
      )
    })

    it('gives the same for any cutting of the bytes', () => {
      fc.assert(
        fc.property(samples, styles, fc.integer({ min: 1, max: 200 }), (sample, style, size) => {
          const data = print(sample, style)
          expect(everything(collect(source, data, size))).toBe(everything(collect(source, data)))
        }),
        { numRuns: 100 },
      )
    })

    it('gives byte ranges that slice back to the row and its values', () => {
      fc.assert(
        fc.property(samples, styles, (sample, style) => {
          const data = print(sample, style)
          const { tables, catalogue } = collect(source, data)
          const table = catalogue.tables[0]!
          const columns = table.columns.map((c) => ({ ...c, client: table.client.charset }))
          for (const row of tables.plants ?? []) {
            const raw = data.subarray(row.offset, row.offset + row.length)
            const fields = readRow(raw, form as 'sql' | 'xml', columns, row.offset)
            expect(plain([fields?.map((f) => f.value) ?? []])).toEqual(plain([Object.values(row.values)]))
            for (const f of fields ?? [])
              if (typeof f.value === 'string' && /^\w+$/.test(f.value))
                expect(raw.subarray(f.start, f.end).toString()).toContain(f.value)
            expect(raw.toString('latin1')).toMatch(form === 'sql' ? /^\(.*\)$/s : /^<row>.*<\/row>$/s)
          }
        }),
        { numRuns: 100 },
      )
    })

    it('keeps every row before a cut', () => {
      fc.assert(
        fc.property(samples, styles, fc.double({ min: 0, max: 1, noNaN: true }), (sample, style, where) => {
          const data = print(sample, style)
          const whole = collect(source, data).tables.plants ?? []
          const cut = Math.floor(data.length * where)
          const got = collect(source, data.subarray(0, cut))
          const kept = whole.filter((r) => r.offset + r.length <= cut)
          expect(plain((got.tables.plants ?? []).map((r) => Object.values(r.values)))).toEqual(
            plain(kept.map((r) => Object.values(r.values))),
          )
        }),
        { numRuns: 150 },
      )
    })

    it('turns arbitrary bytes into findings, never into exceptions', () => {
      const small: Limits = { row: 4000, statement: 3000 }
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 3000 }), fc.integer({ min: 1, max: 500 }), (data, size) => {
          expect(everything(collect(source, data, size, small))).toBe(
            everything(collect(source, data, data.length || 1, small)),
          )
        }),
        { numRuns: 100 },
      )
    })

    it('survives any change to a dump, gives the same for any cutting, and the rows outside the damage', () => {
      fc.assert(
        fc.property(
          samples,
          styles,
          fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })), {
            minLength: 1,
            maxLength: 3,
          }),
          fc.integer({ min: 1, max: 99 }),
          (sample, style, changes, size) => {
            const data = print(sample, style)
            for (const [where, byte] of changes)
              if (data.length > 0) data[Math.min(data.length - 1, Math.floor(where * data.length))] = byte
            const got = collect(source, data)
            expect(everything(collect(source, data, size))).toBe(everything(got))
            for (const rows of Object.values(got.tables))
              for (const r of rows) expect(r.offset + r.length).toBeLessThanOrEqual(data.length)
          },
        ),
        { numRuns: 250 },
      )
    })

    it('goes on from any state as if it had never stopped', () => {
      fc.assert(
        fc.property(
          samples,
          styles,
          fc.integer({ min: 1, max: 300 }),
          fc.boolean(),
          (sample, style, batch, damaged) => {
            const data = print(sample, style)
            if (damaged && data.length > 400) data.fill(0, 300, 340)
            const whole = collect(source, data)
            const c = collector()
            let state: unknown = null
            for (let stops = 0, halt = ''; halt !== 'end'; stops++) {
              const reader = source.open(c.sink, usualLimits, JSON.parse(JSON.stringify(state)))
              const from = reader.offset()
              reader.feed(data.subarray(from))
              reader.finish()
              halt = reader.run(from + batch)
              state = reader.state()
              c.drain()
              expect(stops).toBeLessThan(data.length + 2)
            }
            expect(everything(c.result())).toBe(everything(whole))
          },
        ),
        { numRuns: 100 },
      )
    })
  })
}
