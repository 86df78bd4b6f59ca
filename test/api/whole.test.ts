import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client, ClientBase } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateSeizure } from '../../bench/data/generate.ts'
import { type App, buildApp } from '../../src/api/app.ts'
import type * as contract from '../../src/api/contract.ts'
import { prepareReading } from '../../src/api/reading.ts'
import { type OpenCase, openCase } from '../../src/case.ts'
import { acquire } from '../../src/evidence/acquire.ts'
import { declareOperation, exercise } from '../../src/evidence/operation.ts'
import { importSet } from '../../src/media/import.ts'
import { stages } from '../../src/pipeline.ts'
import { runCase } from '../../src/run.ts'
import { traceToBytes } from '../../src/trace/bytes.ts'
import { temporaryFolder } from '../support/folder.ts'
import { enter, port, type Visitor } from './support.ts'

const folder = temporaryFolder('whole')
const clock = (): Date => new Date('2024-06-01T12:00:00Z')
let open: OpenCase
let app: App
let visitor: Visitor
let counts: Readonly<Record<string, number>>
const traces = new Set<string>()

beforeAll(async () => {
  await generateSeizure({ size: 'XS', seed: 11, outDir: join(folder, 'seizure') })
  open = await openCase(join(folder, 'case'), { create: true })
  await declareOperation(open.db, exercise, 'A. Archer', clock())
  const { signal } = new AbortController()
  await acquire(
    { path: join(folder, 'seizure', 'exhibit') },
    { db: open.db, caseDir: open.caseDir, actor: 'A. Archer', clock, signal, tool: 'test' },
  )
  const set = join(folder, 'set.txt')
  writeFileSync(set, `${'0a'.repeat(16)}\n`)
  await importSet(
    open.db,
    { path: set, name: 'Garden', kind: 'reference', source: 'Unit North' },
    { by: 'A. Archer', at: clock(), signal },
  )
  counts = (await runCase(open, { actor: 'A. Archer', clock, signal })).counts
  await prepareReading(open.db)
  const { pool } = open.store
  const tracer = { trace: (id: string) => traceToBytes(pool, open.caseDir, id, clock) }
  app = await buildApp({ pool, caseDir: open.caseDir, clock, randomBytes, webDir: null, tracer, port })
  visitor = await enter(app)
}, 600_000)

afterAll(async () => {
  await app?.server.close()
  await open?.close()
})

test('a stage that is started again where its last batch was committed has nothing left to do', async () => {
  const { rows } = await open.db.query<{ stage: string; unit: number; state: unknown }>(
    'SELECT DISTINCT ON (stage, unit) stage, unit, state FROM evidence.checkpoint ORDER BY stage, unit, batch DESC',
  )
  expect(rows.length).toBeGreaterThan(15)
  const again: string[] = []
  for (const { stage, unit, state } of rows) {
    const { run } = stages.find((s) => s.name === stage)!
    const opened: ClientBase[] = []
    const connect = async () => {
      const db = await open.store.connect('again')
      opened.push(db)
      return db
    }
    const { signal } = new AbortController()
    const context = {
      db: await connect(),
      connect,
      unit,
      caseDir: open.caseDir,
      batchRows: 1000,
      batchBytes: 1 << 20,
      resume: state,
      signal,
    }
    for await (const _ of run(context)) {
      again.push(`${stage} ${unit}`)
      break
    }
    for (const db of opened) await (db as Client).end()
  }
  expect(again).toEqual([])
})

/** Remembers every id that an answer offers to trace. */
function remember(value: unknown, key = ''): void {
  if (Array.isArray(value)) for (const each of value) remember(each, key)
  else if (value !== null && typeof value === 'object') for (const [k, v] of Object.entries(value)) remember(v, k)
  else if ((key === 'trace' || key === 'because') && typeof value === 'string') traces.add(value)
}

async function read<T>(url: string): Promise<T> {
  const answer = await visitor.read<T>(url)
  remember(answer)
  return answer
}

/** Reads a list to its end, in pages small enough to turn several. */
async function readAll<T>(url: string, limit = 40): Promise<readonly T[]> {
  const rows: T[] = []
  for (let after = ''; ; ) {
    const page = await read<contract.Page<T>>(`${url}${url.includes('?') ? '&' : '?'}limit=${limit}${after}`)
    rows.push(...page.rows)
    if (page.next === null) return rows
    after = `&after=${page.next}`
  }
}

const encoded = encodeURIComponent
const unique = (ids: readonly string[]): number => new Set(ids).size

test('turning the pages of boards and topics gives every topic and post of the case once', async () => {
  const topics: string[] = []
  const posts: string[] = []
  for (const { site } of await read<contract.Site[]>('/api/forum/sites')) {
    const visit = async (boards: readonly contract.BoardNode[]): Promise<void> => {
      for (const board of boards) {
        const own = await readAll<contract.TopicRow>(`/api/forum/sites/${site}/boards/${encoded(board.id)}/topics`)
        expect(own.length).toBe(board.topics)
        for (const topic of own) {
          topics.push(`${site}:${topic.id}`)
          const said = await readAll<contract.Post>(`/api/forum/sites/${site}/topics/${encoded(topic.id)}/posts`)
          expect(said.length).toBe(topic.posts)
          expect(said.map((p) => p.at ?? '')).toEqual(said.map((p) => p.at ?? '').sort())
          posts.push(...said.map((p) => `${site}:${p.id}`))
        }
        await visit(board.children)
      }
    }
    await visit(await read<contract.BoardNode[]>(`/api/forum/sites/${site}/boards`))
  }
  expect([unique(topics), topics.length]).toEqual([counts.topics, counts.topics])
  expect([unique(posts), posts.length]).toEqual([counts.posts, counts.posts])
})

