import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { refusalOf } from '../../src/db/server.ts'
import { StoreError } from '../../src/db/trouble.ts'
import { eventually, isRoot, startProgram } from './programs.ts'

const binaries = '/usr/lib/postgresql/15/bin'
const missing = !existsSync(binaries)

/** PostgreSQL 15 of this machine, on a socket in a folder of its own. */
let folder = ''
let stop: () => Promise<void> = async () => undefined
const url = (database: string) => `postgresql://owner:s3cret@localhost/${database}?host=${encodeURIComponent(folder)}`

async function startServer(): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-pg15-'))
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  const ids = isRoot ? { uid: 65534, gid: 65534 } : {}
  if (isRoot) for (const path of [folder, data]) chownSync(path, 65534, 65534)
  execFileSync(join(binaries, 'initdb'), ['-D', data, '-U', 'owner', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'], {
    ...ids,
    cwd: folder,
    stdio: 'pipe',
  })
  const args = ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off']
  const server = spawn(join(binaries, 'postgres'), args, { ...ids, cwd: folder, stdio: 'ignore' })
  const ended = once(server, 'exit')
  stop = async () => {
    server.kill('SIGQUIT')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  await eventually(
    () => existsSync(join(data, 'postmaster.pid')) && /ready/.test(readFileSync(join(data, 'postmaster.pid'), 'utf8')),
  )
  for (const sql of ['CREATE DATABASE team', `CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0`]) {
    execFileSync(join(binaries, 'psql'), ['-h', folder, '-U', 'owner', '-d', 'postgres', '-c', sql], { stdio: 'pipe' })
  }
}

describe.skipIf(missing)(`a team's PostgreSQL 15 (skipped where ${binaries} is missing)`, () => {
  beforeAll(async () => {
    if (!missing) await startServer()
  })
  afterAll(() => stop())

  test('takes the schema and gives the same values as the embedded server', async () => {
    const store = await openStore({ caseDir: '/nonexistent', databaseUrl: url('team') })
    expect(store.kind).toBe('server')
    const client = await store.connect()
    expect(await migrate(client)).toBeGreaterThan(0)
    const values = await store.pool.query(
      `SELECT '2024-03-01 13:00:00.25+01'::timestamptz AS at, 7::bigint AS n, current_setting('search_path') AS path`,
    )
    expect(values.rows).toEqual([{ at: '2024-03-01T12:00:00.25Z', n: 7, path: 'public' }])
    await store.close()
  })

  test('in another encoding is refused', async () => {
    const refused = await openStore({ caseDir: '/nonexistent', databaseUrl: url('latin') }).catch((error) => error)
    expect(refused).toBeInstanceOf(StoreError)
    expect(refused.reason).toBe('its encoding is LATIN1')
  })

  test('that is lost in the middle of the work is reported without ending the program', async () => {
    const program = startProgram('/nonexistent', { env: { DATABASE_URL: url('team') } })
    expect(await program.reply()).toEqual({ ready: true })
    const busy = program.ask('SELECT pg_sleep(600)')
    const admin = await openStore({ caseDir: '/nonexistent', databaseUrl: url('team') })
    const others = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid()`
    await eventually(async () => ((await admin.pool.query(others)).rowCount ?? 0) > 0)
    const { trouble } = await busy
    expect(trouble?.reason).toMatch(/^database lost/)
    expect(trouble?.place).toBe(`PostgreSQL at ${folder}:5432, database team`)
    await admin.close()
    expect(await program.finish()).toBe(0)
  })
})

describe('a DATABASE_URL', () => {
  test('is refused by where nobody listens, and the password is not repeated', async () => {
    const databaseUrl = 'postgres://user:s3cret@127.0.0.1:9/case'
    const refused = await openStore({ caseDir: '/nonexistent', databaseUrl }).catch((error) => error)
    expect(refused).toBeInstanceOf(StoreError)
    expect(refused.message).toMatch(
      /^PostgreSQL at 127.0.0.1:9, database case: the database cannot be reached .*ECONNREFUSED/,
    )
    expect(refused.message).not.toContain('s3cret')
  })

  test('is refused when it is none', async () => {
    const refused = await openStore({ caseDir: '/nonexistent', databaseUrl: 'mysql://u:s3cret@h/d' }).catch(
      (error) => error,
    )
    expect(refused).toBeInstanceOf(StoreError)
    expect(refused.place).toBe('DATABASE_URL')
    expect(refused.message).not.toContain('s3cret')
  })

  test('of a PostgreSQL older than 15, or of a standby, is refused', () => {
    const good = { version: 150000, named: '15.0', encoding: 'UTF8', read_only: 'off' }
    expect(refusalOf(good)).toBeNull()
    expect(refusalOf({ ...good, version: 140012, named: '14.12' })?.reason).toBe('it is PostgreSQL 14.12')
    expect(refusalOf({ ...good, read_only: 'on' })?.next).toMatch(/primary/)
  })
})
