import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readRow } from '../../../src/evidence/mirror/read-row.ts'
import { identifyHead } from '../../../src/evidence/recognise.ts'
import { mongodump } from '../../../src/evidence/sources/mongodump.ts'
import { type BsonValue, writeArchive, writeBson } from '../../support/bson.ts'
import { expectLinear } from '../../support/linear.ts'
import { collect, collector, type Row } from './collect.ts'

const oid = (n: number): { readonly oid: string } => ({ oid: n.toString(16).padStart(24, '0') })
const write = (...documents: readonly Readonly<Record<string, BsonValue>>[]): Buffer =>
  Buffer.concat(documents.map((d, i) => writeBson({ _id: oid(i + 1), ...d })))
const rowsOf = (rows: readonly Row[] | undefined) => rows?.map((r) => Object.values(r.values))

const board = [
  { _key: 'user:1', username: 'Rail_Rita', uid: 1, joindate: 1_700_000_000_000, 'banned\uff0eby': 'x', token: 'sluis' },
  { _key: 'posts:pid', value: '12', score: { double: 1_700_000_020_000 } },
  { _key: 'posts:votes', value: 'é', score: 0.5 },
  { _key: 'group:Guards:owners', members: ['3', '4'] },
  { _key: 'post:2:diffs', array: ['1700000020000', 'a "b"', ''] },
  { _key: 'ip-blacklist-rules', data: '192.0.2.1' },
  { _key: 'sess:1:uuid', data: 7, expireAt: new Date('2024-05-01T12:00:00Z') },
  { _key: 'odd', members: 'none', value: null },
] as const

describe('what NodeBB keeps', () => {
  test('becomes rows of the tables it has on PostgreSQL, each with its bytes', () => {
    const data = write(...board)
    const { tables, findings } = collect(mongodump, data)
    expect(findings).toEqual([])
    expect(rowsOf(tables.legacy_hash)).toEqual([
      ['user:1', '{"username":"Rail_Rita","uid":1,"joindate":1700000000000,"banned.by":"x","token":"sluis"}'],
      ['odd', '{"members":"none","value":null}'],
    ])
    expect(rowsOf(tables.legacy_zset)).toEqual([
      ['posts:pid', '12', '1700000020000'],
      ['posts:votes', 'é', '0.5'],
    ])
    expect(rowsOf(tables.legacy_set)).toEqual([
      ['group:Guards:owners', '3'],
      ['group:Guards:owners', '4'],
    ])
    expect(rowsOf(tables.legacy_list)).toEqual([['post:2:diffs', '{1700000020000,"a \\"b\\"",""}']])
    expect(rowsOf(tables.legacy_string)).toEqual([
      ['ip-blacklist-rules', '192.0.2.1'],
      ['sess:1:uuid', '7'],
    ])
    expect(rowsOf(tables.legacy_object)).toContainEqual(['sess:1:uuid', 'string', '2024-05-01 12:00:00'])
    const second = writeBson({ _id: oid(2), ...board[1] })
    const { offset, length } = tables.legacy_zset![0]!
    expect(data.subarray(offset, offset + length)).toEqual(second)
  })

  test('is read again from its bytes, and secrets in it can be hidden', () => {
    const bytes = write(board[0])
    const { tables, catalogue } = collect(mongodump, bytes)
    const { columns } = catalogue.tables.find((t) => t.name === 'legacy_hash')!
    const fields = readRow(bytes, 'bson', columns)!
    for (const f of fields.filter((f) => f.cut !== true)) expect(f.value).toBe(tables.legacy_hash![0]!.values[f.column])
    const token = fields.find((f) => f.column === 'token')!
    expect(bytes.toString('utf8', token.start, token.end)).toContain('sluis')
    expect(readRow(bytes.subarray(0, -1), 'bson', columns)).toBeNull()
  })

  test('has sessions in a collection of their own', () => {
    const c = collector()
    const reader = mongodump.open(
      c.sink,
      { row: 1 << 20, statement: 1 },
      mongodump.begin!('dump/nodebb/sessions.bson.gz'),
    )
    reader.feed(writeBson({ _id: 'abc', expires: new Date('2024-05-01T12:00:00.5Z'), session: '{"meta":{}}' }))
    reader.feed(writeBson({ _id: 'abd', session: { doc: { meta: { doc: { ip: '192.0.2.7' } } } } }))
    reader.finish()
    expect(reader.run(Number.POSITIVE_INFINITY)).toBe('end')
    expect(rowsOf(c.result().tables.session)).toEqual([
      ['abc', '{"meta":{}}', '2024-05-01 12:00:00.500'],
      ['abd', '{"meta":{"ip":"192.0.2.7"}}', null],
    ])
  })
})

