import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { tableDigest } from '../../src/db/digest.ts'
import { readRowHashes } from '../../src/db/row-hashes.ts'
import { withDatabase } from '../support/database.ts'

const db = withDatabase()

const sha = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** What a digest is by its definition, over what the server gives row by row. */
async function hashesOf(expression: string, table: string): Promise<readonly Buffer[]> {
  const { rows } = await db.client.query<{ h: Buffer }>(
    `SELECT sha256(record_send(${expression})) AS h FROM ${table} t`,
  )
  return rows.map((r) => r.h)
}

beforeAll(async () => {
  await db.client.query(`
    CREATE TABLE birds (id int, name text, seen timestamptz, notes text[]);
    INSERT INTO birds SELECT n, 'bird ' || n % 700, CASE WHEN n % 3 > 0 THEN to_timestamp(n) END, ARRAY['reed bed', n::text]
      FROM generate_series(1, 30000) n;
    INSERT INTO birds SELECT * FROM birds WHERE id < 40;
    DELETE FROM birds WHERE id BETWEEN 9000 AND 21000;
    CREATE TABLE empty (id int, name text);`)
})

describe('the hashes of a table’s rows', () => {
  it.each([1, 7, 64, 2048])('are all read, each once, %d pages at a time', async (pages) => {
    const select = (condition: string) =>
      `SELECT sha256(record_send(ROW(t.id, t.name))) AS h FROM birds t WHERE ${condition}`
    const read: string[] = []
    const add = (from: Buffer, at: number) => void read.push(from.toString('hex', at, at + 32))
    await readRowHashes(db.client, { table: 'birds', width: 32, select }, add, pages)
    const expected = (await hashesOf('ROW(t.id, t.name)', 'birds')).map((h) => h.toString('hex'))
    expect(read.length).toBeGreaterThan(17_000)
    expect(read.sort()).toEqual([...expected].sort())
  })

  it('make the digest of the table in the order of their bytes', async () => {
    const hashes = await hashesOf('ROW(t.id, t.name, t.seen, t.notes)', 'birds')
    const whole = sha(...[...hashes].sort(Buffer.compare)).toString('hex')
    expect(await tableDigest(db.client, 'birds')).toEqual({ whole, content: null, rows: hashes.length })
  })

  it('of which a part is the content, make two digests in one order', async () => {
    const content = { columns: ['t."name"'], join: 'JOIN (SELECT 1) one ON true', joined: [] }
    const { rows } = await db.client.query<{ said: Buffer; rest: Buffer }>(
      'SELECT sha256(record_send(ROW(t.name))) AS said, record_send(ROW(t.id, t.seen, t.notes)) AS rest FROM birds t',
    )
    const pairs = rows.map((r) => Buffer.concat([r.said, sha(r.said, r.rest)])).sort(Buffer.compare)
    expect(await tableDigest(db.client, 'birds', content)).toEqual({
      content: sha(...pairs.map((p) => p.subarray(0, 32))).toString('hex'),
      whole: sha(...pairs.map((p) => p.subarray(32))).toString('hex'),
      rows: pairs.length,
    })
  })

  it('are none where a table is empty', async () => {
    expect(await tableDigest(db.client, 'empty')).toEqual({ whole: sha().toString('hex'), content: null, rows: 0 })
  })
})
