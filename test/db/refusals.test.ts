import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openStore } from '../../src/db/connect.ts'
import { findBinaries, hydrate } from '../../src/db/embedded/binaries.ts'
import { chooseLauncher } from '../../src/db/embedded/launch.ts'
import { StoreError } from '../../src/db/trouble.ts'
import { caseFolder, cleanAfterEach, isRoot, startProgram } from './programs.ts'

cleanAfterEach()

const nobody = 65534

async function refusal(work: Promise<unknown>): Promise<StoreError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(StoreError)
  const refused = error as StoreError
  expect(refused.message).toBe(`${refused.place}: ${refused.reason}. ${refused.next}`)
  return refused
}

async function madeCase(): Promise<string> {
  const caseDir = caseFolder()
  await (await openStore({ caseDir })).close()
  return caseDir
}

describe('one clear refusal', () => {
  test('of a database that is damaged, without its control file or with half of it', async () => {
    const caseDir = await madeCase()
    const control = join(caseDir, 'db', 'data', 'global', 'pg_control')
    truncateSync(control, 100)
    const cut = await refusal(openStore({ caseDir }))
    expect(cut.place).toBe(join(caseDir, 'db', 'data'))
    expect(cut.reason).toMatch(/pg_control/)
    expect(cut.next).toMatch(/Restore/)
    rmSync(control)
    expect((await refusal(openStore({ caseDir }))).reason).toMatch(/damaged \(global\/pg_control is missing\)/)
  })

  test('of a database of another major version', async () => {
    const caseDir = await madeCase()
    writeFileSync(join(caseDir, 'db', 'data', 'PG_VERSION'), '17\n')
    const refused = await refusal(openStore({ caseDir }))
    expect(refused.reason).toBe('the database was made by PostgreSQL 17, this program brings 18')
  })

  test('of a file where the folder should be', async () => {
    const caseDir = caseFolder()
    writeFileSync(join(caseDir, 'db'), 'a file')
    const refused = await refusal(openStore({ caseDir }))
    expect(refused.place).toBe(join(caseDir, 'db'))
    expect(refused.reason).toMatch(/cannot be written/)
  })

  test('of something else in the place of the database', async () => {
    const caseDir = caseFolder()
    mkdirSync(join(caseDir, 'db', 'data'), { recursive: true, mode: 0o755 })
    if (isRoot) chmodSync(join(caseDir, 'db'), 0o711)
    writeFileSync(join(caseDir, 'db', 'data', 'notes.txt'), 'not a database')
    const refused = await refusal(openStore({ caseDir }))
    expect(refused.place).toBe(join(caseDir, 'db', 'data'))
    expect(refused.reason).toMatch(/damaged/)
  })

  test.skipIf(!isRoot)('of a folder that the user may not write to (skipped where this is not root)', async () => {
    const folder = caseFolder()
    const program = startProgram(join(folder, 'new'), { uid: nobody, env: { HOME: tmpdir() } })
    const { trouble } = await program.reply()
    expect(trouble?.place).toContain(folder)
    expect(trouble?.reason).toMatch(/cannot be written/)
    expect(await program.finish()).toBe(1)
  })

  test.skipIf(!isRoot)('of a case that belongs to another user (skipped where this is not root)', async () => {
    const caseDir = await madeCase()
    chownSync(caseDir, nobody, nobody)
    chownSync(join(caseDir, 'db'), nobody, nobody)
    chownSync(join(caseDir, 'db', 'data'), 1, 1)
    const program = startProgram(caseDir, { uid: nobody, env: { HOME: tmpdir() } })
    expect((await program.reply()).trouble?.reason).toBe('the database belongs to another user')
    expect(await program.finish()).toBe(1)
  })

  test.skipIf(!isRoot)(
    'of a disk that is too small, and it goes on once there is room (skipped where this is not root)',
    async () => {
      const caseDir = caseFolder()
      // A small disk inside a mount namespace of the program's own; it grows between the two starts.
      const script = `mount -t tmpfs -o size=24m,mode=0755 small "$0"
      "$@" <&- ; mount -o remount,size=160m "$0"; exec "$@"`
      const program = startProgram(caseDir, {
        before: ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, caseDir],
      })
      const { trouble } = await program.reply()
      expect(trouble?.place).toContain(caseDir)
      expect(trouble?.reason).toMatch(/disk is full|No space left/)
      expect(trouble?.next).toMatch(/Free space/)
      expect(await program.reply()).toEqual({ ready: true })
      expect(await program.finish()).toBe(0)
    },
  )

  test('of binaries for another machine', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-binaries-'))
    try {
      mkdirSync(join(folder, 'bin'))
      const postgres = join(folder, 'bin', 'postgres')
      // The beginning of a program for another processor (ELF for s390).
      writeFileSync(postgres, Buffer.from('7f454c46020201000000000000000000000200160000000100', 'hex'), { mode: 0o755 })
      const refused = await refusal(chooseLauncher({ native: folder, initdb: postgres, postgres }, null))
      expect(refused.place).toBe(postgres)
      expect(refused.reason).toMatch(/does not run on this machine/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('the links that the binaries need', () => {
  function copyOfList(): string {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-links-'))
    mkdirSync(join(folder, 'native', 'lib'), { recursive: true })
    cpSync(join(findBinaries().native, 'pg-symlinks.json'), join(folder, 'native', 'pg-symlinks.json'))
    return folder
  }

  test('are made once, however many make them', () => {
    const folder = copyOfList()
    for (let i = 0; i < 20; i += 1) hydrate(folder)
    const made = execFileSync('find', [join(folder, 'native', 'lib'), '-type', 'l', '-name', 'libpq.so*']).toString()
    expect(made.trim().split('\n')).toHaveLength(2)
    rmSync(folder, { recursive: true })
  })

  test.skipIf(isRoot)('are asked for where they cannot be made (skipped for root, who may write everywhere)', () => {
    const folder = copyOfList()
    chmodSync(join(folder, 'native', 'lib'), 0o500)
    expect(() => hydrate(folder)).toThrow(/npm rebuild/)
    rmSync(folder, { recursive: true, force: true })
  })
})