test('any other collection keeps its documents whole, every type of value in the form that tells it', () => {
  const text = (s: string): Buffer => Buffer.concat([Buffer.of(s.length + 1, 0, 0, 0), Buffer.from(`${s}\0`)])
  const ten = Buffer.alloc(16)
  ten.writeBigUInt64LE(1025n)
  ten.writeBigUInt64LE(BigInt(6176 - 2) << 49n, 8)
  const scope = writeBson({ n: 1 })
  const scoped = Buffer.concat([Buffer.of(4 + 4 + 2 + scope.length + 0, 0, 0, 0), text('f'), scope])
  scoped.writeInt32LE(scoped.length)
  const data = write({
    whole: 5,
    half: 1.5,
    round: { double: 2 },
    long: 9007199254740993n,
    at: new Date(5),
    yes: true,
    none: null,
    bytes: Buffer.from('abc'),
    list: ['a', { doc: { b: 1 } }],
    decimal: { raw: [0x13, ten] },
    regex: { raw: [0x0b, Buffer.from('a.b\0i\0')] },
    stamp: { raw: [0x11, Buffer.of(1, 0, 0, 0, 2, 0, 0, 0)] },
    code: { raw: [0x0f, scoped] },
    least: { raw: [0xff, Buffer.alloc(0)] },
  })
  const { tables } = collect(mongodump, data)
  const { _id, document } = tables.documents![0]!.values
  expect(_id).toBe('000000000000000000000001')
  expect(JSON.parse(String(document))).toEqual({
    _id: { $oid: '000000000000000000000001' },
    whole: { $numberInt: '5' },
    half: { $numberDouble: '1.5' },
    round: { $numberDouble: '2.0' },
    long: { $numberLong: '9007199254740993' },
    at: { $date: { $numberLong: '5' } },
    yes: true,
    none: null,
    bytes: { $binary: { base64: 'YWJj', subType: '00' } },
    list: ['a', { b: { $numberInt: '1' } }],
    decimal: { $numberDecimal: '10.25' },
    regex: { $regularExpression: { pattern: 'a.b', options: 'i' } },
    stamp: { $timestamp: { t: 2, i: 1 } },
    code: { $code: 'f', $scope: { n: { $numberInt: '1' } } },
    least: { $minKey: 1 },
  })
})

describe('a collection is told', () => {
  test('by its content, packed or not', () => {
    const data = write(...board)
    expect(identifyHead(data, 'whatever').source).toBe('mongodump')
    expect(identifyHead(gzipSync(data), 'objects.bson.gz')).toEqual({
      encoding: 'gzip',
      source: 'mongodump',
      role: 'dump',
    })
    expect(mongodump.detect(data.subarray(0, 30), '')).toBe(false)
    expect(mongodump.detect(data.subarray(0, 70), '')).toBe(true)
  })

  test.each([
    ['an empty document', writeBson({})],
    ['zeros', Buffer.alloc(4096)],
    ['text', Buffer.from('the roses grow by the signal box\n'.repeat(50))],
    ['a document before something else', Buffer.concat([write(board[0]), Buffer.from('the roses grow')])],
    ['one document without its number', writeBson({ a: 1 })],
    ['numbers', Buffer.from(Uint32Array.from({ length: 500 }, (_, i) => i * 31).buffer)],
    ['an unknown type', Buffer.concat([Buffer.of(12, 0, 0, 0, 0x55), Buffer.from('_id\0'), Buffer.of(1, 1, 0)])],
  ])('and %s is none', (_, data) => {
    expect(mongodump.detect(data, 'objects.bson')).toBe(false)
  })
})

