import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readRow } from '../../../src/evidence/mirror/read-row.ts'
import { identifyHead } from '../../../src/evidence/recognise.ts'
import { redisRdb } from '../../../src/evidence/sources/redis-rdb.ts'
import { expectLinear } from '../../support/linear.ts'
import { type RedisKey, writeAof, writeRdb } from '../../support/rdb.ts'
import { collect, collector, type Row } from './collect.ts'

const contents = (tables: Readonly<Record<string, readonly Row[]>>) =>
  Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => [name, rows.map((r) => Object.values(r.values)).sort()]),
  )

/** What a board is, as keys of a dump and as commands that lead to it. */
const keys: readonly RedisKey[] = [
  { key: 'user:1', hash: { username: 'Rail_Rita', uid: '1', postcount: '3' } },
  {
    key: 'posts:pid',
    zset: [
      ['12', 1_700_000_020_000],
      ['13', 0.5],
    ],
  },
  { key: 'names', set: ['rita', 'wim'] },
  { key: 'post:2:diffs', list: ['c', 'a', 'b', 'd'] },
  { key: 'rules', string: 'no engines indoors' },
  { key: 'next', string: '12', expires: Date.UTC(2024, 4, 1) },
  { key: 'sess:abc', string: '{"cookie":{}}', expires: Date.UTC(2024, 4, 1) },
]
const commands: readonly (readonly string[])[] = [
  ['SELECT', '0'],
  ['HMSET', 'user:1', 'username', 'Rita', 'uid', '1', 'postcount', '1', 'shed', 'x'],
  ['MULTI'],
  ['HSET', 'user:1', 'username', 'Rail_Rita'],
  ['HDEL', 'user:1', 'shed'],
  ['HINCRBY', 'user:1', 'postcount', '2'],
  ['EXEC'],
  ['ZADD', 'posts:pid', '1700000010000', '12', '0.5', '13', '5', '14', '7', '15'],
  ['ZINCRBY', 'posts:pid', '10000', '12'],
  ['zrem', 'posts:pid', '14'],
  ['ZREMRANGEBYSCORE', 'posts:pid', '(5', '1e3'],
  ['SADD', 'names', 'rita', 'wim', 'anna'],
  ['SREM', 'names', 'anna'],
  ['RPUSH', 'post:2:diffs', 'a', 'b', 'x', 'd', 'e'],
  ['LPUSH', 'post:2:diffs', 'c'],
  ['LREM', 'post:2:diffs', '0', 'x'],
  ['LTRIM', 'post:2:diffs', '0', '-2'],
  ['SET', 'rules', 'none'],
  ['SET', 'rules', 'no engines indoors'],
  ['INCR', 'next'],
  ['INCRBY', 'next', '12'],
  ['DECR', 'next'],
  ['PEXPIREAT', 'next', String(Date.UTC(2024, 4, 1))],
  ['SET', 'sess:abc', '{"cookie":{}}', 'PXAT', String(Date.UTC(2024, 4, 1))],
  ['HSET', 'post:9', 'content', 'about roses', 'uid', '1'],
  ['DEL', 'post:9', 'nothing'],
]
const earlier = [
  ['post:9', null, '{"content":"about roses","uid":"1"}', 'deleted'],
  ['rules', null, 'none', 'changed'],
  ['user:1', 'shed', 'x', 'deleted'],
  ['user:1', 'username', 'Rita', 'changed'],
]
const log = writeAof(commands)

