import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Client } from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { acquire } from '../../src/evidence/acquire.ts'
import { mirrorStage } from '../../src/evidence/mirror.ts'
import { openStage } from '../../src/evidence/open.ts'
import { declareOperation, exercise } from '../../src/evidence/operation.ts'
import { placesOf } from '../../src/evidence/place.ts'
import { findProgram } from '../../src/evidence/unpack/programs.ts'
import { readRange } from '../../src/trace/bytes.ts'
import { mirrorRow } from '../../src/trace/row.ts'
import { withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'
import { writeLz4 } from '../support/lz4.ts'
import { run } from '../support/mirror.ts'
import { type ArchiveItem, writeCustom, writeToc } from '../support/pg-archive.ts'

const scratch = temporaryFolder('archives')
const database = withDatabase()
const caseDir = join(scratch, 'case')
let exhibit = 0

beforeAll(() => declareOperation(database.client, exercise, 'A. Examiner', new Date('2026-01-02T03:04:05Z')))

const query = async (text: string, values: unknown[] = []) => (await database.client.query(text, values)).rows

/** Takes files in as one exhibit and mirrors them; what the mirror holds, and what is said of it. */
async function intake(files: Readonly<Record<string, Buffer | string>>) {
  const box = join(scratch, `box-${exhibit + 1}`)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(box, name)), { recursive: true })
    writeFileSync(join(box, name), content)
  }
  return take(box)
}

async function take(path: string) {
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
    'SELECT name, database, rows::int FROM evidence.mirror_table WHERE exhibit = $1 ORDER BY name',
    [exhibit],
  )
  const findings = await query(
    `SELECT severity, code, detail FROM evidence.finding WHERE unit = $1 AND severity <> 'note' ORDER BY stage, n`,
    [exhibit],
  )
  return { tables, findings }
}

/** Bytes that begin like a frame of LZ4 and hold nothing that any reader knows. */
const noLz4 = (data: Buffer): Buffer => Buffer.concat([Buffer.from('04224d18', 'hex'), data.map((b) => b ^ 0xa5)])

const held = (table: string, columns = '*') =>
  query(`SELECT ${columns} FROM mirror_${exhibit}."${table}" ORDER BY _row`)

const lines = (n: number) =>
  Array.from({ length: n }, (_, i) => `${i + 1}\tRose ${i + 1}\\tred\t\\\\x0${i % 10}ff\n`).join('')
const items = (rows: number): ArchiveItem[] => [
  { id: 1, tag: 'ENCODING', kind: 'ENCODING', definition: "SET client_encoding = 'UTF8';\n" },
  { id: 2, tag: 'STDSTRINGS', kind: 'STDSTRINGS', definition: "SET standard_conforming_strings = 'on';\n" },
  {
    id: 200,
    tag: 'plants',
    kind: 'TABLE',
    definition: 'CREATE TABLE public.plants (\n    id integer NOT NULL,\n    name text,\n    seal bytea\n);\n',
  },
  {
    id: 3001,
    tag: 'plants',
    kind: 'TABLE DATA',
    copy: 'COPY public.plants (id, name, seal) FROM stdin;\n',
    data: Buffer.from(`${lines(rows)}\\.\n\n\n`),
  },
  {
    id: 201,
    tag: 'notes',
    kind: 'TABLE',
    definition: 'CREATE TABLE public.notes (\n    what text,\n    at integer\n);\n',
  },
  {
    id: 3002,
    tag: 'notes',
    kind: 'TABLE DATA',
    data: Buffer.from(
      "INSERT INTO public.notes VALUES ('It''s raining', 1);\nINSERT INTO public.notes VALUES (NULL, 2);\n\n\n",
    ),
  },
  { id: 3003, tag: 'BLOBS', kind: 'BLOBS', objects: [{ oid: 16500, data: Buffer.from('a drawing of a signal box') }] },
]

async function expectGarden(): Promise<void> {
  expect(await held('notes', 'what, at')).toEqual([
    { what: "It's raining", at: '1' },
    { what: null, at: '2' },
  ])
  expect((await held('plants', 'id, name, seal'))[6]).toEqual({
    id: '7',
    name: 'Rose 7\tred',
    seal: Buffer.from([6, 255]),
  })
}

