import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mirrorRow } from '../../../src/trace/row.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { type IbdTable, writeIbd } from '../../support/innodb.ts'
import { findingSql, readFolder } from './read.ts'

const folder = temporaryFolder('eight')
const cases = join(folder, 'cases')

test('a data directory of MySQL 8 is read from its pages, and says how its server was ended', async () => {
  const top = join(folder, 'eight')
  for (const inner of ['garden', 'sys', '#innodb_redo']) mkdirSync(join(top, inner), { recursive: true })
  const page = Buffer.alloc(16384)
  page.writeUInt32BE(80036, 8)
  writeFileSync(join(top, 'mysql.ibd'), page)
  page.writeBigUInt64BE(5000n, 26)
  writeFileSync(join(top, 'ibdata1'), page)
  const log = Buffer.alloc(4096)
  log.writeBigUInt64BE(7000n, 512 + 8)
  writeFileSync(join(top, '#innodb_redo', '#ib_redo3'), log)
  const int = (n: number): Buffer => Buffer.from([0, 0, n >> 8, n & 255])
  const columns = [
    { name: 'id', fixed: 4, dd: { type: 4, is_unsigned: true, column_type_utf8: 'int unsigned' } },
    { name: 'plant', fixed: 0, dd: { type: 16, char_length: 80, collation_id: 255, column_type_utf8: 'varchar(20)' } },
  ]
  const table = (name: string, count: number, id: number, more: Partial<IbdTable> = {}): Buffer => {
    const rows = Array.from({ length: count }, (_, i) => ({ values: [int(i + 1), Buffer.from(`rose ${i + 1}`)] }))
    return writeIbd({ schema: 'garden', name, columns, rows, perPage: 30, freed: [rows[0]!], ...more }, { id }).bytes
  }
  writeFileSync(join(top, 'garden', 'beds.ibd'), table('beds', 50, 7))
  writeFileSync(join(top, 'garden', 'paths.ibd'), table('paths', 3, 8))
  for (const [n, count] of [5, 7].entries())
    writeFileSync(join(top, 'garden', `plan#p#p${n}.ibd`), table('plan', count, 20 + n, { partition: true }))
  writeFileSync(join(top, 'garden', 'paths_old.ibd'), table('paths', 2, 9))
  writeFileSync(join(top, 'garden', 'spoilt.ibd'), page)
  writeFileSync(join(top, 'garden', 'old.MYD'), 'rows')
  const read = await readFolder(cases, top)
  const told = (await read.rows(findingSql)) as { severity: string; code: string; detail: string }[]
  const directory = told.filter((f) => f.code.startsWith('database-'))
  expect(directory.map((f) => `${f.severity} ${f.code}`)).toEqual([
    ...['note database-native', 'warning database-shutdown', 'loss database-table', 'loss database-table'],
  ])
  expect(directory[0]?.detail).toMatch(/MySQL 8\.0\.36/)
  expect(directory[1]?.detail).toMatch(/not shut down.* 5000.* 7000/)
  expect(await read.rows('SELECT version, state, databases, tables FROM evidence.data_directory')).toEqual([
    { version: '8.0.36', state: 'part', databases: 1, tables: 6 },
  ])
  expect(await read.rows('SELECT name, database, rows::int FROM evidence.mirror_table ORDER BY name')).toEqual([
    { name: 'beds', database: 'garden', rows: 50 },
    { name: 'paths', database: 'garden', rows: 3 },
    { name: 'paths~2', database: 'garden', rows: 2 },
    { name: 'plan', database: 'garden', rows: 12 },
  ])
  const rows = await read.rows('SELECT _file, _offset::int, _length, id, plant FROM mirror_1.beds ORDER BY _row')
  expect(rows.map((r) => r.plant)).toEqual(Array.from({ length: 50 }, (_, i) => `rose ${i + 1}`))
  const bytes = readFileSync(join(top, 'garden', 'beds.ibd'))
  for (const { _file: file, _offset: offset, _length: length, plant } of rows) {
    const found = await mirrorRow(read.db, 1, { step: 'row', file, offset, length })
    const own = bytes.subarray(offset, offset + length)
    expect(found?.differs(own)).toBeNull()
    const other = Buffer.from(own.toString('latin1').replace(plant, plant.replace('rose', 'tull')), 'latin1')
    expect(found?.differs(other)).toMatch(/plant reads otherwise/)
  }
  await read.drop()
}, 600_000)
