import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RouteOptions } from 'fastify'
import { describe, expect, test } from 'vitest'
import { endpoints, keyHeader } from '../../src/api/contract.ts'
import { smallCase } from '../api/seed.ts'
import { ask, enter, origin, port, withApp } from '../api/support.ts'
import { temporaryFolder } from '../support/folder.ts'

const webDir = temporaryFolder('web')
mkdirSync(join(webDir, 'assets'))
writeFileSync(join(webDir, 'index.html'), '<!doctype html><title>App</title>')
writeFileSync(join(webDir, 'assets', 'app.js'), 'export {}')
writeFileSync(join(webDir, '.hidden'), 'hidden')

const own = withApp(smallCase, { webDir })
const filled = (path: string): string => path.replaceAll(/:\w+/g, '1').replace('*', 'some/page')

/** Every route the server knows, as it prints them: the contract's and any other. */
function registered(): readonly { readonly method: RouteOptions['method']; readonly url: string }[] {
  const lines = own.app.server.printRoutes({ commonPrefix: false, includeHooks: false }).split('\n')
  const stack: string[] = []
  return lines.flatMap((line) => {
    const found = /^((?:│ {3}| {4})*)(?:├── |└── )(.*?)(?: \(([A-Z, ]+)\))?$/.exec(line)
    if (!found) return []
    const depth = found[1]!.length / 4
    stack.length = depth
    stack[depth] = found[2] === '(empty root node)' ? '' : found[2]!
    const url = stack.join('')
    return (found[3]?.split(', ') ?? []).map((method) => ({ method, url }))
  })
}

test('the server has the routes of the contract, the door, the pages, and no other', () => {
  const wanted = Object.values(endpoints).map((e) => `${e.method} ${e.path}`)
  const found = registered().map((r) => `${r.method} ${r.url}`)
  const others = found.filter((route) => !wanted.includes(route)).sort()
  expect(wanted.filter((route) => !found.includes(route))).toEqual([])
  const files = ['/', '/assets/app.js', '/index.html']
  expect(others).toEqual(
    [...files.map((f) => `HEAD ${f}`), ...files.map((f) => `GET ${f}`), 'GET /*', 'GET /open/:code'].sort(),
  )
})

test('every route but the door refuses a stranger, and says nothing of the case', async () => {
  const routes = registered().filter((r) => r.url !== '/open/:code')
  expect(routes.length).toBeGreaterThan(Object.keys(endpoints).length)
  for (const { method, url } of routes) {
    const answer = await ask(own.app, { method: method as 'GET', url: filled(url), headers: { origin } })
    expect([method, url, answer.statusCode]).toEqual([method, url, 401])
    expect(answer.body).not.toMatch(/Signal Box|App<|export/)
  }
})

test('every API route refuses a cookie without the key, and a key without the cookie', async () => {
  const visitor = await enter(own.app)
  for (const endpoint of Object.values(endpoints)) {
    const request = { method: endpoint.method, url: filled(endpoint.path) }
    for (const headers of [
      { cookie: visitor.cookie },
      { [keyHeader]: visitor.key },
      { cookie: visitor.cookie, [keyHeader]: 'x' },
    ]) {
      const answer = await ask(own.app, { ...request, headers: { origin, ...headers } })
      expect([endpoint.path, answer.statusCode]).toEqual([endpoint.path, 401])
    }
  }
})

test('an unknown address tells a stranger nothing but that nobody is signed in', async () => {
  for (const url of ['/api/nothing', '/nothing', '/api', '/..%2f..%2fetc/passwd', '/%00'])
    expect([url, (await ask(own.app, { method: 'GET', url })).statusCode]).toEqual([url, 401])
})

