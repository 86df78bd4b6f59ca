import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { acquire } from '../../src/evidence/acquire.ts'
import { mirrorStage } from '../../src/evidence/mirror.ts'
import { openStage } from '../../src/evidence/open.ts'
import { declareOperation, exercise } from '../../src/evidence/operation.ts'
import { forumStages } from '../../src/forum/stage.ts'
import { nodebbBoard } from '../conformance/boards/nodebb.ts'
import { type BsonValue, writeBson } from '../support/bson.ts'
import { withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'
import { run, type SeizedRow, seize } from '../support/mirror.ts'

const folder = temporaryFolder('nodebb-mongo')
const [stored, dumped] = [withDatabase(), withDatabase()]

/** The board as NodeBB keeps it in MongoDB: one document for each object, or member of a sorted set. */
function documents(): Buffer {
  const rows = (table: string): readonly SeizedRow[] => (nodebbBoard.tables[table] ?? []) as readonly SeizedRow[]
  const each = [
    ...rows('legacy_hash').map((r) => ({ _key: String(r._key), ...(JSON.parse(String(r.data)) as object) })),
    ...rows('legacy_zset').map((r) => ({ _key: String(r._key), value: String(r.value), score: Number(r.score) })),
    ...rows('legacy_set').map((r) => ({ _key: String(r._key), members: [String(r.member)] })),
    ...rows('legacy_string').map((r) => ({ _key: String(r._key), data: String(r.data) })),
  ] as readonly Readonly<Record<string, BsonValue>>[]
  return Buffer.concat(each.map((d, i) => writeBson({ _id: { oid: (i + 1).toString(16).padStart(24, '0') }, ...d })))
}

const content: readonly (readonly [string, string])[] = [
  ['member', 'id, name, email, joined_at, handles'],
  ['board', 'id, parent, name'],
  ['topic', 'id, board, title, author, at'],
  ['post', 'id, topic, author, at, text, ip'],
  ['message', 'id, author, recipients, at, text'],
  ['attachment', 'id, name, owner, post, message, orphan'],
  ['subscription', 'id, member, how, board, topic, post, at'],
  ['ban', 'id, member'],
  ['report', 'id, post, by'],
  ['action', 'id, at'],
]

it('a board dumped from MongoDB is the board that PostgreSQL keeps', async () => {
  await seize(stored.client, 1, nodebbBoard.tables)
  await run(stored, forumStages)
  const [box, caseDir] = [join(folder, 'box', 'nodebb'), join(folder, 'case')]
  mkdirSync(box, { recursive: true })
  mkdirSync(caseDir, { recursive: true })
  writeFileSync(join(box, 'objects.bson'), documents())
  const files = join(box, 'public', 'uploads', 'files')
  mkdirSync(files, { recursive: true })
  const uploads = ['0000-baan.png', '1000-los.jpg', '2000-rooster.txt', '3000-kaart.png', '3000-kaart-resized.png']
  for (const name of uploads) writeFileSync(join(files, `170000001${name}`), `the file ${name}`)
  writeFileSync(join(files, '.gitignore'), '*')
  const db = dumped.client
  await declareOperation(db, exercise, 'A. Examiner', new Date(0))
  const { signal } = new AbortController()
  await acquire(
    { path: join(folder, 'box') },
    { db, caseDir, actor: 'A. Examiner', clock: () => new Date(0), signal, tool: 'test' },
  )
  await run(dumped, [openStage, mirrorStage, ...forumStages], 50_000, Number.POSITIVE_INFINITY, caseDir)
  for (const [entity, columns] of content) {
    const sql = `SELECT ${columns} FROM forum.${entity} ORDER BY id`
    const wanted = (await stored.client.query(sql)).rows
    expect(wanted.length).toBeGreaterThan(0)
    expect([entity, (await db.query(sql)).rows]).toEqual([entity, wanted])
  }
  const { rows } = await db.query('SELECT path FROM forum.attachment ORDER BY path')
  expect(rows.map((r) => r.path)).toEqual(
    uploads.filter((n) => !n.includes('resized')).map((n) => `nodebb/public/uploads/files/170000001${n}`),
  )
  expect((await db.query('SELECT code FROM evidence.finding')).rows).toEqual([])
}, 600_000)
