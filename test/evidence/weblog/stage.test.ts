import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { ClientBase } from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { digestOf } from '../../../src/db/digest.ts'
import { packageRoot } from '../../../src/db/root.ts'
import { runStages } from '../../../src/db/runner.ts'
import { declareLogFormat } from '../../../src/evidence/weblog/declarations.ts'
import { webLogStage, webLogStageWith } from '../../../src/evidence/weblog.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'
import { temporaryFolder } from '../../support/folder.ts'

const folder = temporaryFolder('weblog')
const evidence = resolve(packageRoot(), '..', 'shared', 'evidence')
const there = existsSync(join(evidence, 'phpbb', 'logs', 'access.log'))

let database: TestDatabase
let files = 0
beforeEach(async () => {
  database = await freshDatabase()
  files = 0
})
afterEach(() => database.drop())

/** An exhibit that is one log. */
async function hold(db: ClientBase, content: string | Buffer, encoding: 'gzip' | null = null): Promise<string> {
  files++
  const path = join(folder, `access-${files}.log`)
  writeFileSync(path, content)
  await db.query(
    `INSERT INTO evidence.exhibit (exhibit, number, description, custodian, original_path, stored_path, in_place, size, md5, sha1, sha256, acquired_by, acquired_at, tool)
     VALUES ($1, $2, '', '', $3, $3, true, $4, '', '', $2, '', '2024-05-01', '')`,
    [files, `HF-${files}`, path, content.length],
  )
  await db.query('INSERT INTO evidence.file (file, exhibit, path, encoding, source) VALUES ($1, $1, $2, $3, $4)', [
    files,
    `access-${files}.log`,
    encoding,
    'web-log',
  ])
  return path
}

async function run(batchBytes: number, stopAfter = Number.POSITIVE_INFINITY, stage = webLogStage): Promise<void> {
  let committed = 0
  await runStages([stage], {
    connect: () => database.connect(),
    caseDir: folder,
    actor: 'a test',
    clock: () => new Date('2024-05-01T12:00:00Z'),
    signal: new AbortController().signal,
    batchBytes,
    onBatch: (moment) => {
      if (moment === 'after-commit') committed += 1
      if (committed >= stopAfter) throw new Error('stopped by the test')
    },
  })
}

// biome-ignore lint/suspicious/noExplicitAny: rows are compared, not used
const rows = async (sql: string): Promise<readonly any[]> => (await database.client.query(sql)).rows
const digest = () => digestOf(database.client, [...webLogStage.writes, 'evidence.finding'])

const line = (n: number, more = '') =>
  `192.0.2.${n % 250} - - [01/Feb/2023:10:00:0${n % 10} +0100] "GET /viewtopic.php?t=${n} HTTP/1.1" 200 ${n} "-" "Browser ${n % 7}"${more}`

