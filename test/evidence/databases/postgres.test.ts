import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEmbedded } from '../../../src/db/embedded.ts'
import { fileOf, likelyRoles, rolesOf } from '../../../src/evidence/databases/postgres/roles.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { digestSql, findingSql, type Read, readFolder } from './read.ts'

const folder = temporaryFolder('pgdata')
const data = join(folder, 'srv', 'pg')

const everyByte = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
const sql = `
CREATE SCHEMA shed;
CREATE TYPE mood AS ENUM ('sunny', 'windy');
CREATE DOMAIN herb AS text CHECK (value <> '');
CREATE TABLE members (id serial PRIMARY KEY, name text NOT NULL, joined timestamptz, feeling mood, grows herb[], loud text GENERATED ALWAYS AS (upper(name)) STORED);
INSERT INTO members (id, name, joined, feeling, grows) VALUES (2, E'Thyme\\t\\n\\\\ Ω 🌱', '2024-03-01 10:00+02', 'windy', '{mint,"sage, blue"}'), (1, 'Rose', NULL, 'sunny', NULL);
CREATE TABLE shed."the tools" (name text COLLATE "C" PRIMARY KEY, picture bytea);
INSERT INTO shed."the tools" VALUES ('spade', '\\x${everyByte.toString('hex')}'), ('Rake', NULL);
CREATE TABLE posts (id int, body text);
INSERT INTO posts SELECT i, 'leaf ' || i || repeat(' green', 30) FROM generate_series(1, 5000) i;
CREATE VIEW names AS SELECT name FROM members;
CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'executed'; END $$;
CREATE TRIGGER trap BEFORE UPDATE ON members FOR EACH ROW EXECUTE FUNCTION trap();
CREATE FUNCTION at_login() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'executed'; END $$;
`
const last = `CREATE EVENT TRIGGER at_login ON login EXECUTE FUNCTION at_login(); ALTER EVENT TRIGGER at_login ENABLE ALWAYS;`

/** A cluster as it lies on the disk while its server runs: what a seizure under power gives. */
async function makeCluster(): Promise<void> {
  const server = await openEmbedded({ caseDir: join(folder, 'made') })
  try {
    const client = new pg.Client({ ...server.address, database: 'postgres' })
    await client.connect()
    await client.query('CREATE DATABASE garden')
    await client.end()
    const garden = new pg.Client({ ...server.address, database: 'garden' })
    await garden.connect()
    await garden.query(sql)
    await garden.query('CHECKPOINT')
    await garden.query(`INSERT INTO posts VALUES (5001, 'the last leaf')`)
    await garden.query(`ALTER DATABASE garden SET session_preload_libraries = './base/evil'`)
    await garden.query(last)
    await garden.end()
    cpSync(join(folder, 'made', 'db', 'data'), data, { recursive: true })
    writeFileSync(join(data, 'standby.signal'), '')
    writeFileSync(
      join(data, 'postgresql.auto.conf'),
      "archive_command = 'touch /tmp/executed'\nshared_preload_libraries = 'evil'\n",
    )
  } finally {
    await server.close()
  }
}

