import { describe, expect, it } from 'vitest'
import type { EvidenceSource } from '../../../src/evidence/mirror/source.ts'
import { mysqldumpSql } from '../../../src/evidence/sources/mysqldump-sql.ts'
import { mysqldumpXml } from '../../../src/evidence/sources/mysqldump-xml.ts'
import { pgDump } from '../../../src/evidence/sources/pg-dump.ts'
import { expectLinear } from '../../support/linear.ts'
import { collect } from './collect.ts'

const table = 'CREATE TABLE `a` (`id` int, `text` text);\n'
const data = '<mysqldump><database name="d"><table_data name="a">'

/** What stands once, and what stands again and again behind it without ever ending. */
const cases: readonly (readonly [source: EvidenceSource, head: string, line: string])[] = [
  [mysqldumpSql, '', "INSERT INTO a VALUES ('\n"],
  [mysqldumpSql, '', 'INSERT INTO a VALUES (f(\n'],
  [mysqldumpSql, '', 'INSERT INTO a (b\n'],
  [mysqldumpSql, 'INSERT INTO a (\n', 'INSERT INTO b\n'],
  [mysqldumpSql, '', 'INSERT INTO `a\n'],
  [mysqldumpSql, '', 'CREATE TABLE a (\n'],
  [mysqldumpSql, '', "SET a = 'b\n"],
  [mysqldumpSql, '', 'USE a\n'],
  [mysqldumpSql, '', '/*!40101 SET x=y\n'],
  [mysqldumpSql, '', 'UNLOCK TABLES;/* \n'],
  [mysqldumpSql, '', 'DELIMITER ;;\nCREATE TRIGGER x\n'],
  [mysqldumpSql, `${table}INSERT INTO a VALUES (1,'x'),x\n`, "),('\n"],
  [mysqldumpSql, `${table}INSERT INTO a VALUES (1,'x'),x`, '),(1,f('],
  [mysqldumpSql, `${table}INSERT INTO a VALUES (1,'x')`, ",(1,'x'),(2,x)"],
  [mysqldumpSql, `${table}INSERT INTO a VALUES (1,'x')`, ",(1,'x'),(2"],
  [pgDump, 'COPY a (b, c) FROM stdin;\n', 'x\\\n'],
  [pgDump, '', "INSERT INTO a VALUES ('\n"],
  [pgDump, '', 'INSERT INTO a (b\n'],
  [pgDump, '', 'CREATE TABLE a (\n'],
  [pgDump, '', "SET a = 'b\n"],
  [pgDump, 'INSERT INTO a VALUES (1),x\n', "('\n"],
  [mysqldumpXml, '<mysqldump>', '<database name="a"><!-- '],
  [mysqldumpXml, data, '<row>'],
  [mysqldumpXml, data, '<row><field name="a">x</row>'],
  [mysqldumpXml, data, '<field name="a">'],
  [mysqldumpXml, '<mysqldump>', '<table_structure name="a">'],
]

describe('dumps in which nothing ends', () => {
  it.each(cases)('take time in line with their size: %#', (source, head, line) => {
    expectLinear(400_000, (size) => {
      const got = collect(source, Buffer.from(head + line.repeat(Math.ceil(size / line.length))), 65_536)
      expect(got.findings.length).toBeGreaterThan(0)
    })
  })
})
