import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { mailStage } from '../../../src/evidence/mail.ts'
import { webLogStage } from '../../../src/evidence/weblog.ts'
import { clockStage } from '../../../src/forum/clocks/stage.ts'
import { boardMail } from '../../../src/forum/mail/stage.ts'
import { withDatabase } from '../../support/database.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { mailbox, type Written } from '../../support/letters.ts'
import { run } from '../../support/mirror.ts'

const database = withDatabase()
const folder = temporaryFolder('clocks')
const start = Date.UTC(2023, 11, 1, 12) / 1000
const summer = Date.UTC(2024, 2, 31, 1) / 1000
const posts = 240
/** When the board's nth post was made: about every day, never quite. */
const when = (i: number): number => start + i * 80_007 + ((i * 7919) % 3001)
// biome-ignore lint/suspicious/noExplicitAny: rows are compared, not used
const rows = async (sql: string): Promise<readonly any[]> => (await database.client.query(sql)).rows

/** A line of a log that writes the time of its place without saying so. */
function line(ip: string, at: number, topic: number): string {
  const iso = new Date(at * 1000).toISOString()
  const month = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[Number(iso.slice(5, 7)) - 1]
  const time = `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`
  return `${ip} - - [${time}] "POST /posting.php?mode=reply&t=${topic} HTTP/1.1" 302 500 "-" "Browser"`
}

async function hold(exhibit: number, name: string, source: string, content: string): Promise<void> {
  const path = join(folder, name)
  writeFileSync(path, content)
  await database.client.query(
    `INSERT INTO evidence.exhibit (exhibit, number, description, custodian, original_path, stored_path, in_place, size, md5, sha1, sha256, acquired_by, acquired_at, tool)
     VALUES ($1, $2, '', '', $3, $3, true, 1, '', '', $2, '', '2024-05-01', '')`,
    [exhibit, `HF-${exhibit}`, path],
  )
  await database.client.query('INSERT INTO evidence.file (file, exhibit, path, source) VALUES ($1, $1, $2, $3)', [
    exhibit,
    name,
    source,
  ])
}

const mailDate = (at: number): string => new Date(at * 1000).toUTCString().replace('GMT', '+0000')

beforeAll(async () => {
  const db = database.client
  const numbers = Array.from({ length: posts }, (_, i) => i)
  // The first log keeps local time with its summer; the second is right, but the board kept no addresses for it to match.
  const local = (at: number): number => at + (at >= summer ? 7200 : 3600)
  await hold(
    1,
    'local.log',
    'web-log',
    numbers.map((i) => `${line(`192.0.2.${i % 9}`, local(when(i)) + 1, i % 12)}\n`).join(''),
  )
  await hold(2, 'proxy.log', 'web-log', numbers.map((i) => `${line('10.0.0.1', when(i) + 2, i % 12)}\n`).join(''))
  const notices = numbers.slice(0, 60).map(
    (i): Written => ({
      headers: [
        'Received: by local.example; Fri, 1 Mar 2024 12:00:00 +0000',
        'From: board@rail.example',
        'To: anna@home.example',
        `Subject: Reply ${i}`,
        `Date: ${mailDate(when(i) + 90)}`,
        'X-Mailer: phpBB3',
        'X-phpBB-Origin: phpbb://rail.example',
      ],
      body: `http://rail.example/viewtopic.php?f=1&t=${i % 12}&p=${i}#p${i}\n`,
    }),
  )
  const received = numbers.slice(0, 40).map(
    (i): Written => ({
      headers: [
        `Received: from mx.home.example by mail.rail.example; ${mailDate(when(i) + 302)}`,
        `Received: from laptop by mx.home.example; ${mailDate(when(i))}`,
        'From: anna@home.example',
        'To: board@rail.example',
        `Date: ${mailDate(when(i))}`,
      ],
      body: 'Good morning.\n',
    }),
  )
  await hold(3, 'sent.mbox', 'mbox', mailbox('mboxrd', notices))
  await hold(4, 'staff.mbox', 'mbox', mailbox('mboxrd', received))
  await db.query(
    `INSERT INTO forum.site (site, exhibit, key, engine, adapter, mirror, prefix, timezone) VALUES (1, 1, 'rail.example', 'phpbb', 'phpbb31', 'mirror_1', 'phpbb_', 'Europe/Paris')`,
  )
  await db.query(
    `INSERT INTO forum.member (site, id, name, kind, state, email, _file, _offset, _length) VALUES (1, '5', 'Anna', 'member', 'active', 'anna@home.example', 1, 0, 1)`,
  )
  for (const i of numbers)
    await db.query(
      `INSERT INTO forum.post (site, id, topic, author, at, ip, text, plain, _file, _offset, _length) VALUES (1, $1, $2, '5', to_timestamp($3), $4, '', '', 1, 0, 1)`,
      [String(i), String(i % 12), when(i), `192.0.2.${i % 9}`],
    )
  await run(database, [webLogStage, mailStage, boardMail, clockStage])
}, 600_000)

