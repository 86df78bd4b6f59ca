import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Client } from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { acquire } from '../../src/evidence/acquire.ts'
import { mirrorStage } from '../../src/evidence/mirror.ts'
import { openStage } from '../../src/evidence/open.ts'
import { declareOperation, exercise } from '../../src/evidence/operation.ts'
import { placesOf } from '../../src/evidence/place.ts'
import { readRange } from '../../src/trace/bytes.ts'
import { withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'
import { run } from '../support/mirror.ts'

const scratch = temporaryFolder('cut')
const database = withDatabase()
const caseDir = join(scratch, 'case')
let exhibit = 0

beforeAll(() => declareOperation(database.client, exercise, 'A. Examiner', new Date('2026-01-02T03:04:05Z')))

const query = async (text: string, values: unknown[] = []) => (await database.client.query(text, values)).rows

async function intake(files: Readonly<Record<string, Buffer>>) {
  const path = join(scratch, `box-${exhibit + 1}`)
  mkdirSync(path, { recursive: true })
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content)
  const clock = () => new Date('2026-01-02T03:04:05Z')
  const { signal } = new AbortController()
  await acquire({ path }, { db: database.client, caseDir, actor: 'A. Examiner', clock, signal, tool: 'test' })
  exhibit = (await query('SELECT max(exhibit) AS n FROM evidence.exhibit'))[0].n
  const open: Client[] = []
  const connect = async (): Promise<Client> => {
    const client = await database.connect()
    open.push(client)
    return client
  }
  await run({ connect }, [openStage, mirrorStage], 50_000, Number.POSITIVE_INFINITY, caseDir)
  for (const client of open) await client.end().catch(() => undefined)
  const tables = await query(
    'SELECT name, rows::int FROM evidence.mirror_table WHERE exhibit = $1 ORDER BY name, rows',
    [exhibit],
  )
  const findings = await query(`SELECT code, detail FROM evidence.finding WHERE unit = $1 ORDER BY stage, n`, [exhibit])
  const sources = await query('SELECT path, source FROM evidence.file WHERE exhibit = $1 ORDER BY file', [exhibit])
  return { tables, codes: findings.map((f) => f.code), details: findings.map((f) => f.detail), sources }
}

const rowsOf = (n: number): string =>
  Array.from({ length: n }, (_, i) => `INSERT INTO \`plants\` VALUES (${i + 1},'Rose ${i + 1}');\n`).join('')
const dump = (n: number): Buffer =>
  Buffer.from(
    `-- MySQL dump 10.13\nSET NAMES utf8mb4;\nCREATE TABLE \`plants\` (\`id\` int, \`name\` varchar(40)) DEFAULT CHARSET=utf8mb4;\n${rowsOf(n)}-- Dump completed\n`,
  )
const letters = (n: number): string => `a${String.fromCharCode(97 + n)}`

/** Pieces as `split -b` cuts them. */
function cut(data: Buffer, name: string, size: number, ending = letters): Record<string, Buffer> {
  const parts: Record<string, Buffer> = {}
  for (let at = 0, n = 0; at < data.length; at += size, n++)
    parts[`${name}.${ending(n)}`] = data.subarray(at, at + size)
  return parts
}

describe('a dump cut into parts', () => {
  it('is read as the one file it was, wherever it was cut, and says where each part begins', async () => {
    const got = await intake(cut(dump(200), 'garden.sql', 3001))
    expect(got.tables).toEqual([{ name: 'plants', rows: 200 }])
    expect(got.codes).toEqual(['parts-joined'])
    expect(got.details[0]).toContain('garden.sql.aa from byte 0, garden.sql.ab from byte 3001, ')
    expect(got.sources.map((s) => s.source)).toEqual(['cut-file', 'part', 'part', 'part', 'mysqldump-sql'])
    const [at] = await query(
      `SELECT _file AS file, _offset::float8 AS at, _length AS length FROM mirror_${exhibit}.plants WHERE id = '120'`,
    )
    const [place] = await placesOf(database.client, caseDir, at.file)
    const bytes = await readRange(place!.stored!, place!.encoding, at.at, at.length)
    expect(Buffer.from(bytes).toString()).toBe("(120,'Rose 120')")
    expect(dump(200).subarray(at.at, at.at + at.length)).toEqual(Buffer.from(bytes))
  })

  it('is joined before it is unpacked, and from numbers too', async () => {
    const packed = gzipSync(dump(4000))
    const got = await intake(cut(packed, 'garden.sql.gz', 4096, (n) => String(n + 1).padStart(3, '0')))
    expect(got.tables).toEqual([{ name: 'plants', rows: 4000 }])
    expect(got.codes).toEqual(['parts-joined'])
  })

  it('is joined where it was cut between lines', async () => {
    const lines = dump(90)
      .toString()
      .split(/(?<=\n)/)
    const part = (from: number, to?: number) => Buffer.from(lines.slice(from, to).join(''))
    const got = await intake({ 'g.sql.aa': part(0, 20), 'g.sql.ab': part(20, 70), 'g.sql.ac': part(70) })
    expect(got.tables).toEqual([{ name: 'plants', rows: 90 }])
    expect(got.codes).toEqual(['parts-joined'])
  })

  it('tells which part is missing', async () => {
    const { 'garden.sql.ab': _, ...rest } = cut(dump(400), 'garden.sql', 2500)
    const { 'garden.sql.ac': __, ...gone } = cut(dump(400), 'garden.sql', 2500)
    // Without its second part there is nothing to join, and what is there is told as cut off.
    expect((await intake(rest)).codes).toContain('truncated')
    const got = await intake(gone)
    expect(got.codes).toContain('missing-part')
    expect(got.details.join()).toContain('The part garden.sql.ac is not there')
  })

  it('is never made of two dumps, nor of pieces that two tools cut', async () => {
    const days = await intake({ 'garden.sql.01': dump(5), 'garden.sql.02': dump(5) })
    expect(days.tables.map((t) => t.rows)).toEqual([5, 5])
    expect(days.codes).not.toContain('parts-joined')
    const whole = dump(300)
    const odd = {
      'g.sql.aa': whole.subarray(0, 3002),
      'g.sql.ab': whole.subarray(3002, 9005),
      'g.sql.ac': whole.subarray(9005),
    }
    expect((await intake(odd)).codes).not.toContain('parts-joined')
  })
})
