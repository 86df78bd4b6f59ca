import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateSeizure, type Seizure } from '../../bench/data/generate.ts'
import { temporaryFolder } from '../support/folder.ts'

const folder = temporaryFolder('bench-mariadb')
const installed = ['mariadbd', 'mariadb-install-db', 'mariadb', 'mariadb-dump'].every(
  (p) => spawnSync('which', [p]).status === 0,
)
/** A peer from outside, asked only on request: HOLDFAST_PEERS=1. */
const wanted = process.env.HOLDFAST_PEERS === '1' && installed

const socket = join(folder, 'socket')
const account = process.getuid?.() === 0 ? ['--user=root'] : []

function client(program: string, args: readonly string[], input?: Buffer): string {
  const run = spawnSync(program, ['--no-defaults', `--socket=${socket}`, '--user=root', ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (run.status !== 0) throw new Error(`${program}: ${run.stderr}`)
  return run.stdout
}

/** A dump without the server's version, the database's name and the date. */
const bare = (dump: string) => dump.replace(/^-- (?:MariaDB dump|Host:|Server version|Dump completed).*$/gm, '')

describe.skipIf(!wanted)('MariaDB itself', () => {
  let made: Seizure
  let server: ReturnType<typeof spawn>

  beforeAll(async () => {
    made = await generateSeizure({ size: 'S', seed: 2, outDir: join(folder, 'made') })
    const data = join(folder, 'data')
    mkdirSync(data)
    spawnSync('mariadb-install-db', [
      '--no-defaults',
      `--datadir=${data}`,
      '--skip-test-db',
      '--auth-root-authentication-method=normal',
      ...account,
    ])
    server = spawn(
      'mariadbd',
      ['--no-defaults', `--datadir=${data}`, `--socket=${socket}`, '--skip-networking', ...account],
      { stdio: 'ignore' },
    )
    for (let tries = 0; tries < 100; tries++) {
      if (spawnSync('mariadb-admin', ['--no-defaults', `--socket=${socket}`, '--user=root', 'ping']).status === 0) break
      await new Promise((done) => setTimeout(done, 300))
    }
  }, 600_000)
  afterAll(async () => {
    const ended = new Promise((done) => server.once('exit', done))
    server.kill()
    await ended
  })

  for (const n of [0, 1]) {
    it(`loads file ${n + 1} and prints it again as it was`, () => {
      client('mariadb', ['-e', 'DROP DATABASE IF EXISTS seizure; CREATE DATABASE seizure'])
      const text = readFileSync(made.files[n]!.path)
      client('mariadb', ['seizure'], text)
      expect(bare(client('mariadb-dump', ['seizure']))).toBe(bare(text.toString('utf8')))
    })
  }
})