describe('the door', () => {
  test('hands over a cookie no script reads and no other site sends, and a key in the fragment', async () => {
    const answer = await ask(own.app, { method: 'GET', url: `/open/${own.app.door.invite('A')}` })
    expect(answer.statusCode).toBe(303)
    const cookie = String(answer.headers['set-cookie'])
    expect(cookie).toMatch(new RegExp(`^holdfast-${port}=[\\w-]{32,}; Path=/; HttpOnly; SameSite=Strict$`))
    expect(answer.headers.location).toMatch(/^\/#key=[\w-]{32,}$/)
  })

  test('spends a code once; wrong ones are refused and then made to wait', async () => {
    const url = `/open/${own.app.door.invite('A')}`
    const code = async (to: string): Promise<number> => (await ask(own.app, { method: 'GET', url: to })).statusCode
    expect([await code(url), await code(url)]).toEqual([303, 401])
    const answers: number[] = []
    for (let i = 0; i < 12; i++) answers.push(await code(`/open/wrong-${i}`))
    expect([answers[0], answers.at(-1)]).toEqual([401, 429])
    expect(await code(`/open/${own.app.door.invite('A')}`)).toBe(429)
    own.hands.now = new Date(own.hands.now.getTime() + 61_000)
  })

  test('does not spend a code for a page of another site, a prefetch, or another method', async () => {
    const url = `/open/${own.app.door.invite('A')}`
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-purpose': 'prefetch;prerender' },
    ])
      expect((await ask(own.app, { method: 'GET', url, headers })).statusCode).toBe(403)
    expect((await ask(own.app, { method: 'HEAD', url })).statusCode).not.toBe(303)
    expect((await ask(own.app, { method: 'GET', url, headers: { 'sec-fetch-site': 'none' } })).statusCode).toBe(303)
  })
})

describe('a request that carries a session', () => {
  test('is refused under any other Host', async () => {
    const visitor = await enter(own.app)
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${port + 1}`,
      `127.0.0.1:${port}.evil.example`,
      `[::1]:${port}`,
      `LOCALHOST.evil:${port}`,
      '',
    ])
      expect([host, (await visitor.get('/api/session', { host })).statusCode]).toEqual([host, 421])
    expect((await visitor.get('/api/session', { host: `localhost:${port}` })).statusCode).toBe(200)
  })

  test('is refused when another page caused it', async () => {
    const visitor = await enter(own.app)
    for (const site of ['cross-site', 'same-site', 'nonsense'])
      expect((await visitor.get('/api/session', { 'sec-fetch-site': site })).statusCode).toBe(403)
    expect((await visitor.get('/api/session', { origin: 'http://127.0.0.1:9' })).statusCode).toBe(403)
  })

  test('changes nothing without the page’s own Origin', async () => {
    const visitor = await enter(own.app)
    const url = '/api/risk/subjects/subject%3A1%3A5/decisions'
    const decision = { verdict: 'hold', reason: 'Because.' }
    for (const bad of [
      'null',
      'http://evil.example',
      `http://127.0.0.1:${port + 1}`,
      `https://127.0.0.1:${port}`,
      `http://localhost:${port}`,
    ])
      expect([bad, (await visitor.post(url, decision, { origin: bad })).statusCode]).toEqual([bad, 403])
    const { cookie, key } = visitor
    const bare = { cookie, [keyHeader]: key }
    expect((await ask(own.app, { method: 'POST', url, payload: decision, headers: bare })).statusCode).toBe(403)
    const { rows } = await own.database.client.query('SELECT FROM risk.decision')
    expect(rows).toHaveLength(0)
  })

  test('is refused after signing out', async () => {
    const visitor = await enter(own.app)
    expect((await visitor.post('/api/session/end')).statusCode).toBe(204)
    expect((await visitor.get('/api/session')).statusCode).toBe(401)
  })

  test('cannot send anything but a small form of JSON', async () => {
    const visitor = await enter(own.app)
    const url = '/api/outcomes'
    const big = await visitor.post(url, { note: 'x'.repeat(70_000) })
    expect(big.statusCode).toBe(413)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const headers = { cookie: visitor.cookie, [keyHeader]: visitor.key, origin, 'content-type': type }
      expect([type, (await ask(own.app, { method: 'POST', url, payload: '{}', headers })).statusCode]).toEqual([
        type,
        415,
      ])
    }
    const headers = { cookie: visitor.cookie, [keyHeader]: visitor.key, origin, 'content-type': 'application/json' }
    expect((await ask(own.app, { method: 'POST', url, payload: '{"a":', headers })).statusCode).toBe(400)
    expect((await ask(own.app, { method: 'POST', url, payload: '{"__proto__":{"x":1}}', headers })).statusCode).toBe(
      400,
    )
    expect((await visitor.get(`/api/trace/${'x'.repeat(5000)}`)).statusCode).toBeGreaterThanOrEqual(400)
  })
})

