import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Store } from '../db/connect.ts'
import { packageRoot } from '../db/root.ts'
import { flushLedger } from '../evidence/ledger.ts'
import { traceToBytes } from '../trace/bytes.ts'
import { buildApp } from './app.ts'
import { doorPath } from './guard.ts'
import { prepareReading } from './reading.ts'

/** What to serve, and to whom. */
export interface ServeOptions {
  readonly store: Store
  readonly caseDir: string
  /** 0, the default, lets the system choose. */
  readonly port?: number
  /** Who opens the app; the user of the system unless named. */
  readonly as?: string
  readonly onListening?: (url: string) => void
  readonly onProgress?: (message: string) => void
  /** Hears of failures that readers are only told in general. */
  readonly onError?: (error: unknown) => void
}

/** The running server. */
export interface Serving {
  /** An address that opens the app once, for the person it was started for. */
  readonly url: string
  /** A new address that opens the app once: for the same person, or for a second one who approves releases. */
  readonly invite: (person?: string) => string
  readonly close: () => Promise<void>
}

/** Only this machine's own loopback: nothing of a case is reachable from a network. */
const host = '127.0.0.1'

/** Serves the web app of a case on this machine until closed. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { store, caseDir } = options
  const person = options.as ?? userInfo().username
  await preparedLists(options)
  const clock = (): Date => new Date()
  const app = await buildApp({
    pool: store.pool,
    caseDir,
    clock,
    randomBytes,
    webDir: join(packageRoot(), 'dist', 'web'),
    tracer: { trace: (id) => traceToBytes(store.pool, caseDir, id, clock) },
    flushLedger: oneAfterAnother(() => flushed(store, caseDir)),
    ...(options.onError ? { report: options.onError } : {}),
  })
  await app.server.listen({ host, port: options.port ?? 0 })
  const { port } = app.server.server.address() as AddressInfo
  app.atPort(port)
  const invite = (who: string = person): string => `http://${host}:${port}${doorPath}${app.door.invite(who)}`
  const url = invite()
  options.onListening?.(url)
  return { url, invite, close: () => app.server.close() }
}

async function preparedLists({ store, onProgress }: ServeOptions): Promise<void> {
  const db = await store.pool.connect()
  try {
    await prepareReading(db, onProgress ? { onProgress } : {})
  } finally {
    db.release()
  }
}

async function flushed(store: Store, caseDir: string): Promise<void> {
  const db = await store.pool.connect()
  try {
    await flushLedger(db, caseDir)
  } finally {
    db.release()
  }
}

/** Keeps two writers of the ledger's file from meeting. */
function oneAfterAnother(work: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return () => {
    const next = last.then(work, work)
    last = next
    return next
  }
}