describe('a log of Redis', () => {
  test('leads to what a dump of the same keys holds; what was before is kept', () => {
    expect(identifyHead(log, 'x').source).toBe('redis-rdb')
    expect(identifyHead(gzipSync(log), 'x.gz')).toMatchObject({ source: 'redis-rdb', encoding: 'gzip' })
    const { tables, findings } = collect(redisRdb, log)
    expect(findings).toEqual([])
    const { earlier_value, ...rest } = contents(tables)
    expect(rest).toEqual(contents(collect(redisRdb, writeRdb(keys, 'plain')).tables))
    expect(earlier_value).toEqual(earlier)
    for (const { offset, length } of Object.values(tables).flat())
      expect(log.subarray(offset, offset + length).toString('latin1')).toMatch(/^\*\d+\r\n\$\d+\r\n[\s\S]*\r\n$/)
    const post = tables.earlier_value!.find((r) => r.values._key === 'post:9')!
    expect(log.toString('latin1', post.offset, post.offset + post.length)).toContain('about roses')
    for (const size of [1, 13]) expect(collect(redisRdb, log, size).tables).toEqual(tables)
  })

  test.each(['aof-preamble', 'unmarked'])('goes on behind a dump that it begins with (%s)', (mark) => {
    const more = writeAof([
      ['HSET', 'user:1', 'about', 'roses', 'uid', '2'],
      ['ZADD', 'posts:pid', '1', '99'],
      ['DEL', 'rules'],
    ])
    const dump = writeRdb(keys, 'listpack', 11, [mark])
    const { tables, findings } = collect(redisRdb, Buffer.concat([dump, more]), 50)
    expect(findings).toEqual([])
    const got = contents(tables)
    if (mark === 'unmarked') {
      expect(got.legacy_hash).toContainEqual(['user:1', '{"about":"roses","uid":"2"}'])
      return
    }
    expect(got.legacy_hash).toEqual([['user:1', '{"username":"Rail_Rita","uid":"2","postcount":"3","about":"roses"}']])
    expect(got.legacy_zset).toHaveLength(3)
    expect(got.earlier_value).toEqual([
      ['rules', null, 'no engines indoors', 'deleted'],
      ['user:1', 'uid', '1', 'changed'],
    ])
    expect(got.session).toHaveLength(1)
  })

  test('that is cut off gives what its commands led to, and says so', () => {
    for (let end = 30; end < log.length; end += 7) {
      const { tables, findings } = collect(redisRdb, log.subarray(0, end))
      const whole = writeAof(
        commands.slice(
          0,
          commands.findIndex((_, i) => writeAof(commands.slice(0, i + 1)).length > end),
        ),
      )
      expect(findings.map((f) => f.code)).toEqual(whole.length === end ? [] : ['truncated'])
      expect(contents(tables)).toEqual(contents(collect(redisRdb, whole).tables))
    }
  })

  test('goes on with the next command behind damage, and counts what it does not carry out', () => {
    const at = log.indexOf('SADD') - 4
    for (const [from, to] of [
      ['\x00\x00', at],
      ['9999', at],
      ['xx', at - 3],
    ] as const) {
      const damaged = Buffer.from(log)
      damaged.write(from, to, 'latin1')
      const { tables, findings } = collect(redisRdb, damaged, 64)
      expect(findings.map((f) => f.code)).toEqual(['damaged-log'])
      expect(contents(tables).legacy_string).toHaveLength(2)
      expect(contents(tables).legacy_set).toEqual([])
    }
    const odd = writeAof([
      ['XADD', 's', '*', 'a', 'b'],
      ['XADD', 's', '*', 'a', 'b'],
      ['SET', 'a', 'b'],
    ])
    const { tables, findings } = collect(redisRdb, Buffer.concat([Buffer.from('#TS:1700000000\r\n'), odd]))
    expect(findings).toMatchObject([
      { code: 'unread-command', severity: 'warning', detail: expect.stringMatching(/^2 commands xadd/) },
    ])
    expect(contents(tables).legacy_string).toEqual([['a', 'b']])
  })

  test('gives each row once where it is stopped anywhere and read again', () => {
    const data = Buffer.concat([writeRdb(keys, 'plain', 11, ['aof-preamble']), log, writeAof([['WAIT', '1', '2']])])
    const limits = { row: 1 << 20, statement: 1 << 20 }
    const c = collector()
    let state: unknown = null
    for (let stop = 1; ; stop += 97) {
      const reader = redisRdb.open(c.sink, limits, state)
      reader.feed(data.subarray(reader.offset()))
      reader.finish()
      if (reader.run(stop) === 'end') break
      state = JSON.parse(JSON.stringify(reader.state()))
      if (stop > data.length * 2) throw new Error('it never ends')
    }
    const whole = collect(redisRdb, data)
    expect(c.result().tables).toEqual(whole.tables)
    expect(c.findings).toEqual(whole.findings)
  })

  test('has rows that are read again from the commands that wrote them', () => {
    const { tables, catalogue } = collect(redisRdb, log)
    for (const table of catalogue.tables)
      for (const { offset, length } of tables[table.name] ?? []) {
        const fields = readRow(log.subarray(offset, offset + length), 'rdb', table.columns)
        expect(fields?.some((f) => f.column === 'secret')).toBe(true)
      }
    expect(readRow(Buffer.from('*1\r\n$4\r\nPING\r\n'), 'rdb', [])).toBeNull()
  })

  test('is read in linear time', () => {
    expectLinear(
      60_000,
      (n) => void collect(redisRdb, writeAof(Array.from({ length: n / 20 }, (_, i) => ['LPUSH', 'l', String(i)]))),
    )
  })
})
