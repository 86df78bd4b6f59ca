import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packageRoot } from '../../src/db/root.ts'
import { mirrorStage } from '../../src/evidence/mirror.ts'
import { contentDigest } from '../../src/forum/export.ts'
import { forumStages } from '../../src/forum/stage.ts'
import { freshDatabase, type TestDatabase } from '../support/database.ts'
import { holdDump, run } from '../support/mirror.ts'

/** What the people who drove the software know of one board. */
interface Truth {
  readonly users: readonly {
    readonly nick: string
    readonly email: string
    readonly registered: number
    readonly reg_ip: string
    readonly all_ips: readonly string[]
    readonly location: string
    readonly website: string
    readonly icq: string
    readonly jabber: string
    readonly skype: string
    readonly sig: string
  }[]
  readonly profile: readonly string[]
  readonly topics: readonly { tid: string; fid: string; subject: string; user: string; t: number }[]
  readonly posts: readonly {
    pid: string
    tid: string
    fid: string
    user: string
    ip: string
    t: number
    body: string
    deleted?: string
  }[]
  readonly pms: readonly { frm: string; to: string[]; t: number; subject: string; body: string; ip: string }[]
  readonly attachments: readonly { pid: string; user: string; name: string; size: number; t: number }[]
  readonly edits: readonly { pid: string; user: string; t: number; new: string }[]
  readonly reports: readonly { pid: string; by: string; reason: string; t: number }[]
  readonly bans: readonly { user: string; reason: string; t: number }[]
  readonly failed_logins: readonly { user: string; ip: string; t: number }[]
  readonly logins: readonly { user: string; ip: string; t: number }[]
  readonly deleted: readonly { pid: string; user: string; by: string; t: number; mode: 'soft' | 'hard' }[]
}

const evidence = resolve(packageRoot(), '..', 'shared', 'evidence')

/** Stored times are up to ten seconds after the requested ones. */
function near(stored: number | null, requested: number): boolean {
  return stored !== null && stored >= requested && stored <= requested + 10
}

/** The words a reader of a typed text sees, without its tags. */
function words(body: string, lossy: boolean): readonly string[] {
  const seen = body.replace(/\[quote=(\w+)[^\]]*\]/g, '$1 ').replace(/\[(?:url|img|email)=([^\]]*)\]/g, '$1 ')
  const bare = seen.replace(/\[\/?[a-z*]+(?:=[^\]]*)?\]/g, ' ')
  return bare.split(/\s+/).filter((word) => word !== '' && !(lossy && /[\u{10000}-\u{10ffff}]/u.test(word)))
}

// biome-ignore lint/suspicious/noExplicitAny: rows are compared, not used
type Row = Record<string, any>

