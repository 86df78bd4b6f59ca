import { expect, test } from 'vitest'
import { forumStages } from '../../src/forum/stage.ts'
import { discourseBoard } from '../conformance/boards/discourse.ts'
import { flarumBoard } from '../conformance/boards/flarum.ts'
import { vbulletinBoards } from '../conformance/boards/vbulletin.ts'
import { xenforoBoards } from '../conformance/boards/xenforo.ts'
import { withDatabase } from '../support/database.ts'
import { run, seize } from '../support/mirror.ts'

const database = withDatabase()
const lines = async (sql: string) => (await database.client.query(sql)).rows

test('a board without a prefix leaves the tables of other software beside it alone', async () => {
  await seize(database.client, 1, discourseBoard.tables, 'board')
  await seize(database.client, 1, { wp_notes: [{ id: '1', note: 'beds' }] }, 'blog')
  await run(database, forumStages)
  expect(await lines(`SELECT site, rows::int, findings::int FROM forum.completeness WHERE name = 'wp_notes'`)).toEqual([
    { site: null, rows: 1, findings: 1 },
  ])
  expect(await lines(`SELECT key, prefix FROM forum.site WHERE exhibit = 1`)).toEqual([
    { key: 'discourse', prefix: '' },
  ])
})

test('tables under the prefix of a board are its own, also where another part of a dump holds them', async () => {
  const [name, ...rest] = Object.entries(vbulletinBoards[0]!.tables).map(
    ([table, content]) => [`vb_${table}`, content] as const,
  )
  const logs = rest.filter(([table]) => table === 'vb_adminlog')
  const others = rest.filter(([table]) => table !== 'vb_adminlog')
  await seize(database.client, 2, Object.fromEntries([name!, ...others]), 'board')
  await seize(database.client, 2, Object.fromEntries(logs))
  await run(database, forumStages)
  expect(
    await lines(
      `SELECT c.name, s.prefix, c.entities::int FROM forum.completeness c JOIN forum.site s USING (site) WHERE c.name = 'vb_adminlog'`,
    ),
  ).toEqual([{ name: 'vb_adminlog', prefix: 'vb_', entities: 1 }])
  expect(await lines('SELECT name FROM forum.completeness WHERE rows <> entities + non_entities + findings')).toEqual(
    [],
  )
})

test('two boards without prefixes beside each other are read, each from its own tables', async () => {
  const plain = Object.entries(flarumBoard.tables).map(([name, content]) => [name.replace('fl_', ''), content] as const)
  await seize(database.client, 3, Object.fromEntries(plain), 'board')
  await seize(database.client, 3, xenforoBoards[0]!.tables, 'old')
  await run(database, forumStages)
  const told = await lines(
    `SELECT s.adapter, bool_or(c.name = 'xf_user') AS xf, bool_or(c.name = 'discussions') AS flarum, count(*) FILTER (WHERE c.findings > 0)::int AS findings
       FROM forum.completeness c JOIN forum.site s USING (site) WHERE s.exhibit = 3 GROUP BY 1 ORDER BY 1`,
  )
  expect(told).toEqual([
    { adapter: 'flarum', xf: false, flarum: true, findings: 0 },
    { adapter: 'xenforo2', xf: true, flarum: false, findings: 0 },
  ])
})
