import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { webLogStage } from '../../../src/evidence/weblog.ts'
import { visitsStage } from '../../../src/forum/visits/stage.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { run } from '../../support/mirror.ts'

const folder = temporaryFolder('visits')
const noon = Date.UTC(2024, 2, 1, 12) / 1000
/** When the board's nth post was made: about every hour, never quite. */
const when = (i: number): number => noon + i * 3600 + i * i * 97
let database: TestDatabase

// biome-ignore lint/suspicious/noExplicitAny: rows are compared, not used
const rows = async (sql: string): Promise<readonly any[]> => (await database.client.query(sql)).rows

function line(ip: string, at: number, request: string, status: number, more = ''): string {
  const iso = new Date(at * 1000).toISOString()
  return `${ip} - - [${iso.slice(8, 10)}/Mar/2024:${iso.slice(11, 19)} +0000] "${request} HTTP/1.1" ${status} 500 "-" "Browser"${more}`
}

async function hold(exhibit: number, lines: readonly string[]): Promise<void> {
  const path = join(folder, `${exhibit}.log`)
  writeFileSync(path, `${lines.join('\n')}\n`)
  await database.client.query(
    `INSERT INTO evidence.exhibit (exhibit, number, description, custodian, original_path, stored_path, in_place, size, md5, sha1, sha256, acquired_by, acquired_at, tool)
     VALUES ($1, $2, '', '', $3, $3, true, 1, '', '', $2, '', '2024-05-01', '')`,
    [exhibit, `HF-${exhibit}`, path],
  )
  await database.client.query(
    `INSERT INTO evidence.file (file, exhibit, path, source) VALUES ($1, $1, $2, 'web-log')`,
    [exhibit, `${exhibit}.log`],
  )
}

/** Posts of a board, one about every hour from noon: author, address, topic. */
async function board(
  site: number,
  posts: readonly (readonly [author: string, ip: string, topic: string])[],
): Promise<void> {
  await database.client.query(
    `INSERT INTO forum.site (site, exhibit, key, engine, adapter, mirror, prefix) VALUES ($1, 1, $2, 'phpbb', 'phpbb31', 'mirror_1', 'phpbb_')`,
    [site, `board-${site}.example`],
  )
  for (const [i, [author, ip, topic]] of posts.entries())
    await database.client.query(
      `INSERT INTO forum.post (site, id, topic, author, at, ip, text, plain, _file, _offset, _length) VALUES ($1, $2, $3, $4, to_timestamp($5), $6, '', '', 1, 0, 1)`,
      [site, String(i + 1), topic, author, when(i), ip],
    )
}

beforeAll(async () => {
  database = await freshDatabase()
  const members = ['anna', 'bert', 'anna', 'carl', 'anna', 'bert', 'anna', 'carl']
  const posts = members.map(
    (m, i) => [m, m === 'bert' ? '2001:DB8:0::9' : `192.0.2.${m.length + m.charCodeAt(0)}`, String(i)] as const,
  )
  await board(1, posts)
  await board(2, [['dora', '198.51.100.7', '1']])
  const sent = (i: number) => `POST /posting.php?mode=reply&t=${i}`
  const address = (ip: string) => (ip.includes(':') ? '2001:db8::9' : ip)
  // The first log's clock is two hours ahead; a proxy stands before the second; the third is of another server.
  await hold(
    1,
    posts
      .slice(0, 6)
      .flatMap(([, ip], i) => [
        line(address(ip), when(i) + 7200 - 20, 'GET /index.php', 200),
        line(address(ip), when(i) + 7200, sent(i), 302),
      ]),
  )
  await hold(
    2,
    posts
      .slice(6)
      .map(([, ip], i) => line('10.0.0.1', when(i + 6) + 1, sent(i + 6), 302, ` "${address(ip)}, 10.0.0.2"`)),
  )
  await hold(3, [
    line('203.0.113.50', noon, 'POST /posting.php?mode=reply&t=1', 302),
    line('203.0.113.51', noon, 'GET /', 200),
  ])
  await run(database, [webLogStage, visitsStage])
})
afterAll(() => database?.drop())

test('a clock that is wrong is found, told of, and allowed for', async () => {
  expect(
    await rows(
      'SELECT file, skew, requests, joined, ambiguous, visits FROM forum.visit_log WHERE site = 1 ORDER BY file',
    ),
  ).toEqual([
    { file: 1, skew: 7200, requests: 12, joined: 12, ambiguous: 0, visits: 6 },
    { file: 2, skew: 0, requests: 2, joined: 2, ambiguous: 0, visits: 2 },
  ])
  expect(await rows(`SELECT code, _file FROM evidence.finding WHERE stage = 'forum.visits'`)).toEqual([
    { code: 'weblog-clock', _file: 1 },
  ])
  const [visit] = await rows(
    `SELECT *, extract(epoch FROM first_at)::int AS first FROM forum.visit WHERE because = '{post:1:1}'`,
  )
  expect(visit).toMatchObject({
    member: 'anna',
    how: 'post',
    requests: 2,
    first_n: 1,
    last_n: 2,
    first: noon - 20,
    agent: 'Browser',
  })
})

test('addresses are compared in one form, and behind a proxy the one it names counts', async () => {
  expect(await rows(`SELECT member, ip FROM forum.visit WHERE _file = 1 AND member = 'bert' GROUP BY 1, 2`)).toEqual([
    { member: 'bert', ip: '2001:db8::9' },
  ])
  expect(await rows('SELECT member, because FROM forum.visit WHERE _file = 2 ORDER BY first_n')).toEqual([
    { member: 'anna', because: ['post:1:7'] },
    { member: 'carl', because: ['post:1:8'] },
  ])
})

test('a log of another server is nobody’s, and a board without a log has no visits', async () => {
  expect(await rows('SELECT DISTINCT _file FROM forum.visit ORDER BY 1')).toEqual([{ _file: 1 }, { _file: 2 }])
  expect(await rows('SELECT * FROM forum.visit_log WHERE site = 2 OR file = 3')).toEqual([])
})
