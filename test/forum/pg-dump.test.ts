import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { mirrorStage } from '../../src/evidence/mirror.ts'
import { entities } from '../../src/forum/forum.ts'
import { forumStages } from '../../src/forum/stage.ts'
import { mirrorRow } from '../../src/trace/row.ts'
import { discourseBoard } from '../conformance/boards/discourse.ts'
import { withDatabase } from '../support/database.ts'
import { holdDump, run, type SeizedRow, type SeizedTables, seize } from '../support/mirror.ts'

const control: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' }

/** Writes tables as pg_dump does: declarations first, then the rows as COPY text. */
function pgDump(tables: SeizedTables, schema = 'public'): string {
  const all = Object.entries(tables).map(([name, content]) => {
    const rows: readonly SeizedRow[] = Array.isArray(content) ? (content as readonly SeizedRow[]) : []
    const columns = 'columns' in content ? content.columns : Object.keys(rows[0] ?? {})
    return { name: `${schema}.${name}`, columns: columns as readonly string[], rows }
  })
  const type = (rows: readonly SeizedRow[], column: string): string => {
    const values = rows.flatMap((row) => row[column] ?? [])
    if (values.length > 0 && values.every((v) => /^-?\d+$/.test(String(v)))) return 'bigint NOT NULL'
    if (values.length > 0 && values.every((v) => /^[tf]$/.test(String(v)))) return 'boolean DEFAULT false NOT NULL'
    return "character varying(1000) DEFAULT ''::character varying"
  }
  const field = (value: string | Buffer | null | undefined): string =>
    value === null || value === undefined ? '\\N' : String(value).replace(/[\n\r\t\\]/g, (c) => control[c]!)
  const created = all.map(
    (t) => `CREATE TABLE ${t.name} (\n${t.columns.map((c) => `    "${c}" ${type(t.rows, c)}`).join(',\n')}\n);\n\n`,
  )
  const copied = all.map(
    (t) =>
      `COPY ${t.name} (${t.columns.map((c) => `"${c}"`).join(', ')}) FROM stdin;\n${t.rows
        .map((row) => `${t.columns.map((c) => field(row[c])).join('\t')}\n`)
        .join('')}\\.\n\n`,
  )
  const head = `--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\nSELECT pg_catalog.set_config('search_path', '', false);\n\n`
  return `${head}${created.join('')}${copied.join('')}--\n-- PostgreSQL database dump complete\n--\n`
}

describe('a Discourse in a dump of PostgreSQL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pg-dump-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const database = withDatabase()
  const seized = withDatabase()
  const third = withDatabase()
  const query = async (sql: string) => (await database.client.query(sql)).rows
  const path = join(folder, 'dump.sql')

  test('is mirrored and rebuilt', async () => {
    writeFileSync(path, pgDump(discourseBoard.tables))
    await holdDump(database.client, 1, path)
    await run(database, [mirrorStage, ...forumStages])
    expect(await query('SELECT source FROM evidence.file')).toEqual([{ source: 'pg-dump' }])
    expect(await query('SELECT key, adapter, version, title FROM forum.site')).toEqual([
      { key: 'discourse', adapter: 'discourse', version: discourseBoard.version, title: discourseBoard.title },
    ])
    expect(await query('SELECT code, detail FROM evidence.finding')).toEqual([])
    const unbalanced = 'SELECT name FROM forum.completeness WHERE rows <> entities + non_entities + findings'
    expect(await query(unbalanced)).toEqual([])
  })

  test('has the rows that the same tables have when they are seized', async () => {
    await seize(seized.client, 1, discourseBoard.tables)
    await run(seized, forumStages)
    let rows = 0
    for (const entity of entities) {
      const select = `SELECT to_jsonb(t) - '_file' - '_offset' - '_length' AS row FROM forum.${entity} t ORDER BY 1`
      const found = await query(select)
      expect(found).toEqual((await seized.client.query(select)).rows)
      rows += found.length
    }
    expect(rows).toBeGreaterThan(50)
  })

  test('traces its posts and members to lines that still say the same, and masks their passwords', async () => {
    const dump = readFileSync(path)
    const bytes = (at: { _offset: number; _length: number }) => dump.subarray(at._offset, at._offset + at._length)
    const places = await query(
      `SELECT _file, _offset::float8 AS _offset, _length FROM forum.post UNION ALL SELECT _file, _offset::float8, _length FROM forum.member`,
    )
    expect(places.length).toBeGreaterThan(5)
    let masked = 0
    for (const at of places) {
      const origin = { step: 'row', file: at._file, offset: at._offset, length: at._length }
      const row = await mirrorRow(database.client, 1, origin)
      expect(row?.differs(Buffer.from(bytes(at)))).toBeNull()
      const other = Buffer.from(bytes(at).toString('latin1').replace(/^-?\d/, '77'), 'latin1')
      expect(row?.differs(other)).toMatch(/reads otherwise/)
      masked += row?.secrets(Buffer.from(bytes(at))).length ?? 0
    }
    expect(masked).toBeGreaterThan(0)
  })

  test('in a schema of its own is rebuilt as well', async () => {
    const own = join(folder, 'schema.sql')
    writeFileSync(own, pgDump(discourseBoard.tables, 'garden'))
    await holdDump(third.client, 1, own)
    await run(third, [mirrorStage, ...forumStages])
    const { rows } = await third.client.query('SELECT adapter, prefix, title FROM forum.site')
    expect(rows).toEqual([{ adapter: 'discourse', prefix: 'garden.', title: discourseBoard.title }])
  })
})
