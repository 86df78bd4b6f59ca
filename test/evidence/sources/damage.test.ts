import { describe, expect, it } from 'vitest'
import type { Limits } from '../../../src/evidence/mirror/source.ts'
import { mysqldumpSql } from '../../../src/evidence/sources/mysqldump-sql.ts'
import { mysqldumpXml } from '../../../src/evidence/sources/mysqldump-xml.ts'
import { type Collected, collect } from './collect.ts'

const begin = '-- MariaDB dump 10.19\n--\n-- Host: localhost    Database: garden\n/*!40101 SET NAMES utf8mb4 */;\n'
const end = '-- Dump completed on 2024-01-01\n'
const table = (name: string, rows: string, columns = '`id` int(11) NOT NULL,\n  `text` mediumtext') => `
--
-- Table structure for table \`${name}\`
--

DROP TABLE IF EXISTS \`${name}\`;
CREATE TABLE \`${name}\` (
  ${columns},
  PRIMARY KEY (\`id\`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--
-- Dumping data for table \`${name}\`
--

LOCK TABLES \`${name}\` WRITE;
/*!40000 ALTER TABLE \`${name}\` DISABLE KEYS */;
${rows}
/*!40000 ALTER TABLE \`${name}\` ENABLE KEYS */;
UNLOCK TABLES;
`
const tuples = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `(${from + i},'Rose ${from + i}, it\\'s \\"red\\"')`)
const insert = (name: string, from: number, to: number, join = ',') =>
  `INSERT INTO \`${name}\` VALUES ${tuples(from, to).join(join)};`
const ids = (c: Collected, name = 'a') => (c.tables[name] ?? []).map((r) => Number(r.values.id))
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)
const read = (data: string | Buffer, limits?: Limits) => {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data
  const whole = collect(mysqldumpSql, bytes, bytes.length, limits)
  expect(collect(mysqldumpSql, bytes, 61, limits)).toEqual(whole)
  return whole
}
const losses = (c: Collected) => c.findings.filter((f) => f.severity === 'loss').map((f) => f.code)
/** Overwrites the bytes from the first `from` to before the next `to`. */
const over = (text: string, from: string, to: string, byte: number, atLeast = 0) => {
  const bytes = Buffer.from(text)
  const start = bytes.indexOf(from)
  const stop = Math.max(bytes.indexOf(to, start + from.length), start + atLeast)
  return bytes.fill(byte, start, stop)
}

