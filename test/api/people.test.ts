import { expect, test } from 'vitest'
import type * as contract from '../../src/api/contract.ts'
import { smallCase } from './seed.ts'
import { enter, withApp } from './support.ts'

const own = withApp(smallCase)
const read = async <T>(url: string): Promise<T> => (await enter(own.app)).read<T>(url)
type Rows<T> = contract.Page<T>
const queue = async (query: string): Promise<readonly string[]> =>
  (await read<Rows<contract.QueueRow>>(`/api/risk/queue?${query}`)).rows.map((row) => row.name)

test('the queue stands in the order of work and says why each row stands there', async () => {
  const page = await read<Rows<contract.QueueRow>>('/api/risk/queue')
  expect(page.total).toBe(3)
  expect(page.rows.map((row) => [row.position, row.name, row.safeguarding])).toEqual([
    [1, 'Stoker', true],
    [2, 'Fireman', false],
    [3, 'Guard', false],
  ])
  expect(page.rows[1]).toMatchObject({
    reasons: [
      { factor: 'staff', points: 30, trace: 'factor:subject:1:2:staff' },
      { factor: 'volume', points: 10 },
    ],
    place: { code: 'NL', name: 'Netherlands', word: 'very likely', range: [80, 95], conflict: false },
    packages: 1,
    decision: null,
  })
  expect(page.rows[2]).toMatchObject({ place: null, lastSeenAt: null })
})

test('the queue is filtered by band, country, place, safeguarding and name', async () => {
  expect(await queue('band=high')).toEqual(['Fireman'])
  expect(await queue('country=DE')).toEqual(['Stoker'])
  expect(await queue('country=BE')).toEqual([])
  expect(await queue('located=false')).toEqual(['Guard'])
  expect(await queue('located=true')).toEqual(['Stoker', 'Fireman'])
  expect(await queue('safeguarding=true')).toEqual(['Stoker'])
  expect(await queue('search=signal')).toEqual(['Fireman'])
  expect(await queue('band=high&country=DE')).toEqual([])
})

test('a subject shows its accounts, why they are one, where it may be and what was weighed', async () => {
  const subject = await read<contract.Subject>('/api/identity/subjects/subject%3A1%3A2')
  expect(subject.personas.map((p) => p.persona)).toEqual(['persona:1:2', 'persona:1:3'])
  expect(subject.links.map((l) => [l.link, l.subjectA === l.subjectB])).toEqual([
    ['link:1:2:1:3', true],
    ['link:1:2:1:4', false],
  ])
  const [link] = subject.links
  expect(link?.why).toBe('Probably one person: both registered with one address. Against: they write two languages.')
  expect(link?.terms.reduce((sum, term) => sum + term.weight, 0)).toBe(link?.weight)
  expect(subject.places.map((p) => [p.code, p.rank, p.signals.length])).toEqual([
    ['NL', 1, 1],
    ['BE', 2, 0],
  ])
  expect(subject.assessment).toMatchObject({ band: 'high', position: 2, of: 3 })
  expect(subject.assessment?.factors.map((f) => f.state)).toEqual(['present', 'present', 'unknown'])
  expect(subject.selectors).toMatchObject([
    {
      value: 'fireman@mail.example',
      relations: ['registered-with', 'wrote'],
      personas: 2,
      others: 0,
      trace: 'sighting:1:member:2:0',
    },
  ])
  expect(subject.packages).toMatchObject([{ package: 'DC-12-NL-001', statements: 1, country: { code: 'NL' } }])
})

test('the timeline merges all accounts and kinds, and its pages meet without a gap or a double', async () => {
  const whole = await read<Rows<contract.TimelineEvent>>('/api/identity/subjects/subject%3A1%3A2/timeline?limit=200')
  const key = (e: contract.TimelineEvent): string => `${e.kind} ${e.id}`
  expect(whole.next).toBeNull()
  expect(whole.rows.map((e) => e.at)).toEqual(
    whole.rows
      .map((e) => e.at)
      .sort()
      .reverse(),
  )
  const kinds = new Map<string, number>()
  for (const e of whole.rows) kinds.set(e.kind, (kinds.get(e.kind) ?? 0) + 1)
  expect(Object.fromEntries(kinds)).toEqual({ registered: 2, post: 8, message: 3, login: 2, edit: 1 })
  for (const limit of [1, 2, 3, 5]) {
    for (const order of ['asc', 'desc']) {
      const seen: string[] = []
      let after = ''
      do {
        const url = `/api/identity/subjects/subject%3A1%3A2/timeline?limit=${limit}&order=${order}${after}`
        const page = await read<Rows<contract.TimelineEvent>>(url)
        seen.push(...page.rows.map(key))
        after = page.next === null ? '' : `&after=${page.next}`
      } while (after !== '')
      expect(seen).toEqual(order === 'desc' ? whole.rows.map(key) : whole.rows.map(key).reverse())
    }
  }
  const some = await read<Rows<contract.TimelineEvent>>(
    '/api/identity/subjects/subject%3A1%3A2/timeline?kinds=edit,login',
  )
  expect(some.rows.map((e) => e.kind)).toEqual(['edit', 'login', 'login'])
  expect(
    (await (await enter(own.app)).get('/api/identity/subjects/subject%3A1%3A2/timeline?kinds=dance')).statusCode,
  ).toBe(400)
})

