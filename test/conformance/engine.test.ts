import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { packageRoot } from '../../src/db/root.ts'
import { engines } from '../../src/forum/engines/index.ts'
import { entities } from '../../src/forum/forum.ts'
import { tableNames } from '../../src/forum/shim.ts'
import { forumStages } from '../../src/forum/stage.ts'
import { withDatabase } from '../support/database.ts'
import { run, seize } from '../support/mirror.ts'
import { storedBoards } from './boards/index.ts'
import { boards } from './engine-boards.ts'

describe.each(engines.map((e) => [e.name, e] as const))('engine %s', (name, adapter) => {
  test('says what it reads, what it needs and what it cannot do', () => {
    expect(adapter.about).toMatch(/\.$/)
    expect(adapter.versions).not.toBe('')
    expect(Object.keys(adapter.needs).length).toBeGreaterThan(3)
    expect(adapter.marks.length).toBeGreaterThan(0)
    const file = join(packageRoot(), 'src', 'forum', 'engines', `${name}.LIMITATIONS.md`)
    expect(existsSync(file), `${file} is missing`).toBe(true)
    expect(readFileSync(file, 'utf8').length).toBeGreaterThan(200)
  })

  test('accounts for each table it reads: one reader, or a reason why its rows are no entities', () => {
    const driving = adapter.reads.filter((r) => !r.aside).map((r) => r.from)
    expect(new Set(driving).size).toBe(driving.length)
    for (const table of tableNames(adapter)) {
      const known = driving.includes(table) || adapter.nonEntities[table] !== undefined
      expect(known, `${table} is read, but nothing says what becomes of its rows`).toBe(true)
    }
    for (const reader of adapter.reads) {
      expect(entities).toContain(reader.entity)
      expect(tableNames(adapter)).toContain(reader.from)
      for (const column of reader.key)
        expect([...(adapter.needs[reader.from] ?? []), ...(adapter.optional[reader.from] ?? [])]).toContain(column)
    }
  })

  test('has a board in the tests', () => {
    expect([...boards, ...storedBoards].map((b) => b.adapter)).toContain(name)
  })
})

