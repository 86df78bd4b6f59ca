import { describe, expect, it } from 'vitest'
import { mirrorTables } from '../../../src/forum/catalog.ts'
import { adapterOf } from '../../../src/forum/mapping/adapter.ts'
import { checkMapping } from '../../../src/forum/mapping/check.ts'
import { parseMapping, writeMapping } from '../../../src/forum/mapping/mapping.ts'
import { commonPrefix, propose } from '../../../src/forum/mapping/propose.ts'
import { dropMapping, mappings, useMapping } from '../../../src/forum/mapping/store.ts'
import { untold } from '../../../src/forum/mapping/untold.ts'
import { anyAddress, anyTime } from '../../../src/forum/mapping/values.ts'
import { forumStages } from '../../../src/forum/stage.ts'
import { withDatabase } from '../../support/database.ts'
import { run, seize } from '../../support/mirror.ts'
import { greenhouse } from './greenhouse.ts'

const cell = { hint: null, find: () => undefined }
const at = new Date('2024-05-01T12:00:00Z')

describe('a board of unknown software', () => {
  const database = withDatabase()
  const rows = async (sql: string) => (await database.client.query(sql)).rows

  it('is proposed by the shape of its tables, read as confirmed, and left unread again when the mapping is dropped', async () => {
    const db = database.client
    await seize(db, 1, greenhouse())
    await run(database, forumStages)
    expect(await rows('SELECT site FROM forum.site')).toEqual([])
    expect(await rows(`SELECT code FROM evidence.finding WHERE code = 'unknown-engine'`)).toHaveLength(1)

    const found = await untold(db, null)
    const { mapping, proposals } = await propose(db, 1, found?.tables ?? [], 'greenhouse')
    expect(mapping.entities.map((e) => [e.entity, e.table])).toEqual([
      ['member', 'benutzer'],
      ['board', 'forum'],
      ['topic', 'thread'],
      ['post', 'post'],
      ['message', 'nachricht'],
    ])
    for (const p of proposals) expect(p.because.length).toBeGreaterThan(1)
    const people = mapping.entities[0]!
    expect(people.columns).toMatchObject({ id: 'nr', name: 'benutzername', email: 'mail', password: 'passwort_hash' })
    expect(people.fields).toContain('wetter_station')
    expect(people.fields).not.toContain('passwort_hash')

    // A person corrects what was not told, and confirms.
    const confirmed = parseMapping(
      {
        ...JSON.parse(writeMapping(mapping)),
        site: { title: 'Gewächshaus', address: 'http://garten.example' },
        entities: mapping.entities.map((e) =>
          e.entity === 'member'
            ? { ...e, columns: { ...e.columns, joined_at: 'registriert', joined_from: 'reg_ip' } }
            : e.entity === 'post'
              ? { ...e, columns: { ...e.columns, topic: 'thread_nr', at: 'datum' } }
              : e.entity === 'topic'
                ? { ...e, columns: { ...e.columns, at: 'datum' } }
                : e,
        ),
        ignored: { cache: 'parts of pages, kept for speed' },
      },
      'a test',
    )
    const [check] = await checkMapping(db, confirmed)
    expect(check?.entities.map((e) => [e.entity, e.rows, e.read, e.trouble])).toEqual([
      ['member', 8, 8, null],
      ['board', 2, 2, null],
      ['topic', 5, 5, null],
      ['post', 40, 40, null],
      ['message', 12, 12, null],
    ])
    await useMapping(db, confirmed, 'A. Examiner', at)
    await run(database, forumStages)
    expect(await rows('SELECT key, engine, title FROM forum.site')).toEqual([
      { key: 'garten.example', engine: 'greenhouse', title: 'Gewächshaus' },
    ])
    expect(
      await rows(`SELECT name, email, joined_at, joined_from, password_scheme FROM forum.member WHERE id = '3'`),
    ).toEqual([
      {
        name: 'ivy',
        email: 'ivy@garten.example',
        joined_at: '2023-03-03T08:30:00Z',
        joined_from: '192.0.2.3',
        password_scheme: 'bcrypt',
      },
    ])
    expect(await rows(`SELECT topic, author, ip, plain FROM forum.post WHERE id = '2'`)).toEqual([
      { topic: '2', author: '2', ip: '192.0.2.2', plain: expect.stringMatching(/^moss My watering can/) },
    ])
    expect(await rows(`SELECT author, recipients FROM forum.message WHERE id = '1'`)).toEqual([
      { author: '1', recipients: ['4'] },
    ])
    expect(await rows('SELECT count(*)::int AS n FROM forum.mailbox')).toEqual([{ n: 24 }])
    expect(await rows(`SELECT value FROM forum.profile_field WHERE member = '2'`)).toContainEqual({ value: 'Turm 2' })
    expect(await rows('SELECT name FROM forum.completeness WHERE rows <> entities + non_entities + findings')).toEqual(
      [],
    )
    expect((await mappings(db)).map((k) => [k.mapping.name, k.by])).toEqual([['greenhouse', 'A. Examiner']])
    expect(await rows(`SELECT count(*)::int AS n FROM evidence.custody WHERE entry LIKE '%"action":"map"%'`)).toEqual([
      { n: 1 },
    ])

    expect(await dropMapping(db, 'greenhouse', 'A. Examiner', at)).toBe(true)
    await run(database, forumStages)
    expect(await rows('SELECT site FROM forum.site')).toEqual([])
    expect(await rows('SELECT id FROM forum.post')).toEqual([])
  })

  it('is read from another seizure with another prefix, and known by no other board', async () => {
    const db = database.client
    const mapping = parseMapping(
      {
        format: 'holdfast-mapping/1',
        name: 'greenhouse',
        entities: [{ entity: 'post', table: 'post', columns: { id: 'pid', text: 'text', author_name: 'user_id' } }],
      },
      'a test',
    )
    await seize(db, 2, greenhouse('xy_'))
    const checks = await checkMapping(db, mapping)
    expect(checks.map((c) => [c.exhibit, c.prefix])).toEqual([
      [1, 'gw_'],
      [2, 'xy_'],
    ])
    const other = adapterOf(
      parseMapping(
        { ...mapping, entities: [{ ...mapping.entities[0], columns: { id: 'pid', text: 'absent' } }] },
        'a test',
      ),
    )
    expect(other.needs).toEqual({ post: ['c0', 'c1'] })
    expect(
      await checkMapping(db, {
        ...mapping,
        entities: [{ ...mapping.entities[0]!, columns: { id: 'pid', text: 'absent' } }],
      }),
    ).toEqual([])
    expect((await mirrorTables(db, 2)).length).toBe(6)
  })
})

