import { describe, expect, it } from 'vitest'
import { checkMapping } from '../../../src/forum/mapping/check.ts'
import { type Mapping, parseMapping, writeMapping } from '../../../src/forum/mapping/mapping.ts'
import { propose } from '../../../src/forum/mapping/propose.ts'
import { useMapping as putIntoForce } from '../../../src/forum/mapping/store.ts'
import { untold } from '../../../src/forum/mapping/untold.ts'
import { forumStages } from '../../../src/forum/stage.ts'
import { withDatabase } from '../../support/database.ts'
import { run, type SeizedTables, seize } from '../../support/mirror.ts'
import { bbpress, kunena, phorum } from './foreign.ts'

const database = withDatabase()
const rows = async (sql: string) => (await database.client.query(sql)).rows
let exhibits = 0

/** Proposes, confirms as proposed after what a person changes, and reads; gives the site. */
async function read(name: string, tables: SeizedTables, correct: (mapping: Mapping) => Mapping = (m) => m) {
  const db = database.client
  const exhibit = ++exhibits
  await seize(db, exhibit, tables)
  const found = await untold(db, exhibit)
  const proposed = await propose(db, exhibit, found?.tables ?? [], name)
  const given = correct({ ...proposed.mapping, site: { address: `http://${name}.example` } })
  const mapping = parseMapping(JSON.parse(writeMapping(given)), 'a test')
  const check = (await checkMapping(db, mapping)).find((c) => c.exhibit === exhibit)
  await putIntoForce(db, mapping, 'A. Examiner', new Date('2024-05-01T12:00:00Z'))
  await run(database, forumStages)
  expect(await rows('SELECT name FROM forum.completeness WHERE rows <> entities + non_entities + findings')).toEqual([])
  const [site] = await rows(`SELECT site FROM forum.site WHERE key = '${name}.example'`)
  return { site: site?.site as number, check, mapping }
}

// First: the session has looked at no table yet.
describe('fields that have rows of their own', () => {
  it('never come to one name, from two tables, in bytes, and beside columns called alike', async () => {
    const people = Array.from({ length: 6 }, (_, i) => ({ id: String(i + 1), name: `finch ${i}`, jabber: `f${i}` }))
    const row = (user_id: string, field: string, value: string | Buffer) => ({ user_id, field, value })
    const { site, mapping } = await read(
      'finches',
      {
        f_a_data: [
          row('1', 'jabber', Buffer.from('one')),
          row('1', 'city', Buffer.from('Lund')),
          row('1', 'city', Buffer.from('Malmo')),
          row('1', 'city (2)', Buffer.from('Ystad')),
          row('1', 'b_data.city', Buffer.from('Visby')),
          row('0', 'city', Buffer.from('nobody')),
        ],
        f_b_data: [row('1', 'city', 'Kalmar'), row('1', 'jabber', 'two')],
        f_users: people,
      },
      (given) => ({
        ...given,
        entities: [
          { entity: 'member', table: 'users', columns: { id: 'id', name: 'name' }, fields: ['jabber'] },
          ...['a_data', 'b_data'].map((table) => ({
            ...{ entity: 'profile_field' as const, table, fields: [] },
            columns: { member: 'user_id', field: 'field', value: 'value' },
          })),
        ],
      }),
    )
    expect(mapping.entities).toHaveLength(3)
    const fields = await rows(
      `SELECT field, value FROM forum.profile_field WHERE site = ${site} AND member = '1' ORDER BY field COLLATE "C"`,
    )
    expect(Object.fromEntries(fields.map((f) => [f.field, f.value]))).toEqual({
      'a_data.b_data.city': 'Visby',
      'a_data.jabber': 'one',
      'b_data.city': 'Kalmar',
      'b_data.jabber': 'two',
      city: 'Lund',
      'city (2)': 'Malmo',
      'city (2) (1)': 'Ystad',
      jabber: 'f0',
    })
    expect(await rows(`SELECT rows FROM evidence.finding WHERE code = 'no-id' AND detail LIKE 'a_data:%'`)).toEqual([
      { rows: 1 },
    ])
  })
})