/** The bytes of a row say what the mirror holds when they are read again from the exhibit. */
async function expectTrace(table: string, row: number): Promise<void> {
  const [at] = await query(
    `SELECT _file AS file, _offset::float8 AS offset, _length AS length FROM mirror_${exhibit}."${table}" WHERE _row = $1`,
    [row],
  )
  const [place] = await placesOf(database.client, caseDir, at.file)
  const bytes = await readRange(place!.stored!, place!.encoding, at.offset, at.length)
  const found = await mirrorRow(database.client, exhibit, { ...at, step: '' })
  expect([found?.table, found?.row, found?.differs(bytes)]).toEqual([table, row, null])
}

describe('archives of pg_dump', () => {
  for (const version of [0x010a, 0x010c, 0x010e, 0x010f, 0x0110])
    it(`give their tables in the custom format of version 1.${version & 255}, packed or not, with places or without`, async () => {
      for (const packing of ['none', 'gzip'] as const) {
        const got = await intake({
          'garden.dump': writeCustom(items(400), { version, packing, places: packing === 'none' }),
        })
        expect(got.findings).toEqual([])
        expect(got.tables).toEqual([
          { name: 'notes', database: 'garden', rows: 2 },
          { name: 'plants', database: 'garden', rows: 400 },
        ])
        await expectGarden()
        await expectTrace('plants', 123)
        const blobs = await query(
          `SELECT stored_size::int AS size FROM evidence.file WHERE exhibit = $1 AND inner_path = 'blob_16500.dat'`,
          [exhibit],
        )
        expect(blobs).toEqual([{ size: 25 }])
      }
    })

  it('are unpacked where they are packed with LZ4; what is none is told, and the tables stay', async () => {
    const style = { version: 0x0110, places: true, packing: 'lz4' } as const
    const got = await intake({ 'garden.dump': writeCustom(items(400), style, (data) => writeLz4(data)) })
    expect(got.findings).toEqual([])
    expect(await held('plants')).toHaveLength(400)
    await expectGarden()
    await expectTrace('plants', 399)
    const none = await intake({ 'garden.dump': writeCustom(items(5), style, noLz4) })
    expect(none.findings.map((f) => f.code)).toContain('archive-damaged')
    expect(none.tables.map((t) => t.name)).toEqual(['notes', 'plants'])
  })

  it('are unpacked by the program zstd where they are packed with it', async (context) => {
    const program = findProgram(['zstd'])
    if (program === null) context.skip('zstd is not on this machine')
    const zstd = (data: Buffer): Buffer => execFileSync(program!, ['-c'], { input: data })
    const style = { version: 0x0110, places: true } as const
    const got = await intake({ 'garden.dump': writeCustom(items(400), { ...style, packing: 'zstd' }, zstd) })
    expect(got.findings).toEqual([])
    expect(await held('plants')).toHaveLength(400)
    await expectGarden()
    await expectTrace('plants', 399)
  })

  it('give the same in the directory format and the tar format, whatever is packed', async () => {
    const style = { version: 0x010e, packing: 'gzip', places: true } as const
    const toc = writeToc(items(30), style)
    const [plants, notes] = [items(30)[3]!.data!, items(30)[5]!.data!]
    const folder = await intake({
      'backup/toc.dat': toc,
      'backup/3001.dat.gz': gzipSync(plants),
      'backup/3002.dat.gz': gzipSync(notes),
      'backup/blob_16500.dat.gz': gzipSync('x'),
    })
    expect(folder.findings).toEqual([])
    await expectGarden()
    await expectTrace('plants', 30)
    await expectTrace('notes', 2)
    const tar = await intake({
      'all.tar': tarOf({ 'toc.dat': toc, '3001.dat': plants, '3002.dat': notes, 'restore.sql': '--\n' }),
    })
    expect(tar.findings).toEqual([])
    await expectGarden()
    await expectTrace('plants', 30)
  })

  it('say which rows are not there, and read what is', async () => {
    const toc = writeToc(items(30), { version: 0x010e, packing: 'none', places: true })
    const got = await intake({ 'toc.dat': toc, '3002.dat': items(1)[5]!.data! })
    expect(got.findings).toEqual([
      {
        severity: 'loss',
        code: 'part-missing',
        detail: 'The file 3001.dat with the rows of plants is not there, or cannot be unpacked',
      },
    ])
    expect(await held('notes')).toHaveLength(2)
  })

  it('read on behind a damaged block where the list knows the next, and keep what came before the damage', async () => {
    for (const packing of ['none', 'gzip'] as const) {
      const dump = writeCustom(items(3000), { version: 0x010e, packing, places: true })
      // Either a piece's length is spoilt, or the packed bytes are.
      const at =
        packing === 'none' ? dump.indexOf('1\tRose 1\\t') + 4096 : dump.indexOf(Buffer.from([0x78, 0x9c])) + 4000
      dump.fill(0xff, at, at + 20)
      const got = await intake({ 'garden.dump': dump })
      expect(got.findings.map((f) => f.code)).toContain('archive-damaged')
      expect(await held('notes')).toHaveLength(2)
      expect((await held('plants')).length).toBeGreaterThan(50)
    }
  })

  const real = process.env.PG_ARCHIVES
  it.skipIf(!real || !existsSync(real))('written by pg_dump itself hold the same (needs PG_ARCHIVES)', async () => {
    const shape: string[] = []
    for (const name of ['plain.sql', 'c0.dump', 'c1.dump', 'c6.dump', 'inserts.dump', 't.tar', 'dir', 'dir0']) {
      const got = await take(join(real!, name))
      expect([name, got.findings.filter((f) => f.code !== 'large-object')]).toEqual([name, []])
      await expectTrace('posts', 2000)
      const rows = []
      for (const t of got.tables)
        rows.push(
          await query(
            `SELECT md5(string_agg(to_jsonb(t) - '{_row,_offset,_file,_length}'::text[] #>> '{}', '' ORDER BY _row)) FROM mirror_${exhibit}."${t.name}" t`,
          ),
        )
      shape.push(JSON.stringify([got.tables.map((t) => [t.name, t.rows]), rows]))
    }
    expect(shape).toEqual(shape.map(() => shape[0]))
  })
})

