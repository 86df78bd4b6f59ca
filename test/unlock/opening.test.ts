import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createMessage, encrypt, generateKey } from 'openpgp'
import { beforeAll, describe, expect, test } from 'vitest'
import { acquire } from '../../src/evidence/acquire.ts'
import { mirrorStage } from '../../src/evidence/mirror.ts'
import { openStage, unlockedStage } from '../../src/evidence/open.ts'
import { declareOperation, exercise } from '../../src/evidence/operation.ts'
import { settingsStage } from '../../src/evidence/settings.ts'
import { authorise, withdrawAuthorisation } from '../../src/unlock/authorisation.ts'
import { configured } from '../../src/unlock/configured.ts'
import { addKeys, listKeys } from '../../src/unlock/keyring.ts'
import { locked } from '../../src/unlock/locked.ts'
import { findProgram } from '../../src/unlock/program.ts'
import { exerciseCredentials, openVault } from '../../src/unlock/vault.ts'
import { gatherFromCase, unlockCase } from '../../src/unlocking.ts'
import { withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'
import { run } from '../support/mirror.ts'
import { zipOf } from './support/zip.ts'

const folder = temporaryFolder('opening')
const caseDir = join(folder, 'case')
const exhibit = join(folder, 'server')
const at = new Date('2026-01-02T03:04:05Z')
const who = { by: 'A. Examiner', at }
const secrets = {
  zip: 'narrow gauge 1923',
  seven: 'wagon of coal, green',
  pgp: 'lamp room behind the shed',
  wrong: 'a whistle nobody blew',
  configured: 'turntable-4471',
}
const dump =
  "-- MariaDB dump\nCREATE TABLE `engines` (`id` int, `name` text);\nINSERT INTO `engines` VALUES (1,'a green engine'),(2,'a red one');\n"
const sevenZip = findProgram(['7zz'])

const database = withDatabase()
const stages = [openStage, unlockedStage, settingsStage, configured, mirrorStage, locked]
const runAll = () => run(database, stages, 50_000, Number.POSITIVE_INFINITY, caseDir)
const rows = async <T extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly T[]> =>
  (await database.client.query<T>(sql, [...values])).rows
const attempt = async () => {
  const vault = await openVault(database.client, exerciseCredentials, 'to try keys', who)
  const clock = (): Date => at
  const signal = new AbortController().signal
  return unlockCase({ db: database.client, caseDir }, { things: null, keys: null, vault, who, clock, signal })
}
const key = (label: string, value: string) => ({
  ...({ kind: 'passphrase', label, value, origin: 'notebook on the desk', authority: 'order 12' } as const),
})

beforeAll(async () => {
  mkdirSync(exhibit)
  mkdirSync(caseDir, { recursive: true })
  const pair = await generateKey({ userIDs: [{ name: 'Fern' }], format: 'object', passphrase: secrets.pgp })
  const message = await encrypt({ message: await createMessage({ text: dump }), encryptionKeys: pair.publicKey })
  writeFileSync(
    join(exhibit, 'backup.zip'),
    zipOf([
      { name: 'sql/dump.sql', content: dump, passphrase: secrets.zip },
      { name: 'sql/notes.txt', content: 'seeds', passphrase: secrets.zip, by: 'aes' },
    ]),
  )
  writeFileSync(join(exhibit, 'letter.asc'), message)
  writeFileSync(join(exhibit, 'fern.key'), pair.privateKey.armor())
  writeFileSync(
    join(exhibit, 'config.php'),
    `<?php\n$dbms = 'mysqli';\n$dbhost = 'db';\n$dbname = 'rails';\n$dbuser = 'station';\n$dbpasswd = '${secrets.configured}';\n$table_prefix = 'phpbb_';\n`,
  )
  if (sevenZip !== null) {
    writeFileSync(join(folder, 'plan.txt'), 'a plan of the signal box')
    for (const [name, ...args] of [['names.7z', '-mhe=on'], ['contents.7z']] as const)
      execFileSync(sevenZip, ['a', `-p${secrets.seven}`, ...args, join(exhibit, name), 'plan.txt'], {
        cwd: folder,
        stdio: 'pipe',
      })
  }
  await declareOperation(database.client, exercise, who.by, at)
  const options = {
    db: database.client,
    caseDir,
    actor: who.by,
    clock: () => at,
    signal: new AbortController().signal,
    tool: 'test',
  }
  await acquire({ path: exhibit, number: 'ST-1' }, options)
  await runAll()
}, 600_000)

describe('what is closed', () => {
  test('is listed', async () => {
    const found = await rows<{ path: string; form: string }>('SELECT path, form FROM unlock.locked ORDER BY path')
    expect(found.map((f) => `${f.path} ${f.form}`)).toEqual([
      'backup.zip zip',
      ...(sevenZip === null ? [] : ['contents.7z 7z']),
      'fern.key pgp-private-key',
      'letter.asc pgp-message',
      ...(sevenZip === null ? [] : ['names.7z 7z']),
    ])
    expect(await rows('SELECT FROM evidence.mirror_table')).toHaveLength(0)
  })

  test('is not tried without an authorisation on record, and the refusal is', async () => {
    await addKeys(database.client, [key('first page', secrets.wrong), key('second page', secrets.zip)], who)
    const tried = await attempt()
    expect(new Set(tried.map((t) => t.outcome))).toEqual(new Set(['refused']))
    const one = await authorise(database.client, scope('exhibit:ST-2'), who)
    const late = { ...scope('all'), from: new Date('2026-02-01'), until: new Date('2026-03-01') }
    await authorise(database.client, late, who)
    await withdrawAuthorisation(database.client, await authorise(database.client, scope('all'), who), who)
    expect((await attempt()).every((t) => t.outcome === 'refused')).toBe(true)
    await expect(withdrawAuthorisation(database.client, 99, who)).rejects.toMatchObject({ reason: 'is not in force' })
    await expect(authorise(database.client, scope('everything'), who)).rejects.toMatchObject({
      place: 'the authorisation',
    })
    expect(one).toBe(1)
    const logged = await rows<{ outcome: string; key: number | null }>(
      'SELECT DISTINCT outcome, key FROM unlock.attempt',
    )
    expect(logged).toEqual([{ outcome: 'refused', key: null }])
    expect(await rows('SELECT FROM unlock.opened')).toHaveLength(0)
  })

  test('opens with the right key only, each trial on record', async () => {
    await authorise(database.client, scope('kind:archive'), who)
    const tried = await attempt()
    expect(tried.find((t) => t.path === 'backup.zip')).toMatchObject({
      outcome: 'opened',
      key: 2,
      files: 2,
      attempts: 2,
    })
    expect(tried.find((t) => t.path === 'letter.asc')).toMatchObject({ outcome: 'refused' })
    const logged = await rows<{ key: number; outcome: string }>(
      `SELECT a.key, a.outcome FROM unlock.attempt a JOIN unlock.locked l USING (thing) WHERE l.form = 'zip' AND a.outcome <> 'refused' ORDER BY attempt`,
    )
    expect(logged).toEqual([
      { key: 1, outcome: 'wrong-key' },
      { key: 2, outcome: 'opened' },
    ])
  })

  test.skipIf(sevenZip === null)(
    'opens through 7-Zip, names or contents closed (skipped without it)',
    async () => {
      await addKeys(database.client, [key('third page', secrets.seven)], who)
      const tried = await attempt()
      for (const path of ['names.7z', 'contents.7z'])
        expect(tried.find((t) => t.path === path)).toMatchObject({ outcome: 'opened', key: 3, files: 1, attempts: 1 })
    },
    60_000,
  )

  test('a message opens with a private key found in the evidence, once its passphrase is known', async () => {
    await authorise(database.client, scope('form:pgp-message'), who)
    const gathered = await gatherFromCase({ db: database.client, caseDir }, 'order 12', who)
    expect(gathered.map((g) => [g.kind, g.label])).toEqual([
      ['passphrase', 'phpbb dbpasswd'],
      ['private-key', 'fern.key'],
    ])
    expect((await gatherFromCase({ db: database.client, caseDir }, 'order 12', who)).every((g) => !g.fresh)).toBe(true)
    expect((await attempt()).find((t) => t.path === 'letter.asc')).toMatchObject({ outcome: 'closed', files: 0 })
    await addKeys(database.client, [key('last page', secrets.pgp)], who)
    expect((await attempt()).find((t) => t.path === 'letter.asc')).toMatchObject({ outcome: 'opened', files: 1 })
    const keys = await listKeys(database.client)
    expect(keys.find((k) => k.form === 'pgp')).toMatchObject({
      path: 'fern.key',
      offset: 0,
      identifiers: [/^[0-9A-F]{40}$/, /^[0-9A-F]{40}$/].map((r) => expect.stringMatching(r)),
    })
    expect(keys.find((k) => k.label === 'phpbb dbpasswd')).toMatchObject({ path: 'config.php' })
  }, 600_000)
})

describe('what came out', () => {
  test('is read on by the next run, and only that', async () => {
    const opens = async () =>
      (
        await rows(
          `SELECT FROM evidence.custody WHERE entry::json->>'action' = 'stage' AND entry::json->>'subject' = 'evidence.open'`,
        )
      ).length
    const before = await opens()
    await runAll()
    expect(await opens()).toBe(before)
    const files = await rows<{ path: string; source: string; parent: string; unlocked_with: number }>(
      'SELECT f.path, f.source, p.path AS parent, f.unlocked_with FROM evidence.file f JOIN evidence.file p ON p.file = f.parent WHERE f.unlocked_with IS NOT NULL ORDER BY f.path COLLATE "C"',
    )
    expect(files.slice(0, 2)).toEqual([
      {
        path: 'backup.zip!/sql/dump.sql!/dump.sql',
        source: 'mysqldump-sql',
        parent: 'backup.zip!/sql/dump.sql',
        unlocked_with: 2,
      },
      {
        path: 'backup.zip!/sql/notes.txt!/notes.txt',
        source: 'other',
        parent: 'backup.zip!/sql/notes.txt',
        unlocked_with: 2,
      },
    ])
    expect(files.find((f) => f.parent === 'letter.asc')).toMatchObject({ source: 'mysqldump-sql' })
    const tables = await rows<{ name: string; rows: string }>('SELECT name, rows FROM evidence.mirror_table')
    expect(tables.length).toBeGreaterThan(0)
    expect(tables.every((t) => Number(t.rows) === 2)).toBe(true)
    const told = await rows<{ code: string }>(`SELECT code FROM evidence.finding WHERE stage = 'evidence.unlocked'`)
    expect(told.every((t) => t.code === 'unlocked')).toBe(true)
  }, 600_000)

  test('stays when everything is read anew', async () => {
    const files = () => rows('SELECT file, path, sha256 FROM evidence.file ORDER BY file')
    const before = await files()
    await database.client.query(
      `UPDATE evidence.stage_run SET fingerprint = '' WHERE stage IN ('evidence.open', 'evidence.unlocked')`,
    )
    await runAll()
    expect(await files()).toEqual(before)
    expect((await attempt()).filter((t) => t.outcome === 'opened')).toEqual([])
  }, 600_000)

  test('no key stands anywhere in the clear: not in the case folder, not in the store', async () => {
    const texts: Buffer[] = []
    const walk = (dir: string): void => {
      for (const name of readdirSync(dir)) {
        const path = join(dir, name)
        if (statSync(path).isDirectory()) walk(path)
        else texts.push(readFileSync(path))
      }
    }
    walk(caseDir)
    const tables = await rows<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    )
    for (const { name } of tables) texts.push(Buffer.from(JSON.stringify(await rows(`SELECT t::text FROM ${name} t`))))
    expect(texts.length).toBeGreaterThan(20)
    for (const [name, secret] of Object.entries(secrets))
      for (const form of [secret, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')]) {
        // The configuration file is evidence and holds its own password.
        const where = texts.filter((t) => t.includes(form) && !t.includes('$table_prefix'))
        expect([name, where.length]).toEqual([name, 0])
      }
  })
})

function scope(text: string) {
  return {
    authority: 'District court',
    reference: 'order 12',
    scope: [text],
    from: new Date('2026-01-01'),
    until: new Date('2026-01-31'),
  }
}
