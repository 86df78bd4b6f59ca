import { describe, expect, it } from 'vitest'
import { callBytes } from '../../../src/evidence/mirror/sql/call.ts'
import { mysqldumpSql } from '../../../src/evidence/sources/mysqldump-sql.ts'
import { collect } from './collect.ts'

const read = (text: string) => {
  const bytes = Buffer.from(text)
  const whole = collect(mysqldumpSql, bytes)
  expect(collect(mysqldumpSql, bytes, 61)).toEqual(whole)
  return whole
}
const called = (text: string) => callBytes(Buffer.from(text))?.toString('utf8') ?? null

describe('a dump by the shell of SQLite', () => {
  const head = 'PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n'

  it('is read with its backslashes, calls and columns without types', () => {
    const got = read(
      `${head}CREATE TABLE IF NOT EXISTS "posts"(id integer primary key autoincrement, seal blob, text, k PRIMARY KEY, price real);
INSERT INTO posts VALUES(1,X'00ff41',replace(replace('x(\\n0)\\ry \\n \\012 it''s','\\r',char(13)),'(\\n0)',char(10)),'C:\\',1.5);
INSERT INTO "posts" VALUES(2,NULL,unistr('a\\u000ab \\\\ \\u20ac'),'a;b',NULL);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('posts',2);
CREATE TRIGGER tr after insert on posts begin update posts set k='' where id<0; delete from posts where id=-5; end;
COMMIT;
`,
    )
    expect(got.tables.posts?.map((r) => Object.values(r.values))).toEqual([
      ['1', Uint8Array.of(0, 0xff, 0x41), "x\n\ry \\n \\012 it's", 'C:\\', '1.5'],
      ['2', null, 'a\nb \\ €', 'a;b', null],
    ])
    expect(got.tables.sqlite_sequence?.map((r) => r.values)).toEqual([{ name: 'posts', seq: '2' }])
    expect(got.findings.map((f) => f.code)).toEqual(['not-rows'])
  })

  it('is told by what Adminer writes first too', () => {
    const got = read(
      `-- Adminer 4.8.1 SQLite 3.40.1 dump\n\nCREATE TABLE "t" (a text, b text);\nINSERT INTO "t" VALUES\n('\\', 'n\\n');\n`,
    )
    expect(got.tables.t?.map((r) => r.values)).toEqual([{ a: '\\', b: 'n\\n' }])
    expect(got.findings).toEqual([])
  })

  it('is told by what phpBB writes first too, with texts joined at their control characters', () => {
    const got = read(
      `--\n-- phpBB Backup Script\n-- Dump of tables for phpbb_\n-- DATE : 21-09-2023 12:40:00 GMT\n--\nBEGIN TRANSACTION;
-- Table: t
DROP TABLE t;
CREATE TABLE t (
\t id INTEGER PRIMARY KEY NOT NULL ,
\t a TEXT(65535) NOT NULL DEFAULT '',
\t b TEXT(65535) NOT NULL DEFAULT ''
);

INSERT INTO t (id, a, b) VALUES (1, 'C:\\new', 'it''s'||'\n'||'\t'||'a || ü'||'\n');
INSERT INTO t (id, a, b) VALUES (2, '\n'||'x', '');
COMMIT;
`,
    )
    expect(got.tables.t?.map((r) => Object.values(r.values))).toEqual([
      ['1', 'C:\\new', "it's\n\ta || ü\n"],
      ['2', '\nx', ''],
    ])
    expect(got.findings).toEqual([])
  })

  it('holds no joined texts but those of strings', () => {
    const row = (value: string) => read(`${head}CREATE TABLE t (a text, b text);\nINSERT INTO t VALUES (${value});\n`)
    expect(row("'a'||'b', 'c'").tables.t?.map((r) => r.values)).toEqual([{ a: 'ab', b: 'c' }])
    for (const other of ["'a'||upper('b'), 'c'", "'a'|'b', 'c'", "'a'||, 'c'"])
      expect(row(other).findings.map((f) => f.code)).toContain('damaged-row')
  })

  it('has joined texts settled as their own column asks', () => {
    const sql = `${head}CREATE TABLE t (a text, b blob);\nINSERT INTO t VALUES ('x'||'\xff', 'c');\n`
    const joined = collect(mysqldumpSql, Buffer.from(sql, 'latin1'))
    const plain = collect(mysqldumpSql, Buffer.from(sql.replace("'||'", ''), 'latin1'))
    expect(joined.tables.t?.map((r) => r.values)).toEqual(plain.tables.t?.map((r) => r.values))
  })

  it('is read on behind damage', () => {
    const rows = Array.from({ length: 9 }, (_, n) => `INSERT INTO t VALUES(${n},replace('a\\n${n}','\\n',char(10)));\n`)
    const text = `${head}CREATE TABLE t (id integer, text text);\n${rows.slice(0, 4).join('')}INSERT INTO t VALUES(4,'cut \0\0\0\0\0\0\0\0 off\n${rows.slice(5).join('')}COMMIT;\n`
    const got = read(text)
    expect(got.tables.t?.map((r) => r.values.text)).toEqual([0, 1, 2, 3, 5, 6, 7, 8].map((n) => `a\n${n}`))
    expect(got.findings.length).toBeGreaterThan(0)
  })

  it('leaves calls of MySQL as they are written', () => {
    const got = read("CREATE TABLE `t` (a text);\nINSERT INTO `t` VALUES (replace('a','a',char(10)));\n")
    expect(got.tables.t?.[0]?.values.a).toBe("replace('a','a',char(10))")
  })
})

describe('the calls that stand for text', () => {
  it('are worked out as SQLite does', () => {
    expect(called("replace('a$b$c','$','$&')")).toBe('a$&b$&c')
    expect(called("replace( 'abc' , '' , 'x' )")).toBe('abc')
    expect(called('char(72,228,8364,128512)')).toBe('Hä€😀')
    expect(called("unistr('\\0041\\u00e4\\+01f600\\U0001F601\\\\u0041 \\z')")).toBe('Aä😀😁\\u0041 \\z')
    expect(called("CAST(X'c3a4' AS TEXT)")).toBe('ä')
  })

  it('are nothing else', () => {
    for (const other of [
      "upper('a')",
      "replace('a','b')",
      "replace('a','b','c'",
      "replace('a','b','c') ",
      'char(1114112)',
      "unistr('a','b')",
      "replace('a','b','c','d')",
      `${'replace('.repeat(12)}'a'${",'b','c')".repeat(12)}`,
    ])
      expect(called(other)).toBeNull()
  })
})
