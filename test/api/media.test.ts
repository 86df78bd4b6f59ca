import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type * as contract from '../../src/api/contract.ts'
import { exportSite } from '../../src/api/site/export.ts'
import { exportForum } from '../../src/forum/export.ts'
import { importSet } from '../../src/media/import.ts'
import { verdicts } from '../../src/media/stage.ts'
import { verdictWords } from '../../src/model/verdict.ts'
import { temporaryFolder } from '../support/folder.ts'
import { run } from '../support/mirror.ts'
import { smallCase } from './seed.ts'
import { enter, withApp } from './support.ts'

const folder = temporaryFolder('media-api')
const app = withApp(async (db, caseDir) => {
  await smallCase(db, caseDir)
  mkdirSync(join(caseDir, 'exhibits'), { recursive: true })
  writeFileSync(join(caseDir, 'exhibits', '1'), Buffer.alloc(40_000, 7))
})
const of = (name: 'md5' | 'sha1' | 'sha256', text: string): string => createHash(name).update(text).digest('hex')
const plan = { md5: of('md5', 'plan'), sha1: of('sha1', 'plan'), sha256: of('sha256', 'plan') }

async function load(name: string, kind: contract.SetKind, text: string): Promise<void> {
  const path = join(folder, `${name}.csv`)
  writeFileSync(path, text)
  const { signal } = new AbortController()
  await importSet(
    app.database.client,
    { path, name, kind, source: 'Signal unit' },
    { by: 'A. Archer', at: new Date('2024-06-01T12:00:00Z'), signal },
  )
}

async function uploads(): Promise<readonly contract.Attachment[]> {
  const { read } = await enter(app.app)
  return (await read<contract.Page<contract.Attachment>>('/api/media/attachments')).rows
}

const said = async (): Promise<readonly string[]> => {
  const [first] = await uploads()
  return verdictWords(first!.sets, true)
}

it('says in every placeholder what the sets say of its hash', async () => {
  const db = app.database.client
  // Only the database states its hashes: the file itself was not seized.
  await db.query('UPDATE forum.attachment SET md5 = $1, sha1 = $2, sha256 = $3, path = NULL', [
    plan.md5,
    plan.sha1,
    plan.sha256,
  ])
  expect(await said()).toEqual(['no set loaded'])
  await load('Other', 'known-harmless', `${of('md5', 'tender')}\n`)
  expect(await said()).toEqual(['not yet compared with one set: the next run does it'])
  await run(app.database, [verdicts])
  expect(await said()).toEqual(['not in the one set'])
  await load('Signals', 'of-interest', `sha1,category\n${plan.sha1},kept by signal unit\n`)
  await load('Plans', 'reference', `${plan.md5}\n`)
  await run(app.database, [verdicts])
  expect(await said()).toEqual([
    'in set Signals (kept by signal unit), by SHA-1',
    'in set Plans, by MD5 alone, which can be made to collide',
  ])
})

it('lists matches, those of interest first, and counts them on the first screen', async () => {
  const { read } = await enter(app.app)
  const all = await read<contract.Page<contract.MatchRow>>('/api/media/matches?quiet=false')
  expect(all.total).toBe(2)
  expect(all.rows.map((row) => [row.set, row.kind, row.hash, row.inEvidence, row.uploadCount, row.line])).toEqual([
    ['Signals', 'of-interest', plan.sha1, false, 1, 2],
    ['Plans', 'reference', plan.md5, false, 1, 1],
  ])
  expect((await read<contract.Page<contract.MatchRow>>('/api/media/matches?kind=reference')).total).toBe(1)
  expect((await read<contract.Page<contract.MatchRow>>('/api/media/matches?kind=known-harmless')).total).toBe(0)
  const sets = await read<readonly contract.HashSet[]>('/api/media/sets')
  expect(sets.map((set) => [set.name, set.files, set.attachments, set.compared])).toEqual([
    ['Other', 0, 0, true],
    ['Signals', 0, 1, true],
    ['Plans', 0, 1, true],
  ])
  expect((await read<contract.Overview>('/api/overview')).counts).toMatchObject({ sets: 3, ofInterest: 1 })
  expect((await read<contract.RailCounts>('/api/rail')).media).toEqual({ count: 1, of: 'files in sets of interest' })
})

it('says the same in the exported forum and on its pages', async () => {
  const db = app.database.client
  await exportForum(db, join(folder, 'forum'))
  const line = JSON.parse(readFileSync(join(folder, 'forum', 'attachments.jsonl'), 'utf8').split('\n')[0]!)
  expect(line.name).toBe('plan.pdf')
  expect(line.sets).toEqual((await uploads())[0]!.sets)
  const store = await app.database.openStore()
  try {
    await exportSite({
      ...{ db: store.pool, caseDir: app.caseDir, outDir: join(folder, 'pages'), messages: true },
      ...{ marking: 'TLP:AMBER+STRICT', signal: new AbortController().signal },
    })
  } finally {
    await store.close()
  }
  const pages = readdirSync(join(folder, 'pages'), { recursive: true, encoding: 'utf8' }).filter((f) =>
    f.endsWith('.html'),
  )
  const found = pages.flatMap(
    (page) => readFileSync(join(folder, 'pages', page), 'utf8').match(/set verdict: [^<]*/g) ?? [],
  )
  expect(found[0]).toBe(
    'set verdict: in set Signals (kept by signal unit), by SHA-1; in set Plans, by MD5 alone, which can be made to collide',
  )
})
