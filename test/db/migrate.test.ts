import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Migration, migrate, readMigrations, refuseNewerSchema } from '../../src/db/migrate.ts'
import { StoreError } from '../../src/db/trouble.ts'
import { withDatabase } from '../support/database.ts'

const db = withDatabase()
const known = readMigrations()
const next = (known.at(-1)?.number ?? 0) + 1

function further(number: number, sql: string): Migration {
  return { number, name: `${String(number).padStart(4, '0')}-test.sql`, sql, checksum: `checksum of ${sql}` }
}

async function empty(): Promise<void> {
  await db.client.query(`DO $$ DECLARE s text; BEGIN
    FOR s IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema')
    LOOP EXECUTE format('DROP SCHEMA %I CASCADE', s); END LOOP; END $$`)
}

describe('migrations', () => {
  test('run by twenty programs at once are each taken once, and a second time none is left', async () => {
    await empty()
    const clients = await Promise.all(Array.from({ length: 20 }, () => db.connect()))
    const taken = await Promise.all(clients.map((client) => migrate(client)))
    expect(taken.reduce((sum, each) => sum + each, 0)).toBe(known.length)
    expect(await Promise.all(clients.map((client) => migrate(client)))).toEqual(clients.map(() => 0))
    const recorded = await db.client.query('SELECT number, checksum FROM holdfast.migration ORDER BY number')
    expect(recorded.rows).toEqual(known.map(({ number, checksum }) => ({ number, checksum })))
    await Promise.all(clients.map((client) => client.end()))
  })

  test('that fail leave nothing behind and name file and line', async () => {
    const bad = further(next, 'CREATE TABLE public.half (n int);\nSELECT nonsense;')
    await expect(migrate(db.client, [...known, bad])).rejects.toThrow(/-test\.sql, line 2: column "nonsense"/)
    expect((await db.client.query(`SELECT to_regclass('public.half') AS half`)).rows).toEqual([{ half: null }])
    expect(await migrate(db.client)).toBe(0)
  })

  test('of a newer program make an older one refuse the case', async () => {
    const newer = further(next, 'CREATE TABLE public.later (n int)')
    expect(await migrate(db.client, [...known, newer])).toBe(1)
    await expect(migrate(db.client)).rejects.toThrow(/newer Holdfast/)
    await expect(refuseNewerSchema(db.client)).rejects.toThrow(/newer Holdfast/)
    const store = await db.openStore().catch((error) => error)
    expect(store).toBeInstanceOf(StoreError)
    expect(store.next).toBe('Use the newer version of Holdfast.')
    await db.client.query('DELETE FROM holdfast.migration WHERE number = $1', [newer.number])
  })

  test('whose text differs from what was applied make the program refuse the case', async () => {
    const [first, ...rest] = known
    const changed = [{ ...first!, checksum: '0'.repeat(64) }, ...rest]
    await expect(migrate(db.client, changed)).rejects.toThrow(/another text/)
  })

  test('that come later than one of a higher number are taken all the same', async () => {
    const [early, late] = [further(next, 'CREATE TABLE public.early (n int)'), further(next + 1, 'SELECT 1')]
    expect(await migrate(db.client, [...known, late])).toBe(1)
    expect(await migrate(db.client, [...known, early, late])).toBe(1)
    expect((await db.client.query(`SELECT to_regclass('public.early')::text AS early`)).rows).toEqual([
      { early: 'early' },
    ])
    await db.client.query('DELETE FROM holdfast.migration WHERE number >= $1', [next])
  })

  test('have each a number of their own', () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-migrations-'))
    writeFileSync(join(folder, '0001-first.sql'), 'SELECT 1;\r\n')
    writeFileSync(join(folder, '0003-third.sql'), '')
    expect(readMigrations(folder)).toMatchObject([
      { number: 1, name: '0001-first.sql', sql: 'SELECT 1;\n' },
      { number: 3, name: '0003-third.sql' },
    ])
    writeFileSync(join(folder, '0003-twice.sql'), '')
    expect(() => readMigrations(folder)).toThrow(/0003-twice\.sql/)
    rmSync(folder, { recursive: true })
  })
})
