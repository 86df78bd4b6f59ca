import { execFileSync } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { openStore } from '../../src/db/connect.ts'
import { type Binaries, findBinaries } from '../../src/db/embedded/binaries.ts'
import { copied } from '../../src/db/embedded/elsewhere.ts'
import { chooseLauncher } from '../../src/db/embedded/launch.ts'
import { run } from '../../src/db/embedded/run.ts'
import { packageRoot } from '../../src/db/root.ts'
import { caseFolder, cleanAfterEach, isRoot, serverOf, startProgram } from './programs.ts'

cleanAfterEach()

const nobody = 65534

function hasSetpriv(): boolean {
  try {
    execFileSync('setpriv', ['--bounding-set=-sys_ptrace', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const mayBind = isRoot && hasSetpriv()

const homes: string[] = []

/** A folder under root's home that nobody else may enter. */
function privateHome(): string {
  const home = mkdtempSync(join(homedir(), '.holdfast-test-'))
  chmodSync(home, 0o700)
  homes.push(home)
  return home
}

afterEach(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true })
})

async function answers(caseDir: string): Promise<void> {
  const store = await openStore({ caseDir })
  try {
    expect((await store.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    const client = await store.connect()
    await client.query('CREATE TABLE IF NOT EXISTS public.kept (n int)')
    const pid = serverOf(caseDir) ?? 0
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).not.toBe('0')
  } finally {
    await store.close()
  }
  expect(serverOf(caseDir)).toBeNull()
}

describe('the case folder may lie', () => {
  test('at a path of more than 200 characters, longer than any socket path', async () => {
    const caseDir = join(caseFolder(), 'a'.repeat(100), 'b'.repeat(100))
    mkdirSync(caseDir, { recursive: true })
    await answers(caseDir)
    await answers(caseDir)
  })

  test('behind a link, under a name with spaces, quotes and other letters', async () => {
    const caseDir = join(caseFolder(), `Fall 7 "Modellbahn" d'été – рыба`)
    mkdirSync(caseDir)
    const link = `${caseDir} link`
    symlinkSync(caseDir, link)
    await answers(link)
    await answers(caseDir)
  })

  test.skipIf(!isRoot)('under a home that others cannot enter (skipped where this is not root)', async () => {
    const home = privateHome()
    const caseDir = join(home, 'case')
    mkdirSync(caseDir, { mode: 0o700 })
    await answers(caseDir)
    await answers(caseDir)
    expect([home, caseDir].map((folder) => statSync(folder).mode & 0o777)).toEqual([0o700, 0o700])
    expect([home, caseDir].map((folder) => statSync(folder).uid)).toEqual([0, 0])
  })

  test.skipIf(!mayBind)('there in a container too, which may neither mount nor look into processes', async () => {
    const caseDir = join(privateHome(), 'case')
    mkdirSync(caseDir, { mode: 0o700 })
    const before = ['setpriv', '--bounding-set=-sys_admin,-sys_ptrace', '--inh-caps=-sys_admin,-sys_ptrace']
    const [first, second] = [startProgram(caseDir, { before }), startProgram(caseDir, { before })]
    expect([await first.reply(), await second.reply()]).toEqual([{ ready: true }, { ready: true }])
    await first.kill()
    expect((await second.ask('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    process.kill(serverOf(caseDir) ?? 0, 'SIGKILL')
    const third = startProgram(caseDir, { before })
    expect(await third.reply()).toEqual({ ready: true })
    expect([await second.finish(), await third.finish()]).toEqual([0, 0])
    expect(serverOf(caseDir)).toBeNull()
  })
})

describe('the program may be', () => {
  /** The binaries as an installation under umask 077 leaves them. */
  function rootsOwn(): Binaries {
    const native = join(privateHome(), 'native')
    cpSync(findBinaries().native, native, { recursive: true, verbatimSymlinks: true })
    execFileSync('chmod', ['-R', 'go=', native])
    return { native, initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') }
  }
  const account = { name: 'nobody', uid: nobody, gid: nobody }
  const runs = { ok: true, said: 'postgres (PostgreSQL) 18.4' }

  test.runIf(isRoot).each([
    ['readable', 'go+rX'],
    ['for root alone', 'go='],
  ])("installed under root's home, %s (skipped where this is not root)", async (_, mode) => {
    const binaries = rootsOwn()
    execFileSync('chmod', ['-R', mode, binaries.native])
    const found = statSync(binaries.native).mode
    const mounts = readFileSync('/proc/self/mounts', 'utf8')
    const copies = () => readdirSync(tmpdir()).filter((name) => name.startsWith('holdfast-postgres-'))
    const before = copies()
    const launcher = await chooseLauncher(binaries, account)
    expect(await launcher.run('postgres', '/', () => ['--version'])).toEqual(runs)
    expect(readFileSync('/proc/self/mounts', 'utf8')).toBe(mounts)
    expect(statSync(binaries.native).mode).toBe(found)
    expect(copies()).toEqual(before)
  })

  test.skipIf(!isRoot)('copied where it cannot be shown, once, and again when the copy is not whole', async () => {
    const binaries = rootsOwn()
    const wrap = copied(binaries, account)
    if (typeof wrap === 'string') throw new Error(wrap)
    const command = wrap('postgres', ['--version'], '/')
    const folder = dirname(dirname(command.file))
    try {
      expect(await run(command)).toEqual(runs)
      const made = statSync(folder).ino
      copied(binaries, account)
      expect(statSync(folder).ino).toBe(made)
      rmSync(join(folder, 'share'), { recursive: true })
      copied(binaries, account)
      expect(existsSync(join(folder, 'share', 'postgresql', 'postgres.bki'))).toBe(true)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  const readable = () => {
    try {
      accessSync(packageRoot(), constants.R_OK)
      return (
        execFileSync('ls', [join(packageRoot(), 'package.json')], { uid: nobody, gid: nobody, stdio: 'pipe' }).length >
        0
      )
    } catch {
      return false
    }
  }

  test.skipIf(!isRoot || !readable())('started by an ordinary user (skipped where this is one already)', async () => {
    const caseDir = caseFolder()
    chownSync(caseDir, nobody, nobody)
    const program = startProgram(caseDir, { uid: nobody, env: { HOME: caseDir } })
    expect(await program.reply()).toEqual({ ready: true })
    expect(statSync(join(caseDir, 'db', 'data')).uid).toBe(nobody)
    expect(await program.finish()).toBe(0)
    expect(serverOf(caseDir)).toBeNull()
    // Then by root, who leaves it that user's.
    await answers(caseDir)
    const again = startProgram(caseDir, { uid: nobody, env: { HOME: caseDir } })
    expect(await again.reply()).toEqual({ ready: true })
    expect(await again.finish()).toBe(0)
  })

  test.skipIf(!isRoot)(
    'started by root over a copy of a case that root made (skipped where this is not root)',
    async () => {
      const caseDir = caseFolder()
      await answers(caseDir)
      execFileSync('chown', ['-R', '0:0', caseDir])
      execFileSync('chmod', ['-R', 'go+rX', caseDir])
      await answers(caseDir)
    },
  )
})
