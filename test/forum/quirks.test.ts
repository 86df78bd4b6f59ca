import { describe, expect, test } from 'vitest'
import { forumStages } from '../../src/forum/stage.ts'
import type { StoredBoard } from '../conformance/boards/board.ts'
import { storedBoards } from '../conformance/boards/index.ts'
import { withDatabase } from '../support/database.ts'
import { run, type SeizedRow, seize } from '../support/mirror.ts'

function boardOf(adapter: string): StoredBoard {
  return storedBoards.find((b) => b.adapter === adapter) as StoredBoard
}

function rowsOf(board: StoredBoard, table: string): readonly SeizedRow[] {
  return board.tables[table] as readonly SeizedRow[]
}

describe('MyBB names and moderators', () => {
  const database = withDatabase()
  const rows = async (sql: string) => (await database.client.query(sql)).rows

  test('an author’s name that was stored as HTML source is the account’s, and a log names whom it is about', async () => {
    const board = boardOf('mybb18')
    const named = (table: string) =>
      rowsOf(board, table).map((row) => ({ ...row, username: 'Wissel &quot;W&quot;' }) as SeizedRow)
    const [entry] = rowsOf(board, 'mybb_moderatorlog')
    const details = 'a:2:{s:3:"uid";s:1:"4";s:8:"username";s:1:"W";}'
    await seize(database.client, 1, {
      ...board.tables,
      mybb_posts: named('mybb_posts'),
      mybb_threads: named('mybb_threads'),
      mybb_moderatorlog: [entry, { ...entry, action: 'Banned User', data: details }] as SeizedRow[],
    })
    await run(database, forumStages)
    for (const from of [`forum.post WHERE id ~ '^[0-9]'`, 'forum.topic'])
      expect(await rows(`SELECT DISTINCT author_name FROM ${from}`)).toEqual([{ author_name: 'Wissel "W"' }])
    expect(await rows(`SELECT about, operation FROM forum.action WHERE kind = 'moderator' ORDER BY about`)).toEqual([
      { about: '4', operation: 'Banned User' },
      { about: null, operation: entry?.action },
    ])
  })
})

describe('copies of private messages', () => {
  const database = withDatabase()
  const rows = async (sql: string) => (await database.client.query(sql)).rows

  test('MyBB: another second, another text or other recipients make another message', async () => {
    const board = boardOf('mybb18')
    const [sent, inbox] = rowsOf(board, 'mybb_privatemessages')
    const like = (n: string, more: SeizedRow): SeizedRow => ({ ...sent, pmid: n, ...more })
    const letters = [
      like('101', {}),
      { ...inbox, pmid: '102' },
      like('103', { dateline: '1700000051' }),
      like('104', { message: 'anders' }),
      like('105', { recipients: 'a:1:{s:2:"to";a:1:{i:0;s:1:"2";}}' }),
      // The copy with the smaller number is the later row: the number counts, not the place.
      { ...inbox, pmid: '99', folder: '4', uid: '2' },
    ] as SeizedRow[]
    await seize(database.client, 1, { ...board.tables, mybb_privatemessages: letters })
    await run(database, forumStages)
    expect(
      await rows(
        `SELECT id, recipients, deleted FROM forum.message WHERE site = 1 AND id NOT LIKE 'mail:%' ORDER BY id COLLATE "C"`,
      ),
    ).toEqual([
      { id: '103', recipients: ['4', '2'], deleted: false },
      { id: '104', recipients: ['4', '2'], deleted: false },
      { id: '105', recipients: ['2'], deleted: false },
      { id: '99', recipients: ['4', '2'], deleted: false },
    ])
    expect(
      await rows(
        `SELECT member, folder FROM forum.mailbox WHERE site = 1 AND message = '99' ORDER BY member COLLATE "C"`,
      ),
    ).toEqual([
      { member: '2', folder: 'trash' },
      { member: '3', folder: 'sent' },
      { member: '4', folder: 'inbox' },
    ])
  })

  test('phpBB 2: two letters of one second with different words stay two', async () => {
    const board = boardOf('phpbb20')
    const texts = rowsOf(board, 'phpbb_privmsgs_text').map((row) =>
      row.privmsgs_text_id === '2' ? { ...row, privmsgs_text: 'iets anders' } : row,
    )
    await seize(database.client, 2, { ...board.tables, phpbb_privmsgs_text: texts })
    await run(database, forumStages)
    const found = await rows(
      `SELECT id FROM forum.message WHERE site = 2 AND subject = 'Wissels' ORDER BY id COLLATE "C"`,
    )
    expect(found.map((r) => r.id)).toEqual(['1', '2', '4'])
  })

  test('vBulletin: a text is deleted once no mailbox holds it, and nothing is said where mailboxes are not in evidence', async () => {
    const board = boardOf('vbulletin3')
    const { pm: _, ...rest } = board.tables
    await seize(database.client, 3, rest)
    await run(database, forumStages)
    expect(await rows('SELECT DISTINCT deleted FROM forum.message WHERE site = 3')).toEqual([{ deleted: false }])
    expect(await rows(`SELECT code FROM evidence.finding WHERE unit = 3`)).toEqual([{ code: 'missing-table' }])
  })
})

