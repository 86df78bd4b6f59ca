import { createMessage, encrypt } from 'openpgp'
import { expect, test } from 'vitest'
import { declareOperation, exercise } from '../../src/evidence/operation.ts'
import { authorise } from '../../src/unlock/authorisation.ts'
import { addKeys } from '../../src/unlock/keyring.ts'
import { lockedText } from '../../src/unlock/locked-text.ts'
import { listThings } from '../../src/unlock/queries.ts'
import { tryKeys } from '../../src/unlock/try.ts'
import { exerciseCredentials, openVault } from '../../src/unlock/vault.ts'
import { withDatabase } from '../support/database.ts'
import { run, seize } from '../support/mirror.ts'

const database = withDatabase()
const who = { by: 'A. Examiner', at: new Date('2026-01-02T03:04:05Z') }

test('what is closed inside a forum is listed with its place, and an encrypted post opens', async () => {
  const db = database.client
  const armoured = String(
    await encrypt({ message: await createMessage({ text: 'the green engine' }), passwords: ['narrow gauge'] }),
  )
  const sealed = Buffer.from(JSON.stringify({ iv: 'aXY=', value: 'dmFs', mac: 'ff' })).toString('base64')
  await seize(db, 1, {
    fern_boards: [{ id: '7', title: 'Signals', password: '5f4dcc3b5aa765d61d8327deb882cf99' }],
    fern_addresses: [
      { id: '1', street: sealed },
      { id: '2', street: sealed },
    ],
    other_addresses: [{ id: '1', street: sealed }],
  })
  await db.query(
    `INSERT INTO forum.site (site, exhibit, key, engine, adapter, mirror, prefix) VALUES (1, 1, 'fern', 'fern', 'fern', 'mirror_1', 'fern_')`,
  )
  await db.query(
    `INSERT INTO forum.board (site, id, kind, name, "position", locked, has_password, _file, _offset, _length)
     SELECT 1, id, 'board', name, 1, false, id = '7', 1, CASE id WHEN '7' THEN 0 ELSE 500 END, 10 FROM (VALUES ('7', 'Signals'), ('8', 'Lamps'), ('9', 'Seeds')) v(id, name)`,
  )
  await db.query(
    `INSERT INTO forum.grp (site, id, name, _file, _offset, _length) VALUES (1, '2', 'Registered', 1, 0, 1), (1, '5', 'Drivers', 1, 0, 1)`,
  )
  await db.query(
    `INSERT INTO forum.grp_member (site, grp, member, leader, pending, _file, _offset, _length) VALUES (1, '2', '1', false, false, 1, 0, 1), (1, '2', '2', false, false, 1, 0, 1), (1, '5', '1', false, false, 1, 0, 1)`,
  )
  await db.query(
    `INSERT INTO forum.board_access (site, n, board, grp, sees, reads, posts, how, _file, _offset, _length)
     SELECT 1, row_number() OVER (), b, g, s, s, s, 'a row', 1, 0, 1 FROM (VALUES ('8', '2', 'no'), ('8', '5', 'yes'), ('9', '2', 'yes'), ('9', '5', 'no')) v(b, g, s)`,
  )
  const text = `For you only:\n\n${armoured}\n`
  await db.query(
    `INSERT INTO forum.post (site, id, text, plain, _file, _offset, _length) VALUES (1, '12', $1, $1, 1, 100, 10), (1, '13', 'no block', 'no block', 1, 110, 10)`,
    [text],
  )
  await run(database, [lockedText])
  const things = await listThings(db, 100)
  expect(things.map((t) => [t.form, t.place, t.state])).toEqual([
    ['board-password', 'board 7', 'open'],
    ['hidden-board', 'board 8', 'open'],
    ['pgp-message', 'post 12, from character 16', 'closed'],
    ['laravel', 'column street of table fern_addresses', 'closed'],
  ])
  expect(things.map((t) => t.why).join()).toMatch(/scheme: md5.*only Drivers saw it.*2 of the first 2 values/s)
  expect(things.map((t) => t.why).join()).not.toContain('5f4dcc3b')

  await declareOperation(db, exercise, who.by, who.at)
  const dates = { from: new Date('2026-01-01'), until: new Date('2026-02-01') }
  await authorise(db, { authority: 'District court', reference: '12', scope: ['site:1'], ...dates }, who)
  const origin = { origin: 'a note', authority: 'order 12' }
  await addKeys(db, [{ kind: 'passphrase', label: 'note', value: 'narrow gauge', ...origin }], who)
  const kept: string[] = []
  const keep = async (content: AsyncIterable<Uint8Array>) => {
    for await (const piece of content) kept.push(Buffer.from(piece).toString())
    return { stored: 'derived/x', size: 16, whole: true, md5: 'm', sha1: 's', sha256: 'h' }
  }
  const tried = await tryKeys(
    db,
    { keep, writeName: (bytes) => Buffer.from(bytes).toString(), openVolume: async () => null },
    {
      ...{ caseDir: '/nonexistent', things: null, keys: null, who, clock: () => who.at },
      vault: await openVault(db, exerciseCredentials, 'to try keys', who),
      signal: new AbortController().signal,
    },
  )
  expect(tried).toMatchObject([{ form: 'pgp-message', outcome: 'opened', files: 1 }])
  expect(kept).toEqual(['the green engine'])
  const { rows } = await db.query('SELECT parent_path, inner_path FROM unlock.opened')
  expect(rows).toEqual([{ parent_path: 'dump.sql', inner_path: `${things[2]?.thing}/message` }])
}, 600_000)
