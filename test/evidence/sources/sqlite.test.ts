import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRow } from '../../../src/evidence/mirror/read-row.ts'
import { sqlite } from '../../../src/evidence/sources/sqlite.ts'
import { sqliteWal } from '../../../src/evidence/sources/sqlite-wal.ts'
import { findProgram } from '../../../src/evidence/unpack/programs.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { freeCell, type SqliteTable, type SqliteValue, writeSqlite, writeWal } from '../../support/sqlite.ts'
import { type Collected, collectPlaced, type Value } from './collect.ts'

const folder = temporaryFolder('sqlite')
const style = { pageSize: 1024, encoding: 'utf8' } as const
const posts = (rows: SqliteTable['rows']): SqliteTable => ({
  name: 'posts',
  sql: 'CREATE TABLE posts (id INTEGER PRIMARY KEY, "subject" varchar(80) NOT NULL, [body] text, price real, seen int, extra blob)',
  rows,
})
const row = (n: number, body = `About roses ${n}`): SqliteTable['rows'][number] => [
  n,
  [null, `Garden ${n}`, body, { real: n + 0.5 }, 1_700_000_000 + n, n % 3 ? null : Buffer.from([n & 255, 0, 255])],
]
const many = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => row(from + i))
const ids = (c: Collected, table: string) => (c.tables[table] ?? []).map((r) => r.values.id)
const codes = (c: Collected) => c.findings.map((f) => f.code)