describe('every answer', () => {
  test('forbids whatever the app does not need, errors and redirects included', async () => {
    const visitor = await enter(own.app)
    const answers = [
      await visitor.get('/api/session'),
      await visitor.get('/'),
      await visitor.get('/some/page/of/the/app'),
      await visitor.get('/assets/app.js'),
      await visitor.get('/api/nothing'),
      await ask(own.app, { method: 'GET', url: '/' }),
      await ask(own.app, { method: 'GET', url: '/open/wrong' }),
      await ask(own.app, { method: 'GET', url: '/api/%E0%A4%A' }),
    ]
    expect(answers.map((a) => a.statusCode)).toEqual([200, 200, 200, 200, 404, 401, 401, 400])
    for (const { headers } of answers) {
      const policy = String(headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self';")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/unsafe|http|data:|blob:|\*/)
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
      expect(headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  test('that fails names thing, reason and next step, and tells nobody how the program is made', async () => {
    const visitor = await enter(own.app)
    await own.database.client.query('ALTER TABLE risk.scheme RENAME TO gone')
    try {
      const answer = await visitor.get('/api/risk/vocabulary')
      expect(answer.statusCode).toBe(500)
      expect(Object.keys(answer.json().error)).toEqual(['name', 'reason', 'next'])
      expect(answer.body).not.toMatch(/relation|scheme|SELECT|pg|node_modules|\.ts|\bat \S+ \(/i)
      expect(own.errors.splice(0)).toHaveLength(1)
    } finally {
      await own.database.client.query('ALTER TABLE risk.gone RENAME TO scheme')
    }
  })

  test('to a person who opens a page is a page, without script', async () => {
    const answer = await ask(own.app, { method: 'GET', url: '/', headers: { accept: 'text/html' } })
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(answer.body).toContain('Open the address that the program printed.')
    expect(answer.body).not.toMatch(/<script|style=|onload/)
  })
})

test('the app’s files are served, hidden and outside ones are not, and its addresses get its first page', async () => {
  const visitor = await enter(own.app)
  expect((await visitor.get('/assets/app.js')).body).toBe('export {}')
  expect((await visitor.get('/people/subject%3A1%3A2?tab=risk')).body).toContain('<title>App</title>')
  expect((await visitor.get('/assets/gone.js')).statusCode).toBe(404)
  for (const url of ['/.hidden', '/assets/..%2f..%2fetc%2fpasswd', '/%2e%2e/%2e%2e/etc/passwd'])
    expect((await visitor.get(url)).body).not.toMatch(/^hidden|root:/)
})

test('no answer carries what was uploaded: the columns that lead to it are never read', async () => {
  const visitor = await enter(own.app)
  for (const endpoint of Object.values(endpoints).filter((e) => e.method === 'GET')) {
    const url = endpoint.path
      .replace(':site', '1')
      .replace(
        /:(board|topic|post|message|member)/,
        (_, name: string) => ({ board: '2', topic: '2', post: '1', message: '1', member: '2' })[name]!,
      )
      .replace(':subject', 'subject%3A1%3A2')
      .replace(':package', 'DC-12-NL-001')
      .replace(':link', 'link%3A1%3A2%3A1%3A3')
      .replace(':file/:n', '1/1')
    const query =
      /selector$|sightings$/.test(url) && url.includes('artefacts/s') && !url.includes('sites')
        ? '?kind=email&value=fireman%40mail.example'
        : ''
    const answer = await visitor.get(url + query)
    // The small case holds no mail, and nothing with the number 1 to trace.
    const none = endpoint.path === endpoints.trace.path || endpoint.path === endpoints.letter.path
    expect([url, answer.statusCode]).toEqual([url, none ? 404 : 200])
    expect(answer.body).not.toMatch(/secret\/place|2_abc/)
    expect(String(answer.headers['content-type'])).not.toMatch(/image|video|audio|octet/)
  }
})
