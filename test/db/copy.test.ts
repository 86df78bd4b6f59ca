import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Column, type ColumnType, tableColumns } from '../../src/db/columns.ts'
import { copyIn } from '../../src/db/copy.ts'
import { copyOut } from '../../src/db/decode.ts'
import { encodeRecords, encodeRows, rowEncoder } from '../../src/db/encode.ts'
import { instantRange } from '../../src/db/instants.ts'
import type { CopyPayload } from '../../src/db/stage.ts'
import { StoreError } from '../../src/db/trouble.ts'
import { withDatabase } from '../support/database.ts'

const db = withDatabase()

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', minLength: 20, maxLength: 200 }),
  fc.stringMatching(/^[ -~]{0,60}$/),
)
const storable = text.map((value) => value.replaceAll('\0', ''))
const int4 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const micros = fc
  .integer({ min: 0, max: 999_999 })
  .map((n) => (n === 0 ? '' : `.${String(n).padStart(6, '0')}`.replace(/0+$/, '')))
const noYearsBC = { min: new Date('0001-01-02T00:00:00Z'), max: new Date('9999-12-30T00:00:00Z'), noInvalidDate: true }
const instant = fc
  .tuple(fc.date(noYearsBC), micros)
  .map(([date, fraction]) => `${date.toISOString().slice(0, 19)}${fraction}Z`)
const json = fc
  .jsonValue({ stringUnit: 'binary' })
  .filter((value) => !/\\u0000|__proto__/.test(JSON.stringify(value)) && value !== null)

/** For each type, values that come out exactly as they went in. */
const values: Readonly<Record<ColumnType, fc.Arbitrary<unknown>>> = {
  int2: fc.integer({ min: -32768, max: 32767 }),
  int4,
  int8: fc.maxSafeInteger(),
  float8: fc.double(),
  bool: fc.boolean(),
  text: storable,
  timestamptz: fc.oneof(instant, fc.constantFrom('infinity', '-infinity')),
  date: fc.date(noYearsBC).map((date) => date.toISOString().slice(0, 10)),
  jsonb: json.map((value) => JSON.parse(JSON.stringify(value))),
  bytea: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  inet: fc.oneof(
    fc.ipV4(),
    fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 31 })).map(([ip, bits]) => `${ip}/${bits}`),
  ),
  'text[]': fc.array(fc.option(storable), { maxLength: 5 }),
  'int4[]': fc.array(fc.option(int4), { maxLength: 5 }),
  'int8[]': fc.array(fc.option(fc.maxSafeInteger()), { maxLength: 5 }),
}
const types = Object.keys(values) as ColumnType[]
const columns: readonly Column[] = types.map((type, n) => ({ name: `c "${n}`, type }))

async function out(sql: string, of: readonly ColumnType[]): Promise<unknown[][]> {
  const rows: unknown[][] = []
  for await (const batch of copyOut(db.client, sql, of)) rows.push(...batch)
  return rows
}

async function freshTable(name: string): Promise<void> {
  const list = columns.map(({ name, type }) => `"${name.replaceAll('"', '""')}" ${type}`)
  await db.client.query(`DROP TABLE IF EXISTS ${name}; CREATE TABLE ${name} (${list.join(', ')})`)
}

/** The same bytes in chunks of another size. */
function rechunked(payload: CopyPayload, size: number): CopyPayload {
  const all = Buffer.concat(payload.chunks)
  const count = Math.ceil(all.length / size)
  return { ...payload, chunks: Array.from({ length: count }, (_, n) => all.subarray(n * size, (n + 1) * size)) }
}

const row = fc.tuple(...types.map((type) => fc.option(values[type], { freq: 6 })))

