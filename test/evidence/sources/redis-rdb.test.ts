import { describe, expect, test } from 'vitest'
import { readRow } from '../../../src/evidence/mirror/read-row.ts'
import { identifyHead } from '../../../src/evidence/recognise.ts'
import { mongodump } from '../../../src/evidence/sources/mongodump.ts'
import { redisRdb } from '../../../src/evidence/sources/redis-rdb.ts'
import { type BsonValue, writeBson } from '../../support/bson.ts'
import { type RedisKey, writeRdb } from '../../support/rdb.ts'
import { collect, collector, type Row } from './collect.ts'

const contents = (tables: Readonly<Record<string, readonly Row[]>>) =>
  Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.map((r) => Object.values(r.values))]))

const keys: readonly RedisKey[] = [
  { key: 'user:1', hash: { username: 'Rail_Rita', uid: '1', postcount: '300', about: 'roses '.repeat(20), low: '-7' } },
  {
    key: 'posts:pid',
    zset: [
      ['12', 1_700_000_020_000],
      ['é', 0.5],
      ['x', -3],
      ['y', 70_000],
    ],
  },
  { key: 'uids', set: ['3', '400', '5000'] },
  { key: 'names', set: ['rita', 'wim'] },
  { key: 'post:2:diffs', list: ['1700000020000', 'a "b"', '70000', '-100', 'tulip'] },
  { key: 'rules', string: 'abc'.repeat(20) },
  { key: 'next', string: '70001', expires: Date.UTC(2024, 4, 1) },
]
const documents = keys.flatMap((k): Readonly<Record<string, BsonValue>>[] => {
  const expireAt = k.expires === undefined ? {} : { expireAt: new Date(k.expires) }
  if (k.zset) return k.zset.map(([value, score]) => ({ _key: k.key, value, score }))
  if (k.set) return [{ _key: k.key, members: k.set }]
  if (k.list) return [{ _key: k.key, array: k.list }]
  return k.hash ? [{ _key: k.key, ...k.hash }] : [{ _key: k.key, data: k.string!, ...expireAt }]
})

describe.each(['plain', 'ziplist', 'listpack'] as const)('a dump of Redis in its form %s', (style) => {
  const data = writeRdb(keys, style)

  test('gives the rows that the same objects give from MongoDB', () => {
    const { tables, findings } = collect(redisRdb, data)
    expect(findings).toEqual([])
    const other = collect(
      mongodump,
      Buffer.concat(documents.map((d, i) => writeBson({ _id: { oid: String(i).padStart(24, '0') }, ...d }))),
    )
    expect(contents(tables)).toEqual(contents(other.tables))
    expect(tables.legacy_zset).toHaveLength(4)
    expect(contents(tables).legacy_string).toContainEqual(['rules', 'abc'.repeat(20)])
  })

  test('is read alike however its bytes come, and from where a reader stopped', () => {
    const whole = collect(redisRdb, data)
    for (const size of [1, 11, 300]) expect(collect(redisRdb, data, size)).toEqual(whole)
    const c = collector()
    let state: unknown = null
    for (let halt = 'stop'; halt !== 'end'; ) {
      const reader = redisRdb.open(c.sink, { row: 1 << 20, statement: 1 }, state)
      reader.feed(data.subarray(reader.offset()))
      reader.finish()
      halt = reader.run(reader.offset() + 1)
      c.drain()
      state = JSON.parse(JSON.stringify(reader.state()))
    }
    expect(c.result().tables).toEqual(whole.tables)
  })

  test('tells at which place it is cut off', () => {
    for (let at = 9; at < data.length; at += 7) {
      const { findings } = collect(redisRdb, data.subarray(0, at))
      expect(findings.map((f) => f.code)).toEqual(['truncated'])
    }
  })
})

test('each row has the bytes of its key; sessions are told apart', () => {
  const data = writeRdb(
    [
      { key: 'sess:abc', string: '{"meta":{}}' },
      { key: 'b', string: 'tulip' },
    ],
    'plain',
  )
  const { tables } = collect(redisRdb, data)
  expect(contents(tables).session).toEqual([['abc', '{"meta":{}}', null]])
  const { offset, length } = tables.legacy_string![0]!
  expect(data.subarray(offset, offset + length)).toEqual(Buffer.from('\0\x01b\x05tulip'))
})

test('what is not read is told, and what follows it is not guessed at', () => {
  const data = writeRdb(
    [
      { key: 'a', string: 'rose' },
      { key: 'b', string: 'tulip' },
    ],
    'plain',
  )
  const second = data.indexOf('\0\x01b')
  for (const [type, code] of [
    [15, 'unread-key'],
    [7, 'unread-key'],
    [0x63, 'damaged-dump'],
  ] as const) {
    data[second] = type
    const { tables, findings } = collect(redisRdb, data)
    expect(findings).toMatchObject([{ code, offset: second, severity: 'loss' }])
    expect(contents(tables).legacy_string).toEqual([['a', 'rose']])
  }
  const large = collect(redisRdb, writeRdb([{ key: 'a', string: 'roses and tulips '.repeat(100) }], 'plain'), 50, {
    row: 500,
    statement: 1,
  })
  expect(large.findings.map((f) => f.code)).toEqual(['row-too-large'])
})

test('versions 6 to 12 are told by their first bytes', () => {
  for (const version of [6, 9, 12]) expect(identifyHead(writeRdb(keys, 'plain', version), 'x').source).toBe('redis-rdb')
  expect(redisRdb.detect(writeRdb(keys, 'plain', 3), '')).toBe(false)
})

test('a key is read again from its bytes, and a hash in it can be hidden', () => {
  const data = writeRdb(keys, 'listpack')
  const { tables, catalogue } = collect(redisRdb, data)
  const { offset, length, values } = tables.legacy_hash![0]!
  const { columns } = catalogue.tables.find((t) => t.name === 'legacy_hash')!
  const bytes = data.subarray(offset, offset + length)
  const fields = readRow(bytes, 'rdb', columns)!
  for (const f of fields.filter((f) => f.cut !== true)) expect(f.value).toBe(values[f.column])
  expect(fields.at(-1)).toMatchObject({ column: 'secret', start: 1, end: length })
  expect(readRow(bytes.subarray(0, -1), 'rdb', columns)).toBeNull()
})
