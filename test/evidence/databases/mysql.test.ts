import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dataDirectories } from '../../../src/api/queries/databases.ts'
import { layCopy } from '../../../src/evidence/databases/lay.ts'
import { startMariaDb, temporary } from '../../../src/evidence/databases/mysql/server.ts'
import { clearWorkPlaces, makeWorkPlace } from '../../../src/evidence/databases/place.ts'
import { planAcquisition } from '../../../src/evidence/plan.ts'
import { findProgram } from '../../../src/evidence/unpack/programs.ts'
import { databaseSteps } from '../../../src/trace/database.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { everyByte, gardenSql, growSql, makeDataDirectory, mariadbIsHere } from './garden.ts'
import { digestSql, findingSql, type Read, readFolder } from './read.ts'

const folder = temporaryFolder('datadir')
const garden = join(folder, 'garden', 'var', 'lib', 'mysql')
const cases = join(folder, 'cases')

/** Hashes of all files below a folder. */
function hashes(path: string): Readonly<Record<string, string>> {
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).sort()
  return Object.fromEntries(
    files
      .filter((f) => statSync(join(path, f)).isFile())
      .map((f) => [
        f,
        createHash('sha256')
          .update(readFileSync(join(path, f)))
          .digest('hex'),
      ]),
  )
}

describe.skipIf(!mariadbIsHere)('a data directory whose server was killed', () => {
  let read: Read
  let before: Readonly<Record<string, string>>
  beforeAll(async () => {
    await makeDataDirectory(garden, gardenSql, 'SIGTERM')
    await makeDataDirectory(garden, growSql, 'SIGKILL')
    before = hashes(garden)
    read = await readFolder(cases, join(folder, 'garden'))
  }, 600_000)
  afterAll(() => read?.drop())

  it('is read out whole, as it was when the server was killed', async () => {
    expect(
      await read.rows('SELECT kind, path, state, level, databases, tables, unread FROM evidence.data_directory'),
    ).toEqual([{ kind: 'mysql', path: 'var/lib/mysql', state: 'read', level: 0, databases: 2, tables: 8, unread: 0 }])
    const members = await read.rows('SELECT id, name, joined FROM mirror_1.members ORDER BY _row')
    expect(members).toEqual([
      { id: '1', name: 'Rose', joined: '100' },
      { id: '2', name: 'Thyme Ω 🌱', joined: '200' },
      { id: '3', name: 'Fern', joined: '300' },
    ])
    const posts = await read.rows('SELECT * FROM mirror_1.posts ORDER BY _row')
    expect(posts.map((p) => [p.id, p.member, p.at, p.score, p.mood])).toEqual([
      ['2', '3', null, '-0.001', 'wïndy'],
      ['18446744073709551615', '1', '2024-03-01 10:00:00', '1.500', 'sunny'],
    ])
    expect(posts[0]?.body.replace('␀', '\0')).toBe("It's\na \\ \0 snail\r\n")
    expect([posts[0]?.flag.toString('hex'), posts[1]?.flag.toString('hex')]).toEqual(['0101', '0005'])
    expect(posts[1]?.picture).toEqual(everyByte)
    const [special] = await read.rows('SELECT v FROM mirror_1."a b-c.d/e@f#é" WHERE "the key" = \'k\'')
    expect(special?.v.replaceAll('␀', '\0').length).toBe(everyByte.length)
    const seeds = await read.rows('SELECT id, name, bytes FROM mirror_1.seeds ORDER BY _row')
    expect(seeds).toEqual([
      { id: '2', name: 'beans', bytes: everyByte },
      { id: '1', name: 'peas', bytes: null },
    ])
    expect(await read.rows('SELECT id, name FROM mirror_1.tools ORDER BY _row')).toEqual([
      { id: '1', name: 'rake?' },
      { id: '2', name: 'spade?' },
    ])
    expect(await read.rows('SELECT t FROM mirror_1.plan ORDER BY d')).toEqual([{ t: 'potatoes' }, { t: 'leeks' }])
    expect(await read.rows('SELECT id FROM mirror_1."second garden.beds"')).toEqual([{ id: '1' }])
    const tables = await read.rows('SELECT name, database, rows::int AS rows FROM evidence.mirror_table ORDER BY name')
    expect(tables.find((t) => t.name === 'nothing')).toEqual({ name: 'nothing', database: 'garden', rows: 0 })
  })

  it('says that it was recovered, and what was not executed', async () => {
    const findings = await read.rows(findingSql)
    expect(findings.map((f) => f.severity)).not.toContain('loss')
    expect(findings.filter((f) => f.code === 'database-recovered')).toHaveLength(1)
    const code = findings.filter((f) => f.code === 'database-code').map((f) => f.detail)
    expect(code.join('\n')).toMatch(/views of garden were not executed: names/)
    expect(code.join('\n')).toMatch(/triggers of 1 tables of garden/)
  })

  it('names for every table the files it lay in, with their hashes', async () => {
    const sources = await read.rows(
      `SELECT s."table", s.role, f.path, s.sha256 = f.sha256 AS same FROM evidence.table_source s JOIN evidence.file f ON f.file = s.source ORDER BY 1, 2, 3`,
    )
    const of = (table: string): readonly string[] =>
      sources.filter((s) => s.table === table).map((s) => `${s.role} ${s.path.slice('var/lib/mysql/'.length)}`)
    expect(of('members')).toEqual([
      'data garden/members.ibd',
      'structure garden/members.frm',
      'system ib_logfile0',
      'system ibdata1',
    ])
    expect(of('seeds')).toEqual(['data garden/seeds.MYD', 'index garden/seeds.MYI', 'structure garden/seeds.frm'])
    expect(of('tools')).toEqual(['data garden/tools.MAD', 'index garden/tools.MAI', 'structure garden/tools.frm'])
    expect(of('plan').filter((s) => s.startsWith('data'))).toEqual([
      'data garden/plan#P#new.ibd',
      'data garden/plan#P#old.ibd',
    ])
    expect(of('a b-c.d/e@f#é')[0]).toMatch(/^data garden\/a@0020b@002dc@002ed@002fe@0040f@0023@.*\.ibd$/)
    expect(sources.every((s) => s.same)).toBe(true)
    const [parent] = await read.rows(
      `SELECT p.path, f.source FROM evidence.file f JOIN evidence.file p ON p.file = f.parent WHERE f.path LIKE '%garden.sql' ORDER BY f.file`,
    )
    expect(parent).toEqual({ path: 'var/lib/mysql/ibdata1', source: 'mysqldump-sql' })
  })

  it('is traced from a row by its primary key to the data file and its hash', async () => {
    const [row] = await read.rows(
      "SELECT _file, _offset, _length, _row::int AS row FROM mirror_1.members WHERE id = '2'",
    )
    const of = { exhibit: 1, file: row!._file, table: 'members', row: row!.row }
    const asNow = async (path: string): Promise<string> => createHash('sha256').update(readFileSync(path)).digest('hex')
    const steps = await databaseSteps(read.db, read.caseDir, of, 'row:1', asNow)
    expect(steps[0]?.sentence).toMatch(
      /^Table members of database garden, primary key id = 2, read out of the data directory var\/lib\/mysql by \d+\.\d+\.\d+-MariaDB$/,
    )
    const hash = before['garden/members.ibd']
    expect(steps[1]?.sentence).toBe(
      `File var/lib/mysql/garden/members.ibd (its rows, SHA-256 ${hash}, as it is now) of exhibit HF-001`,
    )
    expect((await databaseSteps(read.db, read.caseDir, of, 'row:1', async () => 'ff'))[1]?.sentence).toMatch(
      /but now ff/,
    )
    expect(await databaseSteps(read.db, read.caseDir, { ...of, file: 1 }, 'row:1', asNow)).toEqual([])
  })

  it('is named in the plan of an acquisition', async () => {
    const plan = await planAcquisition(join(folder, 'garden'), new AbortController().signal)
    expect(plan.databases).toMatchObject([
      { kind: 'mysql', path: 'var/lib/mysql', version: null, databases: ['garden', 'second@0020garden'] },
    ])
  })

  it('gives the same bytes again, also when it was stopped after every batch', async () => {
    const again = await readFolder(cases, join(folder, 'garden'), 1)
    expect(await again.rows(digestSql)).toEqual(await read.rows(digestSql))
    expect(await again.rows(findingSql)).toEqual(await read.rows(findingSql))
    await again.drop()
  }, 600_000)

  it('is listed with its databases', async () => {
    expect(await dataDirectories(read.db as never)).toMatchObject([
      {
        exhibit: 1,
        path: 'var/lib/mysql',
        state: 'read',
        databases: [
          { name: 'garden', tables: 7 },
          { name: 'second garden', tables: 1 },
        ],
      },
    ])
  })

  it('is left as it was', () => expect(hashes(garden)).toEqual(before))
})

