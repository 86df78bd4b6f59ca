import { beforeAll, describe, expect, test } from 'vitest'
import type * as contract from '../../src/api/contract.ts'
import { textOf } from '../../src/model/shown.ts'
import { at, enter, insert, type Visitor, withApp } from './support.ts'

const day = (n: number): string => new Date(Date.UTC(2024, 0, n)).toISOString()
const row = (n: number, rest: object) => ({ site: 1, ...rest, ...at(n) })

const app = withApp(async (db) => {
  await insert(db, 'forum.site', [
    {
      site: 1,
      exhibit: 1,
      key: 'rails.example',
      engine: 'xenforo',
      adapter: 'xenforo2',
      mirror: 'mirror_1',
      prefix: '',
    },
  ])
  const member = (id: string, name: string, n: number, more: object = {}) =>
    row(n, { id, name, kind: 'member', state: 'active', joined_at: day(n), handles: '{}', signature: '', ...more })
  await insert(db, 'forum.member', [
    member('1', 'Rita', 1, { signature: 'Mind [b]the[/b] gap', title: 'Signalman' }),
    member('2', 'Sam', 2),
    member('3', 'Guard', 1, { staff: 'moderator' }),
  ])
  await insert(db, 'forum.grp', [row(1, { id: '2', name: 'Members' }), row(2, { id: '3', name: 'Committee' })])
  const inGroup = (grp: string, id: string) => row(3, { grp, member: id, leader: false, pending: false })
  await insert(db, 'forum.grp_member', [inGroup('2', '1'), inGroup('2', '2'), inGroup('3', '3')])
  const board = (id: string, n: number) =>
    row(n, { id, kind: 'board', name: `Board ${id}`, position: n, locked: false, has_password: false })
  await insert(db, 'forum.board', [board('1', 1), board('2', 2)])
  const access = (n: number, of: string, grp: string, right: string) =>
    row(n, { n, board: of, grp, sees: right, reads: right, posts: right, how: 'a test' })
  await insert(db, 'forum.board_access', [
    access(1, '1', '2', 'yes'),
    access(2, '1', '3', 'yes'),
    access(3, '2', '2', 'no'),
    access(4, '2', '3', 'yes'),
  ])
  const topic = (id: string, of: string, n: number) =>
    row(n, {
      id,
      board: of,
      title: `Topic ${id}`,
      author: '1',
      at: day(n),
      kind: 'normal',
      locked: false,
      poll_title: id === '1' ? 'Slow?' : null,
    })
  await insert(db, 'forum.topic', [topic('1', '1', 3), topic('2', '2', 3), topic('3', '1', 20)])
  const post = (id: string, of: string, n: number, text: string, more: object = {}) =>
    row(n, {
      id,
      board: '1',
      topic: of,
      author: '1',
      at: day(n),
      text,
      plain: text.replace(/\[[^\]]*\]/g, ''),
      ...more,
    })
  await insert(db, 'forum.post', [
    post('1', '1', 3, 'How steep is it?', { edited_at: day(10), edited_by: '3', edit_count: 1 }),
    post('2', '1', 4, '[QUOTE="Rita, post: 1, member: 1"]How steep[/QUOTE]Very', { author: '2' }),
    post('3', '1', 5, '[QUOTE="Sam"]Very[/QUOTE]Oh [IMG]http://a.example/1.png[/IMG]'),
    post('4', '1', 6, 'posted twice', { deleted: 'soft', deleted_at: day(12), deleted_by: '3' }),
    post('5', '1', 7, 'waiting', { deleted: 'unapproved', author: '2' }),
    post('6', '2', 4, 'minutes', { board: '2' }),
    ...Array.from({ length: 40 }, (_, i) => post(String(100 + i), '3', 20 + i, `number ${i}`)),
    post('200', '3', 70, 'caf\u00c3\u00a9'),
  ])
  await insert(db, 'forum.post_version', [
    row(9, {
      ...{
        id: 'edit:1',
        post: '1',
        form: 'before',
        version: 1,
        author: '1',
        since: day(3),
        until: day(10),
        replaced_by: '3',
      },
      ...{ text: 'How [b]deep[/b] is it?', plain: 'How deep is it?' },
    }),
    row(10, {
      ...{ id: 'letter:1', message: '1', form: 'before', version: 1, text: '[i]hallo[/i]', plain: 'hallo' },
      ...{ since: day(5), until: day(11) },
    }),
  ])
  await insert(db, 'forum.action', [
    row(8, {
      id: 'change:1',
      kind: 'user',
      member: '1',
      at: day(5),
      operation: 'change username',
      about: '1',
      data: 'Rita B.',
    }),
  ])
  await insert(db, 'forum.poll_option', [row(1, { topic: '1', option: '1', label: 'Slow', votes: 1 })])
  await insert(db, 'forum.poll_vote', [row(1, { n: 1, topic: '1', option: '1', member: '2' })])
  await insert(db, 'forum.ban', [
    row(1, { id: '1', member: '2', at: day(8), until: day(9), reason: 'shouting', exempt: false }),
  ])
  await insert(db, 'forum.change', [
    row(1, { copy: 2, '"table"': 'xf_post', id: '1', entity: 'post', kind: 'changed', columns: ['message'] }),
  ])
  await insert(db, 'forum.message', [
    row(1, {
      id: '1',
      author: '1',
      recipients: ['2'],
      at: day(5),
      text: '[i]hello[/i]',
      plain: 'hello',
      edited_at: day(11),
      deleted: false,
    }),
  ])
  await insert(db, 'forum.mailbox', [
    row(1, { message: '1', member: '1', folder: 'sent', unread: false, deleted: false }),
  ])
})