describe('damage', () => {
  const many = Array.from({ length: 400 }, (_, n) => ({ _key: 'posts:pid', value: String(n), score: n }))

  test('loses the document it is in and no more', () => {
    const data = write(...many)
    const one = data.readInt32LE(0)
    data.fill(0xee, one, one + 4)
    data[data.indexOf(Buffer.from('\x10score\0', 'latin1'), data.length / 2)] = 0x55
    const { tables, findings } = collect(mongodump, data)
    expect(findings.map((f) => f.code)).toEqual(['damaged-document', 'damaged-document'])
    expect(findings[0]).toMatchObject({ offset: one, severity: 'loss' })
    expect(tables.legacy_zset).toHaveLength(398)
  })

  test('at the end is told, and a document that is too long is passed over', () => {
    const data = write(...many)
    const cut = collect(mongodump, data.subarray(0, -3))
    expect(cut.findings).toMatchObject([{ code: 'truncated', severity: 'loss' }])
    expect(cut.tables.legacy_zset).toHaveLength(399)
    const wide = write({ _key: 'a', data: 'x'.repeat(5000) }, { _key: 'b', data: 'y' })
    const passed = collect(mongodump, wide, 100, { row: 1000, statement: 1000 })
    expect(passed.findings).toMatchObject([{ code: 'row-too-large', offset: 0 }])
    expect(rowsOf(passed.tables.legacy_string)).toEqual([['b', 'y']])
  })

  test('in text is told and repaired', () => {
    const data = write({ _key: 'a', data: 'zzzz' })
    data[data.indexOf('zzzz')] = 0xff
    const { tables, findings } = collect(mongodump, data)
    expect(findings).toMatchObject([{ code: 'invalid-text' }])
    expect(rowsOf(tables.legacy_string)).toEqual([['a', '\ufffdzzz']])
  })

  test('nested without end is no document', () => {
    const deep = Array.from({ length: 200 }).reduce<Readonly<Record<string, BsonValue>>>((doc) => ({ a: { doc } }), {})
    const { tables, findings } = collect(mongodump, write(deep, { _key: 'b', data: 'y' }))
    expect(findings.map((f) => f.code)).toEqual(['damaged-document'])
    expect(rowsOf(tables.legacy_string)).toEqual([['b', 'y']])
  })

  test('everywhere is read in time that grows with its size', () => {
    expectLinear(20_000, (size) => {
      const claim = Buffer.from([0xff, 0xff, 0x0f, 0, 0x02, 0x5f, 0x69, 0x64, 0, 1, 0, 0, 0, 0])
      collect(mongodump, Buffer.concat(Array.from({ length: size }, () => claim)))
    })
  })
})

test('what is read does not depend on how the bytes come, or where a reader went on', () => {
  const data = write(...board, ...board)
  data[300] = 0x55
  const whole = collect(mongodump, data)
  for (const size of [1, 7, 100]) expect(collect(mongodump, data, size)).toEqual(whole)
  const c = collector()
  let state: unknown = null
  for (let halt = 'stop'; halt !== 'end'; ) {
    const reader = mongodump.open(c.sink, { row: 1 << 20, statement: 1 }, state)
    reader.feed(data.subarray(reader.offset()))
    reader.finish()
    halt = reader.run(reader.offset() + 1)
    c.drain()
    state = JSON.parse(JSON.stringify(reader.state()))
  }
  expect(c.result().tables).toEqual(whole.tables)
})

