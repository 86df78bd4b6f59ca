import { expect, test } from 'vitest'
import type * as contract from '../../src/api/contract.ts'
import { smallCase } from './seed.ts'
import { enter, withApp } from './support.ts'

const own = withApp(smallCase)
const read = async <T>(url: string): Promise<T> => (await enter(own.app)).read<T>(url)
type Rows<T> = contract.Page<T>

test('the session names the person, the operation and the marking', async () => {
  const session = await read<contract.Session>('/api/session')
  expect(session).toMatchObject({ person: 'A. Archer', exercise: true, marking: 'TLP:AMBER+STRICT' })
  expect(session.operation).toMatchObject({
    name: 'Signal Box',
    lawfulFrom: '2024-01-01',
    lawfulTo: null,
    reviewOn: '2024-12-31',
  })
})

test('the overview counts from members to outcomes and puts people at risk first', async () => {
  const overview = await read<contract.Overview>('/api/overview')
  expect(overview.funnel).toEqual({ members: 4, subjects: 3, located: 2, packages: 1, outcomes: 0 })
  expect(overview.counts).toEqual({ posts: 12, messages: 3, attachments: 1, sightings: 2, sets: 0, ofInterest: 0 })
  expect(overview.countries.map((c) => [c.code, c.name, c.subjects])).toEqual([
    ['DE', 'Germany', 1],
    ['NL', 'Netherlands', 1],
  ])
  expect(overview.safeguarding.map((s) => s.subject)).toEqual(['subject:1:4'])
  expect(overview.findings).toEqual([
    { severity: 'loss', code: 'row-cut', findings: 1, rows: 1 },
    { severity: 'note', code: 'odd-charset', findings: 2, rows: 0 },
  ])
  expect(overview.ledger.entries).toBe(2)
  expect(overview.completeness).toEqual({ rows: 41, accounted: 41, balanced: true })
})

test('exhibits beyond two gigabytes keep their size, custody comes newest first', async () => {
  const [exhibit] = await read<contract.Exhibit[]>('/api/evidence/exhibits')
  expect(exhibit).toMatchObject({ number: 'SB/1', size: 5_000_000_000, files: [{ path: 'dump.sql', tables: 1 }] })
  const custody = await read<Rows<contract.CustodyEntry>>('/api/evidence/custody?limit=1')
  expect(custody).toMatchObject({ total: 2, rows: [{ seq: 2, action: 'stage', subject: 'SB/1', detail: { rows: 1 } }] })
  const older = await read<Rows<contract.CustodyEntry>>(`/api/evidence/custody?limit=1&after=${custody.next}`)
  expect(older).toMatchObject({ next: null, rows: [{ seq: 1, action: 'acquire' }] })
  expect(custody.rows[0]?.previous).toBe(older.rows[0]?.hash)
})

test('findings are filtered and say where they lie', async () => {
  const losses = await read<Rows<contract.FindingRow>>('/api/evidence/findings?severity=loss')
  expect(losses.rows).toHaveLength(1)
  expect(losses.rows[0]).toMatchObject({ id: 'finding:mirror:1:0:0', source: { file: 1, offset: 9000, length: 90 } })
  const odd = await read<Rows<contract.FindingRow>>('/api/evidence/findings?code=odd-charset&limit=1')
  expect(odd.rows[0]).toMatchObject({ source: null })
  const rest = await read<Rows<contract.FindingRow>>(
    `/api/evidence/findings?code=odd-charset&limit=1&after=${odd.next}`,
  )
  expect([...odd.rows, ...rest.rows].map((f) => f.id)).toEqual(['finding:mirror:1:0:1', 'finding:mirror:1:1:0'])
})

test('every board appears once, those in a circle of parents included', async () => {
  const boards = await read<contract.BoardNode[]>('/api/forum/sites/1/boards')
  const flat = (nodes: readonly contract.BoardNode[]): string[] => nodes.flatMap((n) => [n.id, ...flat(n.children)])
  expect(flat(boards)).toEqual(['1', '2', '3', '4'])
  expect(boards[0]?.children[0]).toMatchObject({ name: 'Boilers', topics: 5, posts: 12, moderators: ['Fireman'] })
})