describe('rows copied in', () => {
  test('come out as they went in, whatever they hold and wherever the chunks are cut', async () => {
    await freshTable('public.kept')
    expect(await tableColumns(db.client, 'public.kept')).toEqual(columns)
    const property = fc.asyncProperty(
      fc.array(row, { maxLength: 20 }),
      fc.integer({ min: 1, max: 5000 }),
      async (rows, size) => {
        await db.client.query('TRUNCATE public.kept')
        const payload = encodeRows('public.kept', columns, rows)
        expect(await copyIn(db.client, rechunked(payload, size))).toBe(rows.length)
        expect(await out('SELECT * FROM public.kept', types)).toEqual(rows)
      },
    )
    await fc.assert(property, { numRuns: 60 })
  })

  test('come out whole where a list fills more than one chunk', async () => {
    await db.client.query('CREATE TABLE public.lists (n int4, words text[], numbers int8[])')
    const of = await tableColumns(db.client, 'public.lists')
    const words = Array.from({ length: 6000 }, (_, i) => (i % 7 === 0 ? null : `${'points '.repeat(i % 50)}${i}`))
    const rows = [
      [1, words, [1, null, 3]],
      [2, [], []],
      [3, [null], words.map((_, i) => i)],
    ]
    await copyIn(db.client, encodeRows('public.lists', of, rows))
    expect(await out('SELECT * FROM public.lists ORDER BY n', ['int4', 'text[]', 'int8[]'])).toEqual(rows)
  })

  test('are read by COPY as by the driver: addresses, and times of every year PostgreSQL knows', async () => {
    await db.client.query('CREATE TABLE public.read (n int4, at timestamptz, day date, ip inet)')
    const of = await tableColumns(db.client, 'public.read')
    const seconds = fc.oneof(
      fc.integer({ min: instantRange.least, max: instantRange.most }),
      fc.integer({ min: -(10 ** 9), max: 4 * 10 ** 9 }),
    )
    const any = fc.array(fc.tuple(seconds, fc.oneof(fc.ipV4(), fc.ipV6())), { minLength: 1, maxLength: 50 })
    const property = fc.asyncProperty(any, async (samples) => {
      await db.client.query('TRUNCATE public.read')
      const rows = samples.map(([at, ip], n) => [n, at, null, ip])
      await copyIn(db.client, encodeRows('public.read', of, rows))
      await db.client.query(`UPDATE public.read SET day = (at AT TIME ZONE 'UTC')::date`)
      const sql = 'SELECT at, day, ip FROM public.read ORDER BY n'
      const driver = await db.client.query({ text: sql, rowMode: 'array' })
      expect(await out(sql, ['timestamptz', 'date', 'inet'])).toEqual(driver.rows)
      const epochs = await db.client.query('SELECT extract(epoch FROM at)::text AS at FROM public.read ORDER BY n')
      expect(epochs.rows.map((each) => Number(each.at))).toEqual(samples.map(([at]) => at))
    })
    await fc.assert(property, { numRuns: 40 })
  })

  test('may be larger than any chunk', async () => {
    await db.client.query('CREATE TABLE public.large (body text, raw bytea)')
    const of = await tableColumns(db.client, 'public.large')
    const body = 'Dampflok № 01 – '.repeat(400_000)
    const raw = Buffer.alloc(3_000_000, 7)
    await copyIn(
      db.client,
      encodeRows('public.large', of, [
        [body, raw],
        ['', Buffer.alloc(0)],
      ]),
    )
    const rows = await out('SELECT * FROM public.large', ['text', 'bytea'])
    expect(rows[0]?.[0] === body && raw.equals(rows[0]?.[1] as Buffer)).toBe(true)
    expect(rows[1]).toEqual(['', Buffer.alloc(0)])
  })

  test('are taken from an encoder in parts, none of which changes afterwards', async () => {
    await db.client.query('CREATE TABLE public.parts (n int4, body text)')
    const encoder = rowEncoder('public.parts', await tableColumns(db.client, 'public.parts'))
    const parts: CopyPayload[] = []
    for (let n = 0; n < 5000; n += 1) {
      encoder.add([n, `post ${n}`])
      if (encoder.bytes() > 3000) parts.push(encoder.take())
    }
    parts.push(encoder.take())
    expect(encoder.rows()).toBe(0)
    for (const part of parts) await copyIn(db.client, part)
    const rows = await out('SELECT * FROM public.parts ORDER BY n', ['int4', 'text'])
    expect(rows).toEqual(Array.from({ length: 5000 }, (_, n) => [n, `post ${n}`]))
  })

  test('as objects have NULL where a property is missing, and may not have others', async () => {
    await db.client.query('CREATE TABLE public.named (n int4, body text)')
    const of = await tableColumns(db.client, 'public.named')
    await copyIn(db.client, encodeRecords('public.named', of, [{ body: 'a' }, { n: 1, body: undefined }]))
    expect(await out('SELECT * FROM public.named', ['int4', 'text'])).toEqual([
      [null, 'a'],
      [1, null],
    ])
    expect(() => encodeRecords('public.named', of, [{ bodi: 'a' }])).toThrow('public.named has no column bodi')
  })
})

