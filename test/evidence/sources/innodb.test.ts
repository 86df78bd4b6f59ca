import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonText } from '../../../src/evidence/mirror/innodb/json.ts'
import { realText } from '../../../src/evidence/mirror/innodb/numbers.ts'
import { readRow } from '../../../src/evidence/mirror/read-row.ts'
import { identifyHead } from '../../../src/evidence/recognise.ts'
import { innodb } from '../../../src/evidence/sources/innodb.ts'
import {
  type IbdColumn,
  type IbdRow,
  type IbdStyle,
  type IbdTable,
  type IbdValue,
  writeIbd,
} from '../../support/innodb.ts'
import { expectLinear } from '../../support/linear.ts'
import { type Collected, collectPlaced } from './collect.ts'

const utf8mb4 = 255
const columns: readonly IbdColumn[] = [
  { name: 'id', fixed: 4, dd: { type: 4, is_unsigned: true, column_type_utf8: 'int unsigned', char_length: 10 } },
  text('subject', 320, 'varchar(80)', { type: 16 }),
  text('body', 4294967295, 'longtext', { type: 26 }),
  { name: 'seen', fixed: 5, nullable: true, dd: { type: 19, column_type_utf8: 'datetime', char_length: 19 } },
]

function text(name: string, char_length: number, column_type_utf8: string, dd: object): IbdColumn {
  const big = char_length > 255
  return { name, fixed: 0, big, nullable: true, dd: { ...dd, char_length, column_type_utf8, collation_id: utf8mb4 } }
}

const int = (n: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(n)
  return bytes
}
/** 2024-05-06 07:08:09 */
const moment = Buffer.from('99b34c7209', 'hex')
const row = (n: number, body: IbdValue = Buffer.from(`About roses ${n}`)): IbdRow => ({
  values: [int(n), Buffer.from(`Gärten ${n}`), body, n % 3 ? moment : null],
})
const many = (n: number): IbdRow[] => Array.from({ length: n }, (_, i) => row(i + 1))
const posts = (rows: readonly IbdRow[], more: Partial<IbdTable> = {}): IbdTable => ({
  ...{ schema: 'garden', name: 'posts', columns, rows },
  ...more,
})
const read = (table: IbdTable, style: IbdStyle = {}) => {
  const { bytes } = writeIbd(table, style)
  const got = collectPlaced(innodb, bytes)
  expectBytes(got, bytes)
  return { ...got, bytes }
}
const codes = (c: Collected) => c.findings.filter((f) => f.severity !== 'note').map((f) => f.code)
const ids = (c: Collected, table: string) => (c.tables[table] ?? []).map((r) => r.values.id)

/** Every row is read again from its bytes alone. */
function expectBytes(got: Collected, data: Buffer): void {
  for (const table of got.catalogue.tables) {
    const described = table.columns.map((c, i) => ({ ...c, ...(i === 0 && { record: table.client.record! }) }))
    for (const { offset, length, values } of got.tables[table.name] ?? []) {
      const fields = readRow(data.subarray(offset, offset + length), 'innodb', described, offset)
      expect(fields?.length).toBe(table.columns.length)
      for (const f of fields ?? []) if (f.cut !== true) expect(f.value).toEqual(values[f.column])
    }
  }
}

