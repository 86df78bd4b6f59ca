import { expect, test } from 'vitest'
import { permissions } from '../../src/forum/permissions.ts'
import { walk } from '../../src/trace/walk.ts'
import { withDatabase } from '../support/database.ts'
import { run, seize } from '../support/mirror.ts'

const database = withDatabase()

test('permissions of a mirror become rights of its boards, each with its row, whole or in batches', async () => {
  const { client } = database
  await seize(client, 1, {
    flux_groups: [
      { g_id: '1', g_title: 'Administrators', g_read_board: '1', g_post_replies: '1', g_post_topics: '1' },
      {
        g_id: '4',
        g_title: Buffer.from('Members'),
        g_read_board: Buffer.from('1'),
        g_post_replies: '1',
        g_post_topics: '1',
      },
    ],
    flux_forum_perms: [{ group_id: '4', forum_id: '2', read_forum: '0', post_replies: '0', post_topics: '0' }],
  })
  await client.query(
    `INSERT INTO forum.site (site, exhibit, key, engine, adapter, mirror, prefix) VALUES (1, 1, 'rails.example', 'fluxbb', 'fluxbb', 'mirror_1', 'flux_')`,
  )
  await client.query(
    `INSERT INTO forum.board (site, id, kind, name, position, locked, has_password, _file, _offset, _length)
     SELECT 1, id, 'board', id, 0, false, false, 1, 0, 10 FROM unnest(ARRAY['1', '2']) AS b (id)`,
  )
  const rights = async (): Promise<readonly unknown[]> =>
    (
      await client.query(
        'SELECT n, board, grp, sees, reads, posts, how, _offset::int AS at FROM forum.board_access ORDER BY n',
      )
    ).rows
  await run(database, [permissions])
  const whole = await rights()
  expect(whole).toEqual([
    {
      n: 1,
      board: '1',
      grp: '1',
      sees: 'yes',
      reads: 'yes',
      posts: 'yes',
      how: "groups, the group's own rights",
      at: 0,
    },
    {
      n: 2,
      board: '2',
      grp: '1',
      sees: 'yes',
      reads: 'yes',
      posts: 'yes',
      how: "groups, the group's own rights",
      at: 0,
    },
    {
      n: 3,
      board: '1',
      grp: '4',
      sees: 'yes',
      reads: 'yes',
      posts: 'yes',
      how: "groups, the group's own rights",
      at: 10,
    },
    { n: 4, board: '2', grp: '4', sees: 'no', reads: 'no', posts: 'no', how: 'forum_perms, for this board', at: 20 },
  ])
  expect((await walk(client, 'access:1:4'))?.sentence).toBe(
    'In board 2 on rails.example, group 4 may not see, not read, not write (forum_perms, for this board)',
  )
  await client.query('DELETE FROM forum.board_access')
  await client.query('DELETE FROM evidence.stage_run')
  await expect(run(database, [permissions], 1, 2)).rejects.toThrow('stopped by the test')
  await run(database, [permissions], 1)
  expect(await rights()).toEqual(whole)
})
