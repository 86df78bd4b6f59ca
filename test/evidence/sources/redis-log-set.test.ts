import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { acquire } from '../../../src/evidence/acquire.ts'
import { readManifest } from '../../../src/evidence/mirror/rdb/manifest.ts'
import { mirrorStage } from '../../../src/evidence/mirror.ts'
import { openStage } from '../../../src/evidence/open.ts'
import { declareOperation, exercise } from '../../../src/evidence/operation.ts'
import { identifyHead } from '../../../src/evidence/recognise.ts'
import { redisLogSet } from '../../../src/evidence/sources/redis-log-set.ts'
import { redisRdb } from '../../../src/evidence/sources/redis-rdb.ts'
import { withDatabase } from '../../support/database.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { run } from '../../support/mirror.ts'
import { type RedisKey, writeAof, writeRdb } from '../../support/rdb.ts'
import { collect, collector, collectPlaced, placed, type Row } from './collect.ts'

const contents = (tables: Readonly<Record<string, readonly Row[]>>) =>
  Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => [name, rows.map((r) => Object.values(r.values)).sort()]),
  )

const keys: readonly RedisKey[] = [
  { key: 'user:1', hash: { username: 'Rail_Rita', uid: '1' } },
  { key: 'topics:tid', zset: [['5', 1_700_000_000_000]] },
  { key: 'rules', string: 'no engines indoors' },
  { key: 'shed', string: 'north' },
]
const base = writeRdb(keys, 'listpack', 11, ['aof-base'])
const first = writeAof([
  ['SELECT', '0'],
  ['HSET', 'user:1', 'username', 'Rita', 'about', 'roses'],
  ['SET', 'rules', 'engines on Sundays'],
])
const second = writeAof([
  ['SELECT', '0'],
  ['ZADD', 'topics:tid', '1700000060000', '6'],
  ['DEL', 'rules'],
])
const lines = [
  'file appendonly.aof.3.base.rdb seq 3 type b',
  'file appendonly.aof.8.incr.aof seq 8 type i',
  'file appendonly.aof.7.incr.aof seq 7 type i startoffset 0',
]
const manifest = Buffer.from(`${lines.join('\n')}\n`)

