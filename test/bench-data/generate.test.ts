import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { checksumHolds } from '../../bench/data/checksums.ts'
import { generateSeizure, type Seizure } from '../../bench/data/generate.ts'
import { dimensions } from '../../bench/data/sizes.ts'
import { temporaryFolder } from '../support/folder.ts'
import { fields, readTables, type Tables } from './read.ts'

const folder = temporaryFolder('bench-data')
const wallets = new Set(['bitcoin', 'ethereum', 'monero', 'litecoin'])

interface Ref {
  readonly site: number
  readonly user_id: number
  readonly username: string
}
interface Planted {
  readonly site: number
  readonly place: string
  readonly id: number
  readonly user_id: number
}
interface Truth {
  readonly counts: { readonly forum: Record<string, number>; readonly second: Record<string, number> }
  readonly files: Record<
    'forum' | 'second',
    { readonly bytes: number; readonly sha256: string; readonly rows: Record<string, number> }
  >
  readonly hidden_board: number
  readonly circle: readonly Ref[]
  readonly pairs: readonly {
    readonly person: number
    readonly a: Ref
    readonly b: Ref
    readonly cues: readonly string[]
  }[]
  readonly innocents: readonly { readonly kind: string; readonly value: string; readonly accounts: readonly Ref[] }[]
  readonly safeguarding: readonly (Planted & { readonly term: string })[]
  readonly code_words: readonly (Planted & { readonly term: string })[]
  readonly moves: readonly (Planted & {
    readonly kind: string
    readonly value: string
    readonly obfuscated?: boolean
  })[]
  readonly persons: readonly { readonly person: number; readonly accounts: readonly Ref[] }[]
}

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
const digests = (made: Seizure) => [...made.files.map((f) => f.path), made.truthPath, made.codeWordsPath].map(sha256)

let made: Seizure
let truth: Truth
let forum: Tables
let second: Tables
const row = (table: string, id: number) => fields(forum.get(`phpbb_${table}`)!.find((r) => r.startsWith(`${id},`))!)

beforeAll(async () => {
  made = await generateSeizure({ size: 'S', seed: 5, outDir: join(folder, 's') })
  truth = JSON.parse(readFileSync(made.truthPath, 'utf8')) as Truth
  forum = readTables(made.files[0]!.path)
  second = readTables(made.files[1]!.path)
})

describe('the same seed', () => {
  it('gives the same bytes, another seed others', async () => {
    const one = await generateSeizure({ size: 'XS', seed: 3, outDir: join(folder, 'one') })
    const two = await generateSeizure({ size: 'XS', seed: 3, outDir: join(folder, 'two') })
    const other = await generateSeizure({ size: 'XS', seed: 4, outDir: join(folder, 'other') })
    expect(digests(two)).toEqual(digests(one))
    for (const [i, digest] of digests(other).slice(0, 3).entries()) expect(digest).not.toBe(digests(one)[i])
  })

  it('gives the bytes it gave when this was written, on every machine', async () => {
    const now = await generateSeizure({ size: 'XS', seed: 1, outDir: join(folder, 'frozen') })
    expect(now.files.map((f) => f.sha256)).toEqual([
      '64f4f5293e0b407315ffe68273d12f199c28c3f7dde6fddbf9c141de0d8b3d88',
      '71e956c10ad5e40170eb44aabc1c3376e83871820ced4722cb53cd678b6e5c0a',
    ])
  })
})

