import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRow } from '../../../src/evidence/mirror/read-row.ts'
import { type Limits, usualLimits } from '../../../src/evidence/mirror/source.ts'
import { type Collected, collect, collector } from './collect.ts'
import { dumpForms } from './forms.ts'

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
const place = fc.double({ min: 0, max: 1, noNaN: true })
const chunk = fc.integer({ min: 1, max: 200 })

for (const { name, source, form, dumps, row: shape, lead } of dumpForms) {
  describe(`the reader of ${name}`, () => {
    it('reads what was printed', () => {
      fc.assert(
        fc.property(dumps, ({ data, rows }) => {
          const got = collect(source, data)
          expect(valuesOf(got)).toEqual(plain(rows))
          expect(got.findings).toEqual([])
        }),
        { numRuns: 150 },
      )
    })

    it('gives the same for any cutting of the bytes', () => {
      fc.assert(
        fc.property(dumps, chunk, ({ data }, size) => {
          expect(everything(collect(source, data, size))).toBe(everything(collect(source, data)))
        }),
        { numRuns: 100 },
      )
    })

    it('gives byte ranges that slice back to the row and its values', () => {
      fc.assert(
        fc.property(dumps, ({ data }) => {
          const { tables, catalogue } = collect(source, data)
          const table = catalogue.tables[0]!
          const columns = table.columns.map((c) => ({ ...c, ...table.client, client: table.client.charset }))
          for (const row of tables.plants ?? []) {
            const raw = data.subarray(row.offset, row.offset + row.length)
            const fields = readRow(raw, form, columns, row.offset)
            expect(plain([fields?.map((f) => f.value) ?? []])).toEqual(plain([Object.values(row.values)]))
            for (const f of fields ?? [])
              if (typeof f.value === 'string' && /^\w+$/.test(f.value))
                expect(raw.subarray(f.start, f.end).toString()).toContain(f.value)
            expect(raw.toString('latin1')).toMatch(shape)
          }
        }),
        { numRuns: 100 },
      )
    })

    it('keeps every row before a cut', () => {
      fc.assert(
        fc.property(dumps, place, ({ data }, where) => {
          const whole = collect(source, data).tables.plants ?? []
          const cut = Math.floor(data.length * where)
          const got = collect(source, data.subarray(0, cut))
          const kept = whole.filter((r) => r.offset + r.length <= cut)
          expect(valuesOf(got)).toEqual(plain(kept.map((r) => Object.values(r.values))))
        }),
        { numRuns: 150 },
      )
    })

    it('turns arbitrary bytes into findings, never into exceptions', () => {
      const small: Limits = { row: 4000, statement: 3000 }
      const bytes = fc.uint8Array({ maxLength: 3000 })
      fc.assert(
        fc.property(bytes, fc.boolean(), fc.integer({ min: 1, max: 500 }), (some, within, size) => {
          const data = within ? Buffer.concat([Buffer.from(lead), some]) : some
          const whole = everything(collect(source, data, data.length || 1, small))
          expect(everything(collect(source, data, size, small))).toBe(whole)
        }),
        { numRuns: 150 },
      )
    })

    it('survives any change to a dump and gives the same for any cutting', () => {
      const change = fc.tuple(place, fc.integer({ min: 0, max: 255 }))
      const changes = fc.array(change, { minLength: 1, maxLength: 3 })
      fc.assert(
        fc.property(dumps, changes, fc.integer({ min: 1, max: 99 }), ({ data }, list, size) => {
          for (const [where, byte] of list)
            if (data.length > 0) data[Math.min(data.length - 1, Math.floor(where * data.length))] = byte
          const got = collect(source, data)
          expect(everything(collect(source, data, size))).toBe(everything(got))
          for (const rows of Object.values(got.tables))
            for (const r of rows) expect(r.offset + r.length).toBeLessThanOrEqual(data.length)
        }),
        { numRuns: 250 },
      )
    })

    it('goes on from any state as if it had never stopped', () => {
      fc.assert(
        fc.property(dumps, fc.integer({ min: 1, max: 300 }), fc.boolean(), ({ data }, batch, damaged) => {
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
        }),
        { numRuns: 100 },
      )
    })
  })
}
