import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { runStages } from '../../src/db/runner.ts'
import type { Batch, Stage, StageContext } from '../../src/db/stage.ts'
import { mirrorStage, mirrorStageWith } from '../../src/evidence/mirror.ts'
import { mirrorRow } from '../../src/trace/row.ts'
import { withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'
import { holdDump } from '../support/mirror.ts'
import { writeSqlite, writeWal } from '../support/sqlite.ts'

const database = withDatabase()
const folder = temporaryFolder('mirror')

const names = '/*!40101 SET NAMES utf8mb4 */;\n'
const members = (from: number, to: number) =>
  Array.from(
    { length: to - from + 1 },
    (_, i) => `(${from + i},'Anna ${from + i} é',0x${(from + i).toString(16).padStart(8, '0')})`,
  )
const usersDdl =
  'CREATE TABLE `users` (\n  `id` int(10) unsigned NOT NULL,\n  `name` varchar(40) DEFAULT NULL,\n  `ip` varbinary(16) DEFAULT NULL\n) DEFAULT CHARSET=utf8mb4;\n'
const dump = `${names}USE \`garden\`;\n${usersDdl}INSERT INTO \`users\` VALUES ${members(1, 40).join()};\nINSERT INTO \`users\` VALUES ${members(41, 60).join(',\n')};\nCREATE TABLE \`empty\` (\`x\` int);\nCREATE TABLE \`posts\` (\`ctid\` int, \`_row\` text, \`Mixed "Case"\` text);\nINSERT INTO \`posts\` VALUES (1,'a\\0b','x'),(2,NULL,'y'),(3,'z');\n`

const options = (extra: Partial<Parameters<typeof runStages>[1]> = {}) => ({
  connect: () => database.connect(),
  caseDir: folder,
  actor: 'A. Examiner',
  clock: () => new Date('2026-01-02T03:04:05Z'),
  signal: new AbortController().signal,
  ...extra,
})

async function mirror(
  data: Buffer | string,
  stage: Stage = mirrorStage,
  extra: Partial<Parameters<typeof runStages>[1]> = {},
) {
  const path = join(folder, 'dump.sql')
  writeFileSync(path, data)
  await holdDump(database.client, 1, path)
  return runStages([stage], options(extra))
}

const query = async (text: string) => (await database.client.query(text)).rows

/** Everything the mirror holds and says, as one text. */
async function everything(): Promise<string> {
  const tables = await query(
    'SELECT name, database, file, columns, rows::int, ddl FROM evidence.mirror_table ORDER BY name',
  )
  const rows = []
  for (const { name } of tables) rows.push(await query(`SELECT * FROM mirror_1."${name}" ORDER BY _row`))
  const findings = await query(
    'SELECT severity, code, detail, _file, _offset::int, _length::int FROM evidence.finding ORDER BY _offset, code',
  )
  return JSON.stringify([tables, rows, findings])
}

beforeEach(async () => {
  await database.client.query(`DROP SCHEMA IF EXISTS mirror_1 CASCADE;
    DELETE FROM evidence.stage_run; DELETE FROM evidence.checkpoint; DELETE FROM evidence.finding;
    DELETE FROM evidence.mirror_table; DELETE FROM evidence.file; DELETE FROM evidence.exhibit`)
})

describe('the mirror', () => {
  it('holds all tables, columns and rows as found, each row with its bytes', async () => {
    const [result] = await mirror(dump)
    expect(result).toMatchObject({ name: 'mirror', rows: 62 })
    const tables = await query(
      'SELECT name, database, file, rows::int, columns FROM evidence.mirror_table ORDER BY name',
    )
    expect(tables.map((t) => [t.name, t.database, t.file, t.rows])).toEqual([
      ['empty', 'garden', 1, 0],
      ['posts', 'garden', 1, 2],
      ['users', 'garden', 1, 60],
    ])
    expect(
      tables[1]?.columns.map((c: { name: string; column: string; declared: string; type: string }) => [
        c.name,
        c.column,
        c.declared,
        c.type,
      ]),
    ).toEqual([
      ['ctid', '_ctid', 'int', 'text'],
      ['_row', '__row', 'text', 'text'],
      ['Mixed "Case"', 'Mixed "Case"', 'text', 'text'],
    ])
    const users = await query(
      'SELECT _row::int, _offset::int, _file, _length, id, name, ip FROM mirror_1.users ORDER BY _row',
    )
    expect(users).toHaveLength(60)
    const bytes = Buffer.from(dump)
    for (const [i, u] of users.entries()) {
      expect([u._row, u._file, u.id, u.name, u.ip.readUInt32BE()]).toEqual([
        i + 1,
        1,
        `${i + 1}`,
        `Anna ${i + 1} é`,
        i + 1,
      ])
      expect(bytes.subarray(u._offset, u._offset + u._length).toString()).toBe(members(i + 1, i + 1)[0])
    }
    expect(await query('SELECT _ctid, __row, "Mixed ""Case""" AS c FROM mirror_1.posts ORDER BY _row')).toEqual([
      { _ctid: '1', __row: 'a␀b', c: 'x' },
      { _ctid: '2', __row: null, c: 'y' },
    ])
    expect((await query('SELECT code, rows FROM evidence.finding ORDER BY n')).map((f) => f.code)).toEqual([
      'invalid-text',
      'column-count',
    ])
    expect(await query('SELECT size::int FROM evidence.file')).toEqual([{ size: bytes.length }])
  })

  it('is the same for any size of batch, packed or not', async () => {
    await mirror(dump)
    const whole = await everything()
    for (const batchBytes of [1, 50, 333, 1500]) {
      for (const data of [dump, gzipSync(dump)]) {
        await database.client.query(
          'DELETE FROM evidence.file; DELETE FROM evidence.stage_run; DELETE FROM evidence.exhibit; DROP SCHEMA mirror_1 CASCADE; DELETE FROM evidence.mirror_table; DELETE FROM evidence.finding; DELETE FROM evidence.checkpoint',
        )
        await mirror(data, mirrorStage, { batchBytes })
        expect(await everything()).toBe(whole)
      }
    }
  })

  it('goes on after a kill at any batch to the same mirror', async () => {
    const damaged = Buffer.from(dump.replace("'Anna 7 ", 'Anna 7 '))
    await mirror(damaged, mirrorStage, { batchBytes: 200 })
    const whole = await everything()
    const [last] = await query('SELECT max(batch)::int AS n FROM evidence.checkpoint')
    expect(last?.n).toBeGreaterThan(8)
    for (const moment of ['prepared', 'before-commit', 'after-commit'] as const) {
      // Tables are made for some batches only.
      for (let kill = 0; kill < (moment === 'prepared' ? 3 : last?.n); kill++) {
        await database.client.query(
          `DELETE FROM evidence.file; DELETE FROM evidence.exhibit; DELETE FROM evidence.stage_run`,
        )
        let n = 0
        const onBatch = (m: string): void => {
          if (m === moment && n++ === kill) throw new Error('pulled the plug')
        }
        await expect(mirror(damaged, mirrorStage, { batchBytes: 200, onBatch })).rejects.toThrow('pulled the plug')
        await runStages([mirrorStage], options({ batchBytes: 200 }))
        expect(await everything()).toBe(whole)
      }
    }
  })

  it('starts anew over what an earlier version of it left', async () => {
    await mirror(dump)
    const whole = await everything()
    await runStages([{ ...mirrorStage, version: 99 }], options())
    expect(await everything()).toBe(whole)
  })

  it('cuts batches by bytes of content, and says how far it is', async () => {
    const path = join(folder, 'dump.sql')
    writeFileSync(path, dump)
    await holdDump(database.client, 1, path)
    const context: StageContext = {
      db: database.client,
      connect: () => database.connect(),
      unit: 1,
      caseDir: folder,
      batchRows: 1,
      batchBytes: 500,
      resume: null,
      signal: new AbortController().signal,
    }
    const batches: Batch[] = []
    for await (const batch of mirrorStage.run(context)) batches.push(batch)
    expect(batches.reduce((sum, b) => sum + b.rows, 0)).toBe(62)
    expect(batches.flatMap((b) => b.copies ?? []).reduce((sum, c) => sum + c.rows, 0)).toBe(62)
    const done = batches.map((b) => b.progress?.done ?? -1)
    expect(done).toEqual([...done].sort((a, b) => a - b))
    expect(batches.at(-1)?.progress).toEqual({ done: dump.length + 60, total: dump.length + 60, unit: 'bytes' })
    for (const b of batches) expect(JSON.parse(JSON.stringify(b.state))).toEqual(b.state)
  })

  it('names tables of further databases after them', async () => {
    await mirror(
      `${names}USE a;\n${usersDdl}INSERT INTO users VALUES ${members(1, 2).join()};\nUSE b;\n${usersDdl}INSERT INTO users VALUES ${members(3, 5).join()};\nCREATE TABLE other (x int);\nINSERT INTO other VALUES (1);\n`,
    )
    expect(await query('SELECT name, database, rows::int FROM evidence.mirror_table ORDER BY name')).toEqual([
      { name: 'b.other', database: 'b', rows: 1 },
      { name: 'b.users', database: 'b', rows: 3 },
      { name: 'users', database: 'a', rows: 2 },
    ])
    expect((await query('SELECT id FROM mirror_1."b.users" ORDER BY _row')).map((r) => r.id)).toEqual(['3', '4', '5'])
  })

  it('holds columns that only later rows have, and says where they stand', async () => {
    await mirror(
      `${names}CREATE TABLE t (a int, b int);\nINSERT INTO t VALUES (1,2);\nINSERT INTO t (b, a) VALUES (4,3);\nINSERT INTO t (a, c) VALUES (5,6);\n`,
      mirrorStage,
      { batchBytes: 40 },
    )
    expect(await query('SELECT a, b, c FROM mirror_1.t ORDER BY _row')).toEqual([
      { a: '1', b: '2', c: null },
      { a: '3', b: '4', c: null },
      { a: '5', b: null, c: '6' },
    ])
    const [table] = await query('SELECT columns FROM evidence.mirror_table')
    expect(table?.columns.map((c: { places: number[][] }) => c.places.map((p) => p[1]))).toEqual([
      [1, 0],
      [0, -1],
      [-1, 1],
    ])
  })

  it('holds a table with names that PostgreSQL cannot hold', async () => {
    const long = 'é'.repeat(60)
    await mirror(
      `${names}CREATE TABLE \`${long}\` (\`${long}a\` int, \`${long}b\` int, \`xmin\` int, \`\` int);\nINSERT INTO \`${long}\` VALUES (1,2,3,4);\n`,
    )
    const [table] = await query('SELECT name, columns FROM evidence.mirror_table')
    expect(Buffer.byteLength(table?.name)).toBeLessThanOrEqual(63)
    const [row] = await query(`SELECT * FROM mirror_1."${table?.name}"`)
    expect(table?.columns.map((c: { column: string }) => row?.[c.column])).toEqual(['1', '2', '3', '4'])
  })

  it('sums up findings beyond the first thousand', async () => {
    const bad = Array.from({ length: 1500 }, (_, i) => `(${i})`).join()
    await mirror(`${names}CREATE TABLE t (a int, b int);\nINSERT INTO t VALUES ${bad},(1,2);\n`)
    expect(await query('SELECT count(*)::int AS n FROM evidence.finding')).toEqual([{ n: 1001 }])
    const [sum] = await query('SELECT detail FROM evidence.finding ORDER BY n DESC LIMIT 1')
    expect(sum?.detail).toContain('500 more like this')
    expect(await query('SELECT rows::int FROM evidence.mirror_table')).toEqual([{ rows: 1 }])
  })

  it('tells of damage in the packing, and of rows that are too long', async () => {
    const packed = gzipSync(dump)
    await mirror(packed.subarray(0, packed.length - 2), mirrorStageWith({ row: 30, statement: 1 << 20 }))
    const codes = (await query('SELECT DISTINCT code FROM evidence.finding ORDER BY code')).map((f) => f.code)
    expect(codes).toEqual(expect.arrayContaining(['gzip-truncated', 'column-count', 'invalid-text']))
  })

  it('makes indexes for large tables', async () => {
    const rows = Array.from({ length: 12_000 }, (_, i) => `(${i},'x',NULL)`).join()
    await mirror(`${names}${usersDdl}INSERT INTO users VALUES ${rows};\n`)
    expect(await query(`SELECT indexdef FROM pg_indexes WHERE schemaname = 'mirror_1'`)).toEqual([
      { indexdef: expect.stringContaining('USING brin (_row, _offset)') },
    ])
    expect(await query(`SELECT reltuples::int FROM pg_class WHERE oid = 'mirror_1.users'::regclass`)).toEqual([
      { reltuples: 12_000 },
    ])
  })

  it('holds a SQLite file and the log beside it, also when it was interrupted', async () => {
    const rows = (to: number) =>
      Array.from({ length: to }, (_, i) => [i + 1, [null, `Rose ${i + 1}`, Buffer.from([i & 255, 0])]] as const)
    const table = { name: 'plants', sql: 'CREATE TABLE plants (id INTEGER PRIMARY KEY, name text, seal blob)' }
    const style = { pageSize: 512, encoding: 'utf8' } as const
    const before = writeSqlite([{ ...table, rows: rows(90) }], style)
    const leaf = before.pages.length
    const after = writeSqlite([{ ...table, rows: rows(89) }], style)
    writeFileSync(
      join(folder, 'plants.db-wal'),
      writeWal([{ page: leaf, bytes: after.pages[leaf - 1]!, commit: leaf }], 512),
    )
    const load = async (extra: Partial<Parameters<typeof runStages>[1]> = {}) => {
      const path = join(folder, 'plants.db')
      writeFileSync(path, before.bytes())
      await holdDump(database.client, 1, path)
      await database.client.query(
        `INSERT INTO evidence.file (file, exhibit, path, source, stored_path, stored_size) VALUES (100001, 1, 'plants.db-wal', 'sqlite-wal', $1, 1)`,
        [join(folder, 'plants.db-wal')],
      )
      return runStages([mirrorStage], options(extra))
    }
    await load()
    const whole = await everything()
    const counts = await query('SELECT name, rows::int FROM evidence.mirror_table ORDER BY name')
    expect(counts).toEqual([
      { name: 'plants', rows: 89 },
      { name: 'plants (deleted)', rows: 1 },
    ])
    expect(await query('SELECT id, name FROM mirror_1."plants (deleted)"')).toEqual([{ id: '90', name: 'Rose 90' }])
    const traced = await mirrorRow(database.client, 1, await originOf('plants', 89))
    const from = await originOf('plants', 89)
    const bytes = after.pages[leaf - 1]!
    expect(traced).toMatchObject({ table: 'plants', row: 89 })
    expect(traced?.differs(bytes.subarray(from.offset - 32 - 24, from.offset - 32 - 24 + from.length))).toBeNull()
    await database.client.query(`DROP SCHEMA mirror_1 CASCADE; DELETE FROM evidence.stage_run; DELETE FROM evidence.checkpoint;
      DELETE FROM evidence.finding; DELETE FROM evidence.mirror_table; DELETE FROM evidence.file; DELETE FROM evidence.exhibit`)
    let batches = 0
    const stop = (moment: string) => {
      if (moment === 'after-commit' && ++batches === 4) throw new Error('stopped by the test')
    }
    await expect(load({ batchBytes: 1500, onBatch: stop })).rejects.toThrow('stopped by the test')
    await runStages([mirrorStage], options({ batchBytes: 1500 }))
    expect(await everything()).toBe(whole)
  })
})

async function originOf(table: string, row: number) {
  const { rows } = await database.client.query<{ file: number; offset: number; length: number }>(
    `SELECT _file AS file, _offset::float8 AS offset, _length AS length FROM mirror_1."${table}" WHERE _row = $1`,
    [row],
  )
  return { ...rows[0]!, step: 'row' }
}