describe('the truth', () => {
  it('names the digest and size of each file as they are on disk', () => {
    for (const [i, name] of (['forum', 'second'] as const).entries()) {
      const { path, bytes } = made.files[i]!
      expect(truth.files[name].sha256).toBe(sha256(path))
      expect(readFileSync(path).length).toBe(bytes)
    }
    expect(readdirSync(made.exhibitDir).sort()).toEqual(['forum.sql', 'second-board.sql'])
  })

  it('counts the rows that are printed', () => {
    for (const [tables, name] of [
      [forum, 'forum'],
      [second, 'second'],
    ] as const)
      expect(Object.fromEntries([...tables].map(([t, rows]) => [t, rows.length]))).toEqual(truth.files[name].rows)
    const { forum: counted } = truth.counts
    const size = dimensions.S
    expect(counted).toMatchObject({
      members: size.members,
      posts: size.posts,
      messages: size.messages,
      sessions: size.sessions,
      failed_logins: size.loginAttempts,
      log_entries: size.logRows,
    })
    const users = forum.get('phpbb_users')!.map(fields)
    expect(users.filter((u) => u[1] !== '2')).toHaveLength(counted.members!)
    const posts = forum.get('phpbb_posts')!.map(fields)
    expect(posts.filter((p) => p[25] === '2')).toHaveLength(counted.posts_soft_deleted!)
    expect(posts.filter((p) => p[20] !== '0')).toHaveLength(counted.posts_edited!)
    expect(posts.filter((p) => !/^<[rt]>/.test(p[14]!))).toHaveLength(counted.posts_legacy_markup!)
    expect(Number(posts.at(-1)![0]) - posts.length).toBe(counted.posts_hard_deleted)
    expect(
      forum
        .get('phpbb_topics')!
        .map(fields)
        .filter((t) => t[25] !== ''),
    ).toHaveLength(counted.polls!)
    const attachments = forum.get('phpbb_attachments')!.map(fields)
    expect(attachments.filter((a) => a[3] === '1')).toHaveLength(counted.message_attachments!)
    expect(attachments.filter((a) => a[5] === '1')).toHaveLength(counted.orphan_attachments!)
    expect(counted.message_attachments).toBeGreaterThan(0)
  })

  it('says of each account the name it has on its board', () => {
    const names = new Map([
      ...forum
        .get('phpbb_users')!
        .map(fields)
        .map((u) => [`1:${u[0]}` as string, u[7]!.replaceAll('&amp;', '&')] as const),
      ...second
        .get('fbx_users')!
        .map(fields)
        .map((u) => [`2:${u[0]}` as string, u[2]!] as const),
    ])
    const accounts = truth.persons.flatMap((p) => p.accounts)
    for (const a of accounts) expect(names.get(`${a.site}:${a.user_id}`)).toBe(a.username)
    expect(accounts).toHaveLength(truth.counts.forum.members! + truth.counts.second.members!)
  })
})

describe('what is planted', () => {
  it('stands in the text that the truth names, under its writer', () => {
    const bodies = new Map<string, readonly [user: string, text: string]>()
    for (const p of forum.get('phpbb_posts')!.map(fields)) bodies.set(`1:post:${p[0]}`, [p[3]!, p[14]!])
    for (const m of forum.get('phpbb_privmsgs')!.map(fields)) bodies.set(`1:message:${m[0]}`, [m[2]!, m[11]!])
    for (const p of second.get('fbx_posts')!.map(fields)) bodies.set(`2:post:${p[0]}`, [p[2]!, p[5]!])
    const planted = [
      ...truth.moves.filter((m) => !m.obfuscated).map((m) => ({ ...m, what: m.value })),
      ...[...truth.code_words, ...truth.safeguarding].map((c) => ({ ...c, what: c.term })),
    ]
    for (const p of planted) {
      const [user, text] = bodies.get(`${p.site}:${p.place}:${p.id}`)!
      expect(Number(user)).toBe(p.user_id)
      expect(text.toLowerCase()).toContain(p.what.toLowerCase())
    }
    expect(truth.moves.length).toBeGreaterThan(60)
  })

  it('carries right checksums, and the check refuses a changed value', () => {
    const values = truth.moves.flatMap((m) =>
      wallets.has(m.kind) ? [m.value] : m.kind === 'onion' ? [new URL(m.value).hostname] : [],
    )
    expect(values.length).toBeGreaterThan(10)
    for (const value of values) {
      expect(checksumHolds(value), value).toBe(true)
      const at = Math.floor(value.length / 2)
      const changed = value.slice(0, at) + (value[at] === '3' ? '4' : '3') + value.slice(at + 1)
      expect(refuses(changed), changed).toBe(true)
    }
  })

  it('marks two or three persons at risk, through the term list given to the agency', () => {
    expect(new Set(truth.safeguarding.map((s) => s.user_id)).size).toBe(3)
    const terms = readFileSync(made.codeWordsPath, 'utf8')
      .trim()
      .split('\n')
      .map((l) => l.split(','))
    expect(terms[0]).toEqual(['term', 'category', 'weight'])
    for (const { term } of truth.safeguarding) expect(terms.find(([t]) => t === term)?.[1]).toBe('urgency')
  })

  it('hides one board from everybody but its circle', () => {
    const writers = new Set(
      forum
        .get('phpbb_posts')!
        .map(fields)
        .filter((p) => Number(p[2]) === truth.hidden_board)
        .map((p) => Number(p[3])),
    )
    const circle = new Set(truth.circle.filter((c) => c.site === 1).map((c) => c.user_id))
    expect([...writers].filter((w) => !circle.has(w))).toEqual([])
    expect(writers.size).toBeGreaterThan(2)
  })
})