const head = '/*!40101 SET NAMES binary*/;\n/*!40014 SET FOREIGN_KEY_CHECKS=0*/;\n\n'
const plants =
  'CREATE TABLE `plants` (\n  `id` int(11) NOT NULL,\n  `name` varchar(80) DEFAULT NULL,\n  `seal` varbinary(8) DEFAULT NULL\n) DEFAULT CHARSET=utf8mb4;\n'
const inserted = (from: number, to: number) =>
  `${head}INSERT INTO \`plants\` VALUES\n${Array.from({ length: to - from + 1 }, (_, i) => `(${from + i},"Gärten \\"${from + i}\\"","\\0${'\u0001'}")`).join(',\n')};\n`

describe('folders of mydumper', () => {
  it('fill tables that one file declares from others, in each database, packed or not', async () => {
    const got = await intake({
      'export/metadata': 'Started dump at: 2024-01-02 03:04:05\nFinished dump at: 2024-01-02 03:04:06\n',
      'export/garden-schema-create.sql': 'CREATE DATABASE `garden`;\n',
      'export/garden.plants-schema.sql.gz': gzipSync(head + plants),
      'export/garden.plants.00000.sql.gz': gzipSync(inserted(1, 500)),
      'export/garden.plants.00001.sql': inserted(501, 600),
      'export/attic.plants-schema.sql': head + plants,
      'export/attic.plants.sql': inserted(1, 3),
      'export/garden.seen-schema.sql': `${head}CREATE TABLE \`seen\` (\`id\` int);\n`,
      'export/garden.seen-schema-view.sql':
        'DROP TABLE IF EXISTS `seen`;\nCREATE VIEW `seen` AS SELECT `id` FROM `plants`;\n',
    })
    expect(got.findings).toEqual([])
    expect(got.tables).toEqual([
      { name: 'garden.plants', database: 'garden', rows: 600 },
      { name: 'plants', database: 'attic', rows: 3 },
    ])
    expect((await held('garden.plants', 'id, name, seal'))[550]).toEqual({
      id: '551',
      name: 'Gärten "551"',
      seal: Buffer.from([0, 1]),
    })
    await expectTrace('garden.plants', 1)
    await expectTrace('garden.plants', 600)
    await expectTrace('plants', 2)
  })

  it('read rows that LOAD DATA would take from files, and the texts of mysqldump --tab', async () => {
    const load = (name: string, form: string, columns: string) =>
      `/*!40101 SET NAMES binary*/;\nLOAD DATA LOCAL INFILE '${name}' REPLACE INTO TABLE \`plants\` CHARACTER SET binary ${form} (${columns});\n`
    const got = await intake({
      'export/metadata': '# Started dump at: 2024-01-02 03:04:05\n[config]\nquote-character = BACKTICK\n',
      'export/garden.plants-schema.sql': head + plants,
      'export/garden.plants.00000.sql': load(
        'garden.plants.00000.dat',
        "FIELDS TERMINATED BY ',' ENCLOSED BY '\"' ESCAPED BY '\\\\' LINES STARTING BY '' TERMINATED BY '\\n'",
        '`seal`,`id`,`name`',
      ),
      'export/garden.plants.00000.dat': '"\\0a","1","Rose, \\"red\\"\\\nand more"\n\\N,"2",\\N\n',
      'export/garden.plants.00001.sql': load(
        'garden.plants.00001.dat',
        "FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n'",
        '`seal`,`id`,`name`',
      ),
      'export/garden.plants.00001.dat': 'ab\t3\tTulip\n',
      'export/garden.plants.00002.sql': load('garden.plants.00002.dat', '', '`seal`,`id`,`name`'),
      'tab/plants.sql': `-- MariaDB dump 10.19\n${plants}-- Dump completed\n`,
      'tab/plants.txt': '7\tLily\\\nwhite\t\\0\\0\n8\t\\N\tx\n',
      'tab/readme.txt': 'About these files\n',
    })
    expect(got.findings).toEqual([
      {
        severity: 'loss',
        code: 'part-missing',
        detail: 'The file garden.plants.00002.dat with the rows of plants is not there, or cannot be unpacked',
      },
    ])
    expect(got.tables.map((t) => t.rows)).toEqual([2, 3])
    const garden = got.tables.find((t) => t.rows === 3)!.name
    const tab = got.tables.find((t) => t.rows === 2)!.name
    expect(await held(garden, 'id, name, seal')).toEqual([
      { id: '1', name: 'Rose, "red"\nand more', seal: Buffer.from([0, 0x61]) },
      { id: '2', name: null, seal: null },
      { id: '3', name: 'Tulip', seal: Buffer.from('ab') },
    ])
    expect(await held(tab, 'id, name, seal')).toEqual([
      { id: '7', name: 'Lily\nwhite', seal: Buffer.from([0, 0]) },
      { id: '8', name: null, seal: Buffer.from('x') },
    ])
    await expectTrace(garden, 1)
    await expectTrace(tab, 2)
  })

  const real = process.env.MY_FOLDERS
  it.skipIf(!real || !existsSync(real))('written by mydumper itself hold the same (needs MY_FOLDERS)', async () => {
    const shape: string[] = []
    for (const name of ['plain', 'rows', 'both', 'tab']) {
      const got = await take(join(real!, name))
      expect([name, got.findings]).toEqual([name, []])
      await expectTrace('posts', 2000)
      const [posts] = await query(
        `SELECT count(*)::int AS n, md5(string_agg(concat_ws('|', id, subject, body, seal), '' ORDER BY _row)) AS sum FROM mirror_${exhibit}.posts`,
      )
      const [users] = await query(
        `SELECT count(*)::int AS n, md5(string_agg(concat_ws('|', id, coalesce(name, '-')), '' ORDER BY _row)) AS sum FROM mirror_${exhibit}.users`,
      )
      shape.push(JSON.stringify([posts, users]))
    }
    expect(shape).toEqual(shape.map(() => shape[0]))
  })
})