let visitor: Visitor
beforeAll(async () => {
  visitor = await enter(app.app)
})
const read = <T>(url: string): Promise<T> => visitor.read<T>(`/api/forum/sites/1${url}`)
const pageOf = (topic: string, query = ''): Promise<contract.TopicPage> => read(`/topics/${topic}/page${query}`)

describe('a page of a topic', () => {
  test('shows texts as trees, quotes with the posts they are from, and panels', async () => {
    const page = await pageOf('1')
    expect(page).toMatchObject({ number: 1, pages: 1, total: 5, hidden: 0, closed: false })
    expect(page.rows[1]?.shown).toEqual([
      { is: 'quote', author: 'Rita', post: '1', topic: '1', of: ['How steep'] },
      'Very',
    ])
    // No number in the markup: found by its author and words.
    expect(page.rows[2]?.shown[0]).toEqual({ is: 'quote', author: 'Sam', post: '2', topic: '1', of: ['Very'] })
    expect(page.rows[2]?.shown[2]).toEqual({ is: 'remote', what: 'picture', value: 'http://a.example/1.png', of: [] })
    expect(page.rows[0]).toMatchObject({
      versions: 1,
      panel: { title: 'Signalman', groups: ['Members'], hasSignature: true },
    })
  })

  test('is found by its number and by a post that stands on it', async () => {
    expect(await pageOf('3')).toMatchObject({ number: 1, pages: 2, total: 41 })
    const second = await pageOf('3', '?number=2')
    expect(second.rows.map((each) => each.id)).toEqual([
      ...Array.from({ length: 15 }, (_, i) => String(125 + i)),
      '200',
    ])
    expect(await pageOf('3', '?post=130')).toMatchObject({ number: 2 })
    expect(await pageOf('3', '?number=99')).toMatchObject({ number: 2 })
  })

  test('repairs damaged characters, and says so', async () => {
    const page = await pageOf('3', '?post=200')
    expect(page.rows.at(-1)).toMatchObject({
      shown: ['café'],
      repaired: 'UTF-8 read as Latin-1',
      text: 'caf\u00c3\u00a9',
    })
  })
})

describe('as of a day', () => {
  test('what came later is not there, what was done later is undone where it is known', async () => {
    const page = await pageOf('1', `?asOf=${day(6)}`)
    expect(page.rows.map((each) => each.id)).toEqual(['1', '2', '3', '4'])
    expect(page.hidden).toBe(1)
    expect(page.rows[0]).toMatchObject({ editedAt: null, later: { edited: true, deleted: false, version: true } })
    expect(textOf(page.rows[0]!.shown)).toBe('How deep is it?')
    expect(page.rows[3]).toMatchObject({ deleted: null, later: { deleted: true } })
    const later = await pageOf('1', `?asOf=${day(15)}`)
    expect(textOf(later.rows[0]!.shown)).toBe('How steep is it?')
    expect(later.rows[3]?.deleted).toBe('soft')
  })

  test('a private message has the text of that day, too', async () => {
    const on = async (n: number) =>
      (await read<contract.Page<contract.Message>>(`/members/1/messages?asOf=${day(n)}`)).rows
    expect(await on(4)).toEqual([])
    const [before] = await on(6)
    expect(before).toMatchObject({
      ...{ text: '[i]hallo[/i]', plain: 'hallo', size: 5, cut: false, editedAt: null, versions: 1 },
      ...{ shown: [{ is: 'italic', of: ['hallo'] }], later: { edited: true, version: true } },
    })
    const [after] = await on(12)
    expect(after).toMatchObject({
      plain: 'hello',
      editedAt: expect.stringContaining('-11T'),
      later: { edited: false, version: false },
    })
    expect((await read<contract.Message>('/messages/1')).later).toBeNull()
  })

  test('boards and topics count what was there', async () => {
    const boards = await read<contract.BoardNode[]>(`/boards?asOf=${day(4)}`)
    expect(boards.map((each) => [each.id, each.topics, each.posts, each.hidden])).toEqual([
      ['1', 1, 2, false],
      ['2', 1, 1, true],
    ])
    const topics = await read<contract.Page<contract.TopicRow>>(`/boards/1/topics?asOf=${day(4)}`)
    expect(topics.rows.map((each) => [each.id, each.posts])).toEqual([['1', 2]])
  })
})