test('each clock is compared with another, and what it shows is told in words', async () => {
  const found = await rows(
    'SELECT source, name, reference, verdict, seconds, pairs, zone FROM forum.clock WHERE site = 1 ORDER BY n',
  )
  expect(found).toEqual([
    {
      ...{ source: 'database', name: 'the database of rail.example', reference: expect.stringMatching(/\.log$/) },
      ...{ verdict: expect.anything(), seconds: expect.any(Number), pairs: expect.any(Number), zone: null },
    },
    {
      ...{ source: 'log', name: 'local.log', reference: 'the board’s database', verdict: 'daylight-saving' },
      ...{ seconds: expect.any(Number), pairs: expect.any(Number), zone: '+00:00' },
    },
    {
      ...{ source: 'log', name: 'proxy.log', reference: 'the board’s database', verdict: 'agrees', seconds: 2 },
      ...{ pairs: expect.any(Number), zone: '+00:00' },
    },
    {
      ...{
        source: 'mail',
        name: 'sent.mbox',
        reference: 'the board’s database',
        verdict: 'skew',
        seconds: 90,
        pairs: 60,
      },
      ...{ zone: null },
    },
    {
      ...{ source: 'server', name: 'staff.mbox', reference: 'the stamps of other mail servers', verdict: 'skew' },
      ...{ seconds: 302, pairs: 40, zone: null },
    },
    {
      ...{ source: 'setting', name: expect.stringContaining('time zone'), reference: 'UTC', verdict: 'stated' },
      ...{ seconds: null, pairs: 0, zone: 'Europe/Paris' },
    },
  ])
})

test('a log of local time has its summer found, and the day', async () => {
  const [clock] = await rows(`SELECT pieces, pairs, why FROM forum.clock WHERE name = 'local.log'`)
  expect(clock.pieces.map((p: { seconds: number }) => p.seconds)).toEqual([3601, 7201])
  expect(Math.abs(Date.parse(clock.pieces[1].from) / 1000 - summer)).toBeLessThan(26 * 86_400)
  expect(clock.pairs).toBeGreaterThan(posts * 0.8)
  expect(clock.why).toContain('daylight saving time')
  expect(clock.why).toContain('1 h ahead from 2023-12-01')
})

test('what is apart is a finding; stored times are as they were written', async () => {
  expect(await rows(`SELECT code, _file FROM evidence.finding WHERE stage = 'forum.clock' ORDER BY _file`)).toEqual(
    [1, 3, 4].map((_file) => ({ code: 'clock', _file })),
  )
  const [first] = await rows(`SELECT at FROM evidence.web_request WHERE _file = 1 AND n = 1`)
  expect(Date.parse(first.at) / 1000).toBe(when(0) + 3601)
})
