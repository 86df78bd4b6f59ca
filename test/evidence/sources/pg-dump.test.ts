import { describe, expect, it } from 'vitest'
import { readRow } from '../../../src/evidence/mirror/read-row.ts'
import type { Limits } from '../../../src/evidence/mirror/source.ts'
import { kinds } from '../../../src/evidence/sources/index.ts'
import { pgDump } from '../../../src/evidence/sources/pg-dump.ts'
import { type Collected, collect } from './collect.ts'

const read = (data: string | Buffer, limits?: Limits): Collected => {
  const bytes = Buffer.from(data as string)
  const whole = collect(pgDump, bytes, bytes.length, limits)
  expect(collect(pgDump, bytes, 61, limits)).toEqual(whole)
  return whole
}
const values = (c: Collected, name: string) => (c.tables[name] ?? []).map((r) => Object.values(r.values))
const codes = (c: Collected) => c.findings.map((f) => f.code)
const sourceOf = (text: string) => kinds.find((k) => k.detect(Buffer.from(text), 'dump.sql'))?.name
const copy = (table: string, ...lines: string[]) =>
  `COPY ${table} FROM stdin;\n${lines.map((l) => `${l}\n`).join('')}\\.\n\n`

describe('a dump of PostgreSQL', () => {
  it('is told from other text by its content', () => {
    expect(sourceOf('--\n-- PostgreSQL database dump\n--\n\n')).toBe('pg-dump')
    expect(sourceOf(copy('roses (id, name)', '1\tAlba'))).toBe('pg-dump')
    expect(sourceOf('SET standard_conforming_strings = on;\nINSERT INTO roses VALUES (1);\n')).toBe('pg-dump')
    expect(sourceOf('-- Adminer 4.8.1 PostgreSQL 15.18 dump\n\nCREATE TABLE "public"."roses" (id int);\n')).toBe(
      'pg-dump',
    )
    expect(sourceOf('-- Adminer 4.8.1 MySQL 8.0.36 dump\n\nCREATE TABLE `roses` (id int);\n')).toBe('mysqldump-sql')
    expect(
      sourceOf('/*\n Navicat Premium Data Transfer\n\n Source Server Type    : PostgreSQL\n*/\n\nDROP TABLE a;\n'),
    ).toBe('pg-dump')
    expect(sourceOf('DROP TABLE IF EXISTS "public"."roses";\nCREATE TABLE "public"."roses" (id int);\n')).toBe(
      'pg-dump',
    )
    expect(sourceOf('INSERT INTO `roses` VALUES (1,"x\nCOPY a (b) FROM stdin;\n");\n')).toBe('mysqldump-sql')
    expect(sourceOf('CREATE TABLE roses (id int);\nINSERT INTO roses VALUES (1);\n')).toBe('mysqldump-sql')
    expect(sourceOf('How to read a dump:\nCOPY a (b) FROM stdin;\n')).toBeUndefined()
  })

  it('tells a column called exclude from a constraint', () => {
    const got = read(
      `CREATE TABLE a (id integer, exclude smallint DEFAULT 0 NOT NULL, EXCLUDE USING gist (id WITH =), EXCLUDE (id WITH =));\n${copy('a (id, exclude)', '1\t2')}`,
    )
    expect(got.catalogue.tables[0]?.columns.map((c) => c.name)).toEqual(['id', 'exclude'])
    expect(values(got, 'a')).toEqual([['1', '2']])
    expect(codes(got)).toEqual([])
  })

  it('as Adminer writes it has its backslashes and its tables of the schema public', () => {
    const got = read(
      `-- Adminer 4.8.1 PostgreSQL 15.18 dump\n\nDROP TABLE IF EXISTS "roses";\nCREATE TABLE "public"."roses" (\n    "id" integer,\n    "name" text\n) WITH (oids = false);\n\nTRUNCATE "roses";\nINSERT INTO "roses" ("id", "name") VALUES\n(1,\t'C:\\'),\n(2,\t'It''s \\n');\n`,
    )
    expect(values(got, 'roses')).toEqual([
      ['1', 'C:\\'],
      ['2', "It's \\n"],
    ])
    expect(codes(got)).toEqual([])
  })

  it('gives the values that COPY text stands for', () => {
    const got = read(
      `CREATE TABLE a (t text, raw bytea, old bytea);\n${copy('a (t, raw, old)', 'a\\tb\\nc\\rd\\\\e\\b\\f\\v\\x41\\101\\q\t\\\\x00fF\ta\\\\000\\\\\\\\', '\\N\t\\N\t', '\\\\N\t\\\\xzz\t')}`,
    )
    expect(values(got, 'a')).toEqual([
      ['a\tb\nc\rd\\e\b\f\vAAq', new Uint8Array([0, 255]), new Uint8Array([97, 0, 92])],
      [null, null, new Uint8Array()],
      ['\\N', new Uint8Array(Buffer.from('\\xzz')), new Uint8Array()],
    ])
    expect(codes(got)).toEqual(['invalid-text'])
  })

  it('gives the values that INSERTs stand for as COPY text would', () => {
    const row = `(1, 'it''s \\n', E'a\\tb\\'\\u00e9\\\\', true, FALSE, NULL, DEFAULT, -1.5e3, B'0101', '\\x4142', 'x'::character varying(9), $$d'q$$, ARRAY['a', 'b)'], '{1,2}'::integer[])`
    const columns = Array.from({ length: 14 }, (_, i) => `c${i} ${i === 9 ? 'bytea' : i === 8 ? 'bit(4)' : 'text'}`)
    const sql = `CREATE TABLE public.a (${columns.join(', ')});\nINSERT INTO public.a OVERRIDING SYSTEM VALUE VALUES ${row},\n\t${row} ON CONFLICT DO NOTHING;\n`
    const got = read(sql)
    const want = ['1', "it's \\n", "a\tb'é\\", 't', 'f', null, null, '-1.5e3', '0101', new Uint8Array([65, 66])]
    const more = ['x', "d'q", "ARRAY['a', 'b)']", '{1,2}']
    expect(values(got, 'a')).toEqual([
      [...want, ...more],
      [...want, ...more],
    ])
    expect(got.findings).toEqual([])
    const [table] = got.catalogue.tables
    const { offset, length } = got.tables.a![1]!
    const again = readRow(
      Buffer.from(sql).subarray(offset, offset + length),
      'pg',
      table!.columns.map((c) => ({ ...c, client: null, backslash: false })),
      offset,
    )
    expect(again?.map((f) => f.value)).toEqual([...want, ...more])
    expect(again?.map((f) => row.slice(f.start, f.end))[12]).toBe("ARRAY['a', 'b)']")
  })

  it('keeps schemas and databases apart, those of public by their own names', () => {
    const board = (rows: string) => `CREATE TABLE log (id int);\n${copy('log (id)', rows)}`
    const got = read(
      `CREATE TABLE audit.log (id int);\n${copy('audit.log (id)', '1')}SET search_path = public, pg_catalog;\n${board('2')}\\connect "Second Garden"\n${board('3')}\\connect -reuse-previous=on "dbname='third'"\nSET search_path = audit;\n${board('4')}`,
    )
    expect(got.catalogue.tables.map((t) => [t.database, t.name, t.rows])).toEqual([
      ['audit', 'log', 1],
      [null, 'log', 1],
      ['Second Garden', 'log', 1],
      ['third.audit', 'log', 1],
    ])
    expect(got.catalogue.prefixes.map((p) => p.prefix)).toEqual(['audit.', '', 'Second Garden.', 'third.audit.'])
  })

  it('reads types, computed and inherited columns, and names in quotes', () => {
    const got = read(
      'CREATE TABLE a (id integer NOT NULL, "Name" character varying(20) DEFAULT \'x, y\'::character varying, at timestamp(6) without time zone, n numeric(10,2), full_name text GENERATED ALWAYS AS (("Name" || \'!\')) STORED, no bigint GENERATED ALWAYS AS IDENTITY, CONSTRAINT k CHECK ((id > 0)), PRIMARY KEY (id));\nCREATE TABLE b (more bytea) INHERITS (a);\n',
    )
    expect(got.catalogue.tables.map((t) => t.columns.map((c) => [c.name, c.declared, c.generated]))[0]).toEqual([
      ['id', 'integer', false],
      ['Name', 'character varying(20)', false],
      ['at', 'timestamp(6) without time zone', false],
      ['n', 'numeric(10,2)', false],
      ['full_name', 'text', true],
      ['no', 'bigint', false],
    ])
    expect(got.catalogue.tables[1]!.columns.map((c) => c.name)).toEqual([
      'id',
      'Name',
      'at',
      'n',
      'full_name',
      'no',
      'more',
    ])
  })

  it('reads text in the encoding that the dump names', () => {
    const text = (encoding: string, raw: number[]) =>
      Buffer.concat([
        Buffer.from(`SET client_encoding = '${encoding}';\nCREATE TABLE a (t text);\nCOPY a (t) FROM stdin;\n`),
        Buffer.from(raw),
        Buffer.from('\n\\.\n'),
      ])
    expect(values(read(text('WIN1251', [0xd0, 0xee])), 'a')).toEqual([['Ро']])
    // The second byte of this character is that of a backslash.
    expect(values(read(text('SJIS', [0x95, 0x5c, 0x5c, 0x74])), 'a')).toEqual([['表\t']])
    const undeclared = read(text('SQL_ASCII', [0xe9]))
    expect([values(undeclared, 'a'), codes(undeclared)]).toEqual([[['é']], ['charset-undeclared']])
    expect(codes(read(text('MULE_INTERNAL', [0x41])))).toEqual(['charset-unknown'])
  })

  it('finds its way past functions, comments and strings that look like statements', () => {
    const got = read(
      `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $_$ BEGIN -- it's\n INSERT INTO a VALUES (9); END; $_$;\n/* a /* nested */ ; */\nCOMMENT ON TABLE a IS 'a;\nb';\nCREATE RULE r AS ON INSERT TO a DO ALSO (NOTIFY x; NOTIFY y);\n\\restrict abc\n${copy('a (id)', '1')}`,
    )
    expect(values(got, 'a')).toEqual([['1']])
    expect(codes(got)).toEqual(['not-rows', 'not-rows', 'table-undeclared'])
  })

  it('reads rows with line ends of Windows, with OIDS, and of a table of one empty text', () => {
    expect(values(read(copy('a (id, t)', '1\tx', '2\t\\N').replaceAll('\n', '\r\n')), 'a')).toEqual([
      ['1', 'x'],
      ['2', null],
    ])
    expect(read(copy('a (id) WITH OIDS', '16384\t1')).tables.a?.[0]?.values).toEqual({ oid: '16384', id: '1' })
    expect(values(read(`CREATE TABLE a (t text);\n${copy('a (t)', '', 'x', '')}`), 'a')).toEqual([[''], ['x'], ['']])
  })

  it('says what it does not read', () => {
    expect(codes(read(`COPY a (b) FROM stdin WITH CSV;\n1,2\n\\.\n\nCOPY a FROM '/3012.dat';\n`))).toEqual([
      'copy-form',
      'copy-form',
    ])
    const large = "SELECT pg_catalog.lowrite(0, '\\x4142');\n"
    expect(codes(read(`SET a = 1;\n${large}${large}UPDATE a SET b = 1;\n`))).toEqual(['large-object', 'not-applied'])
    const filled = `CREATE TABLE a (t text);\n${copy('a (t)', 'x')}`
    expect(codes(read(`CREATE TABLE a (t text);\nTRUNCATE ONLY a, "b" CASCADE;\n${copy('a (t)', 'x')}`))).toEqual([])
    expect(codes(read(`${filled}TRUNCATE b, public.a;\n`))).toEqual(['not-applied'])
    const role = read("CREATE ROLE gardener PASSWORD 'watering can';\n")
    expect(codes(role)).toEqual(['not-rows'])
    expect(JSON.stringify(role.findings)).not.toContain('watering')
  })
})