test('pinned topics come first, then the newest answer; pages meet without a gap or a double', async () => {
  const seen: string[] = []
  let after = ''
  do {
    const page = await read<Rows<contract.TopicRow>>(`/api/forum/sites/1/boards/2/topics?limit=2${after}`)
    expect(page.total).toBe(5)
    seen.push(...page.rows.map((t) => t.id))
    after = page.next === null ? '' : `&after=${page.next}`
  } while (after !== '')
  expect(seen).toEqual(['1', '5', '4', '3', '2'])
  const byTitle = await read<Rows<contract.TopicRow>>('/api/forum/sites/1/boards/2/topics?sort=title')
  expect(byTitle.rows.map((t) => t.title)).toEqual(['Boiler 2', 'Boiler 3', 'Boiler 4', 'Boiler 5', 'Welcome'])
})

test('posts come in order of time and number, also where one second holds several', async () => {
  const seen: contract.Post[] = []
  let after = ''
  do {
    const page = await read<Rows<contract.Post>>(`/api/forum/sites/1/topics/2/posts?limit=3${after}`)
    seen.push(...page.rows)
    after = page.next === null ? '' : `&after=${page.next}`
  } while (after !== '')
  expect(seen.map((p) => p.id)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
  expect(seen[0]).toMatchObject({
    author: { site: 1, id: '2', name: 'Fireman' },
    editedBy: { id: '2', name: 'Fireman' },
    attachments: [{ name: 'plan.pdf', size: 1234 }],
    source: { trace: 'post:1:1', offset: 4000 },
  })
  expect(seen.filter((p) => p.folded).map((p) => p.id)).toEqual(['5'])
  expect(seen[2]).toMatchObject({ deleted: 'soft', deletedBy: { name: 'Fireman' } })
  expect(seen[1]?.reports).toBe(1)
})

test('a topic can be opened at one of its posts', async () => {
  const page = await read<Rows<contract.Post>>('/api/forum/sites/1/topics/2/posts?from=4&limit=2')
  expect(page.rows.map((p) => p.id)).toEqual(['4', '5'])
  const rest = await read<Rows<contract.Post>>(`/api/forum/sites/1/topics/2/posts?from=4&limit=2&after=${page.next}`)
  expect(rest.rows.map((p) => p.id)).toEqual(['6', '7'])
})

test('an upload is a placeholder: no path and no stored name leave the server', async () => {
  const page = await read<Rows<contract.Attachment>>('/api/media/attachments?search=plan')
  expect(page.rows[0]).toMatchObject({ name: 'plan.pdf', owner: { name: 'Fireman' } })
  expect(JSON.stringify(page)).not.toMatch(/secret|2_abc|path|stored/)
})

test('members are searched and sorted, unknown times last', async () => {
  const names = async (query: string) =>
    (await read<Rows<contract.MemberRow>>(`/api/forum/members?${query}`)).rows.map((m) => m.name)
  expect(await names('')).toEqual(['Fireman', 'Guard', 'Signalman', 'Stoker'])
  expect(await names('sort=seen')).toEqual(['Stoker', 'Signalman', 'Fireman', 'Guard'])
  expect(await names('sort=posts&order=asc')).toEqual(['Guard', 'Stoker', 'Signalman', 'Fireman'])
  expect(await names('search=signal')).toEqual(['Signalman'])
  expect(await names('search=%25')).toEqual([])
  expect(await names('kind=bot')).toEqual(['Crawler'])
})

test('a profile holds what hangs on the account', async () => {
  const profile = await read<contract.MemberProfile>('/api/forum/sites/1/members/2')
  expect(profile).toMatchObject({
    passwordScheme: 'bcrypt',
    handles: [{ label: 'icq', value: '100' }],
    fields: [{ label: 'interests', value: 'points and crossings' }],
    groups: [{ name: 'Drivers', leader: true }],
    moderates: [{ board: '2', name: 'Boilers' }],
    relations: [{ kind: 'friend', other: { name: 'Signalman' } }],
    watches: [{ how: 'watch', kind: 'topic', id: '2', source: { trace: 'subscription:1:topics_watch:2:2' } }],
    subjectRef: { subject: 'subject:1:2', name: 'Fireman' },
    counts: { posts: 4, messages: 3, logins: 2, attachments: 1, selectors: 1 },
  })
  const banned = await read<contract.MemberProfile>('/api/forum/sites/1/members/5')
  expect(banned.bans.map((b) => b.id)).toEqual(['1', '2'])
})

test('a mailbox lists every message that concerns the member, also those no folder holds', async () => {
  const page = await read<Rows<contract.Message>>('/api/forum/sites/1/members/2/messages')
  expect(page.rows.map((m) => m.id)).toEqual(['3', '2', '1'])
  expect(page.rows[2]).toMatchObject({
    recipients: [{ name: 'Signalman' }],
    groups: ['Drivers'],
    folders: [{ folder: 'sent' }],
  })
  expect(page.rows[0]).toMatchObject({ deleted: true, folders: [] })
  const folders = await read<contract.Folder[]>('/api/forum/sites/1/members/2/folders')
  expect(folders.map((f) => [f.folder, f.messages])).toEqual([
    ['inbox', 1],
    ['sent', 1],
    ['written', 2],
    ['deleted', 1],
  ])
  for (const [folder, ids] of [
    ['inbox', ['2']],
    ['written', ['3', '1']],
    ['deleted', ['3']],
  ] as const) {
    const found = await read<Rows<contract.Message>>(`/api/forum/sites/1/members/2/messages?folder=${folder}`)
    expect(found.rows.map((m) => m.id)).toEqual(ids)
  }
})

test('log-ins come newest first with the country of their address', async () => {
  const page = await read<Rows<contract.Login>>('/api/forum/sites/1/members/2/logins')
  expect(page.rows.map((l) => [l.kind, l.country])).toEqual([
    ['failed', null],
    ['session', 'NL'],
  ])
})

test('selectors that several accounts share and that tell most come first', async () => {
  const page = await read<Rows<contract.SelectorRow>>('/api/artefacts/selectors')
  expect(page.rows.map((s) => s.value)).toEqual(['fireman@mail.example', '192.0.2.1', 'guard@mail.example'])
  expect(page.total).toBe(3)
  const first = await read<Rows<contract.SelectorRow>>('/api/artefacts/selectors?limit=1')
  const second = await read<Rows<contract.SelectorRow>>(`/api/artefacts/selectors?limit=1&after=${first.next}`)
  expect(second.rows[0]?.value).toBe('192.0.2.1')
  expect(await read('/api/artefacts/kinds')).toEqual([
    { kind: 'email', selectors: 2 },
    { kind: 'ipv4', selectors: 1 },
  ])
  const found = await read<Rows<contract.SelectorRow>>('/api/artefacts/selectors?kind=email&search=guard')
  expect(found).toMatchObject({ total: 1, rows: [{ value: 'guard@mail.example' }] })
})

test('a selector names its accounts and network, and its sightings show the words around them', async () => {
  const selector = await read<contract.SelectorPage>('/api/artefacts/selector?kind=ipv4&value=192.0.2.1')
  expect(selector.network).toMatchObject({ country: { code: 'NL', name: 'Netherlands' }, database: 'iptoasn 2024-01' })
  const sightings = await read<Rows<contract.SightingRow>>(
    '/api/artefacts/sightings?kind=email&value=fireman%40mail.example',
  )
  expect(sightings.rows.map((s) => s.id)).toEqual(['sighting:1:post:5:0', 'sighting:1:member:2:0'])
  expect(sightings.rows[0]?.excerpt).toEqual({ before: 'The ', hit: 'Whistle', after: ' blows' })
  const ofMember = await read<Rows<contract.SightingRow>>('/api/artefacts/sites/1/members/2/sightings')
  expect(ofMember.rows.map((s) => s.id)).toEqual(['sighting:1:member:2:0'])
})

test('an address or filter that means nothing is refused in words', async () => {
  const visitor = await enter(own.app)
  for (const url of [
    '/api/forum/sites/x/boards',
    '/api/forum/members?sort=fast',
    '/api/forum/members?limit=100000',
    '/api/forum/members?unknown=1',
    '/api/forum/members?after=nonsense',
    `/api/forum/members?after=${Buffer.from('["a",{}]').toString('base64url')}`,
    '/api/forum/members?search=%00',
  ]) {
    const answer = await visitor.get(url)
    expect([url, answer.statusCode]).toEqual([url, 400])
    expect(answer.json()).toMatchObject({
      error: { name: expect.any(String), reason: expect.any(String), next: expect.any(String) },
    })
  }
  for (const url of [
    '/api/forum/sites/1/members/999',
    '/api/forum/sites/1/posts/999',
    '/api/identity/subjects/none',
    '/api/nothing',
  ])
    expect([url, (await visitor.get(url)).statusCode]).toEqual([url, 404])
  expect(own.errors).toEqual([])
})

test('a page address with the wrong types in it is refused, not failed over', async () => {
  const visitor = await enter(own.app)
  const after = Buffer.from(JSON.stringify(['x', 'y', 'z'])).toString('base64url')
  const answer = await visitor.get(`/api/forum/members?after=${after}`)
  expect(answer.statusCode).toBe(400)
})
