import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenCase, openCase } from '../../src/case.ts'
import { packageRoot } from '../../src/db/root.ts'
import { acquire } from '../../src/evidence/acquire.ts'
import { declareOperation, exercise } from '../../src/evidence/operation.ts'
import { findProgram } from '../../src/evidence/unpack/programs.ts'
import { verifyCase } from '../../src/evidence/verify.ts'
import { type RunResult, runCase } from '../../src/run.ts'
import { traceToBytes } from '../../src/trace/bytes.ts'
import { testClock } from '../support/case.ts'
import { temporaryFolder } from '../support/folder.ts'

/** What the people who drove the software know of one board, as far as it is asked here. */
interface Truth {
  readonly users: readonly { readonly nick: string; readonly email: string }[]
  readonly topics: readonly { readonly tid: string }[]
  readonly posts: readonly { readonly pid: string; readonly user: string; readonly ip: string }[]
  readonly pms: readonly unknown[]
  readonly attachments?: readonly {
    readonly name: string
    readonly size: number
    readonly md5: string
    readonly pid: string
  }[]
  readonly deleted: readonly { readonly pid: string; readonly mode: 'soft' | 'hard' }[]
}

/** The data directory is one more copy where a server is there to open it. */
const withServer = findProgram(['mariadbd']) !== null && findProgram(['mariadb-dump']) !== null
const evidence = resolve(packageRoot(), '..', 'shared', 'evidence')

describe.each(['phpbb', 'fluxbb'])(
  'the whole folder of %s: dumps in all forms, data directory, logs, configuration, uploads',
  (engine) => {
    const folder = join(evidence, engine)
    if (!existsSync(join(folder, 'truth.json'))) {
      test.skip('needs ../shared/evidence beside the repository, which is not there', () => undefined)
      return
    }
    const scratch = temporaryFolder(`whole-${engine}`)
    let open: OpenCase
    let result: RunResult
    const truth: Truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8'))
    // biome-ignore lint/suspicious/noExplicitAny: rows are compared, not used
    const rows = async (sql: string): Promise<readonly any[]> => (await open.db.query(sql)).rows

    beforeAll(async () => {
      open = await openCase(join(scratch, 'case'), { create: true })
      await declareOperation(open.db, exercise, 'A. Examiner', testClock())
      const { signal } = new AbortController()
      const common = { actor: 'A. Examiner', clock: testClock, signal }
      await acquire({ path: folder }, { ...common, db: open.db, caseDir: open.caseDir, tool: 'test' })
      result = await runCase(open, common)
    }, 600_000)
    afterAll(() => open?.close(), 60_000)

    test('is one exhibit and one board, of which the dumps are copies', async () => {
      expect(result.counts).toMatchObject({ exhibits: 1, sites: 1 })
      const copies = await rows(
        'SELECT n, base, same::int AS same, added::int AS added, changed::int AS changed, missing::int AS missing, garbled::int AS garbled FROM forum.copy ORDER BY n',
      )
      expect(copies.filter((c) => c.base).map((c) => c.n)).toEqual([1])
      expect(copies).toHaveLength((engine === 'phpbb' ? 5 : 6) + (withServer ? 1 : 0))
      for (const copy of copies) expect(copy).toMatchObject({ added: 0, changed: 0, missing: 0 })
      // One of FluxBB's dumps was made through a client of the wrong character set.
      expect(copies.filter((c) => c.garbled > 0)).toHaveLength(engine === 'phpbb' ? 0 : 1)
      expect(result.findings['board-copy']).toBe(copies.length - 1)
    })

    test('holds every member, topic, post and message, once', async () => {
      const hard = new Set(truth.deleted.filter((d) => d.mode === 'hard').map((d) => d.pid))
      const members = new Map((await rows('SELECT name, email FROM forum.member')).map((m) => [m.name, m.email]))
      for (const user of truth.users) expect(members.get(user.nick), user.nick).toBe(user.email)
      const topics = new Set((await rows('SELECT id FROM forum.topic')).map((r) => r.id))
      for (const { tid } of truth.topics) expect(topics.has(tid), tid).toBe(true)
      const posts = new Map((await rows('SELECT id, ip FROM forum.post')).map((p) => [p.id, p.ip]))
      for (const { pid, ip } of truth.posts) expect(posts.get(pid), pid).toBe(hard.has(pid) ? undefined : ip)
      expect(result.counts.messages).toBe(truth.pms.length)
    })

    test('gives attachments their files by hash', async () => {
      const found = await rows('SELECT name, post, size::int AS size, md5, sha256, path FROM forum.attachment')
      for (const one of truth.attachments ?? [])
        expect(
          found.find((a) => a.name === one.name && a.post === one.pid),
          one.name,
        ).toMatchObject({ size: one.size, md5: one.md5, path: expect.stringContaining('www/files/') })
      if (engine === 'phpbb') expect(found.length).toBeGreaterThan(40)
    })

    test('lists every file for what it is, and opens the data directory', async () => {
      const sources = new Map(
        (await rows('SELECT source, count(*)::int AS n FROM evidence.file GROUP BY source')).map((r) => [
          r.source,
          r.n,
        ]),
      )
      expect(sources.get('configuration')).toBe(1)
      expect(sources.get('web-log')).toBeGreaterThan(0)
      expect(sources.get('mysqldump-sql')).toBe((engine === 'phpbb' ? 4 : 5) + (withServer ? 1 : 0))
      expect(
        (await rows(`SELECT 1 FROM evidence.file WHERE path ~ 'datadir.tar.gz!/.*\\.ibd$'`)).length,
      ).toBeGreaterThan(10)
      const database = await rows(`SELECT value FROM evidence.setting WHERE meaning = 'database'`)
      expect(database).toEqual([{ value: `${engine}_db` }])
      expect(await rows('SELECT 1 FROM unlock.configured')).not.toEqual([])
    })

    test('accounts for every row, traces to its files, and verifies', async () => {
      expect(result.ledger.balanced).toBe(true)
      const [post] = await rows(`SELECT 'post:' || site || ':' || id AS id FROM forum.post ORDER BY id LIMIT 1`)
      const trace = await traceToBytes(open.db, open.caseDir, post.id, testClock)
      expect(trace?.bytes[0]).toMatchObject({ matches: true, reason: null, path: expect.stringMatching(/^db\//) })
      expect(trace?.steps.at(-1)?.sentence).toMatch(/^File db\/.* of exhibit HF-001$/)
      await open.flush()
      expect((await verifyCase(open.caseDir)).faults).toEqual([])
      const losses = await rows(`SELECT code, detail FROM evidence.finding WHERE severity = 'loss'`)
      expect(losses.map((l) => l.code)).toEqual(withServer ? [] : ['database-no-program'])
    })
  },
)
