import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { acquire } from '../../src/evidence/acquire.ts'
import { mirrorStage } from '../../src/evidence/mirror.ts'
import { openStage, unlockedStage } from '../../src/evidence/open.ts'
import { declareOperation, exercise } from '../../src/evidence/operation.ts'
import { authorise } from '../../src/unlock/authorisation.ts'
import { addKeys } from '../../src/unlock/keyring.ts'
import { locked } from '../../src/unlock/locked.ts'
import { findProgram } from '../../src/unlock/program.ts'
import { exerciseCredentials, openVault } from '../../src/unlock/vault.ts'
import { unlockCase } from '../../src/unlocking.ts'
import { withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'
import { run } from '../support/mirror.ts'
import { qemuLuks } from './support/qemu-luks.ts'

const missing = ['mkfs.ext4', 'qemu-img', 'fls'].filter((name) => findProgram([name]) === null)
const folder = temporaryFolder('volume')
const at = (...names: string[]): string => join(folder, ...names)
const who = { by: 'A. Examiner', at: new Date('2026-01-02T03:04:05Z') }

const database = withDatabase()

test.skipIf(missing.length > 0)(
  `a LUKS volume becomes a disk whose files are read on (skipped without mkfs.ext4, qemu-img and sleuthkit)`,
  async () => {
    const { client: db } = database
    mkdirSync(at('root', 'srv'), { recursive: true })
    mkdirSync(at('server'))
    mkdirSync(at('case'))
    writeFileSync(
      at('root', 'srv', 'dump.sql'),
      'CREATE TABLE `engines` (`id` int);\nINSERT INTO `engines` VALUES (1),(2);\n',
    )
    execFileSync('mkfs.ext4', ['-q', '-d', at('root'), at('plain.img'), '4M'], { stdio: 'pipe' })
    writeFileSync(at('key'), 'narrow gauge')
    qemuLuks(at('plain.img'), at('server', 'disk.img'), at('key'))
    rmSync(at('plain.img'))
    const acquired = findProgram(['ewfacquire']) !== null
    if (acquired)
      execFileSync(
        'ewfacquire',
        ['-u', '-c', 'deflate:fast', '-t', at('server', 'taken'), '-l', at('log'), at('server', 'disk.img')],
        { stdio: 'ignore' },
      )
    await declareOperation(db, exercise, who.by, who.at)
    const signal = new AbortController().signal
    await acquire(
      { path: at('server') },
      { db, caseDir: at('case'), actor: who.by, clock: () => who.at, signal, tool: 'test' },
    )
    const runAll = () =>
      run(database, [openStage, unlockedStage, mirrorStage, locked], 50_000, Number.POSITIVE_INFINITY, at('case'))
    await runAll()
    const dates = { from: new Date('2026-01-01'), until: new Date('2026-02-01') }
    await authorise(db, { authority: 'District court', reference: '12', scope: ['kind:container'], ...dates }, who)
    await addKeys(
      db,
      [{ kind: 'passphrase', label: 'note', value: 'narrow gauge', origin: 'a note', authority: 'order 12' }],
      who,
    )
    const vault = await openVault(db, exerciseCredentials, 'to try keys', who)
    const tried = await unlockCase(
      { db, caseDir: at('case') },
      { things: null, keys: null, vault, who, clock: () => who.at, signal },
    )
    expect(tried.map((t) => [t.path, t.outcome, t.files])).toEqual([
      ['disk.img', 'opened', 1],
      ...(acquired ? [['taken.E01!/luks', 'opened', 1]] : []),
    ])
    await runAll()
    const { rows } = await db.query('SELECT path FROM evidence.file WHERE source = $1 ORDER BY path', ['mysqldump-sql'])
    expect(rows.map((r) => r.path)).toEqual([
      expect.stringMatching(/^disk\.img!\/volume\.img!\/.*srv\/dump\.sql$/),
      ...(acquired ? [expect.stringMatching(/^taken\.E01!\/luks!\/volume\.img!\/.*srv\/dump\.sql$/)] : []),
    ])
    const tables = await db.query<{ rows: string }>('SELECT rows FROM evidence.mirror_table')
    expect(tables.rows.map((t) => Number(t.rows))).toEqual(acquired ? [2, 2] : [2])
  },
  120_000,
)
