import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { artefactStages } from '../../../src/artefacts/stage.ts'
import { digestOf } from '../../../src/db/digest.ts'
import { mailStage } from '../../../src/evidence/mail.ts'
import { boardMail } from '../../../src/forum/mail/stage.ts'
import { traceToBytes } from '../../../src/trace/bytes.ts'
import { withDatabase } from '../../support/database.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { mailbox, type Written } from '../../support/letters.ts'
import { run, seize } from '../../support/mirror.ts'

const database = withDatabase()
const folder = temporaryFolder('board-mail')
const box = join(folder, 'sent.mbox')
// biome-ignore lint/suspicious/noExplicitAny: rows are compared, not used
const rows = async (sql: string): Promise<readonly any[]> => (await database.client.query(sql)).rows

const fromBoard = (to: string, date: string, body: string, more: readonly string[] = []): Written => ({
  headers: [
    'From: "Signals" <board@post.example>',
    `To: ${to}`,
    'Subject: News',
    `Date: ${date}`,
    'X-Mailer: phpBB3',
    'X-phpBB-Origin: phpbb://rail.example',
    ...more,
  ],
  body,
})
const letters: readonly Written[] = [
  fromBoard(
    'Anna <ANNA@home.example>',
    'Fri, 01 Mar 2024 12:00:03 +0000',
    'http://rail.example/ucp.php?mode=activate&u=5&k=2ABCDEFG9X',
    ['X-AntiAbuse: User_id - 1', 'X-AntiAbuse: User IP - 192.0.2.7'],
  ),
  fromBoard(
    'bert@home.example',
    'Sat, 02 Mar 2024 09:00:00 +0000',
    'http://rail.example/viewtopic.php?f=1&t=1&p=44#p44',
  ),
  {
    headers: [
      'Received: from home (home [198.51.100.7]) by mx.home.example; Sat, 02 Mar 2024 10:00:00 +0000',
      'From: anna@home.example',
      'To: staff@rail.example',
      'Subject: The hall',
      'Date: Sat, 02 Mar 2024 10:00:00 +0000',
    ],
    body: 'When is it open?',
  },
  {
    headers: ['From: carl@garden.example', 'To: dora@garden.example', 'Date: Sat, 02 Mar 2024 10:00:00 +0000'],
    body: 'Of no board.',
  },
]

beforeAll(async () => {
  const db = database.client
  writeFileSync(box, mailbox('mboxrd', letters))
  await seize(db, 1, { phpbb_config: [{ config_name: 'board_email', config_value: 'board@post.example' }] })
  await db.query(
    `INSERT INTO evidence.file (file, exhibit, path, source, stored_path) VALUES (1001, 1, 'sent.mbox', 'mbox', $1)`,
    [box],
  )
  await db.query(
    `INSERT INTO forum.site (site, exhibit, key, engine, adapter, mirror, prefix) VALUES (1, 1, 'rail.example', 'phpbb', 'phpbb31', 'mirror_1', 'phpbb_')`,
  )
  const member = (id: string, name: string, email: string, joined: string) =>
    db.query(
      `INSERT INTO forum.member (site, id, name, kind, state, email, joined_at, _file, _offset, _length) VALUES (1, $1, $2, 'member', 'active', $3, $4, 1, 0, 1)`,
      [id, name, email, joined],
    )
  await member('5', 'Anna', 'Anna@home.example', '2024-03-01T12:00:00Z')
  await member('6', 'Bert', 'bert@new.example', '2023-01-01T12:00:00Z')
  await db.query(
    `INSERT INTO forum.action (site, id, kind, member, at, operation, data, _file, _offset, _length)
     VALUES (1, '1', 'user', '6', '2024-04-01', 'LOG_USER_UPDATE_EMAIL', 'Bert bert@home.example bert@new.example', 1, 0, 1)`,
  )
  await db.query(
    `INSERT INTO forum.post (site, id, topic, author, at, text, plain, _file, _offset, _length) VALUES (1, '44', '1', '5', '2024-03-02T08:59:58Z', '', '', 1, 0, 1)`,
  )
  await run(database, [mailStage, boardMail, ...artefactStages])
}, 600_000)

test('mail is joined to the members whose addresses it names, now or once', async () => {
  expect(
    await rows(
      'SELECT n, member, direction, by_board, notice, address, ip, relation, because FROM forum.mail ORDER BY mail',
    ),
  ).toEqual([
    {
      ...{ n: 1, member: '5', direction: 'to', by_board: true, notice: 'activation', address: 'ANNA@home.example' },
      ...{ ip: '192.0.2.7', relation: 'registered-from', because: [] },
    },
    {
      ...{ n: 2, member: '6', direction: 'to', by_board: true, notice: 'reply', address: 'bert@home.example' },
      ...{ ip: null, relation: null, because: ['post:1:44'] },
    },
    {
      ...{ n: 3, member: '5', direction: 'from', by_board: false, notice: null, address: 'anna@home.example' },
      ...{ ip: '198.51.100.7', relation: 'wrote-from', because: [] },
    },
  ])
})

test('addresses in mail are sightings of the member, with the bytes of the message', async () => {
  expect(
    await rows(
      `SELECT place_id, n, kind, value, member, relation FROM artefacts.sighting WHERE place = 'mail' ORDER BY place_id, n`,
    ),
  ).toEqual([
    { place_id: '1', n: 1, kind: 'email', value: 'anna@home.example', member: '5', relation: 'written-to' },
    { place_id: '1', n: 2, kind: 'ip', value: '192.0.2.7', member: '5', relation: 'registered-from' },
    { place_id: '2', n: 1, kind: 'email', value: 'bert@home.example', member: '6', relation: 'written-to' },
    { place_id: '3', n: 1, kind: 'email', value: 'anna@home.example', member: '5', relation: 'wrote-from' },
    { place_id: '3', n: 2, kind: 'ip', value: '198.51.100.7', member: '5', relation: 'wrote-from' },
  ])
})

test('a message is traced to its bytes, without the key in it', async () => {
  const clock = () => new Date('2024-05-01T12:00:00Z')
  for (const id of ['mail:1:1', 'letter:1001:1', 'sighting:1:mail:1:2']) {
    const trace = await traceToBytes(database.client, folder, id, clock)
    expect(trace?.bytes[0]).toMatchObject({ file: 1001, masked: expect.any(Number) })
    expect(trace?.bytes[0]?.text).toContain('mode=activate&u=5&k=**********')
    expect(JSON.stringify(trace)).not.toContain('2ABCDEFG9X')
  }
  expect((await traceToBytes(database.client, folder, 'mail:1:2', clock))?.sentence).toContain(
    'Notice of reply to “Bert” on rail.example, 2024-03-02T09:00:00Z',
  )
})

test('a run that was killed goes on to the same rows', async () => {
  const before = await digestOf(database.client, boardMail.writes)
  for (const stopAfter of [1, 2]) {
    await database.client.query(`DELETE FROM evidence.stage_run WHERE stage = 'forum.mail'`)
    await expect(run(database, [mailStage, boardMail], 1, stopAfter)).rejects.toThrow('stopped by the test')
    await run(database, [mailStage, boardMail], 1)
    expect(await digestOf(database.client, boardMail.writes)).toBe(before)
  }
})