describe('damaged SQL dumps', () => {
  const dump = begin + table('a', insert('a', 1, 40)) + table('b', insert('b', 1, 3)) + end

  it('read whole when whole', () => {
    const got = read(dump)
    expect([ids(got), ids(got, 'b'), got.findings]).toEqual([range(1, 40), range(1, 3), []])
  })

  it('keep every row before a cut at any byte, and say that they are cut', () => {
    const whole = collect(mysqldumpSql, Buffer.from(dump))
    const all = Object.values(whole.tables).flat()
    const first = dump.indexOf('(1,')
    for (let cut = first; cut < dump.length - end.length; cut += 7) {
      const got = collect(mysqldumpSql, Buffer.from(dump.slice(0, cut)))
      const kept = all.filter((r) => r.offset + r.length <= cut)
      expect(Object.values(got.tables).flat()).toEqual(kept)
      expect(got.findings.map((f) => f.code).join()).toMatch(/truncated|not-completed/)
    }
  })

  for (const join of [',', ',\n']) {
    const one = begin + table('a', insert('a', 1, 40, join)) + end
    const name = join === ',' ? 'on one line' : 'line by line'
    it(`lose one row to a lost quote, ${name}`, () => {
      for (const [from, to] of [
        ["'Rose 7,", 'Rose 7,'],
        [`red\\"')${join}(8,`, `red\\")${join}(8,`],
        [`it\\'s \\"red\\"')${join}(8,`, `it's \\"red\\"')${join}(8,`],
      ] as const) {
        const got = read(one.replace(from, to))
        expect(ids(got)).toEqual(range(1, 40).filter((n) => n !== 7))
        expect(losses(got)).toEqual(['damaged-row'])
        expect(one.replace(from, to).slice(got.findings[0]!.offset).startsWith('(7,')).toBe(true)
      }
    })

    it(`lose the rows under a zeroed block, ${name}`, () => {
      const got = read(over(one, 'Rose 7,', 'Rose 12', 0))
      expect(ids(got)).toEqual([...range(1, 6), ...range(13, 40)])
      expect(losses(got)).toEqual(['zeroed-block'])
    })

    it(`lose the rows under a block of rubbish, ${name}`, () => {
      const bytes = over(one, 'Rose 7,', 'Rose 12', 0)
      for (const [i, b] of bytes.entries()) if (b === 0) bytes[i] = i % 16 === 0 ? 0x27 : (i * 73 + 41) & 0xff
      const got = read(bytes)
      expect(ids(got)).toEqual([...range(1, 6), ...range(13, 40)])
      expect(losses(got)).toEqual(['damaged-row'])
    })
  }

  it('give rows behind a zeroed boundary to the table that the dump names next', () => {
    const two =
      begin + table('a', insert('a', 1, 9)) + table('b', `${insert('b', 11, 19)}\n${insert('b', 20, 29)}`) + end
    const got = read(over(two, 'red\\"\'),(5,', '(14,', 0))
    expect(ids(got)).toEqual(range(1, 3))
    expect(losses(got)).toEqual(['zeroed-block'])
    // Its CREATE TABLE is lost with the block: rows come only from where an INSERT names it.
    expect(Object.keys(got.tables)).toEqual(['a', 'b'])
    expect((got.tables.b ?? []).map((r) => r.values.c1)).toEqual(range(20, 29).map(String))
  })

  it('do not give rows behind a zeroed block to a table that only stood before it', () => {
    const two = `${begin}CREATE TABLE a (id int, text text);\nCREATE TABLE b (id int, text text);\nINSERT INTO a VALUES ${tuples(1, 9).join()};\nINSERT INTO b VALUES ${tuples(11, 19).join()};\n${end}`
    const got = read(over(two, 'Rose 5,', 'Rose 13', 0))
    expect([ids(got), ids(got, 'b')]).toEqual([range(1, 4), []])
    expect(losses(got)).toEqual(['zeroed-block'])
  })

  it('go on behind a damaged INSERT header with the rows of the table named next', () => {
    const one = begin + table('a', `${insert('a', 1, 9)}\n${insert('a', 11, 19)}`) + end
    const got = read(over(one, 'INSERT INTO `a` VALUES (11', '(12,', 0x7e))
    expect(ids(got)).toEqual([...range(1, 9), ...range(13, 19)])
    expect(losses(got)).toEqual(['unreadable'])
  })

  it('do not let a damaged CREATE TABLE swallow the rows', () => {
    const one =
      begin +
      table('a', insert('a', 1, 9), "`id` int(11) COMMENT 'number,\n  `text` mediumtext") +
      table('b', insert('b', 1, 3)) +
      end
    const got = read(one)
    expect(Object.values(got.tables).map((rows) => rows.length)).toEqual([9, 3])
    expect(losses(got)).toContain('damaged-statement')
  })

  it('find their way out of a routine whose end is lost', () => {
    const routine = 'DELIMITER ;;\nCREATE PROCEDURE `p`()\nBEGIN\n  SELECT 1;\nEND ;\n'
    const got = read(begin + table('a', insert('a', 1, 3)) + routine + table('b', insert('b', 1, 3)) + end)
    expect([ids(got), ids(got, 'b')]).toEqual([range(1, 3), range(1, 3)])
  })

  it('keep what stands before and after a row that is too long', () => {
    const long = `(2,'${'x'.repeat(5000)}')`
    for (const join of [',', ',\n']) {
      const sql = `${begin}CREATE TABLE a (id int, text text);\nINSERT INTO a VALUES ${[...tuples(1, 1), long, ...tuples(3, 9)].join(join)};\n${end}`
      const got = read(sql, { row: 1000, statement: 4096 })
      expect(ids(got)).toEqual([1, ...range(3, 9)])
      expect(losses(got)).toEqual(['row-too-large'])
    }
  })

  it('never take text for rows: a post that looks like SQL stays one value', () => {
    const post = "x'),(99,'no row'),(98,'neither');\\nINSERT INTO a VALUES (97,'x');".replaceAll("'", "\\'")
    const one =
      begin + table('a', `INSERT INTO \`a\` VALUES ${tuples(1, 3).join()},(4,'${post}'),${tuples(5, 9).join()};`) + end
    expect(ids(read(one))).toEqual(range(1, 9))
    const damaged = read(one.replace("'Rose 3,", 'Rose 3,'))
    expect(ids(damaged)).toEqual([1, 2, ...range(4, 9)])
    const truncated = read(one.slice(0, one.indexOf('neither')))
    expect(ids(truncated)).toEqual([1, 2, 3])
  })

  it('report invalid text row by row and keep what can be kept', () => {
    const row = Buffer.concat([
      Buffer.from("INSERT INTO a VALUES (1,'caf"),
      Buffer.from([0xe9]),
      Buffer.from(" r\u00f6se'),(2,'ok');\n"),
    ])
    const got = read(
      Buffer.concat([Buffer.from(`${begin}CREATE TABLE a (id int, text text);\n`), row, Buffer.from(end)]),
    )
    expect(got.tables.a?.map((r) => r.values.text)).toEqual(['café röse', 'ok'])
    expect(got.findings.map((f) => [f.code, f.offset, f.length])).toEqual([
      ['invalid-text', got.tables.a![0]!.offset, got.tables.a![0]!.length],
    ])
  })
})

