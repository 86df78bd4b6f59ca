import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { stream } from '../../../bench/data/random.ts'
import type { Open } from '../../../src/evidence/mirror/innodb/context.ts'
import { openPages } from '../../../src/evidence/mirror/innodb/pages.ts'
import { type Header, openSpace } from '../../../src/evidence/mirror/innodb/space.ts'
import { openSurvey, surveyPage } from '../../../src/evidence/mirror/innodb/survey.ts'
import { type StoredTable, tableOf } from '../../../src/evidence/mirror/innodb/table.ts'
import { usualLimits } from '../../../src/evidence/mirror/source.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { makeDataDirectory, mariadbIsHere } from '../databases/garden.ts'
import { collector, placed } from './collect.ts'

/**
 * Pages written by MariaDB, whose pages, records and long values are those of MySQL 5.7: what is read of them against what its
 * own SELECT shows. Their tables carry no description of themselves, so that it is given here.
 */
const folder = temporaryFolder('pages')
const data = join(folder, 'data')
const utf8 = { collation_id: 45 }
const binary = { collation_id: 63 }

type Column = readonly [name: string, sql: string, dd: Readonly<Record<string, unknown>>, value: (n: number) => string]

const words = ['tulip', 'Rose Ω', 'größte Gurke', '🌱 seedling', "it's", '', ' padded ', 'x'.repeat(60)]
const word = (n: number): string => words[Math.floor(random(n) * words.length)]!
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
const some = (n: number, text: string): string => (random(n * 3) < 0.2 ? 'NULL' : text)
const between = (n: number, low: number, high: number): number => Math.round(low + random(n) * (high - low))
const bytes = (n: number, length: number): string =>
  `X'${Array.from({ length }, (_, i) =>
    between(n * 31 + i, 0, 255)
      .toString(16)
      .padStart(2, '0'),
  ).join('')}'`
const date = (n: number): string => new Date(between(n, -2e12, 4e12)).toISOString()
const moment = (n: number): string => date(n).slice(0, 23).replace('T', ' ')

function random(n: number): number {
  return stream(17, 3, n >>> 0).unit()
}