describe.each(boards.map((b) => [`${b.adapter} ${b.version}`, b] as const))('board %s', (_, board) => {
  const database = withDatabase()
  const rows = async (sql: string) => (await database.client.query(sql)).rows

  test('is recognised and rebuilt', async () => {
    await seize(database.client, 1, board.tables)
    await run(database, forumStages)
    expect(await rows('SELECT site, key, adapter, version, title FROM forum.site')).toEqual([
      { site: 1, key: board.key, adapter: board.adapter, version: board.version, title: 'Spoor & wissel' },
    ])
    const post = await rows(`SELECT plain, author, author_name, ip, edited_by, extract(epoch FROM at)::int AS at,
      edited_at IS NOT NULL AS edited, _length FROM forum.post WHERE id = '2'`)
    expect(post).toEqual([
      { ...board.post, author_name: 'Wissel_Wim', ip: '2001:db8::4', edited_by: '4', at: 1_700_000_010, _length: 10 },
    ])
    expect(await rows(`SELECT author, author_name, deleted FROM forum.post WHERE id = '3'`)).toEqual([
      { author: null, author_name: 'Voorbijganger', deleted: board.deleted },
    ])
    expect(await rows('SELECT title, author, kind, board FROM forum.topic')).toEqual([
      { title: 'Welke schaal "N"?', author: '3', kind: 'sticky', board: board.recipients ? '2' : '1' },
    ])
    expect(await rows(`SELECT parent IS NOT NULL AS inside FROM forum.board WHERE name = 'Schaal N'`)).toEqual([
      { inside: true },
    ])
  })

  test('has its people', async () => {
    expect(await rows(`SELECT id, kind, state, staff, email FROM forum.member WHERE id < '9' ORDER BY id`)).toEqual([
      expect.objectContaining({ id: '1', kind: 'guest', email: null }),
      expect.objectContaining({
        id: '2',
        kind: 'member',
        state: 'active',
        staff: board.recipients ? 'founder' : 'administrator',
      }),
      { id: '3', kind: 'member', state: 'active', staff: 'moderator', email: 'rita@spoor.example' },
      expect.objectContaining({ id: '4', kind: 'member', state: 'inactive', staff: null }),
    ])
    const [rita] = await rows(`SELECT handles, location, website, password_scheme FROM forum.member WHERE id = '3'`)
    expect(rita).toMatchObject({ location: 'Utrecht', website: 'http://rita.example/' })
    expect(rita.handles).toMatchObject({ icq: '100000001', jabber: 'rita@chat.example' })
    expect(rita.password_scheme).toMatch(/^(?:phpass|bcrypt|sha1(?:-salted)?|md5)$/)
    const fields = await rows(`SELECT field, value FROM forum.profile_field WHERE member = '3' ORDER BY field`)
    expect(fields).toContainEqual({ field: 'icq', value: '100000001' })
    expect(await rows(`SELECT board, member FROM forum.moderator`)).toEqual([
      { board: board.recipients ? '2' : '1', member: '3' },
    ])
    expect((await rows('SELECT count(*)::int AS n FROM forum.grp_member'))[0].n).toBeGreaterThan(2)
  })

  test('has its messages, reports, bans and log-ins', async () => {
    if (board.recipients) {
      expect(await rows(`SELECT id, recipients, deleted, thread FROM forum.message ORDER BY id`)).toEqual([
        { id: '1', recipients: board.recipients, deleted: false, thread: '1' },
        { id: '2', recipients: ['3'], deleted: true, thread: '1' },
      ])
      const folders = await rows(`SELECT folder FROM forum.mailbox WHERE message = '1' ORDER BY folder`)
      expect(folders.map((r) => r.folder)).toEqual(['inbox', 'inbox [7]', 'sent'])
      expect(await rows(`SELECT post, message, name FROM forum.attachment ORDER BY id`)).toEqual([
        { post: '2', message: null, name: 'baan & brug.png' },
        { post: null, message: '1', name: 'plan.pdf' },
      ])
      expect(await rows(`SELECT count(*)::int AS n FROM forum.poll_vote`)).toEqual([{ n: 3 }])
      expect(await rows(`SELECT kind, count(*)::int AS n FROM forum.login GROUP BY 1 ORDER BY 1`)).toEqual([
        { kind: 'failed', n: 3 },
        { kind: 'persistent', n: 1 },
        { kind: 'session', n: 2 },
      ])
      expect(await rows(`SELECT member, by, reason FROM forum.warning`)).toEqual([
        { member: '4', by: '2', reason: 'Niet weer!' },
      ])
      expect(
        await rows(
          `SELECT field, value FROM forum.profile_field WHERE member = '4' AND field LIKE 'former%' ORDER BY 1`,
        ),
      ).toEqual([
        { field: 'former e-mail', value: 'w1@post.example' },
        { field: 'former e-mail 2', value: 'w2@post.example' },
        { field: 'former name', value: 'Wim' },
      ])
      expect(await rows(`SELECT reason FROM forum.ban WHERE id = '2'`)).toEqual([{ reason: 'Te veel & te vaak' }])
      expect(await rows(`SELECT data FROM forum.action WHERE id = '1'`)).toEqual([{ data: '["Reclame","Wissel_Wim"]' }])
    } else {
      expect(await rows(`SELECT kind, member, ip FROM forum.login ORDER BY member`)).toEqual([
        { kind: 'online', member: '3', ip: null },
        { kind: 'online', member: null, ip: '192.0.2.9' },
      ])
      expect(await rows(`SELECT field, value FROM forum.profile_field WHERE field = 'new_email'`)).toEqual([
        { field: 'new_email', value: 'rita.nieuw@spoor.example' },
      ])
    }
    const [ban] = await rows(`SELECT member, reason, by, exempt FROM forum.ban WHERE id = '1'`)
    expect(ban).toEqual({
      member: '4',
      reason: 'Reclame',
      by: board.version.startsWith('1.2') ? null : '2',
      exempt: false,
    })
    expect(await rows(`SELECT id, by, closed FROM forum.report ORDER BY id`)).toEqual([
      { id: '1', by: '3', closed: false },
      { id: '2', by: '4', closed: true },
    ])
  })

  test('has the text that a report kept, where the post says something else by now', async () => {
    const kept = await rows(
      'SELECT post, form, plain, author, extract(epoch FROM since)::int AS since, until, shown FROM forum.post_version',
    )
    expect(kept).toEqual(
      /^3[.][13]/.test(board.version)
        ? [
            {
              ...{ post: '2', form: 'seen', plain: 'Bel wim@spoor.example', author: '4' },
              ...{ since: 1_700_000_040, until: null, shown: false },
            },
          ]
        : [],
    )
  })

  test('has what members watch', async () => {
    const watched = await rows(
      'SELECT member, how, coalesce(board, topic) AS place FROM forum.subscription ORDER BY id',
    )
    expect(watched).toContainEqual({ member: '3', how: 'watch', place: '1' })
    if (!board.recipients) return
    expect(watched).toContainEqual({ member: '4', how: 'bookmark', place: '1' })
    expect(await rows(`SELECT member, about, post FROM forum.action WHERE operation = 'thanks'`)).toEqual([
      { member: '3', about: '4', post: '2' },
    ])
  })

  test('keeps no session identifier, key or password', async () => {
    for (const entity of entities) {
      const [all] = await rows(`SELECT coalesce(string_agg(t::text, ' '), '') AS text FROM forum.${entity} t`)
      expect(all.text).not.toMatch(/[0f]123456789abcdef0123456789abcdef|abcdefabcdef|\$2y\$|\$H\$|d0be2dc4|5f4dcc3b/)
    }
  })

  test('balances its ledger', async () => {
    const lines = await rows(
      'SELECT name, rows, entities + non_entities + findings AS told, entity FROM forum.completeness ORDER BY name',
    )
    expect(lines.map((l) => l.name).sort()).toEqual(Object.keys(board.tables).sort())
    for (const line of lines) expect(line.told, line.name).toBe(line.rows)
    expect(await rows(`SELECT code FROM evidence.finding`)).toEqual([])
  })
})
