import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keyHeader } from '../../src/api/contract.ts'
import { type Serving, serve } from '../../src/api/serve.ts'
import type { Store } from '../../src/db/connect.ts'
import { smallCase } from '../api/seed.ts'
import { withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'

const database = withDatabase()
const caseDir = temporaryFolder('serve')
let store: Store
let serving: Serving
const printed: string[] = []

beforeAll(async () => {
  await smallCase(database.client, caseDir)
  store = await database.openStore()
  serving = await serve({ store, caseDir, as: 'A. Archer', onListening: (url) => printed.push(url) })
})
afterAll(async () => {
  await serving?.close()
  await store?.close()
})

function reachable(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket: Socket = connect({ host, port, timeout: 2000 })
    const done = (answer: boolean) => () => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', done(true)).once('error', done(false)).once('timeout', done(false))
  })
}

async function enter(url: string) {
  const opened = await fetch(url, { redirect: 'manual' })
  const cookie = String(opened.headers.get('set-cookie')).split(';')[0] ?? ''
  const key = String(opened.headers.get('location')).split('#key=')[1] ?? ''
  return { status: opened.status, headers: { cookie, [keyHeader]: key } }
}

test('the address is printed once, on this machine’s own loopback, and nothing listens elsewhere', async () => {
  expect(printed).toEqual([serving.url])
  const { hostname, port, pathname } = new URL(serving.url)
  expect(hostname).toBe('127.0.0.1')
  expect(pathname).toMatch(/^\/open\/[\w-]{32}$/)
  expect(await reachable('127.0.0.1', Number(port))).toBe(true)
  for (const other of ['127.0.0.2', '::1'])
    expect([other, await reachable(other, Number(port))]).toEqual([other, false])
})

test('a browser that opens it is let in, once', async () => {
  const { origin } = new URL(serving.url)
  const visitor = await enter(serving.url)
  expect(visitor.status).toBe(303)
  const session = await fetch(`${origin}/api/session`, { headers: visitor.headers })
  expect(await session.json()).toMatchObject({ person: 'A. Archer', operation: { name: 'Signal Box' } })
  expect((await enter(serving.url)).status).toBe(401)
})

test('a second person gets an address of their own', async () => {
  const { origin } = new URL(serving.url)
  const visitor = await enter(serving.invite('B. Baker'))
  const session = await fetch(`${origin}/api/session`, { headers: visitor.headers })
  expect(await session.json()).toMatchObject({ person: 'B. Baker' })
})

test('a request that is no HTTP, or too long, is answered without a word about the program', async () => {
  const { port } = new URL(serving.url)
  const send = (text: string): Promise<string> =>
    new Promise((resolve) => {
      let answer = ''
      const socket = connect({ host: '127.0.0.1', port: Number(port) }, () => socket.write(text))
      socket.on('data', (data) => {
        answer += data
      })
      socket.on('close', () => resolve(answer)).on('error', () => resolve(answer))
      socket.setTimeout(5000, () => socket.destroy())
    })
  for (const text of ['nonsense\r\n\r\n', `GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`]) {
    const answer = await send(text)
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(answer).not.toMatch(/fastify|node|stack|at /i)
  }
})

test('what was consulted is in the log when the server is closed', async () => {
  const { origin } = new URL(serving.url)
  const visitor = await enter(serving.invite('C. Carter'))
  await fetch(`${origin}/api/identity/subjects/subject%3A1%3A2`, { headers: visitor.headers })
  await serving.close()
  const { rows } = await database.client.query(`SELECT what FROM govern.access WHERE who = 'C. Carter'`)
  expect(rows).toEqual([{ what: 'subject:1:2' }])
})