const columns: readonly Column[] = [
  ['id', 'INT UNSIGNED NOT NULL', { type: 4, is_unsigned: true }, (n) => String(n)],
  ['tiny', 'TINYINT', { type: 2 }, (n) => some(n, String(between(n, -128, 127)))],
  ['small', 'SMALLINT UNSIGNED', { type: 3, is_unsigned: true }, (n) => some(n, String(between(n, 0, 65535)))],
  ['medium', 'MEDIUMINT', { type: 10 }, (n) => some(n, String(between(n, -8388608, 8388607)))],
  ['big', 'BIGINT', { type: 9 }, (n) => some(n, String(BigInt(between(n, -(2 ** 52), 2 ** 52)) * 2047n))],
  [
    'huge',
    'BIGINT UNSIGNED',
    { type: 9, is_unsigned: true },
    (n) => some(n, n % 5 ? String(n) : '18446744073709551615'),
  ],
  [
    'price',
    'DECIMAL(20,5)',
    { type: 21, numeric_precision: 20, numeric_scale: 5 },
    (n) => some(n, (between(n, -1e12, 1e12) / 1000).toFixed(5)),
  ],
  [
    'whole',
    'DECIMAL(9,0)',
    { type: 21, numeric_precision: 9, numeric_scale: 0 },
    (n) => some(n, String(between(n, -999999999, 999999999))),
  ],
  ['single', 'FLOAT', { type: 5 }, (n) => some(n, `${(random(n) - 0.5) * 10 ** between(n + 1, -9, 20)}`)],
  ['double_', 'DOUBLE', { type: 6 }, (n) => some(n, `${(random(n) - 0.5) * 10 ** between(n + 1, -30, 30)}`)],
  [
    'fixed',
    'DOUBLE(9,3)',
    { type: 6, numeric_scale: 3, column_type_utf8: 'double(9,3)' },
    (n) => some(n, (random(n) * 1000).toFixed(3)),
  ],
  ['day', 'DATE', { type: 15 }, (n) => some(n, n % 50 ? `'${date(n).slice(0, 10)}'` : "'0000-00-00'")],
  ['at0', 'DATETIME', { type: 19 }, (n) => some(n, `'${moment(n).slice(0, 19)}'`)],
  ['at3', 'DATETIME(3)', { type: 19, datetime_precision: 3 }, (n) => some(n, `'${moment(n)}'`)],
  [
    'stamp',
    'TIMESTAMP(6) NULL',
    { type: 18, datetime_precision: 6 },
    (n) => some(n, `'${new Date(between(n, 1e6, 2e12)).toISOString().slice(0, 23).replace('T', ' ')}123'`),
  ],
  [
    'clock',
    'TIME(2)',
    { type: 20, datetime_precision: 2 },
    (n) =>
      some(
        n,
        `'${random(n) < 0.5 ? '-' : ''}${between(n, 0, 838)}:${between(n + 1, 10, 59)}:${between(n + 2, 10, 58)}.${between(n + 3, 10, 99)}'`,
      ),
  ],
  ['year_', 'YEAR', { type: 14 }, (n) => some(n, n % 40 ? String(between(n, 1901, 2155)) : '0')],
  [
    'name',
    'VARCHAR(80) CHARACTER SET utf8mb4',
    { type: 16, char_length: 320, ...utf8 },
    (n) => some(n, quoted(word(n))),
  ],
  [
    'short',
    'VARCHAR(20) CHARACTER SET latin1',
    { type: 16, char_length: 20, collation_id: 8 },
    (n) => some(n, quoted(`Bäume ${n}`)),
  ],
  [
    'padded',
    'CHAR(12) CHARACTER SET utf8mb4',
    { type: 29, char_length: 48, ...utf8 },
    (n) => some(n, quoted(word(n).slice(0, 6))),
  ],
  [
    'latin',
    'CHAR(9) CHARACTER SET latin1',
    { type: 29, char_length: 9, collation_id: 8 },
    (n) => some(n, quoted(`é${n}`.slice(0, 9))),
  ],
  ['seal', 'BINARY(7)', { type: 29, char_length: 7, ...binary }, (n) => some(n, bytes(n, 7))],
  ['raw', 'VARBINARY(300)', { type: 16, char_length: 300, ...binary }, (n) => some(n, bytes(n, between(n, 0, 300)))],
  ['flags', 'BIT(11)', { type: 17, numeric_precision: 11 }, (n) => some(n, String(between(n, 0, 2047)))],
  [
    'mood',
    "ENUM('sunny','wïndy','wet')",
    { type: 22, elements: ['sunny', 'wïndy', 'wet'].map((w) => ({ name: Buffer.from(w).toString('base64') })) },
    (n) => some(n, String(between(n, 1, 3))),
  ],
  [
    'marks',
    "SET('a','b','c','d','e','f','g','h','i')",
    { type: 23, elements: [...'abcdefghi'].map((w) => ({ name: Buffer.from(w).toString('base64') })) },
    (n) => some(n, String(between(n, 0, 511))),
  ],
  [
    'body',
    'LONGTEXT CHARACTER SET utf8mb4',
    { type: 26, char_length: 4294967295, ...utf8 },
    (n) => some(n, n % 97 ? quoted(word(n).repeat(3)) : `REPEAT(${quoted(`line ${n} Ω `)}, ${between(n, 500, 9000)})`),
  ],
  [
    'picture',
    'MEDIUMBLOB',
    { type: 25, char_length: 16777215, ...binary },
    (n) => some(n, n % 61 ? bytes(n, 30) : `REPEAT(${bytes(n, 50)}, ${between(n, 100, 4000)})`),
  ],
]
const rowsMade = 2500
const formats = ['DYNAMIC', 'COMPACT', 'REDUNDANT'] as const
const shown = columns
  .map(([name, , dd]) =>
    dd.collation_id === 63 || dd.type === 17
      ? `HEX(CAST(${name} AS BINARY))`
      : `HEX(CONVERT(CAST(${name} AS CHAR) USING utf8mb4))`,
  )
  .join(', ')