describe('damaged XML dumps', () => {
  const structure = (name: string) =>
    `\t<table_structure name="${name}">\n\t\t<field Field="id" Type="int(11)" Null="NO" />\n\t\t<field Field="text" Type="mediumtext" Null="YES" />\n\t</table_structure>\n`
  const row = (n: number) =>
    `\t<row>\n\t\t<field name="id">${n}</field>\n\t\t<field name="text">Rose ${n} &lt;b&gt;</field>\n\t</row>\n`
  const data = (name: string, from: number, to: number) =>
    `\t<table_data name="${name}">\n${range(from, to).map(row).join('')}\t</table_data>\n`
  const dump = `<?xml version="1.0"?>\n<mysqldump xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n<database name="garden">\n${structure('a')}${data('a', 1, 20)}${structure('b')}${data('b', 1, 3)}</database>\n</mysqldump>\n`
  const readXml = (text: string | Buffer, limits?: Limits) => {
    const bytes = Buffer.from(text as string)
    const whole = collect(mysqldumpXml, bytes, bytes.length, limits)
    expect(collect(mysqldumpXml, bytes, 61, limits)).toEqual(whole)
    return whole
  }

  it('read whole when whole', () => {
    const got = readXml(dump)
    expect([ids(got), ids(got, 'b'), got.findings]).toEqual([range(1, 20), range(1, 3), []])
    expect(got.tables.a?.[0]?.values.text).toBe('Rose 1 <b>')
  })

  it('keep every row before a cut', () => {
    const all = Object.values(readXml(dump).tables).flat()
    for (let cut = 0; cut < dump.length - 2; cut += 11) {
      const got = collect(mysqldumpXml, Buffer.from(dump.slice(0, cut)))
      expect(Object.values(got.tables).flat()).toEqual(all.filter((r) => r.offset + r.length <= cut))
      if (cut > 60) expect(losses(got)).toContain('truncated')
    }
  })

  it('lose only the rows under a block', () => {
    for (const byte of [0, 0x3c]) {
      const got = readXml(over(dump, 'Rose 7', 'Rose 9', byte))
      expect(ids(got)).toEqual(range(1, 20).filter((n) => n < 7 || n > 9))
      expect(losses(got)).toHaveLength(1)
    }
  })

  it('report rows with other fields', () => {
    const got = readXml(dump.replace('\t\t<field name="text">Rose 7 &lt;b&gt;</field>\n', ''))
    expect(ids(got)).toEqual(range(1, 20).filter((n) => n !== 7))
    expect(losses(got)).toEqual(['column-count'])
  })

  it('read control characters, references and elements that hold no rows', () => {
    const odd = dump
      .replace('Rose 2 ', 'a\x01\x02\x0b &#10;&#x1F331;&quot;&apos;&amp;amp;&nosuch; ')
      .replace(
        '</database>',
        '\t<triggers name="a">\n\t\t<trigger Trigger="t" Event="INSERT"><![CDATA[BEGIN <row> END]]></trigger>\n\t</triggers>\n</database>',
      )
    const got = readXml(odd)
    expect(got.tables.a?.[1]?.values.text).toBe('a\x01\x02\x0b \n🌱"\'&amp;&nosuch; <b>')
    expect([ids(got), ids(got, 'b')]).toEqual([range(1, 20), range(1, 3)])
    expect(got.findings.map((f) => f.code)).toEqual(['not-rows'])
  })

  it('read what mysql --xml writes', () => {
    const got = readXml(
      `<?xml version="1.0"?>\n\n<resultset statement="SELECT * FROM \`garden\`.\`a\`\n" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n${row(1)}${row(2)}</resultset>\n`,
    )
    expect(ids(got)).toEqual([1, 2])
    expect(got.findings.map((f) => f.code)).toEqual(['table-undeclared'])
  })

  it('make text of hexadecimal digits in a column that nothing says holds bytes', () => {
    const hex = (digits: string) =>
      `\t<row>\n\t\t<field name="b"${digits ? ` xsi:type="xs:hexBinary">${digits}</field>` : ' xsi:nil="true" />'}\n\t</row>\n`
    const got = readXml(`<resultset statement="s">\n${hex('')}${hex('0041')}${hex('C3A9')}${hex('FF42')}</resultset>\n`)
    const [table] = Object.values(got.tables)
    expect(table?.map((r) => r.values.b)).toEqual([null, '\u2400A', 'é', 'ÿB'])
    expect(got.findings.map((f) => f.code)).toEqual(['table-undeclared', 'invalid-text', 'invalid-text'])
  })
})
