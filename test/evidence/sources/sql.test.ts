import { describe, expect, it } from 'vitest'
import { mysqldumpSql } from '../../../src/evidence/sources/mysqldump-sql.ts'
import { collect } from './collect.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const utf8 = (text: string) => Buffer.from(text, 'utf8')
const read = (data: string | Buffer) => collect(mysqldumpSql, typeof data === 'string' ? utf8(data) : data)
const values = (data: string | Buffer, table = 't') => read(data).tables[table]?.map((r) => Object.values(r.values))
const codes = (data: string | Buffer) => read(data).findings.map((f) => f.code)

const create =
  'CREATE TABLE `t` (\n  `id` int(10) unsigned NOT NULL,\n  `name` varchar(40) DEFAULT NULL,\n  `ip` varbinary(16) DEFAULT NULL,\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n'
const names = '/*!40101 SET NAMES utf8mb4 */;\n'

describe('forms of SQL dumps', () => {
  const forms: Readonly<Record<string, string>> = {
    'one statement': `INSERT INTO \`t\` VALUES (1,'Rose',NULL),(2,'It''s',NULL);\n`,
    'a row a line': `INSERT INTO \`t\` VALUES\n(1,'Rose',NULL),\n(2,'It\\'s',NULL);\n`,
    'a statement a row': `INSERT INTO \`t\` VALUES (1,'Rose',NULL);\nINSERT INTO \`t\` VALUES (2,'It\\'s',NULL);\n`,
    'column lists': `INSERT INTO \`t\` (\`id\`, \`name\`, \`ip\`) VALUES (1,'Rose',NULL),(2,'It\\'s',NULL);\n`,
    'another order': `INSERT INTO t (name, IP, id) VALUES ('Rose',NULL,1),('It\\'s',NULL,2);\n`,
    REPLACE: `REPLACE INTO \`t\` VALUES (1,'Rose',NULL),(2,'It\\'s',NULL);\n`,
    'INSERT IGNORE': `INSERT  IGNORE INTO \`t\` VALUES (1,'Rose',NULL),(2,'It\\'s',NULL);\n`,
    'INSERT DELAYED': `INSERT DELAYED INTO \`t\` VALUES (1,'Rose',NULL),(2,'It\\'s',NULL);\n`,
    'lower case': `insert into t values (1, 'Rose', null), (2, 'It\\'s', null);\n`,
    'qualified name': `INSERT INTO \`t\` VALUES (1,'Rose',NULL);\nINSERT INTO t VALUES (2,"It's",NULL);\n`,
    'white space': `INSERT INTO \`t\` (\`id\`,\`name\`,\`ip\`)\nVALUES\n\t( 1 , 'Rose' , NULL ),\r\n\t(2, 'It\\'s', NULL)\n;\n`,
    'ON DUPLICATE KEY': `INSERT INTO \`t\` VALUES (1,'Rose',NULL),(2,'It\\'s',NULL) ON DUPLICATE KEY UPDATE name=VALUES(name);\n`,
    'locks and keys': `LOCK TABLES \`t\` WRITE;\n/*!40000 ALTER TABLE \`t\` DISABLE KEYS */;\nINSERT INTO \`t\` VALUES (1,'Rose',NULL),(2,'It\\'s',NULL);\n/*!40000 ALTER TABLE \`t\` ENABLE KEYS */;\nUNLOCK TABLES;\n`,
    'comments inside': `INSERT INTO /* all */ \`t\` -- rows\n VALUES (1,'Rose',NULL),(2,'It\\'s',NULL);\n# done\n`,
  }
  for (const [name, inserts] of Object.entries(forms)) {
    it(`gives the same rows: ${name}`, () => {
      const { tables, findings } = read(names + create + inserts)
      expect(tables.t?.map((r) => [r.values.id, r.values.name, r.values.ip])).toEqual([
        ['1', 'Rose', null],
        ['2', "It's", null],
      ])
      expect(tables.t?.map((r) => r.row)).toEqual([1, 2])
      expect(findings).toEqual([])
    })
    it(`does not mind CRLF: ${name}`, () => {
      const { tables, findings } = read((names + create + inserts).replaceAll('\n', '\r\n'))
      expect(tables.t?.map((r) => [r.values.id, r.values.name, r.values.ip])).toEqual([
        ['1', 'Rose', null],
        ['2', "It's", null],
      ])
      expect(findings).toEqual([])
    })
  }

  const literals: readonly (readonly [literal: string, text: unknown, bytes: unknown])[] = [
    [`'a\\0b'`, 'a␀b', bytes('a\0b')],
    [`'\\b\\n\\r\\t\\Z\\\\\\'\\"'`, '\b\n\r\t\x1a\\\'"', bytes('\b\n\r\t\x1a\\\'"')],
    [`'100\\%\\_'`, '100%_', bytes('100%_')],
    [`"double ""quoted"" it's"`, `double "quoted" it's`, bytes(`double "quoted" it's`)],
    [`''`, '', bytes('')],
    ['0x52C3B67365', 'Röse', utf8('Röse')],
    [`X'526f7365'`, 'Rose', bytes('Rose')],
    [`x''`, '', bytes('')],
    ['0xABC', undefined, bytes('\x0a\xbc')],
    [`b'0100000101000010'`, 'AB', bytes('AB')],
    ['0b01000001', 'A', bytes('A')],
    [`_binary 'Rose'`, 'Rose', bytes('Rose')],
    [`_binary 0x526F7365`, 'Rose', bytes('Rose')],
    [`_utf8mb4'Röse'`, 'Röse', utf8('Röse')],
    [`N'Röse'`, 'Röse', utf8('Röse')],
    ['NULL', null, null],
    ['null', null, null],
    ['-1.5e-10', '-1.5e-10', bytes('-1.5e-10')],
    ['CURRENT_TIMESTAMP', 'CURRENT_TIMESTAMP', bytes('CURRENT_TIMESTAMP')],
    ['now()', 'now()', bytes('now()')],
    [`ST_GeomFromText('POINT(1 2)')`, `ST_GeomFromText('POINT(1 2)')`, bytes(`ST_GeomFromText('POINT(1 2)')`)],
  ]
  for (const [literal, text, raw] of literals) {
    it(`reads ${literal}`, () => {
      const got = values(`${names}CREATE TABLE t (a text, b blob);\nINSERT INTO t VALUES (${literal},${literal});\n`)
      if (text !== undefined) expect(got?.[0]?.[0]).toEqual(text)
      const b = got?.[0]?.[1]
      expect(b instanceof Uint8Array ? Buffer.from(b).toString('latin1') : b).toEqual(
        raw instanceof Buffer ? raw.toString('latin1') : raw,
      )
    })
  }

  it('keeps numbers as written, and hexadecimal in number columns too', () => {
    const sql = `CREATE TABLE t (a int, b decimal(10,2), c double);\nINSERT INTO t VALUES (-7,10.50,1e100),(0x1F,+1,-0);\n`
    expect(values(names + sql)).toEqual([
      ['-7', '10.50', '1e100'],
      ['0x1F', '+1', '-0'],
    ])
  })

  it('brings BIT values to their full width, however written', () => {
    const sql = `CREATE TABLE t (a bit(12));\nINSERT INTO t VALUES (b'1'),(0x01),('\\0\x01'),(1),(_binary '\\0\x01'),(NULL);\n`
    const hex = values(names + sql)?.map(([v]) => (v instanceof Uint8Array ? Buffer.from(v).toString('hex') : v))
    expect(hex).toEqual(['0001', '0001', '0001', '0001', '0001', null])
  })

  it('takes backslashes as they are in a backup of MyBB that was made on PostgreSQL or SQLite', () => {
    const backup = '-- MyBB Database Backup\n'
    const rows = "INSERT INTO t (`a`) VALUES ('C:\\\\');\nINSERT INTO t (`a`) VALUES ('it''s');\n"
    const made = (create: string) => values(`${backup}${create};\n${rows}`)
    expect(made('CREATE TABLE t (\n  a text\n)')).toEqual([['C:\\\\'], ["it's"]])
    expect(made('CREATE TABLE `t` (\n  `a` text\n)')).toEqual([['C:\\'], ["it's"]])
  })

  it('says where such a backup cut binary values short', () => {
    const codes = (create: string) =>
      collect(mysqldumpSql, bytes(`-- MyBB Database Backup\n${create};\n`)).findings.map((f) => f.code)
    expect(codes('CREATE TABLE t (\n  ip blob(16)\n)')).toEqual(['cut-values'])
    expect(codes('CREATE TABLE t (\n  ip bytea\n)')).toEqual([])
    expect(codes('CREATE TABLE `t` (\n  `ip` blob\n)')).toEqual([])
  })

  it('takes backslashes as they are under NO_BACKSLASH_ESCAPES', () => {
    const sql = `SET SQL_MODE='ANSI,NO_BACKSLASH_ESCAPES';\nCREATE TABLE "t" ("a" text);\nINSERT INTO "t" VALUES ('C:\\'),('it''s');\n`
    expect(values(names + sql)).toEqual([['C:\\'], ["it's"]])
  })

  it('knows what the sandbox line, BOM, routines and views are', () => {
    const sql =
      '\ufeff/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19  Distrib 10.11\n--\n-- Host: localhost    Database: garden\n' +
      names +
      create +
      `/*!50001 CREATE TABLE \`v\` (\n  \`id\` tinyint NOT NULL\n) ENGINE=MyISAM */;\n` +
      "DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER `tr` BEFORE INSERT ON `t` FOR EACH ROW BEGIN\nINSERT INTO log VALUES (1,'x');\nEND */;;\nDELIMITER ;\n" +
      `INSERT INTO \`t\` VALUES (1,'a;b',NULL);\n-- Dump completed on 2024-01-01\n`
    const { tables, findings, catalogue } = read(sql)
    expect(Object.keys(tables)).toEqual(['t'])
    expect(catalogue.tables[0]?.database).toBe('garden')
    expect(tables.t).toHaveLength(1)
    expect(findings.map((f) => [f.severity, f.code])).toEqual([
      ['note', 'not-rows'],
      ['note', 'not-rows'],
    ])
  })

  it('names columns from the list, or c1 to cn, when nothing declares them', () => {
    const { tables, findings } = read(
      `${names}INSERT INTO a (id, photo) VALUES (1,0x00FF);\nINSERT INTO b VALUES (1,'x');\n`,
    )
    expect(tables.a?.[0]?.values).toEqual({ id: '1', photo: new Uint8Array([0, 255]) })
    expect(tables.b?.[0]?.values).toEqual({ c1: '1', c2: 'x' })
    expect(findings.map((f) => f.code)).toEqual(['table-undeclared', 'table-undeclared'])
  })

  it('leaves out generated columns that the rows leave out', () => {
    const sql =
      "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL, c varchar(9));\nINSERT INTO t VALUES (1,'x'),(2,'y');\n"
    const { tables, findings } = read(names + sql)
    expect(tables.t?.map((r) => r.values)).toEqual([
      { a: '1', c: 'x' },
      { a: '2', c: 'y' },
    ])
    expect(findings).toEqual([])
  })

  it('adds a column that only an INSERT knows', () => {
    const { tables, findings } = read(`${names}CREATE TABLE t (a int);\nINSERT INTO t (a, b) VALUES (1,'x');\n`)
    expect(tables.t?.[0]?.values).toEqual({ a: '1', b: 'x' })
    expect(findings.map((f) => f.code)).toEqual(['column-added'])
  })

  it('keeps what PostgreSQL can hold of a table that is too wide, and says what it leaves out', () => {
    const columns = Array.from({ length: 2000 }, (_, i) => `k${i}`)
    const listed = `${names}CREATE TABLE t (a int);\nINSERT INTO t (a, ${columns}) VALUES (1, ${columns.map(() => 1)});\nCREATE TABLE u (b int);\nINSERT INTO u VALUES (7);\n`
    const got = read(listed)
    expect(got.catalogue.tables[0]?.columns).toHaveLength(1590)
    expect(got.findings.filter((f) => f.code === 'too-many-columns')).toHaveLength(1)
    expect(got.tables.u?.map((r) => r.values.b)).toEqual(['7'])

    const wide = columns.slice(0, 500)
    const rowsOf = (value: string) => `(${wide.map(() => `'${value}'`)})`
    const sql = `${names}CREATE TABLE t (${wide.map((c) => `${c} text`)});\nINSERT INTO t VALUES ${rowsOf('a')},${rowsOf('a longer value than fits')},${rowsOf('b')};\n`
    expect(values(sql)?.map((v) => v[0])).toEqual(['a', 'b'])
    expect(codes(sql)).toEqual(['row-too-wide'])
  })

  it('reports a row with a wrong number of values and goes on', () => {
    const sql = `${names}${create}INSERT INTO t VALUES (1,'a',NULL),(2,'b'),(3,'c',NULL,4),(),(5,'e',NULL);\n`
    expect(values(sql)).toEqual([
      ['1', 'a', null],
      ['5', 'e', null],
    ])
    const { findings } = read(sql)
    expect(findings.map((f) => [f.severity, f.code])).toEqual(Array(3).fill(['loss', 'column-count']))
    expect(findings.map((f) => sql.slice(f.offset, f.offset + f.length))).toEqual(["(2,'b')", "(3,'c',NULL,4)", '()'])
  })

  it('keeps the rows of a table that is declared again', () => {
    const again = `${names}${create}INSERT INTO t VALUES (1,'a',NULL);\nDROP TABLE IF EXISTS \`t\`;\n${create}INSERT INTO t VALUES (2,'b',NULL);\n`
    expect(values(again)).toEqual([
      ['1', 'a', null],
      ['2', 'b', null],
    ])
    expect(codes(again)).toEqual(['table-declared-again'])
    const other = `${names}${create}INSERT INTO t VALUES (1,'a',NULL);\nDROP TABLE t;\nCREATE TABLE t (x int);\nINSERT INTO t VALUES (2);\n`
    expect(Object.values(read(other).tables).map((rows) => rows.length)).toEqual([1, 1])
  })

  it('forgets a stand-in that was dropped before it had rows', () => {
    const sql = `${names}CREATE TABLE IF NOT EXISTS \`v\` (\n\`id\` int\n);\n${create}DROP TABLE IF EXISTS \`v\`;\nCREATE VIEW v AS SELECT 1;\n`
    expect(Object.keys(read(sql).tables)).toEqual(['t'])
  })

  it('tells databases apart', () => {
    const one = (db: string, n: number) =>
      `CREATE DATABASE /*!32312 IF NOT EXISTS*/ \`${db}\`;\n\nUSE \`${db}\`;\n${create}INSERT INTO \`t\` VALUES (${n},NULL,NULL);\n`
    const { catalogue } = read(names + one('garden', 1) + one('trains', 2))
    expect(catalogue.tables.map((t) => [t.database, t.name, t.rows])).toEqual([
      ['garden', 't', 1],
      ['trains', 't', 1],
    ])
  })

  it('says what it did not apply', () => {
    const sql = `${names}${create}INSERT INTO t SET id=1;\nINSERT INTO t SELECT * FROM u;\nUPDATE t SET id=2;\n`
    expect(codes(sql)).toEqual(['insert-form', 'insert-form', 'not-applied'])
  })

  it('keeps passwords of database accounts out of what it says', () => {
    const { findings } = read(
      `${names}CREATE USER IF NOT EXISTS \`bord\`@\`localhost\` IDENTIFIED BY PASSWORD '*94BDCEBE19083CE2A1F959FD02F964C7AF4CFC29';\nGRANT ALL ON *.* TO 'bord'@'%' IDENTIFIED BY 'watering can';\nCREATE INDEX i ON t (id);\n`,
    )
    expect(findings.map((f) => f.code)).toEqual(['not-rows', 'not-rows'])
    for (const { detail } of findings) {
      expect(detail).toContain('bord')
      expect(detail).not.toMatch(/94BD|watering/)
    }
  })

  it('lets a dump empty tables before it fills them, and says so where it empties them later', () => {
    const rows = 'INSERT INTO `t` VALUES (1,NULL,NULL);\n'
    for (const first of ['TRUNCATE `t`', 'TRUNCATE TABLE `garden`.`t`', 'DELETE FROM t', 'DELETE QUICK FROM `u`']) {
      expect(codes(`${names}${create}${first};\n${rows}`)).toEqual([])
      expect(codes(`${names}${create}${rows}${first};\n`)).toEqual(/`(?:u|garden)`/.test(first) ? [] : ['not-applied'])
    }
  })

  it('reads declared types, charsets and keys as phpMyAdmin, Adminer and people write them', () => {
    const sql = `CREATE TABLE IF NOT EXISTS garden.\`t\` (
  id INT(10) UNSIGNED ZEROFILL NOT NULL AUTO_INCREMENT COMMENT 'a, (b) "c"',
  \`kind\` enum('a,b','c''d','e)') CHARACTER SET cp1251 NOT NULL DEFAULT 'a,b',
  \`size\` double precision, price decimal(10, 2) DEFAULT NULL,
  note text COLLATE latin1_swedish_ci /*!50606 STORAGE DISK */,
  raw char(4) CHARACTER SET binary, made timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  UNIQUE KEY \`k\` (\`kind\`), KEY n (note(20)), FULLTEXT (note), CONSTRAINT fk FOREIGN KEY (id) REFERENCES u (id), CHECK (id > 0),
  PRIMARY KEY (id)
) TYPE=MyISAM DEFAULT CHARACTER SET=koi8r COLLATE koi8r_general_ci;`
    const columns = read(sql).catalogue.tables[0]?.columns.map((c) => [c.name, c.declared, c.type, c.charset])
    expect(columns).toEqual([
      ['id', 'INT(10) UNSIGNED ZEROFILL', 'text', null],
      ['kind', `enum('a,b','c''d','e)')`, 'text', 'cp1251'],
      ['size', 'double precision', 'text', null],
      ['price', 'decimal(10, 2)', 'text', null],
      ['note', 'text', 'text', 'latin1'],
      ['raw', 'char(4)', 'bytea', 'binary'],
      ['made', 'timestamp', 'text', null],
    ])
  })

  it('tells programs that speak SQL from dumps that a program guards', () => {
    const statement = 'CREATE TABLE `rails` (`id` int);\nINSERT INTO `rails` VALUES (1);\n'
    for (const program of [
      `<?php\n\n/**\n * The garden's tables.\n */\nfunction make() { query('DROP TABLE IF EXISTS rails'); }\n`,
      `<?php\n# A note.\n$q = "INSERT INTO rails VALUES (1)";\n?>\n`,
      `<?\n-- ${statement}`,
      `#!/bin/sh\n# Makes the tables.\nmysql garden -e "CREATE TABLE rails (id int)"\n`,
    ])
      expect(mysqldumpSql.detect(bytes(program), 'x.php')).toBe(false)
    for (const guarded of [
      `<?php exit; ?>\n-- a copy\n${statement}`,
      `<?php\nexit;\n?>\n${statement}`,
      `#\n# a copy\n#\n${statement}`,
    ])
      expect(mysqldumpSql.detect(bytes(guarded), 'x.php')).toBe(true)
  })

  it('finds no dump in other files', () => {
    for (const other of [
      '',
      'Dear all,\nthe garden is open.\n',
      '<html><body>INSERT INTO t</body></html>',
      '{"insert into": 1}',
      'PK\x03\x04 INSERT INTO t VALUES',
      '\x7fELF',
      '/**\n * Roses.\n */\nvar a = 1 // text to insert into the page\n',
    ]) {
      expect(mysqldumpSql.detect(bytes(other), 'x.sql')).toBe(false)
    }
  })
})