describe.skipIf(!mariadbIsHere)('pages that MariaDB writes', () => {
  beforeAll(async () => {
    const list = Array.from({ length: rowsMade }, (_, i) => i + 1)
    const values = list.map(
      (n) => `(${columns.map(([, , , value], i) => value(n * 64 + (i === 0 ? -n * 63 : i))).join(',')})`,
    )
    const inserts = (table: string): string =>
      Array.from(
        { length: 25 },
        (_, i) => `INSERT INTO ${table} VALUES ${values.slice(i * 100, i * 100 + 100).join(',')};\n`,
      ).join('')
    const tables = formats.map((format) => {
      const declared = columns.map(([name, sql]) => `${name} ${sql}`).join(', ')
      const create = `CREATE TABLE ${format} (${declared}, PRIMARY KEY (id)) ENGINE=InnoDB ROW_FORMAT=${format};\n`
      const change = `UPDATE ${format} SET name = CONCAT('changed ', id) WHERE id % 11 = 1; DELETE FROM ${format} WHERE id % 13 = 5;\n`
      return `${create}${inserts(format)}${change}SELECT ${shown} FROM ${format} WHERE id % 7 <> 3 ORDER BY id INTO OUTFILE '${folder}/${format}.txt';\n`
    })
    const start = "CREATE DATABASE d; USE d; SET sql_mode = '', time_zone = '+00:00', names utf8mb4;\n"
    // Work that was prepared and neither committed nor taken back leaves its rows marked as deleted.
    const marks = formats.map((format) => `DELETE FROM ${format} WHERE id % 7 = 3;`).join(' ')
    const last = `XA START 'a'; ${marks} XA END 'a'; XA PREPARE 'a';`
    await makeDataDirectory(data, start + tables.join('') + last, 'SIGTERM', [
      '--innodb-checksum-algorithm=strict_crc32',
    ])
  }, 600_000)

  it.each(formats)('of the row format %s hold what its SELECT shows, value by value', (format) => {
    const { tables, findings, sums } = readTable(readFileSync(join(data, 'd', `${format}.ibd`)), format)
    const expected = readFileSync(join(folder, `${format}.txt`), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'))
    const rows = tables[format] ?? []
    expect(findings).toEqual([])
    expect(sums.wrong + sums.none + sums.innodb).toBe(0)
    expect(rows).toHaveLength(expected.length)
    for (const [i, row] of rows.entries()) {
      const got = Object.values(row.values).map((v) =>
        v === null ? '\\N' : Buffer.from(v).toString('hex').toUpperCase(),
      )
      expect(got).toEqual(expected[i])
    }
    // Rows of work that was never ended stand there marked as deleted, and those that the server had no time to remove. It
    // wipes what it frees; moved rows leave copies, which count where the row was changed since.
    const ids = (state: string): number[] => (tables[`${format} (${state})`] ?? []).map((r) => Number(r.values.id))
    const marked = Array.from({ length: rowsMade }, (_, i) => i + 1).filter((id) => id % 7 === 3 && id % 13 !== 5)
    expect(ids('deleted').filter((id) => id % 13 !== 5)).toEqual(marked)
    expect(ids('recovered').filter((id) => id % 13 !== 5 && id % 11 !== 1 && id % 7 !== 3)).toEqual([])
  })
})

function readTable(file: Buffer, format: string) {
  const [id, root] = [file.readUInt32BE(34), 3]
  const header: Header = {
    id,
    pageSize: 16384,
    physical: 16384,
    pages: file.readUInt32BE(46),
    encrypted: false,
    sdi: 0,
    server: 0,
  }
  const { length: n } = columns
  const described = columns.map(([name, sql, dd]) => ({
    name,
    is_nullable: !sql.includes('NOT NULL'),
    hidden: 1,
    char_length: 10,
    column_type_utf8: sql,
    ...dd,
  }))
  const system = [
    { name: 'DB_TRX_ID', hidden: 2 },
    { name: 'DB_ROLL_PTR', hidden: 2 },
  ]
  const index = file.readBigUInt64BE(root * 16384 + 66)
  const elements = [0, n, n + 1, ...Array.from({ length: n - 1 }, (_, i) => i + 1)].map((column_opx) => ({
    column_opx,
  }))
  const dd_object = {
    ...{
      name: format,
      schema_ref: 'd',
      columns: [...described, ...system],
      row_format: format === 'REDUNDANT' ? 4 : 2,
    },
    indexes: [{ type: 1, elements, se_private_data: `id=${index};root=${root};space_id=${id};` }],
  }
  const table = tableOf({ type: 1, id: 1, content: { dd_object }, offset: 0, length: 0 }, id) as StoredTable
  const space = openSpace(placed(1, file), header)
  const survey = openSurvey(space)
  while (surveyPage(survey, space, [table]));
  const c = collector()
  const saved = { offset: 0, job: 0, at: 0, marked: 0, freed: 0, told: true, made: {} }
  const o: Open = {
    file: space.file,
    sink: c.sink,
    limits: usualLimits,
    space,
    dictionary: { objects: [], lost: 0 },
    tables: [table],
    unread: [],
    survey,
    saved,
  }
  const pages = openPages(o, table, 1, 0)
  while (!pages.prepare());
  for (let i = 0; i < pages.leaves.pages.length; i++) pages.read(i)
  expect(pages.leaves.broken).toBe(false)
  return { ...c.result(), sums: survey.sums }
}
