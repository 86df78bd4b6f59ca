import { gzipSync } from 'node:zlib'
import type { EvidenceSource, Limits } from '../../../src/evidence/mirror/source.ts'
import { usualLimits } from '../../../src/evidence/mirror/source.ts'
import { usualForm } from '../../../src/evidence/mirror/sql/load-form.ts'
import { openLoadReader } from '../../../src/evidence/mirror/sql/load-reader.ts'
import { innodb } from '../../../src/evidence/sources/innodb.ts'
import { mongodump } from '../../../src/evidence/sources/mongodump.ts'
import { mysqldumpSql } from '../../../src/evidence/sources/mysqldump-sql.ts'
import { mysqldumpXml } from '../../../src/evidence/sources/mysqldump-xml.ts'
import { pgDump } from '../../../src/evidence/sources/pg-dump.ts'
import { pgDumpToc } from '../../../src/evidence/sources/pg-dump-toc.ts'
import { redisLogSet } from '../../../src/evidence/sources/redis-log-set.ts'
import { redisRdb } from '../../../src/evidence/sources/redis-rdb.ts'
import { sqlite } from '../../../src/evidence/sources/sqlite.ts'
import { writeArchive, writeBson } from '../../support/bson.ts'
import { writeIbd } from '../../support/innodb.ts'
import { type ArchiveItem, writeCustom, writeToc } from '../../support/pg-archive.ts'
import { writeAof, writeRdb } from '../../support/rdb.ts'
import { type SqliteTable, writeSqlite, writeWal } from '../../support/sqlite.ts'
import { type Collected, collect, collectPlaced } from '../sources/collect.ts'
import type { Form, Outcome } from './forms.ts'

const words =
  'the green engine stands by the old signal box; roses and tulips grow, birds sing (often) and it\'s "fine"'
const sentence = (n: number): string => words.slice(n % 23, 23 + ((n * 7) % 80))
const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1)
const quoted = (text: string): string => `'${text.replace(/['"\\\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`))}'`

