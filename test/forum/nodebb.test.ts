import { expect, test } from 'vitest'
import { forumStages } from '../../src/forum/stage.ts'
import { nodebbBoard } from '../conformance/boards/nodebb.ts'
import { withDatabase } from '../support/database.ts'
import { run, type SeizedRow, seize } from '../support/mirror.ts'

const database = withDatabase()

test('an object that is broken is kept and told of, and the rest is read', async () => {
  const whole = nodebbBoard.tables.legacy_hash as readonly SeizedRow[]
  const damaged = [
    ...whole,
    { _key: 'post:8', data: '{"pid":8,' },
    { _key: 'post:9', data: '{"pid":9,"content":"a\\u0000b"}' },
    { _key: 'user:9', data: '[]' },
    { _key: 'topic:9', data: null },
  ]
  await seize(database.client, 1, { ...nodebbBoard.tables, legacy_hash: damaged })
  await run(database, forumStages)
  const rows = async (sql: string) => (await database.client.query(sql)).rows
  expect(await rows('SELECT id, text FROM forum.post ORDER BY id')).toMatchObject([
    { id: '1' },
    { id: '2' },
    { id: '3' },
    { id: '4' },
    { id: '8', text: '' },
    { id: '9', text: '' },
    { id: 'queued:reply-1700000097000' },
    { id: 'queued:topic-1700000099000' },
  ])
  const findings = await rows(
    `SELECT code, detail FROM evidence.finding WHERE code = 'unreadable-json' ORDER BY detail`,
  )
  const told = findings.map((f) => /object (\S+)/.exec(f.detail)?.[1])
  expect(told).toEqual(expect.arrayContaining(['post:8', 'topic:9', 'user:9']))
})