describe.each(['phpbb', 'fluxbb'])('%s, as real software left it', (engine) => {
  const folder = join(evidence, engine)
  const there = existsSync(join(folder, 'truth.json'))
  const dumps = there
    ? readdirSync(join(folder, 'db')).filter((name) => /\.(sql|xml)(\.gz)?$/.test(name) && !name.includes('latin1'))
    : []
  const digests = new Map<string, string>()
  // Not everything that was typed was kept: the software has fields that were switched off, and forgets log-ins.
  const stored = there ? readFileSync(join(folder, 'db', `${engine}_db.default.sql`), 'utf8') : ''

  if (!there) test.skip('needs ../shared/evidence beside the repository, which is not there', () => undefined)

  describe.each(dumps)('%s', (dump) => {
    let database: TestDatabase
    let truth: Truth
    let hard: ReadonlySet<string>
    const ids = new Map<string, string>()
    const rows = async (sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> =>
      (await database.client.query(sql, [...values])).rows as Row[]

    beforeAll(async () => {
      database = await freshDatabase()
      truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8'))
      hard = new Set(truth.deleted.filter((d) => d.mode === 'hard').map((d) => d.pid))
      await holdDump(database.client, 1, join(folder, 'db', dump))
      await run(database, [mirrorStage, ...forumStages])
      for (const row of await rows('SELECT id, name FROM forum.member')) ids.set(row.name!, row.id!)
    })
    afterAll(() => database?.drop())

    test('every user is there, with address, time and profile', async () => {
      const found = await rows('SELECT *, extract(epoch FROM joined_at)::int AS joined FROM forum.member')
      const members = new Map(found.map((row): [string, Row] => [row.name!, row]))
      for (const user of truth.users) {
        const member = members.get(user.nick)
        expect(member, user.nick).toMatchObject({ email: user.email, joined_from: user.reg_ip, kind: 'member' })
        expect(near(member!.joined!, user.registered), user.nick).toBe(true)
        expect(member!.password_scheme).toBe(engine === 'phpbb' ? 'argon2id' : 'bcrypt')
        if (!truth.profile.includes(user.nick)) continue
        expect(member!.location ?? '', user.nick).toBe(user.location)
        expect(member!.website ?? '', user.nick).toBe(user.website)
        for (const service of ['icq', 'jabber', 'skype'] as const)
          if (user[service] !== '' && stored.includes(`'${user[service]}'`))
            expect(member!.handles[service], user.nick).toBe(user[service])
        for (const word of words(user.sig, engine === 'fluxbb')) expect(member!.signature_plain).toContain(word)
      }
    })

    test('every address of a user is there', async () => {
      const found = await rows(
        `SELECT author AS member, ip FROM forum.post UNION SELECT author, ip FROM forum.message UNION
         SELECT member, ip FROM forum.login UNION SELECT id, joined_from FROM forum.member`,
      )
      const seen = new Set(found.map((row) => `${row.member} ${row.ip}`))
      const wrote = [
        ...truth.posts.filter((p) => !hard.has(p.pid)).map((p) => `${p.user} ${p.ip}`),
        ...truth.pms.map((p) => `${p.frm} ${p.ip}`),
        ...truth.users.map((u) => `${u.nick} ${u.reg_ip}`),
        // phpBB keeps a session for each good log-in of the period; FluxBB keeps none.
        ...(engine === 'phpbb' ? truth.logins.map((l) => `${l.user} ${l.ip}`) : []),
      ]
      for (const one of new Set(wrote)) {
        const [name, ip] = one.split(' ')
        expect(seen.has(`${ids.get(name!)} ${ip}`), one).toBe(true)
      }
    })

    test('every topic and post is there, with author, time, address and words', async () => {
      const topics = await rows('SELECT id, board, title, author, extract(epoch FROM at)::int AS t FROM forum.topic')
      for (const topic of truth.topics) {
        const found = topics.find((row) => row.id === topic.tid)
        expect(found, topic.tid).toMatchObject({ board: topic.fid, author: ids.get(topic.user) })
        if (!/[\u{10000}-\u{10ffff}]/u.test(topic.subject)) expect(found!.title).toBe(topic.subject)
        expect(near(found!.t!, topic.t), topic.tid).toBe(true)
      }
      const found = await rows('SELECT *, extract(epoch FROM at)::int AS t FROM forum.post')
      const posts = new Map(found.map((row): [string, Row] => [row.id!, row]))
      for (const post of truth.posts) {
        const removed = truth.deleted.find((d) => d.pid === post.pid)
        const row = posts.get(post.pid)
        if (hard.has(post.pid)) {
          expect(row, `post ${post.pid} was deleted and must not be listed`).toBeUndefined()
          continue
        }
        expect(row, post.pid).toMatchObject({
          topic: post.tid,
          board: post.fid,
          author: ids.get(post.user),
          ip: post.ip,
        })
        expect(near(row!.t!, post.t), post.pid).toBe(true)
        expect(row!.deleted ?? null).toBe(removed ? 'soft' : null)
        if (removed) expect(row!.deleted_by).toBe(ids.get(removed.by))
        for (const word of words(post.body, engine === 'fluxbb')) expect(row!.plain, post.pid).toContain(word)
      }
    })

    test('every edit is there', async () => {
      const found = await rows(
        `SELECT id, plain, edited_by, extract(epoch FROM edited_at)::int AS edited FROM forum.post WHERE id = ANY ($1)`,
        [truth.edits.map((e) => e.pid)],
      )
      for (const row of found) {
        const edits = truth.edits.filter((e) => e.pid === row.id)
        const last = edits.reduce((a, b) => (a.t >= b.t ? a : b))
        for (const word of words(last.new, engine === 'fluxbb')) expect(row.plain, row.id).toContain(word)
        if (row.edited === null) {
          expect(engine).toBe('phpbb')
          continue
        }
        const edit = edits.find((e) => near(row.edited!, e.t))
        expect(ids.get(edit?.user ?? ''), row.id).toBe(row.edited_by)
      }
      expect(found.filter((row) => row.edited !== null).length).toBeGreaterThan(engine === 'phpbb' ? 5 : 20)
    })

    test('every private message is there, with its people and words', async () => {
      const found = await rows('SELECT *, extract(epoch FROM at)::int AS t FROM forum.message')
      expect(found.length).toBe(truth.pms.length)
      for (const pm of truth.pms) {
        const row = found.find((r) => r.author === ids.get(pm.frm) && near(r.t!, pm.t))
        expect(row, `${pm.frm} ${pm.t}`).toMatchObject({ subject: pm.subject, ip: pm.ip, deleted: false })
        expect([...row!.recipients].sort()).toEqual(pm.to.map((name) => ids.get(name)).sort())
        for (const word of words(pm.body, false)) expect(row!.plain).toContain(word)
      }
    })

    test('every attachment, report, ban and surviving log-in is there', async () => {
      const attachments = await rows('SELECT *, extract(epoch FROM at)::int AS t FROM forum.attachment')
      for (const one of truth.attachments) {
        const row = attachments.find((r) => r.post === one.pid && r.name === one.name)
        expect(row, one.name).toMatchObject({ owner: ids.get(one.user), size: one.size })
        expect(near(row!.t!, one.t), one.name).toBe(true)
      }
      const reports = await rows('SELECT *, extract(epoch FROM at)::int AS t FROM forum.report')
      for (const one of truth.reports) {
        const row = reports.find((r) => r.post === one.pid && near(r.t!, one.t))
        expect(row, one.pid).toMatchObject({ by: ids.get(one.by), text: one.reason })
      }
      const bans = await rows('SELECT *, extract(epoch FROM at)::int AS t FROM forum.ban')
      for (const one of truth.bans) {
        const row = bans.find((r) => r.member === ids.get(one.user))
        expect(row, one.user).toMatchObject({ reason: one.reason, by: '2' })
        // FluxBB stores no time; phpBB's is that of the request.
        if (engine === 'phpbb') expect(row!.t >= one.t && row!.t - one.t < 30).toBe(true)
      }
      const failed = await rows(
        `SELECT member, ip, extract(epoch FROM at)::int AS t FROM forum.login WHERE kind = 'failed'`,
      )
      expect(failed.length).toBe(engine === 'phpbb' ? 2 : 0)
      for (const row of failed)
        expect(
          truth.failed_logins.some((f) => ids.get(f.user) === row.member && f.ip === row.ip && near(row.t!, f.t)),
        ).toBe(true)
    })

    test('the ledger balances and each row points into the dump', async () => {
      const lines = await rows(
        `SELECT c.name, c.rows, c.entities + c.non_entities + c.findings AS told, m.rows AS mirrored
           FROM forum.completeness c FULL JOIN evidence.mirror_table m USING (exhibit, name)`,
      )
      for (const line of lines) {
        expect(line.told, line.name).toBe(line.rows)
        expect(line.rows, line.name).toBe(line.mirrored)
      }
      const findings = await rows('SELECT code, detail FROM evidence.finding')
      expect(findings).toEqual([])
      const [placed] = await rows(
        `SELECT count(*)::int AS n FROM forum.post p JOIN evidence.file f ON f.file = p._file WHERE p._offset + p._length <= f.size`,
      )
      const [all] = await rows('SELECT count(*)::int AS n FROM forum.post')
      expect(placed).toEqual(all)
    })

    test('the content digest is taken', async () => {
      digests.set(dump, await contentDigest(database.client))
    })
  })

  test.runIf(there)('dumps of the same rows have the same content digest', () => {
    expect(digests.size).toBe(dumps.length)
    expect(Object.fromEntries(digests)).toEqual(
      Object.fromEntries([...digests.keys()].map((dump) => [dump, digests.get(dumps[0]!)])),
    )
  })
})