describe('Tablespaces of MySQL 8', () => {
  it('are told by their first page, or by the page with the description where that one is spoilt', () => {
    const { bytes } = writeIbd(posts(many(3)))
    expect(identifyHead(bytes.subarray(0, 256 << 10), 'posts.ibd')).toEqual({
      ...{ encoding: null, source: 'innodb', role: 'dump' },
    })
    const spoilt = Buffer.concat([Buffer.alloc(16384), bytes.subarray(16384)])
    expect(innodb.detect(spoilt, '')).toBe(true)
    expect(collectPlaced(innodb, spoilt).tables.posts).toHaveLength(3)
    // Of MySQL 5.7 and MariaDB: no description inside.
    expect(innodb.detect(writeIbd(posts([]), { flags: 0x21 }).bytes.subarray(0, 3 * 16384), '')).toBe(false)
  })

  it.each([4096, 8192, 16384, 32768, 65536])('give every row in order, in pages of %i bytes', (pageSize) => {
    const got = read(posts(many(60), { perPage: 13 }), { pageSize })
    expect(codes(got)).toEqual([])
    expect(ids(got, 'posts')).toEqual(many(60).map((_, i) => String(i + 1)))
    expect(got.tables.posts?.[3]?.values).toEqual({
      ...{ id: '4', subject: 'Gärten 4', body: 'About roses 4', seen: '2024-05-06 07:08:09' },
    })
    expect(got.tables.posts?.[2]?.values.seen).toBeNull()
    expect(got.catalogue.tables[0]).toMatchObject({ database: 'garden', name: 'posts' })
    expect(got.catalogue.tables[0]?.ddl).toContain('PRIMARY KEY (`id`)')
  })

  it('give the same rows after every break', () => {
    const rows = [...many(40), row(41, { away: Buffer.alloc(70_000, 'rose ') })]
    const table = posts(rows, { perPage: 7, freed: [row(900), row(901)] })
    const { bytes } = writeIbd(table)
    const whole = collectPlaced(innodb, bytes)
    for (const batch of [1, 16384, 50_000]) {
      const again = collectPlaced(innodb, bytes, [], batch)
      expect(again.tables).toEqual(whole.tables)
      expect(again.findings).toEqual(whole.findings)
    }
  })

  it.each(['new', 'old'] as const)('give long values from pages of their own, written the %s way', (away) => {
    const long = Buffer.from(Array.from({ length: 60_000 }, (_, i) => `line ${i}\n`).join(''))
    const rows = [row(1, { away: long.subarray(0, 9000) }), row(2, { away: long, prefix: 768 }), row(3)]
    const got = read(posts(rows), { away })
    expect(codes(got)).toEqual([])
    expect(got.tables.posts?.map((r) => (r.values.body as string).length)).toEqual([9000, long.length, 13])
    expect(got.tables.posts?.[1]?.values.body).toBe(long.toString())
  })

  it('say where a long value goes on with a page that is not there, and keep its beginning', () => {
    const { bytes } = writeIbd(posts([row(1, { away: Buffer.alloc(40_000, 'x'), prefix: 100 })]), { away: 'old' })
    const cut = bytes.subarray(0, 6 * 16384)
    const got = collectPlaced(innodb, cut)
    expect(codes(got)).toEqual(['truncated', 'truncated-row'])
    const limited = collectPlaced(innodb, bytes, [], Number.POSITIVE_INFINITY, { row: 20_000, statement: 1 << 20 })
    expect(codes(limited)).toEqual(['truncated-row'])
    expect(limited.tables.posts?.[0]?.values.body).toBe('x'.repeat(100))
  })

  it('keep deleted rows apart: those marked, those freed, and those in pages that are free', () => {
    const rows = [row(1), { ...row(2), deleted: true }, row(3)]
    const got = read(posts(rows, { freed: [row(50), row(51)] }))
    expect(ids(got, 'posts')).toEqual(['1', '3'])
    expect(ids(got, 'posts (deleted)')).toEqual(['2'])
    expect(ids(got, 'posts (recovered)')).toEqual(['50', '51'])
    expect(got.findings.filter((f) => f.code === 'deleted-rows')).toHaveLength(2)
    const { leaves } = writeIbd(posts(many(30), { perPage: 10 }))
    const freed = read(posts(many(30), { perPage: 10 }), { free: [leaves[2]!] })
    expect(ids(freed, 'posts')).toHaveLength(20)
    expect(ids(freed, 'posts (recovered)')).toEqual(many(10).map((_, i) => String(21 + i)))
  })

  it('do not take copies that a split page keeps for deleted rows', () => {
    const table = posts(many(20), { perPage: 10 })
    const { bytes, leaves } = writeIbd(table)
    // The second page's first record stands, freed, in the first page too, as a split leaves it.
    const [first, second] = leaves.map((n) => n * 16384) as [number, number]
    const at = bytes.readUInt16BE(first + 40)
    const size = 120
    bytes.copy(bytes, first + at, second + 120, second + 120 + size)
    const origin = second + 99 + bytes.readInt16BE(second + 97) - second - 120 + at
    bytes.writeUInt16BE(0, first + origin - 2)
    bytes.writeUInt16BE(origin, first + 44)
    expect(Object.keys(collectPlaced(innodb, bytes).tables)).toEqual(['posts'])
  })

  it('read rows of every version where columns came and went in place', () => {
    const shown = { type: 4, column_type_utf8: 'int', char_length: 11 }
    const grown: readonly IbdColumn[] = [
      { ...columns[0]!, dd: { ...columns[0]!.dd, se_private_data: 'physical_pos=0;' } },
      {
        ...text('old', 40, 'varchar(10)', { type: 16, se_private_data: 'physical_pos=3;version_dropped=2;hidden' }),
        name: '!hidden!_dropped_v2_p3_old',
      },
      {
        name: 'late',
        fixed: 4,
        nullable: true,
        dd: { ...shown, se_private_data: 'physical_pos=4;version_added=1;default=80000005;' },
      },
    ]
    const rows: IbdRow[] = [
      { values: [int(1), Buffer.from('first')], has: [0, 1] },
      { values: [int(2), Buffer.from('second'), int(0x80000007)], version: 1 },
      { values: [int(3), null], has: [0, 2], version: 2 },
    ]
    const got = read({ schema: 'garden', name: 'grown', columns: grown, rows })
    expect(codes(got)).toEqual([])
    const dropped = '!hidden!_dropped_v2_p3_old'
    expect(got.tables.grown?.map((r) => r.values)).toEqual([
      { id: '1', late: '5', [dropped]: 'first' },
      { id: '2', late: '7', [dropped]: 'second' },
      { id: '3', late: null, [dropped]: null },
    ])
  })

  it('read rows of tables that grew in the way of MySQL 8.0.12', () => {
    const late = { type: 4, column_type_utf8: 'int', char_length: 11, se_private_data: 'default=80000009;' }
    const grown: readonly IbdColumn[] = [columns[0]!, { name: 'late', fixed: 4, nullable: true, dd: late }]
    const rows: IbdRow[] = [
      { values: [int(1)], has: [0] },
      { values: [int(2), int(0x80000003)], counted: 4 },
    ]
    const got = read({ schema: 'garden', name: 'grown', columns: grown, rows, privately: 'instant_col=1;' })
    expect(got.tables.grown?.map((r) => r.values.late)).toEqual(['9', '3'])
  })

  it('say which checksums do not fit, and know the older ones', () => {
    for (const checksum of ['crc32', 'innodb', 'none'] as const)
      expect(codes(read(posts(many(5)), { checksum }))).toEqual([])
    const { bytes, root } = writeIbd(posts(many(5)))
    bytes[root * 16384 + 9000]! ^= 1
    const got = collectPlaced(innodb, bytes)
    expect(got.findings.filter((f) => f.code === 'page-checksum')).toMatchObject([{ offset: root * 16384 }])
    expect(got.tables.posts).toHaveLength(5)
  })

  it('read pages that the order of pages does not lead to, and never run in a circle', () => {
    const { bytes, leaves } = writeIbd(posts(many(40), { perPage: 10 }))
    const broken = Buffer.from(bytes)
    broken.writeUInt32BE(leaves[0]!, leaves[1]! * 16384 + 12)
    const got = collectPlaced(innodb, broken)
    expect(codes(got)).toContain('damaged-table')
    expect(ids(got, 'posts')).toHaveLength(40)
    const circle = Buffer.from(bytes)
    const at = leaves[0]! * 16384
    const origin = 99 + circle.readInt16BE(at + 97)
    circle.writeUInt16BE(0, at + origin - 2)
    expect(codes(collectPlaced(innodb, circle))).toContain('damaged-page')
  })

  it('leave out what a server keeps for itself, and name what stays closed', () => {
    const own = collectPlaced(innodb, writeIbd(posts(many(2), { schema: 'mysql' })).bytes)
    expect(own.findings.map((f) => f.code)).toContain('system-tables')
    expect(own.tables).toEqual({})
    const packed = collectPlaced(innodb, writeIbd(posts(many(2), { rowFormat: 3 })).bytes)
    expect(packed.findings.find((f) => f.code === 'table-closed')?.detail).toContain('garden.posts')
    for (const flags of [0x6021, 0x4029])
      expect(codes(collectPlaced(innodb, writeIbd(posts(many(2)), { flags }).bytes))).toEqual(['tablespace-closed'])
  })

  it('read the rows of one partition, whose index the description names among others', () => {
    expect(ids(read(posts(many(3), { partition: true })), 'posts')).toEqual(['1', '2', '3'])
  })

  it('survive descriptions that make no sense', () => {
    const odd = fc.oneof(
      ...[fc.constantFrom(-1, 0, 1e300, 4294967295, 2 ** 53), fc.nat(40), fc.string(), fc.constant(null), fc.boolean()],
      fc.array(fc.oneof(fc.string(), fc.record({ name: fc.string() })), { maxLength: 4 }),
      fc.constantFrom(
        'physical_pos=1;',
        'version_added=1;version_dropped=1;',
        'default=zz;physical_pos=x;',
        'default=0102;',
      ),
    )
    const keys = [
      'type',
      'hidden',
      'char_length',
      'numeric_precision',
      'numeric_scale',
      'datetime_precision',
      'elements',
    ]
    const names = [...keys, 'collation_id', 'se_private_data', 'is_nullable', 'is_virtual', 'name', 'column_type_utf8']
    const dd = fc.dictionary(fc.constantFrom(...names), odd, { maxKeys: 5 })
    const kinds = fc.record({ type: fc.integer({ min: 0, max: 33 }) }, { requiredKeys: [] })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(dd, kinds), { minLength: 4, maxLength: 4 }),
        fc.constantFrom(2, 4, 5),
        (made, rowFormat) => {
          const strange = columns.map((c, i) => ({ ...c, dd: { ...c.dd, ...made[i]![0], ...made[i]![1] } }))
          const { bytes } = writeIbd(posts([...many(9), { ...row(10), version: 3 }], { columns: strange, rowFormat }))
          const got = collectPlaced(innodb, bytes)
          expect(got.findings.length).toBeGreaterThan(0)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('take linear time', () => {
    const written = (size: number): Buffer => writeIbd(posts(many(size), { perPage: 20, freed: many(20) })).bytes
    const files = new Map([3200, 200].map((size) => [size, written(size)]))
    expectLinear(3200, (size) => void collectPlaced(innodb, files.get(size)!))
  }, 120_000)
})

describe('Values of InnoDB', () => {
  const one = (dd: object, hex: string, more: Partial<IbdColumn> = {}) => {
    const value = Buffer.from(hex, 'hex')
    const column: IbdColumn = { name: 'v', fixed: value.length, nullable: true, dd: { ...dd }, ...more }
    const got = read({ schema: 's', name: 't', columns: [columns[0]!, column], rows: [{ values: [int(1), value] }] })
    return got.tables.t?.[0]?.values.v
  }
  it.each([
    ['a signed number', { type: 2 }, '7f', '-1'],
    ['one without sign', { type: 10, is_unsigned: true }, 'ffffff', '16777215'],
    ['the lowest one', { type: 9 }, '0000000000000000', '-9223372036854775808'],
    ['a decimal', { type: 21, numeric_precision: 14, numeric_scale: 4 }, '810dfb38d204d2', '1234567890.1234'],
    ['a negative decimal', { type: 21, numeric_precision: 14, numeric_scale: 4 }, '7ef204c72dfb2d', '-1234567890.1234'],
    ['a float', { type: 5 }, 'c3f54840', '3.14'],
    ['a double', { type: 6 }, '000000000000f0bf', '-1'],
    ['a date', { type: 15 }, '8fd0cf', '2024-06-15'],
    ['no date', { type: 15 }, '800000', '0000-00-00'],
    ['a negative time', { type: 20, datetime_precision: 3 }, '4b91050000', '-838:59:59.000'],
    ['a time', { type: 20 }, '80e780', '14:30:00'],
    ['a moment in UTC', { type: 18, datetime_precision: 6 }, '6638809901e240', '2024-05-06 07:02:49.123456'],
    ['a year', { type: 14 }, '7c', '2024'],
    ['a name', { type: 22, elements: [{ name: 'Um9zZQ==' }, { name: 'VHVsaXA=' }] }, '02', 'Tulip'],
    ['several names', { type: 23, elements: [{ name: 'YQ==' }, { name: 'Yg==' }, { name: 'Yw==' }] }, '05', 'a,c'],
  ])('%s', (_, dd, hex, expected) => expect(one(dd, hex)).toBe(expected))

  it('text in the character set of its column, without the spaces that fill it up', () => {
    const latin = { type: 29, char_length: 8, collation_id: 8, column_type_utf8: 'char(8)' }
    expect(one(latin, Buffer.from('B\xe4ume   ', 'latin1').toString('hex'))).toBe('Bäume')
    const cyrillic = { type: 16, char_length: 8, collation_id: 51, column_type_utf8: 'varchar(8)' }
    expect(one(cyrillic, 'f1e0e4', { fixed: 0 })).toBe('сад')
    const wide = { type: 16, char_length: 32, collation_id: 60, column_type_utf8: 'varchar(8)' }
    expect(one(wide, '000000e40001f339', { fixed: 0 })).toBe('ä🌹')
    const raw = { type: 16, char_length: 8, collation_id: 63, column_type_utf8: 'varbinary(8)' }
    expect(one(raw, '00ff20', { fixed: 0 })).toEqual(new Uint8Array([0, 255, 32]))
    expect(one({ type: 17, numeric_precision: 10, char_length: 10, column_type_utf8: 'bit(10)' }, '0201')).toEqual(
      new Uint8Array([2, 1]),
    )
  })

  it('documents of JSON as MySQL writes them', () => {
    const hex = (h: string) => jsonText(Buffer.from(h.replaceAll(' ', ''), 'hex'))
    expect(hex('00 0100 0c00 0b00 0100 05 0700 61')).toBe('{"a": 7}')
    expect(hex('02 0300 1a00 0c 0d00 04 0100 0b 1200 02 c3a9 2e 2e 00000000')).toBe(null)
    expect(hex('02 0200 0d00 0c 0a00 04 0000 02 c3a9')).toBe('["é", null]')
    expect(hex('0b 000000000000f03f')).toBe('1.0')
    expect(hex('0f f6 04 03 01 8c 02')).toBe('12.2')
    expect(hex('00 ffff ffff')).toBe(null)
    // A container that holds itself.
    expect(hex('02 0100 0700 02 0000')).toBe(null)
    expect(jsonText(Buffer.alloc(0))).toBe('')
  })

  it('floating-point numbers as MySQL writes them', () => {
    expect([1e15, 1e14, 3383576213382184.5, 123456789012345680, 1e-15, 1e-16, 0.1, -2.5, 0].map(realText)).toEqual([
      ...[
        '1e15',
        '100000000000000',
        '3383576213382184.5',
        '1.2345678901234568e17',
        '0.000000000000001',
        '1e-16',
        '0.1',
        '-2.5',
        '0',
      ],
    ])
  })
})