describe('SQLite databases', () => {
  it('are told by their first bytes, and so are their logs', () => {
    const data = writeSqlite([posts(many(1, 3))], style).bytes()
    expect(sqlite.detect(data, '')).toBe(true)
    expect(sqlite.detect(Buffer.from('SQLite format 2'), '')).toBe(false)
    expect(sqliteWal.detect(writeWal([], 1024), '')).toBe(true)
  })

  it('give every row with its bytes, over many pages and in any encoding', () => {
    for (const encoding of ['utf8', 'utf16le', 'utf16be'] as const)
      for (const pageSize of [512, 4096]) {
        const data = writeSqlite([posts(many(1, 200))], { pageSize, encoding }).bytes()
        const got = collectPlaced(sqlite, data)
        expect(got.findings).toEqual([])
        expect(got.tables.posts).toHaveLength(200)
        expect(got.tables.posts?.[41]?.values).toEqual({
          id: '42',
          subject: 'Garden 42',
          body: 'About roses 42',
          price: '42.5',
          seen: '1700000042',
          extra: new Uint8Array([42, 0, 255]),
        })
        expectBytes(got, data, 'posts', encoding === 'utf16be' ? 'utf16' : encoding)
      }
  })

  it('are what the program itself takes for whole', (context) => {
    const program = findProgram(['sqlite3'])
    if (program === null) context.skip('sqlite3 is not on this machine')
    const path = join(folder, 'own.db')
    const long = row(500, 'x'.repeat(9000))
    writeFileSync(path, writeSqlite([posts([...many(1, 90), long])], style).bytes())
    expect(
      execFileSync(program!, [path, 'PRAGMA integrity_check; SELECT sum(id) FROM posts'], { encoding: 'utf8' }),
    ).toBe(`ok\n${(90 * 91) / 2 + 500}\n`)
  })

  it('give what is written of any values', () => {
    const value: fc.Arbitrary<SqliteValue> = fc.oneof(
      fc.constant(null),
      fc.string({ unit: 'binary', maxLength: 2000 }).map((s) => s.replaceAll('\0', '')),
      fc.integer(),
      fc.maxSafeInteger(),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.uint8Array({ maxLength: 1500 }).map((b) => Buffer.from(b)),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((real) => ({ real })),
    )
    const shown = (v: SqliteValue, bytes: boolean): Value => {
      if (v === null) return null
      if (Buffer.isBuffer(v)) return bytes ? `bytes ${v.toString('hex')}` : v.toString()
      const text = typeof v === 'object' ? String(v.real) : String(v)
      return bytes ? `bytes ${Buffer.from(text).toString('hex')}` : text
    }
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, value), { maxLength: 25 }),
        fc.constantFrom('utf8', 'utf16le', 'utf16be'),
        fc.integer({ min: 512, max: 9000 }),
        (rows, encoding, batch) => {
          const table = {
            name: 'any',
            sql: 'CREATE TABLE any (a, b text)',
            rows: rows.map((v, i) => [i + 1, v] as const),
          }
          const data = writeSqlite([table], { pageSize: 512, encoding }).bytes()
          const got = collectPlaced(sqlite, data)
          const types = got.catalogue.tables[0]?.columns.map((c) => c.type === 'bytea') ?? []
          const values = (got.tables.any ?? []).map((r) =>
            Object.values(r.values).map((v) =>
              v instanceof Uint8Array ? `bytes ${Buffer.from(v).toString('hex')}` : v,
            ),
          )
          expect(values).toEqual(rows.map((r) => r.map((v, i) => shown(v, types[i] ?? false))))
          const again = collectPlaced(sqlite, data, [], batch)
          expect(again.tables).toEqual(got.tables)
          expect(again.findings).toEqual(got.findings)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('keep the order of a key, defaults of added columns and names of any quoting', () => {
    const keyless: SqliteTable = {
      name: 'marks',
      sql: 'CREATE TABLE `marks` (`what` text, "who" int, note text, PRIMARY KEY (who, what)) WITHOUT ROWID',
      keyless: true,
      rows: [[0, [7, 'seen', 'a note']]],
    }
    const grown: SqliteTable = {
      name: 'grown',
      sql: "CREATE TABLE grown (a text, twice int AS (a || a) VIRTUAL, late text DEFAULT 'it''s late', n int DEFAULT -1)",
      rows: [
        [1, ['old']],
        [2, ['new', 'now', 5]],
      ],
    }
    const data = writeSqlite([keyless, grown], style).bytes()
    const got = collectPlaced(sqlite, data)
    expect(got.tables.marks?.[0]?.values).toEqual({ what: 'seen', who: '7', note: 'a note' })
    expect(got.tables.grown?.map((r) => r.values)).toEqual([
      { a: 'old', twice: null, late: "it's late", n: '-1' },
      { a: 'new', twice: null, late: 'now', n: '5' },
    ])
    expectBytes(got, data, 'marks', 'utf8')
    expectBytes(got, data, 'grown', 'utf8')
  })

  it('give long values from the pages they go on with, and say where one is missing', () => {
    const body = Array.from({ length: 900 }, (_, i) => `line ${i}`).join('\n')
    const file = writeSqlite([posts([row(1), row(2, body), row(3)])], style)
    const data = file.bytes()
    const got = collectPlaced(sqlite, data)
    expect(got.tables.posts?.[1]?.values.body).toBe(body)
    expectBytes(got, data, 'posts', 'utf8')
    const cut = collectPlaced(sqlite, data.subarray(0, data.length - 1024))
    expect(ids(cut, 'posts')).toEqual(['1', '2', '3'])
    const kept = String(cut.tables.posts?.[1]?.values.body)
    expect(body.startsWith(kept) && kept.length > 1000).toBe(true)
    expect(codes(cut)).toEqual(['truncated', 'truncated-row'])
  })

  it('give the last commit of a log, and older versions of rows apart', () => {
    const before = writeSqlite([posts(many(1, 5))], style)
    const after = writeSqlite([posts([...many(1, 3), row(4, 'A later text')])], style)
    const wrong = writeSqlite([posts(many(1, 2))], style)
    const wal = writeWal(
      [
        { page: 2, bytes: after.pages[1]!, commit: 2 },
        { page: 2, bytes: wrong.pages[1]!, commit: 0 },
      ],
      1024,
    )
    const got = collectPlaced(sqlite, before.bytes(), [wal])
    expect(got.tables.posts?.map((r) => [r.file, r.values.id, r.values.body])).toEqual([
      [2, '1', 'About roses 1'],
      [2, '2', 'About roses 2'],
      [2, '3', 'About roses 3'],
      [2, '4', 'A later text'],
    ])
    expect(got.tables['posts (deleted)']?.map((r) => [r.file, r.values.id, r.values.body])).toEqual([
      [1, '5', 'About roses 5'],
      [1, '4', 'About roses 4'],
    ])
    expect(codes(got)).toEqual(['database-log', 'deleted-rows'])
    const broken = Buffer.from(wal)
    broken[5000 % wal.length] = broken[5000 % wal.length]! ^ 1
    broken[100] = broken[100]! ^ 1
    expect(ids(collectPlaced(sqlite, before.bytes(), [broken]), 'posts')).toEqual(['1', '2', '3', '4', '5'])
  })

  it('give deleted rows of a page apart, whole and without their first bytes, but no row that is still there', () => {
    const file = writeSqlite([posts(many(1, 9))], style)
    const page = file.pages[1]!
    const whole = collectPlaced(sqlite, file.bytes())
    const third = whole.tables.posts![2]!
    freeCell(page, 2, third.length)
    // The last cell goes without leaving a free block when the page is written anew: its bytes stay.
    page.writeUInt16BE(page.readUInt16BE(3) - 1, 3)
    const got = collectPlaced(sqlite, file.bytes())
    expect(ids(got, 'posts')).toEqual(['1', '2', '4', '5', '6', '7', '8'])
    expect(got.tables['posts (deleted)']?.map((r) => [r.values.id, r.values.subject, r.values.seen])).toEqual([
      ['9', 'Garden 9', '1700000009'],
      [null, 'Garden 3', '1700000003'],
    ])
    expect(codes(got)).toEqual(['deleted-rows'])
    expectBytes(got, file.bytes(), 'posts (deleted)', 'utf8')
  })

  it('give the rows of pages that no table reaches any more', () => {
    const file = writeSqlite([posts(many(1, 60))], style)
    const root = file.pages[1]!
    // The first page of rows is cut off the tree: a free page keeps what it held.
    const cells = root.readUInt16BE(3)
    root.copyWithin(12, 14, 12 + 2 * cells)
    root.writeUInt16BE(cells - 1, 3)
    const got = collectPlaced(sqlite, file.bytes())
    const there = ids(got, 'posts').map(Number)
    const gone = ids(got, 'posts (deleted)').map(Number)
    expect([...there, ...gone].sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
    expect(gone.length).toBeGreaterThan(3)
  })
})

/** Every row's bytes say what the mirror holds when they are read again. */
function expectBytes(got: Collected, data: Uint8Array, name: string, client: string): void {
  const table = got.catalogue.tables.find((t) => t.name === name)!
  const columns = table.columns.map((c, i) => ({
    ...c,
    client,
    ...(table.orders.length > 0 && { places: table.orders.map((o) => [o.from, o.columns.indexOf(i)] as const) }),
  }))
  expect(got.tables[name]?.length).toBeGreaterThan(0)
  for (const { offset, length, values } of got.tables[name] ?? []) {
    const fields = readRow(data.subarray(offset, offset + length), 'sqlite', columns, offset)
    expect(fields).not.toBeNull()
    for (const f of fields!) {
      const held = values[table.columns.find((c) => c.column === f.column)!.name]
      const value = f.value instanceof Uint8Array ? Uint8Array.from(f.value) : f.value
      if (f.cut !== true) expect([f.column, value]).toEqual([f.column, held])
      else expect(String(held).startsWith(String(f.value))).toBe(true)
    }
  }
}
