import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOf } from '../../../src/db/digest.ts'
import { packageRoot } from '../../../src/db/root.ts'
import { mirrorStage } from '../../../src/evidence/mirror.ts'
import { webLogStage } from '../../../src/evidence/weblog.ts'
import { forumStages } from '../../../src/forum/stage.ts'
import { visitsStage } from '../../../src/forum/visits/stage.ts'
import { freshDatabase, type TestDatabase } from '../../support/database.ts'
import { holdDump, run } from '../../support/mirror.ts'

interface Truth {
  readonly users: readonly {
    nick: string
    all_ips: readonly string[]
    ua: string
    registered: number
    reg_ip: string
  }[]
  readonly posts: readonly { pid: string; user: string; ip: string; t: number }[]
  readonly pms: readonly { frm: string; ip: string; t: number }[]
  readonly failed_logins: readonly { user: string; ip: string; t: number }[]
  readonly logins: readonly { user: string; ip: string; t: number }[]
  readonly deleted: readonly { pid: string; mode: string }[]
}

const evidence = resolve(packageRoot(), '..', 'shared', 'evidence')
const there = existsSync(join(evidence, 'phpbb', 'truth.json'))

// biome-ignore lint/suspicious/noExplicitAny: rows are compared, not used
type Row = Record<string, any>