describe('the log stage', () => {
  test('each line is there once, whenever the work was broken off, and found by where it lies', async () => {
    const content = `${Array.from({ length: 4000 }, (_, n) => line(n)).join('\n')}\n`
    await hold(database.client, content)
    for (const stopAfter of [1, 3, 2, Number.POSITIVE_INFINITY]) {
      await run(20_000, stopAfter).catch((error: Error) => expect(error.message).toBe('stopped by the test'))
    }
    expect(await rows('SELECT count(*)::int, count(DISTINCT n)::int AS numbers FROM evidence.web_request')).toEqual([
      { count: 4000, numbers: 4000 },
    ])
    // So few pages are as well read whole.
    await database.client.query('SET enable_seqscan = off')
    const plan = await rows('EXPLAIN SELECT FROM evidence.web_request WHERE _file = 1 AND n = 3210')
    expect(plan.map((p) => p['QUERY PLAN']).join(' ')).toMatch(/Bitmap Index Scan/)
  })

  test('any batch size, any stop and any packing give the same rows', async () => {
    const lines = Array.from({ length: 400 }, (_, n) => (n % 50 === 7 ? 'broken' : line(n)))
    const content = `${lines.join('\n')}\n`
    await hold(database.client, content)
    await hold(database.client, gzipSync(content), 'gzip')
    await run(1 << 20)
    const whole = await digest()
    expect(await rows('SELECT exhibit, lines, requests, damaged FROM evidence.web_log ORDER BY 1')).toEqual([
      { exhibit: 1, lines: 400, requests: 392, damaged: 8 },
      { exhibit: 2, lines: 400, requests: 392, damaged: 8 },
    ])
    await database.client.query('DELETE FROM evidence.stage_run')
    await run(5000)
    const unbroken = await digest()
    for (const stopAfter of [1, 2, 5, 9]) {
      await database.client.query('DELETE FROM evidence.stage_run')
      await expect(run(5000, stopAfter)).rejects.toThrow('stopped by the test')
      await run(5000)
      expect(await digest()).toBe(unbroken)
      const agents = await rows('SELECT exhibit, count(*)::int AS n FROM evidence.web_agent GROUP BY 1 ORDER BY 1')
      expect(agents).toEqual([
        { exhibit: 1, n: 7 },
        { exhibit: 2, n: 7 },
      ])
      expect((await rows('SELECT count(*)::int AS n FROM evidence.web_request'))[0].n).toBe(784)
    }
    await database.client.query('DELETE FROM evidence.stage_run')
    await run(1 << 20)
    expect(await digest()).toBe(whole)
  })

  test('every row leads back to the bytes of its line', async () => {
    const content = `${line(1)}\r\n\n${line(2, ' "203.0.113.9"')}\n${line(3).replace('Browser', 'Br\xe9wser')}\n${line(4)}`
    const path = await hold(database.client, Buffer.from(content, 'latin1'))
    await run(100)
    const bytes = readFileSync(path)
    const found = await rows(
      'SELECT n, _offset, _length, extra, forwarded_for, a.name FROM evidence.web_request r JOIN evidence.web_agent a USING (exhibit, agent) ORDER BY n',
    )
    expect(
      found.map((r) => [
        r.n,
        bytes.subarray(r._offset, r._offset + r._length).toString('latin1'),
        r.forwarded_for,
        r.name,
      ]),
    ).toEqual([
      [1, line(1), null, 'Browser 1'],
      [3, line(2, ' "203.0.113.9"'), '203.0.113.9', 'Browser 2'],
      [4, line(3).replace('Browser', 'Br\xe9wser'), null, 'Bréwser 3'],
      [5, line(4), null, 'Browser 4'],
    ])
    expect(await rows('SELECT lines, requests, remarks FROM evidence.web_log')).toEqual([
      { lines: 5, requests: 4, remarks: 1 },
    ])
  })

  test('damage costs the lines it lies in and nothing else, and is told with its place', async () => {
    const parts = [line(1), 'x'.repeat(5000), line(2), `${'\0'.repeat(300)}${line(3)}`, line(4).slice(0, 60), line(5)]
    await hold(database.client, parts.join('\n'))
    await run(1 << 20, Number.POSITIVE_INFINITY, webLogStageWith(1000))
    const offset = (n: number): number => parts.slice(0, n).reduce((sum, p) => sum + p.length + 1, 0)
    expect(await rows('SELECT code, _offset, _length, severity FROM evidence.finding ORDER BY n')).toEqual([
      { code: 'weblog-long-line', _offset: offset(1), _length: 5000, severity: 'loss' },
      { code: 'weblog-nul', _offset: offset(3), _length: 300, severity: 'loss' },
      { code: 'weblog-damaged-line', _offset: offset(4), _length: 60, severity: 'loss' },
    ])
    expect(await rows('SELECT n FROM evidence.web_request ORDER BY n')).toEqual([
      { n: 1 },
      { n: 3 },
      { n: 4 },
      { n: 6 },
    ])
    expect((await rows('SELECT lines, requests, damaged FROM evidence.web_log'))[0]).toEqual({
      lines: 6,
      requests: 4,
      damaged: 2,
    })
  })

  test('a log cut anywhere, or packed and cut anywhere, is read to the cut', async () => {
    const content = Buffer.from(`${Array.from({ length: 60 }, (_, n) => line(n)).join('\n')}\n`)
    const packed = gzipSync(content)
    const cuts = [1, 17, 130, 2048, 4095, 4096, 4097, 7000]
    for (const at of cuts) await hold(database.client, content.subarray(0, at))
    for (const at of [50, 200, packed.length - 3]) await hold(database.client, packed.subarray(0, at), 'gzip')
    await run(3000)
    const logs = await rows(
      'SELECT exhibit, lines, requests, remarks, errors, damaged FROM evidence.web_log ORDER BY 1',
    )
    expect(logs).toHaveLength(files)
    for (const [i, log] of logs.entries()) {
      expect(log.lines).toBe(log.requests + log.remarks + log.errors + log.damaged)
      if (i >= 2 && i < cuts.length) expect(log.requests).toBeGreaterThan(0)
    }
  })

  test('a format that only the configuration tells is asked for, and read once it is declared', async () => {
    const text = '192.0.2.1|2023-02-01T10:00:02+01:00|GET|/a?b=1|200\n192.0.2.2|2023-02-01T10:00:03+01:00|GET /x'
    await hold(database.client, text.replace('|GET|/a', '|GET /a|/a'))
    await run(1 << 20)
    expect(await rows('SELECT code FROM evidence.finding')).toEqual([{ code: 'weblog-format-unknown' }])
    const declared = { files: 'access-*.log', format: '$remote_addr|$time_iso8601|$request' }
    await declareLogFormat(database.client, declared, 'an examiner', new Date('2024-05-01T12:00:00Z'))
    await run(1 << 20)
    expect(
      await rows('SELECT ip, zone, format, declaration FROM evidence.web_request, evidence.web_log ORDER BY n'),
    ).toEqual([
      { ip: '192.0.2.1', zone: 60, format: 'other', declaration: declared.format },
      { ip: '192.0.2.2', zone: 60, format: 'other', declaration: declared.format },
    ])
    // A declaration for all files leaves alone what its lines tell.
    await hold(database.client, line(1))
    await declareLogFormat(database.client, { files: '*', format: '%h %r' }, 'an examiner', new Date())
    await database.client.query(`UPDATE evidence.file SET path = 'site.log' WHERE file = 2`)
    await run(1 << 20)
    expect(await rows('SELECT format, declaration, requests FROM evidence.web_log ORDER BY file')).toEqual([
      { format: 'other', declaration: declared.format, requests: 2 },
      { format: 'combined', declaration: null, requests: 1 },
    ])
    await expect(
      declareLogFormat(database.client, { files: '*', format: '%h%u' }, 'an examiner', new Date()),
    ).rejects.toThrow('side by side')
  })

  test('times without a zone are said to be so', async () => {
    await hold(database.client, '[Wed Feb 01 10:00:00 2023] [error] [client 192.0.2.1] no such file\nmore of it\n')
    await run(1 << 20)
    expect(await rows('SELECT code, severity FROM evidence.finding')).toEqual([
      { code: 'weblog-no-zone', severity: 'note' },
    ])
    expect(await rows('SELECT ip, level, message, at FROM evidence.web_error')).toEqual([
      { ip: '192.0.2.1', level: 'error', message: 'no such file', at: '2023-02-01T10:00:00Z' },
    ])
  })
})

