import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openStore } from '../../src/db/connect.ts'
import { processesIn } from '../../src/db/embedded/process.ts'
import { openEmbedded } from '../../src/db/embedded.ts'
import { StoreError } from '../../src/db/trouble.ts'
import { caseFolder, cleanAfterEach, eventually, serverOf, startProgram } from './programs.ts'

cleanAfterEach()

describe('the embedded server', () => {
  test('starts with the store and ends with it, on a private socket, with everything that keeps evidence on', async () => {
    const caseDir = caseFolder()
    const store = await openStore({ caseDir })
    const pid = serverOf(caseDir)
    expect(pid).not.toBeNull()
    const names = [
      'listen_addresses',
      'fsync',
      'synchronous_commit',
      'full_page_writes',
      'wal_level',
      'jit',
      'TimeZone',
    ]
    const settings = await store.pool.query('SELECT name, setting FROM pg_settings WHERE name = ANY ($1)', [names])
    expect(Object.fromEntries(settings.rows.map((row) => [row.name, row.setting]))).toEqual({
      listen_addresses: '',
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      wal_level: 'minimal',
      jit: 'off',
      TimeZone: 'UTC',
    })
    const locale = await store.pool.query(
      `SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) AS encoding FROM pg_database WHERE datname = 'holdfast'`,
    )
    expect(locale.rows).toEqual([{ datlocprovider: 'b', datlocale: 'C.UTF-8', encoding: 'UTF8' }])
    expect(statSync(join(caseDir, 'db', 'run')).mode & 0o077).toBe(0)
    expect(statSync(join(caseDir, 'db', 'data')).mode & 0o077).toBe(0)
    await store.close()
    await store.close()
    expect(serverOf(caseDir)).toBeNull()
    expect(processesIn(join(caseDir, 'db', 'data'))).toEqual([])
  })

  test('left behind by a killed program it is adopted, and what that program had running is ended', async () => {
    const caseDir = caseFolder()
    const first = startProgram(caseDir)
    await first.reply()
    await first.ask('CREATE TABLE public.kept (n int)')
    await first.ask('INSERT INTO public.kept VALUES (1)')
    await first.ask('BEGIN')
    await first.ask('LOCK TABLE public.kept')
    const pid = serverOf(caseDir)
    void first.ask('SELECT pg_sleep(600)').catch(() => undefined)
    await first.kill()
    expect(serverOf(caseDir)).toBe(pid)

    const store = await openStore({ caseDir })
    expect(serverOf(caseDir)).toBe(pid)
    // Would wait for ever on the lock of the killed program.
    expect((await store.pool.query('SELECT n FROM public.kept')).rows).toEqual([{ n: 1 }])
    await store.close()
    expect(serverOf(caseDir)).toBeNull()
  })

  test('killed itself, it is reported as lost by those who used it, and recovers at the next start', async () => {
    const caseDir = caseFolder()
    const program = startProgram(caseDir)
    await program.reply()
    await program.ask('CREATE TABLE public.kept (n int)')
    await program.ask('INSERT INTO public.kept SELECT generate_series(1, 1000)')
    const before = serverOf(caseDir) ?? 0
    const busy = program.ask('SELECT pg_sleep(600)')
    process.kill(before, 'SIGKILL')
    expect((await busy).trouble?.reason).toMatch(/^database lost/)
    expect((await program.ask('SELECT 1')).trouble?.next).toMatch(/Run the same command again/)

    const store = await openStore({ caseDir })
    expect(serverOf(caseDir)).not.toBe(before)
    expect((await store.pool.query('SELECT count(*) AS n FROM public.kept')).rows).toEqual([{ n: 1000 }])
    await store.close()
    expect(await program.finish()).toBe(0)
    expect(serverOf(caseDir)).toBeNull()
  })

  test('started by five programs at once it is one server, and lives until the last of them ends', async () => {
    const caseDir = caseFolder()
    const programs = Array.from({ length: 5 }, () => startProgram(caseDir))
    expect(await Promise.all(programs.map((each) => each.reply()))).toEqual(programs.map(() => ({ ready: true })))
    const pid = serverOf(caseDir)
    for (const each of programs.slice(1)) {
      expect(await each.finish()).toBe(0)
      expect(serverOf(caseDir)).toBe(pid)
    }
    expect((await programs[0]?.ask('SELECT 1 AS one'))?.rows).toEqual([{ one: 1 }])
    expect(await programs[0]?.finish()).toBe(0)
    expect(serverOf(caseDir)).toBeNull()
  })

  test('restarted after one of its processes crashed, it still counts the programs that use it', async () => {
    const caseDir = caseFolder()
    const [first, second] = [await openStore({ caseDir }), await openStore({ caseDir })]
    const victim = await first.connect()
    const { rows } = await victim.query('SELECT pg_backend_pid() AS pid')
    process.kill(rows[0].pid, 'SIGKILL')
    await expect(victim.query('SELECT 1')).rejects.toThrow(StoreError)
    const pid = serverOf(caseDir)
    const presences = `SELECT count(*) AS n FROM pg_stat_activity WHERE application_name LIKE 'holdfast % presence'`
    await eventually(async () => {
      const found = await second.pool.query(presences).catch(() => ({ rows: [{ n: 0 }] }))
      return found.rows[0].n === 2
    })
    await first.close()
    expect(serverOf(caseDir)).toBe(pid)
    expect((await second.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await second.close()
    expect(serverOf(caseDir)).toBeNull()
  })

  test('that hangs is stopped and started anew', async () => {
    const caseDir = caseFolder()
    const program = startProgram(caseDir)
    await program.reply()
    await program.kill()
    const hung = serverOf(caseDir) ?? 0
    process.kill(hung, 'SIGSTOP')
    const said: string[] = []
    const server = await openEmbedded({
      caseDir,
      onProgress: (message) => said.push(message),
      patience: { silent: 500, recovering: 60_000 },
    })
    expect(said).toContain('The database does not answer and is started anew')
    expect(serverOf(caseDir)).not.toBe(hung)
    await server.close()
  })

  test('starts over what a power failure leaves: a pid file of another process, a lock, half a database', async () => {
    const caseDir = caseFolder()
    await (await openStore({ caseDir })).close()
    const other = spawn('sleep', ['600'])
    await once(other, 'spawn')
    const db = join(caseDir, 'db')
    writeFileSync(
      join(db, 'data', 'postmaster.pid'),
      `${other.pid}\n${join(db, 'data')}\n1\n5432\n../run\n\n1 1\nready\n`,
    )
    writeFileSync(join(db, 'start.lock'), '')
    mkdirSync(join(db, 'data.new', 'base'), { recursive: true })
    const store = await openStore({ caseDir })
    expect((await store.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await store.close()
    expect(other.exitCode).toBeNull()
    other.kill()
  })
})
