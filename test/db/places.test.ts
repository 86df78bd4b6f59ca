import { execFileSync } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openStore } from '../../src/db/connect.ts'
import { findBinaries } from '../../src/db/embedded/binaries.ts'
import { chooseLauncher } from '../../src/db/embedded/launch.ts'
import { layoutOf } from '../../src/db/embedded/layout.ts'
import { packageRoot } from '../../src/db/root.ts'
import { caseFolder, cleanAfterEach, isRoot, serverOf, startProgram } from './programs.ts'

cleanAfterEach()

const nobody = 65534

function runsPrograms(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const mayHide = isRoot && runsPrograms()
const whyNot = isRoot ? 'this kernel allows no mount namespaces' : 'only root may drop to another user'

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

  test.skipIf(!mayHide)(`under a home that others cannot enter (skipped where ${whyNot})`, async () => {
    const home = mkdtempSync(join(homedir(), '.holdfast-test-'))
    try {
      chmodSync(home, 0o700)
      const caseDir = join(home, 'case')
      mkdirSync(caseDir, { mode: 0o700 })
      const mounts = readFileSync('/proc/self/mounts', 'utf8')
      await answers(caseDir)
      await answers(caseDir)
      expect(readFileSync('/proc/self/mounts', 'utf8')).toBe(mounts)
      expect([home, caseDir].map((folder) => statSync(folder).mode & 0o777)).toEqual([0o700, 0o700])
      expect([home, caseDir].map((folder) => statSync(folder).uid)).toEqual([0, 0])
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  })
})

describe('the program may be', () => {
  test.skipIf(!mayHide)(`installed for root alone (skipped where ${whyNot})`, async () => {
    const folder = mkdtempSync(join(homedir(), '.holdfast-test-'))
    try {
      const native = join(folder, 'native')
      cpSync(findBinaries().native, native, { recursive: true, verbatimSymlinks: true })
      execFileSync('chmod', ['-R', 'go=', folder])
      const layout = layoutOf(join(folder, 'case'))
      mkdirSync(layout.db, { recursive: true })
      chmodSync(layout.db, 0o711)
      const binaries = { native, initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') }
      const launcher = await chooseLauncher(binaries, layout)
      expect(await launcher.run('postgres', ['--version'])).toEqual({ ok: true, said: 'postgres (PostgreSQL) 18.4' })
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
