import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRow } from '../../../src/evidence/mirror/read-row.ts'
import { type Limits, usualLimits } from '../../../src/evidence/mirror/source.ts'
import { pgDump } from '../../../src/evidence/sources/pg-dump.ts'
import { type Collected, collect, collector } from './collect.ts'
import { samples } from './print.ts'
import { type PgStyle, printPg } from './print-pg.ts'

const styles: fc.Arbitrary<PgStyle> = fc.record({
  form: fc.constantFrom('copy', 'copy', 'inserts', 'rows'),
  complete: fc.boolean(),
  qualified: fc.boolean(),
  comments: fc.boolean(),
  octal: fc.boolean(),
  escapes: fc.boolean(),
})
const plain = (rows: readonly (readonly unknown[])[]) =>
  rows.map((row) => row.map((v) => (v instanceof Uint8Array ? `bytes ${Buffer.from(v).toString('hex')}` : v)))
const valuesOf = (c: Collected) => plain((c.tables.plants ?? []).map((r) => Object.values(r.values)))
const everything = (c: Collected) =>
  JSON.stringify([
    c.findings,
    Object.entries(c.tables).map(([name, rows]) => [
      name,
      rows.map((r) => [r.row, r.offset, r.length, plain([Object.values(r.values)])]),
    ]),
  ])
const bytePlace = fc.double({ min: 0, max: 1, noNaN: true })

describe('the reader of PostgreSQL dumps', () => {
  it('reads what was printed', () => {
    fc.assert(
      fc.property(samples, styles, (sample, style) => {
        const got = collect(pgDump, printPg(sample, style))
        expect(valuesOf(got)).toEqual(plain(sample.rows))
        expect(got.findings).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('gives the same for any cutting of the bytes', () => {
    fc.assert(
      fc.property(samples, styles, fc.integer({ min: 1, max: 200 }), (sample, style, size) => {
        const data = printPg(sample, style)
        expect(everything(collect(pgDump, data, size))).toBe(everything(collect(pgDump, data)))
      }),
      { numRuns: 100 },
    )
  })

  it('gives byte ranges that slice back to the row and its values', () => {
    fc.assert(
      fc.property(samples, styles, (sample, style) => {
        const data = printPg(sample, style)
        const { tables, catalogue } = collect(pgDump, data)
        const table = catalogue.tables[0]!
        const columns = table.columns.map((c) => ({ ...c, ...table.client, client: table.client.charset }))
        for (const row of tables.plants ?? []) {
          const raw = data.subarray(row.offset, row.offset + row.length)
          const fields = readRow(raw, 'pg', columns, row.offset)
          expect(plain([fields?.map((f) => f.value) ?? []])).toEqual(plain([Object.values(row.values)]))
          for (const f of fields ?? [])
            if (typeof f.value === 'string' && /^\w+$/.test(f.value))
              expect(raw.subarray(f.start, f.end).toString()).toContain(f.value)
          expect(raw.toString('latin1')).toMatch(style.form === 'copy' ? /^[^\n]*\n$/ : /^\(.*\)$/s)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('keeps every row before a cut', () => {
    fc.assert(
      fc.property(samples, styles, bytePlace, (sample, style, where) => {
        const data = printPg(sample, style)
        const whole = collect(pgDump, data).tables.plants ?? []
        const cut = Math.floor(data.length * where)
        const got = collect(pgDump, data.subarray(0, cut))
        const kept = whole.filter((r) => r.offset + r.length <= cut)
        expect(valuesOf(got)).toEqual(plain(kept.map((r) => Object.values(r.values))))
      }),
      { numRuns: 150 },
    )
  })

  it('turns arbitrary bytes into findings, never into exceptions', () => {
    const small: Limits = { row: 4000, statement: 3000 }
    const copy = Buffer.from('COPY a (b, c) FROM stdin;\n')
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 3000 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 500 }),
        (some, within, size) => {
          const data = within ? Buffer.concat([copy, some]) : some
          const whole = everything(collect(pgDump, data, data.length || 1, small))
          expect(everything(collect(pgDump, data, size, small))).toBe(whole)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('survives any change to a dump and gives the same for any cutting', () => {
    const change = fc.tuple(bytePlace, fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(
        samples,
        styles,
        fc.array(change, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 99 }),
        (sample, style, changes, size) => {
          const data = printPg(sample, style)
          for (const [where, byte] of changes) data[Math.min(data.length - 1, Math.floor(where * data.length))] = byte
          const got = collect(pgDump, data)
          expect(everything(collect(pgDump, data, size))).toBe(everything(got))
          for (const rows of Object.values(got.tables))
            for (const r of rows) expect(r.offset + r.length).toBeLessThanOrEqual(data.length)
        },
      ),
      { numRuns: 250 },
    )
  })

  it('goes on from any state as if it had never stopped', () => {
    fc.assert(
      fc.property(samples, styles, fc.integer({ min: 1, max: 300 }), fc.boolean(), (sample, style, batch, damaged) => {
        const data = printPg(sample, style)
        if (damaged && data.length > 400) data.fill(0, 300, 340)
        const whole = collect(pgDump, data)
        const c = collector()
        let state: unknown = null
        for (let stops = 0, halt = ''; halt !== 'end'; stops++) {
          const reader = pgDump.open(c.sink, usualLimits, JSON.parse(JSON.stringify(state)))
          const from = reader.offset()
          reader.feed(data.subarray(from))
          reader.finish()
          halt = reader.run(from + batch)
          state = reader.state()
          c.drain()
          expect(stops).toBeLessThan(data.length + 2)
        }
        expect(everything(c.result())).toBe(everything(whole))
      }),
      { numRuns: 100 },
    )
  })
})