describe('software that keeps a row in several tables', () => {
  it('is proposed with texts, profiles and recipients from beside', async () => {
    const { site, check, mapping } = await read('kunena', kunena())
    expect(check?.entities.map((e) => [e.entity, e.rows, e.read, e.trouble])).toEqual([
      ['member', 8, 8, null],
      ['board', 2, 2, null],
      ['topic', 5, 5, null],
      ['post', 40, 40, null],
      ['message', 12, 12, null],
      ['attachment', 4, 4, null],
    ])
    expect(mapping.entities.find((e) => e.entity === 'post')?.columns.text).toEqual({
      table: 'kunena_messages_text',
      column: 'message',
      by: 'mesid',
    })
    expect(
      await rows(`SELECT topic, board, author, ip, plain, edited_at FROM forum.post WHERE site = ${site} AND id = '7'`),
    ).toEqual([
      {
        topic: '2',
        board: '1',
        author: '8',
        ip: '192.0.2.7',
        plain: expect.stringMatching(/^7 I count at dawn/),
        edited_at: '2023-03-09T00:06:40Z',
      },
    ])
    expect(await rows(`SELECT author, recipients FROM forum.message WHERE site = ${site} AND id = '1'`)).toEqual([
      { author: '2', recipients: ['4', '6'] },
    ])
    expect(
      await rows(`SELECT folder, count(*)::int AS n FROM forum.mailbox WHERE site = ${site} GROUP BY 1 ORDER BY 1`),
    ).toEqual([
      { folder: 'inbox', n: 24 },
      { folder: 'sent', n: 12 },
    ])
    expect(await rows(`SELECT location, signature FROM forum.member WHERE site = ${site} AND id = '3'`)).toEqual([
      { location: 'Reed bed 3', signature: '[i]dunnock[/i] watches' },
    ])
    expect(
      await rows(`SELECT field, value FROM forum.profile_field WHERE site = ${site} AND member = '3' ORDER BY field`),
    ).toEqual([
      { field: 'icq', value: '100200302' },
      { field: 'name', value: 'dunnock of the marsh' },
      { field: 'telegram', value: 'dunnock_calls' },
    ])
    expect(await rows(`SELECT why FROM forum.completeness WHERE name LIKE '%kunena_messages_text'`)).toEqual([
      { why: 'read into other rows' },
    ])
  })

  it('is proposed with topics that are posts, and with those mailboxes that received a message', async () => {
    const { site, mapping } = await read('phorum', phorum())
    expect(mapping.entities.find((e) => e.entity === 'topic')).toMatchObject({
      table: 'messages',
      only: { column: 'parent_id', is: ['0'] },
      columns: { id: 'thread', title: 'subject', views: 'threadviewcount' },
    })
    expect(await rows(`SELECT count(*)::int AS n FROM forum.topic WHERE site = ${site}`)).toEqual([{ n: 5 }])
    expect(await rows(`SELECT count(*)::int AS n FROM forum.post WHERE site = ${site}`)).toEqual([{ n: 40 }])
    expect(await rows(`SELECT author, recipients FROM forum.message WHERE site = ${site} AND id = '1'`)).toEqual([
      { author: '2', recipients: ['5'] },
    ])
  })

  it('is proposed by the kinds of rows in one table, with addresses that lie under a key', async () => {
    const { site, check } = await read('bbpress', bbpress(), (mapping) => ({ ...mapping, markup: 'html' }))
    expect(check?.entities.map((e) => [e.entity, e.rows, e.read])).toEqual([
      ['member', 8, 8],
      ['board', 50, 2],
      ['topic', 50, 6],
      ['post', 50, 6],
      ['post', 50, 39],
    ])
    expect(
      await rows(
        `SELECT id, topic, author, ip, subject, at, plain FROM forum.post WHERE site = ${site} AND topic = '6' ORDER BY at LIMIT 2`,
      ),
    ).toEqual([
      {
        id: 'topic:6',
        topic: '6',
        author: '7',
        ip: '192.0.2.6',
        subject: 'Question 6',
        at: '2023-03-04T09:06:00Z',
        plain: 'The hide at the north shore is closed until the path has been mended.',
      },
      expect.objectContaining({ id: '12', ip: '192.0.2.12' }),
    ])
    expect(await rows(`SELECT id, name FROM forum.board WHERE site = ${site} ORDER BY id`)).toEqual([
      { id: '4', name: 'Sightings' },
      { id: '5', name: 'Boxes' },
    ])
    // What is kept under a key is a field, each time it stands there; what is called like a secret is none.
    expect(
      await rows(`SELECT field, value FROM forum.profile_field WHERE site = ${site} AND member = '2' ORDER BY field`),
    ).toEqual([
      { field: 'display_name', value: 'siskin of the marsh' },
      { field: 'jabber', value: 'siskin@chat.example' },
      { field: 'jabber (2)', value: 'siskin@talk.example' },
      { field: 'nickname', value: 'siskin' },
      { field: 'user_nicename', value: 'siskin' },
    ])
  })
})

describe('a column beside', () => {
  const post = { entity: 'post', table: 'p', columns: { id: 'a', text: { table: 't', column: 'b', by: 'c' } } }
  const mapping = { format: 'holdfast-mapping/1', name: 'ok', entities: [post] }
  it('may be missing where the table of the entity is there', async () => {
    const db = database.client
    const exhibit = ++exhibits
    await seize(db, exhibit, { x_p: [{ a: '1' }], x_q: [{ a: '1' }] })
    const found = (await checkMapping(db, parseMapping(mapping, 'a test'))).find((c) => c.exhibit === exhibit)
    expect(found?.entities.map((e) => [e.entity, e.read])).toEqual([['post', 1]])
  })
  it.each([
    [
      { ...post, columns: { ...post.columns, id: { table: 't', column: 'b', by: 'c' } } },
      /id names a post, so its column is in p/,
    ],
    [{ ...post, columns: { ...post.columns, text: { table: 't', column: 'b' } } }, /entities\.0\.columns\.text/],
  ])('with a fault is refused: %j', (entity, message) =>
    expect(() => parseMapping({ ...mapping, entities: [entity] }, 'x.json')).toThrow(message),
  )
})