describe('a data directory of PostgreSQL', () => {
  let read: Read
  beforeAll(async () => {
    await makeCluster()
    read = await readFolder(folder, join(folder, 'srv'))
  }, 600_000)
  afterAll(() => read?.drop())

  it('is read out whole, the last changes included, and nothing in it is executed', async () => {
    expect(await read.rows(`SELECT severity, detail FROM evidence.finding WHERE severity <> 'note'`)).toEqual([])
    expect(
      await read.rows('SELECT kind, path, version, state, databases, tables, unread FROM evidence.data_directory'),
    ).toEqual([{ kind: 'postgresql', path: 'pg', version: '18', state: 'read', databases: 1, tables: 3, unread: 0 }])
    expect(await read.rows('SELECT id, name, joined, feeling, grows FROM mirror_1.members ORDER BY _row')).toEqual([
      { id: '1', name: 'Rose', joined: null, feeling: 'sunny', grows: null },
      {
        id: '2',
        name: 'Thyme\t\n\\ Ω 🌱',
        joined: '2024-03-01 08:00:00+00',
        feeling: 'windy',
        grows: '{mint,"sage, blue"}',
      },
    ])
    expect(await read.rows('SELECT name, picture FROM mirror_1."shed.the tools" ORDER BY _row')).toEqual([
      { name: 'Rake', picture: null },
      { name: 'spade', picture: everyByte },
    ])
    expect(await read.rows('SELECT count(*)::int AS n, max(id::int) AS last FROM mirror_1.posts')).toEqual([
      { n: 5001, last: 5001 },
    ])
    expect(await read.rows(`SELECT code FROM evidence.finding WHERE code = 'database-recovered'`)).toHaveLength(1)
  })

  it('names the files of every table', async () => {
    const sources = await read.rows(
      `SELECT s."table", s.role, f.path, s.sha256 = f.sha256 AS same FROM evidence.table_source s JOIN evidence.file f ON f.file = s.source`,
    )
    expect(sources.every((s) => s.same)).toBe(true)
    for (const table of ['members', 'posts', 'shed.the tools'])
      expect(
        sources.filter((s) => s.table === table && s.role === 'data' && /^pg\/base\/\d+\/\d+$/.test(s.path)).length,
      ).toBeGreaterThan(0)
  })

  it('gives the same bytes again, also when it was stopped after every batch', async () => {
    const again = await readFolder(folder, join(folder, 'srv'), 1)
    expect(await again.rows(digestSql)).toEqual(await read.rows(digestSql))
    expect(await again.rows(findingSql)).toEqual(await read.rows(findingSql))
    await again.drop()
  }, 600_000)

  it('with damaged pages: the rows of the others are read', async () => {
    const [posts] = await read.rows(
      `SELECT f.path FROM evidence.table_source s JOIN evidence.file f ON f.file = s.source WHERE s."table" = 'posts' AND s.role = 'data' ORDER BY f.stored_size DESC LIMIT 1`,
    )
    const top = join(folder, 'hurt')
    cpSync(join(folder, 'srv'), top, { recursive: true })
    const path = join(top, posts!.path)
    const bytes = readFileSync(path)
    bytes.fill(0x5a, 20 * 8192, 22 * 8192)
    writeFileSync(path, bytes)
    const got = await readFolder(folder, top)
    const [{ n } = { n: 0 }] = await got.rows('SELECT count(*)::int AS n FROM mirror_1.posts')
    expect(n).toBeGreaterThan(4800)
    expect(n).toBeLessThan(5001)
    expect(await got.rows('SELECT count(*)::int AS n FROM mirror_1.members')).toEqual([{ n: 2 }])
    const losses = await got.rows(`SELECT code, detail FROM evidence.finding WHERE severity = 'loss'`)
    expect(losses).toMatchObject([
      { code: 'database-table', detail: expect.stringMatching(/garden\.posts could be read only in part: 2 of/) },
    ])
    await got.drop()
    rmSync(top, { recursive: true })
  }, 600_000)

  it('of a version that is not here, or without what a server needs: a finding', async () => {
    for (const [harm, code] of [
      [(top: string) => writeFileSync(join(top, 'pg/PG_VERSION'), '8.4\n'), 'database-version'],
      [(top: string) => rmSync(join(top, 'pg/global/pg_control')), 'database-not-opened'],
    ] as const) {
      const top = join(folder, 'lacking')
      cpSync(join(folder, 'srv'), top, { recursive: true })
      harm(top)
      const got = await readFolder(folder, top)
      expect(await got.rows(`SELECT code FROM evidence.finding WHERE severity = 'loss'`)).toEqual([{ code }])
      expect(await got.rows('SELECT state FROM evidence.data_directory')).toEqual([{ state: 'closed' }])
      await got.drop()
      rmSync(top, { recursive: true })
    }
  }, 600_000)

  it('tells its superusers without a server', async () => {
    const files = ['global/1260', 'global/pg_filenode.map'].map((inner) => {
      const stored = join(data, inner)
      return { inner, file: 1, path: inner, size: readFileSync(stored).length, sha256: null, stored }
    })
    expect(await likelyRoles({ kind: 'postgresql', path: '', whole: true, files })).toEqual(['holdfast', 'postgres'])
    expect(rolesOf(Buffer.alloc(8192, 0xff))).toEqual([])
    expect(fileOf(Buffer.alloc(3), 1260)).toBeNull()
  })
})

const older = '/usr/lib/postgresql'
const installed = existsSync(older) ? readdirSync(older).filter((v) => existsSync(join(older, v, 'bin', 'initdb'))) : []

describe.skipIf(installed.length === 0)('a data directory of an older PostgreSQL that is installed', () => {
  it('is read out, also where its databases sort by a locale that is not here', async () => {
    const bin = join(older, installed[0]!, 'bin')
    const top = join(folder, 'old')
    mkdirSync(top, { mode: 0o777 })
    const as = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    const own = join(folder, 'own')
    mkdirSync(own, { mode: 0o777 })
    const locales = join(own, 'locales')
    if (!existsSync('/usr/lib/locale/C.utf8')) return
    cpSync('/usr/lib/locale/C.utf8', join(locales, 'xx_YY.UTF-8'), { recursive: true, dereference: true })
    execFileSync('chmod', ['-R', 'a+rwX', folder])
    const env = { ...process.env, LOCPATH: locales, LC_ALL: 'xx_YY.UTF-8' }
    execFileSync(join(bin, 'initdb'), ['-D', join(own, 'data'), '-U', 'gardener', '-E', 'UTF8', '--no-sync'], {
      ...as,
      env,
      cwd: own,
    })
    const statements = [
      'CREATE DATABASE garden;',
      'CREATE TABLE beds (name text PRIMARY KEY, n int); ',
      "INSERT INTO beds VALUES ('b', 1), ('B', 2), ('a', 3);",
    ]
    const single = (database: string, input: string): void =>
      void execFileSync(join(bin, 'postgres'), ['--single', '-D', join(own, 'data'), database], {
        ...as,
        env,
        cwd: own,
        input,
      })
    single('postgres', `${statements[0]}\n`)
    single('garden', `${statements[1]}\n${statements[2]}\n`)
    cpSync(join(own, 'data'), join(top, 'data'), { recursive: true })
    const got = await readFolder(folder, top)
    expect(await got.rows(`SELECT severity, detail FROM evidence.finding WHERE severity <> 'note'`)).toEqual([])
    expect(await got.rows('SELECT version, state FROM evidence.data_directory')).toEqual([
      { version: installed[0], state: 'read' },
    ])
    expect((await got.rows('SELECT name FROM mirror_1.beds ORDER BY _row')).map((r) => r.name)).toEqual(['B', 'a', 'b'])
    await got.drop()
  }, 600_000)
})