test('turning the pages of members and mailboxes gives every account and message of the case', async () => {
  const messages = new Set<string>()
  const members = await readAll<contract.MemberRow>('/api/forum/members')
  expect(unique(members.map((m) => `${m.site}:${m.id}`))).toBe(members.length)
  for (const { site, id } of members) {
    const own = `/api/forum/sites/${site}/members/${encoded(id)}`
    const profile = await read<contract.MemberProfile>(own)
    const letters = await readAll<contract.Message>(`${own}/messages`)
    expect([letters.length, unique(letters.map((m) => m.id))]).toEqual([
      profile.counts.messages,
      profile.counts.messages,
    ])
    for (const letter of letters) messages.add(`${site}:${letter.id}`)
    expect((await readAll(`${own}/posts`)).length).toBe(profile.counts.posts)
    expect((await readAll(`${own}/logins`)).length).toBe(profile.counts.logins)
  }
  expect(messages.size).toBe(counts.messages)
})

test('every sighting of every selector is listed, and what is shown as its words are its words', async () => {
  let sightings = 0
  const selectors = await readAll<contract.SelectorRow>('/api/artefacts/selectors')
  expect([unique(selectors.map((s) => `${s.kind} ${s.value}`)), selectors.length]).toEqual([
    counts.selectors,
    counts.selectors,
  ])
  for (const { kind, value, sightings: stated } of selectors) {
    const own = await readAll<contract.SightingRow>(
      `/api/artefacts/sightings?kind=${encoded(kind)}&value=${encoded(value)}`,
      200,
    )
    expect([kind, value, own.length]).toEqual([kind, value, stated])
    for (const { excerpt, raw } of own) if (excerpt) expect(excerpt.hit).toBe(raw)
    sightings += own.length
  }
  expect(sightings).toBe(counts.sightings)
})

test('every subject of the queue has its page, a timeline in order, and contacts', async () => {
  const queue = await readAll<contract.QueueRow>('/api/risk/queue')
  expect(queue.map((row) => row.position)).toEqual(queue.map((_, i) => i + 1))
  expect(queue.length).toBe(counts.subjects)
  for (const { subject, personas, safeguarding } of queue) {
    const page = await read<contract.Subject>(`/api/identity/subjects/${encoded(subject)}`)
    expect([page.personas.length, page.assessment?.safeguarding]).toEqual([personas, safeguarding])
    for (const link of page.links)
      expect(link.terms.reduce((sum, term) => sum + term.weight, 0)).toBeCloseTo(link.weight, 6)
    const events = await readAll<contract.TimelineEvent>(`/api/identity/subjects/${encoded(subject)}/timeline`, 200)
    expect(unique(events.map((e) => `${e.kind} ${e.member.site} ${e.id}`))).toBe(events.length)
    await readAll(`/api/links/subjects/${encoded(subject)}/contacts`)
  }
})

test('every package says what its file says, and downloads', async () => {
  const packages = await readAll<contract.PackageRow>('/api/dissemination/packages')
  expect(packages.length).toBe(counts.packages)
  for (const { package: id, statements } of packages) {
    const detail = await read<contract.PackageDetail>(`/api/dissemination/packages/${encoded(id)}`)
    expect(detail.parts.reduce((sum, part) => sum + part.statements.length, 0)).toBe(statements)
    for (const format of ['json', 'pdf'])
      expect((await visitor.get(`/api/dissemination/packages/${encoded(id)}/${format}`)).statusCode).toBe(200)
  }
})

test('whatever an answer offers to trace leads to bytes that match, or says that it rests on none', async () => {
  for (const url of ['/api/evidence/findings', '/api/identity/links', '/api/media/attachments']) await readAll(url)
  const byKind = new Map<string, string[]>()
  for (const id of [...traces].sort()) byKind.set(id.split(':')[0]!, [...(byKind.get(id.split(':')[0]!) ?? []), id])
  expect([...byKind.keys()]).toEqual(
    expect.arrayContaining(['board', 'factor', 'member', 'post', 'sighting', 'signal', 'statement', 'term', 'topic']),
  )
  for (const [kind, ids] of byKind) {
    const step = Math.max(1, Math.floor(ids.length / 8))
    for (const id of ids.filter((_, i) => i % step === 0)) {
      const trace = await visitor.read<contract.Trace>(`/api/trace/${encoded(id)}`)
      expect([id, trace.bytes.filter((b) => !b.matches)]).toEqual([id, []])
      if (kind === 'secret') expect([id, trace.bytes.every((b) => b.masked > 0)]).toEqual([id, true])
      if (!['factor', 'finding'].includes(kind)) expect([id, trace.bytes.length]).not.toEqual([id, 0])
    }
  }
}, 600_000)