describe.skipIf(!there).each(['phpbb', 'fluxbb'])(
  '%s: lines of the real log (skipped without ../shared/evidence)',
  (board) => {
    let database: TestDatabase
    let truth: Truth
    let visits: readonly Row[]
    let failures: readonly Row[]
    let lines: readonly Row[]
    const rows = async (sql: string): Promise<readonly Row[]> => (await database.client.query(sql)).rows

    beforeAll(async () => {
      database = await freshDatabase()
      truth = JSON.parse(readFileSync(join(evidence, board, 'truth.json'), 'utf8'))
      await holdDump(database.client, 1, join(evidence, board, 'db', `${board}_db.default.sql`))
      const log = join(evidence, board, 'logs', 'access.log')
      await database.client.query(
        `INSERT INTO evidence.exhibit (exhibit, number, description, custodian, original_path, stored_path, in_place, size, md5, sha1, sha256, acquired_by, acquired_at, tool)
       VALUES (2, 'HF-2', '', '', $1, $1, true, $2, '', '', 'a log', '', '2024-05-01', '')`,
        [log, statSync(log).size],
      )
      await database.client.query(
        `INSERT INTO evidence.file (file, exhibit, path, source) VALUES (2, 2, 'access.log', 'web-log')`,
      )
      await run(database, [mirrorStage, webLogStage, ...forumStages, visitsStage], 200)
      visits = await rows(
        `SELECT v.*, m.name, extract(epoch FROM v.first_at)::int AS first, extract(epoch FROM v.last_at)::int AS last
         FROM forum.visit v JOIN forum.member m ON m.site = v.site AND m.id = v.member`,
      )
      failures = await rows(
        `SELECT f.*, m.name, extract(epoch FROM f.at)::int AS t FROM forum.failed_login f LEFT JOIN forum.member m ON m.site = f.site AND m.id = f.member`,
      )
      lines = await rows(
        `SELECT r.n, r.ip, r.method, r.path, r.query, extract(epoch FROM r.at)::int AS t, a.name AS agent,
              array_agg(m.name) FILTER (WHERE m.name IS NOT NULL) AS names
         FROM evidence.web_request r JOIN evidence.web_agent a USING (exhibit, agent)
         LEFT JOIN forum.visit v ON v._file = r._file AND v.ip = r.ip AND v.agent = a.name AND r.n BETWEEN v.first_n AND v.last_n
         LEFT JOIN forum.member m ON m.site = v.site AND m.id = v.member
        GROUP BY r.n, r.ip, r.method, r.path, r.query, r.at, a.name ORDER BY r.n`,
      )
    })
    afterAll(() => database?.drop())

    test('the clocks of the log and of the database agree, as they did', async () => {
      const [log] = await rows(`SELECT * FROM forum.clock WHERE source = 'log'`)
      expect(log).toMatchObject({
        verdict: 'agrees',
        reference: 'the board’s database',
        zone: '+01:00, +02:00',
        drift: null,
      })
      // Rows were stored up to ten seconds after they were asked for; the software is quicker than that.
      expect(Math.abs(log!.seconds)).toBeLessThanOrEqual(10)
      expect(log!.spread).toBeLessThanOrEqual(5)
      expect(log!.pairs).toBeGreaterThan(100)
      expect(log!.pieces).toHaveLength(1)
      console.info(`${board}: the log is ${log!.seconds} s ahead, spread ${log!.spread} s, ${log!.pairs} pairs`)
      const [base] = await rows(`SELECT * FROM forum.clock WHERE source = 'database'`)
      expect(base).toMatchObject({ verdict: 'agrees', reference: 'access.log', seconds: 0 - log!.seconds })
    })

    test('no line is joined to two members, nor to one who did not use its address and program', () => {
      const staff = new Set(['admin', 'beheerder', 'Hovenier'])
      const users = new Map(truth.users.map((u) => [u.nick, u]))
      let joined = 0
      for (const line of lines) {
        if (!line.names) continue
        joined++
        expect(new Set(line.names).size, `line ${line.n}`).toBe(1)
        const user = users.get(line.names[0])
        if (!user) {
          expect(staff, line.names[0]).toContain(line.names[0])
          continue
        }
        const ips = new Set([...user.all_ips, ...truth.posts.filter((p) => p.user === user.nick).map((p) => p.ip)])
        expect(ips.has(line.ip), `line ${line.n}: ${line.ip} is none of ${user.nick}`).toBe(true)
        expect(line.agent, `line ${line.n}`).toBe(user.ua)
      }
      console.log(`${board}: ${joined} of ${lines.length} lines, ${visits.length} visits`)
    })

    test('every post that is still there led back to the lines that sent it', () => {
      const gone = new Set(truth.deleted.filter((d) => d.mode === 'hard').map((d) => d.pid))
      const missed = truth.posts.filter(
        (p) =>
          !gone.has(p.pid) &&
          !visits.some((v) => v.name === p.user && v.ip === p.ip && v.first <= p.t + 12 && v.last >= p.t - 2),
      )
      expect(missed).toEqual([])
    })

    test('log-ins that are told of are joined to those who logged in', () => {
      const found = truth.logins.filter((l) =>
        visits.some((v) => v.name === l.user && v.ip === l.ip && v.first <= l.t + 10 && v.last >= l.t - 10),
      )
      console.log(`${board}: ${found.length} of ${truth.logins.length} log-ins`)
      expect(found.length / truth.logins.length).toBeGreaterThan(board === 'phpbb' ? 0.95 : 0.7)
    })

    test('failed log-ins that only the log knows are found, and no others', () => {
      expect(failures).toHaveLength(truth.failed_logins.length)
      for (const failed of truth.failed_logins) {
        const found = failures.find((f) => f.ip === failed.ip && f.t >= failed.t && f.t <= failed.t + 10)
        expect(found, JSON.stringify(failed)).toBeDefined()
        if (found!.name !== null) expect(found!.name).toBe(failed.user)
      }
      console.log(`${board}: ${failures.filter((f) => f.name).length} of ${failures.length} failed log-ins have a name`)
    })

    test('a run that was killed goes on to the same rows', async () => {
      const all = [mirrorStage, webLogStage, ...forumStages, visitsStage]
      const before = await digestOf(database.client, visitsStage.writes)
      for (const stopAfter of [1, 2]) {
        await database.client.query(`DELETE FROM evidence.stage_run WHERE stage = 'forum.visits'`)
        await expect(run(database, all, 100, stopAfter)).rejects.toThrow('stopped by the test')
        expect((await rows('SELECT count(*)::int AS n FROM forum.visit'))[0]!.n).toBeLessThan(visits.length)
        await run(database, all, 100)
        expect(await digestOf(database.client, visitsStage.writes)).toBe(before)
      }
    })

    test('the account balances, and every visit says why and from which bytes', async () => {
      const [account] = await rows('SELECT * FROM forum.visit_log')
      expect(account).toMatchObject({ file: 2, skew: 0, requests: lines.length, visits: visits.length })
      expect(account!.joined).toBe(lines.filter((l) => l.names).length)
      expect(account!.joined).toBe(visits.reduce((sum, v) => sum + v.requests, 0))
      const bytes = readFileSync(join(evidence, board, 'logs', 'access.log'))
      for (const v of visits) {
        expect(v.because.length).toBeGreaterThan(0)
        expect(v.why).toMatch(/^[A-Z].*\.$/)
        expect(bytes.subarray(v._offset, v._offset + v._length).toString()).toContain(v.ip)
      }
    })
  },
)