/** SQL as mysqldump writes it, some rows on one line and some on lines of their own. */
export const mysqlText = ['topics', 'posts', 'members']
  .map((name, k) => {
    const rows = numbers(160).map(
      (n) => `(${n},${quoted(sentence(n + k))},0x${n.toString(16).padStart(8, '0')},${n % 4 ? n / 2 : 'NULL'})`,
    )
    const inserts = [rows.slice(0, 60).join(','), rows.slice(60).join(',\n')]
    return `--\n-- Table structure for table \`${name}\`\n--\n\nDROP TABLE IF EXISTS \`${name}\`;\nCREATE TABLE \`${name}\` (\n  \`id\` int(10) unsigned NOT NULL,\n  \`text\` mediumtext DEFAULT NULL,\n  \`seal\` varbinary(16) DEFAULT NULL,\n  \`price\` double DEFAULT 1.5,\n  PRIMARY KEY (\`id\`)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n\nLOCK TABLES \`${name}\` WRITE;\n/*!40000 ALTER TABLE \`${name}\` DISABLE KEYS */;\n${inserts.map((i) => `INSERT INTO \`${name}\` VALUES ${i};\n`).join('')}/*!40000 ALTER TABLE \`${name}\` ENABLE KEYS */;\nUNLOCK TABLES;\n`
  })
  .join('\n')
const mysql = `-- MariaDB dump 10.19\n--\n-- Host: localhost    Database: garden\n/*!40101 SET NAMES utf8mb4 */;\n${mysqlText}DELIMITER ;;\nCREATE TRIGGER t BEFORE INSERT ON posts FOR EACH ROW BEGIN SET @a = ';'; END ;;\nDELIMITER ;\n-- Dump completed on 2024-01-01\n`

/** What `.dump` of SQLite's shell writes. */
const shell = `PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n${['topics', 'posts']
  .map(
    (name, k) =>
      `CREATE TABLE ${name}(id integer primary key, text, seal blob);\n${numbers(180)
        .map((n) => {
          const plain = sentence(n + k).replaceAll("'", "''")
          const text = n % 3 ? `'${plain}\\'` : `replace(replace('${plain}\\r\\n','\\r',char(13)),'\\n',char(10))`
          return `INSERT INTO ${name} VALUES(${n},${text},X'${n.toString(16).padStart(8, '0')}');\n`
        })
        .join('')}`,
  )
  .join('')}CREATE TRIGGER t AFTER INSERT ON posts BEGIN DELETE FROM posts WHERE id<0; END;\nCOMMIT;\n`

const xml = `<?xml version="1.0"?>\n<mysqldump>\n<database name="garden">\n${['topics', 'posts']
  .map(
    (name) =>
      `\t<table_structure name="${name}">\n\t\t<field Field="id" Type="int(11)" Null="NO" />\n\t\t<field Field="text" Type="text" />\n\t</table_structure>\n\t<table_data name="${name}">\n${numbers(
        180,
      )
        .map(
          (n) =>
            `\t<row>\n\t\t<field name="id">${n}</field>\n\t\t<field name="text">${sentence(n).replaceAll('"', '&quot;')}</field>\n\t</row>\n`,
        )
        .join('')}\t</table_data>\n`,
  )
  .join('')}</database>\n</mysqldump>\n`

const copyLines = (k: number): string =>
  numbers(250)
    .map((n) => `${n}\t${sentence(n + k)}\\n\t\\\\x0${n % 10}ff\t2024-01-02 03:04:${10 + (n % 50)}\n`)
    .join('')
const create = (name: string): string =>
  `CREATE TABLE public.${name} (\n    id integer NOT NULL,\n    text character varying(200),\n    seal bytea,\n    at timestamp without time zone\n);\n`
const pg = `--\n-- PostgreSQL database cluster dump\n--\n\nCREATE ROLE gardener;\nALTER ROLE gardener WITH LOGIN PASSWORD 'md5hidden';\n\\connect garden\n--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n${['topics', 'posts'].map((t) => `--\n-- Name: ${t}; Type: TABLE; Schema: public; Owner: -\n--\n\n${create(t)}\n`).join('')}${['topics', 'posts'].map((t, k) => `--\n-- Data for Name: ${t}; Type: TABLE DATA; Schema: public; Owner: -\n--\n\nCOPY public.${t} (id, text, seal, at) FROM stdin;\n${copyLines(k)}\\.\n\n\n`).join('')}CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;\n${numbers(
  60,
)
  .map(
    (n) =>
      `INSERT INTO public.topics VALUES (${500 + n}, ${quoted(sentence(n)).replaceAll("\\'", "''")}, '\\x00', NULL);\n`,
  )
  .join('')}--\n-- PostgreSQL database dump complete\n--\n`

/** The list and the rows of an archive of pg_dump. */
export const archiveItems: readonly ArchiveItem[] = [
  { id: 1, tag: 'ENCODING', kind: 'ENCODING', definition: "SET client_encoding = 'UTF8';\n" },
  ...['topics', 'posts', ...numbers(40).map((n) => `shelf_${n}`)].flatMap((name, k): ArchiveItem[] => [
    { id: 200 + k, tag: name, kind: 'TABLE', definition: create(name) },
    {
      id: 3000 + k,
      tag: name,
      kind: 'TABLE DATA',
      copy: `COPY public.${name} (id, text, seal, at) FROM stdin;\n`,
      data: Buffer.from(k < 2 ? `${copyLines(k)}\\.\n\n\n` : '\\.\n\n\n'),
    },
  ]),
  {
    id: 9000,
    tag: 'BLOBS',
    kind: 'BLOBS',
    objects: numbers(5).map((n) => ({ oid: n, data: Buffer.from(sentence(n)) })),
  },
]
const archiveStyle = { version: 0x010e, packing: 'none', places: true } as const

const load = `${numbers(500)
  .map((n) => `${n}\t${sentence(n)}\\\n\t\\N\n`)
  .join('')}`
const loadState = {
  offset: 0,
  load: { name: 'a.txt', database: null, table: 'a', columns: null, hex: [], charset: null, form: usualForm },
}
const loadLines: EvidenceSource = {
  name: 'mysql-rows',
  about: '',
  detect: () => false,
  open: (sink, limits, state) => openLoadReader(sink, limits, state ?? loadState),
}

const tables: readonly SqliteTable[] = ['topics', 'posts'].map((name) => ({
  name,
  sql: `CREATE TABLE ${name} (id INTEGER PRIMARY KEY, text varchar(200), seal blob, price real)`,
  rows: numbers(220).map((n) => [
    n,
    [null, sentence(n).repeat(n % 40 === 0 ? 60 : 1), n % 3 ? null : Buffer.from([n & 255, 0]), { real: n / 4 }],
  ]),
}))
const keyless: SqliteTable = {
  name: 'marks',
  sql: 'CREATE TABLE marks (a text, b int, PRIMARY KEY (b, a)) WITHOUT ROWID',
  keyless: true,
  rows: numbers(20).map((n) => [n, [n, sentence(n).slice(0, 10)]]),
}
const database = writeSqlite([...tables, keyless], { pageSize: 1024, encoding: 'utf8' })
const wal = writeWal(
  numbers(12).map((n) => ({
    page: 2 + n,
    bytes: database.pages[1 + n]!,
    commit: n % 3 === 0 ? database.pages.length : 0,
  })),
  1024,
)

const documentList = numbers(300).map((n) => {
  const _id = { oid: n.toString(16).padStart(24, '0') }
  if (n % 5 === 0) return writeBson({ _id, _key: `set:${n}`, members: numbers(n % 9).map(String) })
  if (n % 3 === 0) return writeBson({ _id, _key: 'posts:pid', value: String(n), score: n * 1e10 })
  if (n % 7 === 0)
    return writeBson({ _id, at: new Date(n * 1e9), text: sentence(n), more: { doc: { n: [n, null, 0.5] } } })
  return writeBson({ _id, _key: `post:${n}`, pid: n, content: sentence(n), deleted: n % 2 })
})
const documents = Buffer.concat(documentList)
const mongoArchive = writeArchive(
  numbers(12).map((n) => ({
    db: n % 3 === 0 ? 'garden' : 'nodebb',
    collection: ['objects', 'beds', 'sheds'][n % 3]!,
    documents: documentList.slice((n - 1) * 25, n * 25),
  })),
  ['sunny'],
)

const redis = (['plain', 'ziplist', 'listpack'] as const).map((style) =>
  writeRdb(
    numbers(200).flatMap((n) => [
      { key: `post:${n}`, hash: { pid: String(n), content: sentence(n) } },
      { key: `set:${n}`, set: numbers(n % 9).map(String) },
      { key: `scores:${n}`, zset: numbers(n % 7).map((k) => [sentence(k), k * 1e9] as const) },
    ]),
    style,
  ),
)

const logOf = (n: number): Buffer =>
  writeAof(
    numbers(n).flatMap((k) => [
      ['HMSET', `post:${k % 90}`, 'pid', String(k), 'content', sentence(k)],
      ['ZADD', 'posts:pid', String(k * 1e9), String(k), '0.5', sentence(k)],
      ['SADD', `set:${k % 5}`, sentence(k)],
      ['LPUSH', 'list', sentence(k)],
      ['LREM', 'list', '-1', sentence(k - 3)],
      ['ZREMRANGEBYRANK', 'posts:pid', '0', '-200'],
      ['INCR', 'next'],
      ['DEL', `post:${k % 7}`],
    ]),
  )
const redisKeys = numbers(60).map((n) => ({ key: `post:${n}`, hash: { pid: String(n), content: sentence(n) } }))
const logBehindDump = Buffer.concat([writeRdb(redisKeys, 'listpack', 11, ['aof-preamble']), logOf(25)])

const logParts = [
  Buffer.from('file a.1.base.rdb seq 1 type b\nfile a.1.incr.aof seq 1 type i\n'),
  writeRdb(redisKeys, 'listpack', 11, ['aof-base']),
  logOf(25),
]

/** A tablespace with rows in several pages, deleted ones, and long values in pages of both kinds. */
const space = (away: 'new' | 'old'): Buffer => {
  const stored = (n: number): Buffer => Buffer.from([n >>> 24, n >>> 16, n >>> 8, n])
  const columns = [
    { name: 'id', fixed: 4, dd: { type: 4, is_unsigned: true, column_type_utf8: 'int unsigned' } },
    { name: 'text', fixed: 0, big: true, nullable: true, dd: { type: 26, char_length: 4294967295, collation_id: 255 } },
    { name: 'note', fixed: 0, nullable: true, dd: { type: 16, char_length: 200, collation_id: 255 } },
    { name: 'more', fixed: 0, big: true, nullable: true, dd: { type: 31, char_length: 4294967295, collation_id: 63 } },
  ]
  const json = Buffer.from('0001000c000b00010005070061', 'hex')
  const row = (n: number) => {
    const text = Buffer.from(sentence(n))
    const long = n % 23 === 0 ? { away: Buffer.concat(numbers(n * 9).map(() => text)), prefix: n % 2 ? 0 : 60 } : text
    return {
      values: [stored(n), long, n % 3 ? text.subarray(0, 50) : null, n % 4 ? json : null],
      deleted: n % 10 === 0,
    }
  }
  const table = { schema: 'garden', name: 'posts', columns, rows: numbers(90).map(row), freed: [row(901), row(902)] }
  return writeIbd({ ...table, perPage: 24 }, { pageSize: 4096, away }).bytes
}

const small: Limits = { row: 4 << 10, statement: 2 << 10 }

function outcome(got: Collected, size: number): Outcome {
  const rows = Object.values(got.tables).flat()
  for (const r of rows)
    if (r.file === 1 && r.offset + r.length > size) throw new Error(`a row ends behind the file at ${r.offset}`)
  for (const f of got.findings)
    if ((f.file ?? 1) === 1 && f.offset > size) throw new Error(`a finding lies behind the file at ${f.offset}`)
  const told = got.findings.filter((f) => f.severity !== 'note').length
  return {
    things: rows.length,
    told,
    digest: JSON.stringify([
      got.findings,
      rows.map((r) => [r.offset, r.length, Object.values(r.values).map((v) => v?.length)]),
    ]),
  }
}

/** A form that is read from front to back, whole and in pieces of any size. */
function streamed(name: string, source: EvidenceSource, sample: Buffer): Form {
  return {
    name,
    sample,
    told: true,
    read: (data, rng) => {
      const limits = rng.chance(0.3) ? small : usualLimits
      const whole = outcome(collect(source, data, data.length || 1, limits), data.length)
      if (!rng.chance(0.1)) return whole
      const cut = outcome(collect(source, data, 1 + rng.below(3000), limits), data.length)
      if (cut.digest !== whole.digest) throw new Error('what is read depends on how the bytes are cut')
      return whole
    },
  }
}

/** Dumps and databases. */
export const dumpForms: readonly Form[] = [
  streamed('SQL of MySQL', mysqldumpSql, Buffer.from(mysql)),
  streamed('SQL of the shell of SQLite', mysqldumpSql, Buffer.from(shell)),
  streamed('XML of MySQL', mysqldumpXml, Buffer.from(xml)),
  streamed('SQL of PostgreSQL', pgDump, Buffer.from(pg)),
  streamed('a list of pg_dump', pgDumpToc, writeToc(archiveItems, archiveStyle)),
  streamed('documents of mongodump', mongodump, documents),
  streamed('an archive of mongodump', mongodump, mongoArchive),
  ...redis.map((data, i) => streamed(`a dump of Redis, form ${i + 1}`, redisRdb, data)),
  { ...streamed('a log of Redis', redisRdb, logOf(50)), told: false },
  { ...streamed('a log of Redis behind a dump', redisRdb, logBehindDump), told: false },
  {
    name: 'a log of Redis in several files',
    sample: Buffer.concat(logParts),
    told: false,
    read: (data) => {
      const ends = logParts.map((_, i) => logParts.slice(0, i + 1).reduce((sum, part) => sum + part.length, 0))
      const [manifest, ...rest] = logParts.map((part, i) => data.subarray(ends[i]! - part.length, ends[i]))
      const got = collectPlaced(redisLogSet, manifest!, rest)
      for (const { file, offset, length } of Object.values(got.tables).flat())
        if (offset + length > (rest[file - 2]?.length ?? 0)) throw new Error(`a row ends behind its file at ${offset}`)
      return outcome(got, manifest!.length)
    },
  },
  { ...streamed('lines for LOAD DATA', loadLines, Buffer.from(load)), told: false },
  {
    name: 'SQLite',
    sample: database.bytes(),
    told: true,
    read: (data, rng) => {
      const whole = outcome(
        collectPlaced(sqlite, data, [], Number.POSITIVE_INFINITY, rng.chance(0.3) ? small : usualLimits),
        data.length,
      )
      return whole
    },
  },
  ...(['new', 'old'] as const).map((away): Form => {
    const sample = space(away)
    return {
      name: `a tablespace of MySQL 8, long values the ${away} way`,
      sample,
      told: true,
      read: (data, rng) => {
        const limits = rng.chance(0.3) ? small : usualLimits
        const whole = outcome(collectPlaced(innodb, data, [], Number.POSITIVE_INFINITY, limits), data.length)
        if (!rng.chance(0.1)) return whole
        const again = outcome(collectPlaced(innodb, data, [], 1 + rng.below(60_000), limits), data.length)
        if (again.digest !== whole.digest) throw new Error('what is read depends on where reading stopped')
        return whole
      },
    }
  }),
  {
    name: "SQLite's log",
    sample: wal,
    told: false,
    read: (data, rng) => {
      const whole = outcome(collectPlaced(sqlite, database.bytes(), [data]), database.bytes().length)
      if (!rng.chance(0.05)) return whole
      const again = outcome(collectPlaced(sqlite, database.bytes(), [data], 9000), database.bytes().length)
      if (again.digest !== whole.digest) throw new Error('what is read depends on where reading stopped')
      return whole
    },
  },
]

/** An archive of pg_dump in the custom format, and a packed dump, for the containers. */
export const packedSamples = {
  custom: writeCustom(archiveItems, archiveStyle),
  customPacked: writeCustom(archiveItems, { ...archiveStyle, packing: 'gzip' }),
  gzip: Buffer.concat([gzipSync(mysql.slice(0, 20_000), { level: 1 }), gzipSync(xml, { level: 0 })]),
  text: Buffer.from(mysql),
}