/** A tar archive as the oldest form has it. */
function tarOf(files: Readonly<Record<string, Buffer | string>>): Buffer {
  const parts = Object.entries(files).flatMap(([name, content]) => {
    const bytes = Buffer.from(content)
    const head = Buffer.alloc(512)
    head.write(name, 0)
    head.write('0000644\0', 100)
    head.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124)
    head.write('00000000000\0', 136)
    head.fill(' ', 148, 156)
    const sum = head.reduce((a, b) => a + b, 0)
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return [head, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]
  })
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

describe('text in UTF-16', () => {
  const text = `${plants}INSERT INTO \`plants\` (\`id\`, \`name\`) VALUES\n${Array.from({ length: 9000 }, (_, i) => `(${i + 1},'Gärten 🌷 ${i + 1}')`).join(',\n')};\n`
  const little = Buffer.from(`\ufeff${text}`, 'utf16le')

  it('is read as the dump that it is, in either order of bytes, packed too', async () => {
    for (const bytes of [little, Buffer.from(little).swap16(), gzipSync(little)]) {
      const got = await intake({ 'garden.sql': bytes })
      expect(got.findings).toEqual([])
      expect(got.tables.map((t) => t.rows)).toEqual([9000])
      expect((await held('plants', 'name'))[8999]).toEqual({ name: 'Gärten 🌷 9000' })
      await expectTrace('plants', 9000)
    }
  })

  it('is read up to where it is cut off, and left alone where it is no evidence', async () => {
    const got = await intake({
      'garden.sql': little.subarray(0, little.length / 2 + 1 - ((little.length / 2) % 2)),
      'notes.reg': Buffer.from('\ufeffWindows Registry Editor Version 5.00\r\n', 'utf16le'),
    })
    expect(got.findings.map((f) => f.code)).toContain('truncated')
    expect(got.tables[0]?.rows).toBeGreaterThan(4000)
    const files = await query('SELECT path, source FROM evidence.file WHERE exhibit = $1 ORDER BY path', [exhibit])
    expect(files).toEqual([
      { path: 'garden.sql', source: 'utf-16' },
      { path: 'garden.sql!/garden.sql', source: 'mysqldump-sql' },
      { path: 'notes.reg', source: 'other' },
    ])
  })
})

