import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readRow } from '../../../src/evidence/mirror/read-row.ts'
import { sources } from '../../../src/evidence/sources/index.ts'
import { type Collected, collect } from './collect.ts'

const shared = resolve(import.meta.dirname, '../../../../shared/evidence')
const forms = [
  'default.sql',
  'skip-extended-insert.sql',
  'hexblob-completeinsert.sql.gz',
  'databases-option.sql.gz',
  'xml.gz',
]

function load(board: string, form: string) {
  const raw = readFileSync(join(shared, board, 'db', `${board}_db.${form}`))
  const data = form.endsWith('.gz') ? gunzipSync(raw) : raw
  const source = sources.find((s) => s.detect(data.subarray(0, 65_536), form))
  if (source === undefined || !('open' in source)) throw new Error(`${form} is not read from front to back`)
  return { data, source, got: collect(source, data, 1 << 16) }
}

/** Rows by table, in an order that does not depend on the dump's. */
const content = (c: Collected) =>
  Object.fromEntries(
    Object.entries(c.tables).map(([name, rows]) => [name, rows.map((r) => JSON.stringify(r.values)).sort()]),
  )

// The folder lies beside the repository on machines where boards were run to make evidence.
describe.skipIf(!existsSync(shared))('dumps of real boards (skipped where ../shared/evidence is absent)', () => {
  for (const board of ['phpbb', 'fluxbb']) {
    it(`of ${board} hold the same rows in every form`, () => {
      const first = load(board, forms[0]!)
      expect(Object.values(first.got.tables).flat().length).toBeGreaterThan(5000)
      for (const form of forms) {
        const { got } = load(board, form)
        expect(got.findings).toEqual([])
        expect(content(got)).toEqual(content(first.got))
        expect(
          got.catalogue.tables.map((t) => [t.name, t.database, t.columns.map((c) => [c.name, c.declared, c.type])]),
        ).toEqual(
          first.got.catalogue.tables.map((t) => [
            t.name,
            t.database,
            t.columns.map((c) => [c.name, c.declared, c.type]),
          ]),
        )
      }
    })

    it(`of ${board} give each row and value again from its bytes`, () => {
      for (const form of forms) {
        const { data, got, source } = load(board, form)
        for (const table of got.catalogue.tables) {
          const columns = table.columns.map((c) => ({ ...c, client: table.client.charset }))
          for (const row of (got.tables[table.name] ?? []).filter((_, i) => i % 50 === 0)) {
            const bytes = data.subarray(row.offset, row.offset + row.length)
            const fields = readRow(bytes, source.name === 'mysqldump-xml' ? 'xml' : 'sql', columns, row.offset)
            expect(fields?.map((f) => f.value)).toEqual(Object.values(row.values))
          }
        }
      }
    })
  }

  it('keeps what a dump through a latin1 client lost', () => {
    const { got } = load('fluxbb', 'latin1-client.sql.gz')
    const whole = load('fluxbb', 'default.sql').got
    expect(Object.entries(got.tables).map(([n, rows]) => [n, rows.length])).toEqual(
      Object.entries(whole.tables).map(([n, rows]) => [n, rows.length]),
    )
    const messages = got.tables.flux_posts?.map((r) => String(r.values.message)) ?? []
    expect(messages.some((m) => m.includes('café € 12,50 — \\o/'))).toBe(true)
    expect(got.findings.map((f) => f.code)).toEqual(['charset-undeclared'])
  })
})