describe.skipIf(!there)('logs of real servers (skipped without ../shared/evidence)', () => {
  test.each(['phpbb', 'fluxbb'])('%s: every line is read, nothing is found wrong', async (board) => {
    for (const name of ['access.log', 'error.log'])
      await hold(database.client, readFileSync(join(evidence, board, 'logs', name)))
    await run(100_000)
    const text = readFileSync(join(evidence, board, 'logs', 'access.log'), 'utf8')
      .trimEnd()
      .split('\n')
    const found = await rows(
      `SELECT r.*, a.name AS agent_name FROM evidence.web_request r LEFT JOIN evidence.web_agent a USING (exhibit, agent) ORDER BY n`,
    )
    expect(found).toHaveLength(text.length)
    for (const [i, row] of found.entries()) {
      const parts =
        /^(\S+) \S+ \S+ \[([^\]]+)\] "(\S+) ([^?" ]+)(?:\?([^" ]*))? [^"]*" (\d+) (\S+) "([^"]*)" "([^"]*)"$/.exec(
          text[i]!,
        )!
      const [, ip, time, method, path, query, status, bytes, referer, agent] = parts
      const iso = time!.replace(/^(..)\/(...)\/(....):(\S+) (...)(..)$/, '$2 $1 $3 $4 $5$6')
      expect({ ...row, at: Date.parse(row.at) }).toMatchObject({
        ip: ip!.includes(':') ? new URL(`http://[${ip}]`).hostname.slice(1, -1) : ip,
        at: Date.parse(iso),
        method,
        path,
        query: query ?? null,
        status: Number(status),
        bytes: bytes === '-' ? null : Number(bytes),
        referer: referer === '-' ? null : referer,
        agent_name: agent,
      })
    }
    expect(await rows(`SELECT code FROM evidence.finding WHERE severity <> 'note'`)).toEqual([])
  })
})
