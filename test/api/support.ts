import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import type { ClientBase } from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { type App, type AppOptions, buildApp } from '../../src/api/app.ts'
import { keyHeader } from '../../src/api/contract.ts'
import { prepareReading } from '../../src/api/reading.ts'
import type { Store } from '../../src/db/connect.ts'
import { type TestDatabase, withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'

/** The port that test requests name; nothing listens there. */
export const port = 4747
export const origin = `http://127.0.0.1:${port}`

/** Inserts rows given as objects; a column that some rows lack is null there. */
export async function insert(
  db: ClientBase,
  table: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  for (const row of rows) {
    const names = Object.keys(row)
    const places = names.map((_, i) => `$${i + 1}`)
    await db.query(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places.join(', ')})`, Object.values(row))
  }
}

/** Provenance of the n-th row of the only file. */
export function at(n: number): { readonly _file: number; readonly _offset: number; readonly _length: number } {
  return { _file: 1, _offset: n * 100, _length: 90 }
}

/** A clock that a test moves, and chance that repeats. */
export interface Hands {
  now: Date
  readonly clock: () => Date
  readonly randomBytes: (size: number) => Uint8Array
}

/** The given hands of one test. */
export function hands(): Hands {
  let drawn = 0
  const own: Hands = {
    now: new Date('2024-06-01T12:00:00Z'),
    clock: () => own.now,
    randomBytes: (size) => createHash('sha512').update(`draw ${drawn++}`).digest().subarray(0, size),
  }
  return own
}

/** A person's browser after it opened a one-time address: sends what a page of the app sends. */
export interface Visitor {
  readonly cookie: string
  readonly key: string
  readonly get: (url: string, headers?: Record<string, string>) => Promise<LightMyRequestResponse>
  readonly post: (url: string, payload?: object, headers?: Record<string, string>) => Promise<LightMyRequestResponse>
  /** The body of an answer that has to be 200. */
  readonly read: <T>(url: string) => Promise<T>
}

/** Sends a request as a program on this machine would, with nothing but the right Host. */
export function ask(app: App, options: InjectOptions): Promise<LightMyRequestResponse> {
  return app.server.inject({ ...options, headers: { host: `127.0.0.1:${port}`, ...options.headers } })
}

/** Opens a one-time address as a browser does. */
export async function enter(app: App, person = 'A. Archer'): Promise<Visitor> {
  const opened = await ask(app, { method: 'GET', url: `/open/${app.door.invite(person)}` })
  const cookie = String(opened.headers['set-cookie']).split(';')[0] ?? ''
  const key = String(opened.headers.location).split('#key=')[1] ?? ''
  const own = { cookie, [keyHeader]: key, 'sec-fetch-site': 'same-origin' }
  const get: Visitor['get'] = (url, headers = {}) => ask(app, { method: 'GET', url, headers: { ...own, ...headers } })
  return {
    cookie,
    key,
    get,
    post: (url, payload = {}, headers = {}) =>
      ask(app, { method: 'POST', url, payload, headers: { ...own, origin, ...headers } }),
    async read<T>(url: string) {
      const answer = await get(url)
      if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}: ${answer.body}`)
      return answer.json() as T
    },
  }
}

/** An app over a database of its own that holds the small case. */
export interface TestApp {
  readonly app: App
  readonly hands: Hands
  readonly database: TestDatabase
  readonly caseDir: string
  readonly errors: unknown[]
}

/** The app for the tests of a file; `seed` fills its case first. */
export function withApp(
  seed: (db: ClientBase, caseDir: string) => Promise<void>,
  more: Partial<AppOptions> = {},
): TestApp {
  const database = withDatabase()
  const caseDir = temporaryFolder('api')
  const own = hands()
  const errors: unknown[] = []
  let app: App | undefined
  let store: Store | undefined
  beforeAll(async () => {
    await seed(database.client, caseDir)
    await prepareReading(database.client, { force: true })
    store = await database.openStore()
    app = await buildApp({
      pool: store.pool,
      caseDir,
      clock: own.clock,
      randomBytes: own.randomBytes,
      webDir: null,
      tracer: { trace: async () => null },
      report: (error) => errors.push(error),
      port,
      ...more,
    })
  })
  afterAll(async () => {
    await app?.server.close()
    await store?.close()
  })
  return {
    get app() {
      if (!app) throw new Error('the app is there only inside tests')
      return app
    },
    hands: own,
    database,
    caseDir,
    errors,
  }
}

/** Writes a product of ours into the case folder and gives its path and hash. */
export function product(
  caseDir: string,
  name: string,
  text: string,
): { readonly path: string; readonly sha256: string } {
  mkdirSync(join(caseDir, 'packages'), { recursive: true })
  writeFileSync(join(caseDir, 'packages', name), text)
  return { path: `packages/${name}`, sha256: createHash('sha256').update(text).digest('hex') }
}