describe('an archive of many collections', () => {
  const objects = board.map((d, i) => writeBson({ _id: oid(i + 1), ...d }))
  const own = (n: number, text: string): Buffer => writeBson({ _id: oid(n), text })
  const archive = writeArchive(
    [
      { db: 'nodebb', collection: 'objects', documents: objects.slice(0, 3) },
      { db: 'garden', collection: 'beds', documents: [own(1, 'roses'), own(2, 'tulips')] },
      { db: 'nodebb', collection: 'objects', documents: objects.slice(3) },
      { db: 'admin', collection: 'beds', documents: [own(3, 'tools')] },
      { db: 'garden', collection: 'empty', documents: [] },
    ],
    ['sunny'],
  )

  test('gives the same rows as its collections, those of each database apart', () => {
    expect(identifyHead(archive, 'dump').source).toBe('mongodump')
    expect(identifyHead(gzipSync(archive), 'dump.gz')).toMatchObject({ source: 'mongodump', encoding: 'gzip' })
    const whole = collect(mongodump, archive)
    expect(whole.findings).toEqual([])
    const alone = collect(mongodump, write(...board))
    for (const name of ['legacy_hash', 'legacy_zset', 'legacy_set', 'legacy_list', 'legacy_string'])
      expect(rowsOf(whole.tables[name])).toEqual(rowsOf(alone.tables[name]))
    const beds = whole.catalogue.tables.filter((t) => t.name === 'beds').map((t) => [t.database, t.rows])
    expect(beds).toEqual([
      ['garden', 2],
      ['admin', 1],
    ])
    const { offset, length } = whole.tables.beds![1]!
    expect(archive.subarray(offset, offset + length)).toEqual(own(2, 'tulips'))
    const places = (size: number) => {
      const { tables, findings } = collect(mongodump, archive, size)
      return [findings, Object.values(tables).map((t) => t.map((r) => [r.offset, r.length]))]
    }
    for (const size of [1, 7, 33]) expect(places(size)).toEqual(places(archive.length))
  })

  test('that is cut off anywhere gives what lies before the cut, and says so', () => {
    const { tables } = collect(mongodump, archive)
    const all = Object.values(tables).flat()
    for (let end = 4; end < archive.length; end += 3) {
      const cut = collect(mongodump, archive.subarray(0, end))
      expect(
        cut.findings.some((f) => f.code === 'truncated' && f.severity === 'loss'),
        `${end}`,
      ).toBe(true)
      const rows = Object.values(cut.tables).flat()
      expect(rows.length).toBe(all.filter((r) => r.offset + r.length <= end).length)
    }
  })

  test('goes on with the next block behind damage', () => {
    const at = archive.indexOf('tulips') - 20
    const damaged = Buffer.from(archive)
    damaged.fill(0xee, at, at + 24)
    const { tables, findings } = collect(mongodump, damaged)
    expect(findings.map((f) => f.code)).toEqual(['damaged-document'])
    expect(Object.values(tables).flat()).toHaveLength(
      Object.values(collect(mongodump, archive).tables).flat().length - 1,
    )
  })

  test('is resumed at any document', () => {
    const whole = collect(mongodump, archive)
    const c = collector()
    let reader = mongodump.open(c.sink, { row: 1 << 20, statement: 1 << 20 }, null)
    for (let at = 0; ; ) {
      reader.feed(archive.subarray(at))
      reader.finish()
      if (reader.run(reader.offset() + 1) === 'end') break
      const state = JSON.parse(JSON.stringify(reader.state()))
      at = reader.offset()
      reader = mongodump.open(c.sink, { row: 1 << 20, statement: 1 << 20 }, state)
    }
    expect(c.result().tables).toEqual(whole.tables)
    expect(c.findings).toEqual([])
  })

  test('of very many collections is read in linear time', () => {
    expectLinear(20_000, (n) => {
      const blocks = Array.from({ length: Math.floor(n / 20) }, (_, i) => ({
        db: 'garden',
        collection: `bed_${i}`,
        documents: Array.from({ length: 4 }, (_, k) => own(k, 'roses')),
      }))
      collect(mongodump, writeArchive(blocks))
    })
  })

  test('of rubbish in which documents seem to begin everywhere is read in linear time', () => {
    const sign = Buffer.concat([Buffer.from('10000000025f696400', 'hex'), Buffer.alloc(9, 0xee)])
    expectLinear(1_600_000, (n) => {
      collect(mongodump, Buffer.concat([archive.subarray(0, 400), Buffer.alloc(n, sign)]), 64 << 10)
    })
  })
})