describe.skipIf(!mariadbIsHere)('a server that a killed run left behind', () => {
  it('is ended by the next run, and its copy is removed', async () => {
    const caseDir = join(folder, 'left')
    mkdirSync(caseDir)
    const place = await makeWorkPlace(caseDir)
    const { signal } = new AbortController()
    await layCopy(place, { kind: 'mysql', path: '', whole: true, files: [] }, () => true, [temporary], signal)
    const programs = {
      server: findProgram(['mariadbd'])!,
      client: findProgram(['mariadb'])!,
      dump: findProgram(['mariadb-dump'])!,
    }
    const layout = { innodb: false, pageSize: 16384, dataFiles: null, undo: 0, logSize: null }
    const { server } = await startMariaDb(place, programs, layout, 0, { startSeconds: 60, tableSeconds: 60 }, signal)
    expect((await server!.query('SELECT 7', 60)).out.toString()).toBe('7\n')
    if (process.getuid?.() === 0)
      expect((await server!.query('SELECT @@datadir', 60)).out.toString()).not.toContain('/root/')
    await clearWorkPlaces(caseDir)
    expect(existsSync(place.folder)).toBe(false)
    await server!.stop()
    expect(server!.running()).toBe(false)
  }, 600_000)

  it('is ended when the examiner stops the run', async () => {
    const caseDir = join(folder, 'stopped')
    mkdirSync(caseDir)
    const place = await makeWorkPlace(caseDir)
    const stop = new AbortController()
    await layCopy(place, { kind: 'mysql', path: '', whole: true, files: [] }, () => true, [temporary], stop.signal)
    const programs = { server: findProgram(['mariadbd'])!, client: 'none', dump: 'none' }
    const layout = { innodb: false, pageSize: 16384, dataFiles: null, undo: 0, logSize: null }
    const starting = startMariaDb(place, programs, layout, 0, { startSeconds: 60, tableSeconds: 60 }, stop.signal)
    stop.abort(new Error('stopped by the examiner'))
    await expect(starting).rejects.toThrow('stopped by the examiner')
    await clearWorkPlaces(caseDir)
  }, 600_000)
})
