import { createHash } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import type * as contract from '../../src/api/contract.ts'
import { forumStages } from '../../src/forum/stage.ts'
import { walk } from '../../src/trace/walk.ts'
import { unlockStages } from '../../src/unlock/stage.ts'
import { boards } from '../conformance/engine-boards.ts'
import { run, type SeizedRow, seize } from '../support/mirror.ts'
import { enter, insert, withApp } from './support.ts'

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex')
const passphrase = 'Rhubarb:Tart:7'
const fluxbb = boards.find((board) => board.adapter === 'fluxbb')!
const tables = Object.fromEntries(
  Object.entries(fluxbb.tables).map(([name, rows]) => [
    name,
    name.endsWith('users')
      ? (rows as readonly SeizedRow[]).map((row) => ({ ...row, password: sha1(passphrase) }))
      : rows,
  ]),
)

const app = withApp(async (db) => {
  await db.query(
    `INSERT INTO evidence.operation VALUES (1, 'Fern', true, 'court', 'X 1', NULL, NULL, 'all', 'police', NULL, 'A', now())`,
  )
  await seize(db, 1, tables)
})
beforeAll(() => run(app.database, [...forumStages, ...unlockStages]), 600_000)

const sent = (text: string, keyring = false) => ({ base64: Buffer.from(text).toString('base64'), keyring })
const address = '/api/evidence/hashes/recoveries'
type Taken = contract.Recorded & { readonly taken: contract.RecoveriesTaken }

it('takes results of hashcat in under an authorisation alone, and shows no passphrase', async () => {
  const { post, read } = await enter(app.app)
  const lines = `${sha1(passphrase)}:${passphrase}\n${sha1('other')}:other\n`
  const early = await post(address, sent(lines))
  expect(early.json<Taken>()).toMatchObject({
    stale: [],
    taken: { lines: 2, verified: 0, unauthorised: 1, unmatched: 1 },
  })
  expect((await app.database.client.query('SELECT FROM unlock.recovered')).rowCount).toBe(0)
  await app.database.client.query(
    `INSERT INTO unlock.authorisation VALUES (1, NULL, 'District court', 'W 7', '{site:1}', '2024-01-01', '2025-02-01', 'A', '2024-01-01')`,
  )
  const answer = await post(address, sent(lines, true))
  expect(answer.statusCode).toBe(200)
  expect(answer.json<Taken>().taken).toMatchObject({ lines: 2, unauthorised: 0, unmatched: 1, passphrases: 1 })
  expect(answer.json<Taken>().stale).toEqual(['identity.links', 'identity.subjects'])
  expect(answer.body).not.toContain('Tart')
  const states = await read<readonly contract.HashState[]>('/api/evidence/hashes')
  expect(states.map((state) => [state.scheme, state.mode, state.recovered])).toEqual([
    ['sha1', 100, answer.json<Taken>().taken.verified],
  ])
  const { rows } = await app.database.client.query<{ entry: string }>('SELECT entry FROM evidence.custody')
  const deeds = rows.map((row) => JSON.parse(row.entry)).filter((entry) => entry.action === 'import-hashes')
  expect(deeds.map((entry) => [entry.actor, entry.detail.file])).toEqual([
    ['A. Archer', 'sent by the workbench'],
    ['A. Archer', 'sent by the workbench'],
  ])
  expect(deeds[1].subject).toBe(createHash('sha256').update(lines).digest('hex'))
  expect(JSON.stringify(rows)).not.toContain('Tart')
  expect(app.errors).toEqual([])
})

it('refuses what is no file, and what is too large for a browser', async () => {
  const { post } = await enter(app.app)
  for (const body of [{}, { base64: 'not base64!', keyring: false }, { ...sent('x:y'), more: 1 }])
    expect((await post(address, body)).statusCode).toBe(400)
  expect((await post(address, { base64: 'A'.repeat(9_000_000), keyring: false })).statusCode).toBe(413)
  // No other form grew with it.
  expect((await post('/api/forum/opened', { site: 1, place: 'post', id: 'x'.repeat(100_000) })).statusCode).toBe(413)
})

it('leads from what is closed to its bytes, of keys to no more than their marker', async () => {
  const row = (n: number, kind: string, form: string) => ({
    ...{
      exhibit: 1,
      n,
      thing: `t${n}`,
      kind,
      form,
      certainty: 'certain',
      path: `box/${form}`,
      why: 'its sign says so',
    },
    ...{ opener: null, _file: 1, _offset: n * 100, _length: 5_000_000_000 },
  })
  const db = app.database.client
  await insert(db, 'unlock.locked', [row(1, 'archive', 'zip'), row(2, 'key', 'age-identity')])
  const { read } = await enter(app.app)
  const things = (await read<contract.Page<contract.LockedThing>>('/api/evidence/locked')).rows
  expect(things.map((thing) => [thing.form, thing.source.trace, thing.source.file, thing.source.offset])).toEqual([
    ['zip', 'locked:1:1', 1, 100],
    ['age-identity', 'locked:1:2', 1, 200],
  ])
  expect(await walk(db, 'locked:1:1')).toMatchObject({
    sentence: 'Archive (zip) in box/zip from byte 100: its sign says so',
    origins: [{ step: 'locked:1:1', file: 1, offset: 100, length: 64 }],
  })
  // AGE-SECRET-KEY-1 is the marker; the key follows.
  expect((await walk(db, 'locked:1:2'))?.origins[0]?.length).toBe('AGE-SECRET-KEY-1'.length)
  expect(await walk(db, 'locked:1:9')).toBeNull()
})
