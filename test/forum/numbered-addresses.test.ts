import { expect, test } from 'vitest'
import { forumStages } from '../../src/forum/stage.ts'
import { xenforoBoards } from '../conformance/boards/xenforo.ts'
import { withDatabase } from '../support/database.ts'
import { run, seize } from '../support/mirror.ts'

const database = withDatabase()

test('addresses that XenForo 1.0 and 1.1 keep as whole numbers are read, also one whose digits could be packed bytes', async () => {
  const one = xenforoBoards.find((board) => board.adapter === 'xenforo1')!
  const row = (ip_id: string, action: string, ip: string) => ({
    ...{ ip_id, user_id: '3', content_type: 'user', content_id: '3', action, ip },
    log_date: '1700000000',
  })
  const xf_ip = [row('1', 'register', '3221225987'), row('2', 'login', '33686018'), row('3', 'login', '0')]
  await seize(database.client, 1, { ...one.tables, xf_ip })
  await database.client.query(
    `UPDATE evidence.mirror_table SET columns = replace(columns::text, '"column": "ip", "declared": "text"', '"column": "ip", "declared": "int(10) unsigned"')::jsonb
      WHERE name = 'xf_ip'`,
  )
  await run(database, forumStages)
  const { rows } = await database.client.query(`SELECT id, ip FROM forum.login WHERE id LIKE 'ip:%' ORDER BY id`)
  expect(rows).toEqual([
    { id: 'ip:1', ip: '192.0.2.3' },
    { id: 'ip:2', ip: '2.2.2.2' },
    { id: 'ip:3', ip: null },
  ])
})