describe('a value that its column cannot hold', () => {
  const refused: readonly (readonly [ColumnType, unknown])[] = [
    ['text', 'a\0b'],
    ['text', `${'long '.repeat(30)}\0`],
    ['text', 7],
    ['int2', 32768],
    ['int4', 2 ** 31],
    ['int4', 1.5],
    ['int4', '7'],
    ['int8', 2 ** 53],
    ['int8', 2n ** 63n],
    ['float8', '1'],
    ['bool', 1],
    ['timestamptz', '2024-02-30T00:00:00Z'],
    ['timestamptz', '2024-03-01 12:00:00'],
    ['timestamptz', Number.NaN],
    ['timestamptz', 99_999_999_999_999],
    ['timestamptz', new Date(Number.NaN)],
    ['date', '2024-13-01'],
    ['jsonb', { a: ['\0'] }],
    ['jsonb', () => 1],
    ['bytea', 'text'],
    ['inet', '1.2.3'],
    ['inet', '1.2.3.4/33'],
    ['inet', 'fe80::1%eth0'],
    ['text[]', 'a'],
    ['text[]', ['a\0']],
  ]
  test.each(refused)('%s %s is refused with the name of the column', (type, value) => {
    const column = { name: 'body', type }
    expect(() => encodeRows('forum.post', [column], [[value]])).toThrow(/^forum\.post\.body: /)
  })

  test('is mended where that loses nothing: lone surrogates become U+FFFD', async () => {
    const of: readonly Column[] = [
      { name: 'a', type: 'text' },
      { name: 'b', type: 'jsonb' },
    ]
    await db.client.query('CREATE TABLE public.lone (a text, b jsonb)')
    await copyIn(db.client, encodeRows('public.lone', of, [['x\ud800y', { k: 'a\udfff \\ud800 \\u0000' }]]))
    const [first] = await out('SELECT * FROM public.lone', ['text', 'jsonb'])
    expect(first).toEqual(['x\ufffdy', { k: 'a\ufffd \\ud800 \\u0000' }])
  })

  test('instants may be given as text with an offset, Date or seconds', async () => {
    await db.client.query('CREATE TABLE public.given (at timestamptz)')
    const given = ['2024-03-01T13:00:00.5+01:00', new Date('2024-03-01T12:00:00.500Z'), 1_709_294_400.5]
    const of = await tableColumns(db.client, 'public.given')
    await copyIn(
      db.client,
      encodeRows(
        'public.given',
        of,
        given.map((at) => [at]),
      ),
    )
    expect((await out('SELECT * FROM public.given', ['timestamptz'])).flat()).toEqual(
      Array(3).fill('2024-03-01T12:00:00.5Z'),
    )
  })
})

describe('a COPY that fails', () => {
  test('in the server leaves the connection usable, in or out', async () => {
    await db.client.query('CREATE TABLE public.once (n int4 PRIMARY KEY)')
    const twice = encodeRows(
      'public.once',
      [{ name: 'n', type: 'int4' }],
      Array.from({ length: 50_000 }, (_, n) => [n % 49_999]),
    )
    await expect(copyIn(db.client, twice)).rejects.toThrow(/duplicate key/)
    await expect(out('SELECT 1 / (5000 - n) FROM generate_series(1, 100000) n', ['int4'])).rejects.toThrow(
      /division by zero/,
    )
    await expect(out('SELECT 1', ['int4', 'text'])).rejects.toThrow(/1 columns, 2 types/)
    expect((await db.client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  })

  test('because the connection broke ends with a StoreError', async () => {
    await db.client.query('CREATE TABLE public.lost (body text)')
    const rows = Array.from({ length: 20_000 }, () => ['x'.repeat(2000)])
    const payload = encodeRows('public.lost', [{ name: 'body', type: 'text' }], rows)
    const client = await db.connect()
    const { pid } = (await client.query('SELECT pg_backend_pid() AS pid')).rows[0]
    const work = copyIn(client, payload).catch((error) => error)
    await db.client.query('SELECT pg_terminate_backend($1)', [pid])
    expect(await work).toBeInstanceOf(StoreError)

    const reader = await db.connect()
    const other = (await reader.query('SELECT pg_backend_pid() AS pid')).rows[0].pid
    const reading = (async () => {
      for await (const _ of copyOut(reader, 'SELECT generate_series(1, 100000000)', ['int4'])) {
        await db.client.query('SELECT pg_terminate_backend($1)', [other])
      }
    })()
    await expect(reading).rejects.toBeInstanceOf(StoreError)
  })
})

describe('rows read out', () => {
  test('wait for a slow reader instead of filling the memory', async () => {
    const reader = await db.connect()
    const socket = (reader as unknown as { connection: { stream: { bytesRead: number } } }).connection.stream
    const before = socket.bytesRead
    let rows = 0
    for await (const batch of copyOut(reader, `SELECT repeat('x', 1000) FROM generate_series(1, 100000)`, ['text'])) {
      if (rows === 0) await new Promise((resolve) => setTimeout(resolve, 300))
      if (rows === 0) expect(socket.bytesRead - before).toBeLessThan(20_000_000)
      rows += batch.length
    }
    expect(rows).toBe(100_000)
  })

  // The reader is paused while two parts wait. Where the second of them ends the rows, nothing more comes to resume it for.
  test.each([5999, 6000, 6001, 8000])(
    'leave the connection free when a slow reader takes the last of %i',
    async (n) => {
      const reader = await db.connect()
      let rows = 0
      for await (const batch of copyOut(reader, `SELECT n FROM generate_series(1, ${n}) n`, ['int4'])) {
        if (rows === 0) await new Promise((resolve) => setTimeout(resolve, 200))
        rows += batch.length
      }
      expect(rows).toBe(n)
      expect((await reader.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    },
  )

  test('may be broken off, after which the connection is free again', async () => {
    for await (const batch of copyOut(db.client, 'SELECT n FROM generate_series(1, 200000) n', ['int4'])) {
      expect(batch[0]).toEqual([1])
      break
    }
    expect((await db.client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  })
})