test('contacts show both directions and whether the other is the same subject', async () => {
  const page = await read<Rows<contract.Contact>>('/api/links/subjects/subject%3A1%3A2/contacts')
  expect(page.rows.map((c) => [c.own.name, c.direction, c.other.name, c.n, c.subject?.subject ?? null])).toEqual([
    ['Fireman', 'out', 'Stoker', 4, 'subject:1:4'],
    ['Signalman', 'in', 'Fireman', 1, null],
    ['Fireman', 'out', 'Signalman', 1, null],
  ])
  const edges = await read<Rows<contract.Edge>>('/api/links/edges?limit=1')
  expect(edges.rows[0]).toMatchObject({ a: { name: 'Fireman' }, b: { name: 'Stoker' }, n: 4 })
  const rest = await read<Rows<contract.Edge>>(`/api/links/edges?subject=subject%3A1%3A4`)
  expect(rest.rows).toHaveLength(1)
})

test('a decision is recorded with its reason and person, shown, and can be taken back once', async () => {
  const visitor = await enter(own.app, 'B. Baker')
  const path = '/api/risk/subjects/subject%3A1%3A5/decisions'
  const made = await visitor.post(path, { verdict: 'hold', reason: 'Wait for the log.' })
  expect(made.statusCode).toBe(200)
  expect(made.json()).toEqual({ id: expect.any(Number), at: '2024-06-01T12:00:00.000Z', stale: [] })
  expect(await queue('undecided=true')).toEqual(['Stoker', 'Fireman'])
  expect(await queue('undecided=false')).toEqual(['Guard'])
  const [row] = (await visitor.read<Rows<contract.QueueRow>>('/api/risk/queue?undecided=false')).rows
  expect(row?.decision).toMatchObject({ verdict: 'hold', by: 'B. Baker' })
  const back = `/api/risk/decisions/${made.json().id}/withdrawal`
  expect((await visitor.post(back, { reason: 'Wrong subject.' })).statusCode).toBe(200)
  expect((await visitor.post(back, { reason: 'Again.' })).statusCode).toBe(409)
  const subject = await visitor.read<contract.Subject>('/api/identity/subjects/subject%3A1%3A5')
  expect(subject.decisions).toMatchObject([
    { verdict: 'hold', withdrawn: { by: 'B. Baker', reason: 'Wrong subject.' } },
  ])
  expect(await queue('undecided=true')).toHaveLength(3)
  const ledger = await visitor.read<Rows<contract.CustodyEntry>>('/api/evidence/custody?limit=2')
  expect(ledger.rows.map((e) => [e.action, e.actor, e.subject])).toEqual([
    ['withdraw-decision', 'B. Baker', `decision ${made.json().id}`],
    ['decide', 'B. Baker', 'subject:1:5'],
  ])
})

test('a decision without a reason, with an unknown verdict or on nobody is refused', async () => {
  const visitor = await enter(own.app)
  const path = '/api/risk/subjects/subject%3A1%3A5/decisions'
  expect((await visitor.post(path, { verdict: 'hold', reason: '   ' })).statusCode).toBe(400)
  expect((await visitor.post(path, { verdict: 'arrest', reason: 'Because.' })).statusCode).toBe(400)
  expect((await visitor.post(path, { verdict: 'hold', reason: 'Because.', by: 'Somebody' })).statusCode).toBe(400)
  expect(
    (await visitor.post('/api/risk/subjects/nobody/decisions', { verdict: 'hold', reason: 'Because.' })).statusCode,
  ).toBe(404)
})

test('a ruling on two accounts is recorded in either order, says what is stale, and is taken back once', async () => {
  const visitor = await enter(own.app)
  const ruling = { a: 'persona:1:4', b: 'persona:1:2', verdict: 'negative', reason: 'Met both.' }
  const made = await visitor.post('/api/identity/judgements', ruling)
  expect(made.json()).toMatchObject({ stale: ['identity', 'jurisdiction', 'risk', 'dissemination'] })
  const subject = await visitor.read<contract.Subject>('/api/identity/subjects/subject%3A1%3A2')
  expect(subject.judgements).toMatchObject([
    { a: 'persona:1:2', b: 'persona:1:4', verdict: 'negative', withdrawn: null },
  ])
  expect(
    (await visitor.read<Rows<contract.Link>>('/api/identity/links?unjudged=true')).rows.map((l) => l.link),
  ).toEqual(['link:1:2:1:3'])
  const back = `/api/identity/judgements/${made.json().id}/withdrawal`
  expect((await visitor.post(back, { reason: 'Mistaken.' })).statusCode).toBe(200)
  expect((await visitor.post(back, { reason: 'Mistaken.' })).statusCode).toBe(409)
  expect((await visitor.read<Rows<contract.Link>>('/api/identity/links?unjudged=true')).rows).toHaveLength(2)
  for (const bad of [
    { ...ruling, b: 'persona:1:4' },
    { ...ruling, b: 'persona:1:777' },
    { ...ruling, b: 'nonsense' },
  ])
    expect((await visitor.post('/api/identity/judgements', bad)).statusCode).toBe(409)
})

test('the words of the risk room name bands, verdicts and the scheme', async () => {
  const words = await read<contract.RiskVocabulary>('/api/risk/vocabulary')
  expect(words.scheme).toBe('order 1')
  expect(words.bands).toEqual([
    { band: 'high', subjects: 1, undecided: 1 },
    { band: 'medium', subjects: 1, undecided: 1 },
    { band: 'low', subjects: 1, undecided: 1 },
  ])
  expect(words.verdicts.map((v) => v.verdict)).toContain('hold')
})