describe('addresses', () => {
  const database = withDatabase()
  const rows = async (sql: string) => (await database.client.query(sql)).rows

  test('packed ones are read from bytes, and from text where the dump declared no type', async () => {
    const board = boardOf('mybb18')
    const posts = rowsOf(board, 'mybb_posts').filter((row) => row.pid === '2' || row.pid === '4')
    const free = posts.map((row) => ({ ...row, ipaddress: 'À␀\u0002\u0007' }))
    await seize(database.client, 1, { ...board.tables, mybb_posts: free })
    await seize(database.client, 2, { ...board.tables, mybb_posts: posts })
    // The same board twice: each is read by itself.
    await run(
      database,
      forumStages.filter((stage) => stage.name !== 'forum.unite'),
    )
    expect(await rows(`SELECT ip FROM forum.post WHERE site = 1 AND id = '2'`)).toEqual([{ ip: '192.0.2.7' }])
    expect(await rows(`SELECT ip FROM forum.post WHERE site = 2 AND id IN ('2', '4') ORDER BY id`)).toEqual([
      { ip: '2001:db8::4' },
      { ip: '192.0.2.4' },
    ])
  })
})

describe('the log of changed accounts', () => {
  const database = withDatabase()
  const rows = async (sql: string) => (await database.client.query(sql)).rows

  test.each([
    ['smf20', 'a:3:{s:8:"previous";s:3:"Jan";s:3:"new";s:4:"Jana";s:10:"applicator";i:1;}', 1],
    ['smf20', 'a:3:{s:8:"previous";s:3:"Jan";s:3:"new";s:4:"Jana";s:10:"applicator";s:1:"1";}', 2],
    ['smf21', '{"previous":"Jan","new":"Jana","applicator":1,"member_affected":3}', 3],
    ['smf21', '{"previous":"{gender_0}","new":"{gender_1}","applicator":"1","member_affected":"3"}', 4],
  ])(
    '%s: a line with the address of who changed it is theirs, about the account it stands under',
    async (adapter, extra, site) => {
      const board = boardOf(adapter)
      const [change] = rowsOf(board, 'smf_log_actions').filter((row) => row.id_log === '2')
      const lines = [{ ...change, id_member: '3', action: 'real_name', extra }] as SeizedRow[]
      await seize(database.client, site, { ...board.tables, smf_log_actions: lines })
      await run(
        database,
        forumStages.filter((stage) => stage.name !== 'forum.unite'),
      )
      expect(
        await rows(
          `SELECT member, about, ip IS NOT NULL AS addressed FROM forum.action WHERE site = ${site} AND operation = 'real_name'`,
        ),
      ).toEqual([{ member: '1', about: '3', addressed: true }])
      expect(
        await rows(`SELECT member, value FROM forum.profile_field WHERE site = ${site} AND field LIKE 'previous %'`),
      ).toEqual(extra.includes('gender') ? [] : [{ member: '3', value: 'Jan' }])
    },
  )
})