describe('dumps in numbered parts', () => {
  const part = (n: number, text: string) =>
    `-- Status:2:6:MP_${n}:garden:php:1.24.4::5.1.49:1:::utf8:EXTINFO\n--\n-- TABLE-INFO\r\n-- EOF TABLE-INFO\n--\n-- Dump by MySQLDumper 1.24.4\n/*!40101 SET NAMES 'utf8' */;\nSET FOREIGN_KEY_CHECKS=0;\n-- This is part ${n} of the backup.\n\n${text}`
  const seen = 'CREATE TABLE `seen` (`id` int, `what` text);\n'
  const plant = (id: number) => `INSERT INTO \`plants\` (\`id\`, \`name\`) VALUES ('${id}', 'Plant ${id}');\n`
  const bird = (id: number) => `INSERT INTO \`seen\` (\`id\`, \`what\`) VALUES ('${id}', 'Bird ${id}');\n`
  const parts = [plants + plant(1), plant(2), plant(3) + seen, bird(4), bird(5)]

  it('are one dump, each row with the file it lies in, beside another backup of the same tables', async () => {
    const set = (day: string, count: number) =>
      parts
        .slice(0, count)
        .map((text, i) => [`${day}_part_${i + 1}.sql${i % 2 ? '.gz' : ''}`, part(i + 1, text)] as const)
    const files = [...set('garden_2011_03_04', 5), ...set('garden_2011_03_05', 4)]
    const got = await intake(
      Object.fromEntries(files.map(([name, text]) => [name, name.endsWith('.gz') ? gzipSync(text) : text])),
    )
    expect(got.findings).toEqual([])
    expect(got.tables.map((t) => t.rows)).toEqual([3, 1, 3, 2])
    expect((await held('plants', 'id, _file')).map((r) => r.id)).toEqual(['1', '2', '3'])
    expect(new Set((await held('plants', 'id, _file')).map((r) => r._file)).size).toBe(3)
    await expectTrace('plants', 2)
    await expectTrace('seen', 2)
  })

  it('come in the order of their numbers, declared by a file of their own, and what is missing is told', async () => {
    const got = await intake({
      'garden_DataStructure.sql': plants + seen,
      ...Object.fromEntries([1, 2, 4, 10, 11].map((n) => [`garden_${n}.sql`, n < 10 ? plant(n) : bird(n)])),
    })
    expect(got.findings.map((f) => f.detail)).toEqual(
      ['Part 3 of this dump is', 'Parts 5 to 9 of this dump are'].map((what) =>
        expect.stringMatching(`^${what} not there: `),
      ),
    )
    expect((await held('plants', 'id')).map((r) => r.id)).toEqual(['1', '2', '4'])
    expect((await held('seen', 'id')).map((r) => r.id)).toEqual(['10', '11'])
  })

  it('tell what is missing before one that is alone', async () => {
    const got = await intake({ 'garden_part_3.sql': part(3, bird(4)) })
    expect(got.findings.map((f) => f.code)).toEqual(['part-missing', 'table-undeclared'])
  })

  it('may hold one table alone', async () => {
    const got = await intake({ 'plants1.sql': plants + plant(1), 'plants2.sql': plant(2), 'plants3.sql': plant(3) })
    expect(got.findings).toEqual([])
    expect(got.tables.map((t) => t.rows)).toEqual([3])
  })

  it('are not what was dumped on several days, with declarations or without', async () => {
    const whole = await intake({ 'backup_1.sql': plants + plant(1), 'backup_2.sql': plants + plant(1) + plant(2) })
    expect(whole.tables.map((t) => t.rows).toSorted()).toEqual([1, 2])
    const bare = await intake({ 'backup_1.sql': plants + plant(1), 'backup_2.sql': plant(1) + plant(2) })
    expect(bare.tables.map((t) => t.rows).toSorted()).toEqual([1, 2])
    expect(bare.findings.map((f) => f.code)).toEqual(['table-undeclared'])
  })
})