describe('through an account’s eyes', () => {
  test('the boards it could read, and the rows that say so', async () => {
    const view = await read<contract.View>('/view?as=2')
    expect(view.permissionsKnown).toBe(true)
    expect(view.as).toMatchObject({ member: { name: 'Sam' }, groups: ['Members'], existed: true })
    expect(view.boards).toEqual([
      { board: '1', sees: true, reads: true, posts: true, because: ['access:1:1'] },
      { board: '2', sees: false, reads: false, posts: false, because: ['access:1:3'] },
    ])
  })

  test('whether it was there, and banned, on the day', async () => {
    expect((await read<contract.View>(`/view?as=2&asOf=${day(1)}`)).as).toMatchObject({ existed: false, ban: null })
    const banned = (await read<contract.View>(`/view?as=2&asOf=${new Date(Date.UTC(2024, 0, 8, 12)).toISOString()}`)).as
    expect(banned?.ban).toMatchObject({ reason: 'shouting' })
    expect((await read<contract.View>(`/view?as=2&asOf=${day(20)}`)).as?.ban).toBe(null)
  })

  test('closed boards stay closed, deleted posts unseen, and the staff sees both', async () => {
    expect(await pageOf('2', '?as=2')).toMatchObject({ closed: true, rows: [], hidden: 1 })
    expect((await read<contract.Page<contract.TopicRow>>('/boards/2/topics?as=2')).rows).toEqual([])
    const own = await pageOf('1', '?as=2')
    expect(own.rows.map((each) => each.id)).toEqual(['1', '2', '3', '5'])
    expect((await pageOf('1', '?as=1')).rows.map((each) => each.id)).toEqual(['1', '2', '3'])
    expect((await pageOf('1', '?as=3')).rows).toHaveLength(5)
    expect((await pageOf('2', '?as=3')).rows).toHaveLength(1)
  })

  test('an account that is not there, and a day that is none, are refused', async () => {
    expect((await visitor.get('/api/forum/sites/1/view?as=99')).statusCode).toBe(404)
    expect((await visitor.get('/api/forum/sites/1/view?asOf=yesterday')).statusCode).toBe(400)
  })
})

test('earlier versions, log lines, copies, votes and mailboxes', async () => {
  const versions = await read<contract.PostVersion[]>('/posts/1/versions')
  expect(versions).toMatchObject([
    {
      ...{
        version: 1,
        since: '2024-01-03T00:00:00Z',
        at: '2024-01-10T00:00:00Z',
        author: { name: 'Rita' },
        by: { name: 'Guard' },
      },
      shown: ['How ', { is: 'bold', of: ['deep'] }, ' is it?'],
      changes: [
        { is: 'same', text: 'How ' },
        { is: 'gone', text: 'deep' },
        { is: 'new', text: 'steep' },
        { is: 'same', text: ' is it?' },
      ],
      source: { trace: 'version:1:edit:1' },
    },
  ])
  const actions = await read<contract.Page<contract.Action>>('/members/1/actions')
  expect(actions.rows).toMatchObject([{ operation: 'change username', data: 'Rita B.' }])
  const changes = await read<contract.Page<contract.CopyChange>>('/changes?kind=changed')
  expect(changes).toMatchObject({
    total: 1,
    rows: [{ table: 'xf_post', columns: ['message'], source: { trace: 'change:1:2:xf_post:1' } }],
  })
  const topic = await read<contract.Topic>('/topics/1')
  expect(topic.pollOptions).toMatchObject([{ label: 'Slow', votes: 1, voters: [{ id: '2', name: 'Sam' }] }])
  const message = await read<contract.Message>('/messages/1')
  expect(message).toMatchObject({ shown: [{ is: 'italic', of: ['hello'] }], goneFrom: [{ id: '2', name: 'Sam' }] })
  expect(message.versions).toBe(1)
  expect(await read<contract.PostVersion[]>('/messages/1/versions')).toMatchObject([
    {
      shown: [{ is: 'italic', of: ['hallo'] }],
      changes: [
        { is: 'gone', text: 'hallo' },
        { is: 'new', text: 'hello' },
      ],
      source: { trace: 'version:1:letter:1' },
    },
  ])
  expect(await read<contract.PostVersion[]>('/messages/2/versions')).toEqual([])
  const profile = await read<contract.MemberProfile>('/members/1')
  expect(profile.signatureShown).toEqual(['Mind ', { is: 'bold', of: ['the'] }, ' gap'])
  expect((await read<contract.Page<contract.Visit>>('/members/1/visits')).rows).toEqual([])
  expect((await read<contract.Page<contract.FailedLogin>>('/members/1/failed-logins')).rows).toEqual([])
})
