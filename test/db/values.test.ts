import { describe, expect, test } from 'vitest'
import { StoreError } from '../../src/db/trouble.ts'
import { int8, timestamptz } from '../../src/db/types.ts'
import { withDatabase } from '../support/database.ts'

const db = withDatabase()

async function value(sql: string): Promise<unknown> {
  return (await db.client.query(`SELECT ${sql} AS v`)).rows[0].v
}

describe('values come out of the database', () => {
  test('bigint as number, refused where a number would round it', async () => {
    expect(await value('9007199254740991::bigint')).toBe(9007199254740991)
    expect(await value('ARRAY[1, NULL, 3]::bigint[]')).toEqual([1, null, 3])
    await expect(value('9007199254740993::bigint')).rejects.toThrow(/select it as text/)
    expect(() => int8('9007199254740993')).toThrow(RangeError)
    expect(await value('1')).toBe(1)
  })

  test('timestamptz as RFC 3339 in UTC, with a fraction only where there is one', async () => {
    expect(await value(`'2024-03-01 12:00:00+00'::timestamptz`)).toBe('2024-03-01T12:00:00Z')
    expect(await value(`'2024-03-01 12:00:00.120003+02'::timestamptz`)).toBe('2024-03-01T10:00:00.120003Z')
    expect(await value(`'0099-12-31 23:59:59+00'::timestamptz`)).toBe('0099-12-31T23:59:59Z')
    expect(await value(`'infinity'::timestamptz`)).toBe('infinity')
    expect(await value(`'0044-03-15 00:00:00+00 BC'::timestamptz`)).toBe('0044-03-15 00:00:00+00 BC')
    expect(await value(`ARRAY['2024-03-01 12:00:00+00']::timestamptz[]`)).toEqual(['2024-03-01T12:00:00Z'])
    expect(() => timestamptz('2024-03-01 13:00:00+01')).toThrow(/time zone/)
  })

  test('date and timestamp as their text, without a time zone they do not have', async () => {
    expect(await value(`'2024-03-01'::date`)).toBe('2024-03-01')
    expect(await value(`'2024-03-01 12:00'::timestamp`)).toBe('2024-03-01 12:00:00')
  })
})

describe('a connection', () => {
  test('that breaks fails its query and all later ones with a StoreError that says so', async () => {
    const client = await db.connect()
    const { rows } = await client.query('SELECT pg_backend_pid() AS pid')
    const busy = client.query('SELECT pg_sleep(600)').catch((error) => error)
    await db.client.query('SELECT pg_terminate_backend($1)', [rows[0].pid])
    for (const error of [await busy, await client.query('SELECT 1').catch((later) => later)]) {
      expect(error).toBeInstanceOf(StoreError)
      expect(error.reason).toMatch(/^database lost/)
    }
  })

  test('of the pool has the same settings and errors, and is replaced after it broke', async () => {
    const store = await db.openStore()
    const { rows } = await store.pool.query(`SELECT pg_backend_pid() AS pid, current_setting('timezone') AS zone`)
    expect(rows[0].zone).toBe('UTC')
    const busy = store.pool.query('SELECT pg_sleep(600)').catch((error) => error)
    await db.client.query('SELECT pg_sleep(0.2), pg_terminate_backend($1)', [rows[0].pid])
    expect(await busy).toBeInstanceOf(StoreError)
    expect((await store.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await store.close()
  })

  test('that we close ourselves is not called lost', async () => {
    const store = await db.openStore()
    const client = await store.connect()
    const busy = client.query('SELECT pg_sleep(600)').catch((error) => error)
    await new Promise((resolve) => setTimeout(resolve, 50))
    await store.close()
    expect(await busy).not.toBeInstanceOf(StoreError)
    expect(await client.query('SELECT 1').catch((error) => error)).not.toBeInstanceOf(StoreError)
  })

  test('reports an error of the SQL itself as the driver does', async () => {
    const error = await db.client.query('SELECT nonsense').catch((thrown) => thrown)
    expect(error).not.toBeInstanceOf(StoreError)
    expect(error.code).toBe('42703')
  })
})