describe('a log of Redis in several files', () => {
  test('is told by its manifest, which lists them in their order', () => {
    expect(identifyHead(manifest, 'appendonlydir/appendonly.aof.manifest').source).toBe('redis-log-set')
    expect(redisLogSet.lists?.(manifest)).toEqual([
      'appendonly.aof.3.base.rdb',
      'appendonly.aof.7.incr.aof',
      'appendonly.aof.8.incr.aof',
    ])
    expect(readManifest(Buffer.from('file "a b.aof" seq 1 type i\r\n'))).toMatchObject([{ name: 'a b.aof' }])
    for (const none of [
      '',
      'file ../a seq 1 type b\n',
      'file a seq 1 type b',
      'file a seq 1 type h\n',
      'file a type b\nx',
    ])
      expect(readManifest(Buffer.from(none)) === null, none).toBe(none !== 'file a seq 1 type b')
  })

  test('leads to what one file with all of it leads to, each row in the file that wrote it', () => {
    const { tables, findings } = collectPlaced(redisLogSet, manifest, [base, first, second])
    expect(findings).toEqual([])
    const one = Buffer.concat([writeRdb(keys, 'listpack', 11, ['aof-preamble']), first, second])
    expect(contents(tables)).toEqual(contents(collect(redisRdb, one).tables))
    expect(contents(tables).legacy_hash).toEqual([['user:1', '{"username":"Rita","uid":"1","about":"roses"}']])
    expect(contents(tables).earlier_value).toEqual([
      ['rules', null, 'engines on Sundays', 'deleted'],
      ['rules', null, 'no engines indoors', 'changed'],
      ['user:1', 'username', 'Rail_Rita', 'changed'],
    ])
    for (const row of Object.values(tables).flat()) {
      const bytes = [base, first, second][row.file - 2]!.subarray(row.offset, row.offset + row.length)
      expect(bytes.toString('latin1')).toContain(String(row.values._key))
    }
    expect(new Set(tables.legacy_zset!.map((r) => r.file))).toEqual(new Set([2, 4]))
  })

  test('says what is missing, replaced or damaged, and gives the rest', () => {
    const without = collectPlaced(redisLogSet, manifest, [null, first, second])
    expect(without.findings).toMatchObject([{ code: 'part-missing', severity: 'loss', offset: 0 }])
    expect(contents(without.tables).legacy_hash).toEqual([['user:1', '{"username":"Rita","about":"roses"}']])

    const replaced = Buffer.from('file old.aof seq 2 type h\nfile new.rdb seq 3 type b\n')
    const kept = collectPlaced(redisLogSet, replaced, [first, base])
    expect(kept.findings).toMatchObject([{ code: 'replaced-log', severity: 'warning' }])
    expect(contents(kept.tables).legacy_string).toHaveLength(2)

    const cut = collectPlaced(redisLogSet, manifest, [base.subarray(0, 150), first, Buffer.alloc(0)])
    expect(cut.findings).toMatchObject([{ code: expect.stringMatching(/damaged|truncated/), file: 2 }])
    expect(contents(cut.tables).legacy_hash![0]![1]).toContain('roses')
  })

  test('begins each file with the first database, and keeps the databases apart', () => {
    const other = writeAof([
      ['SELECT', '4'],
      ['SET', 'shed', 'south'],
    ])
    const last = writeAof([['SET', 'shed', 'east']])
    const { tables } = collectPlaced(redisLogSet, manifest, [base, other, last])
    expect(contents(tables).legacy_string).toEqual([
      ['rules', 'no engines indoors'],
      ['shed', 'east'],
      ['shed', 'south'],
    ])
  })

  test('gives each row once where it is stopped anywhere and read again', () => {
    const c = collector()
    const parts = [base, first, second].map((data, i) => placed(i + 2, data))
    let state: unknown = null
    for (let stop = 1; ; stop += 60) {
      const reader = redisLogSet.openAt(placed(1, manifest), parts, c.sink, { row: 1 << 20, statement: 1 << 20 }, state)
      let halt = reader.run(stop)
      while (halt === 'input') halt = reader.run(stop)
      if (halt === 'end') break
      state = JSON.parse(JSON.stringify(reader.state()))
      if (stop > 1 << 20) throw new Error('it never ends')
    }
    expect(c.result().tables).toEqual(collectPlaced(redisLogSet, manifest, [base, first, second]).tables)
  })
})

const database = withDatabase()
const folder = temporaryFolder('log-set')

test('the files of such a log in a seized folder are read together, and once', async () => {
  const { client: db } = database
  const at = join(folder, 'server', 'appendonlydir')
  mkdirSync(at, { recursive: true })
  mkdirSync(join(folder, 'case'))
  writeFileSync(join(at, 'appendonly.aof.manifest'), manifest)
  writeFileSync(join(at, 'appendonly.aof.3.base.rdb'), base)
  writeFileSync(join(at, 'appendonly.aof.7.incr.aof'), first)
  writeFileSync(join(at, 'appendonly.aof.8.incr.aof'), second)
  const when = new Date('2026-01-02T03:04:05Z')
  await declareOperation(db, exercise, 'a test', when)
  const signal = new AbortController().signal
  await acquire(
    { path: join(folder, 'server') },
    { db, caseDir: join(folder, 'case'), actor: 'a test', clock: () => when, signal, tool: 'test' },
  )
  await run(database, [openStage, mirrorStage], 50_000, Number.POSITIVE_INFINITY, join(folder, 'case'))
  const query = async (text: string) => (await db.query(text)).rows
  expect(await query('SELECT code, detail FROM evidence.finding')).toEqual([])
  expect(await query('SELECT name, rows::int FROM evidence.mirror_table WHERE rows > 0 ORDER BY name')).toEqual([
    { name: 'earlier_value', rows: 3 },
    { name: 'legacy_hash', rows: 1 },
    { name: 'legacy_object', rows: 2 },
    { name: 'legacy_string', rows: 1 },
    { name: 'legacy_zset', rows: 2 },
  ])
  expect(
    await query(
      `SELECT z.value, right(f.path, 8) AS path FROM mirror_1.legacy_zset z JOIN evidence.file f ON f.file = z._file ORDER BY z.value`,
    ),
  ).toEqual([
    { value: '5', path: 'base.rdb' },
    { value: '6', path: 'incr.aof' },
  ])
  expect(
    await query('SELECT count(*)::int AS n FROM evidence.file WHERE source LIKE $$redis%$$ AND size IS NULL'),
  ).toEqual([{ n: 0 }])
})