describe('a mapping from outside', () => {
  it.each([
    [{}, /format/],
    [{ format: 'holdfast-mapping/1', name: 'Big Name', entities: [] }, /small letters/],
    [
      { format: 'holdfast-mapping/1', name: 'ok', entities: [{ entity: 'post', table: 'p', columns: { id: 'a' } }] },
      /post needs a column for text/,
    ],
    [
      {
        format: 'holdfast-mapping/1',
        name: 'ok',
        entities: [{ entity: 'post', table: 'p', columns: { id: 'a', text: 'b', colour: 'c' } }],
      },
      /colour is nothing a post has/,
    ],
    [
      {
        format: 'holdfast-mapping/1',
        name: 'ok',
        entities: [{ entity: 'board', table: 'p', columns: { id: 'a', name: 'b' } }],
      },
      /at least members, posts or messages/,
    ],
  ])('with a fault is refused with its place: %j', (json, message) => {
    expect(() => parseMapping(json, 'x.json')).toThrow(message)
  })
})

describe('values', () => {
  it.each([
    ['1700000000', '1700000000'],
    ['1700000000123', '1700000000'],
    ['2023-11-14 22:13:20', '1700000000'],
    ['2023-11-14T23:13:20+01:00', '1700000000'],
    ['20231114221320', '1700000000'],
    ['gestern', 'gestern'],
  ])('the time %s is %s', (text, seconds) => expect(anyTime.by(text, cell)).toBe(seconds))
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['3221225985', '192.0.2.1'],
    ['c0000201', '192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
  ])('the address %s is %s', (text, address) => expect(anyAddress.by(text, cell)).toBe(address))
  it('what all names begin with is a prefix up to a _', () => {
    expect(commonPrefix(['gw_post', 'gw_poll', 'gw_users'])).toBe('gw_')
    expect(commonPrefix(['post', 'users'])).toBe('')
    expect(commonPrefix(['gw_post'])).toBe('')
  })
})