describe('what is no SQL dump', () => {
  const dump = `${names}${create}INSERT INTO \`t\` VALUES (1,'Rose',NULL);\n`
  const detects = (text: string) => mysqldumpSql.detect(utf8(text), 'a')

  it('leaves a program alone that has SQL in its strings, with or without a mark of byte order', () => {
    const source = `<?php\n/**\n* Feeders and seeds\n*/\n\n$sql = 'INSERT INTO ' . SEEDS . ' ' . $db->build($row);\n${'// sow\n'.repeat(60)}?>\n`
    expect(detects(source)).toBe(false)
    expect(detects(`\ufeff\n${source}`)).toBe(false)
  })

  it('reads a dump behind a line of PHP that keeps it from being served', () => {
    expect(detects(`<?php die('Not here.'); ?>\n${dump}`)).toBe(true)
    expect(detects(dump)).toBe(true)
  })

  it('finds a dump by its statements, behind a guard, a mark of order of bytes or a version too', () => {
    for (const dump of [
      '-- Garden\n\nINSERT INTO t VALUES (1);\n',
      '\xef\xbb\xbfCREATE TABLE t (id int);\n',
      '<?php exit; ?>\n-- Garden\nDROP TABLE IF EXISTS t;\n',
      '# Garden\n/*!40101 SET NAMES utf8 */;\n',
      '/*!40101 SET character_set_client = utf8 */;USE `garden`;',
      '-- MariaDB dump 10.19\n',
    ])
      expect(mysqldumpSql.detect(bytes(dump), 'x.sql'), dump).toBe(true)
    for (const other of [
      '<?php\n/* Garden */\n$rows = "\nINSERT INTO t VALUES (1);\n";\n',
      '/* garden.js */ a={b:"Use `id` instead"};function c(){return"DROP TABLE t"}',
    ])
      expect(mysqldumpSql.detect(bytes(other), 'x.sql'), other).toBe(false)
  })
})