describe('cues', () => {
  it('are in the tables as the truth says', () => {
    const users = {
      1: new Map(
        forum
          .get('phpbb_users')!
          .map(fields)
          .map((u) => [Number(u[0]), { name: u[7]!, email: u[11]!, hash: u[9]!, ip: u[5]! }]),
      ),
      2: new Map(
        second
          .get('fbx_users')!
          .map(fields)
          .map((u) => [Number(u[0]), { name: u[2]!, email: u[4]!, hash: u[3]!, ip: u[u.length - 5]! }]),
      ),
    }
    const of = (r: Ref) => users[r.site as 1 | 2].get(r.user_id)!
    const plain = (email: string) => email.replace(/\+[^@]*@/, '@').replace(/\.(?=.*@)/g, '')
    const seen = new Map<string, number>()
    for (const { a, b, cues } of truth.pairs) {
      for (const cue of cues.length > 0 ? cues : ['none']) seen.set(cue, (seen.get(cue) ?? 0) + 1)
      expect(of(a).email === of(b).email).toBe(cues.includes('same-email'))
      if (cues.includes('email-variant')) expect(plain(of(a).email)).toBe(plain(of(b).email))
      if (cues.includes('same-username')) expect(of(a).name).toBe(of(b).name)
      if (cues.includes('same-password-hash')) expect(of(a).hash).toBe(of(b).hash)
      if (cues.includes('same-ip')) expect(of(a).ip).toBe(of(b).ip)
      if (cues.length === 0) expect(of(a).ip).not.toBe(of(b).ip)
    }
    expect(seen.get('none')).toBeGreaterThan(2)
    expect(seen.size).toBeGreaterThan(7)
  })

  it('have innocent counterparts among different persons', () => {
    const person = new Map(truth.persons.flatMap((p) => p.accounts.map((a) => [`${a.site}:${a.user_id}`, p.person])))
    for (const { accounts } of truth.innocents) {
      const persons = accounts.map((a) => person.get(`${a.site}:${a.user_id}`))
      expect(new Set(persons).size).toBe(accounts.length)
    }
    expect(new Set(truth.innocents.map((i) => i.kind)).size).toBe(4)
    const [one, other] = truth.innocents.find((i) => i.kind === 'common-password')!.accounts
    expect(row('users', one!.user_id)[9]).toBe(row('users', other!.user_id)[9])
  })
})

function refuses(value: string): boolean {
  try {
    return !checksumHolds(value)
  } catch {
    return true
  }
}
